// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Starters with a turn of their own.
    mutating func runner() {
        switch name {
        case "at", "batch": at()
        case "crontab": crontab()
        case "script": script()
        case "flock":
            // `-c text` may stand behind the lock, too.
            if arguments.operands.count > 2, ["-c", "--command"].contains(arguments.operands[1].text) {
                usage.starts = [Start(.script(arguments.operands[2], .bash))]
            }
        case "gdb", "lldb", "cgdb": debugger()
        case "strace", "ltrace": if arguments.has("-p"), arguments.operands.isEmpty { usage.traits.insert(.surveils) }
        default: break
        }
    }

    /// `at now < file`: standard input is the program.
    private mutating func at() {
        var runs = true
        var rest = arguments.operands[...]
        while let word = rest.popFirst() {
            switch word.text {
            case "-l", "-q", "-V": if word.text != "-q" { runs = false }
            case "-c": runs = false
            case "-d", "-r": runs = false
            case "-f":
                if let file = rest.popFirst() { usage.starts.append(Start(.file(file, .shell))) }
                usage.traits.insert(.schedules)
            default: continue
            }
        }
        guard runs else { return }
        usage.traits.insert(.schedules)
        usage.uses.append(Use(.persist, words[0].saying("at")))
        if usage.starts.isEmpty { usage.starts.append(Start(.input(.shell))) }
    }

    /// `crontab -l` reads; everything else changes what starts by itself.
    private mutating func crontab() {
        if arguments.has("-l") { return }
        // Without an operand it takes standard input.
        usage.traits.insert(.schedules)
        usage.uses.append(Use(.persist, words[0].saying("cron")))
    }

    /// `script -qc text file`; BSD's `script file program arguments`.
    private mutating func script() {
        usage.uses.removeAll { $0.kind == .write && arguments.operands.dropFirst().contains($0.target) }
        if arguments.has("-c") { return }
        if arguments.operands.count > 1 {
            usage.starts.append(Start(.command(Array(arguments.operands.dropFirst()))))
        } else {
            usage.starts.append(Start(.input(.shell)))
            usage.traits.insert(.opensShell)
        }
    }

    /// `gdb -ex '!text'`, `lldb -o 'platform shell …'`
    private mutating func debugger() {
        for name in ["-ex", "-o", "-O"] {
            for command in arguments.values(name) {
                guard let text = command.text else {
                    usage.doubt = "a command of the debugger is not known"
                    continue
                }
                let trimmed = text.drop { $0 == " " }
                for start in ["!", "shell ", "make ", "platform shell ", "pipe "] where trimmed.hasPrefix(start) {
                    usage.traits.insert(.escapes)
                    usage.starts.append(Start(.script(command.dropping(text.count - trimmed.count + start.count), .bash)))
                }
                if trimmed.hasPrefix("shell") && trimmed.count == 5 { usage.starts.append(Start(.interactiveShell)) }
                for mark in ["python ", "py ", "script ", "guile "] where trimmed.hasPrefix(mark) {
                    usage.traits.insert(.inlineCode)
                    run(command.dropping(text.count - trimmed.count + mark.count), .python)
                }
                if trimmed.contains("system(") || trimmed.contains("exec") && trimmed.contains("call") {
                    usage.traits.insert(.escapes)
                }
            }
        }
        if arguments.value("-x")?.text == "-" { usage.starts.append(Start(.input(.other))) }
        if arguments.has("--args"), !arguments.operands.isEmpty { usage.starts.append(Start(.command(arguments.operands))) }
        if arguments.has("-p") { usage.traits.insert(.surveils) }
    }

    /// `expect -c 'spawn program …'`
    mutating func expect() {
        for code in arguments.values("-c") {
            usage.traits.insert(.inlineCode)
            run(code, .tcl)
            usage.starts.removeAll { $0.what == .input(.tcl) }
        }
        if let file = arguments.value("-f") {
            usage.starts = file.text == "-" ? [Start(.input(.tcl))] : [Start(.file(file, .tcl))]
        }
    }
}
