// SPDX-License-Identifier: Apache-2.0

/// Reads policies by recursive descent (language 4.5). Grammar areas are in files of their own; here are the verbs.
struct Parser {
    let source: SourceText
    private let tokens: [Token]
    private(set) var position = 0
    /// How many brackets are open around the current token.
    private var depth = 0
    /// The height of the expression that was read last.
    var height = 0

    init(_ source: SourceText) {
        self.source = source
        tokens = Lexer.tokens(source.bytes)
    }

    // MARK: Looking

    @inline(__always)
    var current: Token { tokens[position] }

    /// The token after the current one; the end comes as often as it is asked for.
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }

    @inline(__always)
    func at(_ kind: Token.Kind) -> Bool { tokens[position].kind == kind }

    @inline(__always)
    func at(_ word: Token.Word) -> Bool { tokens[position].word == word }

    var previousEnd: Int { position == 0 ? 0 : Int(tokens[position - 1].end) }

    func span(from start: Token) -> SourceSpan { SourceSpan(Int(start.start), previousEnd) }

    func bytes(of token: Token) -> ArraySlice<UInt8> { source.bytes[Int(token.start)..<Int(token.end)] }

    func text(of token: Token) -> Text { Text(utf8: bytes(of: token)) }

    // MARK: Moving

    @inline(__always)
    mutating func advance() -> Token {
        let token = tokens[position]
        if position &+ 1 < tokens.count { position &+= 1 }
        return token
    }

    @inline(__always)
    mutating func take(_ kind: Token.Kind) -> Bool {
        guard tokens[position].kind == kind else { return false }
        position &+= 1
        return true
    }

    @inline(__always)
    mutating func take(_ word: Token.Word) -> Bool {
        guard tokens[position].word == word else { return false }
        position &+= 1
        return true
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind, _ name: String) throws(Diagnostic) -> Token {
        guard at(kind) else { throw unexpected("expected \(name)") }
        return advance()
    }

    mutating func expect(_ word: Token.Word, _ name: String) throws(Diagnostic) {
        guard take(word) else { throw unexpected("expected `\(name)`") }
    }

    /// `element, element, … ,? close`; the opening bracket was taken.
    mutating func list(
        until close: Token.Kind,
        _ name: String,
        _ element: (inout Parser) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        while !take(close) {
            try element(&self)
            if take(close) { return }
            guard take(.comma) else { throw unexpected("expected `,` or \(name)") }
        }
    }

    /// Runs `body` one bracket deeper.
    mutating func nested<Result>(_ body: (inout Parser) throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Limits.nesting else {
            throw error("nested more than \(Limits.nesting) levels deep", current)
        }
        return try body(&self)
    }

    /// Goes behind the next `;` that stands outside of brackets, so that the policy after a broken one is read too.
    mutating func recover() {
        depth = 0
        while !at(.end) {
            if advance().kind == .semicolon { return }
        }
    }

    // MARK: Errors

    func error(_ message: String, _ token: Token, help: String? = nil) -> Diagnostic {
        Diagnostic(message, token.span, in: source, help: help)
    }

    func unexpected(_ expectation: String, help: String? = nil) -> Diagnostic {
        let found =
            switch current.kind {
            case .end: "the end of the text"
            case .invalid: "an invalid token"
            default: "`\(text(of: current))`"
            }
        return error("\(expectation), found \(found)", current, help: help ?? invalidHelp)
    }

    private var invalidHelp: String? {
        guard at(.invalid), let first = bytes(of: current).first else { return nil }
        switch first {
        case UInt8(ascii: "\""): return "the string has no end"
        case UInt8(ascii: "&"): return "write `&&`"
        case UInt8(ascii: "|"): return "write `||`"
        case UInt8(ascii: "'"): return "strings stand in double quotes"
        default: return nil
        }
    }
}

/// Names and strings.
extension Parser {
    /// An identifier that is not reserved.
    mutating func name(_ what: String) throws(Diagnostic) -> Text {
        guard at(.identifier) else { throw unexpected("expected \(what)") }
        guard !current.word.isReserved else {
            throw error(
                "`\(text(of: current))` is reserved and cannot be \(what)",
                current,
                help: "quote it where it is an attribute"
            )
        }
        return text(of: advance())
    }

    /// Identifiers joined by `::`, up to a `::` that a string follows.
    mutating func path(_ what: String) throws(Diagnostic) -> Text {
        let first = try name(what)
        guard at(.doubleColon), following.kind == .identifier else { return first }
        var joined = first.string
        while at(.doubleColon), following.kind == .identifier {
            _ = advance()
            joined += "::"
            joined += try name(what).string
        }
        return Text(joined)
    }

    /// The value of a string literal.
    mutating func string(_ what: String) throws(Diagnostic) -> Text {
        let token = try expect(.string, what)
        do {
            return try Escapes.unescaped(content(of: token))
        } catch {
            throw escapeError(error, in: token)
        }
    }

    func content(of string: Token) -> ArraySlice<UInt8> {
        source.bytes[Int(string.start) + 1..<Int(string.end) - 1]
    }

    func escapeError(_ problem: Escapes.Problem, in token: Token) -> Diagnostic {
        let start = Int(token.start) + 1 + problem.offset
        return Diagnostic(problem.message, SourceSpan(start, start + 1), in: source)
    }

    /// `Type::"id"`, maybe in parentheses.
    mutating func entity(_ what: String) throws(Diagnostic) -> EntityUID {
        let type = EntityType(unchecked: try path(what))
        guard take(.doubleColon) else { throw unexpected("expected \(what), such as User::\"alice\"") }
        return EntityUID(type: type, id: try string("the entity's id, a string"))
    }
}
