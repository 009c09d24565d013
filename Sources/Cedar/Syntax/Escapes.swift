// SPDX-License-Identifier: Apache-2.0

/// The escapes of string literals: those of Rust, whose literals Cedar's are.
enum Escapes {
    struct Problem: Error {
        let message: String
        /// Relative to the start of the content.
        let offset: Int
    }

    /// The value of what stands between the quotes.
    static func unescaped(_ content: ArraySlice<UInt8>) throws(Problem) -> Text {
        guard content.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r") }) else {
            return Text(utf8: content)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count)
        var index = content.startIndex
        while index < content.endIndex {
            let byte = content[index]
            if byte == UInt8(ascii: "\\") {
                let scalar = try escape(content, &index)
                bytes.append(contentsOf: UTF8.encode(scalar)!)
            } else {
                try refuseCarriageReturn(content, index)
                bytes.append(byte)
                index += 1
            }
        }
        return Text(utf8: bytes[...])
    }

    /// The pattern that stands between the quotes: `*` is a wildcard, also when it was written as an escape; `\*` is a star.
    static func pattern(_ content: ArraySlice<UInt8>) throws(Problem) -> Pattern {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count)
        var ends: [UInt32] = []
        let star = UInt8(ascii: "*")
        var index = content.startIndex
        while index < content.endIndex {
            let byte = content[index]
            if byte == UInt8(ascii: "\\") {
                if index + 1 < content.endIndex, content[index + 1] == star {
                    bytes.append(star)
                    index += 2
                    continue
                }
                let scalar = try escape(content, &index)
                if scalar == "*" {
                    ends.append(UInt32(bytes.count))
                } else {
                    bytes.append(contentsOf: UTF8.encode(scalar)!)
                }
                continue
            }
            if byte == star {
                ends.append(UInt32(bytes.count))
            } else {
                try refuseCarriageReturn(content, index)
                bytes.append(byte)
            }
            index += 1
        }
        ends.append(UInt32(bytes.count))
        return Pattern(bytes: bytes, ends: ends)
    }

    private static func refuseCarriageReturn(_ content: ArraySlice<UInt8>, _ index: Int) throws(Problem) {
        guard content[index] == UInt8(ascii: "\r") else { return }
        throw Problem(message: "a bare carriage return in a string; write \\r", offset: index - content.startIndex)
    }

    /// Reads one escape; `index` is at the backslash and moves behind it.
    private static func escape(_ content: ArraySlice<UInt8>, _ index: inout Int) throws(Problem) -> Unicode.Scalar {
        let start = index - content.startIndex
        index += 1
        guard index < content.endIndex else { throw Problem(message: "a backslash at the end of a string", offset: start) }
        let byte = content[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "0"): return "\0"
        case UInt8(ascii: "'"): return "'"
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "x"):
            guard index + 2 <= content.endIndex, let high = hexDigit(content[index]), let low = hexDigit(content[index + 1]),
                high < 8
            else { throw Problem(message: "\\x takes two hexadecimal digits up to 7F", offset: start) }
            index += 2
            return Unicode.Scalar(UInt8(high << 4 | low))
        case UInt8(ascii: "u"):
            return try unicode(content, &index, start)
        default:
            throw Problem(
                message: "unknown escape; there are \\n \\r \\t \\\\ \\0 \\' \\\" \\xHH \\u{…}, and \\* in patterns",
                offset: start
            )
        }
    }

    private static func unicode(
        _ content: ArraySlice<UInt8>,
        _ index: inout Int,
        _ start: Int
    ) throws(Problem) -> Unicode.Scalar {
        let problem = Problem(message: "\\u{…} takes one to six hexadecimal digits of a Unicode scalar", offset: start)
        guard index < content.endIndex, content[index] == UInt8(ascii: "{") else { throw problem }
        index += 1
        var value: UInt32 = 0
        var digits = 0
        while index < content.endIndex {
            let byte = content[index]
            index += 1
            if byte == UInt8(ascii: "}") {
                guard digits > 0, let scalar = Unicode.Scalar(value) else { throw problem }
                return scalar
            }
            if byte == UInt8(ascii: "_"), digits > 0 { continue }
            guard let digit = hexDigit(byte), digits < 6 else { throw problem }
            value = value << 4 | digit
            digits += 1
        }
        throw problem
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte) - 48
        case 65...70: UInt32(byte) - 55
        case 97...102: UInt32(byte) - 87
        default: nil
        }
    }
}

extension Escapes {
    /// A literal with this value.
    static func quoted(_ text: Text) -> String {
        var result = "\""
        append(text.string, to: &result)
        return result + "\""
    }

    /// A literal that reads as this pattern.
    static func quoted(_ pattern: Pattern) -> String {
        var result = "\""
        for element in pattern.elements {
            switch element {
            case .wildcard: result += "*"
            case .literal(let text):
                for (index, part) in text.string.unicodeScalars.split(separator: "*", omittingEmptySubsequences: false)
                    .enumerated()
                {
                    if index > 0 { result += "\\*" }
                    append(String(String.UnicodeScalarView(part)), to: &result)
                }
            }
        }
        return result + "\""
    }

    private static func append(_ string: String, to result: inout String) {
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            case "\0": result += "\\0"
            case "\"": result += "\\\""
            default:
                if needsEscape(scalar) {
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// What a reader could not see, or would be misled by.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator,
            .nonspacingMark, .enclosingMark:
            true
        case .spaceSeparator: scalar != " "
        default: false
        }
    }
}
