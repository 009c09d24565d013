// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `find paths… expression`: what it reads, deletes, writes and runs.
    mutating func find() {
        var rest = arguments.operands[...]
        var roots: [Field] = []
        while let word = rest.first {
            let prefix = word.knownPrefix
            if prefix.hasPrefix("-") || prefix == "(" || prefix == "!" || prefix == "\\(" {
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
        while let word = rest.popFirst() { expression(word, &rest, roots) }
    }

    private mutating func expression(_ word: Field, _ rest: inout ArraySlice<Field>, _ roots: [Field]) {
        switch word.text {
        case "-delete":
            usage.traits.insert(.bulk)
            for root in roots { add(.delete, root, whole: true, traits: [.bulk]) }
        case "-fprint", "-fprint0", "-fls": if let file = rest.popFirst() { add(.write, file) }
        case "-fprintf":
            if let file = rest.popFirst() { add(.write, file) }
            _ = rest.popFirst()
        case "-exec", "-execdir", "-ok", "-okdir":
            let end = rest.firstIndex { $0.text == ";" || $0.text == "+" || $0.text == "\\;" } ?? rest.endIndex
            let command = Array(rest[..<end])
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
            exec(command, roots)
        case "-newer", "-anewer", "-cnewer", "-samefile": if let file = rest.popFirst() { add(.read, file) }
        case "-files0-from": if let file = rest.popFirst() { add(.read, file) }
        case let text? where Self.findValues.contains(text) || text.hasPrefix("-newer"): _ = rest.popFirst()
        case nil where word.startsWithOutput && word.isSplit: usage.doubt = "an action may stand here"
        default: break
        }
    }

    /// The paths that it finds lie under the roots, and nobody knows which.
    private mutating func exec(_ command: [Field], _ roots: [Field]) {
        guard !command.isEmpty else { return }
        for root in roots.prefix(8) {
            var found = root
            found.append(.text("/"))
            found.append(.unknown(.other))
            let words = command.map { $0.replacing("{}", with: found) }
            var start = Start(.command(words))
            start.repeats = true
            usage.starts.append(start)
        }
    }

    private static let findValues: Set<String> = [
        "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-regex", "-iregex", "-regextype", "-type", "-xtype",
        "-size",
        "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin", "-maxdepth", "-mindepth", "-user", "-group", "-uid", "-gid",
        "-perm",
        "-links", "-inum", "-fstype", "-printf", "-lname", "-ilname", "-used", "-context", "-flags", "-Bmin", "-Btime",
        "-depth-n",
    ]

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
