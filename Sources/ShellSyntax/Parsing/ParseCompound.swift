// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// The command that a reserved word opens; nothing where the word opens none and is a name here.
    @inline(never)
    mutating func compound(_ word: Reserved) throws(Problem) -> Command? {
        // `time` behind `|` is a program.
        if word == .time { return nil }
        if word.isCloser || word == .bang || word == .in || word == .closeTest { throw unexpected() }
        let start = index
        try enter()
        defer { leave() }
        if word == .function { return try functionWithKeyword(start) }
        if word == .coproc { return try coprocess(start) }
        _ = accept(word)
        let kind: CompoundCommand.Kind
        switch word {
        case .openBrace:
            let body = dialect == .zsh ? try list() : try commands()
            try expect(.closeBrace, "}", for: "{", start)
            kind = .group(body)
        case .if: kind = try conditional(start)
        case .while, .until:
            let condition = try commands()
            kind = .loop(isUntil: word == .until, condition: condition, body: try doBody(start, "a loop"))
        case .for, .foreach: kind = try forLoop(start, closer: word == .foreach ? .end : nil)
        case .select:
            let (name, words) = try loopHead()
            kind = .select(name: name, words: words, body: try loopBody(start))
        case .case: kind = try match(start)
        case .openTest: kind = .test(try test(start))
        case .repeat:
            skipBlanks()
            let count = try self.word(.command)
            kind = .repetition(count: count, body: try loopBody(start))
        default: throw unexpected()
        }
        return try finish(kind, start)
    }

    /// The redirections behind a compound command.
    @inline(never)
    private mutating func finish(_ kind: CompoundCommand.Kind, _ start: Int) throws(Problem) -> Command {
        var last = index
        var redirections: [Redirection] = []
        skipBlanks()
        while let redirection = try redirection() {
            redirections.append(redirection)
            last = index
            skipBlanks()
        }
        return .compound(CompoundCommand(kind: kind, redirections: redirections, span: span(start, last)))
    }

    /// `( … )` or `(( … ))`.
    @inline(never)
    mutating func parenthesis() throws(Problem) -> Command {
        let start = index
        try enter()
        defer { leave() }
        if dialect != .posix, byte(after: index) == UInt8(ascii: "("),
            let arithmetic = try attempt({ (parser) throws(Problem) in try parser.doubleParentheses(start) })
        {
            return try finish(.arithmetic(arithmetic), start)
        }
        advance()
        emit(.operator)
        skipBlanks()
        if dialect == .zsh, current == UInt8(ascii: ")") {
            advance()
            emit(.operator)
            return .function(FunctionDefinition(names: [], body: try functionBody(), span: span(start)))
        }
        let body = try commands()
        guard current == UInt8(ascii: ")"), index < end else {
            throw index >= end ? unclosed("(", start) : unexpected()
        }
        advance()
        emit(.operator)
        return try finish(.subshell(body), start)
    }

    /// `((` … `))`, both included.
    @inline(never)
    mutating func doubleParentheses(_ start: Int) throws(Problem) -> Arithmetic {
        advance()
        advance()
        emit(.operator)
        let parts = try arithmetic(.parenthesis)
        guard skip(")", ")") else { throw unclosed("((", start) }
        emit(.operator)
        return Arithmetic(parts: parts, span: span(start))
    }

    @inline(never)
    private mutating func conditional(_ start: Int) throws(Problem) -> CompoundCommand.Kind {
        var branches: [CompoundCommand.Branch] = []
        repeat {
            let condition = try commands()
            try expect(.then, "then", for: "if", start)
            branches.append(CompoundCommand.Branch(condition: condition, body: try commands()))
        } while accept(.elif)
        let otherwise = accept(.else) ? try commands() : nil
        try expect(.fi, "fi", for: "if", start)
        return .conditional(branches: branches, otherwise: otherwise)
    }

    @inline(never)
    private mutating func doBody(_ start: Int, _ opener: String) throws(Problem) -> CommandList {
        try expect(.do, "do", for: opener, start)
        let body = try commands()
        try expect(.done, "done", for: opener, start)
        return body
    }

    /// `do … done`, or `{ … }` where the shell takes it.
    @inline(never)
    private mutating func loopBody(_ start: Int, closer: Reserved? = nil) throws(Problem) -> CommandList {
        skipBlanksAndNewlines()
        if let closer {
            let body = try commands()
            try expect(closer, "end", for: "a loop", start)
            return body
        }
        if dialect != .posix, accept(.openBrace) {
            let body = try commands()
            try expect(.closeBrace, "}", for: "{", start)
            return body
        }
        if dialect == .zsh, !isAt(.do) {
            let command = try andOr()
            let item = CommandList.Item(commands: command, terminator: .end, span: command.span)
            return CommandList(items: [item], span: command.span)
        }
        return try doBody(start, "a loop")
    }

    @inline(never)
    private mutating func forLoop(_ start: Int, closer: Reserved?) throws(Problem) -> CompoundCommand.Kind {
        skipBlanks()
        if dialect != .posix, skip("(", "(") {
            emit(.operator)
            var parts: [Arithmetic] = []
            while true {
                let from = index
                parts.append(Arithmetic(parts: try arithmetic(.semicolon), span: span(from)))
                guard current == UInt8(ascii: ";"), parts.count < 3 else { break }
                advance()
                emit(.operator)
            }
            guard parts.count == 3, skip(")", ")") else { throw unexpected() }
            emit(.operator)
            skipBlanks()
            if current == UInt8(ascii: ";") {
                advance()
                emit(.operator)
            }
            return .forArithmetic(parts, body: try loopBody(start))
        }
        let (name, words) = try loopHead()
        return .forEach(name: name, words: words, body: try loopBody(start, closer: closer))
    }

    /// `name in words;`
    @inline(never)
    private mutating func loopHead() throws(Problem) -> (Text, [Word]?) {
        skipBlanks()
        let start = index
        while index < end, !Bytes.isMeta(current) {
            guard current != UInt8(ascii: "$"), current != UInt8(ascii: "`"), current >= 32 else { throw unexpected() }
            advance()
        }
        guard index > start else { throw unexpected() }
        emit(.name)
        let name = Text(text: text(start, index), span: span(start))
        skipBlanks()
        if dialect == .zsh, current == UInt8(ascii: "(") {
            let array = try array()
            skipBlanks()
            if current == UInt8(ascii: ";") {
                advance()
                emit(.operator)
            }
            return (name, array.elements.map(\.value))
        }
        if current == UInt8(ascii: ";"), byte(after: index) != UInt8(ascii: ";") {
            advance()
            emit(.operator)
            return (name, nil)
        }
        skipBlanksAndNewlines()
        guard accept(.in) else { return (name, nil) }
        var words: [Word] = []
        while true {
            skipBlanks()
            guard index < end else { throw unexpected() }
            if current == UInt8(ascii: ";") {
                advance()
                emit(.operator)
                return (name, words)
            }
            if current == 10 {
                newline()
                return (name, words)
            }
            words.append(try word(.command))
        }
    }

    @inline(never)
    private mutating func match(_ start: Int) throws(Problem) -> CompoundCommand.Kind {
        skipBlanks()
        let subject = try word(.plain)
        skipBlanksAndNewlines()
        let usesBraces = dialect == .zsh && accept(.openBrace)
        if !usesBraces { try expect(.in, "in", for: "case", start) }
        let closer = usesBraces ? Reserved.closeBrace : .esac
        var items: [CompoundCommand.MatchItem] = []
        skipBlanksAndNewlines()
        while !isAt(closer) {
            guard index < end else { throw Problem(message: "case has no esac", offset: start) }
            let item = try matchItem()
            items.append(item.item)
            skipBlanksAndNewlines()
            if item.isLast { break }
        }
        try expect(closer, "esac", for: "case", start)
        return .match(subject, items)
    }

    @inline(never)
    private mutating func matchItem() throws(Problem) -> (item: CompoundCommand.MatchItem, isLast: Bool) {
        let start = index
        if current == UInt8(ascii: "(") {
            advance()
            emit(.operator)
        }
        var patterns: [Word] = []
        while true {
            skipBlanks()
            patterns.append(try word(.pattern))
            skipBlanks()
            guard current == UInt8(ascii: "|"), index < end else { break }
            advance()
            emit(.operator)
        }
        guard current == UInt8(ascii: ")"), index < end else { throw unexpected() }
        advance()
        emit(.operator)
        let body = try list()
        var terminator = CompoundCommand.MatchItem.Terminator.ends
        var isLast = false
        if skip(";", ";") {
            if dialect != .posix, current == UInt8(ascii: "&") {
                advance()
                terminator = .goesOn
            }
            emit(.operator)
        } else if dialect != .posix, skip(";", "&") {
            emit(.operator)
            terminator = .fallsThrough
        } else if dialect == .zsh, skip(";", "|") {
            emit(.operator)
            terminator = .goesOn
        } else {
            isLast = true
        }
        let item = CompoundCommand.MatchItem(patterns: patterns, body: body, terminator: terminator, span: span(start))
        return (item, isLast)
    }

    @inline(never)
    private mutating func functionWithKeyword(_ start: Int) throws(Problem) -> Command {
        _ = accept(.function)
        var names: [Word] = []
        repeat {
            skipBlanks()
            if dialect == .zsh, isAt(.openBrace) || current == UInt8(ascii: "(") { break }
            names.append(try word(.plain))
            skipBlanks()
        } while dialect == .zsh && index < end && current != 10
        if current == UInt8(ascii: "("), byte(after: index) != UInt8(ascii: "(") {
            let before = mark()
            advance()
            emit(.operator)
            skipBlanks()
            if current == UInt8(ascii: ")") {
                advance()
                emit(.operator)
            } else {
                try goBack(to: before)
            }
        }
        return .function(FunctionDefinition(names: names, body: try functionBody(), span: span(start)))
    }

    @inline(never)
    private mutating func coprocess(_ start: Int) throws(Problem) -> Command {
        _ = accept(.coproc)
        skipBlanks()
        if !opensCompound {
            let before = mark()
            let from = index
            if Bytes.isNameStart(current) {
                while Bytes.isName(current) { advance() }
                emit(.name)
                let name = Text(text: text(from, index), span: span(from))
                let blank = index
                skipBlanks()
                if index > blank, opensCompound {
                    return .coprocess(Coprocess(name: name, body: try command(), span: span(start)))
                }
                try goBack(to: before)
            }
        }
        return .coprocess(Coprocess(name: nil, body: try command(), span: span(start)))
    }

    private var opensCompound: Bool {
        if current == UInt8(ascii: "(") { return true }
        guard let word = reserved()?.word else { return false }
        return !word.isCloser && word != .in && word != .bang && word != .time && word != .coproc && word != .closeTest
    }
}
