// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol

/// Which updates one connection has been sent and has acknowledged: a value that says what to do next.
///
/// Updates go out in order and without holes. At most ``window`` are under way unacknowledged; what was sent and not
/// acknowledged within ``lease`` is sent again.
struct DeliveryCursor: Sendable {
    /// The last update sent.
    private(set) var sent: Int64
    /// The last update acknowledged.
    private(set) var acknowledged: Int64
    /// The last update known to exist.
    private(set) var newest: Int64
    /// When the oldest unacknowledged one was sent, in milliseconds.
    private(set) var oldestSentAt: Int64?
    /// Up to which update the reader that is at work must find everything; nil if none is.
    private var readingUpTo: Int64?

    /// So that what a slow reader has not taken stays below the socket's bound, also with the longest messages.
    static let window: Int64 = 64
    static let lease: Int64 = 60_000

    init(acknowledged: Int64) {
        sent = acknowledged
        self.acknowledged = acknowledged
        newest = acknowledged
    }

    /// A new update was committed.
    /// - Returns: Whether to send this very one now; otherwise ``startReading()`` decides.
    mutating func offer(_ id: Int64, now: Int64) -> Bool {
        newest = max(newest, id)
        guard readingUpTo == nil, id == sent + 1, sent - acknowledged < Self.window else { return false }
        markSent(id, now: now)
        return true
    }

    /// Updates up to this one exist.
    mutating func note(newest id: Int64) { newest = max(newest, id) }

    /// - Returns: After which update to read on, or nil if there is nothing to read, no room, or a reader at work.
    mutating func startReading() -> Int64? {
        guard readingUpTo == nil, sent < newest, sent - acknowledged < Self.window else { return nil }
        readingUpTo = newest
        return sent
    }

    /// What a reader found.
    /// - Returns: The ones to send, in order.
    mutating func finishReading(_ updates: [Update], now: Int64) -> [Update] {
        let known = readingUpTo ?? sent
        readingUpTo = nil
        var next: [Update] = []
        for update in updates where update.id > sent && sent - acknowledged < Self.window {
            markSent(update.id, now: now)
            next.append(update)
        }
        // Holes are updates that were acknowledged by another connection. What was committed since the reader began is
        // none: it is read next.
        if updates.isEmpty { sent = max(sent, known) }
        return next
    }

    mutating func acknowledge(_ id: Int64, now: Int64) {
        acknowledged = max(acknowledged, min(id, sent))
        oldestSentAt = acknowledged < sent ? now : nil
    }

    /// Forgets what was sent and not acknowledged in time, so that it is read and sent again.
    /// - Returns: Whether there is such.
    mutating func expireLease(now: Int64) -> Bool {
        guard let oldestSentAt, now - oldestSentAt >= Self.lease, readingUpTo == nil else { return false }
        sent = acknowledged
        self.oldestSentAt = nil
        return true
    }

    private mutating func markSent(_ id: Int64, now: Int64) {
        sent = id
        newest = max(newest, id)
        if oldestSentAt == nil { oldestSentAt = now }
    }
}
