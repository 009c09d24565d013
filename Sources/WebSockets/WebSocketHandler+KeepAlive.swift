// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A socket has one timer, for whatever comes next.
extension WebSocketHandler: NIOScheduledCallbackHandler {
    enum TimerPurpose {
        case ping
        case pong
        case closing
    }

    func startKeepAlive() {
        guard let interval = configuration.pingInterval else { return }
        schedule(.ping, in: interval)
    }

    func schedule(_ purpose: TimerPurpose, in time: TimeAmount) {
        guard let context else { return }
        timer?.cancel()
        timerPurpose = purpose
        timer = try? context.eventLoop.assumeIsolated().scheduleCallback(in: time, handler: self)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer = nil
        switch timerPurpose {
        case .ping:
            guard phase == .open else { return }
            sendPing()
            schedule(.pong, in: pongTimeout)
        case .pong:
            guard phase == .open else { return }
            judgePong()
        case .closing:
            context?.close(promise: nil)
        }
    }

    /// An empty ping (RFC 6455, 5.5.2).
    func sendPing() {
        guard phase == .open else { return }
        pingSent = .now()
        write(WebSocketFrame.encode(.ping, EmptyCollection(), maskKey: nextMaskKey()), promise: nil)
    }

    private var pongTimeout: TimeAmount {
        min(configuration.pongTimeout, configuration.pingInterval ?? configuration.pongTimeout)
    }

    /// Any byte since the ping shows that the peer lives: a pong cannot overtake the message that it is sending.
    private func judgePong() {
        guard let socket, let interval = configuration.pingInterval else { return }
        if isReadingPaused || socket.lastInbound >= pingSent {
            missedPongs = 0
        } else {
            missedPongs += 1
        }
        if missedPongs >= max(configuration.missedPongs, 1) {
            missedPongs = 0
            if let code = delegate?.pongsMissed(on: socket) {
                close(code, reason: "pongs missed")
                return
            }
        }
        schedule(.ping, in: max(interval - pongTimeout, .nanoseconds(1)))
    }
}
