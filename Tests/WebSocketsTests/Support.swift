// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import WebSockets

var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

/// A real Hummingbird application on a port of its own, shut down gracefully at the end.
func withServer<Result: Sendable>(
    configuration: WebSocketConfiguration = .init(),
    upgrade: @escaping WebSocketUpgrade,
    _ body: (_ port: Int, _ shutDown: @Sendable () async -> Void) async throws -> Result
) async throws -> Result {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let router = Router()
    router.get("hello") { _, _ in "hello" }
    router.post("echo") { request, _ in try await request.body.collect(upTo: 1 << 20) }
    let application = Application(
        router: router,
        server: .http1WithWebSockets(configuration: configuration, upgrade: upgrade),
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
        logger: quiet
    )
    let services = ServiceGroup(configuration: .init(services: [application], logger: quiet))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await services.run() }
        var iterator = ports.makeAsyncIterator()
        let port = await iterator.next() ?? 0
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(port) { await services.triggerGracefulShutdown() })
        } catch {
            result = .failure(error)
        }
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        return try result.get()
    }
}

/// A delegate that tells a test what happened, in order.
final class Recorder: WebSocketDelegate {
    enum Event: Equatable {
        case opened
        case text(String)
        case binary(ByteBuffer)
        case writable(Bool)
        case closed(WebSocketCloseCode?, String)
    }

    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let onOpen: @Sendable (WebSocket) -> Void

    init(onOpen: @escaping @Sendable (WebSocket) -> Void = { _ in }) {
        (events, continuation) = AsyncStream.makeStream()
        self.onOpen = onOpen
    }

    func opened(_ socket: WebSocket) {
        continuation.yield(.opened)
        onOpen(socket)
    }
    func received(_ text: String, on socket: WebSocket) { continuation.yield(.text(text)) }
    func received(_ data: ByteBuffer, on socket: WebSocket) { continuation.yield(.binary(data)) }
    func writabilityChanged(_ writable: Bool, on socket: WebSocket) { continuation.yield(.writable(writable)) }
    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {
        continuation.yield(.closed(code, reason))
        continuation.finish()
    }

    /// The last event; waits for the end.
    func end() async -> Event? {
        var last: Event?
        for await event in events { last = event }
        return last
    }
}

final class Echo: WebSocketDelegate {
    func opened(_ socket: WebSocket) {}
    func received(_ text: String, on socket: WebSocket) { socket.send(text) }
    func received(_ data: ByteBuffer, on socket: WebSocket) { socket.send(data) }
    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {}
}

/// A TCP connection that knows nothing of WebSockets.
final class RawConnection: Sendable {
    let channel: any Channel
    private let chunks: AsyncStream<ByteBuffer>

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<ByteBuffer>.Continuation
        init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(port: Int, autoRead: Bool = true) async throws {
        let (chunks, continuation) = AsyncStream<ByteBuffer>.makeStream()
        self.chunks = chunks
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: autoRead)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(continuation)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: Array(bytes)))
    }

    /// All that comes until `isEnough` or the end.
    func read(until isEnough: ([UInt8]) -> Bool = { _ in false }) async -> [UInt8] {
        var bytes: [UInt8] = []
        for await chunk in chunks {
            bytes += Array(buffer: chunk)
            if isEnough(bytes) { break }
        }
        return bytes
    }

    /// The text of the response up to a piece of it.
    func read(upTo text: String) async -> String {
        String(decoding: await read { String(decoding: $0, as: UTF8.self).contains(text) }, as: UTF8.self)
    }

    static func handshake(_ more: String = "") -> String {
        "GET /ws?a=b HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(more)\r\n"
    }
}

/// A TCP server that answers the first bytes with `answer` and then only listens.
func withRawServer<Result: Sendable>(
    _ answer: @escaping @Sendable (_ request: String) -> [UInt8],
    _ body: (_ port: Int, _ received: AsyncStream<ByteBuffer>) async throws -> Result
) async throws -> Result {
    let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(RawAnswer(answer, continuation))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        let result = try await body(server.localAddress?.port ?? 0, stream)
        try await server.close()
        return result
    } catch {
        try await server.close()
        throw error
    }
}

private final class RawAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let answer: @Sendable (String) -> [UInt8]
    private let continuation: AsyncStream<ByteBuffer>.Continuation
    private var isAnswered = false
    init(_ answer: @escaping @Sendable (String) -> [UInt8], _ continuation: AsyncStream<ByteBuffer>.Continuation) {
        self.answer = answer
        self.continuation = continuation
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if isAnswered {
            continuation.yield(bytes)
        } else {
            isAnswered = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer(String(buffer: bytes)))), promise: nil)
        }
    }
    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
