// SPDX-License-Identifier: Apache-2.0

/// Reads PowerShell: commands are words up to `;`, `|`, a brace or a line's end.
struct PowerShellScanner {
    private(set) var usage = Usage()
    private let code: Field

    init(_ code: Field) {
        self.code = code
        let bytes = Array(code.pattern.utf8)
        if bytes.holds("FromBase64String") || bytes.holds("frombase64string") { usage.traits.insert(.evaluatesCode) }
        for sign in ["DownloadString(", "DownloadFile(", "DownloadData("] where bytes.holds(sign) {
            usage.uses.append(Use(.connect, address(behind: sign)))
        }
        if bytes.holds("TCPClient") || bytes.holds("TcpClient") {
            usage.traits.insert(.reverseShell)
            usage.uses.append(Use(.connect, Field([.unknown(.other)], span: code.span), sendsData: true))
        }
        for command in code.pattern.split(whereSeparator: { ";|\n{}()".contains($0) }) {
            read(code.saying(String(command)).shellWords)
        }
    }

    private func address(behind sign: String) -> Field {
        guard let range = code.pattern.firstRange(of: sign) else { return Field([.unknown(.other)], span: code.span) }
        let text = code.pattern[range.upperBound...].drop { $0 == "'" || $0 == "\"" }.prefix {
            $0 != "'" && $0 != "\"" && $0 != ")"
        }
        return code.saying(String(text))
    }

    private mutating func read(_ words: [Field]) {
        guard let verb = words.first?.text?.lowercased() else { return }
        var operands: [Field] = []
        var whole = false
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            guard let text = word.text, text.hasPrefix("-") else {
                operands.append(word)
                continue
            }
            switch text.lowercased() {
            case "-recurse", "-r": whole = true
            case "-path", "-literalpath", "-uri", "-filepath", "-destination", "-outfile", "-name", "-argumentlist": continue
            case "-method", "-headers", "-value", "-itemtype", "-encoding", "-verb": _ = rest.popFirst()
            default: continue
            }
        }
        switch verb {
        case "remove-item", "ri", "del", "rm", "rmdir", "erase", "rd", "clear-content":
            for file in operands { usage.uses.append(Use(.delete, file, isRecursive: whole, traits: whole ? [.bulk] : [])) }
            if whole { usage.traits.insert(.bulk) }
        case "set-content", "out-file", "add-content", "new-item":
            if let file = operands.first { usage.uses.append(Use(.write, file)) }
        case "get-content", "gc", "type": for file in operands { usage.uses.append(Use(.read, file)) }
        case "move-item", "copy-item":
            if let file = operands.first { usage.uses.append(Use(verb == "move-item" ? .delete : .read, file)) }
            if operands.count > 1 { usage.uses.append(Use(.write, operands[1])) }
        case "invoke-expression", "iex": usage.traits.insert(.evaluatesCode)
        case "invoke-webrequest", "invoke-restmethod", "iwr", "irm", "start-bitstransfer", "curl", "wget":
            if let host = operands.first { usage.uses.append(Use(.connect, host)) }
        case "start-process", "saps", "&", "start": if !operands.isEmpty { usage.starts.append(Start(.command(operands))) }
        case "stop-process", "kill", "spps": usage.traits.insert(.kills)
        case "stop-computer", "restart-computer": usage.traits.insert(.power)
        case "set-executionpolicy", "set-mppreference", "add-mppreference", "disable-windowsoptionalfeature":
            usage.traits.insert(.disablesSecurity)
        case "cmd", "cmd.exe", "bash", "wsl", "powershell", "pwsh": usage.starts.append(Start(.command(words)))
        case "new-service", "register-scheduledtask", "new-scheduledtask": usage.traits.insert(.schedules)
        case "format-volume", "clear-disk": usage.traits.insert(.disk)
        default: break
        }
    }
}
