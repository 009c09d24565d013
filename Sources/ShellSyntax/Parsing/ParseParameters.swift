// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// `${…}`
    @inline(never)
    mutating func parameter(isQuoted: Bool) throws(Problem) -> ParameterExpansion {
        let start = index
        try enter()
        defer { leave() }
        advance()
        advance()
        emit(.expansion)
        var flags = ""
        if dialect == .zsh {
            if current == UInt8(ascii: "(") {
                let from = index
                while index < end, bytes[index] != UInt8(ascii: ")"), bytes[index] != UInt8(ascii: "}") { index += 1 }
                guard index < end else { throw unclosed("${", start) }
                if current == UInt8(ascii: ")") { advance() }
                flags = text(from + 1, max(from + 1, index - 1))
                emit(.expansion)
            }
            while current == UInt8(ascii: "=") || current == UInt8(ascii: "~") || current == UInt8(ascii: "^") {
                advance()
                emit(.expansion)
            }
        }
        let prefix = parameterPrefix()
        let from = index
        let stop = parameterNameEnd(index)
        let name = text(from, stop)
        index = stop
        emit(.name)
        var subscriptWord: Word?
        if current == UInt8(ascii: "["), dialect != .posix, !name.isEmpty { subscriptWord = try bracketed() }
        let operation = try operation(isQuoted: isQuoted, prefix: prefix, hasName: !name.isEmpty)
        guard current == UInt8(ascii: "}"), index < end else { throw unclosed("${", start) }
        index += 1
        emit(.expansion)
        return ParameterExpansion(
            name: name,
            prefix: prefix,
            subscript: subscriptWord,
            operation: operation,
            flags: flags,
            span: span(start)
        )
    }

    /// `#` or `!` before a name; each may be the name.
    @inline(never)
    private mutating func parameterPrefix() -> ParameterExpansion.Prefix {
        let next = after(index)
        if current == UInt8(ascii: "#") {
            let stop = parameterNameEnd(next)
            guard stop > next else { return .none }
            let behind = byte(stop)
            guard behind == UInt8(ascii: "}") || behind == UInt8(ascii: "[") && Bytes.isNameStart(byte(next)) else {
                return .none
            }
            index = next
            emit(.expansion)
            return .length
        }
        if current == UInt8(ascii: "!"), dialect == .bash {
            let first = byte(next)
            guard Bytes.isName(first) || Bytes.isSpecialParameter(first) && byte(after: next) == UInt8(ascii: "}") else {
                return .none
            }
            index = next
            emit(.expansion)
            return .indirect
        }
        return .none
    }

    private func parameterNameEnd(_ start: Int) -> Int {
        var stop = start
        if Bytes.isDigit(byte(start)) {
            while Bytes.isDigit(byte(stop)) { stop = after(stop) }
        } else if Bytes.isNameStart(byte(start)) {
            while Bytes.isName(byte(stop)) { stop = after(stop) }
        } else if Bytes.isSpecialParameter(byte(start)), start < end {
            stop = after(start)
        }
        return min(stop, end)
    }

    @inline(never)
    private mutating func operation(
        isQuoted: Bool,
        prefix: ParameterExpansion.Prefix,
        hasName: Bool
    ) throws(Problem) -> ParameterExpansion.Operation {
        let start = index
        let isBash = dialect != .posix
        if current == UInt8(ascii: "}") {
            if !hasName { note(.deferred, "bad substitution", start, index + 1) }
            return .none
        }
        guard hasName else { return try unknown(isQuoted: isQuoted) }
        switch current {
        case UInt8(ascii: ":"):
            let next = byte(after: index)
            if let kind = conditional(next) {
                advance()
                advance()
                emit(.expansion)
                return .conditional(kind, withColon: true, try operand(isQuoted: isQuoted))
            }
            guard isBash else { return try unknown(isQuoted: isQuoted) }
            advance()
            emit(.expansion)
            let from = index
            let offset = Arithmetic(parts: try arithmetic(.colon), span: span(from))
            guard current == UInt8(ascii: ":"), index < end else { return .substring(offset: offset, length: nil) }
            advance()
            emit(.expansion)
            let second = index
            let parts = try arithmetic(.brace)
            return .substring(offset: offset, length: Arithmetic(parts: parts, span: span(second)))
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"):
            guard let kind = conditional(current) else { return try unknown(isQuoted: isQuoted) }
            advance()
            emit(.expansion)
            return .conditional(kind, withColon: false, try operand(isQuoted: isQuoted))
        case UInt8(ascii: "#"):
            let isLongest = doubled()
            return .removePrefix(try pattern(.parameter), longest: isLongest)
        case UInt8(ascii: "%"):
            let isLongest = doubled()
            return .removeSuffix(try pattern(.parameter), longest: isLongest)
        case UInt8(ascii: "/") where isBash: return try replacement()
        case UInt8(ascii: "^") where isBash, UInt8(ascii: ",") where isBash, UInt8(ascii: "~") where isBash:
            let sign = String(UnicodeScalar(current))
            let name = doubled() ? sign + sign : sign
            return .changeCase(name, pattern: try pattern(.parameter))
        case UInt8(ascii: "@") where dialect == .bash:
            let next = after(index)
            if prefix == .indirect, byte(next) == UInt8(ascii: "}") {
                advance()
                emit(.expansion)
                return .names("@")
            }
            guard Bytes.isNameStart(byte(next)), byte(after: next) == UInt8(ascii: "}") else {
                return try unknown(isQuoted: isQuoted)
            }
            index = after(next)
            emit(.expansion)
            return .transform(String(UnicodeScalar(bytes[next])))
        case UInt8(ascii: "*") where prefix == .indirect && byte(after: index) == UInt8(ascii: "}"):
            advance()
            emit(.expansion)
            return .names("*")
        default: return try unknown(isQuoted: isQuoted)
        }
    }

    private func conditional(_ byte: UInt8) -> ParameterExpansion.Conditional? {
        switch byte {
        case UInt8(ascii: "-"): .useDefault
        case UInt8(ascii: "="): .assignDefault
        case UInt8(ascii: "?"): .failIfUnset
        case UInt8(ascii: "+"): .useAlternative
        default: nil
        }
    }

    /// Over an operator of one character or of the same twice.
    @inline(never)
    private mutating func doubled() -> Bool {
        let first = current
        advance()
        let isDouble = current == first
        if isDouble { advance() }
        emit(.expansion)
        return isDouble
    }

    /// A word up to `}`, quoted as the whole is.
    @inline(never)
    private mutating func operand(isQuoted: Bool) throws(Problem) -> Word {
        let start = index
        let parts = isQuoted ? try quoted(until: .brace) : try unquoted(.parameter)
        return Word(parts: parts, span: span(start))
    }

    @inline(never)
    private mutating func pattern(_ mode: WordMode) throws(Problem) -> Word {
        let start = index
        return Word(parts: try unquoted(mode), span: span(start))
    }

    @inline(never)
    private mutating func replacement() throws(Problem) -> ParameterExpansion.Operation {
        advance()
        var kind = ParameterExpansion.Replacement.first
        switch current {
        case UInt8(ascii: "/"): kind = .all
        case UInt8(ascii: "#"): kind = .atStart
        case UInt8(ascii: "%"): kind = .atEnd
        default: break
        }
        if kind != .first { advance() }
        emit(.expansion)
        let pattern = try pattern(.replaced)
        guard current == UInt8(ascii: "/"), index < end else { return .replace(kind, pattern: pattern, with: nil) }
        advance()
        emit(.expansion)
        return .replace(kind, pattern: pattern, with: try self.pattern(.parameter))
    }

    @inline(never)
    private mutating func unknown(isQuoted: Bool) throws(Problem) -> ParameterExpansion.Operation {
        let start = index
        let word = try operand(isQuoted: isQuoted)
        if dialect != .zsh { note(.deferred, "bad substitution", start, index) }
        return .unknown(word)
    }
}
