// SPDX-License-Identifier: Apache-2.0

extension Parser {
    @inline(never)
    mutating func command() throws(Problem) -> Command {
        if let (word, _) = reserved() { if let command = try compound(word) { return command } }
        if current == UInt8(ascii: "(") { return try parenthesis() }
        return try simple()
    }

    @inline(never)
    mutating func simple() throws(Problem) -> Command {
        let start = index
        var last = index
        var assignments: [Assignment] = []
        var words: [Word] = []
        var redirections: [Redirection] = []
        var takesArrays = false
        loop: while true {
            skipBlanks()
            guard index < end else { break }
            switch bytes[index] {
            case 10, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"): break loop
            case UInt8(ascii: "&"):
                guard let redirection = try redirection() else { break loop }
                redirections.append(redirection)
            case UInt8(ascii: "("):
                if words.count == 1, assignments.isEmpty, redirections.isEmpty { return try function(words[0], start) }
                throw unexpected()
            default:
                if let redirection = try redirection() {
                    redirections.append(redirection)
                } else if words.isEmpty || takesArrays, let lead = try assignment(isArgument: !words.isEmpty) {
                    switch lead {
                    case .assignment(let assignment): assignments.append(assignment)
                    case .word(let word): words.append(word)
                    }
                } else {
                    let word = try self.word(takesArrays ? .declaration : .command)
                    if words.isEmpty { takesArrays = Self.declares(word) && dialect != .posix }
                    words.append(word)
                }
            }
            last = index
        }
        guard !assignments.isEmpty || !words.isEmpty || !redirections.isEmpty else { throw unexpected() }
        return .simple(
            SimpleCommand(assignments: assignments, words: words, redirections: redirections, span: span(start, last))
        )
    }

    /// Whether arguments of this command may be `name=(…)`.
    private static func declares(_ word: Word) -> Bool {
        guard word.parts.count == 1, case .literal(let literal) = word.parts[0] else { return false }
        switch literal.text {
        case "declare", "typeset", "local", "export", "readonly", "alias", "eval", "let", "private", "integer", "float":
            return true
        default: return false
        }
    }

    /// `name()` and its body, behind the name.
    @inline(never)
    private mutating func function(_ name: Word, _ start: Int) throws(Problem) -> Command {
        advance()
        emit(.operator)
        skipBlanks()
        guard current == UInt8(ascii: ")"), index < end else { throw unexpected() }
        advance()
        emit(.operator)
        return .function(FunctionDefinition(names: [name], body: try functionBody(), span: span(start)))
    }

    @inline(never)
    mutating func functionBody() throws(Problem) -> Command {
        skipBlanksAndNewlines()
        try enter()
        defer { leave() }
        let body = try command()
        if dialect == .bash {
            guard case .compound = body else {
                throw Problem(message: "a function needs a compound command", offset: index)
            }
        }
        return body
    }

    // MARK: - Assignments

    private enum Lead {
        case assignment(Assignment)
        case word(Word)
    }

    /// An assignment, if one stands here; or what begins like one with a subscript and is none, which bash reads as a word.
    @inline(never)
    private mutating func assignment(isArgument: Bool) throws(Problem) -> Lead? {
        guard Bytes.isNameStart(current) else { return nil }
        let start = index
        var stop = after(index)
        while Bytes.isName(byte(stop)) { stop = after(stop) }
        var subscriptWord: Word?
        if byte(stop) == UInt8(ascii: "["), dialect != .posix {
            if dialect == .zsh {
                guard !isArgument, let found = try subscripted(stop) else { return nil }
                subscriptWord = found
            } else {
                index = stop
                emit(.name)
                subscriptWord = try bracketed()
                if isArgument || !isAtAssignment { return .word(try rest(start, stop, subscriptWord)) }
            }
        } else if !isArgument,
            byte(stop) == UInt8(ascii: "=")
                || (byte(stop) == UInt8(ascii: "+") && byte(after: stop) == UInt8(ascii: "=") && dialect != .posix)
        {
            index = stop
            emit(.name)
        } else {
            return nil
        }
        let name = text(start, stop)
        let appends = current == UInt8(ascii: "+")
        if appends { advance() }
        advance()
        emit(.operator)
        let value = try assigned()
        return .assignment(
            Assignment(name: name, subscript: subscriptWord, appends: appends, value: value, span: span(start))
        )
    }

