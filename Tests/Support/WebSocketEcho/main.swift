// SPDX-License-Identifier: Apache-2.0

// An echo server for the Autobahn suite and for measurements: WebSocketEcho [port]
// Every path is a WebSocket that sends messages back; /fan is one whose messages go to all sockets on /fan.
// An ordinary GET /health answers "ok".

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization
import WebSockets

final class Echo: WebSocketDelegate {
    func opened(_ socket: WebSocket) {}
    func received(_ text: String, on socket: WebSocket) { socket.send(text) }
    func received(_ data: ByteBuffer, on socket: WebSocket) { socket.send(data) }
    func writabilityChanged(_ writable: Bool, on socket: WebSocket) {
        // A reader slower than its writer stops being read.
        if writable { socket.resumeReading() } else { socket.pauseReading() }
    }
    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {}
}

final class Fan: WebSocketDelegate {
    let sockets = Mutex<[ObjectIdentifier: WebSocket]>([:])
    func opened(_ socket: WebSocket) { sockets.withLock { $0[ObjectIdentifier(socket)] = socket } }
    func received(_ text: String, on socket: WebSocket) {
        let frame = WebSocketFrame.encode(text)
        for socket in sockets.withLock({ Array($0.values) }) { socket.send(preEncoded: frame) }
    }
    func received(_ data: ByteBuffer, on socket: WebSocket) {}
    func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {
        _ = sockets.withLock { $0.removeValue(forKey: ObjectIdentifier(socket)) }
    }
}

let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 9001
var configuration = WebSocketConfiguration()
configuration.maxFrameSize = 64 << 20
configuration.maxMessageSize = 64 << 20
configuration.maxOutboundBytes = 256 << 20

var logger = Logger(label: "echo")
logger.logLevel = .warning
let echo = Echo()
let fan = Fan()
let router = Router()
router.get("health") { _, _ in "ok" }
let application = Application(
    router: router,
    server: .http1WithWebSockets(configuration: configuration) { request in
        .accept(delegate: request.path == "/fan" ? fan : echo)
    },
    configuration: .init(address: .hostname("127.0.0.1", port: port)),
    eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)),
    logger: logger
)
try await application.runService()
