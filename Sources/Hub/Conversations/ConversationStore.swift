// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// A conversation with an agent; the wire calls it a session.
struct Conversation: Sendable {
    let id: String
    let userID: String
    let installationID: String
    let title: String
    let createdAt: Int64
    let updatedAt: Int64
    let archivedAt: Int64?
    /// How many messages it has.
    let messageSeq: Int64

    var json: JSONValue {
        .object(omittingNil: [
            "session_id": .string(id),
            "installation_id": .string(installationID),
            "title": .string(title),
            "created_at": .int(createdAt),
            "updated_at": .int(updatedAt),
            "archived_at": archivedAt.map(JSONValue.int),
            "message_count": .int(messageSeq),
        ])
    }

    init(_ row: Row) throws {
        id = try row.text("session_id")
        userID = try row.text("user_id")
        installationID = try row.text("installation_id")
        title = try row.text("title")
        createdAt = try row.integer("created_at")
        updatedAt = try row.integer("updated_at")
        archivedAt = try row.optionalInteger("archived_at")
        messageSeq = try row.integer("message_seq")
    }
}

/// Conversations, their interactions and messages.
struct ConversationStore: Sendable {
    let clock: WallClock
    let events: EventLog

    static let notFound = HubError(.sessionNotFound, "There is no such session.")

    // MARK: Conversations

    func create(
        userID: String,
        installationID: String,
        title: String,
        in transaction: any WriteTransaction
    ) throws -> Conversation {
        let id = Identifier.session.new()
        let now = clock.now()
        try transaction.execute(
            """
            INSERT INTO conversations (session_id, user_id, installation_id, title, created_at, updated_at, message_seq, event_seq)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0)
            """,
            id,
            userID,
            installationID,
            title,
            now,
            now
        )
        let conversation = try find(id, of: userID, in: transaction)
        try events.append(
            .sessionCreated,
            userID: userID,
            sessionID: id,
            data: ["session": conversation.json],
            in: transaction
        )
        return conversation
    }

    /// - Throws: `session_not_found` also for another user's: what one may not see is not there.
    func find(_ id: String, of userID: String, in connection: any Connection) throws -> Conversation {
        let row = try connection.row("SELECT * FROM conversations WHERE session_id = ? AND user_id = ?", id, userID)
        guard let row else { throw Self.notFound }
        return try Conversation(row)
    }

    /// The same for an installation.
    func find(_ id: String, ofInstallation installationID: String, in connection: any Connection) throws -> Conversation {
        let row = try connection.row(
            "SELECT * FROM conversations WHERE session_id = ? AND installation_id = ?",
            id,
            installationID
        )
        guard let row else { throw Self.notFound }
        return try Conversation(row)
    }

    func list(of userID: String, installationID: String?, in connection: any Connection) throws -> [Conversation] {
        try connection.rows(
            """
            SELECT * FROM conversations WHERE user_id = ? AND (CAST(? AS TEXT) IS NULL OR installation_id = ?)
            ORDER BY updated_at DESC LIMIT 500
            """,
            userID,
            installationID,
            installationID
        ).map(Conversation.init)
    }

    func update(_ conversation: Conversation, title: String?, isArchived: Bool?, in transaction: any WriteTransaction) throws
        -> Conversation
    {
        let archivedAt: Int64? =
            switch isArchived {
            case true: conversation.archivedAt ?? clock.now()
            case false: nil
            case nil: conversation.archivedAt
            }
        try transaction.execute(
            "UPDATE conversations SET title = ?, archived_at = ? WHERE session_id = ?",
            title ?? conversation.title,
            archivedAt,
            conversation.id
        )
        let updated = try find(conversation.id, of: conversation.userID, in: transaction)
        try events.append(
            .sessionUpdated,
            userID: conversation.userID,
            sessionID: conversation.id,
            data: ["session": updated.json],
            in: transaction
        )
        return updated
    }

    // MARK: Messages

