// SPDX-License-Identifier: Apache-2.0

/// Loops: turn by turn where their ends are known, with holes for what they change where they are not.
extension Walker {
    /// How many turns a loop is walked one by one: fewer inside others.
    private var turnLimit: Int { loops <= 1 ? Budget.turns : loops == 2 ? 16 : loops == 3 ? 4 : 2 }

    mutating func turns(_ items: [Field], _ name: String?, _ body: CommandList, _ span: SourceSpan) -> Flow {
        let outerEscapes = escapes
        escapes = []
        defer { escapes = outerEscapes }
        loops += 1
        defer { loops -= 1 }
        let limit = turnLimit
        let isMany = items.contains { $0.isSplit }
        if items.isEmpty { state.status = 0 }
        for (number, item) in items.enumerated() {
            if budget.isSpent { return .normal }
            let isRest = number >= limit
            var content = Value(item)
            if isRest { content = Value(unknown: name.map { .parameter($0) } ?? .other, taint: content.taint) }
            if let name { set(name, content) }
            let wasConditional = isConditional
            if isRest || item.isSplit { isConditional = true }
            let before = isMany || isRest ? state : nil
            let flow = walk(body)
            isConditional = wasConditional
            if let before { again(body, since: before, sets: name, content) }
            if let end = ended(by: flow) { return end }
            if case .breaks = flow { break }
            if isRest { break }
        }
        for escaped in escapes { join(escaped) }
        return .normal
    }

    /// What a loop makes of how its body ended: nothing where it goes on or is over, a flow that leaves it otherwise.
    private mutating func ended(by flow: Flow) -> Flow? {
        switch flow {
        case .normal, .continues(1), .breaks(1): nil
        case .breaks(let levels): .breaks(levels - 1)
        case .continues(let levels): .continues(levels - 1)
        case .exits, .returns: flow
        }
    }

    /// Walks a body once more with what it changed being unknown, since it may run any number of times.
    private mutating func again(_ body: CommandList, since before: ShellState, sets name: String?, _ value: Value?) {
        let after = state
        guard let unsettled = unsettled(before, after) else {
            join(before)
            return
        }
        state = unsettled
        if let name, let value { set(name, value) }
        let count = resolution.invocations.count
        let wasConditional = isConditional
        isConditional = true
        _ = walk(body)
        isConditional = wasConditional
        dropRepeated(from: count)
        if let last = self.unsettled(unsettled, state) { state = last }
        join(before)
    }

    /// The state with a hole in every variable and capture that differs; nil where none does.
    private func unsettled(_ before: ShellState, _ after: ShellState) -> ShellState? {
        var state = after
        var isChanged = false
        if before.variables != after.variables {
            for (name, variable) in after.variables where before.variables[name] != variable {
                if case .unknown = variable.content { continue }
                if let value = variable.scalar(name), value.text == nil, value.pieces.count == 1 { continue }
                state.variables[name] = Variable(.unknown(variable.taint), variable.attributes)
                isChanged = true
            }
        }
        for index in after.captures.indices where index < before.captures.count && before.captures[index] != after.captures[index]
        {
            state.captures[index] = ShellState.join(before.captures[index], after.captures[index])
        }
        if before.arguments != after.arguments {
            state.arguments = nil
            isChanged = true
        }
        if before.directories != after.directories {
            state.directories = nil
            isChanged = true
        }
        state.status = nil
        return isChanged ? state : nil
    }

    /// Takes away invocations at the end that repeat those just before them.
    private mutating func dropRepeated(from count: Int) {
        let added = resolution.invocations.count - count
        guard added > 0, added <= count else { return }
        for offset in 0..<added {
            let one = resolution.invocations[count + offset]
            let other = resolution.invocations[count - added + offset]
            guard one.words.count == other.words.count, zip(one.words, other.words).allSatisfy({ $0.pattern == $1.pattern }),
                one.directory == other.directory, one.usage.traits == other.usage.traits,
                one.usage.uses.map(\.target.pattern) == other.usage.uses.map(\.target.pattern)
            else { return }
        }
        resolution.invocations.removeLast(added)
    }

    mutating func loop(
        _ isUntil: Bool,
        _ condition: CommandList,
        _ body: CommandList,
        _ span: SourceSpan
    ) -> Flow {
        loops += 1
        defer { loops -= 1 }
        let outerEscapes = escapes
        escapes = []
        defer { escapes = outerEscapes }
        let isEndless = condition.alwaysEnds(inSuccess: !isUntil)
        if isEndless, !body.mayPause { resolution.traits.insert(.endlessLoop) }
        let limit = turnLimit
        var turn = 0
        let wasConditional = isConditional
        defer { isConditional = wasConditional }
        while !budget.isSpent {
            let before = state
            conditions += 1
            let flow = walk(condition)
            conditions -= 1
            state.settleDirectories()
            if flow != .normal {
                if let end = ended(by: flow) { return end }
                break
            }
            let holds = state.status.map { ($0 == 0) != isUntil }
            if holds == false {
                if turn == 0 {
                    // Told of, should the status be another.
                    let skipped = state
                    isConditional = true
                    _ = walk(body)
                    state = skipped
                }
                state.status = 0
                break
            }
            if holds == true, !isEndless, turn < limit {
                turn += 1
                let flow = walk(body)
                if let end = ended(by: flow) { return end }
                if case .breaks = flow { break }
                continue
            }
            // How often is not known.
            let skipped = state
            if !isEndless { isConditional = true }
            let end = walk(body)
            if case .breaks = end {
            } else {
                isConditional = true
                again(body, condition, since: before)
            }
            if let end = ended(by: end), isEndless { return end }
            if !isEndless { join(skipped) }
            state.status = nil
            if isEndless {
                if case .breaks = end {} else { state.isPastCondition = true }
            }
            break
        }
        for escaped in escapes { join(escaped) }
        return .normal
    }

    private mutating func again(_ body: CommandList, _ condition: CommandList, since before: ShellState) {
        guard let unsettled = unsettled(before, state) else { return }
        state = unsettled
        let count = resolution.invocations.count
        _ = walk(condition)
        _ = walk(body)
        dropRepeated(from: count)
        if let last = self.unsettled(unsettled, state) { state = last }
    }

    /// `for ((…; …; …))`
    mutating func loop(_ three: [Arithmetic], _ body: CommandList, _ span: SourceSpan) -> Flow {
        loops += 1
        defer { loops -= 1 }
        let outerEscapes = escapes
        escapes = []
        defer { escapes = outerEscapes }
        if let first = three.first { _ = evaluate(first.parts, first.span) }
        let isEndless = three.count < 2 || three[1].parts.isEmpty
        if isEndless, !body.mayPause { resolution.traits.insert(.endlessLoop) }
        let limit = turnLimit
        let wasConditional = isConditional
        defer { isConditional = wasConditional }
        for turn in 0... {
            if budget.isSpent { break }
            let before = state
            let holds = isEndless ? 1 : evaluate(three[1].parts, three[1].span)
            if holds == 0 { break }
            let isLast = holds == nil || isEndless || turn >= limit
            if isLast, !isEndless { isConditional = true }
            let flow = walk(body)
            if let end = ended(by: flow) { return end }
            if case .breaks = flow { break }
            if three.count > 2 { _ = evaluate(three[2].parts, three[2].span) }
            guard isLast else { continue }
            isConditional = true
            again(body, since: before, sets: nil, nil)
            break
        }
        for escaped in escapes { join(escaped) }
        return .normal
    }
}
