// SPDX-License-Identifier: Apache-2.0

/// How unquoted text is read.
enum WordMode {
    /// Braces, tildes and patterns.
    case command
    /// As ``command``, with arrays behind `=`.
    case declaration
    /// No braces.
    case plain, assignment, pattern, testPattern, regex
    /// Up to `}`.
    case parameter
    /// Up to `/` or `}`.
    case replaced

    var isInBraces: Bool { self == .parameter || self == .replaced }
    var expandsBraces: Bool { self == .command || self == .declaration }
}

extension Parser {
    @inline(never)
    mutating func word(_ mode: WordMode) throws(Problem) -> Word {
        let start = index
        let parts = try unquoted(mode)
        guard index > start else { throw unexpected() }
        return Word(parts: parts, span: span(start))
    }

    /// Makes a literal of what was read since `start`.
    @inline(never)
    mutating func flush(_ start: Int, into parts: inout [WordPart]) {
        guard index > start else { return }
        let text = text(start, index)
        emit(.text)
        if !text.isEmpty { parts.append(.literal(Text(text: text, span: span(start)))) }
    }

    @inline(never)
    mutating func unquoted(_ mode: WordMode) throws(Problem) -> [WordPart] {
        var parts: [WordPart] = []
        var start = index
        var hasBrace = false
        var assigns = false
        var parentheses = 0
        if current == UInt8(ascii: "~"), let tilde = tilde(mode) {
            parts.append(tilde)
            start = index
        }
        if dialect == .zsh, current == UInt8(ascii: "="), byte(after: index) == UInt8(ascii: "("), !mode.isInBraces {
            parts.append(try processSubstitution())
            start = index
        }
        while index < end {
            let byte = bytes[index]
            if Bytes.isPlain(byte) {
                index += 1
                continue
            }
            switch byte {
            case 32, 9, 10:
                guard mode.isInBraces || parentheses > 0 else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
                index += 1
            case UInt8(ascii: ";"), UInt8(ascii: "&"):
                guard mode.isInBraces || parentheses > 0 else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
                index += 1
            case UInt8(ascii: "|"):
                guard mode.isInBraces || parentheses > 0 || mode == .regex && self.byte(after: index) != byte else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
                index += 1
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                if dialect != .posix, self.byte(after: index) == UInt8(ascii: "(") {
                    flush(start, into: &parts)
                    parts.append(try processSubstitution())
                    start = index
                } else if mode.isInBraces || parentheses > 0 {
                    index += 1
                } else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
            case UInt8(ascii: "("):
                if mode == .regex {
                    parentheses += 1
                    index += 1
                } else if mode.isInBraces {
                    index += 1
                } else if dialect == .zsh, opensQualifier(start, parts, mode) {
                    flush(start, into: &parts)
                    parts.append(try extendedGlob(operator: "", index))
                    start = index
                } else if mode == .declaration, index > start, bytes[index - 1] == UInt8(ascii: "=") {
                    flush(start, into: &parts)
                    parts.append(.array(try array()))
                    start = index
                } else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
            case UInt8(ascii: ")"):
                if parentheses > 0 {
                    parentheses -= 1
                    index += 1
                } else if mode.isInBraces {
                    index += 1
                } else {
                    return try finish(&parts, start, hasBrace && mode.expandsBraces)
                }
            case UInt8(ascii: "}"):
                if mode.isInBraces { return try finish(&parts, start, false) }
                index += 1
            case UInt8(ascii: "/"):
                if mode == .replaced { return try finish(&parts, start, false) }
                index += 1
            case UInt8(ascii: "{"):
                hasBrace = dialect != .posix
                index += 1
            case UInt8(ascii: "="), UInt8(ascii: ":"):
                index += 1
                // bash expands tildes in arguments that look like assignments, too.
                if byte == UInt8(ascii: "="), mode.expandsBraces, parts.isEmpty, dialect == .bash, isName(start, index - 1) {
                    assigns = true
                }
                let isAssigned = mode == .assignment || assigns
                if isAssigned, current == UInt8(ascii: "~") {
                    let from = start
                    let here = index
                    if let tilde = tilde(.assignment, flushing: from, into: &parts) {
                        parts.append(tilde)
                        start = index
                    } else {
                        index = here
                    }
                }
            case UInt8(ascii: "\\"):
                if self.byte(index + 1) == 10, index + 1 < end {
                    index += 2
                    continue
                }
                guard index + 1 < end else {
                    index += 1
                    continue
                }
                flush(start, into: &parts)
                parts.append(escaped())
                start = index
            case UInt8(ascii: "'"):
                flush(start, into: &parts)
                parts.append(try singleQuoted())
                start = index
            case UInt8(ascii: "\""):
                flush(start, into: &parts)
                parts.append(try doubleQuoted(isTranslated: false))
                start = index
            case UInt8(ascii: "$"):
                guard startsExpansion(isQuoted: false) else {
                    index += 1
                    continue
                }
                flush(start, into: &parts)
                parts.append(try dollar(isQuoted: false))
                start = index
            case UInt8(ascii: "`"):
                flush(start, into: &parts)
                parts.append(try backquotes(isQuoted: false))
                start = index
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "!"), UInt8(ascii: "+"):
                if mode != .regex, dialect != .posix, self.byte(after: index) == UInt8(ascii: "("),
                    !mode.isInBraces || dialect == .bash,
                    !isEmptyParentheses(after(index))
                {
                    flush(start, into: &parts)
                    let from = index
                    advance()
                    parts.append(try extendedGlob(operator: String(UnicodeScalar(byte)), from))
                    start = index
                } else if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?"), mode != .regex {
                    flush(start, into: &parts)
                    let from = index
                    index += 1
                    emit(.glob)
                    parts.append(.glob(Text(text: String(UnicodeScalar(byte)), span: span(from))))
                    skipContinuations()
                    start = index
                } else {
                    index += 1
                }
            case UInt8(ascii: "[") where mode != .regex:
                let from = index
                if let stop = endOfSet(mode) {
                    flush(start, into: &parts)
                    index = stop
                    emit(.glob)
                    parts.append(.glob(Text(text: text(from, stop), span: span(from))))
                    start = index
                } else {
                    index += 1
                }
            default: index += 1
            }
        }
        if parentheses > 0 { throw unclosed("(", start) }
        return try finish(&parts, start, hasBrace && mode.expandsBraces)
    }

    @inline(never)
    private mutating func finish(_ parts: inout [WordPart], _ start: Int, _ hasBrace: Bool) throws(Problem) -> [WordPart] {
        flush(start, into: &parts)
        guard hasBrace else { return parts }
        guard let found = Braces.find(in: parts) else {
            throw Problem(message: "braces nested more than \(Braces.nesting) deep", offset: index, isLimit: true)
        }
        return found
    }

    /// Whether the name of a variable stands between two places.
    private func isName(_ start: Int, _ end: Int) -> Bool {
        var end = end
        if end > start, bytes[end - 1] == UInt8(ascii: "+") { end -= 1 }
        return end > start && Bytes.isNameStart(bytes[start]) && bytes[start..<end].allSatisfy(Bytes.isName)
    }

    /// Whether `()` stands at a place: a function's, not a pattern's.
    private func isEmptyParentheses(_ place: Int) -> Bool {
        var next = after(place)
        while byte(next) == 32 || byte(next) == 9 { next = after(next) }
        return byte(next) == UInt8(ascii: ")")
    }

    /// Whether `(` in a word of zsh is a group or a qualifier of a pattern.
    private func opensQualifier(_ start: Int, _ parts: [WordPart], _ mode: WordMode) -> Bool {
        guard index > start || !parts.isEmpty else { return mode == .pattern || mode == .testPattern }
        return !isEmptyParentheses(index)
    }

    /// Where the set ends that a `[` opens, if it is closed within the word and nothing in it is quoted or expanded.
    @inline(never)
    private mutating func endOfSet(_ mode: WordMode) -> Int? {
        guard index >= setsFailUntil else { return nil }
        var place = index + 1
        if byte(place) == UInt8(ascii: "!") || byte(place) == UInt8(ascii: "^") { place += 1 }
        if byte(place) == UInt8(ascii: "]") { place += 1 }
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "]"): return place + 1
            case UInt8(ascii: "["):
                // A class such as [:alpha:].
                let kind = byte(place + 1)
                if kind == UInt8(ascii: ":") {
                    var inner = place + 2
                    while (byte(inner) | 32) &- 97 < 26 { inner += 1 }
                    if byte(inner) == kind, byte(inner + 1) == UInt8(ascii: "]") { place = inner + 1 }
                }
                place += 1
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"):
                setsFailUntil = place
                return nil
            case UInt8(ascii: "/") where mode == .replaced, UInt8(ascii: "}") where mode.isInBraces,
                UInt8(ascii: "{") where mode.expandsBraces:
                setsFailUntil = place
                return nil
            case let byte where Bytes.isMeta(byte):
                setsFailUntil = place
                return nil
            default: place += 1
            }
        }
        setsFailUntil = end
        return nil
    }

    /// `~name`, if it stands alone before `/`, the end of the word, or `:` in an assignment.
    @inline(never)
    private mutating func tilde(_ mode: WordMode) -> WordPart? {
        var none: [WordPart] = []
        return tilde(mode, flushing: index, into: &none)
    }

    @inline(never)
    private mutating func tilde(_ mode: WordMode, flushing start: Int, into parts: inout [WordPart]) -> WordPart? {
        var stop = after(index)
        while stop < end, Bytes.isPlain(bytes[stop]) || bytes[stop] == UInt8(ascii: "+") { stop = after(stop) }
        let next = byte(stop)
        let ends =
            stop >= end || next == UInt8(ascii: "/") || next != UInt8(ascii: "(") && Bytes.isMeta(next)
            || next == UInt8(ascii: ":") && mode == .assignment || next == UInt8(ascii: "}") && mode.isInBraces
            || (next == UInt8(ascii: ",") || next == UInt8(ascii: "}")) && mode.expandsBraces
        guard ends else { return nil }
        let from = index
        flush(start, into: &parts)
        index = min(stop, end)
        emit(.tilde)
        return .tilde(Text(text: text(from + 1, index), span: span(from)))
    }

    // MARK: - Quotes

    /// A backslash and the character behind it.
    @inline(never)
    mutating func escaped() -> WordPart {
        let start = index
        index += 2
        while index < end, bytes[index] & 0b1100_0000 == 0b1000_0000 { index += 1 }
        emit(.escape)
        let part = WordPart.escaped(
            Text(text: String(decoding: bytes[(start + 1)..<index], as: UTF8.self), span: span(start))
        )
        skipContinuationsInWord()
        return part
    }

    /// Line continuations behind a part of a word, as a leaf of their own.
    @inline(never)
    mutating func skipContinuationsInWord() {
        guard current == UInt8(ascii: "\\"), byte(index + 1) == 10, index + 1 < end else { return }
        skipContinuations()
        emit(.continuation)
    }

    @inline(never)
    mutating func singleQuoted() throws(Problem) -> WordPart {
        let start = index
        index += 1
        while index < end, bytes[index] != UInt8(ascii: "'") { index += 1 }
        guard index < end else { throw unclosed("'", start) }
        index += 1
        emit(.quote)
        let part = WordPart.singleQuoted(
            Text(text: String(decoding: bytes[(start + 1)..<(index - 1)], as: UTF8.self), span: span(start))
        )
        skipContinuationsInWord()
        return part
    }

    @inline(never)
    mutating func doubleQuoted(isTranslated: Bool) throws(Problem) -> WordPart {
        let start = index
        try enter()
        defer { leave() }
        if isTranslated { advance() }
        index += 1
        emit(.quote)
        let parts = try quoted(until: .quote)
        guard index < end else { throw unclosed("\"", start) }
        index += 1
        emit(.quote)
        let part = WordPart.doubleQuoted(DoubleQuoted(isTranslated: isTranslated, parts: parts, span: span(start)))
        skipContinuationsInWord()
        return part
    }

    /// What ends text that is read as between double quotes.
    enum QuotedEnd { case quote, brace, end }

    @inline(never)
    mutating func quoted(until stop: QuotedEnd, stripsTabs: Bool = false) throws(Problem) -> [WordPart] {
        var parts: [WordPart] = []
        var start = index
        // bash looks for the `}` past single quotes, though they stand for themselves.
        var apostrophe: Int?
        if stripsTabs { skipTabs(&start) }
        loop: while index < end {
            let byte = bytes[index]
            if Bytes.isPlain(byte) || byte == 32 {
                index += 1
                continue
            }
            switch byte {
            case 10:
                index += 1
                if stripsTabs, current == 9 {
                    flush(start, into: &parts)
                    start = index
                    skipTabs(&start)
                }
            case UInt8(ascii: "\""):
                if stop == .quote { break loop }
                if stop == .brace, apostrophe == nil {
                    flush(start, into: &parts)
                    parts.append(try doubleQuoted(isTranslated: false))
                    start = index
                } else {
                    index += 1
                }
            case UInt8(ascii: "}"):
                if stop == .brace, apostrophe == nil { break loop }
                index += 1
            case UInt8(ascii: "'") where stop == .brace && dialect == .bash:
                apostrophe = apostrophe == nil ? index : nil
                index += 1
            case UInt8(ascii: "\\"):
                let next = self.byte(index + 1)
                if index + 1 < end, next == 10 {
                    index += 2
                    if stripsTabs, current == 9 {
                        flush(start, into: &parts)
                        start = index
                        skipTabs(&start)
                    }
                } else if next == UInt8(ascii: "$") || next == UInt8(ascii: "`") || next == UInt8(ascii: "\\")
                    || next == UInt8(ascii: "\"") && stop != .end || next == UInt8(ascii: "}") && stop == .brace
                {
                    flush(start, into: &parts)
                    parts.append(escaped())
                    start = index
                } else {
                    index += min(2, end - index)
                }
            case UInt8(ascii: "$"):
                // In "${x-$'…'}" bash reads what it does not read in "$'…'".
                let isAnsi =
                    stop == .brace && dialect == .bash && apostrophe == nil && self.byte(after: index) == UInt8(ascii: "'")
                guard isAnsi || startsExpansion(isQuoted: true) else {
                    index += 1
                    continue
                }
                flush(start, into: &parts)
                parts.append(try dollar(isQuoted: !isAnsi))
                start = index
            case UInt8(ascii: "`"):
                flush(start, into: &parts)
                parts.append(try backquotes(isQuoted: stop != .end))
                start = index
            default: index += 1
            }
        }
        if let apostrophe { throw unclosed("'", apostrophe) }
        flush(start, into: &parts)
        return parts
    }

    @inline(never)
    private mutating func skipTabs(_ start: inout Int) {
        guard current == 9 else { return }
        while index < end, bytes[index] == 9 { index += 1 }
        emit(.blank)
        start = index
    }

    // MARK: - Patterns

    /// `(a|b)` behind its operator.
    @inline(never)
    mutating func extendedGlob(operator name: String, _ start: Int) throws(Problem) -> WordPart {
        try enter()
        defer { leave() }
        advance()
        emit(.glob)
        var patterns: [Word] = []
        while true {
            let from = index
            let parts = try patternInParentheses()
            patterns.append(Word(parts: parts, span: span(from)))
            guard index < end else { throw unclosed("(", start) }
            let isLast = bytes[index] == UInt8(ascii: ")")
            advance()
            emit(.glob)
            if isLast { break }
        }
        return .extendedGlob(ExtendedGlob(operator: name, patterns: patterns, span: span(start)))
    }

    /// Up to `|` or `)`; blanks and the like are text here.
    @inline(never)
    private mutating func patternInParentheses() throws(Problem) -> [WordPart] {
        var parts: [WordPart] = []
        while index < end {
            parts += try unquoted(.pattern)
            guard index < end, bytes[index] != UInt8(ascii: "|"), bytes[index] != UInt8(ascii: ")") else { break }
            if bytes[index] == UInt8(ascii: "(") {
                parts.append(try extendedGlob(operator: "", index))
            } else {
                let start = index
                index += 1
                flush(start, into: &parts)
                skipContinuationsInWord()
            }
        }
        return parts
    }
}
