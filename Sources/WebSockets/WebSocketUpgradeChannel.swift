// SPDX-License-Identifier: Apache-2.0

public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// A server connection that speaks HTTP/1.1 and turns into a WebSocket when asked to.
///
/// Ordinary requests go to Hummingbird as they would with its own `HTTP1Channel`. A connection that becomes a WebSocket with its first
/// request costs no task and no asynchronous channel afterwards.
public struct WebSocketUpgradeChannel: HTTPChannelHandler {
    /// A connection, and what became of it.
    public struct Value: ServerChildChannelValue {
        public let channel: any Channel
        let outcome: EventLoopFuture<UpgradeGate.Outcome>
    }

    public let responder: Responder
    let configuration: SharedConfiguration
    let http: HTTP1Channel.Configuration
    let upgrade: WebSocketUpgrade

    /// - Parameters:
    ///   - configuration: for sockets whose decision names none; its `handshakeTimeout` holds for every connection.
    ///   - http: Hummingbird's settings for ordinary requests: idle timeout, header limits, more handlers.
    public init(
        responder: @escaping Responder,
        configuration: WebSocketConfiguration = .init(),
        http: HTTP1Channel.Configuration = .init(),
        upgrade: @escaping WebSocketUpgrade
    ) {
        self.responder = responder
        self.configuration = SharedConfiguration(configuration)
        self.http = http
        self.upgrade = upgrade
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let outcome = channel.eventLoop.makePromise(of: UpgradeGate.Outcome.self)
            try? channel.syncOptions?.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 512))
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = http.httpDecoder.maxHeaderFieldSize
            limits.maxHeaderListSize = http.httpDecoder.maxHeaderListSize
            limits.maxHeaderFieldCount = http.httpDecoder.maxHeaderFieldCount
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
            )
            let gate = UpgradeGate(
                encoder: encoder,
                decoder: decoder,
                configuration: configuration,
                http: http,
                upgrade: upgrade,
                outcome: outcome,
                logger: logger
            )
            do {
                try channel.pipeline.syncOperations.addHandlers([encoder, decoder, gate])
            } catch {
                outcome.succeed(.closed)
                throw error
            }
            return Value(channel: channel, outcome: outcome.futureResult)
        }
    }

    public func handle(value: Value, logger: Logger) async {
        guard case .http(let channel) = try? await value.outcome.get() else { return }
        await handleHTTP(asyncChannel: channel, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// A server for HTTP/1.1 and WebSockets: `Application(router:, server: .http1WithWebSockets { request in … })`.
    ///
    /// - Parameters:
    ///   - configuration: for sockets whose decision names none; its `handshakeTimeout` holds for every connection.
    ///   - http: Hummingbird's settings for ordinary requests: idle timeout, header limits, more handlers.
    ///   - upgrade: judges each request for a WebSocket.
    public static func http1WithWebSockets(
        configuration: WebSocketConfiguration = .init(),
        http: HTTP1Channel.Configuration = .init(),
        upgrade: @escaping WebSocketUpgrade
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            WebSocketUpgradeChannel(responder: responder, configuration: configuration, http: http, upgrade: upgrade)
        }
    }
}
