// SPDX-License-Identifier: Apache-2.0

/// The escapes of JSON strings.
enum JSONEscapes {
    /// Reads one escape; `index` is at the backslash and moves behind it. Nothing for a bad one, a lone surrogate too.
    static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
        guard index + 1 < bytes.count else { return nil }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = hex(bytes, &index) else { return nil }
            guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
            guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
                return nil
            }
            index += 2
            guard let low = hex(bytes, &index), (0xDC00...0xDFFF).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    /// Behind the escape at `index`, if it is one of four hexadecimal digits, of whatever.
    static func skipped(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else { return nil }
        var end = index + 2
        return hex(bytes, &end) == nil ? nil : end
    }

    private static func hex(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 65...70: digit = byte - 55
            case 97...102: digit = byte - 87
            default: return nil
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    /// The value of a well-formed string's content.
    static func unescaped(_ content: UnsafeBufferPointer<UInt8>) -> Text {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            if content[index] == UInt8(ascii: "\\"), let scalar = scalar(content, &index) {
                bytes.append(contentsOf: String(scalar).utf8)
            } else {
                bytes.append(content[index])
                index += 1
            }
        }
        return Text(utf8: bytes[...])
    }

    /// Appends the text between quotes.
    static func quote(_ text: Text, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { content in
            for byte in content {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(byte)
                case 8: bytes.append(contentsOf: "\\b".utf8)
                case 9: bytes.append(contentsOf: "\\t".utf8)
                case 10: bytes.append(contentsOf: "\\n".utf8)
                case 12: bytes.append(contentsOf: "\\f".utf8)
                case 13: bytes.append(contentsOf: "\\r".utf8)
                case 0..<32:
                    bytes.append(contentsOf: "\\u00".utf8)
                    bytes.append(byte >= 16 ? 49 : 48)
                    bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
                default: bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