    private var isAtAssignment: Bool {
        current == UInt8(ascii: "=") || (current == UInt8(ascii: "+") && byte(after: index) == UInt8(ascii: "="))
    }

    /// The word that began with `name[…]`, whatever stands in the brackets: blanks and `#` too.
    @inline(never)
    private mutating func rest(_ start: Int, _ bracket: Int, _ inner: Word?) throws(Problem) -> Word {
        var parts: [WordPart] = []
        if bracket > start { parts.append(.literal(Text(text: text(start, bracket), span: span(start, bracket)))) }
        let isPlain =
            inner?.parts.allSatisfy { part in
                if case .literal = part { return true }
                return false
            } ?? true
        let end = max(bracket + 1, index - 1)
        if isPlain {
            parts.append(.glob(Text(text: text(bracket, index), span: span(bracket, index))))
        } else {
            parts.append(.literal(Text(text: "[", span: span(bracket, bracket + 1))))
            parts += inner?.parts ?? []
            parts.append(.literal(Text(text: "]", span: span(end, index))))
        }
        parts += try unquoted(.declaration)
        return Word(parts: parts, span: span(start))
    }

    /// `[…]` at a place, if `=` or `+=` follows; otherwise nothing was read.
    @inline(never)
    private mutating func subscripted(_ bracket: Int) throws(Problem) -> Word? {
        let found: Word?? = try attempt { (parser) throws(Problem) in
            parser.index = bracket
            parser.emit(.name)
            let word = try parser.bracketed()
            guard parser.isAtAssignment else { throw parser.unexpected() }
            return word
        }
        return found ?? nil
    }

    /// What stands behind the `=` of an assignment: a word, `(…)`, or nothing.
    @inline(never)
    mutating func assigned() throws(Problem) -> Word {
        if current == UInt8(ascii: "("), dialect != .posix {
            let array = try array()
            return Word(parts: [.array(array)], span: array.span)
        }
        let start = index
        let parts = try unquoted(.assignment)
        return Word(parts: parts, span: span(start))
    }

    @inline(never)
    mutating func array() throws(Problem) -> ArrayLiteral {
        let start = index
        try enter()
        defer { leave() }
        advance()
        emit(.operator)
        var elements: [ArrayLiteral.Element] = []
        while true {
            skipBlanksAndNewlines()
            guard index < end else { throw unclosed("(", start) }
            if current == UInt8(ascii: ")") { break }
            elements.append(try element())
        }
        advance()
        emit(.operator)
        return ArrayLiteral(elements: elements, span: span(start))
    }

    @inline(never)
    private mutating func element() throws(Problem) -> ArrayLiteral.Element {
        guard current == UInt8(ascii: "[") else {
            return ArrayLiteral.Element(subscript: nil, appends: false, value: try word(.command))
        }
        let start = index
        let word: Word
        if dialect == .zsh {
            guard let found = try subscripted(index) else {
                return ArrayLiteral.Element(subscript: nil, appends: false, value: try self.word(.command))
            }
            word = found
        } else {
            word = try bracketed()
            guard isAtAssignment else {
                return ArrayLiteral.Element(subscript: nil, appends: false, value: try rest(start, start, word))
            }
        }
        let appends = current == UInt8(ascii: "+")
        if appends { advance() }
        advance()
        emit(.operator)
        return ArrayLiteral.Element(subscript: word, appends: appends, value: try assigned())
    }

    // MARK: - Redirections

