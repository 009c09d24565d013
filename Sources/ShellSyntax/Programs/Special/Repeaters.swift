// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// What a word may become that nobody knows.
    var hole: Field { Field([.unknown(.other)], span: words[0].span) }

    /// `xargs -0 -I{} program {}`: words of standard input, or of a file, become arguments.
    mutating func xargs() {
        usage.starts.removeAll()
        guard !arguments.operands.isEmpty else {
            if let file = arguments.value("-a") { add(.read, file) }
            return
        }
        var mark: String?
        for given in arguments.options {
            switch given.name {
            case "-I", "-J": mark = given.value?.text
            case "-i": mark = given.value?.text ?? "{}"
            default: continue
            }
        }
        var start: Start
        if arguments.has("-a"), let file = arguments.value("-a"), file.text != "-" {
            add(.read, file)
            // The words come from a file and not from standard input.
            let anything = Field([.unknown(.other)], span: words[0].span, isSplit: mark == nil)
            let command = arguments.operands
            if let mark, !mark.isEmpty {
                start = Start(.command(command.map { $0.replacing(mark, with: anything) }))
            } else {
                start = Start(.command(command + [anything]))
            }
        } else if let mark, !mark.isEmpty {
            start = Start(.command(arguments.operands, input: .replacing(mark)))
        } else {
            start = Start(.command(arguments.operands, input: .appended))
        }
        start.repeats = true
        usage.starts.append(start)
    }

    /// `parallel program {} ::: a b`, `parallel -S host …`: the words are joined and given to a shell.
    mutating func parallel() {
        var rest = arguments.operands[...]
        var mark = "{}"
        var readsFile = false
        if name == "sem" { usage.traits.insert(.detaches) }
        options: while let word = rest.first, word.looksLikeOption {
            let text = word.text ?? word.knownPrefix
            if text.hasPrefix(":::") { break }
            rest.removeFirst()
            switch text {
            case "--help", "--version", "-V", "--citation": return
            case "--": break options
            case "-I": mark = rest.popFirst()?.text ?? "{}"
            case "-a", "--arg-file":
                if let file = rest.popFirst() { use(file, as: .read(whole: false)) }
                readsFile = true
            case "-S", "--sshlogin":
                usage.traits.insert(.remote)
                if let hosts = rest.popFirst(), hosts.text != ":" { usage.uses.append(Use(.connect, hosts, sendsData: true)) }
            case "--pipepart", "--pipe", "--spreadstdin": readsFile = true
            case _ where Self.parallelValues.contains(text): _ = rest.popFirst()
            default: continue
            }
        }
        let groups = Array(rest).split(omittingEmptySubsequences: false) { [":::", ":::+", "::::", "::::+"].contains($0.text) }
        let command = groups.first.map(Array.init) ?? []
        if groups.count < 2 {
            parallelInput(command, mark: mark, readsFile: readsFile)
            return
        }
        let isFile = rest.contains { $0.text == "::::" }
        for arguments in combinations(groups.dropFirst().map(Array.init), areFiles: isFile) {
            var script = command.isEmpty ? Field.joined(arguments) : fill(.joined(command), mark, arguments)
            script.span = words[0].span
            var start = Start(.script(script, .bash))
            start.repeats = true
            usage.starts.append(start)
            // What was quoted once is quoted no more when the words are joined; who wrote it meant the words.
            guard command.contains(where: { $0.contains(UInt8(ascii: " ")) }), command.count > 1 else { continue }
            start.what = .command(command.map { $0.replacing(mark, with: .joined(arguments)) })
            usage.starts.append(start)
        }
    }

    private static let parallelValues: Set<String> = [
        "-j", "--jobs", "-n", "-N", "-L", "-l", "-s", "-d", "--delimiter", "-C", "--colsep", "--joblog", "--results", "--timeout",
        "--delay", "--retries", "--halt", "--tmpdir", "--workdir", "--wd", "--block", "--load", "--memfree", "--nice", "-P",
        "--max-procs", "--env", "--tagstring", "--basefile", "--bf", "--transferfile", "--return", "--recstart", "--recend", "-U",
        "--rpl", "--shellquote", "--max-args", "--slf", "--sshloginfile", "--progress-file", "--ssh",
    ]

    private mutating func parallelInput(_ command: [Field], mark: String, readsFile: Bool) {
        var start: Start
        if command.isEmpty {
            start = Start(.input(.shell))
        } else {
            var script = Field.joined(command)
            let isMarked = command.contains {
                $0.pattern.contains(mark) || $0.pattern.contains("{.}") || $0.pattern.contains("{/")
            }
            if !isMarked, !readsFile { script.append(.text(" " + mark)) }
            let shell = [Field("sh", span: words[0].span), Field("-c", span: words[0].span), script]
            start = Start(.command(shell, input: readsFile ? nil : .quoted(mark)))
        }
        start.repeats = true
        usage.starts.append(start)
    }

    /// Every word of each group with every word of the others, up to a limit; then holes.
    private func combinations(_ groups: [[Field]], areFiles: Bool) -> [[Field]] {
        if areFiles { return [groups.map { _ in hole }] }
        var result: [[Field]] = [[]]
        for group in groups {
            if result.count * group.count > 64 { return [groups.map { _ in hole }] }
            result = result.flatMap { before in group.map { before + [$0] } }
        }
        return result
    }

    private func fill(_ command: Field, _ mark: String, _ arguments: [Field]) -> Field {
        var result = command
        let pattern = command.pattern
        let joined = Field.joined(arguments.map(\.shellQuoted))
        var isMarked = false
        if pattern.contains(mark) {
            result = result.replacing(mark, with: joined)
            isMarked = true
        }
        for (number, argument) in arguments.enumerated() where pattern.contains("{\(number + 1)}") {
            result = result.replacing("{\(number + 1)}", with: argument.shellQuoted)
            isMarked = true
        }
        for part in ["{.}", "{/}", "{//}", "{/.}"] where pattern.contains(part) {
            result = result.replacing(part, with: hole)
            isMarked = true
        }
        if isMarked { return result }
        result.append(.text(" "))
        for piece in joined.pieces { result.append(piece) }
        return result
    }

    /// `watch -x program`, `watch 'text'`
    mutating func watch() {
        if arguments.has("-x"), !arguments.operands.isEmpty { usage.starts = [Start(.command(arguments.operands))] }
        for index in usage.starts.indices { usage.starts[index].repeats = true }
    }

    /// `entr -s 'text'`, `entr program /_`
    mutating func entr() {
        if arguments.has("-s"), let text = arguments.operands.first { usage.starts = [Start(.script(text, .bash))] }
        for index in usage.starts.indices { usage.starts[index].repeats = true }
    }
}
