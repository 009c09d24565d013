// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging
internal import NIOCore
internal import Storage
internal import Synchronization
internal import WebSockets

/// One connector's WebSocket: sends updates, takes acknowledgements.
final class BridgeConnection: WebSocketDelegate {
    let installationID: String
    let generation: Int64
    /// Of the token that opened it.
    let secretHash: String
    private let service: DeliveryService

    private struct State {
        var socket: WebSocket?
        var cursor: DeliveryCursor
        var pingsWithoutPong = 0
        var isReady = false
    }

    private let state: Mutex<State>

    /// Three pings without a pong end the connection (facts A1).
    private static let missedPongs = 3

    init(installationID: String, generation: Int64, secretHash: String, acknowledged: Int64, service: DeliveryService) {
        self.installationID = installationID
        self.secretHash = secretHash
        self.generation = generation
        self.service = service
        state = Mutex(State(cursor: DeliveryCursor(acknowledged: acknowledged)))
    }

    // MARK: From the socket

    func opened(_ socket: WebSocket) {
        state.withLock { $0.socket = socket }
        guard service.connections.add(self) else {
            socket.close(code: Self.code(BridgeCloseCode.displaced), reason: "a newer connection is there")
            return
        }
        send(.ready(installationID: installationID, generation: generation))
        state.withLock { $0.isReady = true }
        service.opened(self)
    }

    func received(_ text: String, on socket: WebSocket) {
        let frame: ConnectorFrame
        do {
            frame = try ConnectorFrame(parsing: text)
        } catch {
            socket.close(
                code: Self.code(BridgeCloseCode.protocolViolation),
                reason: String("not a frame: \(error)".prefix(100))
            )
            return
        }
        switch frame {
        case .ack(let id):
            let now = service.clock.now()
            let upTo = state.withLock { state in
                state.cursor.acknowledge(id, now: now)
                return state.cursor.acknowledged
            }
            service.acknowledge(self, upTo: upTo)
        case .pong: state.withLock { $0.pingsWithoutPong = 0 }
        case .acknowledgeCancel(let interactionID): service.cancelAcknowledged(self, interactionID: interactionID)
        case .hello, .unknown: break
        }
    }

    func received(_ data: ByteBuffer, on socket: WebSocket) {
        socket.close(code: Self.code(1003), reason: "frames are text")
    }

    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {
        let wasCurrent = service.connections.remove(self)
        state.withLock { $0.socket = nil }
        if wasCurrent { service.closed(self) }
    }

    // MARK: To the socket

    func close(_ code: UInt16, reason: String) {
        state.withLock { $0.socket }?.close(code: Self.code(code), reason: reason)
    }

    /// All of ours are in the range that applications may use.
    private static func code(_ number: UInt16) -> WebSocketCloseCode { WebSocketCloseCode(rawValue: number) ?? .internalError }

    private func send(_ frame: HubFrame) {
        state.withLock { $0.socket }?.send(frame.json.canonical)
    }

    /// A new update was committed: in order here, since commits are.
    func deliver(_ update: Update) {
        let now = service.clock.now()
        let sendsNow = state.withLock { state in
            guard state.isReady else {
                state.cursor.note(newest: update.id)
                return false
            }
            guard state.cursor.offer(update.id, now: now) else { return false }
            state.socket?.send(HubFrame.update(update).json.canonical)
            return true
        }
        if !sendsNow { readOn() }
    }

    /// Reads what is due from the database and sends it, page after page.
    func readOn() {
        guard let after = state.withLock({ $0.isReady ? $0.cursor.startReading() : nil }) else { return }
        service.read(self, after: after)
    }

    /// A page that ``readOn()`` asked for.
    func deliver(page: [Update]) {
        let now = service.clock.now()
        state.withLock { state in
            let next = state.cursor.finishReading(page, now: now)
            #if DEBUG
                let updates = TestDefect.deliverOutOfOrder.isPlanted ? next.reversed() : next
            #else
                let updates = next
            #endif
            for update in updates {
                state.socket?.send(HubFrame.update(update).json.canonical)
            }
        }
        readOn()
    }

    /// The database could not be read: better an end that the connector sees than silence.
    func readFailed() { close(1011, reason: "the hub cannot read its database") }

    /// Updates up to this one exist.
    func note(newest id: Int64) {
        state.withLock { $0.cursor.note(newest: id) }
        readOn()
    }

    func tick() {
        let now = service.clock.now()
        let (isDead, mustRead) = state.withLock { state -> (Bool, Bool) in
            state.pingsWithoutPong += 1
            return (state.pingsWithoutPong > Self.missedPongs, state.cursor.expireLease(now: now))
        }
        if isDead {
            close(BridgeCloseCode.missedPongs, reason: "no pong")
            return
        }
        send(.ping)
        if mustRead { readOn() }
    }
}
