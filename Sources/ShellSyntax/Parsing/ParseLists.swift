// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Commands up to what closes them.
    @inline(never)
    mutating func list() throws(Problem) -> CommandList {
        let start = index
        var items: [CommandList.Item] = []
        try list(into: &items)
        return CommandList(
            items: items,
            span: items.isEmpty
                ? span(start)
                : SourceSpan(
                    Int(items[0].span.start),
                    Int(items[items.count - 1].span.end)
                )
        )
    }

    @inline(never)
    mutating func commands() throws(Problem) -> CommandList {
        let list = try list()
        guard !list.items.isEmpty else { throw unexpected() }
        return list
    }

    @inline(never)
    mutating func list(into items: inout [CommandList.Item]) throws(Problem) {
        while true {
            skipBlanksAndNewlines()
            guard !isAtEndOfList else { return }
            let start = index
            let commands = try andOr()
            skipBlanks()
            let terminator = terminator()
            let isBare = terminator == .newline || terminator == .end
            items.append(
                CommandList.Item(commands: commands, terminator: terminator, span: isBare ? commands.span : span(start))
            )
            if terminator == .newline { newline() }
            if terminator == .end { return }
        }
    }

    private var isAtEndOfList: Bool {
        if index >= end { return true }
        switch bytes[index] {
        case UInt8(ascii: ")"): return true
        case UInt8(ascii: ";"):
            let next = byte(after: index)
            return next == UInt8(ascii: ";") || next == UInt8(ascii: "&") || (dialect == .zsh && next == UInt8(ascii: "|"))
        default: return reserved()?.word.isCloser ?? false
        }
    }

    @inline(never)
    private mutating func terminator() -> CommandList.Terminator {
        switch current {
        case UInt8(ascii: ";") where !isAtEndOfList:
            advance()
            emit(.operator)
            return .semicolon
        case UInt8(ascii: "&"):
            advance()
            var isDisowned = false
            if dialect == .zsh, current == UInt8(ascii: "|") || current == UInt8(ascii: "!") {
                advance()
                isDisowned = true
            }
            emit(.operator)
            return isDisowned ? .disowned : .background
        case 10 where index < end: return .newline
        default: return .end
        }
    }

    @inline(never)
    mutating func andOr() throws(Problem) -> AndOrList {
        let start = index
        let first = try pipeline()
        var rest: [AndOrList.Step] = []
        while true {
            skipBlanks()
            let isAnd = skip("&", "&")
            guard isAnd || skip("|", "|") else { break }
            emit(.operator)
            skipBlanksAndNewlines()
            rest.append(AndOrList.Step(operator: isAnd ? .and : .or, pipeline: try pipeline()))
        }
        return AndOrList(
            first: first,
            rest: rest,
            span: SourceSpan(place(start), Int((rest.last?.pipeline ?? first).span.end))
        )
    }

    @inline(never)
    mutating func pipeline() throws(Problem) -> Pipeline {
        let start = index
        var negations = 0
        var isTimed = false
        while true {
            if accept(.bang) {
                negations += 1
            } else if accept(.time) {
                isTimed = true
                skipBlanks()
                while skipTimeOption() { skipBlanks() }
            } else {
                break
            }
            skipBlanks()
        }
        var commands: [Command] = []
        var joins: [Int] = []
        if negations > 0 || isTimed, isAtEndOfPipeline {
            return Pipeline(negations: negations, isTimed: isTimed, commands: [], joinsErrors: [], span: span(start))
        }
        while true {
            commands.append(try command())
            skipBlanks()
            guard current == UInt8(ascii: "|"), byte(after: index) != UInt8(ascii: "|") else { break }
            advance()
            if dialect != .posix, current == UInt8(ascii: "&") {
                advance()
                joins.append(commands.count - 1)
            }
            emit(.operator)
            skipBlanksAndNewlines()
            if isAt(.bang) { throw unexpected() }
        }
        return Pipeline(
            negations: negations,
            isTimed: isTimed,
            commands: commands,
            joinsErrors: joins,
            span: SourceSpan(place(start), Int(commands[commands.count - 1].span.end))
        )
    }

    /// `-p` or `--` behind `time`.
    @inline(never)
    private mutating func skipTimeOption() -> Bool {
        guard current == UInt8(ascii: "-") else { return false }
        let second = after(index)
        guard byte(second) == UInt8(ascii: "p") || byte(second) == UInt8(ascii: "-") else { return false }
        let next = after(second)
        guard next >= end || Bytes.isMeta(bytes[next]) else { return false }
        index = min(next, end)
        emit(.keyword)
        return true
    }

    private var isAtEndOfPipeline: Bool {
        switch current {
        case 10, UInt8(ascii: ";"), UInt8(ascii: ")"): true
        case UInt8(ascii: "&"): true
        case UInt8(ascii: "|"): byte(after: index) == UInt8(ascii: "|")
        default: index >= end
        }
    }
}
