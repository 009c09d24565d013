// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// A simple command: once for every value that a variable in it may have.
    mutating func run(_ command: SimpleCommand) -> Flow {
        guard !state.choices.isEmpty else { return runOnce(command) }
        let names = state.choices.filter { name in command.mentions(name) }
        guard let name = names.min(), case .choice(let values)? = state.variables[name]?.content else { return runOnce(command) }
        let before = state
        let wasConditional = isConditional
        isConditional = true
        var joined: ShellState?
        for value in values where !budget.isSpent {
            state = before
            state.variables[name]?.content = .scalar(value)
            state.choices.remove(name)
            let flow = run(command)
            if flow != .normal { escape(flow) }
            // Back to what it was, unless the command changed it.
            if state.variables[name]?.content == .scalar(value) {
                state.variables[name] = before.variables[name]
                state.choices.insert(name)
            }
            if let end = joined {
                join(end)
            }
            joined = state
        }
        isConditional = wasConditional
        return .normal
    }

    private mutating func runOnce(_ command: SimpleCommand) -> Flow {
        if !state.aliases.isEmpty || !state.globalAliases.isEmpty, let flow = runAlias(command) { return flow }
        let outerWriters = writers
        writers = []
        defer { writers = outerWriters }
        let firstInvocation = resolution.invocations.count
        var fields = isDeclaration(command) ? declarationFields(command.words) : fields(of: command.words)
        if budget.isSpent { return .normal }
        guard command.redirections.isEmpty else {
            let outer = state.streams
            redirect(command.redirections)
            let keeps = fields.count == 1 && fields[0].text == "exec"
            let flow = run(command, &fields, since: firstInvocation)
            let inner = state.streams
            if !keeps { state.streams = outer }
            // `{name}>file` stays open.
            for redirection in command.redirections {
                if case .variable(let name)? = redirection.descriptor, let number = value(named: name)?.text.flatMap({ Int($0) })
                {
                    state.streams.others[number] = inner.others[number]
                }
            }
            runWriters()
            return flow
        }
        let flow = run(command, &fields, since: firstInvocation)
        runWriters()
        return flow
    }

    private mutating func run(_ command: SimpleCommand, _ fields: inout [Field], since first: Int) -> Flow {
        if fields.isEmpty {
            let count = resolution.invocations.count
            for assignment in command.assignments { assign(assignment) }
            if !redirectionUses.isEmpty || !redirectionTraits.isEmpty {
                emit([Field(":", span: span(command.span))], Usage(), command.span)
            }
            // The status is that of the last substitution, if there is one.
            if resolution.invocations.count == count, first == count { state.status = 0 }
            return .normal
        }
        guard !command.assignments.isEmpty else { return dispatch(fields, command) }
        var saved: [(String, Variable?)] = []
        for assignment in command.assignments {
            let before = state.variables[assignment.name]
            if !saved.contains(where: { $0.0 == assignment.name }) { saved.append((assignment.name, before)) }
            assign(assignment)
            state.variables[assignment.name]?.attributes.insert(.exported)
        }
        let flow = dispatch(fields, command)
        // To a special builtin of the POSIX shell they stay.
        if context.dialect == .posix, let name = fields[0].text, Self.keepsAssignments(name) { return flow }
        for (name, variable) in saved { state.variables[name] = variable }
        return flow
    }

    private static func keepsAssignments(_ name: String) -> Bool {
        switch name {
        case ":", ".", "eval", "exec", "export", "readonly", "set", "shift", "trap", "unset", "return", "exit": true
        default: false
        }
    }

    /// Takes the words of a command: functions and builtins first.
    mutating func dispatch(_ fields: [Field], _ command: SimpleCommand) -> Flow {
        let span = command.span
        if let name = fields[0].text {
            if !state.functions.isEmpty, let function = state.functions[name] { return call(function, name, fields, span) }
            if let flow = builtin(name, fields, command) { return flow }
            if context.dialect == .zsh, name.utf8.first == UInt8(ascii: "="), name.utf8.count > 1 {
                // `=rm` is the path of rm.
                return launch([Field(String(name.dropFirst()), span: fields[0].span)] + fields.dropFirst(), span)
            }
            return launch(fields, span)
        }
        if fields[0].isDynamic { return runUnknown(fields, command) }
        return runPattern(fields, command)
    }

    // MARK: - Programs that are not known

    private mutating func runUnknown(_ fields: [Field], _ command: SimpleCommand) -> Flow {
        let span = command.span
        note(.program, span)
        let wasConditional = isConditional
        isConditional = true
        defer { isConditional = wasConditional }
        var usage = Usage(isKnown: false)
        usage.traits = provenance(fields[0].taint)
        if state.streams.hasConnection { usage.traits.insert(.reverseShell) }
        let index = emit(fields, usage, span)
        if state.streams.isRead { write(Value(unknown: .output(index.map { [$0] } ?? []), taint: .output)) }
        // Where its variables are unset, the words behind are the command.
        let others = fields.compactMap { withoutUnset($0) }
        if let first = others.first, others != fields, first.text != nil, enter(span) {
            let before = state
            _ = dispatch(others, command)
            join(before)
            leave()
        }
        // `${x:-rm}`: the default may come in its place.
        if case .unknown(.parameter(let name))? = fields[0].pieces.first, fields[0].pieces.count == 1,
            let other = defaults[name]?.text, !other.isEmpty, enter(span)
        {
            let before = state
            _ = dispatch([Field(other, span: fields[0].span)] + fields.dropFirst(), command)
            join(before)
            leave()
        }
        state.status = nil
        return .normal
    }

    /// A field without the variables that only the environment could set; nothing where nothing is left.
    private func withoutUnset(_ field: Field) -> Field? {
        var isChanged = false
        let pieces = field.pieces.filter { piece in
            guard case .unknown(.parameter(let name)) = piece, isFromOutside(name) else { return true }
            isChanged = true
            return false
        }
        guard isChanged else { return field }
        if pieces.isEmpty, field.isSplit { return nil }
        var other = Field(pieces, span: field.span)
        other.isSplit = field.isSplit && other.isDynamic
        return other
    }

    /// `/bin/r?`: whatever program matches.
    private mutating func runPattern(_ fields: [Field], _ command: SimpleCommand) -> Flow {
        guard spend(32, command.span) else { return .normal }
        let candidates = CommonPrograms.matching(fields[0].pattern)
        guard !candidates.isEmpty, candidates.count <= 16 else {
            note(.program, command.span)
            emit(fields, Usage(isKnown: false), command.span)
            return .normal
        }
        let wasConditional = isConditional
        isConditional = isConditional || candidates.count > 1
        for candidate in candidates {
            _ = launch([Field(candidate, span: fields[0].span)] + fields.dropFirst(), command.span)
        }
        isConditional = wasConditional
        return .normal
    }

    // MARK: - Functions

    mutating func call(_ function: ShellState.Function, _ name: String, _ fields: [Field], _ span: SourceSpan) -> Flow {
        let arguments = fields.dropFirst().map { Value($0) }
        let isUnknown = fields.dropFirst().contains { $0.isSplit }
        let isSelf = calls.contains { $0.name == name }
        if let last = calls.lastIndex(where: { $0.name == name }) {
            calls[last].selfCalls += 1
            if concurrency > 0 || (calls[last].selfCalls > 1 && !isConditional) { resolution.traits.insert(.forkBomb) }
        }
        emit(fields, Usage(), span)
        let level = calls.count { $0.name == name }
        if level >= 2, calls.last(where: { $0.name == name })?.arguments == arguments || resolution.traits.contains(.forkBomb) {
            // Nothing new comes of it.
            state.status = nil
            return .normal
        }
        guard level < 6, calls.count < 24 else {
            if isSelf { note(.limit("recursion"), span) } else { stop("calls", span) }
            return .normal
        }
        guard enter(span) else { return .normal }
        defer { leave() }
        let outer = (state.arguments, context, isSourced, escapes)
        state.arguments = isUnknown ? nil : arguments
        context = Context(
            documents: function.context.documents,
            source: function.context.source,
            dialect: function.context.dialect,
            span: function.context.span
        )
        isSourced = true
        escapes = []
        calls.append(Call(name: name, arguments: arguments))
        locals.append([])
        let flow = walk(function.body)
        for escaped in escapes { join(escaped) }
        for (name, held) in locals.removeLast() { state.variables[name] = held }
        calls.removeLast()
        (state.arguments, context, isSourced, escapes) = outer
        return flow == .exits ? .exits : .normal
    }

    // MARK: - Aliases

    /// Takes an alias for the command's first word, and the word as it stands after that where it may mean a program.
    private mutating func runAlias(_ command: SimpleCommand) -> Flow? {
        guard let first = command.words.first else { return nil }
        let global =
            state.globalAliases.isEmpty
            ? nil
            : command.words.first { word in
                word.unquotedText.map { state.globalAliases[$0] != nil && !takenAliases.contains($0) } ?? false
            }
        let word: Word
        let text: String
        if let global, let name = global.unquotedText, let value = state.globalAliases[name] {
            (word, text) = (global, value)
            takenAliases.append(name)
        } else if let name = first.unquotedText, let value = state.aliases[name], !takenAliases.contains(name) {
            (word, text) = (first, value)
            takenAliases.append(name)
        } else {
            return nil
        }
        defer { takenAliases.removeLast() }
        guard enter(command.span) else { return .normal }
        defer { leave() }
        let source = context.source.bytes
        let start = Int(command.span.start)
        let end = min(Int(command.span.end), source.count)
        guard start <= Int(word.span.start), Int(word.span.end) <= end else { return nil }
        let line =
            String(decoding: source[start..<Int(word.span.start)], as: UTF8.self) + text
            + String(decoding: source[Int(word.span.end)..<end], as: UTF8.self)
        let before = state
        let wasConditional = isConditional
        isConditional = true
        let flow = runText(Value(line), context.dialect, command.span, inShell: true)
        isConditional = wasConditional
        if let name = first.unquotedText, word == first, state.functions[name] != nil || Programs.knows(name) {
            let taken = state
            state = before
            isConditional = true
            _ = runOnce(command)
            isConditional = wasConditional
            join(taken)
        }
        return flow
    }
}

extension SimpleCommand {
    /// Whether a parameter of this name is expanded in it.
    func mentions(_ name: String) -> Bool {
        words.contains { $0.parts.mention(name) } || assignments.contains { $0.value.parts.mention(name) }
            || redirections.contains { redirection in
                if case .word(let word) = redirection.target { return word.parts.mention(name) }
                return false
            }
    }
}

extension [WordPart] {
    fileprivate func mention(_ name: String) -> Bool {
        contains { part in
            switch part {
            case .parameter(let parameter): parameter.name == name
            case .doubleQuoted(let quoted): quoted.parts.mention(name)
            case .braces(let braces):
                if case .list(let words) = braces.kind { words.contains { $0.parts.mention(name) } } else { false }
            case .array(let array): array.elements.contains { $0.value.parts.mention(name) }
            default: false
            }
        }
    }
}
