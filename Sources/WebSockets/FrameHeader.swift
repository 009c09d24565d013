// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The two to fourteen bytes before a frame's payload (RFC 6455, 5.2).
struct FrameHeader: Equatable {
    var isFinal: Bool
    var opcode: WebSocketOpcode
    /// The key's four bytes in the order of the wire, read as a little-endian number.
    var maskKey: UInt32?
    var length: Int

    /// Reads a header, or nothing and returns nil while bytes are missing. What is wrong is said at the first byte that shows it.
    static func read(from buffer: inout ByteBuffer, as role: WebSocketRole) throws(WebSocketViolation) -> FrameHeader? {
        let start = buffer.readerIndex
        guard let first: UInt8 = buffer.getInteger(at: start) else { return nil }
        guard first & 0x70 == 0 else { throw .protocolError("reserved bit set without an extension") }
        guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { throw .protocolError("reserved opcode") }
        let isFinal = first & 0x80 != 0
        if opcode.isControl, !isFinal { throw .protocolError("fragmented control frame") }

        guard let second: UInt8 = buffer.getInteger(at: start + 1) else { return nil }
        let isMasked = second & 0x80 != 0
        if isMasked != (role == .server) {
            throw .protocolError(isMasked ? "masked frame from a server" : "unmasked frame from a client")
        }
        var index = start + 2
        let length: Int
        switch second & 0x7F {
        case 126:
            if opcode.isControl { throw .protocolError("control frame above 125 bytes") }
            guard let long: UInt16 = buffer.getInteger(at: index) else { return nil }
            guard long > 125 else { throw .protocolError("length not in its shortest form") }
            length = Int(long)
            index += 2
        case 127:
            if opcode.isControl { throw .protocolError("control frame above 125 bytes") }
            guard let long: UInt64 = buffer.getInteger(at: index) else { return nil }
            guard long >> 63 == 0 else { throw .protocolError("length with its highest bit set") }
            guard long > 0xFFFF else { throw .protocolError("length not in its shortest form") }
            length = Int(long)
            index += 8
        case let short:
            length = Int(short)
        }
        var maskKey: UInt32?
        if isMasked {
            guard let key: UInt32 = buffer.getInteger(at: index, endianness: .little) else { return nil }
            maskKey = key
            index += 4
        }
        buffer.moveReaderIndex(to: index)
        return FrameHeader(isFinal: isFinal, opcode: opcode, maskKey: maskKey, length: length)
    }

    /// Bytes that `write(to:)` adds.
    var encodedSize: Int {
        (length > 0xFFFF ? 10 : length > 125 ? 4 : 2) + (maskKey == nil ? 0 : 4)
    }

    func write(to buffer: inout ByteBuffer) {
        buffer.writeInteger((isFinal ? 0x80 : 0) | opcode.rawValue)
        let maskBit: UInt8 = maskKey == nil ? 0 : 0x80
        if length > 0xFFFF {
            buffer.writeInteger(maskBit | 127)
            buffer.writeInteger(UInt64(length))
        } else if length > 125 {
            buffer.writeInteger(maskBit | 126)
            buffer.writeInteger(UInt16(length))
        } else {
            buffer.writeInteger(maskBit | UInt8(length))
        }
        if let maskKey { buffer.writeInteger(maskKey, endianness: .little) }
    }
}
