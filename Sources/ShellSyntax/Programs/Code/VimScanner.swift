// SPDX-License-Identifier: Apache-2.0

/// Reads commands of vi, ex and ed: `!` runs a program, `w` writes.
struct VimScanner {
    private(set) var usage = Usage()
    /// What stands behind a `|`: the next command.
    private var next: Substring?

    init(_ code: Field) {
        guard let text = code.text else {
            // `:!program $x` is known as far as it matters.
            let prefix = code.knownPrefix.drop { $0 == ":" || $0 == " " }
            if prefix.hasPrefix("!") {
                usage.traits.insert(.escapes)
                usage.starts.append(Start(.script(code.dropping(code.knownPrefix.count - prefix.count + 1), .bash)))
            } else if code.startsWithHole {
                usage.doubt = "a command of the editor is not known"
            }
            return
        }
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
            next = line
            var count = 0
            while let command = next {
                next = nil
                count += 1
                if count > 100 {
                    usage.doubt = "there are too many commands"
                    return
                }
                self.command(command, code)
            }
        }
    }

    private mutating func command(_ line: Substring, _ code: Field) {
        var rest = line.drop { " \t:%$.,0123456789'<>+-".contains($0) }
        for prefix in ["silent! ", "silent ", "sil! ", "sil ", "execute ", "exe ", "exec "] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count).drop { " '\":".contains($0) }
        }
        if rest.hasPrefix("!") {
            run(rest.dropFirst().drop { $0 == "!" }, code)
            return
        }
        let word = rest.prefix { $0.isLetter }
        let behind = rest.dropFirst(word.count).drop { $0 == " " || $0 == "!" && !rest.contains(" !") }
        switch word {
        case "r", "read", "w", "write", "wq", "x", "e", "edit", "sp", "tabe", "vs", "W", "sav", "saveas", "f":
            let target = behind.drop { $0 == " " || $0 == ">" }
            if target.hasPrefix("!") {
                run(target.dropFirst(), code)
            } else if !target.isEmpty, word != "f" {
                let isWrite = ["w", "write", "wq", "x", "W", "sav", "saveas"].contains(word)
                let file = target.prefix { $0 != "|" && $0 != " " }
                usage.uses.append(Use(isWrite ? .write : .read, code.saying(String(file))))
            }
            bar(behind)
        case "sh", "shell", "term", "terminal", "ter":
            usage.traits.insert(.escapes)
            let program = behind.drop { $0 == "!" || $0 == " " }
            if program.isEmpty { usage.starts.append(Start(.interactiveShell)) } else { run(program, code) }
        case "lua", "py", "python", "perl", "ruby", "rub", "tcl", "mz", "mzscheme":
            let language: Language =
                word == "lua"
                ? .lua : word.hasPrefix("py") ? .python : word == "perl" ? .perl : word.hasPrefix("ru") ? .ruby : .tcl
            usage.traits.formUnion([.inlineCode, .escapes])
            let digits = behind.drop { $0.isNumber || $0 == "x" && behind.dropFirst().first == " " || $0 == " " }
            usage.merge(CodeScanner.usage(of: code.saying(String(digits)), in: language))
        case "so", "source", "luafile", "pyfile": usage.starts.append(Start(.file(code.saying(String(behind)), .vim)))
        case "call", "echo", "let", "set", "if", "au", "autocmd", "cal", "ec", "se", "argdo", "bufdo", "g", "v", "norm", "normal",
            "eval", "make", "grep", "cexpr", "map", "nmap":
            if let range = rest.firstRange(of: "system("),
                let quote = rest[range.upperBound...].first(where: { $0 == "'" || $0 == "\"" })
            {
                let text = rest[range.upperBound...].drop { $0 != quote }.dropFirst().prefix { $0 != quote }
                run(text, code)
            } else if rest.contains("system(") || rest.contains("termopen(") || rest.contains("job_start(")
                || rest.contains("libcall(") || rest.contains("jobstart(")
            {
                usage.traits.insert(.escapes)
            }
            if rest.hasPrefix("set shell") || rest.hasPrefix("set makeprg") || rest.hasPrefix("set grepprg")
                || rest.hasPrefix("set equalprg")
            {
                usage.traits.insert(.escapes)
            }
            if rest.contains("delete(") { usage.uses.append(Use(.delete, Field([.unknown(.other)], span: code.span))) }
            if let range = rest.firstRange(of: "!"),
                ["au", "autocmd", "argdo", "bufdo", "g", "v", "norm", "normal", "map", "nmap"].contains(word)
            {
                run(rest[range.upperBound...], code)
            }
            bar(behind)
        default: bar(rest)
        }
    }

    /// `|` separates commands.
    private mutating func bar(_ rest: Substring) {
        guard let index = rest.firstIndex(of: "|") else { return }
        next = rest[rest.index(after: index)...]
    }

    private mutating func run(_ text: Substring, _ code: Field) {
        usage.traits.insert(.escapes)
        let script = text.drop { $0 == " " }
        usage.starts.append(script.isEmpty ? Start(.interactiveShell) : Start(.script(code.saying(String(script)), .bash)))
    }
}
