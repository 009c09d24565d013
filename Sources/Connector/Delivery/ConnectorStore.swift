// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// What the connector keeps on disk, so that everything that was acknowledged happens, and happens once:
/// updates not done yet, reports not delivered yet, answers that still stream.
struct ConnectorStore: Sendable {
    let database: any Database

    static let migrations: [Migration] = [
        Migration(
            1,
            "first tables",
            [
                // One row: up to which update everything is here, and up to which entry the gate's log is at the hub.
                "CREATE TABLE progress (id BIGINT PRIMARY KEY, received BIGINT NOT NULL, gate_log BIGINT NOT NULL)",
                "INSERT INTO progress (id, received, gate_log) VALUES (1, 0, 0)",
                """
                CREATE TABLE inbox (
                    update_id BIGINT PRIMARY KEY, type TEXT NOT NULL, payload TEXT NOT NULL, session_id TEXT,
                    interaction_id TEXT, created_at BIGINT NOT NULL, is_started BIGINT NOT NULL)
                """,
                "CREATE TABLE outbox (seq BIGINT PRIMARY KEY, lane TEXT NOT NULL, route TEXT NOT NULL, body TEXT NOT NULL)",
                """
                CREATE TABLE answers (
                    interaction_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, message_id TEXT, text TEXT NOT NULL,
                    finish_reason TEXT)
                """,
                "CREATE TABLE open_tool_calls (task_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, tool TEXT NOT NULL)",
                "CREATE TABLE open_approvals (approval_id TEXT PRIMARY KEY)",
            ]
        ),
        Migration(2, "whose progress it is", ["ALTER TABLE progress ADD COLUMN installation_id TEXT"]),
    ]

    /// Makes the store that of an installation. What is left of another one is dropped: its hub knows it no more, and
    /// the new one's updates count from 1 again.
    func adopt(installationID: String) async throws {
        try await database.write { transaction in
            let known = try transaction.row("SELECT installation_id FROM progress WHERE id = 1")?.optionalText("installation_id")
            guard known != installationID else { return }
            if known != nil {
                for table in ["inbox", "outbox", "answers", "open_tool_calls", "open_approvals"] {
                    try transaction.execute("DELETE FROM \(table)")
                }
                try transaction.execute("UPDATE progress SET received = 0, gate_log = 0 WHERE id = 1")
            }
            try transaction.execute("UPDATE progress SET installation_id = ? WHERE id = 1", installationID)
        }
    }

    // MARK: Inbox

    /// Stores an update.
    /// - Returns: False if it is here already, or was.
    func receive(_ update: Update) async throws -> Bool {
        try await database.write { transaction in
            let advanced = try transaction.execute(
                "UPDATE progress SET received = ? WHERE id = 1 AND received < ?",
                update.id,
                update.id
            )
            guard advanced > 0 else { return false }
            try transaction.execute(
                """
                INSERT INTO inbox (update_id, type, payload, session_id, interaction_id, created_at, is_started)
                VALUES (?, ?, ?, ?, ?, ?, 0)
                """,
                update.id,
                update.type,
                update.payload.canonical,
                update.sessionID,
                update.interactionID,
                update.createdAt
            )
            return true
        }
    }

