// SPDX-License-Identifier: Apache-2.0

/// Cuts code into names, strings and signs.
struct CodeLexer {
    private let bytes: [UInt8]
    /// What stands in a hole's place in the bytes; no UTF-8 text holds it.
    private static let hole: UInt8 = 0xFF
    private let grammar: CodeGrammar
    private let span: SourceSpan
    private var index = 0
    private(set) var tokens: [CodeToken] = []

    init(_ code: Field, _ grammar: CodeGrammar) {
        var bytes: [UInt8] = []
        for piece in code.pieces {
            switch piece {
            case .text(let text), .glob(let text): bytes += Array(text.utf8)
            case .unknown: bytes.append(Self.hole)
            }
        }
        self.bytes = bytes
        self.grammar = grammar
        span = code.span
        tokens.reserveCapacity(bytes.count / 4)
        while index < bytes.count { next() }
    }

    private func peek(_ offset: Int = 0) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

    private func starts(with text: String) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (byte | 32 >= 97 && byte | 32 <= 122) || byte == UInt8(ascii: "_") || (byte >= 48 && byte <= 57)
            || (byte >= 0x80 && byte != hole)
    }

    private mutating func next() {
        let byte = bytes[index]
        switch byte {
        case Self.hole:
            tokens.append(.hole)
            index += 1
        case UInt8(ascii: "\n"):
            tokens.append(.lineEnd)
            index += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            quoted(
                byte,
                interpolates: byte == UInt8(ascii: "\"") && grammar.interpolates != .template && grammar.interpolates != .prefixed
            )
        case UInt8(ascii: "`") where grammar.backquoteIsString: quoted(byte, interpolates: true)
        case UInt8(ascii: "`") where grammar.backquoteRuns: quoted(byte, interpolates: true, runs: true)
        case UInt8(ascii: "/") where grammar.blockComments && peek(1) == UInt8(ascii: "*"):
            index += 2
            while index < bytes.count, !(bytes[index] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { index += 1 }
            index += 2
        case _ where grammar.lineComments.contains(where: starts):
            while index < bytes.count, bytes[index] != 10 { index += 1 }
        case UInt8(ascii: "/") where grammar.hasPatterns && operandMayStand: pattern()
        case UInt8(ascii: "%") where grammar.rubyQuotes && operandMayStand && "xqQwi".utf8.contains(peek(1)): percent()
        case UInt8(ascii: "$") where Self.isName(peek(1)): name()
        case _ where Self.isName(byte): byte >= 48 && byte <= 57 ? number() : name()
        default:
            tokens.append(.sign(byte))
            index += 1
        }
    }

    /// Whether a value may stand here and no operator.
    private var operandMayStand: Bool {
        switch tokens.last {
        case nil, .lineEnd: true
        case .sign(let byte): byte != UInt8(ascii: ")") && byte != UInt8(ascii: "]") && byte != UInt8(ascii: "}")
        case .name(let name):
            ["return", "if", "unless", "and", "or", "not", "puts", "print", "split", "grep", "when", "while", "exec", "system"]
                .contains(name)
        default: false
        }
    }

    private mutating func pattern() {
        index += 1
        var inSet = false
        while index < bytes.count, bytes[index] != 10 {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\") { index += 1 }
            if byte == UInt8(ascii: "[") { inSet = true }
            if byte == UInt8(ascii: "]") { inSet = false }
            if byte == UInt8(ascii: "/"), !inSet { break }
        }
        tokens.append(.number("/"))
    }

    private mutating func number() {
        let start = index
        while index < bytes.count, Self.isName(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
        tokens.append(.number(String(decoding: bytes[start..<index], as: UTF8.self)))
    }

    private mutating func name() {
        let start = index
        if bytes[index] == UInt8(ascii: "$") { index += 1 }
        while index < bytes.count {
            if Self.isName(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "."), Self.isName(peek(1)), !(grammar.interpolates == .dollar) {
                index += 1
            } else if bytes[index] == UInt8(ascii: ":"), peek(1) == UInt8(ascii: ":"), Self.isName(peek(2)) {
                index += 2
            } else if (bytes[index] == UInt8(ascii: "?") && peek(1) == UInt8(ascii: ".")) {
                index += 1
            } else {
                break
            }
        }
        var text = String(decoding: bytes[start..<index], as: UTF8.self)
        // `->` calls a method in Perl and PHP.
        if grammar.interpolates == .dollar, peek() == UInt8(ascii: "-"), peek(1) == UInt8(ascii: ">"), Self.isName(peek(2)) {
            index += 2
            let method = index
            while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
            text += "." + String(decoding: bytes[method..<index], as: UTF8.self)
        }
        if grammar.perlQuotes, ["qx", "q", "qq", "qw", "m", "s", "tr", "y", "qr"].contains(text), perlQuote(text) { return }
        let quote = peek()
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), text.utf8.count <= 2,
            text.utf8.allSatisfy({ "rbfuRBFU".utf8.contains($0) }), grammar.tripleQuotes
        {
            quoted(quote, interpolates: text.lowercased().contains("f"), raw: text.lowercased().contains("r"))
            return
        }
        tokens.append(.name(text))
    }

    private static func closing(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: byte
        }
    }

    private mutating func delimited() -> (open: UInt8, text: Field)? {
        let open = peek()
        if open == 0 || Self.isName(open) || open == UInt8(ascii: ",") || open == UInt8(ascii: ";") || open == UInt8(ascii: "=")
            || open == UInt8(ascii: ")") || open == 32
        {
            return nil
        }
        let close = Self.closing(open)
        index += 1
        let start = index
        var depth = 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") { index += 2; continue }
            if byte == close { depth -= 1 } else if byte == open { depth += 1 }
            if depth == 0 { break }
            index += 1
        }
        let end = min(index, bytes.count)
        index += 1
        return (open, value(Array(bytes[min(start, end)..<end])))
    }

    private mutating func perlQuote(_ kind: String) -> Bool {
        let before = index
        guard let (open, text) = delimited() else {
            index = before
            return false
        }
        switch kind {
        case "qx": tokens.append(.command(text))
        case "q", "qq", "qw": tokens.append(.string(text))
        case "s", "tr", "y":
            // The second half, and `e` behind it, which evaluates.
            if Self.closing(open) == open { index -= 1 }
            _ = delimited()
            let start = index
            while index < bytes.count, bytes[index] | 32 >= 97, bytes[index] | 32 <= 122 { index += 1 }
            let flags = bytes[min(start, bytes.count)..<min(index, bytes.count)]
            tokens.append(kind == "s" && flags.contains(UInt8(ascii: "e")) ? .name("s///e") : .number("/"))
        default: tokens.append(.number("/"))
        }
        return true
    }

    private mutating func percent() {
        let kind = peek(1)
        index += 2
        guard let (_, text) = delimited() else { return }
        tokens.append(kind == UInt8(ascii: "x") ? .command(text) : .string(text))
    }

    private mutating func quoted(_ quote: UInt8, interpolates: Bool, raw: Bool = false, runs: Bool = false) {
        let isTriple = grammar.tripleQuotes && peek(1) == quote && peek(2) == quote
        index += isTriple ? 3 : 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), !raw {
                escaped(&content, in: quote)
                continue
            }
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                index += isTriple ? 3 : 1
                break
            }
            content.append(byte)
            index += 1
        }
        let field = value(content, interpolates: interpolates)
        tokens.append(runs ? .command(field) : .string(field))
    }

    private mutating func escaped(_ content: inout [UInt8], in quote: UInt8) {
        let next = peek(1)
        index += 2
        if quote == UInt8(ascii: "'"), grammar.perlQuotes || grammar.rubyQuotes {
            if next != quote, next != UInt8(ascii: "\\") { content.append(UInt8(ascii: "\\")) }
            content.append(next)
            return
        }
        switch next {
        case UInt8(ascii: "n"): content.append(10)
        case UInt8(ascii: "t"): content.append(9)
        case UInt8(ascii: "r"): content.append(13)
        case UInt8(ascii: "x"), UInt8(ascii: "u"):
            let braces = peek() == UInt8(ascii: "{")
            if braces { index += 1 }
            var digits: [UInt8] = []
            while index < bytes.count, digits.count < (next == UInt8(ascii: "x") ? 2 : 4),
                let _ = Decoding.hex([48, bytes[index]])
            {
                digits.append(bytes[index])
                index += 1
            }
            if braces, peek() == UInt8(ascii: "}") { index += 1 }
            if let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code) {
                content += Array(String(Character(scalar)).utf8)
            }
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var code = Int(next - 48)
            var count = 1
            while count < 3, peek() >= 48, peek() < 56 {
                code = code * 8 + Int(peek() - 48)
                index += 1
                count += 1
            }
            content.append(UInt8(truncatingIfNeeded: code))
        case 10: break
        case 0: break
        default: content.append(next)
        }
    }

    /// The text with holes where the language fills something in.
    private func value(_ content: [UInt8], interpolates: Bool = true) -> Field {
        var field = Field([], span: span)
        var text: [UInt8] = []
        var index = 0
        func flush() {
            field.append(.text(String(decoding: text, as: UTF8.self)))
            text.removeAll()
        }
        func skip(to close: UInt8) {
            while index < content.count, content[index] != close { index += 1 }
            index += 1
        }
        while index < content.count {
            let byte = content[index]
            let next = index + 1 < content.count ? content[index + 1] : 0
            if byte == Self.hole {
                flush()
                field.append(.unknown(.other))
                index += 1
                continue
            }
            let brace = next == UInt8(ascii: "{")
            let fills =
                switch interpolates ? grammar.interpolates : .none {
                case .dollar:
                    byte == UInt8(ascii: "$") && (brace || Self.isName(next))
                        || byte == UInt8(ascii: "@") && next | 32 >= 97 && next | 32 <= 122 && grammar.perlQuotes
                case .hash: byte == UInt8(ascii: "#") && brace
                case .template: byte == UInt8(ascii: "$") && brace
                case .prefixed: byte == UInt8(ascii: "{") && next != UInt8(ascii: "{")
                case .none: false
                }
            if fills {
                flush()
                field.append(.unknown(.other))
                index += 1
                if brace || byte == UInt8(ascii: "{") {
                    skip(to: UInt8(ascii: "}"))
                } else {
                    while index < content.count, Self.isName(content[index]) { index += 1 }
                }
                continue
            }
            text.append(byte)
            index += 1
        }
        flush()
        return field
    }
}
