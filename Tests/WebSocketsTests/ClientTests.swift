// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import Testing

@testable import WebSockets

/// The client against our server, and against servers that are wrong.
@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    @Test func messagesGoBothWays() async throws {
        try await withServer(upgrade: { _ in .accept(delegate: Echo()) }) { port, _ in
            let messages = WebSocketMessages()
            let socket = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: messages)
            var received = messages.makeAsyncIterator()
            let big = String(repeating: "ü", count: 1 << 19)
            for text in ["", "hello", "😀", big] {
                socket.send(text)
                #expect(await received.next() == .text(text))
            }
            let data = ByteBuffer(bytes: (0..<70_000).map { UInt8(truncatingIfNeeded: $0) })
            try await socket.sendAndFlush(data)
            #expect(await received.next() == .binary(data))
            socket.send(preEncoded: WebSocketFrame.encode("shared"))
            #expect(await received.next() == .text("shared"))
            #expect(socket.isWritable)
            socket.close(code: .init(rawValue: 4242) ?? .normal, reason: "done")
            #expect(await received.next() == nil)
            await socket.waitForClose()
            #expect(messages.close?.code?.rawValue == 4242)
            #expect(messages.close?.reason == "done")
        }
    }

    @Test func bothSidesLearnWhoClosedAndWhy() async throws {
        let server = Recorder { $0.close(code: .init(rawValue: 4009) ?? .normal, reason: "displaced") }
        try await withServer(upgrade: { _ in .accept(delegate: server) }) { port, _ in
            let client = Recorder()
            let socket = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: client)
            #expect(await client.end() == .closed(.init(rawValue: 4009), "displaced"))
            #expect(await server.end() == .closed(.init(rawValue: 4009), "displaced"))
            await #expect(throws: (any Error).self) { try await socket.sendAndFlush("late") }
        }
    }

    @Test func theRequestReachesTheApplication() async throws {
        let (requests, continuation) = AsyncStream<WebSocketUpgradeRequest>.makeStream()
        try await withServer(upgrade: { request in
            continuation.yield(request)
            return .accept(headers: ["X-Answer": "42"], subprotocol: "b", delegate: Echo())
        }) { port, _ in
            let messages = WebSocketMessages()
            let socket = try await WebSocketClient.connect(
                to: "http://127.0.0.1:\(port)/a%20b/c?d=e?f",
                headers: ["Authorization": "Bearer x", "Sec-WebSocket-Protocol": "a, b"],
                delegate: messages
            )
            #expect(socket.subprotocol == "b")
            var iterator = requests.makeAsyncIterator()
            let request = try #require(await iterator.next())
            #expect(request.path == "/a%20b/c" && request.query == "d=e?f")
            #expect(request.headers["authorization"] == ["Bearer x"])
            #expect(request.headers["host"] == ["127.0.0.1:\(port)"])
            #expect(request.subprotocols == ["a", "b"])
            #expect(request.remoteAddress?.ipAddress == "127.0.0.1")
            socket.close()
            await socket.waitForClose()
        }
    }

    @Test func aRefusalIsSeenWithItsBody() async throws {
        try await withServer(upgrade: { _ in
            .reject(
                status: .unauthorized,
                headers: ["WWW-Authenticate": "Bearer"],
                body: ByteBuffer(string: "{\"error\":\"no\"}")
            )
        }) { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: Echo())
            }
            guard case .refused(let status, let headers, let body) = error else { throw CancellationError() }
            #expect(status == .unauthorized && headers["www-authenticate"] == ["Bearer"])
            #expect(String(buffer: body) == "{\"error\":\"no\"}")
            #expect(error?.description.contains("401 Unauthorized") == true)
        }
    }

    @Test func anUnofferedSubprotocolIsTheServersError() async throws {
        try await withServer(upgrade: { _ in .accept(subprotocol: "x", delegate: Echo()) }) { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: Echo())
            }
            guard case .refused(.internalServerError, _, _) = error else { throw CancellationError() }
        }
    }

    @Test func openSocketsDoNotHoldUpTheShutdown() async throws {
        try await withServer(upgrade: { _ in .accept(delegate: Echo()) }) { port, shutDown in
            let clients = [Recorder(), Recorder(), Recorder()]
            for client in clients { _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: client) }
            await shutDown()
            for client in clients { #expect(await client.end() == .closed(.goingAway, "going away")) }
        }
    }

    @Test func aLoopThatIsSlowPausesTheServer() async throws {
        let server = Recorder { socket in for number in 0..<1000 { socket.send(String(number)) } }
        try await withServer(upgrade: { _ in .accept(delegate: server) }) { port, _ in
            let messages = WebSocketMessages(limit: 4)
            let socket = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)/ws", delegate: messages)
            var number = 0
            for await message in messages {
                #expect(message == .text(String(number)))
                number += 1
                if number == 1000 { socket.close() }
            }
            #expect(number == 1000)
        }
    }

    /// An echo that stops reading while its answers wait: each writability comes after the one that it replaces.
    @Test func backPressureFromWritingToReadingEnds() async throws {
        final class Careful: WebSocketDelegate {
            func opened(_ socket: WebSocket) {}
            func received(_ text: String, on socket: WebSocket) { socket.send(text) }
            func received(_ data: ByteBuffer, on socket: WebSocket) { socket.send(data) }
            func writabilityChanged(_ writable: Bool, on socket: WebSocket) {
                if writable { socket.resumeReading() } else { socket.pauseReading() }
            }
            func closed(_ code: WebSocketCloseCode?, reason: String, on socket: WebSocket) {}
        }
        var configuration = WebSocketConfiguration()
        configuration.outboundHighWater = 1 << 16
        try await withServer(configuration: configuration, upgrade: { _ in .accept(delegate: Careful()) }) { port, _ in
            let messages = WebSocketMessages()
            // All of it may wait in the client while a busy machine lets the server read nothing.
            var patient = WebSocketConfiguration()
            patient.maxOutboundBytes = 64 << 20
            patient.pingInterval = nil
            let socket = try await WebSocketClient.connect(
                to: "ws://127.0.0.1:\(port)/ws",
                configuration: patient,
                delegate: messages
            )
            for _ in 0..<20 { socket.send(ByteBuffer(repeating: 1, count: 1 << 20)) }
            var count = 0
            for await message in messages {
                #expect(message == .binary(ByteBuffer(repeating: 1, count: 1 << 20)))
                count += 1
                if count == 20 { socket.close() }
            }
            #expect(count == 20 && messages.close?.code == .normal)
        }
    }

    @Test func messagesBeforeTheEndAreReceivedAfterAPause() async throws {
        let answer = Self.accepted(then: {
            frame(0x81, "1".utf8, masked: false) + frame(0x81, "2".utf8, masked: false) + frame(0x88, [], masked: false)
        })
        try await withRawServer(answer) { port, _ in
            let recorder = Recorder { $0.pauseReading() }
            let socket = try await WebSocketClient.connect(
                to: "ws://127.0.0.1:\(port)",
                configuration: .quick,
                delegate: recorder
            )
            socket.resumeReading()
            var events: [Recorder.Event] = []
            for await event in recorder.events { events.append(event) }
            #expect(events == [.opened, .text("1"), .text("2"), .closed(.noStatus, "")])
        }
    }

    /// A correct answer to any request, and what follows it in the same segment.
    static func accepted(
        _ change: @escaping @Sendable (String) -> String = { $0 },
        then rest: @escaping @Sendable () -> [UInt8] = { [] }
    )
        -> @Sendable (String) -> [UInt8]
    {
        { request in
            let line = request.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("sec-websocket-key:") } ?? ""
            let key = line.split(separator: " ").last.map(String.init) ?? ""
            let head =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Handshake.accept(forKey: key) + "\r\n\r\n"
            return Array(change(head).utf8) + rest()
        }
    }

    @Test func framesInTheHandshakesSegmentAreNotLost() async throws {
        try await withRawServer(Self.accepted(then: { frame(0x81, "early".utf8, masked: false) })) { port, received in
            let messages = WebSocketMessages()
            let socket = try await WebSocketClient.connect(
                to: "ws://127.0.0.1:\(port)",
                configuration: .quick,
                randomness: .init { 0x0403_0201 },
                delegate: messages
            )
            var iterator = messages.makeAsyncIterator()
            #expect(await iterator.next() == .text("early"))
            socket.send("hello")
            var wire = received.makeAsyncIterator()
            #expect(await wire.next().map { Array(buffer: $0) } == frame(0x81, "hello".utf8))
            socket.close()
            await socket.waitForClose()
        }
    }

    @Test func aMaskedFrameFromTheServerIsAProtocolError() async throws {
        try await withRawServer(Self.accepted(then: { frame(0x81, "x".utf8) })) { port, _ in
            let recorder = Recorder()
            _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)", configuration: .quick, delegate: recorder)
            guard case .closed(.protocolError, _) = await recorder.end() else { throw CancellationError() }
        }
    }

    @Test(arguments: [
        ("websocket", "h2c"), ("Connection: Upgrade", "Connection: close"), ("Accept: ", "Accept: x"),
        ("\r\n\r\n", "\r\nSec-WebSocket-Extensions: x\r\n\r\n"),
    ])
    func wrongAnswersAreRefused(good: String, bad: String) async throws {
        try await withRawServer(Self.accepted { $0.replacing(good, with: bad) }) { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)", delegate: Echo())
            }
            guard case .badHandshake = error else { throw CancellationError() }
        }
    }

    @Test func redirectsAreNotFollowedAndBodiesAreBounded() async throws {
        try await withRawServer({ _ in
            Array("HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 100000\r\n\r\n".utf8)
                + Array(repeating: 65, count: 100_000)
        }) { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)", delegate: Echo())
            }
            guard case .refused(.found, _, let body) = error else { throw CancellationError() }
            #expect(body.readableBytes == 64 * 1024)
        }
    }

    @Test func aSilentServerTimesOut() async throws {
        try await withRawServer({ _ in [] }) { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)", configuration: .quick, delegate: Echo())
            }
            guard case .timedOut = error else { throw CancellationError() }
        }
    }

    @Test func nobodyListening() async throws {
        let port = try await withRawServer({ _ in [] }) { port, _ in port }
        let error = await #expect(throws: WebSocketConnectError.self) {
            _ = try await WebSocketClient.connect(to: "ws://127.0.0.1:\(port)", delegate: Echo())
        }
        guard case .unreachable = error else { throw CancellationError() }
    }
}

extension WebSocketConfiguration {
    static var quick: Self {
        var configuration = Self()
        configuration.handshakeTimeout = .milliseconds(500)
        configuration.closeTimeout = .milliseconds(50)
        return configuration
    }
}
