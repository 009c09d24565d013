// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOHTTP1

/// A request for a WebSocket that is correct as far as RFC 6455, 4.2.1 goes. Who asks, and from which page, is not judged yet.
public struct WebSocketUpgradeRequest: Sendable {
    /// The path as sent, percent-encoded, without the query.
    public var path: String
    /// What follows the first `?`, or nil.
    public var query: String?
    public var headers: HTTPHeaders
    /// The peer of the TCP connection, which may be a proxy.
    public var remoteAddress: SocketAddress?

    /// The subprotocols that the client offers, in its order of preference.
    public var subprotocols: [String] { headers[canonicalForm: "sec-websocket-protocol"].map(String.init) }
}

/// What becomes of a request for a WebSocket.
public enum WebSocketUpgradeDecision: Sendable {
    /// 101. A subprotocol that the client did not offer is an error: the client gets 500. A nil configuration is the server's own.
    /// If the client left meanwhile the delegate is never called.
    case accept(
        headers: HTTPHeaders = [:],
        subprotocol: String? = nil,
        configuration: WebSocketConfiguration? = nil,
        delegate: any WebSocketDelegate
    )
    /// An ordinary response; then the connection closes.
    case reject(status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer())
    /// The router answers the request, without its `Upgrade` header; then the connection closes.
    case notWebSocket
}

/// Judges a request for a WebSocket. Hummingbird's router and middleware do not see it unless the answer is `notWebSocket`, so sign-in
/// and Origin are checked here. Runs in a task of its own; what takes longer than `handshakeTimeout` is answered with 503.
public typealias WebSocketUpgrade = @Sendable (WebSocketUpgradeRequest) async -> WebSocketUpgradeDecision
