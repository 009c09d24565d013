// SPDX-License-Identifier: Apache-2.0

public import NIOCore
import Synchronization

/// A message, whole.
public enum WebSocketMessage: Sendable, Equatable {
    case text(String)
    case binary(ByteBuffer)
}

/// A delegate that hands messages to one `for await` loop. Reading pauses while `limit` messages wait.
///
/// The sequence ends when the socket is gone and what came before was taken; ``close`` then says why.
public final class WebSocketMessages: WebSocketDelegate, AsyncSequence {
    private struct State {
        var messages: [WebSocketMessage] = []
        var next = 0
        var waiter: CheckedContinuation<WebSocketMessage?, Never>?
        var socket: WebSocket?
        var isPaused = false
        var isEnded = false
        var close: (code: WebSocketCloseCode?, reason: String)?

        var count: Int { messages.count - next }

        mutating func take() -> WebSocketMessage? {
            guard count > 0 else { return nil }
            let message = messages[next]
            next += 1
            if next == messages.count {
                messages.removeAll(keepingCapacity: true)
                next = 0
            }
            return message
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many messages may wait before reading pauses; it goes on at half of it. At least 1.
    public init(limit: Int = 64) {
        self.limit = Swift.max(limit, 1)
    }

    /// Code and reason as ``WebSocketDelegate/closed(_:reason:on:)`` got them; nil while the socket is open.
    public var close: (code: WebSocketCloseCode?, reason: String)? { state.withLock { $0.close } }

    public func opened(_ socket: WebSocket) {
        state.withLock { $0.socket = socket }
    }

    public func received(_ text: String, on socket: WebSocket) {
        received(.text(text), on: socket)
    }

    public func received(_ data: ByteBuffer, on socket: WebSocket) {
        received(.binary(data), on: socket)
    }

    public func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {
        let waiter = state.withLock { state in
            state.close = (code, reason)
            state.isEnded = true
            state.socket = nil
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    private func received(_ message: WebSocketMessage, on socket: WebSocket) {
        let waiter = state.withLock { state -> CheckedContinuation<WebSocketMessage?, Never>? in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.messages.append(message)
            if state.count >= limit, !state.isPaused {
                state.isPaused = true
                socket.pauseReading()
            }
            return nil
        }
        waiter?.resume(returning: message)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(messages: self) }

    /// Takes messages in their order. A second loop at the same time ends at once.
    public struct Iterator: AsyncIteratorProtocol {
        let messages: WebSocketMessages

        public mutating func next() async -> WebSocketMessage? { await messages.next() }
    }

    /// The next message; nil at the end, or when the task is cancelled.
    private func next() async -> WebSocketMessage? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (message, resumed) = state.withLock { state -> (WebSocketMessage?, WebSocket?) in
                    guard let message = state.take() else {
                        if state.isEnded || state.waiter != nil || Task.isCancelled {
                            continuation.resume(returning: nil)
                        } else {
                            state.waiter = continuation
                        }
                        return (nil, nil)
                    }
                    guard state.isPaused, state.count <= limit / 2 else { return (message, nil) }
                    state.isPaused = false
                    return (message, state.socket)
                }
                if let message { continuation.resume(returning: message) }
                resumed?.resumeReading()
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