    /// The updates that are not done, in order, and whether work on each had begun.
    func unfinished(installationID: String) async throws -> [(update: Update, isStarted: Bool)] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM inbox ORDER BY update_id").map { row in
                let update = Update(
                    id: try row.integer("update_id"),
                    type: try row.text("type"),
                    payload: try JSONValue(parsing: row.text("payload")),
                    sessionID: try row.optionalText("session_id"),
                    interactionID: try row.optionalText("interaction_id"),
                    installationID: installationID,
                    createdAt: try row.integer("created_at")
                )
                return (update, try row.bool("is_started"))
            }
        }
    }

    /// Work on an update begins, with the answer that it will stream. From here on it is never begun again.
    func begin(_ update: Update, interactionID: String, sessionID: String) async throws {
        try await database.write { transaction in
            try transaction.execute("UPDATE inbox SET is_started = 1 WHERE update_id = ?", update.id)
            try transaction.execute(
                "INSERT INTO answers (interaction_id, session_id, text) VALUES (?, ?, '') ON CONFLICT DO NOTHING",
                interactionID,
                sessionID
            )
        }
    }

    /// A turn that has not begun is cancelled: whatever happens now, it never begins, and its answer says so.
    func cancelUnstarted(interactionID: String) async throws {
        try await database.write { transaction in
            let type = UpdateType.sessionMessage.rawValue
            let count = try transaction.execute(
                "UPDATE inbox SET is_started = 1 WHERE interaction_id = ? AND type = ? AND is_started = 0",
                interactionID,
                type
            )
            guard count > 0 else { return }
            try transaction.execute(
                """
                INSERT INTO answers (interaction_id, session_id, text, finish_reason)
                SELECT interaction_id, session_id, '', ? FROM inbox WHERE interaction_id = ? AND type = ? ON CONFLICT DO NOTHING
                """,
                FinishReason.cancelled.rawValue,
                interactionID,
                type
            )
        }
    }

    func finish(updateID: Int64) async throws {
        try await database.write { try $0.execute("DELETE FROM inbox WHERE update_id = ?", updateID) }
    }

    // MARK: Answers

    struct Answer: Sendable {
        let interactionID: String
        let sessionID: String
        let messageID: String?
        let text: String
        let finishReason: FinishReason?
    }

    func answers() async throws -> [Answer] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM answers").map { row in
                Answer(
                    interactionID: try row.text("interaction_id"),
                    sessionID: try row.text("session_id"),
                    messageID: try row.optionalText("message_id"),
                    text: try row.text("text"),
                    finishReason: try row.optionalText("finish_reason").flatMap(FinishReason.init(rawValue:))
                )
            }
        }
    }

    func append(_ text: String, toAnswer interactionID: String) async throws {
        try await database.write {
            try $0.execute("UPDATE answers SET text = text || ? WHERE interaction_id = ?", text, interactionID)
        }
    }

    func set(messageID: String, ofAnswer interactionID: String) async throws {
        try await database.write {
            try $0.execute("UPDATE answers SET message_id = ? WHERE interaction_id = ?", messageID, interactionID)
        }
    }

    /// The runtime is through with it: what is left is to deliver the text.
    func end(answer interactionID: String, reason: FinishReason, updateID: Int64?) async throws {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE answers SET finish_reason = ? WHERE interaction_id = ?",
                reason.rawValue,
                interactionID
            )
            if let updateID { try transaction.execute("DELETE FROM inbox WHERE update_id = ?", updateID) }
        }
    }

    func remove(answer interactionID: String) async throws {
        try await database.write { try $0.execute("DELETE FROM answers WHERE interaction_id = ?", interactionID) }
    }

    // MARK: Outbox

    struct Report: Sendable {
        let seq: Int64
        let route: String
        let body: JSONValue
    }

    /// Queues a report; those of one lane are delivered in order.
    func enqueue(lane: String, route: String, body: JSONValue) async throws {
        try await database.write { try Self.enqueue(lane: lane, route: route, body: body, in: $0) }
    }

    private static func enqueue(lane: String, route: String, body: JSONValue, in transaction: any WriteTransaction) throws {
        try transaction.execute(
            "INSERT INTO outbox (seq, lane, route, body) SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM outbox",
            lane,
            route,
            body.canonical
        )
    }

    func lanes() async throws -> [String] {
        try await database.read { try $0.rows("SELECT DISTINCT lane FROM outbox").map { try $0.text("lane") } }
    }

    func firstReport(in lane: String) async throws -> Report? {
        try await database.read { connection in
            try connection.row("SELECT seq, route, body FROM outbox WHERE lane = ? ORDER BY seq LIMIT 1", lane).map { row in
                Report(
                    seq: try row.integer("seq"),
                    route: try row.text("route"),
                    body: try JSONValue(parsing: row.text("body"))
                )
            }
        }
    }

    func remove(report seq: Int64) async throws {
        try await database.write { try $0.execute("DELETE FROM outbox WHERE seq = ?", seq) }
    }

    // MARK: Tool calls and approvals that are open

    func open(toolCall id: String, sessionID: String, tool: String, report: JSONValue?) async throws {
        try await database.write { transaction in
            try transaction.execute(
                "INSERT INTO open_tool_calls (task_id, session_id, tool) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                id,
                sessionID,
                tool
            )
            if let report { try Self.enqueue(lane: sessionID, route: "createTask", body: report, in: transaction) }
        }
    }

    func close(toolCall id: String, sessionID: String, report: JSONValue?) async throws {
        try await database.write { transaction in
            try transaction.execute("DELETE FROM open_tool_calls WHERE task_id = ?", id)
            if let report { try Self.enqueue(lane: sessionID, route: "finishTask", body: report, in: transaction) }
        }
    }

    func openToolCalls() async throws -> [(id: String, sessionID: String, tool: String)] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM open_tool_calls").map {
                (try $0.text("task_id"), try $0.text("session_id"), try $0.text("tool"))
            }
        }
    }

    func open(approval id: String) async throws {
        try await database.write {
            try $0.execute("INSERT INTO open_approvals (approval_id) VALUES (?) ON CONFLICT DO NOTHING", id)
        }
    }

    func close(approval id: String) async throws {
        try await database.write { try $0.execute("DELETE FROM open_approvals WHERE approval_id = ?", id) }
    }

    func openApprovals() async throws -> [String] {
        try await database.read { try $0.rows("SELECT approval_id FROM open_approvals").map { try $0.text("approval_id") } }
    }

    // MARK: The gate's log

    func forwardedGateLog() async throws -> Int64 {
        try await database.read { try $0.row("SELECT gate_log FROM progress WHERE id = 1")?.integer("gate_log") ?? 0 }
    }

    func set(forwardedGateLog seq: Int64) async throws {
        try await database.write { try $0.execute("UPDATE progress SET gate_log = ? WHERE id = 1", seq) }
    }
}
