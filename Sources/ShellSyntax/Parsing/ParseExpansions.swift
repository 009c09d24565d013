// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Whether the `$` at hand is more than a dollar.
    func startsExpansion(isQuoted: Bool) -> Bool {
        let next = after(index)
        guard next < end else { return false }
        let byte = bytes[next]
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "{"): return true
        case UInt8(ascii: "["): return dialect != .posix
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return !isQuoted && dialect != .posix
        default: return Bytes.isName(byte) || Bytes.isSpecialParameter(byte)
        }
    }

    /// The expansion that begins with the `$` at hand; ``startsExpansion(isQuoted:)`` says that there is one.
    @inline(never)
    mutating func dollar(isQuoted: Bool) throws(Problem) -> WordPart {
        let start = index
        let next = after(index)
        let part: WordPart
        switch byte(next) {
        case UInt8(ascii: "("):
            part = try dollarParenthesis(start)
        case UInt8(ascii: "{"):
            let inner = byte(after: next)
            if dialect != .posix, inner == 32 || inner == 9 || inner == 10 || inner == UInt8(ascii: "|") {
                part = try inPlaceSubstitution(start)
            } else {
                part = .parameter(try parameter(isQuoted: isQuoted))
            }
        case UInt8(ascii: "["):
            try enter()
            advance()
            advance()
            emit(.expansion)
            let parts = try arithmetic(.bracket)
            guard index < end else { throw unclosed("$[", start) }
            index += 1
            emit(.expansion)
            leave()
            part = .arithmetic(Arithmetic(parts: parts, span: span(start)))
        case UInt8(ascii: "'"): part = try ansiQuoted()
        case UInt8(ascii: "\""): return try doubleQuoted(isTranslated: true)
        case let byte:
            index = next
            emit(.expansion)
            if Bytes.isNameStart(byte) {
                while Bytes.isName(current) { advance() }
            } else {
                advance()
            }
            index = min(index, end)
            emit(.name)
            part = .parameter(
                ParameterExpansion(
                    name: text(next, nameEnd(next)),
                    prefix: .none,
                    subscript: nil,
                    operation: .none,
                    flags: "",
                    span: span(start)
                )
            )
            return part
        }
        skipContinuationsInWord()
        return part
    }

    /// Where a parameter's name ends.
    private func nameEnd(_ start: Int) -> Int {
        guard Bytes.isNameStart(byte(start)) else { return min(start + 1, end) }
        var stop = start
        while Bytes.isName(byte(stop)) { stop = after(stop) }
        return min(stop, end)
    }

    // MARK: - Commands inside

    @inline(never)
    private mutating func dollarParenthesis(_ start: Int) throws(Problem) -> WordPart {
        try enter()
        defer { leave() }
        if byte(after: after(index)) == UInt8(ascii: "(") {
            let found = try attempt { (parser) throws(Problem) in
                parser.advance()
                return try parser.doubleParentheses(start)
            }
            if let found { return .arithmetic(found) }
        }
        advance()
        advance()
        emit(.expansion)
        let body = try listInParentheses("$(", start)
        return .command(CommandSubstitution(style: .dollar, body: body, span: span(start)))
    }

    @inline(never)
    mutating func processSubstitution() throws(Problem) -> WordPart {
        let start = index
        try enter()
        defer { leave() }
        let style: ProcessSubstitution.Style =
            current == UInt8(ascii: "<") ? .output : current == UInt8(ascii: ">") ? .input : .file
        advance()
        advance()
        emit(.expansion)
        let body = try listInParentheses("<(", start)
        let part = WordPart.process(ProcessSubstitution(style: style, body: body, span: span(start)))
        skipContinuationsInWord()
        return part
    }

    @inline(never)
    private mutating func listInParentheses(_ opener: String, _ start: Int) throws(Problem) -> CommandList {
        let outer = pending
        let wasInside = endsAtParenthesis
        pending = []
        endsAtParenthesis = true
        let body = try list()
        endsAtParenthesis = wasInside
        guard index < end, current == UInt8(ascii: ")") else { throw index >= end ? unclosed(opener, start) : unexpected() }
        endPending()
        pending = outer
        index += 1
        emit(.expansion)
        return body
    }

    /// `${ …; }`
    @inline(never)
    private mutating func inPlaceSubstitution(_ start: Int) throws(Problem) -> WordPart {
        try enter()
        defer { leave() }
        let outer = pending
        pending = []
        advance()
        advance()
        if current == UInt8(ascii: "|") { advance() }
        emit(.expansion)
        let body = try list()
        guard accept(.closeBrace) else { throw index >= end ? unclosed("${", start) : unexpected() }
        endPending()
        pending = outer
        return .command(CommandSubstitution(style: .inPlace, body: body, span: span(start)))
    }

    /// `` `…` ``: the text without its escapes is a script. What is wrong with it the shell finds when it gets there.
    @inline(never)
    mutating func backquotes(isQuoted: Bool) throws(Problem) -> WordPart {
        let start = index
        try enter()
        defer { leave() }
        var close = index + 1
        var hasEscapes = false
        while close < end, bytes[close] != UInt8(ascii: "`") {
            if bytes[close] == UInt8(ascii: "\\") {
                hasEscapes = true
                close += 1
            }
            close += 1
        }
        guard close < end else { throw unclosed("`", start) }
        index += 1
        emit(.expansion)
        let body = hasEscapes ? try unescaped(close, isQuoted: isQuoted) : try inPlace(close)
        index = close
        emit(.unparsed)
        index = close + 1
        emit(.expansion)
        let part = WordPart.command(CommandSubstitution(style: .backquotes, body: body, span: span(start)))
        skipContinuationsInWord()
        return part
    }

    /// The commands up to `close`, by this parser.
    @inline(never)
    private mutating func inPlace(_ close: Int) throws(Problem) -> CommandList {
        let (outer, limit, inside, start, level) = (pending, end, endsAtParenthesis, index, depth)
        pending = []
        end = close
        endsAtParenthesis = false
        var items: [CommandList.Item] = []
        do throws(Problem) {
            try list(into: &items)
            guard index >= end else { throw unexpected() }
            emit(.continuation)
            endPending()
        } catch {
            if error.isLimit { throw error }
            note(error, .deferred)
        }
        (pending, end, endsAtParenthesis, depth) = (outer, limit, inside, level)
        return CommandList(items: items, span: span(start, close))
    }

    /// The commands up to `close`, by a parser of the text without its escapes.
    @inline(never)
    private mutating func unescaped(_ close: Int, isQuoted: Bool) throws(Problem) -> CommandList {
        var inner: [UInt8] = []
        var innerPlaces: [UInt32] = []
        inner.reserveCapacity(close - index)
        innerPlaces.reserveCapacity(close - index + 1)
        var from = index
        while from < close {
            innerPlaces.append(UInt32(clamping: place(from)))
            if bytes[from] == UInt8(ascii: "\\"), from + 1 < close {
                let next = bytes[from + 1]
                if next == UInt8(ascii: "$") || next == UInt8(ascii: "`") || next == UInt8(ascii: "\\")
                    || next == UInt8(ascii: "\"") && isQuoted
                {
                    from += 1
                }
            }
            inner.append(bytes[from])
            from += 1
        }
        innerPlaces.append(UInt32(clamping: place(close)))
        var parser = Parser(inner, dialect, places: innerPlaces)
        swap(&parser.output, &output)
        parser.depth = depth
        defer { swap(&parser.output, &output) }
        return try parser.inPlace(inner.count)
    }

    // MARK: - Arithmetic

    /// What ends an arithmetic expression.
    enum ArithmeticEnd { case parenthesis, bracket, semicolon, colon, brace }

    /// The parts of an arithmetic expression, up to what ends it.
    @inline(never)
    mutating func arithmetic(_ stop: ArithmeticEnd) throws(Problem) -> [WordPart] {
        var parts: [WordPart] = []
        var start = index
        var parentheses = 0
        var brackets = 0
        var questions = 0
        loop: while index < end {
            let byte = bytes[index]
            if Bytes.isPlain(byte) || byte == 32 {
                index += 1
                continue
            }
            switch byte {
            case UInt8(ascii: "("):
                parentheses += 1
                index += 1
            case UInt8(ascii: ")"):
                if parentheses == 0 {
                    if stop == .parenthesis || stop == .semicolon { break loop }
                } else {
                    parentheses -= 1
                }
                index += 1
            case UInt8(ascii: "["):
                brackets += 1
                index += 1
            case UInt8(ascii: "]"):
                if brackets == 0, stop == .bracket { break loop }
                brackets -= brackets > 0 ? 1 : 0
                index += 1
            case UInt8(ascii: "}"):
                if stop == .brace || stop == .colon { break loop }
                index += 1
            case UInt8(ascii: "?"):
                questions += 1
                index += 1
            case UInt8(ascii: ":"):
                if stop == .colon, parentheses == 0, brackets == 0 {
                    if questions == 0 { break loop }
                    questions -= 1
                }
                index += 1
            case UInt8(ascii: ";"):
                if stop == .semicolon, parentheses == 0 { break loop }
                index += 1
            case UInt8(ascii: "\\"):
                if self.byte(index + 1) == 10, index + 1 < end {
                    index += 2
                } else if index + 1 < end {
                    flush(start, into: &parts)
                    parts.append(escaped())
                    start = index
                } else {
                    index += 1
                }
            case UInt8(ascii: "'"):
                flush(start, into: &parts)
                parts.append(try singleQuoted())
                start = index
            case UInt8(ascii: "\""):
                flush(start, into: &parts)
                parts.append(try doubleQuoted(isTranslated: false))
                start = index
            case UInt8(ascii: "$"):
                guard startsExpansion(isQuoted: true) else {
                    index += 1
                    continue
                }
                flush(start, into: &parts)
                parts.append(try dollar(isQuoted: true))
                start = index
            case UInt8(ascii: "`"):
                flush(start, into: &parts)
                parts.append(try backquotes(isQuoted: false))
                start = index
            default: index += 1
            }
        }
        flush(start, into: &parts)
        return parts
    }

    /// `[…]`, at its bracket: the parts inside as a word.
    @inline(never)
    mutating func bracketed() throws(Problem) -> Word {
        let start = index
        try enter()
        defer { leave() }
        advance()
        emit(.expansion)
        let from = index
        let parts = try arithmetic(.bracket)
        guard index < end else { throw unclosed("[", start) }
        let word = Word(parts: parts, span: span(from))
        advance()
        emit(.expansion)
        return word
    }
}
