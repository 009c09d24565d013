// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Stands behind the HTTP parser and tells requests for a WebSocket from ordinary ones.
///
/// NIO's own upgrade handlers lose the head of every request that names an `Upgrade` and is not upgraded (`h2c`, say), so this one
/// exists. Ordinary requests pass to Hummingbird's handlers, which are built behind the gate at the first of them. The gate stays then:
/// proxies reuse connections, so that a request for a WebSocket may follow ordinary ones.
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case webSocket
        case closed
    }

    private enum State {
        /// Before the first request.
        case waiting
        /// Ordinary requests pass.
        case passing
        /// A request for a WebSocket waits for the responses before it.
        case queued(HTTPRequestHead)
        /// The application judges the request.
        case deciding(HTTPRequestHead)
        /// A WebSocket stands before the gate, or the connection is about to close: nothing passes.
        case done
    }

    private let encoder: HTTPResponseEncoder
    private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    private let configuration: SharedConfiguration
    private let http: HTTP1Channel.Configuration
    private let upgrade: WebSocketUpgrade
    private let outcome: EventLoopPromise<Outcome>
    private let logger: Logger

    private var state = State.waiting
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var isHTTPBuilt = false
    private var unansweredRequests = 0

    init(
        encoder: HTTPResponseEncoder,
        decoder: ByteToMessageHandler<HTTPRequestDecoder>,
        configuration: SharedConfiguration,
        http: HTTP1Channel.Configuration,
        upgrade: @escaping WebSocketUpgrade,
        outcome: EventLoopPromise<Outcome>,
        logger: Logger
    ) {
        self.encoder = encoder
        self.decoder = decoder
        self.configuration = configuration
        self.http = http
        self.upgrade = upgrade
        self.outcome = outcome
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        startTimer()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        outcome.succeed(.closed)
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        state = .done
        timer?.cancel()
        outcome.succeed(.closed)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            switch state {
            case .deciding, .waiting:
                // Nobody else would: the socket would stay half closed for ever, and a graceful shutdown would wait for it.
                state = .done
                context.close(promise: nil)
                return
            case .queued:
                // The responses before it may still be written, then Hummingbird closes.
                state = .passing
            case .passing, .done: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isHTTPBuilt, case .waiting = state, error is HTTPParserError else {
            context.fireErrorCaught(error)
            if !isHTTPBuilt { context.close(promise: nil) }
            return
        }
        respond(.badRequest, [:], ByteBuffer())
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .waiting, .passing:
            guard case .head(let head) = unwrapInboundIn(data) else {
                context.fireChannelRead(data)
                return
            }
            if Handshake.isUpgrade(head) {
                timer?.cancel()
                pauseReading(true)
                state = .queued(head)
                decideIfFree()
            } else {
                pass(head)
            }
        case .queued, .deciding, .done:
            // The end of the request for a WebSocket. The parser takes nothing after it.
            break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .done = state {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let part = unwrapOutboundIn(data)
        context.write(data, promise: promise)
        guard case .end = part else { return }
        unansweredRequests -= 1
        decideIfFree()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch state {
        case .waiting, .passing:
            context.close(mode: mode, promise: promise)
        case .queued, .deciding, .done:
            // Hummingbird's idle timer and the end of its loop mean ordinary requests; input is closed when its task is cancelled.
            if mode == .input || !isHTTPBuilt {
                context.close(promise: promise)
            } else {
                promise?.succeed()
            }
        }
    }

    private func pass(_ head: HTTPRequestHead) {
        guard let context else { return }
        timer?.cancel()
        if !isHTTPBuilt {
            do {
                try buildHTTP(context)
            } catch {
                logger.error("HTTP pipeline not built: \(error)")
                context.close(promise: nil)
                return
            }
        }
        var head = head
        if head.headers.contains(name: "upgrade") {
            // The parser stops for good after a request with an upgrade, so this is the connection's last.
            head.headers.remove(name: "upgrade")
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        state = .passing
        unansweredRequests += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private func buildHTTP(_ context: ChannelHandlerContext) throws {
        isHTTPBuilt = true
        try context.channel.syncOptions?.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator())
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(http.additionalChannelHandlers())
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: http.idleTimeout.map { .init($0) }, logger: logger))
        let channel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
            wrappingChannelSynchronously: context.channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        outcome.succeed(.http(channel))
    }

    // MARK: Upgrade

    private func decideIfFree() {
        guard unansweredRequests == 0, case .queued(let head) = state, let context else { return }
        if let fault = Handshake.fault(in: head) {
            respond(fault.status, fault.headers, ByteBuffer(string: fault.text + "\n"))
            return
        }
        state = .deciding(head)
        startTimer()
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let request = WebSocketUpgradeRequest(
            path: String(parts[0]),
            query: parts.count > 1 ? String(parts[1]) : nil,
            headers: head.headers,
            remoteAddress: context.remoteAddress
        )
        let gate = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        let upgrade = self.upgrade
        Task {
            let decision = await upgrade(request)
            eventLoop.execute { gate.value.decided(decision) }
        }
    }

    private func decided(_ decision: WebSocketUpgradeDecision) {
        guard case .deciding(let head) = state, let context else { return }
        timer?.cancel()
        switch decision {
        case .accept(let headers, let subprotocol, let configuration, let delegate):
            let handler = WebSocketHandler(
                role: .server,
                configuration: configuration.map(SharedConfiguration.init) ?? self.configuration,
                subprotocol: subprotocol,
                randomness: .system,
                delegate: delegate
            )
            accept(head, headers, handler)
        case .reject(let status, let headers, let body):
            respond(status, headers, body)
        case .notWebSocket:
            pass(head)
            pauseReading(false)
            context.fireChannelRead(wrapInboundOut(.end(nil)))
            context.fireChannelReadComplete()
        }
    }

    private func accept(_ head: HTTPRequestHead, _ extra: HTTPHeaders, _ handler: WebSocketHandler) {
        guard let context, let key = head.headers.first(name: "sec-websocket-key") else { return }
        var headers = extra
        headers.replaceOrAdd(name: "upgrade", value: "websocket")
        headers.replaceOrAdd(name: "connection", value: "Upgrade")
        headers.replaceOrAdd(name: "sec-websocket-accept", value: Handshake.accept(forKey: key))
        headers.remove(name: "sec-websocket-protocol")
        if let subprotocol = handler.subprotocol {
            guard head.headers[canonicalForm: "sec-websocket-protocol"].contains(where: { $0 == subprotocol }) else {
                logger.error("WebSocket subprotocol \(subprotocol) was not offered by the client")
                respond(.internalServerError, [:], ByteBuffer())
                return
            }
            headers.add(name: "sec-websocket-protocol", value: subprotocol)
        }
        state = .done
        let response = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.writeAndFlush(wrapOutboundOut(.head(response)), promise: nil)
        // The socket comes before the parser goes, which then hands on what came in the handshake's segment.
        let pipeline = context.pipeline.syncOperations
        pipeline.removeHandler(encoder, promise: nil)
        do {
            try pipeline.addHandler(handler, position: .before(self))
        } catch {
            logger.debug("WebSocket not opened: \(error)")
            context.close(promise: nil)
            return
        }
        outcome.succeed(.webSocket)
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in handler.endRead() }
        pauseReading(false, unless: handler.isReadingPaused)
        if !isHTTPBuilt { pipeline.removeHandler(self, promise: nil) }
    }

    /// Answers in Hummingbird's place and closes.
    private func respond(_ status: HTTPResponseStatus, _ extra: HTTPHeaders, _ body: ByteBuffer) {
        guard let context else { return }
        state = .done
        timer?.cancel()
        var headers = extra
        headers.remove(name: "transfer-encoding")
        headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes))
        headers.replaceOrAdd(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.context?.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    // MARK: Time and back-pressure

    private func startTimer() {
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: configuration.value.handshakeTimeout) { self.timedOut() }
    }

    private func timedOut() {
        switch state {
        case .waiting:
            state = .done
            context?.close(promise: nil)
        case .deciding:
            respond(.serviceUnavailable, [:], ByteBuffer(string: "The request was not judged in time.\n"))
        case .passing, .queued, .done: break
        }
    }

    /// While a request is judged the peer could fill the parser's buffer.
    private func pauseReading(_ paused: Bool, unless stays: Bool = false) {
        if stays { return }
        try? context?.channel.syncOptions?.setOption(.autoRead, value: !paused)
    }
}
