// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore
import NIOHTTP1
import Testing

@testable import WebSockets

/// The server over real sockets inside a real application, against bytes as they stand on the wire.
@Suite(.timeLimit(.minutes(1))) struct ServerTests {
    @Test func ordinaryRequestsWork() async throws {
        try await withServer(upgrade: { _ in .notWebSocket }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            #expect(await connection.read(upTo: "\r\n\r\nhello").contains("200 OK"))
            try await connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n".utf8)
            try await connection.send(Array(repeating: UInt8(ascii: "a"), count: 99_999) + [UInt8(ascii: "z")])
            #expect(await connection.read(upTo: "az").contains("200 OK"))
            // Java's client asks for h2c with every request, also with those that have a body.
            try await connection.send(
                "POST /echo HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: 3\r\n\r\nabc"
                    .utf8
            )
            let last = String(decoding: await connection.read(), as: UTF8.self)
            #expect(last.hasPrefix("HTTP/1.1 200 OK") && last.hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test func whatIsNoWebSocketGoesToTheRouter() async throws {
        try await withServer(upgrade: { _ in .notWebSocket }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().utf8)
            #expect(String(decoding: await connection.read(), as: UTF8.self).hasPrefix("HTTP/1.1 404"))
        }
    }

    @Test func aFrameInTheHandshakesSegmentIsNotLost() async throws {
        try await withServer(upgrade: { _ in .accept(delegate: Echo()) }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(Array(RawConnection.handshake().utf8) + frame(0x81, "early".utf8))
            let answer = await connection.read(upTo: "early")
            #expect(answer.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(answer.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            try await connection.channel.close()
        }
    }

    @Test func aWebSocketMayFollowOrdinaryRequestsOnTheSameConnection() async throws {
        try await withServer(upgrade: { _ in .accept(delegate: Echo()) }) { port, _ in
            let connection = try await RawConnection(port: port)
            let requests =
                "GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + RawConnection.handshake()
            try await connection.send(Array(requests.utf8) + frame(0x81, "early".utf8))
            let answer = await connection.read(upTo: "early")
            #expect(answer.components("200 OK") == 2)
            #expect(answer.components("101 Switching") == 1)
            try await connection.send(frame(0x88, [0x03, 0xE8]))
            #expect(await connection.read() == frame(0x88, [0x03, 0xE8], masked: false))
        }
    }

    @Test(arguments: [
        ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "HTTP/1.1 426", "sec-websocket-version: 13\r\n"),
        ("Sec-WebSocket-Key: d", "Sec-WebSocket-Key: !", "HTTP/1.1 400", "Base64"),
    ])
    func faultyRequestsAreRefused(good: String, bad: String, status: String, text: String) async throws {
        try await withServer(upgrade: { _ in .accept(delegate: Echo()) }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().replacing(good, with: bad).utf8)
            let answer = String(decoding: await connection.read(), as: UTF8.self)
            #expect(answer.hasPrefix(status) && answer.contains(text))
        }
    }

    @Test(
        arguments: [
            ("unmasked", frame(0x81, "x".utf8, masked: false), 1002), ("reserved bit", frame(0xC1, "x".utf8), 1002),
            ("not UTF-8", frame(0x81, [0xFF]), 1007),
            ("too big", Array(frame(0x82, Array(repeating: 0, count: 2000)).prefix(8)), 1009),
            ("close code 1006", frame(0x88, [0x03, 0xEE]), 1002),
        ] as [(String, [UInt8], UInt16)]
    )
    func violationsCloseWithTheirCode(name: String, bytes: [UInt8], code: UInt16) async throws {
        let recorder = Recorder()
        var configuration = WebSocketConfiguration()
        configuration.maxFrameSize = 1000
        try await withServer(configuration: configuration, upgrade: { _ in .accept(delegate: recorder) }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().utf8)
            _ = await connection.read(upTo: "\r\n\r\n")
            try await connection.send(bytes)
            let close = await connection.read()
            #expect(close.prefix(1) == [0x88] && close[2...3] == [UInt8(code >> 8), UInt8(code & 0xFF)])
            guard case .closed(let reported, _) = await recorder.end() else { throw CancellationError() }
            #expect(reported?.rawValue == code)
        }
    }

    @Test func aLostConnectionHasNoCode() async throws {
        let recorder = Recorder()
        try await withServer(upgrade: { _ in .accept(delegate: recorder) }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().utf8)
            _ = await connection.read(upTo: "\r\n\r\n")
            try await connection.channel.close()
            #expect(await recorder.end() == .closed(nil, ""))
        }
    }

    @Test func missedPongsCloseTheSocket() async throws {
        let recorder = Recorder()
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .milliseconds(20)
        configuration.pongTimeout = .milliseconds(10)
        configuration.missedPongs = 2
        configuration.closeTimeout = .milliseconds(20)
        try await withServer(configuration: configuration, upgrade: { _ in .accept(delegate: recorder) }) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().utf8)
            #expect(
                await connection.read().suffix(22) == [0x0D, 0x0A, 0x89, 0, 0x89, 0, 0x88, 14, 0x0F, 0xA1]
                    + Array("pongs missed".utf8)
            )
            #expect(await recorder.end() == .closed(.init(rawValue: 4001), "pongs missed"))
        }
    }

    @Test func aSlowReaderIsCutOff() async throws {
        var configuration = WebSocketConfiguration()
        configuration.outboundHighWater = 1 << 20
        configuration.maxOutboundBytes = 4 << 20
        let recorder = Recorder { socket in
            let frame = WebSocketFrame.encode(ByteBuffer(repeating: 0, count: 1 << 20))
            for _ in 0..<64 { socket.send(preEncoded: frame) }
        }
        try await withServer(configuration: configuration, upgrade: { _ in .accept(delegate: recorder) }) { port, _ in
            let connection = try await RawConnection(port: port, autoRead: false)
            try await connection.send(RawConnection.handshake().utf8)
            #expect(await recorder.end() == .closed(.tryAgainLater, "the peer reads too slowly"))
            try? await connection.channel.close()
        }
    }

    @Test func aProducerOnAnotherThreadIsCutOffToo() async throws {
        var configuration = WebSocketConfiguration()
        configuration.maxOutboundBytes = 4 << 20
        let (sockets, continuation) = AsyncStream<WebSocket>.makeStream()
        let recorder = Recorder { continuation.yield($0) }
        try await withServer(configuration: configuration, upgrade: { _ in .accept(delegate: recorder) }) { port, _ in
            let connection = try await RawConnection(port: port, autoRead: false)
            try await connection.send(RawConnection.handshake().utf8)
            var iterator = sockets.makeAsyncIterator()
            let socket = try #require(await iterator.next())
            await #expect(throws: (any Error).self) {
                for _ in 0..<64 { try await socket.sendAndFlush(ByteBuffer(repeating: 0, count: 5 << 20)) }
            }
            #expect(await recorder.end() == .closed(.tryAgainLater, "the peer reads too slowly"))
            #expect(!socket.isWritable)
            await #expect(throws: (any Error).self) { try await socket.sendAndFlush("late") }
            try? await connection.channel.close()
        }
    }

    @Test func silentConnectionsAreClosed() async throws {
        var configuration = WebSocketConfiguration()
        configuration.handshakeTimeout = .milliseconds(20)
        try await withServer(configuration: configuration, upgrade: { _ in .notWebSocket }) { port, _ in
            let connection = try await RawConnection(port: port)
            #expect(await connection.read() == [])
        }
    }

    @Test func anEndlessDecisionIsAnswered() async throws {
        var configuration = WebSocketConfiguration()
        configuration.handshakeTimeout = .milliseconds(500)
        let (never, continuation) = AsyncStream<Void>.makeStream()
        try await withServer(
            configuration: configuration,
            upgrade: { _ in
                for await _ in never {}
                return .notWebSocket
            }
        ) { port, _ in
            let connection = try await RawConnection(port: port)
            try await connection.send(RawConnection.handshake().utf8)
            #expect(String(decoding: await connection.read(), as: UTF8.self).hasPrefix("HTTP/1.1 503"))
            continuation.finish()
        }
    }

    @Test func aConnectionWithoutARequestDoesNotHoldUpTheShutdown() async throws {
        try await withServer(upgrade: { _ in .notWebSocket }) { port, shutDown in
            let connection = try await RawConnection(port: port)
            try await connection.channel.closeFuture.eventLoop.makeSucceededVoidFuture().get()
            await shutDown()
            #expect(await connection.read() == [])
        }
    }
}

extension String {
    /// How often a text stands in this one.
    func components(_ text: String) -> Int { ranges(of: text).count }
}
