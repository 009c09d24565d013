// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// What connectors write into sessions: messages, and text that streams into them.
struct AnswerStore: Sendable {
    let events: EventLog
    let conversations: ConversationStore
    let approvals: ApprovalStore

    func send(_ body: SendMessage, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        let conversation = try conversations.find(
            body.sessionID,
            ofInstallation: credential.installationID,
            in: transaction
        )
        try conversations.checkInteraction(body.interactionID, of: conversation, in: transaction)
        let message = try conversations.addMessage(
            to: conversation,
            interactionID: body.interactionID,
            role: .agent,
            text: body.isPlaceholder ? "" : body.text,
            state: body.isPlaceholder ? .streaming : .final,
            replyTo: body.replyTo,
            attachments: body.attachments,
            usage: body.usage,
            in: transaction
        )
        return ["message_id": .string(message.id), "seq": .int(message.seq)]
    }

    private func find(
        _ messageID: String,
        by credential: BridgeCredential,
        in connection: any Connection
    ) throws -> (message: Row, conversation: Conversation) {
        let row = try connection.row(
            """
            SELECT m.* FROM messages m JOIN conversations c ON c.session_id = m.session_id
            WHERE m.message_id = ? AND m.role = 'agent' AND c.installation_id = ?
            """,
            messageID,
            credential.installationID
        )
        guard let row else { throw HubError(.messageNotFound, "There is no such message of this installation.") }
        let conversation = try conversations.find(
            row.text("session_id"),
            ofInstallation: credential.installationID,
            in: connection
        )
        return (row, conversation)
    }

    /// Appends to a message. With an offset, a gap is refused and what is there already is skipped.
    func append(
        _ body: SendMessageDelta,
        by credential: BridgeCredential,
        in transaction: any WriteTransaction
    ) throws -> JSONValue {
        // A delta reads no text: the message may be long, and there are many deltas.
        let row = try transaction.row(
            """
            SELECT m.bytes, m.state, m.session_id, c.user_id FROM messages m JOIN conversations c ON c.session_id = m.session_id
            WHERE m.message_id = ? AND m.role = 'agent' AND c.installation_id = ?
            """,
            body.messageID,
            credential.installationID
        )
        guard let row else { throw HubError(.messageNotFound, "There is no such message of this installation.") }
        let have = try row.integer("bytes")
        guard try row.text("state") == MessageState.streaming.rawValue else {
            // The sum could be more than a number holds: the offset is the sender's.
            if let offset = body.offset, offset <= have - Int64(body.delta.utf8.count) { return ["bytes": .int(have)] }
            throw HubError(.messageFinal, "This message has ended; nothing can be added to it.")
        }
        let offset = body.offset ?? have
        guard offset <= have else {
            throw HubError(
                .deltaGap,
                "The delta begins at byte \(offset), the message ends at byte \(have). Send what lies between first.",
                details: ["expected_offset": .int(have)]
            )
        }
        guard let new = body.delta.utf8Suffix(from: Int(have - offset)) else {
            throw HubError(.invalidRequest, "The delta overlaps the message in the middle of a character.")
        }
        guard !new.isEmpty else { return ["bytes": .int(have)] }
        let bytes = have + Int64(new.utf8.count)
        guard bytes <= Limits.text else {
            throw HubError(.payloadTooLarge, "The message would have \(bytes) bytes, at most \(Limits.text) are taken.")
        }
        try transaction.execute(
            "UPDATE messages SET text = text || ?, bytes = ? WHERE message_id = ?",
            new,
            bytes,
            body.messageID
        )
        events.publishDelta(
            messageID: body.messageID,
            sessionID: try row.text("session_id"),
            offset: have,
            delta: new,
            userID: try row.text("user_id"),
            in: transaction
        )
        return ["bytes": .int(bytes)]
    }

    /// Ends a message. The text that comes with the end, if any, is the one that counts.
    func end(_ body: SendMessageEnd, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        let (row, conversation) = try find(body.messageID, by: credential, in: transaction)
        let before = try conversations.message(row)
        let result: JSONValue = ["message_id": .string(before.id), "seq": .int(before.seq)]
        guard before.state == .streaming else {
            if body.text == nil || body.text == before.text { return result }
            throw HubError(.messageFinal, "This message has ended with another text.")
        }
        let text = body.text ?? before.text
        try transaction.execute(
            "UPDATE messages SET text = ?, bytes = ?, state = 'final', finish_reason = ?, usage = COALESCE(?, usage) WHERE message_id = ?",
            text,
            text.utf8.count,
            body.finishReason.rawValue,
            body.usage?.canonical,
            before.id
        )
        var message = before
        message.text = text
        message.state = .final
        message.finishReason = body.finishReason.rawValue
        message.usage = body.usage ?? before.usage
        try events.append(
            .messageFinalized,
            userID: conversation.userID,
            sessionID: conversation.id,
            data: ["message": message.json],
            in: transaction
        )
        // `tool_call`: the turn goes on with what the tool gives.
        if let interactionID = before.interactionID, body.finishReason != .toolCall {
            try approvals.cancelAll(ofInteraction: interactionID, in: transaction)
            try conversations.endInteraction(
                interactionID,
                of: conversation,
                state: body.finishReason == .cancelled ? "cancelled" : "ended",
                in: transaction
            )
        }
        return result
    }
}

extension String {
    /// What follows the first `count` UTF-8 bytes; nil if that is inside a character; empty if there is nothing.
    func utf8Suffix(from count: Int) -> String? {
        guard count > 0 else { return self }
        guard count < utf8.count else { return "" }
        return String(utf8.dropFirst(count))
    }
}