    func addMessage(
        to conversation: Conversation,
        interactionID: String?,
        role: MessageRole,
        text: String,
        state: MessageState,
        replyTo: String? = nil,
        attachments: [Attachment] = [],
        usage: JSONValue? = nil,
        in transaction: any WriteTransaction
    ) throws -> MessageRecord {
        let row = try transaction.row(
            "UPDATE conversations SET message_seq = message_seq + 1 WHERE session_id = ? RETURNING message_seq",
            conversation.id
        )
        guard let row else { throw Self.notFound }
        let message = MessageRecord(
            id: Identifier.message.new(),
            sessionID: conversation.id,
            interactionID: interactionID,
            seq: try row.integer("message_seq"),
            role: role,
            text: text,
            state: state,
            createdAt: clock.now(),
            finishReason: nil,
            replyTo: replyTo,
            usage: usage,
            attachments: attachments.isEmpty ? nil : .array(attachments.map(\.json))
        )
        try transaction.execute(
            """
            INSERT INTO messages (message_id, session_id, seq, interaction_id, role, text, bytes, state, created_at, reply_to,
                usage, attachments) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            message.id,
            message.sessionID,
            message.seq,
            message.interactionID,
            role.rawValue,
            text,
            text.utf8.count,
            state.rawValue,
            message.createdAt,
            replyTo,
            usage?.canonical,
            message.attachments?.canonical
        )
        try events.append(
            .messageAdded,
            userID: conversation.userID,
            sessionID: conversation.id,
            data: ["message": message.json],
            in: transaction
        )
        return message
    }

    func message(_ row: Row) throws -> MessageRecord {
        MessageRecord(
            id: try row.text("message_id"),
            sessionID: try row.text("session_id"),
            interactionID: try row.optionalText("interaction_id"),
            seq: try row.integer("seq"),
            role: MessageRole(rawValue: try row.text("role")) ?? .agent,
            text: try row.text("text"),
            state: MessageState(rawValue: try row.text("state")) ?? .final,
            createdAt: try row.integer("created_at"),
            finishReason: try row.optionalText("finish_reason"),
            replyTo: try row.optionalText("reply_to"),
            usage: try row.optionalText("usage").map { try JSONValue(parsing: $0) },
            attachments: try row.optionalText("attachments").map { try JSONValue(parsing: $0) }
        )
    }

    func messages(
        of conversation: Conversation,
        after seq: Int64,
        limit: Int,
        in connection: any Connection
    ) throws -> (messages: [MessageRecord], hasMore: Bool) {
        let rows = try connection.rows(
            "SELECT * FROM messages WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?",
            conversation.id,
            seq,
            limit + 1
        )
        return (try rows.prefix(limit).map(message), rows.count > limit)
    }

    func tasks(of conversation: Conversation, in connection: any Connection) throws -> [TaskRecord] {
        try connection.rows(
            "SELECT * FROM tasks WHERE session_id = ? ORDER BY created_at LIMIT 5000",
            conversation.id
        ).map(TaskStore.record)
    }

    // MARK: Interactions

    func beginInteraction(in conversation: Conversation, transaction: any WriteTransaction) throws -> String {
        let id = Identifier.interaction.new()
        try transaction.execute(
            "INSERT INTO interactions (interaction_id, session_id, state, created_at) VALUES (?, ?, 'running', ?)",
            id,
            conversation.id,
            clock.now()
        )
        return id
    }

    func runningInteractions(of conversation: Conversation, in connection: any Connection) throws -> [String] {
        try connection.rows(
            "SELECT interaction_id FROM interactions WHERE session_id = ? AND state = 'running' ORDER BY created_at",
            conversation.id
        ).map { try $0.text("interaction_id") }
    }

    /// Ends a running interaction; what has ended stays so.
    func endInteraction(
        _ id: String,
        of conversation: Conversation,
        state: String,
        in transaction: any WriteTransaction
    ) throws {
        let count = try transaction.execute(
            "UPDATE interactions SET state = ?, ended_at = ? WHERE interaction_id = ? AND state = 'running'",
            state,
            clock.now(),
            id
        )
        guard count > 0 else { return }
        try events.append(
            .interactionEnded,
            userID: conversation.userID,
            sessionID: conversation.id,
            data: ["interaction_id": .string(id), "state": .string(state)],
            in: transaction
        )
    }

    /// Ends all that runs in an installation's sessions: nobody is left to end it.
    func endAll(ofInstallation installationID: String, in transaction: any WriteTransaction) throws {
        let rows = try transaction.rows(
            """
            SELECT i.interaction_id, i.session_id FROM interactions i JOIN conversations c ON c.session_id = i.session_id
            WHERE c.installation_id = ? AND i.state = 'running'
            """,
            installationID
        )
        for row in rows {
            let conversation = try find(row.text("session_id"), ofInstallation: installationID, in: transaction)
            try endInteraction(row.text("interaction_id"), of: conversation, state: "cancelled", in: transaction)
        }
    }

    /// Whether an agent may still write into an interaction: while it runs and 30 minutes after.
    func checkInteraction(_ id: String?, of conversation: Conversation, in connection: any Connection) throws {
        guard let id else { return }
        let row = try connection.row(
            "SELECT ended_at FROM interactions WHERE interaction_id = ? AND session_id = ?",
            id,
            conversation.id
        )
        guard let row else { throw HubError(.interactionNotFound, "There is no such interaction in this session.") }
        if let endedAt = try row.optionalInteger("ended_at"), endedAt + Limits.interactionFollowUp < clock.now() {
            throw HubError(.interactionExpired, "This interaction ended more than 30 minutes ago.")
        }
    }
}
