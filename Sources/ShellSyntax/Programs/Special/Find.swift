// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `find paths… expression`: what it reads, deletes, writes and runs.
    mutating func find() {
        var rest = arguments.operands[...]
        var roots: [Field] = []
        while let word = rest.first {
            let prefix = word.knownPrefix
            if prefix.hasPrefix("-") || prefix == "(" || prefix == ")" || prefix == "!" || prefix == "\\(" {
                // `-H`, `-L`, `-P`, `-O3`, `-D x` and BSD's `-E`, `-X`, `-d`, `-s`, `-x`, `-f path` stand before the paths.
                guard roots.isEmpty, let option = word.text else { break }
                if ["-H", "-L", "-P", "-E", "-X", "-s", "-x", "-EL", "-LE", "-HX"].contains(option) || option.hasPrefix("-O") {
                    rest.removeFirst()
                    continue
                }
                if option == "-D" || option == "-f" {
                    rest.removeFirst()
                    if let value = rest.popFirst(), option == "-f" { roots.append(value) }
                    continue
                }
                break
            }
            roots.append(word)
            rest.removeFirst()
        }
        if roots.isEmpty { roots = [words[0].saying(".")] }
        if rest.contains(where: { $0.text == "-help" || $0.text == "--help" || $0.text == "-version" || $0.text == "--version" })
        {
            return
        }
        // It reads names and no content, so that not all below is read.
        for root in roots { add(.read, root) }
        var tests = FindTests(depth: rest)
        var isPrinting = true
        while let word = rest.popFirst() { expression(word, &rest, roots, &tests, &isPrinting) }
        if isPrinting, usage.doubt == nil { usage.prints = found(tests.selection, under: roots) }
    }

    private mutating func expression(
        _ word: Field,
        _ rest: inout ArraySlice<Field>,
        _ roots: [Field],
        _ tests: inout FindTests,
        _ isPrinting: inout Bool
    ) {
        guard let text = word.text else {
            if word.startsWithOutput, word.isSplit { usage.doubt = "an action may stand here" }
            return
        }
        switch text {
        case "-delete":
            isPrinting = false
            usage.traits.insert(.bulk)
            let selection = tests.selection
            guard usage.uses.count < 512 else {
                usage.doubt = "there are too many actions"
                return
            }
            if selection.isAll {
                for root in roots { add(.delete, root, whole: true, traits: [.bulk]) }
                return
            }
            for name in found(selection, under: roots) {
                add(.delete, name, traits: selection.isNarrow ? [.bulk, .filtered] : [.bulk])
            }
        case "-print", "-print0":
            if isPrinting { usage.prints = [] }
            isPrinting = false
            usage.prints += found(tests.selection, under: roots)
        case "-printf":
            isPrinting = false
            let format = rest.popFirst()?.text ?? ""
            // Anything else is no list of names.
            if ["%p\\n", "%p\\0"].contains(format) { usage.prints += found(tests.selection, under: roots) }
        case "-ls": isPrinting = false
        case "-fprint", "-fprint0", "-fls":
            isPrinting = false
            if let file = rest.popFirst() { add(.write, file) }
        case "-fprintf":
            isPrinting = false
            if let file = rest.popFirst() { add(.write, file) }
            _ = rest.popFirst()
        case "-exec", "-execdir", "-ok", "-okdir":
            isPrinting = false
            let end = rest.firstIndex { $0.text == ";" || $0.text == "+" || $0.text == "\\;" } ?? rest.endIndex
            var command = Array(rest[..<end])
            // `{}\\;` in one word is no end; what is meant is plain.
            if end == rest.endIndex, let last = command.last, last.text == "{};" {
                command[command.count - 1] = last.saying("{}")
            }
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
            exec(command, found(tests.selection, under: roots))
        case "-files0-from": if let file = rest.popFirst() { add(.read, file) }
        default:
            let value = FindTests.takesValue(text) ? rest.popFirst() : nil
            let reads = ["-newer", "-anewer", "-cnewer", "-samefile"].contains(text)
            if reads, let value { add(.read, value) }
            tests.take(text, value)
        }
    }

    /// The names, or patterns of names, of what passes the tests.
    private func found(_ selection: FindTests.Selection, under roots: [Field]) -> [Field] {
        var found: [Field] = []
        for root in roots where root.text != "" {
            if found.count >= Self.longestList {
                // Of more than that only the folders are told.
                found.append(Field([.unknown(.other)], span: root.span))
                return found
            }
            for name in selection.names ?? [Field([.glob("*")], span: root.span)] {
                var path = root
                let isAbsolute = name.knownPrefix.hasPrefix("/") || name.knownPrefix.hasPrefix("./")
                if isAbsolute { path = Field([], span: root.span) }
                if !isAbsolute { path.append(.text(root.knownPrefix.hasSuffix("/") && root.text != nil ? "" : "/")) }
                if !isAbsolute, selection.isDeep { path.append(.glob("**/")) }
                for piece in name.pieces { path.append(piece) }
                path.taint.formUnion([.names, .local])
                if selection.isNarrow { path.taint.insert(.selected) }
                if selection.isPlainFiles { path.taint.insert(.plainFiles) }
                found.append(path)
            }
        }
        return found
    }

    private static let longestList = 16

    /// Once for every name, or pattern of names, that it finds.
    private mutating func exec(_ command: [Field], _ found: [Field]) {
        guard !command.isEmpty else { return }
        for name in found {
            var start = Start(.command(command.map { $0.replacing("{}", with: name) }))
            start.repeats = true
            usage.starts.append(start)
            if !command.contains(where: { $0.pattern.contains("{}") }) { return }
        }
    }

    /// `fd pattern -x program {}`, `fd -X rm`
    mutating func fd() {
        var rest = arguments.operands[...]
        var operands: [Field] = []
        var base: [Field] = []
        while let word = rest.popFirst() {
            let text = word.text ?? word.knownPrefix
            switch text {
            case "-x", "-X", "--exec", "--exec-batch":
                let end = rest.firstIndex { $0.text == ";" } ?? rest.endIndex
                fdExec(Array(rest[..<end]))
                rest = end < rest.endIndex ? rest[(end + 1)...] : []
            case "-e", "--extension", "-t", "--type", "-d", "--max-depth", "--min-depth", "--exact-depth", "-E", "--exclude",
                "-c", "--color",
                "-j", "--threads", "-S", "--size", "--changed-within", "--changed-before", "-o", "--owner", "--max-results",
                "--format",
                "--ignore-file", "--path-separator", "--and", "--batch-size":
                _ = rest.popFirst()
            case "--base-directory", "--search-path", "-C": if let folder = rest.popFirst() { base.append(folder) }
            default: if !word.looksLikeOption { operands.append(word) }
            }
        }
        let folders = base + operands.dropFirst()
        usage.uses.removeAll()
        for folder in folders.isEmpty ? [words[0].saying(".")] : folders { add(.read, folder) }
    }

    private mutating func fdExec(_ command: [Field]) {
        let marks = ["{}", "{.}", "{/}", "{//}", "{/.}"]
        var isMarked = false
        var filled = command
        for mark in marks {
            for index in filled.indices where filled[index].pattern.contains(mark) {
                filled[index] = filled[index].replacing(mark, with: hole)
                isMarked = true
            }
        }
        if !isMarked { filled.append(hole) }
        if command.isEmpty { return }
        var start = Start(.command(filled))
        start.repeats = true
        usage.starts.append(start)
    }
}
