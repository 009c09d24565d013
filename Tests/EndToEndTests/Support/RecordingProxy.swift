// SPDX-License-Identifier: Apache-2.0

import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Bytes that one thread writes and another reads.
final class NIOLockedBytes: Sendable {
    private let bytes = NIOLockedValueBox<[UInt8]>([])

    func append(_ buffer: ByteBuffer) { bytes.withLockedValue { $0 += buffer.readableBytesView } }

    var all: [UInt8] { bytes.withLockedValue { $0 } }
    var text: String { String(decoding: all, as: UTF8.self) }
}

/// Stands between a connector and a hub on loopback, where the traffic is plain, and keeps all of it.
final class RecordingProxy: Sendable {
    /// From whoever connects, and from the hub.
    let upstream = NIOLockedBytes()
    let downstream = NIOLockedBytes()
    let port: Int
    private let server: any Channel

    private init(server: any Channel, port: Int) { (self.server, self.port) = (server, port) }

    static func start(to target: Int) async throws -> RecordingProxy {
        let box = NIOLockedValueBox<RecordingProxy?>(nil)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                guard let proxy = box.withLockedValue({ $0 }) else { return client.close() }
                return ClientBootstrap(group: client.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .connect(host: "127.0.0.1", port: target)
                    .flatMap { hub in
                        let outward = client.pipeline.addHandler(Relay(to: hub, keep: proxy.upstream))
                        let inward = hub.pipeline.addHandler(Relay(to: client, keep: proxy.downstream))
                        return outward.and(inward).flatMap { _ in
                            client.setOption(.autoRead, value: true).and(hub.setOption(.autoRead, value: true)).map { _ in }
                        }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = RecordingProxy(server: server, port: server.localAddress?.port ?? 0)
        box.withLockedValue { $0 = proxy }
        return proxy
    }

    func stop() { server.close(promise: nil) }

    private final class Relay: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let other: any Channel
        private let keep: NIOLockedBytes

        init(to other: any Channel, keep: NIOLockedBytes) { (self.other, self.keep) = (other, keep) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            keep.append(buffer)
            other.writeAndFlush(buffer, promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
