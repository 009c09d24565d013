// SPDX-License-Identifier: Apache-2.0

extension Walker {
    // MARK: - What a word becomes

    /// The fields that words expand to.
    mutating func fields(of words: [Word]) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(words.count)
        for word in words { expand(word, into: &fields) }
        return fields
    }

    mutating func expand(_ word: Word, into fields: inout [Field]) {
        if word.parts.count == 1, case .literal(let text) = word.parts[0] {
            fields.append(filled(Field(text.text, span: span(word.span))))
            return
        }
        guard spend(1, word.span) else { return }
        if word.parts.contains(where: { if case .braces = $0 { true } else { false } }) {
            var words: [[WordPart]] = []
            var isCut = false
            BraceWords.expand(word.parts, into: &words, &isCut)
            for parts in words { expand(parts, word.span, into: &fields) }
            if isCut { fields.append(Field([.unknown(.other)], span: span(word.span), isSplit: true)) }
            return
        }
        expand(word.parts, word.span, into: &fields)
    }

    private mutating func expand(_ parts: [WordPart], _ span: SourceSpan, into fields: inout [Field]) {
        var builder = builder(.fields, span)
        add(parts, to: &builder)
        _ = spend(builder.fields.count / 4, span)
        fields += holes.isEmpty ? builder.finish() : builder.finish().map { filled($0) }
    }

    func builder(_ mode: FieldBuilder.Mode, _ span: SourceSpan) -> FieldBuilder {
        FieldBuilder(
            mode,
            self.span(span),
            separators: mode == .fields ? separators : [],
            splits: context.dialect != .zsh || state.options.contains(.splitsWords),
            globs: !state.options.contains(.noGlob)
        )
    }

    /// The bytes of IFS; nil where they are not known.
    var separators: [UInt8]? {
        guard let variable = state.variables["IFS"] else { return [32, 9, 10] }
        guard let value = variable.scalar("IFS") else { return [32, 9, 10] }
        return value.text.map { Array($0.utf8) }
    }

    /// What stands between the words of `"$*"`.
    var joint: String {
        guard let separators else { return " " }
        return separators.first.map { String(UnicodeScalar($0)) } ?? ""
    }

    /// A word as one text: nothing is split, nothing is a pattern.
    mutating func value(of word: Word) -> Value { value(of: word.parts, word.span) }

    mutating func value(of parts: [WordPart], _ span: SourceSpan) -> Value {
        if parts.count == 1, case .literal(let text) = parts[0] { return filled(Value(text.text)) }
        var builder = builder(.single, span)
        add(parts, to: &builder)
        return filled(builder.single())
    }

    /// The text of a here-document or of what stands in double quotes.
    mutating func quotedValue(of parts: [WordPart], _ span: SourceSpan) -> Value {
        var builder = builder(.single, span)
        addQuoted(parts, to: &builder)
        return filled(builder.single())
    }

    /// A word as a pattern, in which what is quoted stands for itself; nil where it has holes.
    mutating func pattern(of word: Word) -> String? {
        var builder = builder(.pattern, word.span)
        add(word.parts, to: &builder)
        return builder.single().text
    }

    /// Whether a value matches a pattern; nil where that is not known.
    mutating func matches(_ value: Value, _ pattern: Word, _ span: SourceSpan) -> Bool? {
        guard let text = self.pattern(of: pattern) else { return nil }
        guard let compiled = Pattern(text) else { return nil }
        if compiled.matchesAll { return true }
        guard let subject = value.text, spend(1 + subject.utf8.count * text.utf8.count / 64, span) else { return nil }
        return compiled.matches(subject)
    }

    // MARK: - Parts

    mutating func add(_ parts: [WordPart], to builder: inout FieldBuilder, splitsText: Bool = false) {
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let text):
                if splitsText {
                    builder.split(text.text)
                } else if builder.mode == .pattern {
                    builder.addRaw(text.text)
                } else if index == 0, builder.mode == .fields, text.text.utf8.first == UInt8(ascii: "~"),
                    parts.count == 1 || text.text.utf8.contains(UInt8(ascii: "/"))
                {
                    // Braces put it there: otherwise the parser would have seen it.
                    addTilde(text.text, to: &builder)
                } else {
                    builder.add(text.text)
                }
            case .escaped(let text), .singleQuoted(let text): builder.add(text.text)
            case .ansiQuoted(let text): builder.add(String(decoding: text.value, as: UTF8.self))
            case .doubleQuoted(let quoted): addQuoted(quoted.parts, to: &builder)
            case .parameter(let parameter): add(parameter, isQuoted: false, to: &builder)
            case .command(let command): builder.add(unquoted: substitute(command))
            case .arithmetic(let arithmetic): builder.add(unquoted: number(arithmetic))
            case .process(let process): builder.add(substitute(process))
            case .tilde(let name): addTilde("~" + name.text, to: &builder)
            case .glob(let text):
                if builder.mode == .pattern { builder.addRaw(text.text) } else { builder.addGlob(text.text) }
            case .extendedGlob(let glob):
                var text = glob.operator + "("
                for (number, word) in glob.patterns.enumerated() {
                    text += (number > 0 ? "|" : "") + (pattern(of: word) ?? "*")
                }
                text += ")"
                if builder.mode == .pattern { builder.addRaw(text) } else { builder.addGlob(text) }
            case .braces(let braces):
                // Where braces are not expanded they are text, with expansions in it.
                guard case .list(let words) = braces.kind else {
                    builder.add(context.source.text(of: braces.span))
                    continue
                }
                builder.add("{")
                for (number, word) in words.enumerated() {
                    if number > 0 { builder.add(",") }
                    add(word.parts, to: &builder)
                }
                builder.add("}")
            case .array(let array):
                builder.add("(")
                for (number, element) in array.elements.enumerated() {
                    if number > 0 { builder.add(" ") }
                    builder.add(quoted: value(of: element.value))
                }
                builder.add(")")
            }
        }
    }

    mutating func addQuoted(_ parts: [WordPart], to builder: inout FieldBuilder) {
        // `"$@"` alone is no word where there are no arguments.
        let isListAlone: Bool
        if parts.count == 1, case .parameter(let parameter) = parts[0] {
            isListAlone = parameter.isList
        } else {
            isListAlone = false
        }
        if !isListAlone { builder.open() }
        for part in parts {
            switch part {
            case .literal(let text), .escaped(let text), .singleQuoted(let text): builder.add(text.text)
            case .ansiQuoted(let text): builder.add(String(decoding: text.value, as: UTF8.self))
            case .doubleQuoted(let inner): addQuoted(inner.parts, to: &builder)
            case .parameter(let parameter): add(parameter, isQuoted: true, to: &builder)
            case .command(let command): builder.add(quoted: substitute(command))
            case .arithmetic(let arithmetic): builder.add(quoted: number(arithmetic))
            default: builder.add(context.source.text(of: part.span))
            }
        }
    }

    // MARK: - Tilde

    private mutating func addTilde(_ text: String, to builder: inout FieldBuilder) {
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.utf8.endIndex
        let name = String(text[text.utf8.index(after: text.utf8.startIndex)..<slash])
        switch name {
        case "": builder.add(quoted: value(named: "HOME") ?? Value(settings.home))
        case "+": builder.add(quoted: value(named: "PWD") ?? Value())
        case "-": builder.add(quoted: value(named: "OLDPWD") ?? Value(unknown: .parameter("OLDPWD")))
        case "root": builder.add("/root")
        default:
            if name.utf8.first.map(Bytes.isNameStart) != true {
                builder.add("~" + name)
            } else if name == Paths.name(settings.home) {
                builder.add(settings.home)
            } else if name.utf8.allSatisfy({ Bytes.isName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }) {
                // Another user's home; the text as it stands where there is no such user.
                builder.add(quoted: Value(unknown: .parameter("~" + name)))
            } else {
                builder.add("~" + name)
            }
        }
        if slash < text.utf8.endIndex { builder.add(String(text[slash...])) }
    }

    // MARK: - Substitutions

    /// What `$(…)` stands for: without the line feeds at its end.
    mutating func substitute(_ command: CommandSubstitution) -> Value {
        guard enter(command.span) else { return Value(unknown: .other) }
        defer { leave() }
        if command.style != .inPlace, let path = command.body.readFile {
            return contents(of: path, command.span)
        }
        let value = captured(command.body, inShell: command.style == .inPlace)
        return Self.withoutNewlines(value)
    }

    static func withoutNewlines(_ value: Value) -> Value {
        guard case .text(let text)? = value.pieces.last, text.utf8.last == 10 || text.utf8.contains(0) else { return value }
        var bytes = Array(text.utf8)
        while bytes.last == 10 { bytes.removeLast() }
        bytes.removeAll { $0 == 0 }
        return Value(pieces: value.pieces.dropLast() + [.text(String(decoding: bytes, as: UTF8.self))], taint: value.taint)
    }

    /// `$(<file)`
    private mutating func contents(of word: Word, _ span: SourceSpan) -> Value {
        let path = value(of: word)
        let field = Field(path.pieces, span: self.span(span))
        var usage = Usage()
        usage.uses = [Use(.read, field)]
        let index = emit([Field("cat", span: self.span(span)), field], usage, span)
        if let text = path.text, let file = file(at: text), let content = file.contents.first, file.contents.count == 1,
            !file.extends
        {
            return Self.withoutNewlines(content)
        }
        return Value(unknown: .output(index.map { [$0] } ?? []), taint: [.output, .local])
    }

    /// `<(…)` and `>(…)`: a path under which the other side is read or written.
    mutating func substitute(_ process: ProcessSubstitution) -> String {
        let path = "/dev/fd/\(nextDescriptor)"
        nextDescriptor -= 1
        guard enter(process.span) else { return path }
        defer { leave() }
        switch process.style {
        case .output, .file:
            concurrency += 1
            let value = captured(process.body)
            concurrency -= 1
            state.files.write(value, to: path)
        case .input:
            let capture = openCapture()
            state.files.write(Value(), to: path)
            writers.append(Writer(body: process.body, capture: capture))
            writerPaths[path] = capture
        }
        return path
    }

    /// Runs what stands in `>(…)` on what was written there.
    mutating func runWriters() {
        guard !writers.isEmpty else { return }
        let all = writers
        writers = []
        for writer in all.reversed() {
            let path = writerPaths.first { $0.value == writer.capture }?.key
            if let path { writerPaths[path] = nil }
            var input = closeCapture(writer.capture)
            if input.isEmpty, let path, let file = state.files[path], let content = file.contents.first { input = content }
            let outer = state.streams
            let saved = enterSubshell()
            state.streams.input = .value(input.isEmpty ? Value(unknown: .other, taint: input.taint) : input)
            _ = walk(writer.body)
            leaveSubshell(saved)
            state.streams = outer
        }
    }

    private mutating func number(_ arithmetic: Arithmetic) -> Value {
        guard let number = evaluate(arithmetic.parts, arithmetic.span) else { return Value(unknown: .other) }
        return Value("\(number)")
    }
}

extension CommandList {
    /// The file, where it is `< file` alone.
    fileprivate var readFile: Word? {
        guard items.count == 1, items[0].commands.rest.isEmpty, items[0].commands.first.commands.count == 1,
            case .simple(let command) = items[0].commands.first.commands[0], command.words.isEmpty, command.assignments.isEmpty,
            command.redirections.count == 1, command.redirections[0].operator == .input,
            command.redirections[0].descriptor == nil, case .word(let word) = command.redirections[0].target
        else { return nil }
        return word
    }
}

extension ParameterExpansion {
    /// Whether it becomes any number of words even in double quotes.
    var isList: Bool {
        guard prefix != .length else { return false }
        if name == "@" { return true }
        if case .names("@") = operation { return true }
        return `subscript`?.literalText == "@"
    }
}
