// SPDX-License-Identifier: Apache-2.0

/// Reads one word of a command line into its parts.
struct WordReader {
    let bytes: [UInt8]
    var position: Int
    private var parts: [ShellWord.Part] = []
    private var plain: [UInt8] = []
    private var plainIsQuoted = false

    init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    mutating func read() throws(ShellProblem) -> ShellWord {
        loop: while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"),
                UInt8(ascii: "&"),
                UInt8(ascii: "|"), UInt8(ascii: ")"):
                break loop
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                guard next == UInt8(ascii: "(") else { break loop }
                position += 2
                flush()
                parts.append(.process(try balanced()))
            case UInt8(ascii: "("):
                // `name()` ends a word; an extended pattern such as `!(x)` is not understood.
                break loop
            case UInt8(ascii: "\\"):
                if next == UInt8(ascii: "\n") {
                    position += 2
                } else {
                    add(next ?? byte, quoted: true)
                    position = min(position + 2, bytes.count)
                }
            case UInt8(ascii: "'"): try singleQuoted()
            case UInt8(ascii: "\""):
                position += 1
                flush()
                try doubleQuoted(until: UInt8(ascii: "\""))
            case UInt8(ascii: "$"): try dollar(quoted: false)
            case UInt8(ascii: "`"): try backtick(quoted: false)
            default:
                add(byte, quoted: false)
                position += 1
            }
        }
        flush()
        return ShellWord(parts: parts)
    }

    mutating func readHereDocument() throws(ShellProblem) -> ShellWord {
        try doubleQuoted(until: nil)
        return ShellWord(parts: parts)
    }

    private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

    private mutating func add(_ byte: UInt8, quoted: Bool) {
        if quoted != plainIsQuoted, !plain.isEmpty { flush() }
        plainIsQuoted = quoted
        plain.append(byte)
    }

    private mutating func flush() {
        if !plain.isEmpty { parts.append(.literal(String(decoding: plain, as: UTF8.self), quoted: plainIsQuoted)) }
        plain = []
    }

    private mutating func singleQuoted() throws(ShellProblem) {
        guard let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "'")) else {
            throw ShellProblem(reason: "a quotation mark is not closed")
        }
        flush()
        parts.append(.literal(String(decoding: bytes[(position + 1)..<end], as: UTF8.self), quoted: true))
        position = end + 1
    }

    private mutating func doubleQuoted(until quote: UInt8?) throws(ShellProblem) {
        let count = parts.count
        while position < bytes.count, bytes[position] != quote {
            switch bytes[position] {
            case UInt8(ascii: "\\"):
                if let next, next == UInt8(ascii: "\n") {
                    position += 2
                } else if let next, "$`\"\\".utf8.contains(next) {
                    add(next, quoted: true)
                    position += 2
                } else {
                    add(UInt8(ascii: "\\"), quoted: true)
                    position += 1
                }
            case UInt8(ascii: "$"): try dollar(quoted: true)
            case UInt8(ascii: "`"): try backtick(quoted: true)
            default:
                add(bytes[position], quoted: true)
                position += 1
            }
        }
        flush()
        guard quote != nil else { return }
        guard position < bytes.count else { throw ShellProblem(reason: "a quotation mark is not closed") }
        position += 1
        if parts.count == count { parts.append(.literal("", quoted: true)) }
    }

    private mutating func dollar(quoted: Bool) throws(ShellProblem) {
        switch next {
        case UInt8(ascii: "("):
            flush()
            if position + 2 < bytes.count, bytes[position + 2] == UInt8(ascii: "(") {
                position += 2
                let inner = try balanced(from: position + 1)
                if position < bytes.count, bytes[position] == UInt8(ascii: ")") {
                    position += 1
                    parts.append(.arithmetic(inner))
                } else {
                    throw ShellProblem(reason: "$(( that is not arithmetic")
                }
            } else {
                position += 2
                parts.append(.command(try balanced(), quoted: quoted))
            }
        case UInt8(ascii: "{"):
            flush()
            guard let end = closingBrace(from: position + 2) else { throw ShellProblem(reason: "${ is not closed") }
            let inner = bytes[(position + 2)..<end]
            let name = inner.prefix { Self.isNameByte($0) }
            let shown = name.isEmpty ? inner.prefix(1) : name
            parts.append(
                .variable(
                    String(decoding: shown, as: UTF8.self),
                    rest: String(decoding: inner.dropFirst(shown.count), as: UTF8.self),
                    quoted: quoted
                )
            )
            position = end + 1
        case UInt8(ascii: "'") where !quoted:
            flush()
            position += 2
            try ansiQuoted()
        case UInt8(ascii: "\"") where !quoted: position += 1
        case .some(let byte) where Self.isNameByte(byte) && !(48...57).contains(byte):
            flush()
            let end = bytes[(position + 1)...].firstIndex { !Self.isNameByte($0) } ?? bytes.count
            parts.append(.variable(String(decoding: bytes[(position + 1)..<end], as: UTF8.self), rest: "", quoted: quoted))
            position = end
        case .some(let byte) where "@*#?-$!0123456789".utf8.contains(byte):
            flush()
            parts.append(.variable(String(UnicodeScalar(byte)), rest: "", quoted: quoted))
            position += 2
        default:
            add(UInt8(ascii: "$"), quoted: true)
            position += 1
        }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }

    private func closingBrace(from start: Int) -> Int? {
        var depth = 1
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The text up to the parenthesis that closes an open one, quotes respected; `position` ends behind it.
    private mutating func balanced(from start: Int? = nil) throws(ShellProblem) -> String {
        let start = start ?? position
        var depth = 1
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "'"):
                index = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) ?? bytes.count
            case UInt8(ascii: "\""):
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    if bytes[index] == UInt8(ascii: "\\") { index += 1 }
                    index += 1
                }
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 {
                    position = index + 1
                    return String(decoding: bytes[start..<index], as: UTF8.self)
                }
            default: break
            }
            index += 1
        }
        throw ShellProblem(reason: "a parenthesis is not closed")
    }

    private mutating func backtick(quoted: Bool) throws(ShellProblem) {
        flush()
        var inner: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "`") {
            if bytes[position] == UInt8(ascii: "\\"), let next, "`$\\".utf8.contains(next) { position += 1 }
            inner.append(bytes[position])
            position += 1
        }
        guard position < bytes.count else { throw ShellProblem(reason: "a backtick is not closed") }
        position += 1
        parts.append(.command(String(decoding: inner, as: UTF8.self), quoted: quoted))
    }

    /// `$'…'`.
    private mutating func ansiQuoted() throws(ShellProblem) {
        guard position <= bytes.count else { throw ShellProblem(reason: "a quotation mark is not closed") }
        var end = position
        while end < bytes.count, bytes[end] != UInt8(ascii: "'") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < bytes.count else { throw ShellProblem(reason: "a quotation mark is not closed") }
        parts.append(.literal(String(decoding: Escapes.decode(bytes[position..<end]), as: UTF8.self), quoted: true))
        position = end + 1
    }
}

/// The escapes of `$'…'`, `printf` and `echo -e`.
enum Escapes {
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var position = bytes.startIndex
        func number(_ radix: UInt32, _ limit: Int) -> UInt32? {
            var value: UInt32 = 0
            var count = 0
            while position < bytes.endIndex, count < limit,
                let digit = Int(String(UnicodeScalar(bytes[position])), radix: Int(radix))
            {
                value = value &* radix &+ UInt32(digit)
                position += 1
                count += 1
            }
            return count > 0 ? value : nil
        }
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < bytes.endIndex else {
                output.append(byte)
                continue
            }
            let escape = bytes[position]
            position += 1
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
                if let value = number(16, 2) { output.append(UInt8(truncatingIfNeeded: value)) }
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                if let value = number(16, escape == UInt8(ascii: "u") ? 4 : 8), let scalar = UnicodeScalar(value) {
                    output.append(contentsOf: String(Character(scalar)).utf8)
                }
            case 48...55:
                position -= 1
                if let value = number(8, escape == 48 ? 4 : 3) { output.append(UInt8(truncatingIfNeeded: value)) }
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"): output.append(escape)
            default:
                output.append(byte)
                output.append(escape)
            }
        }
        return output
    }
}
