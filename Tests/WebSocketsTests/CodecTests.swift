// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

/// Bytes of a frame; masked with a fixed key unless a server sends it.
func frame(_ first: UInt8, _ payload: some Collection<UInt8>, masked: Bool = true) -> [UInt8] {
    var buffer = ByteBuffer()
    let header = FrameHeader(
        isFinal: first & 0x80 != 0,
        opcode: WebSocketOpcode(rawValue: first & 0x0F) ?? .text,
        maskKey: masked ? 0x0403_0201 : nil,
        length: payload.count
    )
    header.write(to: &buffer)
    var bytes = Array(buffer: buffer)
    bytes[0] = first
    return bytes + payload.enumerated().map { masked ? $0.element ^ UInt8($0.offset % 4 + 1) : $0.element }
}

@Suite struct FrameHeaderTests {
    @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536, 1 << 30], [nil, 0x1234_5678 as UInt32?])
    func whatIsWrittenIsRead(length: Int, maskKey: UInt32?) throws {
        let header = FrameHeader(isFinal: false, opcode: .binary, maskKey: maskKey, length: length)
        var buffer = ByteBuffer()
        header.write(to: &buffer)
        #expect(buffer.readableBytes == header.encodedSize)
        let role: WebSocketRole = maskKey == nil ? .client : .server
        for count in 0..<buffer.readableBytes {
            var part = buffer.getSlice(at: 0, length: count) ?? ByteBuffer()
            #expect(try FrameHeader.read(from: &part, as: role) == nil)
            #expect(part.readableBytes == count)
        }
        #expect(try FrameHeader.read(from: &buffer, as: role) == header)
        #expect(buffer.readableBytes == 0)
    }

    @Test(
        arguments: [
            ("reserved bit 1", [0xC1]), ("reserved bit 2", [0xA1]), ("reserved bit 3", [0x91]),
            ("opcode 3", [0x83]), ("opcode 7", [0x87]), ("opcode B", [0x8B]), ("opcode F", [0x8F]),
            ("fragmented ping", [0x09]), ("fragmented close", [0x08]),
            ("unmasked", [0x81, 0x01]),
            ("long ping", [0x89, 0xFE]), ("very long close", [0x88, 0xFF]),
            ("125 in two bytes", [0x82, 0xFE, 0, 125]),
            ("65535 in eight bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            ("highest bit", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(String, [UInt8])]
    )
    func brokenHeadersAreProtocolErrors(name: String, bytes: [UInt8]) {
        var buffer = ByteBuffer(bytes: bytes)
        let error = #expect(throws: WebSocketViolation.self) { try FrameHeader.read(from: &buffer, as: .server) }
        #expect(error?.code == .protocolError)
    }

    @Test func aClientRefusesMaskedFrames() {
        var buffer = ByteBuffer(bytes: frame(0x81, [1]))
        #expect(throws: WebSocketViolation.self) { try FrameHeader.read(from: &buffer, as: .client) }
    }

    @Test func aFrameForManyIsMaskedForAClient() throws {
        let masked = WebSocketFrame.masked(WebSocketFrame.encode("hello"), with: 0x0403_0201)
        #expect(Array(buffer: masked) == frame(0x81, "hello".utf8))
    }

    @Test func aCloseReasonIsCutBetweenCharacters() {
        let bytes = Array(buffer: WebSocketFrame.close(.normal, reason: String(repeating: "é", count: 100), maskKey: nil))
        #expect(bytes.count == 2 + 2 + 122)
        #expect(Array(buffer: WebSocketFrame.close(.noStatus, reason: "x", maskKey: nil)) == [0x88, 0])
    }
}

@Suite struct MaskingTests {
    @Test func wordsAndBytesAgree() {
        for length in 0..<40 {
            for offset in 0..<8 {
                var bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
                let expected = bytes.enumerated().map { $0.element ^ UInt8(($0.offset + offset) % 4 + 1) }
                bytes.withUnsafeMutableBytes { Masking.apply(0x0403_0201, offset: offset, to: $0) }
                #expect(bytes == expected)
            }
        }
    }
}

@Suite struct UTF8ValidatorTests {
    static let texts = [
        "", "plain text of more than eight bytes", "κόσμε", "\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}", "a😀b",
        "\u{D7FF}\u{E000}",
    ]

    @Test(arguments: texts) func validTextSplitAnywhere(text: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var validator = UTF8Validator()
            #expect(bytes[..<cut].withUnsafeBytes { validator.accept($0) })
            #expect(validator.isComplete == (String(validating: bytes[..<cut], as: UTF8.self) != nil))
            #expect(bytes[cut...].withUnsafeBytes { validator.accept($0) })
            #expect(validator.isComplete)
        }
    }

    /// Each is refused at its last byte and not before.
    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0], [0xC1], [0xF5], [0xFF], [0xC2, 0x41], [0xE0, 0x9F], [0xE1, 0x80, 0x41], [0xED, 0xA0],
            [0xF0, 0x8F], [0xF4, 0x90], [0xF1, 0x80, 0x80, 0xC0],
            Array("12345678".utf8) + [0xC3, 0x28],
        ] as [[UInt8]]
    )
    func refusedAtTheFirstWrongByte(bytes: [UInt8]) {
        var validator = UTF8Validator()
        for byte in bytes.dropLast() { #expect([byte].withUnsafeBytes { validator.accept($0) }) }
        #expect(![bytes[bytes.count - 1]].withUnsafeBytes { validator.accept($0) })
        var whole = UTF8Validator()
        #expect(!bytes.withUnsafeBytes { whole.accept($0) })
    }
}

@Suite struct CloseCodeTests {
    @Test func codesThatMayStandInACloseFrame() {
        let valid = Set<UInt16>([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]).union(3000...4999)
        for number in UInt16.min...UInt16.max { #expect((WebSocketCloseCode(rawValue: number) != nil) == valid.contains(number)) }
    }
}
