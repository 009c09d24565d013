// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOHTTP1
public import NIOPosix
public import NIOSSL

/// Connects to WebSocket servers.
public enum WebSocketClient {
    /// Opens a WebSocket. Redirects are never followed.
    ///
    /// - Parameters:
    ///   - url: ws, wss, http or https; no user name, no fragment.
    ///   - headers: more headers for the request, `Sec-WebSocket-Protocol` among them. Those of the handshake itself are replaced.
    ///   - tls: for wss; nil is NIOSSL's default for clients. Certificate and host name are verified as it says.
    ///   - randomness: where keys and masks come from.
    ///   - delegate: `opened` is called before this returns.
    /// - Returns: the open socket.
    /// - Throws: ``WebSocketConnectError``, after at most `handshakeTimeout`. A cancelled task gives up likewise.
    public static func connect(
        to url: String,
        headers: HTTPHeaders = [:],
        configuration: WebSocketConfiguration = .init(),
        tls: TLSConfiguration? = nil,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        randomness: WebSocketRandomness = .system,
        delegate: any WebSocketDelegate
    ) async throws(WebSocketConnectError) -> WebSocket {
        let address = try WebSocketAddress(url)
        let eventLoop = group.next()
        let opened = eventLoop.makePromise(of: WebSocket.self)
        let timedOut = WebSocketConnectError.timedOut(host: address.host, port: address.port)
        let timer = eventLoop.scheduleTask(in: configuration.handshakeTimeout) { opened.fail(timedOut) }
        let shared = SharedConfiguration(configuration)
        let key = Handshake.key(from: randomness)

        let bootstrap: ClientBootstrap
        do {
            let context = address.isSecure ? try NIOSSLContext(configuration: tls ?? .makeClientConfiguration()) : nil
            bootstrap = ClientBootstrap(group: eventLoop)
                .connectTimeout(configuration.handshakeTimeout)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let context {
                            let name = address.isIPAddress ? nil : address.host
                            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
                        }
                        let encoder = HTTPRequestEncoder()
                        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
                        let handshake = ClientHandshakeHandler(
                            address: address,
                            headers: headers,
                            key: key,
                            encoder: encoder,
                            decoder: decoder,
                            promise: opened
                        ) { subprotocol in
                            WebSocketHandler(
                                role: .client,
                                configuration: shared,
                                subprotocol: subprotocol,
                                randomness: randomness,
                                delegate: delegate
                            )
                        }
                        try pipeline.addHandlers([encoder, decoder, handshake])
                    }
                }
        } catch {
            timer.cancel()
            opened.fail(error)
            throw .tls(host: address.host, reason: "\(error)")
        }

        bootstrap.connect(host: address.host, port: address.port).whenComplete { result in
            switch result {
            case .failure(let error):
                opened.fail(WebSocketConnectError.unreachable(host: address.host, port: address.port, reason: "\(error)"))
            case .success(let channel):
                // Late or cancelled: nobody waits for this connection any more.
                opened.futureResult.whenFailure { _ in channel.close(promise: nil) }
            }
        }
        do {
            defer { timer.cancel() }
            return try await withTaskCancellationHandler {
                try await opened.futureResult.get()
            } onCancel: {
                opened.fail(WebSocketConnectError.closed(host: address.host, port: address.port))
            }
        } catch let error as WebSocketConnectError {
            throw error
        } catch {
            throw .unreachable(host: address.host, port: address.port, reason: "\(error)")
        }
    }
}

extension WebSocketAddress {
    /// Names are verified against the certificate's names and sent as SNI; addresses against its addresses.
    fileprivate var isIPAddress: Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }
}
