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
            let rightState = state
            state = leftState
            escape(left)
            state = rightState
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
                    holds = true
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
}
