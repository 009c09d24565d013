// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Terminals and multiplexers: `tmux new -d 'text'`, `tmux send-keys 'text' Enter`, `screen -dm program`, `xterm -e …`.
    mutating func terminal() {
        switch name {
        case "tmux": tmux()
        case "screen": screen()
        default: emulator()
        }
    }

    private mutating func tmux() {
        if arguments.operands.allSatisfy(\.looksLikeOption) || arguments.operands.count == 2 && arguments.operands[0].text == "-S"
        {
            if !words.dropFirst().contains(where: { $0.text == "-V" || $0.text == "-h" }) {
                usage.starts.append(Start(.interactiveShell))
            }
        }
        // Commands are separated by `;` words.
        var first = true
        for command in arguments.operands.split(whereSeparator: { $0.text == ";" || $0.text == "\\;" }) {
            tmuxCommand(first ? Self.withoutServerOptions(command, &usage) : command)
            first = false
        }
    }

    private static func withoutServerOptions(_ words: ArraySlice<Field>, _ usage: inout Usage) -> ArraySlice<Field> {
        var rest = words
        while let word = rest.first, word.looksLikeOption {
            rest.removeFirst()
            switch word.text {
            case "-L", "-S", "-f", "-T": _ = rest.popFirst()
            case "-c": if let text = rest.popFirst() { usage.starts.append(Start(.script(text, .bash))) }
            default: continue
            }
        }
        return rest
    }

    private mutating func tmuxCommand(_ words: ArraySlice<Field>) {
        guard let verb = words.first?.text else { return }
        var operands: [Field] = []
        var isDetached = false
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            if !word.looksLikeOption || !operands.isEmpty {
                operands.append(word)
                continue
            }
            let text = word.text ?? ""
            if text == "-d" || (text.hasPrefix("-") && text.utf8.contains(UInt8(ascii: "d")) && !text.hasPrefix("--")) {
                isDetached = true
            }
            let values = "censxytFlbpNTX"
            if let last = text.utf8.last, text.utf8.count >= 2, values.utf8.contains(last),
                !(last == UInt8(ascii: "l") && verb.hasPrefix("send")),
                !(last == UInt8(ascii: "b") && verb.hasPrefix("run"))
            {
                _ = rest.popFirst()
            }
        }
        switch verb {
        case "new", "new-session", "neww", "new-window", "splitw", "split-window", "respawnp", "respawn-pane", "respawnw",
            "respawn-window",
            "display-popup", "popup":
            if isDetached { usage.traits.insert(.detaches) }
            if operands.count == 1 { usage.starts.append(Start(.script(operands[0], .bash))) }
            if operands.count > 1 { usage.starts.append(Start(.command(operands))) }
        case "run", "run-shell", "if", "if-shell", "pipe-pane", "pipep":
            for text in operands.prefix(1) { usage.starts.append(Start(.script(text, .bash))) }
            for text in operands.dropFirst() where verb.hasPrefix("if") { usage.merge(tmuxText(text)) }
        case "send", "send-keys":
            let keys = operands.filter { !["Enter", "C-m", "KPEnter", "C-c", "C-d", "Escape", "Space"].contains($0.text) }
            if !keys.isEmpty { usage.starts.append(Start(.script(.joined(keys), .bash))) }
        case "source", "source-file": if let file = operands.first { add(.read, file) }
        case "kill-server", "kill-session", "kill-window", "kill-pane": usage.traits.insert(.kills)
        default: break
        }
    }

    private func tmuxText(_ text: Field) -> Usage {
        var inner = self
        inner.usage = Usage()
        inner.tmuxCommand(text.shellWords[...])
        return inner.usage
    }

    private mutating func screen() {
        var rest = arguments.operands[...]
        while let word = rest.first, word.looksLikeOption {
            rest.removeFirst()
            let text = word.text ?? ""
            switch text {
            case "-X":
                // `screen -S name -X stuff 'text'`
                if let verb = rest.popFirst()?.text, ["stuff", "exec", "screen", "eval"].contains(verb), !rest.isEmpty {
                    usage.starts.append(Start(.script(.joined(rest), .bash)))
                } else if rest.isEmpty {
                    usage.traits.insert(.kills)
                }
                return
            case "-S", "-c", "-e", "-h", "-p", "-s", "-t", "-T", "-Logfile": _ = rest.popFirst()
            case "-ls", "-list", "-r", "-R", "-x", "-wipe", "-v", "-help": if text != "-R" { return }
            default:
                let letters = text.utf8
                if letters.contains(UInt8(ascii: "d")) || letters.contains(UInt8(ascii: "D")), letters.contains(UInt8(ascii: "m"))
                {
                    usage.traits.insert(.detaches)
                }
                if letters.last == UInt8(ascii: "S") { _ = rest.popFirst() }
            }
        }
        if !rest.isEmpty { usage.starts.append(Start(.command(Array(rest)))) }
        if words.count == 1 { usage.starts.append(Start(.interactiveShell)) }
    }

    /// `xterm -e program`, `gnome-terminal -- program`, `konsole -e 'text'`
    private mutating func emulator() {
        let operands = arguments.operands
        let mark = operands.firstIndex {
            ["-e", "-x", "--", "--command", "start", "-hold-e"].contains($0.text) || $0.knownPrefix.hasPrefix("--command=")
        }
        if let mark {
            if let (_, text) = operands[mark].split(at: UInt8(ascii: "=")) {
                usage.starts.append(Start(.script(text, .bash)))
                return
            }
            let command = Array(operands[(mark + 1)...].drop { $0.text == "--" })
            if command.count == 1 { usage.starts.append(Start(.script(command[0], .bash))) }
            if command.count > 1 { usage.starts.append(Start(.command(command))) }
        } else if ["foot", "kitty", "openvt"].contains(name), let first = operands.first, !first.looksLikeOption {
            usage.starts.append(Start(.command(operands)))
        }
    }
}
