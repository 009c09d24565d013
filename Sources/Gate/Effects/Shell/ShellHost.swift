// SPDX-License-Identifier: Apache-2.0

import Calls

/// Programs that change the machine, its processes and its services.
extension ShellWalker {
    mutating func power(_ name: String, _ arguments: [ShellField]) {
        if arguments.contains(where: { ["--help", "--version", "-c", "--show"].contains($0.text) }) { return }
        note(.power(name))
    }

    mutating func disk(_ name: String, _ arguments: [ShellField]) {
        let onlyLooks = arguments.contains {
            [
                "-l", "--list", "--help", "--version", "-V", "print", "status", "list", "info", "luksDump", "isLuks", "--detail",
                "-h", "-s", "--dump", "-d",
            ].contains($0.text)
        }
        if onlyLooks { looseReads(arguments) } else { note(.diskDestroyer(name)) }
    }

    mutating func kill(_ name: String, _ arguments: [ShellField]) {
        if name == "kill" {
            if arguments.contains(where: { $0.text == "-l" || $0.text == "-L" }) { return }
            var rest = arguments[...]
            if rest.first?.text == "-s" || rest.first?.text == "-n" || rest.first?.text == "--signal" {
                rest = rest.dropFirst(2)
            } else if let first = rest.first, first.isOption, first.text != "--", rest.count > 1 {
                rest = rest.dropFirst()
            }
            for target in rest where target.text != "--" {
                if target.text == "-1" || target.text == "1" || target.text == "0" {
                    note(.killsEverything("kill \(target.text)"))
                }
                if target.isDynamic { note(.killsOwn("")) } else { note(.killsOwn(target.text)) }
            }
            return
        }
        let named = operands(arguments, ["-s", "-u", "-U", "-g", "-t", "-P", "--signal", "-n", "-F"])
        if name == "killall5" { note(.killsEverything(name)) }
        if named.isEmpty, has(arguments, "uU", "--user", "--euid") { note(.killsEverything("\(name) -u")) }
        for target in named {
            if [".", ".*", "", "*", "init", "systemd", "launchd"].contains(target.text) {
                note(.killsEverything("\(name) \(target.text)"))
            }
            note(.killsOwn(target.text))
        }
    }

    mutating func service(_ name: String, _ arguments: [ShellField]) {
        let words = operands(arguments, ["-t", "-H", "-M", "-p", "-n", "-o", "--type", "--state"]).map(\.text)
        let verbs: Set = [
            "poweroff", "reboot", "halt", "kexec", "suspend", "hibernate", "hybrid-sleep", "rescue", "emergency", "exit",
            "soft-reboot", "isolate",
        ]
        if let verb = words.first(where: verbs.contains) { return note(.power("\(name) \(verb)")) }
        let looks: Set = [
            "status", "show", "cat", "list-units", "list-unit-files", "is-active", "is-enabled", "is-failed", "list-timers",
            "list-sockets", "list-dependencies", "get-default", "list", "print", "help", "show-environment", "list-jobs",
            "is-system-running", "--status-all", "avail", "blame",
        ]
        if words.isEmpty || words.contains(where: looks.contains)
            || arguments.contains(where: { ["--version", "--help", "--status-all"].contains($0.text) })
        {
            return
        }
        note(.hostSettings("\(name) \(words.prefix(2).joined(separator: " "))"))
        if words.contains(where: { $0.contains("drawbridge") || $0.contains("openclaw") }) {
            note(.killsOwn(words.first { $0.contains("drawbridge") || $0.contains("openclaw") } ?? ""))
        }
        if words.contains(where: { ["enable", "link", "edit", "load", "bootstrap", "daemon-reload"].contains($0) }) {
            add(Effect(.persist, "\(name):\(words.dropFirst().first ?? "")"))
        }
    }

    mutating func hostSettings(_ name: String, _ arguments: [ShellField]) {
        looseReads(arguments)
        let looks: Set = [
            "-L", "--list", "-S", "list", "show", "status", "--version", "--help", "-l", "-a", "-n", "--display", "get", "read",
            "find", "export", "-s", "--show", "-V", "info", "domains",
        ]
        if arguments.isEmpty, ["mount", "hostnamectl", "timedatectl", "ldconfig", "sysctl", "swapon"].contains(name) { return }
        if name != "useradd", name != "userdel", name != "passwd", arguments.contains(where: { looks.contains($0.text) }) {
            return
        }
        note(.hostSettings(name))
    }

    mutating func schedule(_ name: String, _ arguments: [ShellField]) {
        if name == "crontab", arguments.contains(where: { $0.text == "-l" }) || name == "atrm" && arguments.isEmpty { return }
        looseReads(arguments)
        add(Effect(.persist, name))
    }

