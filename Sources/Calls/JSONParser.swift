// SPDX-License-Identifier: Apache-2.0

/// Why a text is not JSON that we accept, and at which byte.
public struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String
    /// Offset in UTF-8 bytes from the start of the text.
    public let offset: Int

    public var description: String { "\(message) at byte \(offset)" }
}

extension JSONValue {
    /// Bounds on what ``JSONValue/init(parsing:limits:)`` accepts.
    public struct ParseLimits: Sendable {
        /// How deep arrays and objects may nest.
        public var depth: Int
        /// The longest text, in bytes.
        public var bytes: Int

        public init(depth: Int = 64, bytes: Int = 16 << 20) {
            self.depth = depth
            self.bytes = bytes
        }
    }

    /// Reads one JSON text (RFC 8259) strictly: valid UTF-8, nothing after the value, and no name twice in
    /// an object, so that what is judged cannot be read otherwise by whoever runs it (THREATS 11).
    ///
    /// - Throws: ``JSONParseError`` with the byte where reading stopped.
    public init(parsing text: String, limits: ParseLimits = ParseLimits()) throws(JSONParseError) {
        self = try JSONValue(parsing: Array(text.utf8), limits: limits)
    }

    /// The same from bytes, which need not be UTF-8: what is not is an error.
    public init(parsing bytes: [UInt8], limits: ParseLimits = ParseLimits()) throws(JSONParseError) {
        guard bytes.count <= limits.bytes else {
            throw JSONParseError(
                message: "the text has \(bytes.count) bytes, at most \(limits.bytes) are read",
                offset: limits.bytes
            )
        }
        var parser = JSONParser(bytes: bytes, maximumDepth: limits.depth)
        self = try parser.document()
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONParseError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw failure("unexpected text after the value") }
        return value
    }

    private func failure(_ message: String) -> JSONParseError { JSONParseError(message: message, offset: position) }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
        skipWhitespace()
        guard position < bytes.count else { throw failure("a value is missing") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("a value is expected")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let matches =
            end <= bytes.count
            && word.withUTF8Buffer { expected in bytes[position..<end].elementsEqual(expected) }
        guard matches else { throw failure("a value is expected") }
        position = end
        return value
    }

    private mutating func object(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= maximumDepth else { throw failure("nested deeper than \(maximumDepth) levels") }
        position += 1
        var members: [String: JSONValue] = [:]
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("a member's name in quotes is expected")
            }
            let start = position
            let name = try string()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw failure("':' is expected") }
            let value = try value(depth: depth)
            guard members.updateValue(value, forKey: name) == nil else {
                throw JSONParseError(message: "the name \"\(name)\" stands twice in one object", offset: start)
            }
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return .object(members) }
            throw failure("',' or '}' is expected")
        }
    }

    private mutating func array(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= maximumDepth else { throw failure("nested deeper than \(maximumDepth) levels") }
        position += 1
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth))
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return .array(elements) }
            throw failure("',' or ']' is expected")
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONParseError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let leadingZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
        let count = digits()
        guard count > 0 else { throw failure("a digit is expected") }
        guard !leadingZero || count == 1 else { throw failure("a number has no leading zero") }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard digits() > 0 else { throw failure("a digit is expected after the point") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw failure("a digit is expected in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else {
            throw JSONParseError(message: "the number is too large", offset: start)
        }
        return .double(value)
    }

    private mutating func string() throws(JSONParseError) -> String {
        let start = position
        position += 1
        let contentStart = position
        // The usual string has no escape: find its end and take the bytes as they stand.
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: bytes[contentStart..<position], as: UTF8.self) else {
                    throw JSONParseError(message: "the text is not UTF-8", offset: contentStart)
                }
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: contentStart) }
            guard byte >= 0x20 else { throw failure("a control character in a string is written \\u00XX") }
            position += 1
        }
        throw JSONParseError(message: "the string has no end", offset: start)
    }

    private mutating func escapedString(from contentStart: Int) throws(JSONParseError) -> String {
        var content = Array(bytes[contentStart..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw JSONParseError(message: "the text is not UTF-8", offset: contentStart)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &content)
            case 0..<0x20:
                throw failure("a control character in a string is written \\u00XX")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw JSONParseError(message: "the string has no end", offset: contentStart - 1)
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONParseError) {
        guard position < bytes.count else { throw failure("the string has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            let first = try hexadecimal()
            var scalar = UInt32(first)
            if UTF16.isLeadSurrogate(first) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw failure("half a surrogate pair") }
                let second = try hexadecimal()
                guard UTF16.isTrailSurrogate(second) else { throw failure("half a surrogate pair") }
                scalar = 0x10000 + ((UInt32(first) & 0x3FF) << 10) + (UInt32(second) & 0x3FF)
            }
            guard let character = Unicode.Scalar(scalar) else { throw failure("half a surrogate pair") }
            content.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        default:
            position -= 1
            throw failure("unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONParseError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw failure("four hexadecimal digits are expected") }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt16
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt16(byte - UInt8(ascii: "A") + 10)
            default: throw failure("four hexadecimal digits are expected")
            }
            value = value << 4 | digit
        }
        position += 4
        return value
    }
}
