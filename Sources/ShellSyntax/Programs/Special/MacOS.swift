// SPDX-License-Identifier: Apache-2.0

extension Call {
    mutating func macSystem() {
        let texts = arguments.operands.compactMap(\.text)
        let first = texts.first?.lowercased() ?? ""
        switch name {
        case "csrutil":
            if first == "disable" || first == "clear" || first == "authenticated-root" { usage.traits.insert(.disablesSecurity) }
        case "spctl":
            let off = words.contains {
                ["--master-disable", "--global-disable", "--disable", "--add", "--remove"].contains($0.text)
            }
            if off { usage.traits.insert(.disablesSecurity) }
        case "tccutil": if first == "reset" { usage.traits.insert(.disablesSecurity) }
        case "fdesetup": if ["disable", "removerecovery", "add"].contains(first) { usage.traits.insert(.disablesSecurity) }
        case "socketfilterfw":
            if words.contains(where: { $0.text == "off" }) { usage.traits.formUnion([.disablesSecurity, .firewall]) }
        case "tmutil": if first.hasPrefix("delete") || first == "disable" { usage.traits.insert(.destroysInfrastructure) }
        case "diskutil":
            if ["list", "info", "activity", "listfilesystems", ""].contains(first) { return }
            if ["mount", "unmount", "mountdisk", "unmountdisk", "eject"].contains(first) {
                usage.traits.insert(.mounts)
            } else {
                usage.traits.insert(.disk)
            }
        case "hdiutil":
            if ["attach", "detach", "mount", "unmount", "eject"].contains(first) { usage.traits.insert(.mounts) }
        case "nvram", "bless", "kextload", "kextunload", "kextutil", "kmutil", "systemextensionsctl":
            if !words.contains(where: { ["-p", "list", "-xp", "showloaded", "inspect"].contains($0.text) }) {
                usage.traits.insert(.kernel)
            }
        case "softwareupdate":
            if words.contains(where: { ["-i", "--install", "-ia", "-iaR"].contains($0.text) }) { usage.traits.insert(.installs) }
        case "pmset", "systemsetup":
            if first == "sleepnow" || first == "shutdown" { usage.traits.insert(.power) }
            if !words.contains(where: { ($0.text ?? "").hasPrefix("-g") }), words.count > 1 { usage.traits.insert(.hostSettings) }
        case "profiles": if ["install", "remove", "-i", "-r"].contains(first) { usage.traits.insert(.hostSettings) }
        case "asr", "startosinstall", "createinstallmedia": usage.traits.insert(.disk)
        default: break
        }
    }

    mutating func launchctl() {
        let texts = arguments.operands.compactMap(\.text)
        switch texts.first {
        case "load", "bootstrap", "enable", "submit", "asuser":
            usage.traits.insert(.services)
            if let file = arguments.operands.last, arguments.operands.count > 1 { usage.uses.append(Use(.persist, file)) }
        case "unload", "bootout", "disable", "remove", "stop", "kill", "start", "kickstart", "setenv", "unsetenv", "limit",
            "config":
            usage.traits.insert(.services)
            if texts.dropFirst().contains(where: {
                Self.isGuard($0.baseName) || $0.contains("com.apple.security") || $0.contains("drawbridge")
            }) {
                usage.traits.insert(.disablesSecurity)
            }
        case "reboot": usage.traits.insert(.power)
        default: break
        }
    }

    /// `defaults write domain key value`
    mutating func defaults() {
        guard let verb = arguments.operands.first?.text, ["write", "delete", "import", "rename"].contains(verb) else { return }
        let names = arguments.operands.dropFirst().prefix(2).map(\.pattern)
        usage.uses.append(Use(.configure, words[0].saying(names.joined(separator: "."))))
        if names.contains(where: { $0.lowercased().contains("loginhook") || $0.contains("LoginItems") }) {
            usage.uses.append(Use(.persist, words[0].saying(names.joined(separator: "."))))
        }
        if names.contains(where: { $0.contains("LSQuarantine") || $0.contains("GKAutoRearm") || $0.contains("com.apple.alf") }) {
            usage.traits.insert(.disablesSecurity)
        }
    }

    /// `security find-generic-password -w`
    mutating func keychain() {
        guard let verb = arguments.operands.first?.text else { return }
        if verb.hasPrefix("find-") && verb.hasSuffix("password") || verb.hasPrefix("dump-") || verb == "export" {
            usage.traits.insert(.printsSecrets)
        }
        if verb.hasPrefix("delete-") { usage.traits.insert(.destroysData) }
        if verb.hasPrefix("add-") || verb.hasPrefix("set-") || verb.hasPrefix("import") || verb == "authorizationdb"
            || verb.hasPrefix("remove-")
        {
            usage.traits.insert(verb == "add-trusted-cert" || verb == "authorizationdb" ? .disablesSecurity : .passwords)
        }
    }

    /// `pwsh -Command text`, `powershell -EncodedCommand base64`
    mutating func powershell() {
        var rest = arguments.operands[...]
        while let word = rest.popFirst() {
            guard let text = word.text?.lowercased() else {
                usage.doubt = "options of a shell are known in part"
                return
            }
            if text.hasPrefix("-e"), "-encodedcommand".hasPrefix(text) || text == "-ec" {
                usage.traits.formUnion([.inlineCode, .evaluatesCode, .runsDecoded])
                if let code = rest.popFirst()?.text, let bytes = Decoding.base64(Array(code.utf8)) {
                    run(word.saying(String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)), .powershell)
                }
                return
            }
            if text.hasPrefix("-c"), "-command".hasPrefix(text) {
                usage.traits.insert(.inlineCode)
                run(.joined(rest), .powershell)
                return
            }
            if text.hasPrefix("-f"), "-file".hasPrefix(text) {
                if let file = rest.popFirst() { usage.starts.append(Start(.file(file, .powershell, arguments: Array(rest)))) }
                return
            }
            if text == "-executionpolicy" || text == "-ep" || text == "-ex" || text == "-windowstyle" || text == "-w"
                || text == "-version" || text == "-workingdirectory"
            {
                _ = rest.popFirst()
                continue
            }
            if text == "--version" || text == "-version" || text == "--help" || text == "-?" { return }
            if text.hasPrefix("-") { continue }
            usage.starts.append(Start(.file(word, .powershell, arguments: Array(rest))))
            return
        }
        usage.starts.append(Start(.input(.powershell)))
    }
}
