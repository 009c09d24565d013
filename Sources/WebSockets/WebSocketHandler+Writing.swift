// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

extension WebSocketHandler {
    /// Measure what waits in the channel whenever this much was written.
    private static let measureEvery = 16 * 1024

    func write(_ frame: ByteBuffer, promise: EventLoopPromise<Void>?) {
        guard phase == .open, let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        bytesSinceMeasure += frame.readableBytes
        if isInRead, promise == nil, bytesSinceMeasure < Self.measureEvery {
            // Answers to what came in one read go out together.
            needsFlush = true
            context.write(wrapOutboundOut(frame), promise: nil)
            return
        }
        needsFlush = false
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
        if bytesSinceMeasure >= Self.measureEvery || !context.channel.isWritable { measure() }
    }

    func flushIfNeeded() {
        guard needsFlush, let context else { return }
        needsFlush = false
        context.flush()
        if !context.channel.isWritable { measure() }
    }

    /// Nothing is flushed while it turned false: this is inside a write, and the flush could make it true before the delegate heard
    /// that it was false.
    func writabilityChanged() {
        guard phase == .open, let context, let socket else { return }
        guard context.channel.isWritable else {
            delegate?.writabilityChanged(false, on: socket)
            return
        }
        measure()
        if let payload = waitingPong {
            waitingPong = nil
            pong(payload)
        }
        delegate?.writabilityChanged(context.channel.isWritable, on: socket)
    }

    /// Answers a ping. While the peer does not read, only the latest ping is answered, later (RFC 6455, 5.5.3).
    func pong(_ payload: ByteBuffer) {
        guard context?.channel.isWritable == true else {
            waitingPong = payload
            return
        }
        write(WebSocketFrame.encode(.pong, payload.readableBytesView, maskKey: nextMaskKey()), promise: nil)
    }

    func nextMaskKey() -> UInt32? {
        role == .client ? UInt32(truncatingIfNeeded: randomness.next()) : nil
    }

    /// Asks the channel how much waits, which costs too much for every frame, and cuts a reader off that is too slow.
    private func measure() {
        bytesSinceMeasure = 0
        guard phase == .open, let context, let socket else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        socket.channelBytes.store(waiting, ordering: .relaxed)
        if waiting > configuration.maxOutboundBytes {
            cutOffSlowReader()
        } else if waiting > 0, !isMarkerUnderWay {
            // An empty write completes when all before it was taken: then the figure falls again.
            isMarkerUnderWay = true
            let marker = context.eventLoop.makePromise(of: Void.self)
            marker.futureResult.assumeIsolated().whenComplete { _ in
                self.isMarkerUnderWay = false
                self.measure()
            }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: marker)
        }
    }

    /// No close frame: it would wait behind all that the peer does not read.
    func cutOffSlowReader() {
        guard phase == .open else { return }
        outcome = (.tryAgainLater, "the peer reads too slowly")
        phase = .finishing
        socket?.isOpen.store(false, ordering: .relaxed)
        context?.close(promise: nil)
    }
}
