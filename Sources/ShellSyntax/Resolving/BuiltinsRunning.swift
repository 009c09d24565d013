// SPDX-License-Identifier: Apache-2.0

/// Builtins that run something, or end what runs.
extension Walker {
    /// `eval`
    mutating func evaluate(_ fields: [Field], _ span: SourceSpan) -> Flow {
        var text = Value()
        var arguments = fields.dropFirst()
        if arguments.first?.text == "--" { arguments = arguments.dropFirst() }
        for (number, field) in arguments.enumerated() {
            if number > 0 { text.append(" ") }
            text.append(Value(field))
        }
        var usage = Usage()
        usage.traits = provenance(text.taint)
        emit(fields, usage, span)
        state.status = 0
        return runText(text, context.dialect, span, inShell: true)
    }

    /// `. file`
    mutating func source(_ fields: [Field], _ span: SourceSpan) -> Flow {
        var usage = Usage()
        let arguments = fields.dropFirst()
        let file = arguments.first
        if let file, file.text?.hasPrefix("/dev/fd/") != true { usage.uses = [Use(.read, file)] }
        let isForeign = file.map { self.isForeign($0) } ?? false
        usage.traits = isForeign ? [] : file.map { provenance($0.taint) } ?? []
        let index = emit(fields, usage, span)
        state.status = nil
        guard let index, let file else { return .normal }
        guard let name = file.text else {
            if !isForeign { note(.script, span) }
            return .normal
        }
        let saved = (state.arguments, isSourced)
        if arguments.count > 1 { state.arguments = arguments.dropFirst().map { Value($0) } }
        isSourced = true
        let flow = sourced(name, index, span)
        isSourced = saved.1
        if arguments.count > 1 { state.arguments = saved.0 }
        return flow == .returns ? .normal : flow
    }

    private mutating func sourced(_ name: String, _ index: Int, _ span: SourceSpan) -> Flow {
        if name == "/dev/stdin" || name == "/dev/fd/0" || name == "/proc/self/fd/0" {
            switch state.streams.input {
            case .value(let value):
                for trait in provenance(value.taint) { insert(trait, index) }
                if value.text == nil, value.pieces.count == 1 {
                    note(.script, span)
                    return .normal
                }
                return runText(value, context.dialect, span, inShell: true)
            case .inherited, .nothing: return .normal
            default:
                note(.script, span)
                return .normal
            }
        }
        guard let path = self.path(name) else { return .normal }
        if let file = state.files[path] {
            var flow = Flow.normal
            for content in file.contents {
                for trait in provenance(content.taint) { insert(trait, index) }
                if content.text == nil, content.pieces.count == 1 {
                    note(.script, span)
                } else {
                    flow = runText(content, context.dialect, span, inShell: true)
                }
            }
            return file.contents.count == 1 ? flow : .normal
        }
        guard place == .here, let bytes = settings.readFile(path), bytes.count <= 256 << 10, !bytes.contains(0) else {
            return .normal
        }
        return runText(Value(String(decoding: bytes, as: UTF8.self)), context.dialect, span, inShell: true)
    }

    /// `exec`: the shell becomes the program; what follows runs only where that fails.
    mutating func execute(_ fields: [Field], _ span: SourceSpan) -> Flow {
        var rest = fields.dropFirst()
        while let option = rest.first?.text, option.utf8.first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
            if option == "--" { break }
            if option.utf8.last == UInt8(ascii: "a") { rest = rest.dropFirst() }
        }
        guard let first = rest.first else {
            emit(fields, Usage(), span)
            state.status = 0
            return .normal
        }
        startSame("exec", Array(rest), first, span)
        state.isPastCondition = true
        return .normal
    }

    /// `command`, `builtin`: no functions and no aliases.
    mutating func passOn(_ name: String, _ fields: [Field], _ command: SimpleCommand) -> Flow {
        var rest = fields.dropFirst()
        while let option = rest.first?.text, option.utf8.first == UInt8(ascii: "-"), name == "command" {
            rest = rest.dropFirst()
            if option == "--" { break }
            if option.utf8.contains(UInt8(ascii: "v")) || option.utf8.contains(UInt8(ascii: "V")) {
                // Tells where a program is, runs none.
                let index = emit(fields, Usage(), command.span)
                if state.streams.isRead {
                    if let program = rest.first?.text, !Paths.hasSlash(program) {
                        // Whichever it is, it is of that name.
                        write(Value("/usr/bin/\(program)\n"))
                    } else {
                        write(Value(unknown: .output(index.map { [$0] } ?? []), taint: .output))
                    }
                }
                state.status = nil
                return .normal
            }
        }
        guard let first = rest.first, enter(command.span) else {
            emit(fields, Usage(), command.span)
            state.status = 0
            return .normal
        }
        defer { leave() }
        guard let inner = first.text else {
            emit(fields, Usage(), command.span)
            starters.append(name)
            defer { starters.removeLast() }
            let functions = state.functions
            state.functions = [:]
            let flow = dispatch(Array(rest), command)
            if state.functions.isEmpty { state.functions = functions }
            return flow
        }
        emit(fields, Usage(), command.span)
        starters.append(name)
        defer { starters.removeLast() }
        let shorter = SimpleCommand(
            assignments: [],
            words: Array(command.words.suffix(rest.count)),
            redirections: [],
            span: command.span
        )
        if let flow = builtin(inner, Array(rest), shorter) { return flow }
        return launch(Array(rest), command.span)
    }

    private mutating func startSame(_ name: String, _ words: [Field], _ first: Field, _ span: SourceSpan) {
        guard enter(span) else { return }
        defer { leave() }
        emit([Field(name, span: self.span(span))] + words, Usage(), span)
        starters.append(name)
        defer { starters.removeLast() }
        if first.text != nil {
            launch(words, span)
            return
        }
        let candidates = first.isDynamic ? [] : CommonPrograms.matching(first.pattern)
        guard candidates.isEmpty else {
            for candidate in candidates.prefix(16) { launch([Field(candidate, span: first.span)] + words.dropFirst(), span) }
            return
        }
        note(.program, span)
        var usage = Usage(isKnown: false)
        usage.traits = provenance(first.taint)
        emit(words, usage, span)
    }

    /// `exit`, `return`, `break`, `continue`: nothing behind them runs, where they mean something.
    mutating func leave(_ name: String, _ fields: [Field], _ span: SourceSpan) -> Flow {
        emit(fields, Usage(), span)
        // With more than one argument or one that is no number, bash may go on.
        guard fields.count <= 2 else { return .normal }
        let number = fields.count == 2 ? fields[1].text.flatMap { Int($0) } : 0
        switch name {
        case "exit", "logout":
            if name == "logout" { return .normal }
            return .exits
        case "return":
            guard isSourced || !calls.isEmpty else { return .normal }
            if fields.count == 2 { state.status = number }
            // The state goes to the end of the function.
            escape(.returns)
            return .returns
        default:
            guard loops > 0, let number, number >= 0 else { return .normal }
            state.status = 0
            let levels = fields.count == 2 ? max(number, 1) : 1
            return name == "break" ? .breaks(levels) : .continues(levels)
        }
    }
}
