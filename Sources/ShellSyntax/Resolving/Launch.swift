// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// Notes an invocation, with the uses of its redirections; once more for every other folder that it may be in.
    @discardableResult
    mutating func emit(_ words: [Field], _ usage: Usage, _ span: SourceSpan) -> Int? {
        guard !budget.isSpent, resolution.invocations.count < Budget.invocations else {
            stop("invocations", span)
            return nil
        }
        var usage = usage
        if !redirectionUses.isEmpty {
            usage.uses += redirectionUses
            redirectionUses = []
        }
        if !redirectionTraits.isEmpty {
            usage.traits.formUnion(redirectionTraits)
            redirectionTraits = []
        }
        if !traits.isEmpty { usage.traits.formUnion(traits) }
        let index = resolution.invocations.count
        resolution.invocations.append(
            Invocation(
                words: words,
                usage: usage,
                input: input,
                directory: state.directories?.first,
                place: place,
                starters: starters,
                isConditional: isConditional || state.isPastCondition,
                span: self.span(span)
            )
        )
        if let directories = state.directories, directories.count > 1, usage.dependsOnDirectory || words.count == 0 {
            for directory in directories.dropFirst() where resolution.invocations.count < Budget.invocations {
                var other = resolution.invocations[index]
                other.directory = directory
                other.isConditional = true
                resolution.invocations.append(other)
            }
        }
        return index
    }

    private var input: Invocation.Input {
        switch state.streams.input {
        case .inherited: return .inherited
        case .nothing: return .nothing
        case .file(let path): return .file(path)
        case .connection, .unknown: return .unknown
        case .value(let value):
            if let text = value.text { return .text(Array(text.utf8)) }
            let producers = value.producers
            return producers.isEmpty ? .unknown : .output(producers)
        }
    }

    var surroundings: Programs.Surroundings {
        Programs.Surroundings(home: settings.home, directory: state.directories?.first, readFile: settings.readFile)
    }

    /// Runs a program: notes it, works out what it prints, and follows what it starts.
    @discardableResult
    mutating func launch(_ words: [Field], _ span: SourceSpan) -> Flow {
        guard spend(2, span) else { return .normal }
        var usage = Programs.usage(of: words, in: surroundings)
        let name = words[0].text.map { Paths.name($0) } ?? ""
        if let doubt = usage.doubt { note(.usage(doubt), span) }
        if !words[0].taint.isEmpty { usage.traits.formUnion(provenance(words[0].taint)) }
        if usage.traits.contains(.inlineCode) {
            // The code stands in an option or behind one; what else there is are its arguments.
            for (before, word) in zip(words, words.dropFirst())
            where !word.taint.isEmpty && (before.looksLikeOption || word.looksLikeOption) {
                usage.traits.formUnion(provenance(word.taint))
            }
        }
        addPreloads(name, &usage)
        addLinked(&usage)
        addSelection(&usage)
        judgeConnections(name, words, &usage)
        let starts = usage.starts
        guard let index = emit(words, usage, span) else { return .normal }
        if usage.runsText, state.streams.hasConnection { insert(.reverseShell, index) }
        // What it prints: worked out, or what the programs that it starts do, or a hole.
        if state.streams.isRead {
            if let output = output(name, words, index) {
                write(output)
            } else if Self.printsSettings(name, words, usage) {
                // Nothing comes of it that matters.
            } else if !usage.prints.isEmpty {
                write(namesOfFiles(usage.prints))
            } else if starts.isEmpty || usage.traits.contains(.inlineCode) || usage.traits.contains(.escapes) {
                if !Self.isSilent(name) { write(Value(unknown: .output([index]), taint: outputTaint(name, usage))) }
            }
        } else if !state.files.isEmpty || Self.changesFiles(name) {
            _ = output(name, words, index)
        }
        changeFiles(name, words, usage)
        for start in starts {
            if budget.isSpent { break }
            follow(start, index, name, span)
        }
        if starts.isEmpty, Paths.hasSlash(words[0].text ?? "") { runOwnFile(words, index, span) }
        state.status = name == "true" ? 0 : name == "false" ? 1 : nil
        return .normal
    }

    mutating func insert(_ trait: Trait, _ index: Int) {
        guard index < resolution.invocations.count else { return }
        resolution.invocations[index].usage.traits.insert(trait)
    }

    /// Whether a program prints the settings that a shell takes from it by `eval "$(tool init bash)"`: what they do is as much
    /// the program's own as what it does by itself.
    private static func printsSettings(_ name: String, _ words: [Field], _ usage: Usage) -> Bool {
        guard usage.starts.isEmpty, !words.dropFirst().contains(where: \.isDynamic),
            !usage.uses.contains(where: { $0.kind == .read || $0.kind == .connect })
        else { return false }
        switch name {
        case "ssh-agent", "gpg-agent", "dircolors", "lesspipe", "resize", "keychain": return true
        default: break
        }
        return words.dropFirst().prefix(2).contains { word in
            switch word.text {
            case "init", "completion", "completions", "shellenv", "hook", "activate": true
            default: false
            }
        }
    }

    private static func isSilent(_ name: String) -> Bool {
        switch name {
        case "rm", "mkdir", "touch", "chmod", "chown", "cp", "mv", "ln", "rmdir", "true", "false", "sleep", "kill", "mkfifo",
            "truncate",
            "test", "[":
            true
        default: false
        }
    }
}

extension Usage {
    /// Whether a relative path is in it, so that the folder matters.
    var dependsOnDirectory: Bool {
        starts.contains { $0.directory == nil }
            || uses.contains { use in
                switch use.kind {
                case .read, .write, .delete, .persist: !Paths.isAbsolute(use.target.knownPrefix)
                default: false
                }
            }
    }

    /// Whether what it gets as input or opens is run.
    var runsText: Bool {
        starts.contains { start in
            switch start.what {
            case .input, .interactiveShell: true
            default: false
            }
        }
    }
}
