// SPDX-License-Identifier: Apache-2.0

extension Walker {
    mutating func walk(_ compound: CompoundCommand) -> Flow {
        guard enter(compound.span) else { return .normal }
        defer { leave() }
        guard !compound.redirections.isEmpty else { return walk(compound.kind, compound.span) }
        let outer = state.streams
        let outerWriters = writers
        writers = []
        redirect(compound.redirections)
        if !redirectionUses.isEmpty || !redirectionTraits.isEmpty {
            // The compound command opens them itself.
            emit([Field(":", span: span(compound.span))], Usage(), compound.span)
        }
        let flow = walk(compound.kind, compound.span)
        state.streams = outer
        runWriters()
        writers = outerWriters
        return flow
    }

    private mutating func walk(_ kind: CompoundCommand.Kind, _ span: SourceSpan) -> Flow {
        switch kind {
        case .group(let body): return walk(body)
        case .subshell(let body):
            let saved = enterSubshell()
            let outerEscapes = escapes
            _ = walk(body)
            escapes = outerEscapes
            leaveSubshell(saved)
            return .normal
        case .conditional(let branches, let otherwise): return choose(branches[...], otherwise)
        case .loop(let isUntil, let condition, let body): return loop(isUntil, condition, body, span)
        case .forEach(let name, let words, let body), .select(let name, let words, let body):
            let place = self.span(span)
            let items: [Field]
            if let words {
                items = fields(of: words)
            } else {
                items = (state.arguments ?? [Value(unknown: .parameter("@"))]).map { Field($0, span: place) }
            }
            if case .select = kind {
                return turns([Field([.unknown(.parameter(name.text))], span: self.span(span))], name.text, body, span)
            }
            return turns(items, name.text, body, span)
        case .forArithmetic(let three, let body): return loop(three, body, span)
        case .match(let subject, let items): return match(subject, items, span)
        case .test(let expression):
            let holds = test(expression)
            state.status = holds.map { $0 ? 0 : 1 }
            return .normal
        case .arithmetic(let arithmetic):
            let value = evaluate(arithmetic.parts, arithmetic.span)
            state.status = value.map { $0 != 0 ? 0 : 1 }
            return .normal
        case .repetition(let count, let body):
            let number = value(of: count).text.flatMap { Int($0) }
            let items = (0..<min(max(number ?? 2, 0), Budget.turns)).map { _ in Field("", span: self.span(span)) }
            return turns(items, nil, body, span)
        }
    }

    // MARK: - Branches

    private mutating func choose(_ branches: ArraySlice<CompoundCommand.Branch>, _ otherwise: CommandList?) -> Flow {
        guard let branch = branches.first else {
            guard let otherwise else {
                state.status = 0
                return .normal
            }
            return walk(otherwise)
        }
        guard enter(branch.condition.span) else { return .normal }
        defer { leave() }
        conditions += 1
        let flow = walk(branch.condition)
        conditions -= 1
        guard flow == .normal else { return flow }
        let status = state.status
        let onFailure = state.directoriesOnFailure
        state.directoriesOnFailure = nil
        var other = state
        if let onFailure { other.directories = onFailure }
        let wasConditional = isConditional
        isConditional = true
        // Where the status is known, the branch that is not taken is told of, but leaves nothing behind.
        if status == 0 { isConditional = wasConditional }
        let left = walk(branch.body)
        let leftState = state
        state = other
        isConditional = status.map { $0 != 0 } == true ? wasConditional : true
        let right = choose(branches.dropFirst(), otherwise)
        isConditional = wasConditional
        if let status {
            guard status == 0 else { return right }
            state = leftState
            return left
        }
        switch (left == .normal, right == .normal) {
        case (true, true):
            join(leftState)
            return .normal
        case (true, false):
            escape(right)
            state = leftState
            state.isPastCondition = true
            return .normal
        case (false, true):
            swap(&state, &other)
            state = leftState
            escape(left)
            state = other
            state.isPastCondition = true
            return .normal
        case (false, false):
            if left == right {
                join(leftState)
                return left
            }
            escape(right)
            let rightState = state
            state = leftState
            escape(left)
            join(rightState)
            // One of them ends what stands around, the other one more of it: what follows is not reached by either,
            // but the loop may go on.
            return left == .exits ? right : left
        }
    }

    private mutating func match(_ subject: Word, _ items: [CompoundCommand.MatchItem], _ span: SourceSpan) -> Flow {
        let subject = value(of: subject)
        let before = state
        var ends: [ShellState] = []
        var flows: [Flow] = []
        let wasConditional = isConditional
        var isOpen = true
        var index = 0
        while index < items.count, isOpen, !budget.isSpent {
            let item = items[index]
            var holds: Bool? = false
            for pattern in item.patterns {
                guard let matches = matches(subject, pattern, span) else {
                    holds = nil
                    continue
                }
                if matches {
                    if holds != nil || holds == nil { holds = true }
                    break
                }
            }
            guard holds != false else {
                index += 1
                continue
            }
            isConditional = holds == true && ends.isEmpty ? wasConditional : true
            let here = state
            var flow = walk(item.body)
            var goesOn = item.terminator == .goesOn
            while flow == .normal, items[index].terminator == .fallsThrough, index + 1 < items.count {
                index += 1
                flow = walk(items[index].body)
                goesOn = items[index].terminator == .goesOn
            }
            if goesOn, holds == true, flow == .normal {
                index += 1
                continue
            }
            if flow == .normal { ends.append(state) } else { escape(flow) }
            flows.append(flow)
            state = here
            if holds == true { isOpen = false }
            index += 1
        }
        isConditional = wasConditional
        if isOpen {
            // No pattern may match.
            state = before
            state.status = 0
            ends.append(state)
        }
        guard var joined = ends.popLast() else { return flows.last ?? .normal }
        for end in ends { joined.join(end) }
        if flows.contains(where: { $0 != .normal }) { joined.isPastCondition = true }
        state = joined
        return .normal
    }

    // MARK: - Loops

    /// How many turns a loop is walked one by one: fewer inside others.
    private var turnLimit: Int { loops <= 1 ? Budget.turns : loops == 2 ? 16 : loops == 3 ? 4 : 2 }

    private mutating func turns(_ items: [Field], _ name: String?, _ body: CommandList, _ span: SourceSpan) -> Flow {
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

    private mutating func loop(
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
    private mutating func loop(_ three: [Arithmetic], _ body: CommandList, _ span: SourceSpan) -> Flow {
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
