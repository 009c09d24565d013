// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// The durable log behind users' streams. Each user's events count from 1 without gaps, and so do each session's.
struct EventLog: Sendable {
    let clock: WallClock
    let epoch: String
    let streams: UserStreams

    /// Appends an event; whoever listens gets it after the commit.
    ///
    /// - Parameter data: The event's own members; `type`, `session_id`, `seq` (the session's count) and `created_at`
    ///   are added.
    func append(
        _ type: StreamEventType,
        userID: String,
        sessionID: String? = nil,
        data: [String: JSONValue],
        in transaction: any WriteTransaction
    ) throws {
        let now = clock.now()
        let row = try transaction.row(
            "UPDATE users SET event_seq = event_seq + 1 WHERE user_id = ? RETURNING event_seq",
            userID
        )
        guard let row else { return }
        let seq = try row.integer("event_seq")
        var members = data
        members["type"] = .string(type.rawValue)
        members["created_at"] = .int(now)
        if let sessionID {
            let row = try transaction.row(
                "UPDATE conversations SET event_seq = event_seq + 1, updated_at = ? WHERE session_id = ? RETURNING event_seq",
                now,
                sessionID
            )
            members["session_id"] = .string(sessionID)
            members["seq"] = try row.map { .int(try $0.integer("event_seq")) }
        }
        let text = JSONValue.object(members).canonical
        try transaction.execute(
            "INSERT INTO events (user_id, seq, type, session_id, data, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            userID,
            seq,
            type.rawValue,
            sessionID,
            text,
            now
        )
        let item = StreamItem(seq: seq, frame: ServerSentEvent.encode(id: position(seq), event: type.rawValue, data: text))
        transaction.afterCommit {
            #if DEBUG
                if TestDefect.loseStreamEvents.isPlanted, seq % 7 == 0 { return }
            #endif
            streams.publish(item, to: userID)
        }
    }

    /// Passes on more text of a message, which is not an event of the log: who comes later gets the text so far.
    func publishDelta(
        messageID: String,
        sessionID: String,
        offset: Int64,
        delta: String,
        userID: String,
        in transaction: any WriteTransaction
    ) {
        #if DEBUG
            let offset = TestDefect.moveDeltas.isPlanted ? max(0, offset - 1) : offset
        #endif
        transaction.afterCommit {
            guard streams.hasSubscribers(userID) else { return }
            streams.publish(
                Self.delta(messageID: messageID, sessionID: sessionID, offset: offset, delta: delta),
                to: userID
            )
        }
    }

    private static func delta(messageID: String, sessionID: String, offset: Int64, delta: String) -> StreamItem {
        let data: JSONValue = [
            "type": .string(StreamEventType.messageDelta.rawValue),
            "session_id": .string(sessionID),
            "message_id": .string(messageID),
            "offset": .int(offset),
            "delta": .string(delta),
        ]
        return StreamItem(
            seq: nil,
            frame: ServerSentEvent.encode(id: nil, event: StreamEventType.messageDelta.rawValue, data: data.canonical)
        )
    }

    private func position(_ seq: Int64) -> StreamPosition { StreamPosition(epoch: epoch, seq: seq) }

    /// Where a user's log stands.
    func position(of userID: String, in connection: any Connection) throws -> StreamPosition {
        let row = try connection.row("SELECT event_seq FROM users WHERE user_id = ?", userID)
        return StreamPosition(epoch: epoch, seq: try row?.integer("event_seq") ?? 0)
    }

    /// What a client missed.
    enum Catchup: Sendable {
        /// These items in order, the last up to `upTo`; then the text so far of messages that still stream.
        case items([StreamItem], upTo: Int64)
        /// The log cannot say: the client starts anew.
        case gap(StreamItem, upTo: Int64)
    }

    /// Reads up to `limit` events after a position.
    func catchup(
        of userID: String,
        after given: StreamPosition?,
        limit: Int,
        in connection: any Connection
    ) throws -> (Catchup, isComplete: Bool) {
        let row = try connection.row("SELECT event_seq, event_floor FROM users WHERE user_id = ?", userID)
        let head = try row?.integer("event_seq") ?? 0
        let floor = try row?.integer("event_floor") ?? 0
        guard let given else { return (.items([], upTo: head), true) }
        let reason: String? =
            if given.epoch != epoch { "epoch" } else if given.seq < floor { "pruned" } else if given.seq > head { "unknown" } else
            { nil }
        if let reason {
            let data: JSONValue = ["type": "gap", "reason": .string(reason), "position": .string(position(head).description)]
            let frame = ServerSentEvent.encode(id: position(head), event: "gap", data: data.canonical)
            return (.gap(StreamItem(seq: head, frame: frame), upTo: head), true)
        }
        let rows = try connection.rows(
            "SELECT seq, type, data FROM events WHERE user_id = ? AND seq > ? ORDER BY seq LIMIT ?",
            userID,
            given.seq,
            limit
        )
        let items = try rows.map { row in
            let seq = try row.integer("seq")
            return StreamItem(
                seq: seq,
                frame: ServerSentEvent.encode(id: position(seq), event: try row.text("type"), data: try row.text("data"))
            )
        }
        return (.items(items, upTo: items.last?.seq ?? given.seq), items.count < limit)
    }

    /// The text so far of every message of the user that is still streaming, as deltas from offset 0.
    func streamingTexts(of userID: String, in connection: any Connection) throws -> [StreamItem] {
        try connection.rows(
            """
            SELECT m.message_id, m.session_id, m.text FROM messages m JOIN conversations c ON c.session_id = m.session_id
            WHERE c.user_id = ? AND m.state = 'streaming' AND m.bytes > 0
            """,
            userID
        ).map { row in
            Self.delta(
                messageID: try row.text("message_id"),
                sessionID: try row.text("session_id"),
                offset: 0,
                delta: try row.text("text")
            )
        }
    }

    /// Forgets events older than `age` milliseconds; who asks for them gets `gap`.
    func prune(olderThan age: Int64, in transaction: any WriteTransaction) throws {
        let oldest = clock.now() - age
        try transaction.execute(
            """
            UPDATE users SET event_floor = COALESCE(
                (SELECT MAX(e.seq) FROM events e WHERE e.user_id = users.user_id AND e.created_at < ?), event_floor)
            """,
            oldest
        )
        try transaction.execute("DELETE FROM events WHERE created_at < ?", oldest)
    }
}
