// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A TCP connection on which a test says whatever it wants.
final class RawConnection: Sendable {
    private let channel: any Channel
    private let collector: Collector

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let bytes: NIOLockedBytes

        init(_ bytes: NIOLockedBytes) { self.bytes = bytes }

        var all: [UInt8] { bytes.all }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { bytes.append(unwrapInboundIn(data)) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private init(channel: any Channel, collector: Collector) { (self.channel, self.collector) = (channel, collector) }

    static func open(port: Int) async throws -> RawConnection {
        let collector = Collector(NIOLockedBytes())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(collector) }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel: channel, collector: collector)
    }

    /// What the other side has said so far.
    var received: String { String(decoding: receivedBytes, as: UTF8.self) }
    var receivedBytes: [UInt8] { collector.all }
    var isOpen: Bool { channel.isActive }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    func close() { channel.close(promise: nil) }

    func closed(within limit: Duration) async throws {
        try await eventually("the other side closes", within: limit, seen: { String(self.received.prefix(400)) }) {
            (!isOpen).asCondition
        }
    }

    func says(_ text: String, within limit: Duration = .seconds(10)) async throws {
        try await eventually("\"\(text)\"", within: limit, seen: { String(self.received.prefix(400)) }) {
            received.contains(text).asCondition
        }
    }
}
