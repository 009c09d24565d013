// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import Synchronization

/// One thing on its way to a listener, encoded once for all of them.
struct StreamItem: Sendable {
    /// The event's number; nil for deltas and heartbeats.
    let seq: Int64?
    let frame: ByteBuffer
    var isHeartbeat = false
}

/// Who listens now. Holds nothing that a restart would miss: the log has it.
final class UserStreams: Sendable {
    private struct Subscriber {
        let userSessionID: String
        let continuation: AsyncStream<StreamItem>.Continuation
    }

    private struct State {
        var subscribers: [String: [Int: Subscriber]] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    /// A listener that falls so far behind is cut off; it comes back and reads the log.
    private static let bufferLimit = 4096

    /// Listens from now on. The stream ends when the sign-in does, when the hub stops, or when the listener is too slow.
    func subscribe(userID: String, userSessionID: String) -> AsyncStream<StreamItem> {
        let (stream, continuation) = AsyncStream<StreamItem>.makeStream(bufferingPolicy: .bufferingOldest(Self.bufferLimit))
        let id = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.subscribers[userID, default: [:]][state.next] = Subscriber(
                userSessionID: userSessionID,
                continuation: continuation
            )
            return state.next
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id, of: userID) }
        return stream
    }

    private func remove(_ id: Int, of userID: String) {
        state.withLock { state in
            state.subscribers[userID]?[id] = nil
            if state.subscribers[userID]?.isEmpty ?? false { state.subscribers[userID] = nil }
        }
    }

    func hasSubscribers(_ userID: String) -> Bool { state.withLock { $0.subscribers[userID] != nil } }

    func publish(_ item: StreamItem, to userID: String) {
        let subscribers = state.withLock { state in state.subscribers[userID].map { Array($0.values) } ?? [] }
        for subscriber in subscribers {
            if case .dropped = subscriber.continuation.yield(item) { subscriber.continuation.finish() }
        }
    }

    /// Keeps idle connections open and finds dead ones.
    func heartbeat() {
        let all = state.withLock { state in state.subscribers.values.flatMap(\.values) }
        for subscriber in all {
            subscriber.continuation.yield(StreamItem(seq: nil, frame: ServerSentEvent.heartbeat, isHeartbeat: true))
        }
    }

    /// Ends the streams of a sign-in that has ended (THREATS 19).
    func end(userSessionID: String) {
        let ended = state.withLock { state in
            state.subscribers.values.flatMap(\.values).filter { $0.userSessionID == userSessionID }
        }
        for subscriber in ended { subscriber.continuation.finish() }
    }

    /// Ends all of them: the hub stops.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return state.subscribers.values.flatMap(\.values)
        }
        for subscriber in all { subscriber.continuation.finish() }
    }
}
