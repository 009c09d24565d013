// SPDX-License-Identifier: Apache-2.0

/// The kinds of event on a user's stream, `GET /v1/me/stream`.
public enum StreamEventType: String, Sendable, CaseIterable {
    case sessionCreated = "session_created"
    case sessionUpdated = "session_updated"
    case messageAdded = "message_added"
    /// Not stored: more text of a message, with the offset in UTF-8 bytes where it begins.
    case messageDelta = "message_delta"
    case messageFinalized = "message_finalized"
    case interactionEnded = "interaction_ended"
    case taskCreated = "task_created"
    case taskProgress = "task_progress"
    case taskCompleted = "task_completed"
    case taskFailed = "task_failed"
    case taskCancelled = "task_cancelled"
    case approvalRequested = "approval_requested"
    case approvalResolved = "approval_resolved"
    /// An installation was paired, came online, went offline, was renamed or revoked.
    case installationChanged = "installation_changed"
    /// The log no longer has what the client asked for: fetch everything anew.
    case gap
}

/// Where a stream stands: `<epoch>-<seq>`, the `id:` of its events.
public struct StreamPosition: Sendable, Hashable, CustomStringConvertible {
    /// Which log: another one after the hub's data was replaced.
    public var epoch: String
    /// The last event seen; 0 before the first.
    public var seq: Int64

    public init(epoch: String, seq: Int64) {
        self.epoch = epoch
        self.seq = seq
    }

    public init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), let seq = Int64(text[text.index(after: dash)...]), seq >= 0 else { return nil }
        self.init(epoch: String(text[..<dash]), seq: seq)
    }

    public var description: String { "\(epoch)-\(seq)" }
}