    mutating func container(_ name: String, _ arguments: [ShellField]) {
        var index = 0
        while index < arguments.count, arguments[index].isOption {
            index +=
                ["-H", "--context", "-c", "--host", "-n", "--namespace", "--kubeconfig"].contains(arguments[index].text) ? 2 : 1
        }
        guard index < arguments.count else { return }
        let verb = arguments[index].text
        let rest = Array(arguments[(index + 1)...])
        for (place, field) in rest.enumerated() {
            if [
                "--privileged", "--pid=host", "--net=host", "--network=host", "--ipc=host", "--userns=host", "--cap-add=ALL",
                "--cap-add=SYS_ADMIN",
            ].contains(field.text) {
                note(.hostAccess("\(name) \(field.text)"))
            }
            var volume: Substring?
            if ["-v", "--volume"].contains(field.text), place + 1 < rest.count { volume = rest[place + 1].text[...] }
            if field.text.hasPrefix("--volume=") { volume = field.text.dropFirst(9) }
            if field.text.hasPrefix("-v"), field.text.count > 2 { volume = field.text.dropFirst(2) }
            if let source = volume?.split(separator: ":").first,
                source.hasPrefix("/") || source.hasPrefix("~") || source.hasPrefix(".")
            {
                path(.read, ShellField(String(source)))
                if volume?.hasSuffix(":ro") != true { path(.write, ShellField(String(source)), isRecursive: true) }
                if source == "/" || source.hasSuffix("docker.sock") { note(.hostAccess("\(name) -v \(source)")) }
            }
            if ["--mount"].contains(field.text) { note(.hostAccess("\(name) --mount")) }
        }
        let words = Set(arguments.map(\.text))
        if ["push", "login"].contains(verb) { note(.publishes("\(name) \(verb)")) }
        if ["exec", "attach", "cp", "run", "enter"].contains(verb), name == "kubectl" || name == "lxc" || verb == "exec" {
            note(.remote("\(name) \(verb)"))
        }
        if verb == "rm" || verb == "rmi" || verb == "delete" || words.contains("prune") || words.contains("drain")
            || words.contains("rm")
        {
            if has(rest, "f", "--force") || verb == "delete" || words.contains("prune") { note(.hostSettings("\(name) \(verb)")) }
        }
        if verb == "run", words.contains("-it") || words.contains("-ti") { escapes(rest, of: name) }
    }

    mutating func publisher(_ name: String, _ arguments: [ShellField], _ input: ShellInput) {
        looseReads(arguments)
        let words = operands(arguments, []).map(\.text)
        let verb = words.first ?? ""
        let second = words.dropFirst().first ?? ""
        switch name {
        case "gh", "glab":
            let looks: Set = [
                "list", "view", "status", "diff", "checks", "search", "browse", "watch", "checkout", "clone", "download",
            ]
            if verb == "api",
                arguments.contains(where: {
                    ["-f", "-F", "-X", "--field", "--raw-field", "--method", "--input"].contains($0.text)
                })
            {
                note(.publishes("\(name) api"))
            }
            if verb == "auth", second == "token" { note(.environmentDump) }
            if !second.isEmpty, !looks.contains(second),
                !["api", "auth", "search", "status", "help", "alias", "extension"].contains(verb)
            {
                note(.publishes("\(name) \(verb) \(second)"))
            }
            if verb == "alias" || verb == "extension", !looks.contains(second) { code(name) }
            add(
                Effect(
                    .connect,
                    name == "gh" ? "api.github.com" : "gitlab.com",
                    sendsData: second == "create" || second == "upload"
                )
            )
        case "npm", "pnpm", "yarn", "cargo", "gem", "twine":
            if ["publish", "unpublish", "deprecate", "owner", "yank", "push", "upload", "login", "adduser", "token"].contains(
                verb
            ) {
                note(.publishes("\(name) \(verb)"))
            }
            if verb == "exec" || verb == "x", has(arguments, "c", "--call") { code(name) }
            if verb == "config", second == "set" { add(Effect(.configure, "\(name):config")) }
        case "make", "rustup", "pip", "pip3":
            if name == "make" {
                escapes(arguments, of: name)
                for (index, field) in arguments.enumerated() {
                    if field.text.hasPrefix("--eval") || field.text.uppercased().hasPrefix("SHELL=") { code(name) }
                    if field.text == "-f", index + 1 < arguments.count {
                        analysis.contents.append(absolute(arguments[index + 1].text))
                        if arguments[index + 1].text == "-" || arguments[index + 1].isDynamic { code(name) }
                    }
                }
            }
        default:
            let looks: Set = [
                "ls", "list", "describe", "get", "show", "version", "help", "--version", "plan", "status", "validate", "fmt",
                "preview", "whoami", "logs", "info", "sts",
            ]
            if name == "aws" || name == "gsutil" || name == "s3cmd" || name == "gcloud" || name == "mc" {
                let isCopy =
                    ["cp", "sync", "mv", "put", "rsync", "copy"].contains(second)
                    || ["cp", "sync", "mv", "put", "rsync"].contains(verb)
                if isCopy, let last = words.last, last.includes("://") { add(Effect(.connect, name, sendsData: true)) }
            }
            let isLook = words.contains { word in looks.contains(word) || looks.contains { word.hasPrefix($0 + "-") } }
            if !isLook, !words.isEmpty { note(.publishes("\(name) \(verb)")) }
        }
    }

    mutating func agentControl(_ name: String, _ arguments: [ShellField]) {
        let words = operands(arguments, []).map(\.text)
        let verb = words.first ?? ""
        if [
            "config", "plugins", "plugin", "configure", "reset", "uninstall", "security", "mcp", "hooks", "onboard", "setup",
            "approvals", "devices", "pairing", "gateway", "cron",
        ].contains(verb),
            !words.dropFirst().contains(where: { ["get", "list", "status", "show"].contains($0) })
        {
            note(.agentSettings("\(name) \(words.prefix(2).joined(separator: " "))"))
            add(Effect(.configure, "\(name):\(words.dropFirst().prefix(2).joined(separator: " "))"))
        } else {
            looseReads(arguments)
            if arguments.contains(where: {
                $0.text.hasPrefix("--dangerously") || $0.text == "--yolo" || $0.text.hasPrefix("--permission-mode")
            }) {
                note(.agentSettings("\(name) without its guards"))
            }
        }
    }

    mutating func drawbridge(_ arguments: [ShellField]) {
        let verb = operands(arguments, ["--data", "--home", "--port"]).first
        let harmless: Set = ["status", "doctor", "help"]
        if arguments.count == 1, ["--help", "-h", "--version"].contains(arguments[0].text) { return }
        if let verb, harmless.contains(verb.text), !verb.isDynamic { return }
        note(.ownCommand(verb?.text ?? ""))
    }
}
