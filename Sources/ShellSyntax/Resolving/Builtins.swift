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
            print(name, fields, span)
        case "[", "test":
            emit(fields, Usage(), span)
            state.status = test(fields.dropFirst().map { Value($0) }, isBracket: name == "[", span).map { $0 ? 0 : 1 }
        case "cd", "chdir", "pushd", "popd", "dirs": changeDirectory(name, fields, span)
        case "export", "declare", "typeset", "local", "readonly", "integer", "float": declare(name, fields, command)
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
            for field in fields.dropFirst() { last = field.text.flatMap { evaluate($0, span, depth: 0) } }
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

    private mutating func print(_ name: String, _ fields: [Field], _ span: SourceSpan) {
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

    private mutating func declare(_ name: String, _ fields: [Field], _ command: SimpleCommand) {
        let span = command.span
        let usage = Programs.usage(of: fields, in: surroundings)
        let index = emit(fields, usage.isKnown ? usage : Usage(), span)
        var added: Variable.Attributes = []
        var removed: Variable.Attributes = []
        var isArray = false
        var isAssociative = false
        var isGlobal = false
        if name == "export" { added.insert(.exported) }
        if name == "readonly" { added.insert(.readonly) }
        if name == "integer" { added.insert(.integer) }
        var isFunction = false
        for (number, word) in command.words.enumerated() where number > 0 {
            let literal = word.literalText ?? ""
            if let sign = literal.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), literal.utf8.count > 1 {
                for letter in literal.utf8.dropFirst() {
                    var flag: Variable.Attributes = []
                    switch letter {
                    case UInt8(ascii: "x"): flag = .exported
                    case UInt8(ascii: "r"): flag = .readonly
                    case UInt8(ascii: "i"): flag = .integer
                    case UInt8(ascii: "l"): flag = .lowercase
                    case UInt8(ascii: "u"): flag = .uppercase
                    case UInt8(ascii: "n"): if name == "export" { removed.insert(.exported) } else { flag = .reference }
                    case UInt8(ascii: "a"): isArray = true
                    case UInt8(ascii: "A"): isAssociative = true
                    case UInt8(ascii: "g"): isGlobal = true
                    case UInt8(ascii: "f"), UInt8(ascii: "F"): isFunction = true
                    default: break
                    }
                    if sign == UInt8(ascii: "-") { added.formUnion(flag) } else { removed.formUnion(flag) }
                }
                continue
            }
            if isFunction { continue }
            declare(
                word,
                added,
                removed,
                isArray,
                isAssociative,
                isLocal: (name == "local" || !isGlobal && name != "export" && name != "readonly"),
                span
            )
        }
        if state.streams.isRead, command.words.count <= 2 {
            write(Value(unknown: .output(index.map { [$0] } ?? []), taint: [.output, .local]))
        }
        state.status = 0
        if let index, added.contains(.exported) {
            var usage = resolution.invocations[index].usage
            let before = usage.starts
            let others = state.variables
            // What was set just now matters, not what was before.
            let named = Set(fields.dropFirst().map { String(Substring($0.knownPrefix.utf8.prefix { Bytes.isName($0) })) })
            state.variables = others.filter { named.contains($0.key) }
            addPreloads("", &usage)
            state.variables = others
            usage.starts = before
            resolution.invocations[index].usage = usage
        }
    }

    private mutating func declare(
        _ word: Word,
        _ added: Variable.Attributes,
        _ removed: Variable.Attributes,
        _ isArray: Bool,
        _ isAssociative: Bool,
        isLocal: Bool,
        _ span: SourceSpan
    ) {
        var parts = word.parts[...]
        var array: ArrayLiteral?
        if case .array(let last)? = parts.last {
            array = last
            parts = parts.dropLast()
        }
        let whole = value(of: Array(parts), word.span)
        let known = whole.prefix.text
        let bytes = Array(known.utf8)
        guard let first = bytes.first, Bytes.isNameStart(first) else { return }
        let end = bytes.firstIndex { !Bytes.isName($0) } ?? bytes.count
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        if isLocal, !locals.isEmpty {
            locals[locals.count - 1].append(name)
            if state.variables[name]?.attributes.contains(.readonly) != true { state.variables[name] = Variable(.unset) }
        }
        let attributes = (state.variables[name]?.attributes ?? []).union(added).subtracting(removed)
        let late: Variable.Attributes = [.readonly, .reference]
        if isAssociative {
            if case .associative? = state.variables[name]?.content {
            } else {
                state.variables[name] = Variable(.associative([:]), attributes)
            }
        } else if isArray, state.variables[name] == nil || state.variables[name]?.content == .unset {
            state.variables[name] = Variable(.indexed([:]), attributes)
        } else if state.variables[name] == nil {
            let outside = isFromOutside(name) ? value(named: name) : nil
            if end == bytes.count, array == nil, let outside {
                state.variables[name] = Variable(.scalar(outside), attributes)
                return
            }
            state.variables[name] = Variable(.unset, attributes.subtracting(late))
        } else {
            let held = (state.variables[name]?.attributes ?? []).intersection(late)
            state.variables[name]?.attributes = attributes.subtracting(late).union(held)
        }
        if let array {
            let appends = end < bytes.count && bytes[end] == UInt8(ascii: "+")
            assign(array, to: name, appends: appends, isAssociative: isAssociative)
        } else if end < bytes.count {
            let appends = bytes[end] == UInt8(ascii: "+")
            var place = end + (appends ? 1 : 0)
            var inner: String?
            if place < bytes.count, bytes[place] == UInt8(ascii: "["),
                let close = bytes[place...].firstIndex(of: UInt8(ascii: "]"))
            {
                inner = String(decoding: bytes[place...close], as: UTF8.self)
                place = close + 1
            }
            if place < bytes.count, bytes[place] == UInt8(ascii: "=") {
                let text = String(decoding: bytes[(place + 1)...], as: UTF8.self)
                let value = Value(
                    pieces: [.text(text)] + (known.isEmpty ? whole.pieces : Array(whole.pieces.dropFirst())),
                    taint: whole.taint
                )
                if let inner { assign(to: name + inner, value, span) } else { set(name, value, appends: appends) }
            }
        }
        state.variables[name]?.attributes.formUnion(attributes)
    }

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
