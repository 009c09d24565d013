// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization
internal import WebSockets

/// Why a connector stops for good.
public enum LinkError: Error, Sendable, CustomStringConvertible {
    /// The hub does not take the token any more.
    case refused(String)
    /// Another connector with the same token took over.
    case displaced

    public var description: String {
        switch self {
        case .refused(let message): "the hub refused this installation: \(message)"
        case .displaced: "another connector of this installation connected; two with one token cannot work beside each other"
        }
    }
}

/// Keeps the one outbound WebSocket to the hub open, and hands over what comes in.
struct HubLink: Sendable {
    let address: HubAddress
    let token: String
    let version: String
    let logger: Logger
    /// Makes an update durable; it is acknowledged after this returns.
    let receive: @Sendable (Update) async throws -> Void
    /// The connection is open, with this generation; or it is closed (nil).
    let stateChanged: @Sendable (Int64?) async -> Void
    /// Where the other parts find the socket to say something at once.
    let current: CurrentSocket

    /// Runs until cancelled.
    /// - Throws: ``LinkError``.
    func run() async throws {
        var backoff = Backoff()
        while !Task.isCancelled {
            do {
                if try await connectOnce() { backoff.reset() }
            } catch let error as WebSocketConnectError {
                if let refusal = Self.refusal(error) { throw refusal }
                logger.info("hub not reached", metadata: ["hub": "\(address)", "reason": "\(error)"])
            }
            try await Task.sleep(for: backoff.delay())
        }
    }

    /// The hub's own word that it does not want this token. Anything else, a proxy's error page too, may pass.
    private static func refusal(_ error: WebSocketConnectError) -> LinkError? {
        guard case .refused(let status, _, let body) = error,
            let json = try? JSONValue(parsing: Array(body.readableBytesView))
        else { return nil }
        let answer = WireError(status: Int(status.code), json: json["error"])
        guard answer.is(.invalidToken) || answer.is(.installationRevoked) || answer.is(.invalidTokenLocation) else { return nil }
        return .refused(answer.message)
    }

    /// One connection from its begin to its end.
    /// - Returns: Whether the hub said ready.
    private func connectOnce() async throws -> Bool {
        let messages = WebSocketMessages()
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .seconds(10)
        let socket = try await WebSocketClient.connect(
            to: address.webSocketURL,
            headers: ["Authorization": "Bearer \(token)"],
            configuration: configuration,
            delegate: messages
        )
        current.set(socket)
        defer {
            current.set(nil)
            socket.close(code: .goingAway)
        }
        send(.hello(version: version, capability: ConnectorFrame.currentCapability), on: socket)
        let isReady = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await watch(socket)
                return false
            }
            group.addTask { try await read(messages, from: socket) }
            defer { group.cancelAll() }
            var isReady = false
            // The reader ends with the socket; the watchdog only when it has closed a dead one.
            while let result = try await group.next() {
                isReady = isReady || result
                break
            }
            return isReady
        }
        await stateChanged(nil)
        if messages.close?.code?.rawValue == BridgeCloseCode.displaced { throw LinkError.displaced }
        if messages.close?.code?.rawValue == BridgeCloseCode.revoked { throw LinkError.refused("it was revoked") }
        return isReady
    }

    private func read(_ messages: WebSocketMessages, from socket: WebSocket) async throws -> Bool {
        var isReady = false
        for await message in messages {
            guard case .text(let text) = message else { continue }
            let frame: HubFrame
            do {
                frame = try HubFrame(parsing: text)
            } catch {
                logger.warning("a frame of the hub makes no sense", metadata: ["reason": "\(error)"])
                continue
            }
            switch frame {
            case .ready(_, let generation):
                isReady = true
                await stateChanged(generation)
                logger.info("connected", metadata: ["hub": "\(address)"])
            case .update(let update):
                #if DEBUG
                    if TestDefect.acknowledgeBeforeStoring.isPlanted {
                        send(.ack(upTo: update.id), on: socket)
                        try await Task.sleep(for: .milliseconds(200))
                    }
                #endif
                try await receive(update)
                send(.ack(upTo: update.id), on: socket)
            case .ping: send(.pong, on: socket)
            case .call(let requestID, let type):
                // The machine takes no calls from outside (THREATS 14).
                let answer: JSONValue = [
                    "type": .string(type.replacing(".req", with: ".resp")), "req_id": .string(requestID),
                    "error": ["code": "permission_denied", "message": "This connector takes no calls."],
                ]
                socket.send(answer.canonical)
            case .unknown: break
            }
        }
        return isReady
    }

    private func watch(_ socket: WebSocket) async throws {
        var watchdog = Watchdog()
        let start = ContinuousClock.now
        while true {
            try await Task.sleep(for: Watchdog.interval)
            let silence = Duration.nanoseconds((NIODeadline.now() - socket.lastInbound).nanoseconds)
            switch watchdog.tick(now: ContinuousClock.now - start, sinceInbound: silence) {
            case .fine: continue
            case .silent: logger.info("the hub is silent; connecting anew")
            case .slept: logger.info("this machine slept; connecting anew")
            }
            socket.close(code: .goingAway)
            return
        }
    }

    private func send(_ frame: ConnectorFrame, on socket: WebSocket) { socket.send(frame.json.canonical) }
}

/// The socket that is open now, if one is.
final class CurrentSocket: Sendable {
    private let socket = Mutex<WebSocket?>(nil)

    func set(_ socket: WebSocket?) { self.socket.withLock { $0 = socket } }

    /// Says something if there is a connection; otherwise the hub learns it in another way.
    func send(_ frame: ConnectorFrame) { socket.withLock { $0 }?.send(frame.json.canonical) }
}
