// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOSSL

/// The client's side of the opening handshake: asks, judges the answer (RFC 6455, 4.1), and puts the socket in its own place.
final class ClientHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    static let maxRefusalBody = 64 * 1024

    private let address: WebSocketAddress
    private let headers: HTTPHeaders
    private let key: String
    private let encoder: HTTPRequestEncoder
    private let decoder: ByteToMessageHandler<HTTPResponseDecoder>
    private let makeSocket: (_ subprotocol: String?) -> WebSocketHandler
    private let promise: EventLoopPromise<WebSocket>

    private var response: HTTPResponseHead?
    private var body = ByteBuffer()
    private var isDone = false
    /// Bytes after the handshake, in no shape of HTTP.
    private var early: [NIOAny] = []

    init(
        address: WebSocketAddress,
        headers: HTTPHeaders,
        key: String,
        encoder: HTTPRequestEncoder,
        decoder: ByteToMessageHandler<HTTPResponseDecoder>,
        promise: EventLoopPromise<WebSocket>,
        makeSocket: @escaping (_ subprotocol: String?) -> WebSocketHandler
    ) {
        self.address = address
        self.headers = headers
        self.key = key
        self.encoder = encoder
        self.decoder = decoder
        self.promise = promise
        self.makeSocket = makeSocket
    }

    func channelActive(context: ChannelHandlerContext) {
        var headers = self.headers
        headers.replaceOrAdd(name: "host", value: headers.first(name: "host") ?? address.authority)
        headers.replaceOrAdd(name: "upgrade", value: "websocket")
        headers.replaceOrAdd(name: "connection", value: "Upgrade")
        headers.replaceOrAdd(name: "sec-websocket-key", value: key)
        headers.replaceOrAdd(name: "sec-websocket-version", value: Handshake.version)
        headers.remove(name: "sec-websocket-extensions")
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.target, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else {
            early.append(data)
            return
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            response = head
        case .body(var part):
            let room = Self.maxRefusalBody - body.readableBytes
            if let kept = part.readSlice(length: min(room, part.readableBytes)) { body.writeImmutableBuffer(kept) }
            if body.readableBytes == Self.maxRefusalBody { answered(context) }
        case .end:
            answered(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if response != nil {
            answered(context)
        } else {
            fail(.closed(host: address.host, port: address.port), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is HTTPParserError: fail(.badHandshake("its answer is not HTTP (\(error))"), context)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: fail(.tls(host: address.host, reason: "\(error)"), context)
        default: fail(.unreachable(host: address.host, port: address.port, reason: "\(error)"), context)
        }
    }

    private func answered(_ context: ChannelHandlerContext) {
        guard !isDone, let response else { return }
        guard response.status == .switchingProtocols else {
            fail(.refused(status: response.status, headers: response.headers, body: body), context)
            return
        }
        let offered = headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        if let fault = Handshake.fault(in: response, key: key, offered: offered) {
            fail(.badHandshake(fault), context)
            return
        }
        isDone = true
        // The parser also looks at what is written, so it goes before the socket comes. What came in the handshake's segment it hands
        // to us on leaving.
        let pipeline = context.pipeline.syncOperations
        pipeline.removeHandler(encoder, promise: nil)
        let subprotocol = response.headers.first(name: "sec-websocket-protocol")
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in self.install(subprotocol, context) }
    }

    private func install(_ subprotocol: String?, _ context: ChannelHandlerContext) {
        let handler = makeSocket(subprotocol)
        guard context.channel.isActive, (try? context.pipeline.syncOperations.addHandler(handler)) != nil,
            let socket = handler.socket
        else {
            promise.fail(WebSocketConnectError.closed(host: address.host, port: address.port))
            context.close(promise: nil)
            return
        }
        promise.succeed(socket)
        let rest = early
        early = []
        for data in rest { context.fireChannelRead(data) }
        if !rest.isEmpty { context.fireChannelReadComplete() }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func fail(_ error: WebSocketConnectError, _ context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        promise.fail(error)
        context.close(promise: nil)
    }
}
