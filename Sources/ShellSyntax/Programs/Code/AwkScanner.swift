// SPDX-License-Identifier: Apache-2.0

/// Finds what an awk program runs (`system()`, pipes), reads (`getline <`) and writes (`print >`).
struct AwkScanner {
    private let tokens: [CodeToken]
    private let span: SourceSpan
    private var index = 0
    private var variables: [String: Field] = [:]
    private(set) var usage = Usage()

    init(_ code: Field) {
        tokens = CodeLexer(code, CodeGrammar.of(.awk)).tokens
        span = code.span
        var isPrinting = false
        var parentheses = 0
        while index < tokens.count {
            let token = tokens[index]
            switch token {
            case .name("system"):
                index += 1
                usage.traits.insert(.escapes)
                script(value())
                continue
            case .name("print"), .name("printf"): isPrinting = true
            case .name("getline"): if next()?.isSign("<") == true { redirect(.read, from: index + 2) }
            case .name(let name)
            where next()?.isSign("=") == true && !(at(2)?.isSign("=") ?? false) && !(at(2)?.isSign("~") ?? false):
                index += 2
                let start = index
                variables[name] = value()
                if index > start { continue }
            case .sign(UInt8(ascii: "(")): parentheses += 1
            case .sign(UInt8(ascii: ")")): parentheses = max(0, parentheses - 1)
            case .sign(UInt8(ascii: ";")), .sign(UInt8(ascii: "}")), .lineEnd: isPrinting = false
            case .sign(UInt8(ascii: ">")) where isPrinting && parentheses == 0:
                let offset = next()?.isSign(">") == true ? 2 : 1
                redirect(.write, from: index + offset)
                index += offset
                continue
            case .sign(UInt8(ascii: "|")) where next()?.isSign("|") != true && !before(UInt8(ascii: "|")): pipe(isPrinting)
            default: break
            }
            index += 1
        }
    }

    private func at(_ offset: Int) -> CodeToken? { index + offset < tokens.count ? tokens[index + offset] : nil }
    private func next() -> CodeToken? { at(1) }
    private func before(_ byte: UInt8) -> Bool {
        if index > 0, case .sign(let sign) = tokens[index - 1] { return sign == byte }
        return false
    }

    /// `print | "program"`, `"program" | getline`, `"/inet/tcp/0/host/port" |& getline`
    private mutating func pipe(_ isPrinting: Bool) {
        let offset = next()?.isSign("&") == true ? 2 : 1
        if case .name("getline")? = at(offset) {
            script(operand(endingAt: index))
        } else if isPrinting || offset == 2 {
            index += offset
            script(value())
            index -= 1
        }
    }

    private mutating func redirect(_ kind: Use.Kind, from start: Int) {
        let saved = index
        index = start
        let field = value()
        index = saved
        if let text = field.text, ["/dev/stderr", "/dev/stdout", "/dev/stdin", "-"].contains(text) { return }
        if network(field) { return }
        usage.uses.append(Use(kind, field))
    }

    /// gawk's own network files.
    private mutating func network(_ field: Field) -> Bool {
        guard field.knownPrefix.hasPrefix("/inet") else { return false }
        let parts = field.pattern.split(separator: "/", omittingEmptySubsequences: false)
        let host = parts.count > 4 ? parts[4] : "*"
        let port = parts.count > 5 ? ":" + parts[5] : ""
        if host == "0" {
            usage.traits.insert(.listens)
        } else {
            usage.uses.append(Use(.connect, Field(host + port, span: span), sendsData: true))
        }
        if !usage.starts.isEmpty { usage.traits.insert(.reverseShell) }
        return true
    }

    private mutating func script(_ field: Field) {
        if network(field) { return }
        if usage.uses.contains(where: { $0.kind == .connect }) || usage.traits.contains(.listens) {
            usage.traits.insert(.reverseShell)
        }
        usage.starts.append(Start(.script(field, .bash)))
    }

    /// Texts and variables side by side are joined; what is not known is a hole.
    private mutating func value() -> Field {
        var field = Field([], span: span)
        var depth = 0
        while let token = at(0) {
            switch token {
            case .string(let text): for piece in text.pieces { field.append(piece) }
            case .number(let text): field.append(.text(text))
            case .name(let name):
                if let known = variables[name] {
                    for piece in known.pieces { field.append(piece) }
                } else {
                    field.append(.unknown(.other))
                }
            case .hole: field.append(.unknown(.other))
            case .sign(UInt8(ascii: "(")): depth += 1
            case .sign(UInt8(ascii: ")")):
                depth -= 1
                if depth <= 0 {
                    index += 1
                    return field
                }
            case .sign(UInt8(ascii: "$")): field.append(.unknown(.other))
            case .sign(UInt8(ascii: ",")) where depth > 0: break
            default: return field
            }
            index += 1
            if field.pieces.count > 64 { return field }
        }
        return field
    }

    private func operand(endingAt end: Int) -> Field {
        var parts: [Field] = []
        var position = end - 1
        scan: while position >= 0 {
            switch tokens[position] {
            case .string(let text): parts.append(text)
            case .number(let text): parts.append(Field(text, span: span))
            case .name(let name):
                if ["print", "while", "if", "getline", "return"].contains(name) { break scan }
                parts.append(variables[name] ?? Field([.unknown(.other)], span: span))
            case .hole: parts.append(Field([.unknown(.other)], span: span))
            case .sign(UInt8(ascii: "$")), .sign(UInt8(ascii: "(")), .sign(UInt8(ascii: ")")): break
            default: break scan
            }
            position -= 1
            if parts.count > 64 { break }
        }
        var field = Field([], span: span)
        for part in parts.reversed() { for piece in part.pieces { field.append(piece) } }
        return field
    }
}
