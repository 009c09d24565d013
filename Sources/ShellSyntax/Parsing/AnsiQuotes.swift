// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// `$'…'`
    @inline(never)
    mutating func ansiQuoted() throws(Problem) -> WordPart {
        let start = index
        advance()
        index += 1
        let from = index
        while index < end, bytes[index] != UInt8(ascii: "'") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        guard index < end else { throw unclosed("$'", start) }
        let value = AnsiEscapes.decode(bytes[from..<index])
        index += 1
        emit(.quote)
        return .ansiQuoted(AnsiQuoted(value: value, span: span(start)))
    }
}

/// The escapes of `$'…'`.
public enum AnsiEscapes {
    /// What a text stands for. As in bash, a NUL ends it.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8] {
        let text = Array(text)
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var place = 0
        func number(_ radix: Int, _ limit: Int) -> UInt32? {
            var value: UInt32 = 0
            var count = 0
            while place < text.count, count < limit, let digit = Self.digit(text[place]), digit < radix {
                value = value &* UInt32(radix) &+ UInt32(digit)
                place += 1
                count += 1
            }
            return count > 0 ? value : nil
        }
        while place < text.count {
            let byte = text[place]
            place += 1
            guard byte == UInt8(ascii: "\\"), place < text.count else {
                output.append(byte)
                continue
            }
            let escape = text[place]
            place += 1
            switch escape {
            case UInt8(ascii: "n"): output.append(10)
            case UInt8(ascii: "t"): output.append(9)
            case UInt8(ascii: "r"): output.append(13)
            case UInt8(ascii: "a"): output.append(7)
            case UInt8(ascii: "b"): output.append(8)
            case UInt8(ascii: "e"), UInt8(ascii: "E"): output.append(27)
            case UInt8(ascii: "f"): output.append(12)
            case UInt8(ascii: "v"): output.append(11)
            case UInt8(ascii: "x"):
                let isBraced = place < text.count && text[place] == UInt8(ascii: "{")
                if isBraced { place += 1 }
                guard let value = number(16, isBraced ? 8 : 2) else {
                    if !isBraced { output += [byte, escape] }
                    continue
                }
                if isBraced, place < text.count, text[place] == UInt8(ascii: "}") { place += 1 }
                output.append(UInt8(truncatingIfNeeded: value))
                if output[output.count - 1] == 0 { return output.dropLast() }
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                guard let value = number(16, escape == UInt8(ascii: "u") ? 4 : 8) else {
                    output += [byte, escape]
                    continue
                }
                if value == 0 { return output }
                if let scalar = Unicode.Scalar(value) { output += String(Character(scalar)).utf8 }
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                place -= 1
                let value = UInt8(truncatingIfNeeded: number(8, 3) ?? 0)
                if value == 0 { return output }
                output.append(value)
            case UInt8(ascii: "c"):
                guard place < text.count else {
                    output += [byte, escape]
                    continue
                }
                let control = text[place]
                place += 1
                if control == UInt8(ascii: "\\"), place < text.count, text[place] == control { place += 1 }
                let value = control == UInt8(ascii: "?") ? 127 : control & 0x1F
                if value == 0 { return output }
                output.append(value)
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"): output.append(escape)
            default: output += [byte, escape]
            }
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 48...57: Int(byte) - 48
        case 97...102: Int(byte) - 87
        case 65...70: Int(byte) - 55
        default: nil
        }
    }
}
