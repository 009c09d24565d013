// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOHTTP1

/// Why a client got no WebSocket.
public enum WebSocketConnectError: Error, Sendable {
    /// The address is not one of a WebSocket.
    case badAddress(String, reason: String)
    /// No TCP or TLS connection came about.
    case unreachable(host: String, port: Int, reason: String)
    /// The server's certificate is not trusted, or not for this host; or TLS failed otherwise.
    case tls(host: String, reason: String)
    /// `handshakeTimeout` passed.
    case timedOut(host: String, port: Int)
    /// The server answered with something other than 101; redirects too, which are never followed. At most 64 KiB of the body is kept.
    case refused(status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer)
    /// The server's answer breaks RFC 6455.
    case badHandshake(String)
    /// The connection ended before the handshake did.
    case closed(host: String, port: Int)
}

extension WebSocketConnectError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badAddress(let address, let reason):
            "\(address) is no WebSocket address: \(reason). Write it like wss://host:port/path."
        case .unreachable(let host, let port, let reason):
            "No connection to \(host), port \(port): \(reason). Check the address and that the server runs."
        case .tls(let host, let reason):
            "No secure connection to \(host): \(reason). Check that its certificate is valid and for this name."
        case .timedOut(let host, let port):
            "\(host), port \(port), did not finish the handshake in time. Check the address and the network, and try again."
        case .refused(let status, _, let body):
            "The server refused the WebSocket: \(status.code) \(status.reasonPhrase)."
                + (body.readableBytes == 0 ? "" : " It says: \(String(buffer: body).prefix(500))")
        case .badHandshake(let reason):
            "The server does not speak WebSocket as RFC 6455 has it: \(reason). Check the address and the proxies before it."
        case .closed(let host, let port):
            "\(host), port \(port), closed the connection during the handshake. Check the address and that it takes WebSockets."
        }
    }
}
