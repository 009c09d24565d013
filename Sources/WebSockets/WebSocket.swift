// SPDX-License-Identifier: Apache-2.0

public import NIOCore
import Synchronization

/// One open WebSocket of either role: a handle that may be used from any thread and hops to its event loop.
///
/// Frames sent from one thread, or on the event loop, keep their order. What is sent after the close is dropped.
public final class WebSocket: Sendable {
    /// Where everything happens.
    public let eventLoop: any EventLoop
    /// The peer; nil on a Unix domain socket.
    public let remoteAddress: SocketAddress?
    /// Completes when the connection is gone, after ``WebSocketDelegate/closed(_:reason:on:)``. Never fails.
    public var closeFuture: EventLoopFuture<Void> { channel.closeFuture }
    /// The subprotocol that was agreed on, if any (RFC 6455, 1.9).
    public let subprotocol: String?
    /// The bounds of this socket.
    public var configuration: WebSocketConfiguration { shared.value }

    let channel: any Channel
    private let shared: SharedConfiguration
    private let handler: NIOLoopBound<WebSocketHandler>
    private let role: WebSocketRole
    private let randomness: WebSocketRandomness

    /// Bytes of frames on their way to the event loop.
    let queuedBytes = Atomic<Int>(0)
    /// Bytes in the channel, as last measured.
    let channelBytes = Atomic<Int>(0)
    let lastInboundNanoseconds: Atomic<UInt64>
    let isOpen = Atomic<Bool>(true)

    init(handler: WebSocketHandler, channel: any Channel) {
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        self.channel = channel
        eventLoop = channel.eventLoop
        remoteAddress = channel.remoteAddress
        subprotocol = handler.subprotocol
        shared = handler.shared
        role = handler.role
        randomness = handler.randomness
        lastInboundNanoseconds = Atomic(NIODeadline.now().uptimeNanoseconds)
    }

    /// Sends a text message in one frame.
    public func send(_ text: String) {
        write(WebSocketFrame.encode(.text, text.utf8, maskKey: nextMaskKey()), nil)
    }

    /// Sends a binary message in one frame.
    public func send(_ binary: ByteBuffer) {
        write(WebSocketFrame.encode(.binary, binary.readableBytesView, maskKey: nextMaskKey()), nil)
    }

    /// Sends a frame from ``WebSocketFrame``. Servers share its bytes among all sockets; a client copies and masks it.
    public func send(preEncoded frame: ByteBuffer) {
        guard let maskKey = nextMaskKey() else { return write(frame, nil) }
        write(WebSocketFrame.masked(frame, with: maskKey), nil)
    }

    /// Sends a text message and returns when the kernel took it, which gives producers their back-pressure.
    ///
    /// - Throws: `ChannelError.ioOnClosedChannel` and the like if the socket closed before that.
    public func sendAndFlush(_ text: String) async throws {
        try await flushed(WebSocketFrame.encode(.text, text.utf8, maskKey: nextMaskKey()))
    }

    /// Sends a binary message and returns when the kernel took it.
    public func sendAndFlush(_ binary: ByteBuffer) async throws {
        try await flushed(WebSocketFrame.encode(.binary, binary.readableBytesView, maskKey: nextMaskKey()))
    }

    /// Whether less than `outboundHighWater` bytes wait. ``WebSocketDelegate/writabilityChanged(_:on:)`` says when it turns.
    public var isWritable: Bool {
        isOpen.load(ordering: .relaxed) && channel.isWritable
            && queuedBytes.load(ordering: .relaxed) <= configuration.outboundHighWater
    }

    /// Bytes of frames that the kernel has not taken. Measured when 16 KiB were written since, so it may be that much too low.
    public var bufferedBytes: Int {
        queuedBytes.load(ordering: .relaxed) + channelBytes.load(ordering: .relaxed)
    }

    /// When the last byte of any kind came from the peer; the opening counts as one.
    public var lastInbound: NIODeadline {
        .uptimeNanoseconds(lastInboundNanoseconds.load(ordering: .relaxed))
    }

    /// Stops reading from the connection, pings and close frames included, until ``resumeReading()``.
    /// On the event loop nothing more is received after it returns. Missed pongs do not count meanwhile.
    public func pauseReading() {
        onLoop { $0.pauseReading() }
    }

    /// Goes on reading; what was read already is received first.
    public func resumeReading() {
        onLoop { $0.resumeReading() }
    }

    /// Sends a ping beside the keep-alive ones.
    public func ping() {
        onLoop { $0.sendPing() }
    }

    /// Starts the closing handshake (RFC 6455, 7.1.2); the connection is cut after `closeTimeout`. Only the first call counts.
    ///
    /// A reason is cut at 123 bytes of UTF-8. A code that may not be sent (1005, 1006, 1015) makes a close frame without a code.
    public func close(code: WebSocketCloseCode = .normal, reason: String = "") {
        onLoop { $0.close(code, reason: reason) }
    }

    /// Returns when the connection is gone.
    public func waitForClose() async {
        try? await closeFuture.get()
    }

    private func nextMaskKey() -> UInt32? {
        role == .client ? UInt32(truncatingIfNeeded: randomness.next()) : nil
    }

    private func onLoop(_ body: @escaping @Sendable (WebSocketHandler) -> Void) {
        if eventLoop.inEventLoop {
            body(handler.value)
        } else {
            eventLoop.execute { body(self.handler.value) }
        }
    }

    private func flushed(_ frame: ByteBuffer) async throws {
        let promise = eventLoop.makePromise(of: Void.self)
        write(frame, promise)
        try await promise.futureResult.get()
    }

    private func write(_ frame: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        guard isOpen.load(ordering: .relaxed) else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        if eventLoop.inEventLoop {
            handler.value.write(frame, promise: promise)
            return
        }
        let size = frame.readableBytes
        let queued = queuedBytes.add(size, ordering: .relaxed).newValue
        guard queued <= configuration.maxOutboundBytes else {
            queuedBytes.subtract(size, ordering: .relaxed)
            promise?.fail(ChannelError.ioOnClosedChannel)
            eventLoop.execute { self.handler.value.cutOffSlowReader() }
            return
        }
        eventLoop.execute {
            self.queuedBytes.subtract(size, ordering: .relaxed)
            self.handler.value.write(frame, promise: promise)
        }
    }
}
