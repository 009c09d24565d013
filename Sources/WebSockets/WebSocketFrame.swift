// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Frames encoded once and sent to many: see ``WebSocket/send(preEncoded:)``.
public enum WebSocketFrame {
    /// One unmasked, unfragmented text frame, as a server sends it (RFC 6455, 5.6).
    public static func encode(_ text: String) -> ByteBuffer {
        encode(.text, text.utf8, maskKey: nil)
    }

    /// One unmasked, unfragmented binary frame.
    public static func encode(_ binary: ByteBuffer) -> ByteBuffer {
        encode(.binary, binary.readableBytesView, maskKey: nil)
    }

    static func encode(_ opcode: WebSocketOpcode, _ payload: some Collection<UInt8>, maskKey: UInt32?) -> ByteBuffer {
        let header = FrameHeader(isFinal: true, opcode: opcode, maskKey: maskKey, length: payload.count)
        var frame = ByteBufferAllocator().buffer(capacity: header.encodedSize + header.length)
        header.write(to: &frame)
        let start = frame.writerIndex
        frame.writeBytes(payload)
        if let maskKey { mask(&frame, from: start, with: maskKey) }
        return frame
    }

    /// A close frame. A code that may not be sent is left out, a reason is cut to the 123 bytes that fit.
    static func close(_ code: WebSocketCloseCode, reason: String, maskKey: UInt32?) -> ByteBuffer {
        guard code.isSendable else { return encode(.close, EmptyCollection(), maskKey: maskKey) }
        var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for scalar in reason.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            if payload.count + bytes.count > 125 { break }
            payload += bytes
        }
        return encode(.close, payload, maskKey: maskKey)
    }

    /// The masked copy of an unmasked frame, for a client that sends a frame encoded for many.
    static func masked(_ frame: ByteBuffer, with maskKey: UInt32) -> ByteBuffer {
        var frame = frame
        guard var header = try? FrameHeader.read(from: &frame, as: .client) else { return frame }
        header.maskKey = maskKey
        var copy = ByteBufferAllocator().buffer(capacity: header.encodedSize + header.length)
        header.write(to: &copy)
        let start = copy.writerIndex
        copy.writeBuffer(&frame)
        mask(&copy, from: start, with: maskKey)
        return copy
    }

    private static func mask(_ frame: inout ByteBuffer, from start: Int, with key: UInt32) {
        let skipped = start - frame.readerIndex
        frame.withUnsafeMutableReadableBytes { Masking.apply(key, offset: 0, to: .init(rebasing: $0[skipped...])) }
    }
}
