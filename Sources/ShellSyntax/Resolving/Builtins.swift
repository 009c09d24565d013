// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// What the shell does itself; nothing where the name is none of its builtins.
    mutating func builtin(_ name: String, _ fields: [Field], _ command: SimpleCommand) -> Flow? {
        let span = command.span
        switch name {
        case ":", "true", "false":
            emit(fields, Usage(), span)
            state.status = name == "false" ? 1 : 0
        case "echo", "printf", "pwd":
            printed(name, fields, span)
        case "[", "test":
            emit(fields, Usage(), span)
            state.status = test(fields.dropFirst().map { Value($0) }, isBracket: name == "[", span).map { $0 ? 0 : 1 }
        case "cd", "chdir", "pushd", "popd", "dirs": changeDirectory(name, fields, span)
        case "export", "declare", "typeset", "local", "readonly", "integer", "float": declare(name, fields, span)
        case "unset":
            emit(fields, Usage(), span)
            unset(fields)
        case "read": read(fields, span)
        case "mapfile", "readarray": readLines(fields, span)
        case "getopts":
            emit(fields, Usage(), span)
            if fields.count > 2, let variable = fields[2].text { set(variable, Value(unknown: .parameter(variable))) }
            set("OPTARG", Value(unknown: .parameter("OPTARG")))
            set("OPTIND", Value(unknown: .parameter("OPTIND")))
            state.status = nil
        case "set": setOptions(fields, span)
        case "shift":
            emit(fields, Usage(), span)
            let count = fields.count > 1 ? fields[1].text.flatMap { Int($0) } : 1
            if let count, let arguments = state.arguments {
                state.status = count <= arguments.count ? 0 : 1
                if count <= arguments.count, count >= 0 { state.arguments = Array(arguments.dropFirst(count)) }
            } else {
                state.arguments = nil
            }
        case "eval": return evaluate(fields, span)
        case ".", "source": return source(fields, span)
        case "exec": return execute(fields, span)
        case "command", "builtin", "noglob", "nocorrect", "-":
            return passOn(name, fields, command)
        case "exit", "logout", "return", "break", "continue": return leave(name, fields, span)
        case "alias":
            emit(fields, Usage(), span)
            alias(fields)
        case "unalias":
            emit(fields, Usage(), span)
            // A reading in which it is still there stays possible.
            state.status = 0
        case "trap": trap(fields, span)
        case "let":
            emit(fields, Usage(), span)
            var last: Int?
            for field in fields.dropFirst() {
                // A star is a product here, unless there are files of that name.
                last = field.isDynamic ? nil : evaluate(field.pattern, span, depth: 0)
            }
            state.status = last.map { $0 != 0 ? 0 : 1 }
        case "shopt", "setopt", "unsetopt", "emulate":
            emit(fields, Usage(), span)
            if name == "setopt", fields.contains(where: { $0.text?.lowercased() == "shwordsplit" }) {
                state.options.insert(.splitsWords)
            }
            state.status = 0
        case "wait", "jobs", "hash", "type", "umask", "times", "bg", "fg", "bind", "complete", "compgen", "compopt", "caller",
            "autoload",
            "zmodload", "whence", "where", "rehash", "zle", "bindkey", "compdef", "suspend", "enable":
            // What they print is not known; some of them change files or the shell: the table knows.
            let usage = Programs.usage(of: fields, in: surroundings)
            let index = emit(fields, usage.isKnown ? usage : Usage(), span)
            if state.streams.isRead { write(Value(unknown: .output(index.map { [$0] } ?? []), taint: .output)) }
            state.status = nil
        default: return nil
        }
        return .normal
    }

    // MARK: - Printing

    private mutating func printed(_ name: String, _ fields: [Field], _ span: SourceSpan) {
        let index = emit(fields, Usage(), span)
        state.status = 0
        if name == "printf", fields.count > 2, fields[1].text == "-v" {
            let rest = [fields[0]] + fields.dropFirst(3)
            let value = Filters.printf(rest.dropFirst().map { Value($0) }) ?? Value(unknown: .other)
            if let variable = fields[2].text { assign(to: variable, value, span) }
            return
        }
        guard state.streams.isRead else { return }
        switch name {
        case "echo": write(Filters.echo(fields.dropFirst().map { Value($0) }, context.dialect))
        case "printf":
            write(
                Filters.printf(fields.dropFirst().map { Value($0) })
                    ?? Value(
                        unknown: Value.origin(of: fields.flatMap(\.pieces), otherwise: index.map { .output([$0]) } ?? .other),
                        taint: fields.reduce(into: []) { $0.formUnion($1.taint) }
                    )
            )
        default:
            var directory = value(named: "PWD") ?? Value(unknown: .parameter("PWD"))
            directory.append("\n")
            write(directory)
        }
    }

    /// Assigns to what a builtin was told by name: `x` or `a[1]`.
    mutating func assign(to name: String, _ value: Value, _ span: SourceSpan) {
        guard let bracket = name.utf8.firstIndex(of: UInt8(ascii: "[")) else {
            set(name, value)
            return
        }
        let array = String(name[..<bracket])
        let inner = String(decoding: name[bracket...].utf8.dropFirst().dropLast(), as: UTF8.self)
        if case .associative(var values)? = state.variables[array]?.content {
            values[inner] = value
            state.variables[array]?.content = .associative(values)
            return
        }
        if inner.utf8.contains(UInt8(ascii: "$")) || inner.utf8.contains(UInt8(ascii: "`")) {
            // A subscript is expanded once more, with the commands in it.
            runText(Value(": \"\(inner)\""), context.dialect, span, inShell: true)
        }
        guard let index = evaluate(inner, span, depth: 0) else {
            state.variables[array] = Variable(.unknown(value.taint))
            return
        }
        set(array, value, index: index)
    }

    // MARK: - Variables

    private mutating func unset(_ fields: [Field]) {
        var isFunction = false
        for field in fields.dropFirst() {
            guard let name = field.text else { continue }
            if name == "-f" { isFunction = true }
            if name.utf8.first == UInt8(ascii: "-") { continue }
            if isFunction {
                state.functions[name] = nil
            } else if let bracket = name.utf8.firstIndex(of: UInt8(ascii: "[")) {
                let array = String(name[..<bracket])
                let inner = String(decoding: name[bracket...].utf8.dropFirst().dropLast(), as: UTF8.self)
                switch state.variables[array]?.content {
                case .indexed(var values):
                    if var index = evaluate(inner, SourceSpan(0, 0), depth: 0) {
                        if index < 0 { index += (values.keys.max() ?? -1) + 1 }
                        values[index] = nil
                        state.variables[array]?.content = .indexed(values)
                    } else {
                        state.variables[array]?.content = .unknown([])
                    }
                case .associative(var values):
                    values[inner] = nil
                    state.variables[array]?.content = .associative(values)
                default: break
                }
            } else if state.variables[name]?.attributes.contains(.readonly) != true {
                if state.variables[name] == nil, state.functions[name] != nil { state.functions[name] = nil }
                state.variables[name] = Variable(.unset)
            }
        }
        state.status = 0
    }

    private mutating func setOptions(_ fields: [Field], _ span: SourceSpan) {
        let index = emit(fields, fields.count == 1 ? Programs.usage(of: fields, in: surroundings) : Usage(), span)
        state.status = 0
        if fields.count == 1, state.streams.isRead {
            write(Value(unknown: .output(index.map { [$0] } ?? []), taint: [.output, .local]))
        }
        var place = 1
        while place < fields.count {
            guard let text = fields[place].text, let sign = text.utf8.first,
                sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
            else { break }
            place += 1
            if text == "--" || text == "-" {
                state.arguments = fields[place...].contains { $0.isSplit } ? nil : fields[place...].map { Value($0) }
                return
            }
            let isOn = sign == UInt8(ascii: "-")
            for letter in text.utf8.dropFirst() {
                switch letter {
                case UInt8(ascii: "e"):
                    if isOn { state.options.insert(.exitsOnError) } else { state.options.remove(.exitsOnError) }
                case UInt8(ascii: "f"): if isOn { state.options.insert(.noGlob) } else { state.options.remove(.noGlob) }
                case UInt8(ascii: "o"):
                    if place < fields.count {
                        let option = fields[place].text
                        place += 1
                        if option == "errexit" {
                            if isOn { state.options.insert(.exitsOnError) } else { state.options.remove(.exitsOnError) }
                        }
                        if option == "noglob" { if isOn { state.options.insert(.noGlob) } else { state.options.remove(.noGlob) } }
                        if option == "shwordsplit", isOn { state.options.insert(.splitsWords) }
                    }
                default: break
                }
            }
        }
        guard place < fields.count else { return }
        state.arguments = fields[place...].contains { $0.isSplit } ? nil : fields[place...].map { Value($0) }
    }

    // MARK: - Aliases and traps

    private mutating func alias(_ fields: [Field]) {
        state.status = 0
        var isGlobal = false
        for field in fields.dropFirst() {
            let text = field.text ?? field.knownPrefix
            if text == "-g" { isGlobal = true }
            guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign > text.utf8.startIndex,
                text.utf8.first != UInt8(ascii: "-")
            else { continue }
            let name = String(text[..<sign])
            // A body with holes cannot be parsed; its first word tells at least that there is one.
            let body = field.text.map { String($0[$0.utf8.index(after: sign)...]) } ?? "\"$\(name)\""
            if isGlobal { state.globalAliases[name] = body } else { state.aliases[name] = body }
        }
    }

    private mutating func trap(_ fields: [Field], _ span: SourceSpan) {
        emit(fields, Usage(), span)
        state.status = 0
        var rest = fields.dropFirst()
        while let first = rest.first?.text, first == "--" || first == "-p" || first == "-l" { rest = rest.dropFirst() }
        guard rest.count >= 2, let action = rest.first else { return }
        if action.text == "-" || action.text == "" { return }
        let signals = rest.dropFirst().map { $0.text ?? "EXIT" }
        if signals.contains(where: { $0 == "EXIT" || $0 == "0" || $0 == "SIGEXIT" }) {
            state.exitTrap = Value(action)
            if signals.count == 1 { return }
        }
        let before = state
        let wasConditional = isConditional
        isConditional = true
        for trait in provenance(action.taint) { insert(trait, resolution.invocations.count - 1) }
        runText(Value(action), context.dialect, span, inShell: true)
        isConditional = wasConditional
        let (captures, files) = (state.captures, state.files)
        state = before
        state.captures = captures
        state.files = files
        if state.exitTrap == nil { state.exitTrap = Value(action) }
    }
}
