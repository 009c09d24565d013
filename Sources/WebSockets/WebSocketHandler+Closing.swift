// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

extension WebSocketHandler {
    /// Our side starts the closing handshake.
    func close(_ code: WebSocketCloseCode, reason: String) {
        guard phase == .open else { return }
        outcome = (code, reason)
        sendClose(code, reason: reason)
        phase = .closeSent
        schedule(.closing, in: configuration.closeTimeout)
        resumeReading()
    }

    /// The peer's close frame: the answer to ours, or the start of the handshake (RFC 6455, 5.5.1).
    func closeReceived(_ code: WebSocketCloseCode, reason: String) {
        guard let context else { return }
        let isAnswered = phase == .closeSent
        if !isAnswered { outcome = (code, reason) }
        // The server ends the connection first, so that the waiting state of TCP stays with the client's many ports (7.1.1).
        switch role {
        case .server where isAnswered:
            phase = .finishing
            context.close(promise: nil)
        case .server:
            sendClose(code, reason: "", thenClose: .all)
        case .client:
            if !isAnswered {
                sendClose(code, reason: "")
                schedule(.closing, in: configuration.closeTimeout)
            }
            phase = .finishing
        }
    }

    /// The peer broke a rule (RFC 6455, 7.1.7). Our close frame goes out, then the end of our output; what still comes is read and
    /// thrown away, since closing with unread input would make TCP throw our close frame away.
    func fail(_ violation: WebSocketViolation) {
        guard phase == .open else {
            phase = .finishing
            context?.close(promise: nil)
            return
        }
        outcome = (violation.code, violation.reason)
        sendClose(violation.code, reason: violation.reason, thenClose: .output)
        schedule(.closing, in: configuration.closeTimeout)
    }

    /// Tells the delegate, once, and lets go of everything.
    func finish() {
        guard phase != .closed, let socket else { return }
        phase = .closed
        timer?.cancel()
        timer = nil
        waitingPong = nil
        socket.isOpen.store(false, ordering: .relaxed)
        socket.channelBytes.store(0, ordering: .relaxed)
        let delegate = self.delegate
        self.delegate = nil
        self.socket = nil
        delegate?.closed(outcome?.code, reason: outcome?.reason ?? "", on: socket)
    }

    private func sendClose(_ code: WebSocketCloseCode, reason: String, thenClose mode: CloseMode? = nil) {
        socket?.isOpen.store(false, ordering: .relaxed)
        needsFlush = false
        guard let context else { return }
        let frame = wrapOutboundOut(WebSocketFrame.close(code, reason: reason, maskKey: nextMaskKey()))
        guard let mode else {
            context.writeAndFlush(frame, promise: nil)
            return
        }
        phase = .finishing
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { result in
            if case .success = result, mode == .output {
                self.context?.close(mode: .output, promise: nil)
            } else {
                self.context?.close(promise: nil)
            }
        }
        context.writeAndFlush(frame, promise: written)
        // A peer that does not read must not keep the connection.
        if mode == .all { schedule(.closing, in: configuration.closeTimeout) }
    }
}