    /// A redirection, if one stands here.
    @inline(never)
    mutating func redirection() throws(Problem) -> Redirection? {
        let start = index
        guard let (descriptor, stop) = descriptor() else { return nil }
        guard let (kind, after) = redirectionOperator(stop) else { return nil }
        if stop > index {
            index = stop
            emit(.descriptor)
        }
        index = after
        emit(.operator)
        skipBlanks()
        if kind == .hereDocument || kind == .hereDocumentWithoutTabs {
            let number = try hereDocument(stripsTabs: kind == .hereDocumentWithoutTabs)
            return Redirection(descriptor: descriptor, operator: kind, target: .hereDocument(number), span: span(start))
        }
        let word = try word(.command)
        return Redirection(descriptor: descriptor, operator: kind, target: .word(word), span: span(start))
    }

    /// What may stand before a redirection, and where it ends; nothing where neither it nor a redirection does.
    private func descriptor() -> (Redirection.Descriptor?, Int)? {
        switch current {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): return (nil, index)
        case 48...57:
            var stop = index
            var number = 0
            while Bytes.isDigit(byte(stop)) {
                number = min(number * 10 + Int(byte(stop) - 48), Int(Int32.max))
                stop = after(stop)
            }
            guard byte(stop) == UInt8(ascii: "<") || byte(stop) == UInt8(ascii: ">") else { return nil }
            return (.number(number), stop)
        case UInt8(ascii: "{") where dialect != .posix:
            var stop = after(index)
            guard Bytes.isNameStart(byte(stop)) else { return nil }
            while Bytes.isName(byte(stop)) { stop = after(stop) }
            guard byte(stop) == UInt8(ascii: "}") else { return nil }
            let close = stop
            stop = after(stop)
            guard byte(stop) == UInt8(ascii: "<") || byte(stop) == UInt8(ascii: ">") else { return nil }
            return (.variable(text(index + 1, close)), stop)
        default: return nil
        }
    }

    private func redirectionOperator(_ start: Int) -> (Redirection.Operator, Int)? {
        let second = after(start)
        let third = after(second)
        let isBash = dialect != .posix
        switch (byte(start), byte(second)) {
        case (UInt8(ascii: "<"), UInt8(ascii: "<")):
            if byte(third) == UInt8(ascii: "-") { return (.hereDocumentWithoutTabs, after(third)) }
            if isBash, byte(third) == UInt8(ascii: "<") { return (.hereString, after(third)) }
            return (.hereDocument, third)
        case (UInt8(ascii: "<"), UInt8(ascii: "&")): return (.duplicateInput, third)
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): return (.readWrite, third)
        case (UInt8(ascii: "<"), UInt8(ascii: "(")) where isBash: return nil
        case (UInt8(ascii: "<"), _): return (.input, second)
        case (UInt8(ascii: ">"), UInt8(ascii: ">")):
            if dialect == .zsh, byte(third) == UInt8(ascii: "|") || byte(third) == UInt8(ascii: "!") {
                return (.append, after(third))
            }
            return (.append, third)
        case (UInt8(ascii: ">"), UInt8(ascii: "|")): return (.clobber, third)
        case (UInt8(ascii: ">"), UInt8(ascii: "!")) where dialect == .zsh: return (.clobber, third)
        case (UInt8(ascii: ">"), UInt8(ascii: "&")): return (.duplicateOutput, third)
        case (UInt8(ascii: ">"), UInt8(ascii: "(")) where isBash: return nil
        case (UInt8(ascii: ">"), _): return (.output, second)
        case (UInt8(ascii: "&"), UInt8(ascii: ">")) where isBash:
            if byte(third) == UInt8(ascii: ">") { return (.appendOutputAndErrors, after(third)) }
            if dialect == .zsh, byte(third) == UInt8(ascii: "|") || byte(third) == UInt8(ascii: "!") {
                return (.outputAndErrors, after(third))
            }
            return (.outputAndErrors, third)
        default: return nil
        }
    }
}
