// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// One socket of either role on its channel, after the opening handshake: reading, and what a message or control frame causes.
/// Writing, closing and keeping alive are in the extensions beside this file.
///
/// Everything runs on the channel's event loop.
final class WebSocketHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        case open
        /// We sent a close frame and wait for the peer's.
        case closeSent
        /// Both close frames were exchanged, or the peer broke a rule: what still comes is thrown away.
        case finishing
        /// `closed` was called.
        case closed
    }

    let role: WebSocketRole
    let shared: SharedConfiguration
    let randomness: WebSocketRandomness
    let subprotocol: String?

    var phase = Phase.open
    var context: ChannelHandlerContext?
    /// Both are let go of at the end, which breaks the circles of socket, handler and delegate.
    var socket: WebSocket?
    var delegate: (any WebSocketDelegate)?

    // Reading
    private var reader: MessageReader
    private var isPaused = false
    private var isDraining = false
    private var isInputClosed = false
    var isInRead = false

    // Writing
    var needsFlush = false
    var bytesSinceMeasure = 0
    var isMarkerUnderWay = false
    var waitingPong: ByteBuffer?

    // Closing and keeping alive
    var outcome: (code: WebSocketCloseCode, reason: String)?
    var timer: NIOScheduledCallback?
    var timerPurpose = TimerPurpose.ping
    var missedPongs = 0
    var pingSent = NIODeadline.uptimeNanoseconds(0)

    init(
        role: WebSocketRole,
        configuration: SharedConfiguration,
        subprotocol: String?,
        randomness: WebSocketRandomness,
        delegate: any WebSocketDelegate
    ) {
        self.role = role
        shared = configuration
        self.subprotocol = subprotocol
        self.randomness = randomness
        self.delegate = delegate
        reader = MessageReader(role: role, configuration: configuration)
    }

    var configuration: WebSocketConfiguration { shared.value }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if let options = context.channel.syncOptions {
            let high = max(configuration.outboundHighWater, 2)
            try? options.setOption(.writeBufferWaterMark, value: .init(low: high / 2, high: high))
            // An idle channel keeps the buffer of its last read: half a kilobyte, unless much arrives.
            try? options.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 512, maximum: 16384)
            )
        }
        let socket = WebSocket(handler: self, channel: context.channel)
        self.socket = socket
        startKeepAlive()
        delegate?.opened(socket)
        if !context.channel.isActive { finish() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            close(.goingAway, reason: "going away")
        case ChannelEvent.inputClosed:
            isInputClosed = true
            // What was read while paused is received first.
            if !isPaused || !reader.hasInput || phase == .finishing { context.close(promise: nil) }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        socket?.lastInboundNanoseconds.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed)
        guard phase == .open || phase == .closeSent else { return }
        reader.append(bytes)
        isInRead = true
        drain()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        endRead()
    }

    func endRead() {
        isInRead = false
        flushIfNeeded()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    func pauseReading() {
        guard !isPaused, phase == .open else { return }
        isPaused = true
        try? context?.channel.syncOptions?.setOption(.autoRead, value: false)
    }

    func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        drain()
        guard !isPaused else { return }
        missedPongs = 0
        if isInputClosed {
            context?.close(promise: nil)
        } else if phase != .closed {
            try? context?.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    var isReadingPaused: Bool { isPaused }

    private func drain() {
        guard !isDraining else { return }
        isDraining = true
        defer { isDraining = false }
        do throws(WebSocketViolation) {
            while !isPaused, phase == .open || phase == .closeSent, let event = try reader.next() {
                handle(event)
            }
        } catch {
            fail(error)
        }
    }

    private func handle(_ event: MessageReader.Event) {
        switch event {
        case .text(let text):
            guard phase == .open, let socket else { return }
            delegate?.received(text, on: socket)
        case .binary(let data):
            guard phase == .open, let socket else { return }
            delegate?.received(data, on: socket)
        case .ping(let payload):
            if phase == .open { pong(payload) }
        case .pong:
            missedPongs = 0
        case .close(let code, let reason):
            closeReceived(code, reason: reason)
        }
    }
}
