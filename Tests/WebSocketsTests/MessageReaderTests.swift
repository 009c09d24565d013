// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

@Suite struct MessageReaderTests {
    static func read(_ chunks: [[UInt8]], _ change: (inout WebSocketConfiguration) -> Void = { _ in }) throws -> [MessageReader
        .Event]
    {
        var configuration = WebSocketConfiguration()
        change(&configuration)
        var reader = MessageReader(role: .server, configuration: SharedConfiguration(configuration))
        var events: [MessageReader.Event] = []
        for chunk in chunks {
            reader.append(ByteBuffer(bytes: chunk))
            while let event = try reader.next() { events.append(event) }
        }
        return events
    }

    static let conversation: [UInt8] =
        frame(0x81, "hello".utf8) + frame(0x02, [1, 2]) + frame(0x89, "ping".utf8) + frame(0x00, []) + frame(0x80, [3])
        + frame(0x81, []) + frame(0x01, [0xF0, 0x9F]) + frame(0x8A, []) + frame(0x80, [0x98, 0x80])
        + frame(0x82, Array(repeating: 7, count: 300)) + frame(0x88, [0x03, 0xE8] + "bye".utf8)
    static let events: [MessageReader.Event] = [
        .text("hello"), .ping(ByteBuffer(string: "ping")), .binary(ByteBuffer(bytes: [1, 2, 3])), .text(""), .pong(ByteBuffer()),
        .text("😀"), .binary(ByteBuffer(repeating: 7, count: 300)), .close(.normal, reason: "bye"),
    ]

    @Test func aConversationSplitAnywhere() throws {
        let bytes = Self.conversation
        #expect(try Self.read(bytes.map { [$0] }) == Self.events)
        for cut in 0...bytes.count {
            #expect(try Self.read([Array(bytes[..<cut]), Array(bytes[cut...])]) == Self.events)
        }
    }

    @Test(
        arguments: [
            ("continuation first", frame(0x80, [1]), .protocolError),
            ("text inside text", frame(0x01, [0x41]) + frame(0x81, [0x41]), .protocolError),
            ("not UTF-8", frame(0x81, [0x80]), .invalidPayload),
            ("cut character", frame(0x81, [0xE2, 0x82]), .invalidPayload),
            ("cut at the last fragment", frame(0x01, [0xE2]) + frame(0x80, [0x82]), .invalidPayload),
            ("wrong in an unfinished message", frame(0x01, [0x41]) + frame(0x00, [0xFF]), .invalidPayload),
            ("wrong in an unfinished frame", Array(frame(0x81, [0xFF, 0x41, 0x41]).prefix(7)), .invalidPayload),
            ("one byte of close code", frame(0x88, [3]), .protocolError),
            ("close code 999", frame(0x88, [0x03, 0xE7]), .protocolError),
            ("close code 1005", frame(0x88, [0x03, 0xED]), .protocolError),
            ("close reason not UTF-8", frame(0x88, [0x03, 0xE8, 0xFF]), .invalidPayload),
        ] as [(String, [UInt8], WebSocketCloseCode)]
    )
    func violations(name: String, bytes: [UInt8], code: WebSocketCloseCode) {
        let error = #expect(throws: WebSocketViolation.self) { try Self.read([bytes]) }
        #expect(error?.code == code)
        let slowly = #expect(throws: WebSocketViolation.self) { try Self.read(bytes.map { [$0] }) }
        #expect(slowly?.code == code)
    }

    @Test func aFrameAboveTheLimitIsRefusedAtItsHeader() throws {
        let bytes = frame(0x82, Array(repeating: 1, count: 1001))
        let error = #expect(throws: WebSocketViolation.self) {
            try Self.read([Array(bytes.prefix(8))]) { $0.maxFrameSize = 1000 }
        }
        #expect(error?.code == .messageTooBig)
        #expect(try Self.read([bytes]) { $0.maxFrameSize = 1001 }.count == 1)
    }

    @Test func aMessageAboveTheLimitIsRefusedAtTheHeaderThatExceedsIt() throws {
        let first = frame(0x02, Array(repeating: 1, count: 600))
        let second = frame(0x80, Array(repeating: 1, count: 401))
        let error = #expect(throws: WebSocketViolation.self) {
            try Self.read([first + second.prefix(8)]) { $0.maxMessageSize = 1000 }
        }
        #expect(error?.code == .messageTooBig)
        #expect(try Self.read([first + second]) { $0.maxMessageSize = 1001 }.count == 1)
    }

    @Test func emptyFragmentsAreCounted() throws {
        let fragments = frame(0x01, []) + Array(repeating: frame(0x00, []), count: 9).joined()
        #expect(try Self.read([fragments + frame(0x80, [])]) { $0.maxFragments = 11 } == [.text("")])
        let error = #expect(throws: WebSocketViolation.self) {
            try Self.read([fragments + frame(0x80, [])]) { $0.maxFragments = 10 }
        }
        #expect(error?.code == .policyViolation)
    }
}
