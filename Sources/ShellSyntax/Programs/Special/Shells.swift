// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `sh -c text`, `bash -euo pipefail file`, `zsh -s`: options may stand in bundles, with `+` too.
    mutating func shell() {
        var rest = arguments.operands[...]
        var takesCode = false
        var readsInput = false
        var code: Field?
        while let word = rest.first {
            let prefix = word.knownPrefix
            guard word.looksLikeOption || (prefix.hasPrefix("+") && prefix.utf8.count > 1) else { break }
            rest.removeFirst()
            if word.text == nil, !prefix.hasPrefix("--") { usage.doubt = "options of a shell are known in part" }
            if prefix == "--" || prefix == "-" { break }
            if prefix.hasPrefix("--") {
                switch prefix {
                case "--help", "--version": return
                case "--rcfile", "--init-file": if let file = rest.popFirst() { usage.starts.append(Start(.file(file, .shell))) }
                case "--init-command", "--command", "--commands": code = rest.popFirst()
                case "--emulate": _ = rest.popFirst()
                default:
                    if prefix.hasPrefix("--command="), let (_, text) = word.split(at: UInt8(ascii: "=")) { code = text }
                    if prefix.hasPrefix("--init-file=") || prefix.hasPrefix("--rcfile="),
                        let (_, file) = word.split(at: UInt8(ascii: "="))
                    {
                        usage.starts.append(Start(.file(file, .shell)))
                    }
                }
                continue
            }
            for letter in prefix.utf8.dropFirst() {
                switch letter {
                case UInt8(ascii: "c"): takesCode = true
                case UInt8(ascii: "s"): readsInput = true
                case UInt8(ascii: "i") where prefix.hasPrefix("-"): usage.traits.insert(.opensShell)
                case UInt8(ascii: "o"), UInt8(ascii: "O"): _ = rest.popFirst()
                case UInt8(ascii: "C") where name == "fish": code = rest.popFirst()
                default: continue
                }
            }
        }
        let dialect: Dialect = name.contains("zsh") ? .zsh : name == "dash" || name == "ash" || name == "posh" ? .posix : .bash
        if takesCode, code == nil {
            code = rest.popFirst()
            if code == nil { return }
        }
        if let code {
            usage.starts.append(Start(.script(code, dialect, arguments: Array(rest))))
            // An interactive shell ends behind its code.
            usage.traits.remove(.opensShell)
        } else if readsInput || rest.isEmpty {
            usage.starts.append(Start(.input(.shell)))
        } else if let file = rest.popFirst() {
            usage.traits.remove(.opensShell)
            usage.starts.append(Start(.file(file, .shell, arguments: Array(rest))))
        }
    }

    /// What is built into shells and touches more than the shell's own state.
    mutating func builtin() {
        switch name {
        case "eval", "source", ".", "exec", "command": break
        case "builtin", "noglob", "nocorrect", "-", "coproc":
            if arguments.operands.isEmpty { usage.starts.removeAll() }
        case "trap":
            if let code = arguments.operands.first, arguments.operands.count > 1, !code.looksLikeOption, code.text != "" {
                usage.starts.append(Start(.script(code, .bash)))
            }
        case "enable":
            if let mark = words.firstIndex(where: { $0.knownPrefix.hasPrefix("-f") }) {
                usage.traits.insert(.preloads)
                let library = words[mark].text == "-f" ? words.dropFirst(mark + 1).first : words[mark].dropping(2)
                if let library { add(.read, library) }
            }
        case "export":
            let isList = arguments.operands.allSatisfy { $0.text == "-p" }
            if isList { usage.traits.insert(.environmentDump) }
        case "set", "declare", "typeset":
            if arguments.operands.isEmpty { usage.traits.insert(.environmentDump) }
        default: break
        }
    }

    /// `busybox rm x`
    mutating func box() {
        guard let first = arguments.operands.first, !first.looksLikeOption else { return }
        usage.starts.append(Start(.command(arguments.operands)))
    }

    /// `/lib64/ld-linux-x86-64.so.2 --library-path x program arguments`
    mutating func loader() {
        var rest = arguments.operands[...]
        while let word = rest.first, word.looksLikeOption {
            rest.removeFirst()
            switch word.text {
            case "--library-path", "--inhibit-rpath", "--audit", "--preload", "--argv0", "--glibc-hwcaps-prepend",
                "--glibc-hwcaps-mask":
                _ = rest.popFirst()
            case "--list", "--verify", "--help", "--version", "--list-tunables", "--list-diagnostics": return
            default: continue
            }
        }
        if !rest.isEmpty { usage.starts.append(Start(.command(Array(rest)))) }
    }
}
