// SPDX-License-Identifier: Apache-2.0

import Calls
import Logging
import NIOCore
import Synchronization

final class ConnectionCounter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}

/// One client of the gate. Requests are answered on the event loop itself: judging takes microseconds.
final class GateConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let service: GateService
    private let number: Int
    private let logger: Logger
    private var reader = LineReader()
    private var isClosing = false

    /// JSON that nests deeper is refused.
    private static let limits = JSONValue.ParseLimits(depth: 32, bytes: LineReader.limit)

    init(service: GateService, number: Int, logger: Logger) {
        self.service = service
        self.number = number
        self.logger = logger
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        var buffer = unwrapInboundIn(data)
        do {
            for line in try reader.append(&buffer) { answer(line, context) }
        } catch {
            logger.warning("a line to the gate was too long", metadata: ["limit": "\(LineReader.limit)"])
            refuse("line_too_long", "a line has at most \(LineReader.limit) bytes", context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        service.connectionEnded(number)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("a connection to the gate failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    private func answer(_ line: [UInt8], _ context: ChannelHandlerContext) {
        guard !isClosing, !line.isEmpty else { return }
        let request: JSONValue
        do {
            request = try JSONValue(parsing: line, limits: Self.limits)
        } catch {
            return refuse("invalid_json", error.description, context)
        }
        guard case .object = request, request["id"] != nil else {
            return refuse("invalid_request", "a request is an object with an id", context)
        }
        let loop = context.eventLoop
        let channel = context.channel
        service.handle(request, connection: number) { value in
            let buffer = Self.encode(value, channel.allocator)
            if loop.inEventLoop {
                channel.writeAndFlush(buffer, promise: nil)
            } else {
                loop.execute { channel.writeAndFlush(buffer, promise: nil) }
            }
        }
    }

    /// Whoever sends what is no request cannot be trusted to be in step: the connection ends.
    private func refuse(_ code: String, _ message: String, _ context: ChannelHandlerContext) {
        isClosing = true
        let channel = context.channel
        channel.writeAndFlush(Self.encode(GateService.error(code, message), channel.allocator)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    private static func encode(_ value: JSONValue, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var bytes = value.canonicalBytes
        bytes.append(UInt8(ascii: "\n"))
        var buffer = allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        return buffer
    }
}
