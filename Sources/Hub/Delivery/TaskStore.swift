// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// Tool calls that connectors report. Their ids make the routes repeatable.
struct TaskStore: Sendable {
    let clock: WallClock
    let events: EventLog
    let conversations: ConversationStore

    func create(_ body: CreateTask, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        let conversation = try conversations.find(
            body.sessionID,
            ofInstallation: credential.installationID,
            in: transaction
        )
        try conversations.checkInteraction(body.interactionID, of: conversation, in: transaction)
        let count = try transaction.execute(
            """
            INSERT INTO tasks (installation_id, task_id, session_id, interaction_id, kind, status_label, args, status, created_at,
                after_message_seq) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?, ?) ON CONFLICT DO NOTHING
            """,
            credential.installationID,
            body.taskID,
            body.sessionID,
            body.interactionID,
            body.kind,
            body.statusLabel,
            body.arguments?.canonical,
            clock.now(),
            conversation.messageSeq
        )
        if count > 0 { try publish(.taskCreated, body.taskID, by: credential, in: transaction) }
        return ["task_id": .string(body.taskID)]
    }

    func update(_ body: UpdateTask, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        let count = try transaction.execute(
            """
            UPDATE tasks SET progress = COALESCE(?, progress), status_label = COALESCE(?, status_label),
                partial_result = COALESCE(?, partial_result)
            WHERE installation_id = ? AND task_id = ? AND status = 'running'
            """,
            body.progressPercent,
            body.statusLabel,
            body.partialResult?.canonical,
            credential.installationID,
            body.taskID
        )
        if count > 0 {
            try publish(.taskProgress, body.taskID, by: credential, in: transaction)
        } else {
            _ = try find(body.taskID, by: credential, in: transaction)
        }
        return ["task_id": .string(body.taskID)]
    }

    /// The first end counts; a repeat changes nothing.
    func finish(_ body: FinishTask, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        let count = try transaction.execute(
            """
            UPDATE tasks SET status = ?, outcome = ?, error = ?, result = ?, ended_at = ?
            WHERE installation_id = ? AND task_id = ? AND status = 'running'
            """,
            body.status.rawValue,
            body.outcome?.rawValue,
            body.error,
            body.result?.canonical,
            clock.now(),
            credential.installationID,
            body.taskID
        )
        if count > 0 {
            let type: StreamEventType =
                switch body.status {
                case .completed, .running: .taskCompleted
                case .failed: .taskFailed
                case .cancelled: .taskCancelled
                }
            try publish(type, body.taskID, by: credential, in: transaction)
        } else {
            _ = try find(body.taskID, by: credential, in: transaction)
        }
        return ["task_id": .string(body.taskID)]
    }

    private func find(_ id: String, by credential: BridgeCredential, in connection: any Connection) throws -> TaskRecord {
        let row = try connection.row(
            "SELECT * FROM tasks WHERE installation_id = ? AND task_id = ?",
            credential.installationID,
            id
        )
        guard let row else { throw HubError(.taskNotFound, "There is no such task. Create it first with createTask.") }
        return try Self.record(row)
    }

    private func publish(
        _ type: StreamEventType,
        _ id: String,
        by credential: BridgeCredential,
        in transaction: any WriteTransaction
    ) throws {
        let record = try find(id, by: credential, in: transaction)
        try events.append(
            type,
            userID: credential.userID,
            sessionID: record.sessionID,
            data: ["task": record.json],
            in: transaction
        )
    }

    static func record(_ row: Row) throws -> TaskRecord {
        TaskRecord(
            id: try row.text("task_id"),
            sessionID: try row.text("session_id"),
            interactionID: try row.optionalText("interaction_id"),
            kind: try row.text("kind"),
            statusLabel: try row.optionalText("status_label"),
            arguments: try row.optionalText("args").map { try JSONValue(parsing: $0) },
            status: TaskStatus(rawValue: try row.text("status")) ?? .failed,
            outcome: try row.optionalText("outcome").flatMap(Outcome.init(rawValue:)),
            progressPercent: try row.optionalInteger("progress"),
            partialResult: try row.optionalText("partial_result").map { try JSONValue(parsing: $0) },
            error: try row.optionalText("error"),
            result: try row.optionalText("result").map { try JSONValue(parsing: $0) },
            createdAt: try row.integer("created_at"),
            endedAt: try row.optionalInteger("ended_at"),
            afterMessageSeq: try row.integer("after_message_seq")
        )
    }
}
