// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// Follows what an invocation starts, in a process of its own.
    mutating func follow(_ start: Start, _ index: Int, _ name: String, _ span: SourceSpan) {
        guard enter(span) else { return }
        defer { leave() }
        let saved = state
        let outer = (starters, place, traits, isConditional, calls, escapes, isSourced, loops, conditions, takenAliases)
        let outerContext = (context, holes)
        starters.append(name)
        place = place.containing(start.place)
        traits.formUnion(start.traits)
        isConditional = isConditional || start.repeats
        (calls, escapes, isSourced, conditions, takenAliases) = ([], [], false, 0, [])
        becomeChild(start)
        switch start.what {
        case .command(let words, let input): launchStarted(words, input, index, span)
        case .script(let text, let dialect, let arguments):
            setArguments(arguments, dialect)
            runCode(Value(text), .shell, dialect, index, span)
        case .file(let path, let language, let arguments): runFile(path, language, arguments, index, span)
        case .input(let language): runInput(language, index, span)
        case .interactiveShell:
            switch state.streams.input {
            case .inherited, .nothing:
                insert(.opensShell, index)
                writeUnknown(index)
            default: runInput(.shell, index, span)
            }
        }
        runExitTrap()
        let inner = state
        state = saved
        state.captures = inner.captures
        state.files = inner.files
        (starters, place, traits, isConditional, calls, escapes, isSourced, loops, conditions, takenAliases) = outer
        (context, holes) = outerContext
    }

    /// Keeps of the state what a new process gets.
    private mutating func becomeChild(_ start: Start) {
        if !state.variables.isEmpty {
            state.variables = state.variables.filter { $0.value.attributes.contains(.exported) || $0.key == "HOME" }
        }
        state.choices = state.choices.filter { state.variables[$0] != nil }
        state.functions = [:]
        state.aliases = [:]
        state.globalAliases = [:]
        state.options = []
        state.exitTrap = nil
        state.arguments = []
        state.streams.others = state.streams.others
        if start.clearsEnvironment {
            state.variables = [:]
            state.isEnvironmentCleared = true
        }
        switch start.place {
        case .here: break
        case .host, .container:
            // Another machine's folders and variables.
            state.variables = ["HOME": Variable(.scalar(Value(unknown: .parameter("HOME"))), .exported)]
            state.directories = nil
            state.previousDirectory = nil
            state.files = VirtualFiles()
        case .root: state.directories = ["/"]
        }
        for change in start.environment {
            if let value = change.value {
                state.variables[change.name] = Variable(.scalar(Value(value)), .exported)
            } else {
                state.variables[change.name] = Variable(.unset)
            }
        }
        if let directory = start.directory { state.directories = directory.text.flatMap { self.path($0) }.map { [$0] } }
    }

    mutating func setArguments(_ arguments: [Field], _ dialect: Dialect) {
        let name = dialect == .bash ? "bash" : dialect == .zsh ? "zsh" : "sh"
        state.zeroth = arguments.first.map { Value($0) } ?? Value(name)
        state.arguments = arguments.contains { $0.isSplit } ? nil : arguments.dropFirst().map { Value($0) }
    }

    private mutating func launchStarted(_ words: [Field], _ input: Start.InputWords?, _ index: Int, _ span: SourceSpan) {
        guard let input else {
            launchStarted(words, span)
            return
        }
        for words in withInput(words, input, index) where !budget.isSpent { launchStarted(words, span) }
    }

    private mutating func launchStarted(_ words: [Field], _ span: SourceSpan) {
        guard let first = words.first else { return }
        if first.text != nil {
            launch(words, span)
        } else if first.isDynamic {
            note(.program, span)
            var usage = Usage(isKnown: false)
            usage.traits = provenance(first.taint)
            let started = emit(words, usage, span)
            if state.streams.isRead { write(Value(unknown: .output(started.map { [$0] } ?? []), taint: .output)) }
        } else {
            let candidates = CommonPrograms.matching(first.pattern)
            if candidates.isEmpty { note(.program, span) }
            for candidate in candidates.prefix(16) { launch([Field(candidate, span: first.span)] + words.dropFirst(), span) }
        }
    }

    // MARK: - Code

    /// Runs a text that an interpreter was given.
    mutating func runCode(_ text: Value, _ language: Language, _ dialect: Dialect, _ index: Int, _ span: SourceSpan) {
        for trait in provenance(text.taint) { insert(trait, index) }
        guard language == .shell else {
            runInline(text, language, index, span)
            return
        }
        if text.text == nil, text.pieces.count == 1 {
            noteUnseen(index, span)
            return
        }
        _ = runText(text, dialect, span, inShell: false)
        if text.text == nil { writeUnknown(index) }
    }

    /// A script that nobody can see, and what it may print.
    private mutating func noteUnseen(_ index: Int, _ span: SourceSpan) {
        note(.script, span)
        writeUnknown(index)
    }

    private mutating func writeUnknown(_ index: Int) {
        if state.streams.isRead { write(Value(unknown: .output([index]), taint: .output)) }
    }

    /// Code of another language is as good as an argument of its interpreter.
    private mutating func runInline(_ text: Value, _ language: Language, _ index: Int, _ span: SourceSpan) {
        guard text.text != nil else {
            note(.script, span)
            return
        }
        let usage = Programs.usage(ofCode: Field(text, span: self.span(span)), in: language)
        if let doubt = usage.doubt { note(.usage(doubt), span) }
        guard index < resolution.invocations.count else { return }
        resolution.invocations[index].usage.uses += usage.uses
        resolution.invocations[index].usage.traits.formUnion(usage.traits)
        for start in usage.starts { follow(start, index, language.rawValue, span) }
    }

    private mutating func runFile(_ path: Field, _ language: Language, _ arguments: [Field], _ index: Int, _ span: SourceSpan) {
        guard let text = path.text else {
            if path.isDynamic, !isForeign(path) {
                note(.script, span)
                for trait in provenance(path.taint) { insert(trait, index) }
            }
            return
        }
        if text == "-" || text == "/dev/stdin" || text == "/dev/fd/0" || text == "/proc/self/fd/0" {
            runInput(language, index, span)
            return
        }
        let dialect = dialect(of: index)
        setArguments([path] + arguments, dialect)
        guard let full = self.path(text) else { return }
        run(full, language, dialect, index, span, isAsked: true)
    }

    /// Whether a file whose folder alone is not known, `$folder/name`, is none of the script's own making: then it is as good as
    /// any other file that cannot be looked into.
    func isForeign(_ path: Field) -> Bool {
        guard path.isDynamic, case .text(let end)? = path.pieces.last, Paths.hasSlash(end), !end.hasSuffix("/"),
            !path.taint.contains(.download), !path.taint.contains(.decoded), resolution.invocations.count < 64
        else { return false }
        return !resolution.invocations.contains { invocation in
            invocation.usage.uses.contains { $0.kind == .write || $0.kind == .connect }
        }
    }

    /// Runs a file that the script wrote, or that is on the disk and may be read.
    mutating func run(_ path: String, _ language: Language, _ dialect: Dialect, _ index: Int, _ span: SourceSpan, isAsked: Bool) {
        if let original = linked(path), index < resolution.invocations.count {
            resolution.invocations[index].usage.uses.append(Use(.read, Field(original, span: self.span(span))))
        }
        if let file = state.files[path] {
            let before = state
            for (number, content) in file.contents.enumerated() {
                state = before
                runCode(content, language, Self.dialect(ofScript: content.prefix.text) ?? dialect, index, span)
                if number > 0 { join(before) }
            }
            guard file.extends else { return }
        }
        guard language == .shell, place == .here, let bytes = settings.readFile(state.files.resolved(path)),
            bytes.count <= 256 << 10
        else { return }
        guard isAsked || bytes.starts(with: "#!".utf8) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let own = Self.dialect(ofScript: text) ?? (bytes.starts(with: "#!".utf8) && !isAsked ? nil : dialect),
            !bytes.contains(0)
        else { return }
        runCode(Value(text), .shell, own, index, span)
    }

    /// `./file`: what the script wrote there, or a shell script on the disk.
    mutating func runOwnFile(_ words: [Field], _ index: Int, _ span: SourceSpan) {
        guard let text = words[0].text, let path = self.path(text), state.files[path] != nil || settings.readFile(path) != nil
        else { return }
        let start = Start(.file(words[0], .shell, arguments: Array(words.dropFirst())))
        guard enter(span) else { return }
        defer { leave() }
        if let content = state.files[path]?.contents.first, let language = Self.language(ofScript: content.prefix.text),
            language != .shell
        {
            runCode(content, language, .bash, index, span)
            return
        }
        let isOnDisk = state.files[path] == nil
        if isOnDisk, settings.readFile(path)?.starts(with: "#!".utf8) != true { return }
        follow(start, index, Paths.name(text), span)
    }

    /// Runs what comes on standard input.
    private mutating func runInput(_ language: Language, _ index: Int, _ span: SourceSpan) {
        let dialect = dialect(of: index)
        let source = state.streams.input
        if language == .shell { setArgumentsBehindS(index, dialect) }
        // The script is read from there; what it runs gets the rest, if anything.
        switch source {
        case .inherited:
            if language == .shell { insert(.opensShell, index) }
            writeUnknown(index)
        case .nothing: break
        case .connection:
            insert(.runsDownload, index)
            if language == .shell { insert(.reverseShell, index) }
            noteUnseen(index, span)
        case .unknown:
            insert(.runsOutput, index)
            noteUnseen(index, span)
        case .file(let path):
            run(path, language, dialect, index, span, isAsked: true)
        case .value(let value):
            state.streams.input = .nothing
            if value.text == nil, value.pieces.count == 1, let text = shown(by: value.producers) {
                for trait in provenance(value.taint) { insert(trait, index) }
                runCode(Value(text), language, dialect, index, span)
                return
            }
            runCode(value, language, dialect, index, span)
        }
    }

    /// `bash -s a b`
    private mutating func setArgumentsBehindS(_ index: Int, _ dialect: Dialect) {
        guard resolution.invocations.indices.contains(index) else { return }
        let words = resolution.invocations[index].words
        guard let place = words.firstIndex(where: { $0.text == "-s" }) else { return }
        var operands = words[(place + 1)...]
        if operands.first?.text == "--" { operands = operands.dropFirst() }
        setArguments([words[0]] + operands, dialect)
    }

    /// The text of the file that `cat file` shows, where it may be read.
    private func shown(by producers: [Int]) -> String? {
        guard producers.count == 1, resolution.invocations.indices.contains(producers[0]) else { return nil }
        let words = resolution.invocations[producers[0]].words
        guard words.count == 2, words[0].text == "cat", let name = words[1].text, let path = self.path(name),
            let bytes = settings.readFile(path), bytes.count <= 256 << 10
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Dialects

    /// Whose reading an interpreter has, by its name.
    private func dialect(of index: Int) -> Dialect {
        guard resolution.invocations.indices.contains(index), let name = resolution.invocations[index].words[0].text else {
            return .bash
        }
        switch Paths.name(name) {
        case "sh", "dash", "ash", "busybox": return .posix
        case "zsh": return .zsh
        default: return .bash
        }
    }

    /// By its first line; nothing where that names no shell.
    static func dialect(ofScript text: String) -> Dialect? {
        guard text.utf8.starts(with: "#!".utf8) else { return nil }
        let line = String(decoding: text.utf8.prefix { $0 != 10 }, as: UTF8.self)
        if line.hasSuffix("zsh") || line.contains("zsh ") { return .zsh }
        if line.contains("bash") || line.contains("ksh") { return .bash }
        if line.hasSuffix("/sh") || line.contains("/sh ") || line.hasSuffix(" sh") || line.contains("dash") { return .posix }
        return nil
    }

    static func language(ofScript text: String) -> Language? {
        guard text.utf8.starts(with: "#!".utf8) else { return nil }
        let line = String(decoding: text.utf8.prefix { $0 != 10 }, as: UTF8.self)
        let names: [(String, Language)] = [
            ("python", .python), ("perl", .perl), ("ruby", .ruby), ("node", .node), ("php", .php), ("awk", .awk), ("lua", .lua),
        ]
        if let known = names.first(where: { line.contains($0.0) }) { return known.1 }
        return dialect(ofScript: text) == nil ? .other : .shell
    }
}

extension Place {
    /// A place inside this one.
    func containing(_ inner: Place) -> Place {
        switch inner {
        case .here: self
        default: inner
        }
    }
}
