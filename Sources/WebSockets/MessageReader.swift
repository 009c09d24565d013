// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Turns the peer's bytes into messages: a pure state machine, fed by `append`, emptied by `next`.
///
/// Holds at most the unread input, and one message of up to `maxMessageSize` bytes. Lengths are judged from headers, so nothing
/// above a limit is ever kept.
struct MessageReader {
    enum Event: Equatable {
        case text(String)
        case binary(ByteBuffer)
        case ping(ByteBuffer)
        case pong(ByteBuffer)
        /// `.noStatus` if the frame held no code.
        case close(WebSocketCloseCode, reason: String)
    }

    private let role: WebSocketRole
    private let shared: SharedConfiguration

    private var input = ByteBuffer()
    /// The frame whose payload is being read, and how much of it was.
    private var frame: FrameHeader?
    private var received = 0
    /// The message whose fragments are being read; nil between messages.
    private var messageOpcode: WebSocketOpcode?
    private var message = ByteBuffer()
    private var fragments = 0
    private var utf8 = UTF8Validator()

    init(role: WebSocketRole, configuration: SharedConfiguration) {
        self.role = role
        shared = configuration
    }

    /// Whether bytes wait that `next` has not looked at.
    var hasInput: Bool { input.readableBytes > 0 }

    mutating func append(_ bytes: ByteBuffer) {
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeImmutableBuffer(bytes)
        }
    }

    /// The next message or control frame, or nil until more bytes come. After an error the reader is not used again.
    mutating func next() throws(WebSocketViolation) -> Event? {
        while true {
            let header: FrameHeader
            if let frame {
                header = frame
            } else if let fresh = try FrameHeader.read(from: &input, as: role) {
                try admit(fresh)
                header = fresh
                frame = fresh
                received = 0
            } else {
                return rest()
            }
            if header.opcode.isControl {
                guard var payload = input.readSlice(length: header.length) else { return nil }
                frame = nil
                unmask(&payload, from: 0, with: header.maskKey, offset: 0)
                return try control(header.opcode, payload)
            }
            let available = min(header.length - received, input.readableBytes)
            let isWhole = received + available == header.length
            if isWhole, header.isFinal, received == 0, header.opcode != .continuation {
                frame = nil
                messageOpcode = nil
                return try single(header)
            }
            if available > 0 { try take(available, of: header) }
            guard isWhole else { return rest() }
            frame = nil
            if header.isFinal { return try finish() }
        }
    }

    /// Lets go of a spent receive buffer, which would otherwise live as long as the idle socket.
    private mutating func rest() -> Event? {
        if input.readableBytes == 0 { input = ByteBuffer() }
        return nil
    }

    /// Judges a header against the limits and the message so far (RFC 6455, 5.4).
    private mutating func admit(_ header: FrameHeader) throws(WebSocketViolation) {
        if header.opcode.isControl { return }
        if header.opcode == .continuation {
            guard messageOpcode != nil else { throw .protocolError("continuation without a message") }
        } else {
            guard messageOpcode == nil else { throw .protocolError("new message inside a fragmented one") }
            messageOpcode = header.opcode
            fragments = 0
            utf8 = UTF8Validator()
        }
        guard header.length <= shared.value.maxFrameSize else { throw .tooBig("frame above \(shared.value.maxFrameSize) bytes") }
        guard header.length <= shared.value.maxMessageSize - message.readableBytes else {
            throw .tooBig("message above \(shared.value.maxMessageSize) bytes")
        }
        fragments += 1
        guard fragments <= shared.value.maxFragments else {
            throw WebSocketViolation(
                code: .policyViolation,
                reason: "message in more than \(shared.value.maxFragments) fragments"
            )
        }
    }

    /// A message that lies whole in the input: no copy but the one into its own storage.
    private mutating func single(_ header: FrameHeader) throws(WebSocketViolation) -> Event? {
        guard let slice = input.readSlice(length: header.length) else { return nil }
        if header.opcode == .binary {
            var payload = ByteBufferAllocator().buffer(capacity: header.length)
            payload.writeImmutableBuffer(slice)
            unmask(&payload, from: 0, with: header.maskKey, offset: 0)
            return .binary(payload)
        }
        var isValid = true
        let text = String(unsafeUninitializedCapacity: header.length) { storage in
            let bytes = UnsafeMutableRawBufferPointer(start: storage.baseAddress, count: header.length)
            slice.withUnsafeReadableBytes { bytes.copyMemory(from: $0) }
            if let key = header.maskKey { Masking.apply(key, offset: 0, to: bytes) }
            var validator = UTF8Validator()
            isValid = validator.accept(.init(bytes)) && validator.isComplete
            return isValid ? header.length : 0
        }
        guard isValid else { throw .notUTF8 }
        return .text(text)
    }

    private mutating func take(_ count: Int, of header: FrameHeader) throws(WebSocketViolation) {
        guard let slice = input.readSlice(length: count) else { return }
        let start = message.readableBytes
        message.writeImmutableBuffer(slice)
        unmask(&message, from: start, with: header.maskKey, offset: received)
        received += count
        guard messageOpcode == .text else { return }
        let isValid = message.withUnsafeReadableBytes { utf8.accept(.init(rebasing: $0[start...])) }
        guard isValid else { throw .notUTF8 }
    }

    private mutating func finish() throws(WebSocketViolation) -> Event {
        var whole = ByteBuffer()
        swap(&whole, &message)
        let opcode = messageOpcode
        messageOpcode = nil
        guard opcode == .text else { return .binary(whole) }
        guard utf8.isComplete else { throw .notUTF8 }
        return .text(String(buffer: whole))
    }

    private func control(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) throws(WebSocketViolation) -> Event {
        switch opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default: break
        }
        var payload = payload
        if payload.readableBytes == 0 { return .close(.noStatus, reason: "") }
        guard let number: UInt16 = payload.readInteger() else { throw .protocolError("close code of one byte") }
        guard let code = WebSocketCloseCode(rawValue: number) else { throw .protocolError("close code may not be sent") }
        var validator = UTF8Validator()
        guard payload.withUnsafeReadableBytes({ validator.accept($0) }), validator.isComplete else {
            throw WebSocketViolation(code: .invalidPayload, reason: "close reason is not UTF-8")
        }
        return .close(code, reason: String(buffer: payload))
    }

    private func unmask(_ buffer: inout ByteBuffer, from start: Int, with key: UInt32?, offset: Int) {
        guard let key else { return }
        buffer.withUnsafeMutableReadableBytes { Masking.apply(key, offset: offset, to: .init(rebasing: $0[start...])) }
    }
}
