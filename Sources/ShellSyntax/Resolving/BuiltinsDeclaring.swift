// SPDX-License-Identifier: Apache-2.0

/// `declare`, `export`, `local` and their kin.
extension Walker {
    /// An argument of a declaration; the array behind its `=`, if one stands there.
    struct Declaration {
        let field: Field
        let array: ArrayLiteral?
    }

    /// Whether arguments that look like assignments are expanded as such.
    func isDeclaration(_ command: SimpleCommand) -> Bool {
        guard context.dialect != .posix || command.words.count > 1, let first = command.words.first, first.parts.count == 1,
            case .literal(let name) = first.parts[0]
        else { return false }
        switch name.text {
        case "export", "declare", "typeset", "local", "readonly", "integer", "float": return state.functions[name.text] == nil
        default: return false
        }
    }

    /// The fields of a declaration. They are expanded once; ``declarations`` keeps the arrays among them.
    mutating func declarationFields(_ words: [Word]) -> [Field] {
        declarations = []
        for word in words {
            if case .array(let array)? = word.parts.last {
                var value = value(of: Array(word.parts.dropLast()), word.span)
                value.append("(…)")
                declarations.append(Declaration(field: Field(value, span: span(word.span)), array: array))
            } else if case .literal(let text)? = word.parts.first, text.text.beginsAssignment,
                !word.parts.contains(where: { if case .braces = $0 { true } else { false } })
            {
                // What braces make is no assignment to bash any more, and split like any word.
                declarations.append(Declaration(field: Field(value(of: word), span: span(word.span)), array: nil))
            } else {
                var fields: [Field] = []
                expand(word, into: &fields)
                declarations += fields.map { Declaration(field: $0, array: nil) }
            }
        }
        return declarations.map(\.field)
    }

    mutating func declare(_ name: String, _ fields: [Field], _ span: SourceSpan) {
        let all = declarations.count == fields.count ? declarations : fields.map { Declaration(field: $0, array: nil) }
        declarations = []
        let usage = Programs.usage(of: fields, in: surroundings)
        let index = emit(fields, usage.isKnown ? usage : Usage(), span)
        state.status = 0
        if state.streams.isRead, fields.count <= 2 {
            write(Value(unknown: .output(index.map { [$0] } ?? []), taint: [.output, .local]))
        }
        var options = Options()
        if name == "export" { options.added.insert(.exported) }
        if name == "readonly" { options.added.insert(.readonly) }
        if name == "integer" { options.added.insert(.integer) }
        options.isLocal = name != "export" && name != "readonly"
        var names: Set<String> = []
        for declaration in all.dropFirst() {
            let known = declaration.field.knownPrefix
            if let sign = known.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), known.utf8.count > 1 {
                options.read(known, isExport: name == "export")
            } else if !options.isFunction, let name = declare(declaration, options, span) {
                names.insert(name)
            }
        }
        guard let index, options.added.contains(.exported), resolution.invocations.indices.contains(index) else { return }
        // What it exports decides what other programs load from now on.
        let others = state.variables
        state.variables = others.filter { names.contains($0.key) }
        var told = Usage()
        addPreloads("", &told)
        state.variables = others
        resolution.invocations[index].usage.traits.formUnion(told.traits)
    }

    private struct Options {
        var added: Variable.Attributes = []
        var removed: Variable.Attributes = []
        var isArray = false
        var isAssociative = false
        var isLocal = false
        var isFunction = false

        mutating func read(_ text: String, isExport: Bool) {
            let isOn = text.utf8.first == UInt8(ascii: "-")
            for letter in text.utf8.dropFirst() {
                var flag: Variable.Attributes = []
                switch letter {
                case UInt8(ascii: "x"): flag = .exported
                case UInt8(ascii: "r"): flag = .readonly
                case UInt8(ascii: "i"): flag = .integer
                case UInt8(ascii: "l"): flag = .lowercase
                case UInt8(ascii: "u"): flag = .uppercase
                case UInt8(ascii: "n"): if isExport { removed.insert(.exported) } else { flag = .reference }
                case UInt8(ascii: "a"): isArray = true
                case UInt8(ascii: "A"): isAssociative = true
                case UInt8(ascii: "g"): isLocal = false
                case UInt8(ascii: "f"), UInt8(ascii: "F"): isFunction = true
                default: break
                }
                if isOn { added.formUnion(flag) } else { removed.formUnion(flag) }
            }
        }
    }

    /// One name of a declaration; returns it.
    private mutating func declare(_ declaration: Declaration, _ options: Options, _ span: SourceSpan) -> String? {
        let known = declaration.field.knownPrefix
        let bytes = Array(known.utf8)
        guard let first = bytes.first, Bytes.isNameStart(first) else { return nil }
        let end = bytes.firstIndex { !Bytes.isName($0) } ?? bytes.count
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        if options.isLocal, !locals.isEmpty, !locals[locals.count - 1].contains(where: { $0.name == name }) {
            locals[locals.count - 1].append((name, state.variables[name]))
            if state.variables[name]?.attributes.contains(.readonly) != true { state.variables[name] = Variable(.unset) }
        }
        let attributes = (state.variables[name]?.attributes ?? []).union(options.added).subtracting(options.removed)
        // These two begin to count once the value is there.
        let early = attributes.subtracting([.readonly, .reference])
        let isNameAlone = end == bytes.count && declaration.array == nil && declaration.field.pieces.count <= 1
        switch state.variables[name]?.content {
        case .associative? where options.isAssociative: break
        case _ where options.isAssociative: state.variables[name] = Variable(.associative([:]), early)
        case .unset?, nil:
            let outside = isFromOutside(name) && isNameAlone ? value(named: name) : nil
            state.variables[name] = Variable(options.isArray ? .indexed([:]) : outside.map { .scalar($0) } ?? .unset, early)
        default: state.variables[name]?.attributes = early
        }
        if let array = declaration.array {
            assign(array, to: name, appends: end < bytes.count && bytes[end] == UInt8(ascii: "+"))
        } else if end < bytes.count {
            assign(declaration.field, name, bytes, end, span)
        }
        state.variables[name]?.attributes = attributes
        return name
    }

    /// `name=value`, `name+=value`, `name[subscript]=value`
    private mutating func assign(_ field: Field, _ name: String, _ bytes: [UInt8], _ end: Int, _ span: SourceSpan) {
        var place = end
        var inner: String?
        if bytes[place] == UInt8(ascii: "["), let close = bytes[place...].firstIndex(of: UInt8(ascii: "]")) {
            inner = String(decoding: bytes[place...close], as: UTF8.self)
            place = close + 1
        }
        let appends = place < bytes.count && bytes[place] == UInt8(ascii: "+")
        if appends { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return }
        let text = String(decoding: bytes[(place + 1)...], as: UTF8.self)
        let value = Value(pieces: [.text(text)] + field.pieces.dropFirst(), taint: field.taint)
        if let inner { assign(to: name + inner, value, span) } else { set(name, value, appends: appends) }
    }
}

extension String {
    /// Whether it begins with `name=` or `name[…]=`.
    fileprivate var beginsAssignment: Bool {
        guard let first = utf8.first, Bytes.isNameStart(first), let sign = utf8.firstIndex(of: UInt8(ascii: "=")) else {
            return false
        }
        var name = utf8[..<sign]
        if name.last == UInt8(ascii: "+") { name = name.dropLast() }
        return name.allSatisfy { Bytes.isName($0) || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }
    }
}
