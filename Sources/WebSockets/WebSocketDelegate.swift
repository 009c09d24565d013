// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// What happens on a socket. Every call comes on the socket's event loop, in order, and must not block it.
///
/// The socket keeps its delegate until ``closed(_:reason:on:)`` returned.
public protocol WebSocketDelegate: AnyObject, Sendable {
    /// The handshake is done; frames can be sent. Always first.
    func opened(_ socket: WebSocket)
    /// A text message, whole and valid UTF-8. Not called while reading is paused, nor after a close frame was sent.
    func received(_ text: String, on socket: WebSocket)
    /// A binary message, whole. Not called while reading is paused, nor after a close frame was sent.
    func received(_ data: ByteBuffer, on socket: WebSocket)
    /// ``WebSocket/isWritable`` changed. The default does nothing.
    func writabilityChanged(_ writable: Bool, on socket: WebSocket)
    /// `WebSocketConfiguration.missedPongs` pongs were missed: the code to close with, or nil to count anew.
    /// The default is `WebSocketConfiguration.missedPongsCloseCode`.
    func pongsMissed(on socket: WebSocket) -> WebSocketCloseCode?
    /// The connection is gone. Called exactly once, always last.
    ///
    /// `code` and `reason` are those of the first close frame, sent or received (``WebSocketCloseCode/noStatus`` if the peer's
    /// held none); nil if the connection was lost without one (RFC 6455's 1006).
    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket)
}

extension WebSocketDelegate {
    public func writabilityChanged(_ writable: Bool, on socket: WebSocket) {}
    public func pongsMissed(on socket: WebSocket) -> WebSocketCloseCode? { socket.configuration.missedPongsCloseCode }
}
