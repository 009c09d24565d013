// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// What a parameter holds.
    enum Held {
        case unset
        case one(Value)
        /// `@` or `*`: elements, in order.
        case many([Value], isStar: Bool)
    }

    mutating func add(_ parameter: ParameterExpansion, isQuoted: Bool, to builder: inout FieldBuilder) {
        guard spend(1, parameter.span) else {
            builder.add(unquoted: Value(unknown: .other))
            return
        }
        if parameter.prefix == .none, parameter.subscript == nil, parameter.flags.isEmpty, case .none = parameter.operation {
            add(held(parameter.name), isQuoted, to: &builder)
            return
        }
        if !parameter.flags.isEmpty {
            add(flagged(parameter), isQuoted, to: &builder)
            return
        }
        if case .names(let sign) = parameter.operation {
            add(names(beginning: parameter.name, isStar: sign == "*"), isQuoted, to: &builder)
            return
        }
        var name = parameter.name
        var held: Held
        switch parameter.prefix {
        case .none: held = self.held(name, parameter.subscript)
        case .length:
            add(length(name, parameter.subscript), isQuoted, to: &builder)
            return
        case .indirect:
            if let all = parameter.subscript?.literalText, all == "@" || all == "*" {
                add(keys(of: name, isStar: all == "*"), isQuoted, to: &builder)
                return
            }
            (name, held) = indirect(name, parameter.subscript)
        }
        switch parameter.operation {
        case .none: add(held, isQuoted, to: &builder)
        case .conditional(let kind, let withColon, let operand):
            conditional(kind, withColon, operand, name, parameter, held, isQuoted, to: &builder)
        default: add(changed(held, by: parameter.operation, name, parameter.span), isQuoted, to: &builder)
        }
    }

    private mutating func add(_ held: Held, _ isQuoted: Bool, to builder: inout FieldBuilder) {
        switch held {
        case .unset: return
        case .one(let value):
            if isQuoted { builder.add(quoted: value) } else { builder.add(unquoted: value) }
        case .many(let values, let isStar):
            guard spend(values.count, builder.span) else { return }
            if isQuoted, isStar {
                let joint = joint
                var all = Value()
                for (index, value) in values.enumerated() {
                    if index > 0 { all.append(joint) }
                    all.append(value)
                }
                builder.add(quoted: all)
                return
            }
            if !isQuoted, builder.mode == .fields, builder.splits, let first = builder.separators?.first, first != 32, first != 9,
                first != 10
            {
                // bash puts such a separator between them and splits the whole: empty ones stay.
                var all = Value()
                for (index, value) in values.enumerated() {
                    if index > 0 { all.append(String(UnicodeScalar(first))) }
                    all.append(value)
                }
                builder.add(unquoted: all)
                return
            }
            let joint = isStar && builder.mode != .fields ? joint : " "
            for (index, value) in values.enumerated() {
                if index > 0 { builder.divide(joining: joint) }
                if isQuoted { builder.add(quoted: value) } else { builder.add(unquoted: value) }
            }
        }
    }

    // MARK: - Values

    /// What a variable stands for; nil where it is unset.
    func value(named name: String) -> Value? {
        if case .one(let value) = held(name) { return value }
        return nil
    }

    func held(_ name: String) -> Held {
        guard let first = name.utf8.first else { return .unset }
        if Bytes.isNameStart(first) { return variable(name) }
        switch name {
        case "@", "*":
            return .many(state.arguments ?? [Value(unknown: .parameter("@"))], isStar: name == "*")
        case "#": return .one(state.arguments.map { Value("\($0.count)") } ?? Value(unknown: .parameter("#")))
        case "?": return .one(state.status.map { Value("\($0)") } ?? Value(unknown: .parameter("?")))
        case "0": return .one(state.zeroth)
        case "$", "!", "-": return .one(Value(unknown: .parameter(name)))
        default:
            guard let number = Int(name) else { return .one(Value(unknown: .parameter(name))) }
            guard let arguments = state.arguments else { return .one(Value(unknown: .parameter(name))) }
            return number > 0 && number <= arguments.count ? .one(arguments[number - 1]) : .unset
        }
    }

    private func variable(_ name: String) -> Held {
        guard let variable = state.variables[name] else { return initial(name) }
        if variable.attributes.contains(.reference), let target = variable.scalar(name)?.text, target != name,
            let pointed = state.variables[target], !pointed.attributes.contains(.reference)
        {
            return pointed.scalar(target).map { .one($0) } ?? .unset
        }
        if context.dialect == .zsh, case .indexed = variable.content, let elements = variable.elements {
            return .many(elements, isStar: false)
        }
        return variable.scalar(name).map { .one($0) } ?? .unset
    }

    /// What a variable holds that the script never touched.
    private func initial(_ name: String) -> Held {
        switch name {
        case "IFS": return .one(Value(" \t\n"))
        case "PWD":
            if let directories = state.directories, directories.count == 1 { return .one(Value(directories[0])) }
            return .one(Value(unknown: .parameter(name)))
        case "OLDPWD":
            if let previous = state.previousDirectory { return .one(previous) }
        case "OPTIND": return .one(Value("1"))
        case "UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO", "HOSTNAME", "BASH_VERSION", "SRANDOM", "EPOCHSECONDS",
            "BASHPID", "HOSTTYPE", "MACHTYPE", "OSTYPE", "GROUPS", "SHLVL", "_", "EPOCHREALTIME", "BASH_SUBSHELL", "ZSH_VERSION":
            return .one(Value(unknown: .parameter(name)))
        case "BASH": if context.dialect == .bash { return .one(Value("/bin/bash")) }
        default: break
        }
        if state.isEnvironmentCleared { return .unset }
        if let environment = settings.environment {
            if let value = environment[name] { return .one(Value(value)) }
            return name == "HOME" ? .one(Value(settings.home)) : name == "TMPDIR" ? .one(Value("/tmp")) : .unset
        }
        switch name {
        case "HOME": return .one(Value(settings.home))
        case "TMPDIR": return .one(Value("/tmp"))
        // Whichever it is, it is a shell.
        case "SHELL": return .one(Value("/bin/bash"))
        default: return .one(Value(unknown: .parameter(name)))
        }
    }

    /// Whether a variable is one that only the environment could set.
    func isFromOutside(_ name: String) -> Bool {
        state.variables[name] == nil && name.utf8.first.map(Bytes.isNameStart) == true
    }

    private mutating func held(_ name: String, _ subscript: Word?) -> Held {
        guard let `subscript` else { return held(name) }
        let text = `subscript`.literalText
        if text == "@" || text == "*" {
            guard let variable = state.variables[name] else {
                if case .one(let value) = held(name) { return .many([value], isStar: text == "*") }
                return .many([], isStar: text == "*")
            }
            guard let elements = variable.elements else {
                return .many([Value(unknown: .parameter(name), taint: variable.taint)], isStar: text == "*")
            }
            return .many(elements, isStar: text == "*")
        }
        guard let variable = state.variables[name] else {
            return evaluate(`subscript`.parts, `subscript`.span) == 0
                ? held(name) : held(name).isUnset ? .unset : .one(Value(unknown: .parameter(name)))
        }
        switch variable.content {
        case .associative(let values):
            guard let key = value(of: `subscript`).text else {
                return .one(Value(unknown: .parameter(name), taint: variable.taint))
            }
            return values[key].map { .one($0) } ?? .unset
        case .indexed(let values):
            guard var index = evaluate(`subscript`.parts, `subscript`.span) else {
                return .one(Value(unknown: .parameter(name), taint: variable.taint))
            }
            if index < 0 { index += (values.keys.max() ?? -1) + 1 } else if context.dialect == .zsh { index -= 1 }
            return values[index].map { .one($0) } ?? .unset
        case .scalar(let value):
            guard let index = evaluate(`subscript`.parts, `subscript`.span) else { return .one(value.blurred(.parameter(name))) }
            if context.dialect == .zsh { return .one(value.map { Self.substring($0, index > 0 ? index - 1 : index, 1) }) }
            return index == 0 || index == -1 ? .one(value) : .unset
        case .unset: return .unset
        case .choice, .unknown: return .one(Value(unknown: .parameter(name), taint: variable.taint))
        }
    }

    // MARK: - `${#x}`, `${!x}`

    private mutating func length(_ name: String, _ subscript: Word?) -> Held {
        let text = `subscript`?.literalText
        if text == "@" || text == "*" {
            guard let variable = state.variables[name] else {
                return .one(held(name).isUnset ? Value("0") : Value(unknown: .parameter(name)))
            }
            if case .associative(let values) = variable.content { return .one(Value("\(values.count)")) }
            return .one(variable.elements.map { Value("\($0.count)") } ?? Value(unknown: .parameter(name)))
        }
        switch held(name, `subscript`) {
        case .unset: return .one(Value("0"))
        case .one(let value): return .one(value.map { "\($0.unicodeScalars.count)" })
        case .many(let values, _):
            if name == "@" || name == "*", state.arguments == nil { return .one(Value(unknown: .parameter("#"))) }
            return .one(Value("\(values.count)"))
        }
    }

    private func names(beginning prefix: String, isStar: Bool) -> Held {
        guard settings.environment != nil || prefix.utf8.count > 0 else { return .one(Value(unknown: .other)) }
        let names = state.variables.filter { $0.key.hasPrefix(prefix) && $0.value.content != .unset }.keys
        let outside = settings.environment.map { $0.keys.filter { $0.hasPrefix(prefix) && state.variables[$0] == nil } } ?? []
        return .many(
            (Array(names) + outside).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.map { Value($0) },
            isStar: isStar
        )
    }

    private func keys(of name: String, isStar: Bool) -> Held {
        switch state.variables[name]?.content {
        case .indexed(let values): return .many(values.keys.sorted().map { Value("\($0)") }, isStar: isStar)
        case .associative(let values) where values.count <= 1: return .many(values.keys.map { Value($0) }, isStar: isStar)
        case .associative, .unknown, .choice: return .one(Value(unknown: .parameter(name)))
        case .scalar: return .many([Value("0")], isStar: isStar)
        case .unset, nil: return .many([], isStar: isStar)
        }
    }

    private mutating func indirect(_ name: String, _ subscript: Word?) -> (String, Held) {
        if let variable = state.variables[name], variable.attributes.contains(.reference), let target = variable.scalar(name) {
            return (name, .one(target))
        }
        guard case .one(let value) = held(name, `subscript`) else { return (name, .unset) }
        guard let target = value.text, !target.isEmpty else { return (name, .one(value.blurred(.parameter(name)))) }
        if target.utf8.allSatisfy(Bytes.isName) || target.utf8.count == 1 { return (target, held(target)) }
        // `a[1]`
        let script = ShellScript(parsing: ": ${\(target)}", dialect: context.dialect)
        guard case .simple(let command)? = script.body.items.first?.commands.first.commands.first, command.words.count == 2,
            command.words[1].parts.count == 1, case .parameter(let parameter) = command.words[1].parts[0],
            parameter.prefix == .none, case .none = parameter.operation
        else { return (name, .one(Value(unknown: .parameter(name)))) }
        return (parameter.name, held(parameter.name, parameter.subscript))
    }

    // MARK: - `-`, `=`, `?`, `+`

    private mutating func conditional(
        _ kind: ParameterExpansion.Conditional,
        _ withColon: Bool,
        _ operand: Word,
        _ name: String,
        _ parameter: ParameterExpansion,
        _ held: Held,
        _ isQuoted: Bool,
        to builder: inout FieldBuilder
    ) {
        let isSet = isSet(held, withColon)
        switch kind {
        case .useAlternative:
            if isSet == false { return }
            if isSet == true { return addOperand(operand, isQuoted, to: &builder) }
            var other = self.builder(.single, operand.span)
            addOperand(operand, true, to: &other)
            // What it might be is walked; whether it is, is not known.
            add(.one(other.single().blurred(.parameter(name))), isQuoted, to: &builder)
        case .useDefault, .assignDefault:
            if isSet == true { return add(held, isQuoted, to: &builder) }
            if kind == .assignDefault {
                var inner = self.builder(.single, operand.span)
                addOperand(operand, isQuoted, to: &inner)
                let value = filled(inner.single())
                if isSet == false { set(name, value, at: parameter.subscript) }
                let outcome = isSet == false ? value : value.blurred(.parameter(name))
                if isSet == nil { set(name, outcome, at: parameter.subscript) }
                return add(.one(outcome), isQuoted, to: &builder)
            }
            if isSet == false { return addOperand(operand, isQuoted, to: &builder) }
            var other = self.builder(.single, operand.span)
            addOperand(operand, true, to: &other)
            defaults[name] = other.single()
            add(.one(other.single().blurred(.parameter(name))), isQuoted, to: &builder)
        case .failIfUnset:
            if isSet != true { _ = value(of: operand) }
            if isSet == false {
                add(.one(Value(unknown: .parameter(name))), isQuoted, to: &builder)
            } else {
                add(held, isQuoted, to: &builder)
            }
        }
    }

    private mutating func addOperand(_ operand: Word, _ isQuoted: Bool, to builder: inout FieldBuilder) {
        if isQuoted {
            // bash takes double quotes inside double quotes away before it expands: "${x:-"$a"b}" is "${x:-$ab}".
            addQuoted(context.dialect == .bash ? BraceWords.rejoined(operand.parts.flattened) : operand.parts, to: &builder)
        } else {
            add(operand.parts, to: &builder, splitsText: builder.mode == .fields && context.dialect != .zsh)
        }
    }

    private func isSet(_ held: Held, _ withColon: Bool) -> Bool? {
        switch held {
        case .unset: return false
        case .one(let value):
            if case .unknown(.parameter(let name))? = value.pieces.first, value.pieces.count == 1, isFromOutside(name) {
                return nil
            }
            if !withColon { return true }
            if value.isEmpty { return false }
            return value.pieces.contains { if case .text = $0 { true } else { false } } ? true : nil
        case .many(let values, _):
            if values.isEmpty { return false }
            if !withColon || values.count > 1 { return true }
            return isSet(.one(values[0]), true)
        }
    }
}

extension [WordPart] {
    fileprivate var flattened: [WordPart] {
        flatMap { part -> [WordPart] in
            switch part {
            case .doubleQuoted(let quoted): quoted.parts
            case .ansiQuoted(let text): [.literal(Text(text: String(decoding: text.value, as: UTF8.self), span: text.span))]
            default: [part]
            }
        }
    }
}

extension Walker.Held {
    var isUnset: Bool {
        if case .unset = self { return true }
        return false
    }
}
