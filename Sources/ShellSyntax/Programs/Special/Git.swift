// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Settings whose value git runs.
    static func runsGitSetting(_ key: String) -> Bool {
        let key = key.lowercased()
        let exact: Set<String> = [
            "core.pager", "core.editor", "core.sshcommand", "core.fsmonitor", "core.askpass", "core.gitproxy", "sequence.editor",
            "diff.external", "gpg.program", "gpg.ssh.program", "gpg.ssh.defaultkeycommand", "credential.helper",
            "sendemail.smtpserver",
            "uploadpack.packobjectshook", "web.browser", "gc.recentobjectshook", "core.alternaterefscommand",
            "interactive.difffilter",
            "ssh.variant", "imap.tunnel", "remote.origin.uploadpack", "remote.origin.receivepack",
        ]
        if exact.contains(key) { return key != "ssh.variant" }
        let suffixes = [
            ".cmd", ".path", ".command", ".textconv", ".driver", ".clean", ".smudge", ".process", ".helper", ".uploadpack",
            ".receivepack",
            ".program", ".vcs",
        ]
        return key.hasPrefix("pager.") || key.hasPrefix("alias.") || suffixes.contains(where: key.hasSuffix)
    }

    /// What a `key=value` of `git -c` or `git config` means.
    mutating func gitSetting(_ key: String, _ value: Field) {
        let lower = key.lowercased()
        if lower.hasPrefix("alias.") {
            if value.knownPrefix.hasPrefix("!") {
                usage.starts.append(Start(.script(value.dropping(1), .bash)))
                usage.traits.insert(.escapes)
            }
        } else if lower == "core.hookspath" || lower == "init.templatedir" || lower == "core.attributesfile" {
            if lower == "core.hookspath", value.text != "/dev/null" { usage.traits.insert(.escapes) }
            if value.text == "/dev/null" { usage.traits.insert(.skipsHooks) }
        } else if lower == "http.sslverify" {
            if value.text == "false" || value.text == "0" { usage.traits.insert(.skipsVerification) }
        } else if Self.runsGitSetting(lower) {
            let harmless = [
                "cat", "less", "more", "vim", "vi", "nano", "emacs", "code --wait", "true", "false", "", "delta", "less -FRX",
                "less -R", "less -F",
                "less -S", "store", "cache", "osxkeychain", "manager", "manager-core", "ssh", "gpg", "gpg2", ":", "0", "1", "no",
                "yes",
            ]
            if let text = value.text, harmless.contains(text) || text.hasPrefix("cache ") || text.hasPrefix("store ") { return }
            usage.traits.insert(.escapes)
            let command = value.knownPrefix.hasPrefix("!") ? value.dropping(1) : value
            if lower != "core.fsmonitor" || value.text?.contains("/") == true || value.text?.contains(" ") == true
                || value.isDynamic || value.text?.isEmpty == false
            {
                usage.starts.append(Start(.script(command, .bash)))
            }
        }
    }

    /// What every subcommand of git has: `-c key=value`, folders elsewhere, aliases that are not known here.
    mutating func gitGlobals() {
        for given in arguments.options {
            guard let value = given.value else { continue }
            if given.option.names == ["-c"], let (key, setting) = value.split(at: UInt8(ascii: "=")) { gitSetting(key, setting) }
            if given.option.names == ["-c"], value.startsWithHole { usage.doubt = "a setting of git is not known" }
            if given.name == "--config-env", let (key, _) = value.split(at: UInt8(ascii: "=")), Self.runsGitSetting(key) {
                usage.traits.insert(.escapes)
                usage.doubt = "a setting of git comes from the environment"
            }
            if given.name == "--exec-path" { usage.traits.insert(.escapes) }
        }
    }

    /// `hg --config alias.x='!text'`, `--config hooks.pre-log=text`
    mutating func mercurialGlobals() {
        for setting in arguments.values("--config") {
            guard let (key, value) = setting.split(at: UInt8(ascii: "=")) else { continue }
            let lower = key.lowercased()
            if lower.hasPrefix("alias.") {
                if value.knownPrefix.hasPrefix("!") { escape(value.dropping(1)) }
            } else if lower.hasPrefix("hooks.") || ["ui.ssh", "ui.editor", "ui.merge", "pager.pager"].contains(lower) {
                if !Self.isPlainHelper(value) { escape(value) }
            } else if lower.hasPrefix("extensions."), value.contains(UInt8(ascii: "/")) {
                usage.traits.insert(.preloads)
            }
        }
    }

    /// `git alias …`: what no subcommand is.
    mutating func git() {
        if let word = arguments.operands.first?.text, !word.hasPrefix("-"), arguments.path.isEmpty {
            // An alias of the command line is known; one of the owner's configuration is not.
            let isDefined = arguments.values("-c").contains {
                $0.knownPrefix.lowercased().hasPrefix("alias.\(word.lowercased())=")
            }
            if !isDefined { usage.doubt = "\(word) is no subcommand of git; it may be an alias" }
            for value in arguments.values("-c") {
                guard let (key, text) = value.split(at: UInt8(ascii: "=")), key.lowercased() == "alias.\(word.lowercased())",
                    !text.knownPrefix.hasPrefix("!")
                else { continue }
                usage.starts.append(Start(.command([words[0]] + text.shellWords + arguments.operands.dropFirst())))
            }
        }
    }

    mutating func gitLog() {
        if arguments.has("--no-index") { for operand in arguments.operands { add(.read, operand) } }
    }

    mutating func gitReflog() {
        if let verb = arguments.operands.first?.text, verb == "expire" || verb == "delete" { usage.traits.insert(.deletesRefs) }
    }

    /// `git push remote +ref :gone`
    mutating func gitPush() {
        for (number, operand) in arguments.operands.enumerated() {
            let prefix = operand.knownPrefix
            if number == 0 {
                if operand.isAddress || prefix.hasPrefix("/") || prefix.hasPrefix("ext::") { gitAddress(operand, sends: true) }
                if operand.isAddress { usage.traits.insert(.uploads) }
                continue
            }
            if prefix.hasPrefix("+") { usage.traits.insert(.rewritesHistory) }
            if prefix.hasPrefix(":"), prefix != ":" { usage.traits.insert(.deletesRefs) }
        }
        if let repository = arguments.value("--repo") { gitAddress(repository, sends: true) }
        // A dry run keeps its colours: nothing leaves.
    }

    private mutating func gitAddress(_ address: Field, sends: Bool) {
        // `ext::` runs a program as the other side.
        if address.knownPrefix.hasPrefix("ext::") {
            escape(address.dropping(5))
        } else if address.isAddress {
            usage.uses.append(Use(.connect, address, sendsData: sends))
        }
    }

    /// Addresses in the operands of clone, fetch, remote add, submodule add; settings of `clone -c`.
    mutating func gitRemote() {
        usage.uses.removeAll { $0.kind == .connect && $0.target.knownPrefix.hasPrefix("ext::") }
        for operand in arguments.operands where !usage.uses.contains(where: { $0.kind == .connect && $0.target == operand }) {
            gitAddress(operand, sends: false)
        }
        // What is cloned without a folder's name lands in one of the repository's.
        if arguments.path.last == "clone", arguments.operands.count == 1, let text = arguments.operands[0].text {
            let name = text.hasSuffix("/") ? String(text.dropLast()).baseName : text.baseName
            let folder = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
            if !folder.isEmpty {
                add(.write, arguments.operands[0].saying(folder.split(separator: ":").last.map(String.init) ?? folder))
            }
        }
        for given in arguments.options where given.name == "-c" && given.option.names.count > 1 {
            if let (key, setting) = given.value?.split(at: UInt8(ascii: "=")) { gitSetting(key, setting) }
        }
    }

    /// Of a branch nothing is lost; of files their changes.
    mutating func gitCheckout() {
        let operands = arguments.operands
        if let dashes = arguments.beforeDashes {
            if operands.count > dashes { discards(operands[dashes...]) }
            return
        }
        if arguments.has("-b") || arguments.has("-B") || arguments.has("--orphan") || arguments.has("-d") {
            return
        }
        // `git checkout .`, `git checkout HEAD file`
        if let first = operands.first?.text, operands.count == 1, first == "." || first.hasPrefix("./") || first == ":/" {
            discards(operands[...])
        }
        // `git checkout --track name origin/name` makes a branch.
        let tracks = arguments.has("-t") || arguments.has("-l") || words.contains { $0.knownPrefix.hasPrefix("--track") }
        if operands.count > 1, !tracks { discards(operands.dropFirst()) }
    }

    private mutating func discards(_ files: ArraySlice<Field>) {
        usage.traits.insert(.discardsChanges)
        for file in files { add(.write, file, traits: [.discardsChanges]) }
    }

    /// `--staged` alone touches no file.
    mutating func gitRestore() {
        if arguments.has("-S"), !arguments.has("-W") { return }
        if arguments.has("-p") { return }
        discards(arguments.operands[...])
    }

    mutating func gitClean() {
        if arguments.has("-i") || arguments.has("-n") { return }
        // Without -f git refuses, unless it is told not to.
        let allowed = arguments.values("-c").contains { $0.pattern.lowercased().hasPrefix("clean.requireforce") }
        guard arguments.has("-f") || allowed else { return }
        usage.traits.insert(.discardsChanges)
        for folder in arguments.operands.isEmpty ? [words[0].saying(".")] : arguments.operands {
            add(.delete, folder, whole: true, traits: [.discardsChanges])
        }
    }

    mutating func gitRemove() {
        if arguments.has("--cached") { return }
        for file in arguments.operands { add(.delete, file, whole: arguments.has("-r")) }
    }

    /// `-d -f` is `-D`.
    mutating func gitBranch() {
        if arguments.has("-d"), arguments.has("-f") { usage.traits.insert(.deletesRefs) }
    }

    /// `git config key` reads; `git config key value` sets.
    mutating func gitConfig() {
        var operands = arguments.operands[...]
        if let verb = operands.first?.text, ["get", "list", "get-all"].contains(verb) { return }
        if ["--get", "--get-all", "--get-regexp", "--get-urlmatch", "-l", "--get-color", "--get-colorbool"].contains(where: {
            arguments.has($0)
        }) {
            return
        }
        if let verb = operands.first?.text, ["set", "unset", "edit", "rename-section", "remove-section"].contains(verb) {
            operands.removeFirst()
            if verb == "unset", let key = operands.first { usage.uses.append(Use(.configure, key)) }
        } else if operands.count < 2, !arguments.has("--unset"), !arguments.has("--unset-all"), !arguments.has("-e") {
            return
        }
        if arguments.has("-e") { usage.uses.append(Use(.configure, words[0].saying("git"))) }
        for key in arguments.values("--unset") + arguments.values("--unset-all") { usage.uses.append(Use(.configure, key)) }
        if let file = arguments.value("-f") { add(.write, file) }
        guard let key = operands.first, operands.count > 1 || key.isDynamic else { return }
        var target = key
        if let text = key.text { target = key.saying("git." + text) }
        usage.uses.append(Use(.configure, target))
        if let name = key.text {
            gitSetting(name, operands[operands.startIndex + 1])
            // It is kept, and runs with the next command of git.
            if usage.traits.contains(.escapes) || name.lowercased() == "core.hookspath" {
                usage.uses.append(Use(.persist, target))
            }
        }
    }

    mutating func gitWorktree() {
        guard let verb = arguments.operands.first?.text else { return }
        if verb == "remove" {
            usage.traits.insert(arguments.has("-f") ? .discardsChanges : .deletesRefs)
            for folder in arguments.operands.dropFirst() { add(.delete, folder, whole: true) }
        }
        if verb == "add", arguments.operands.count > 1 { add(.write, arguments.operands[1]) }
    }

    mutating func gitCredential() {
        if ["fill", "get"].contains(arguments.operands.first?.text) { usage.traits.insert(.printsSecrets) }
    }

    /// `gh api -X DELETE repos/…`
    mutating func githubAPI() {
        let method = arguments.value("-X")?.text?.uppercased()
        let path = arguments.operands.first?.pattern ?? ""
        switch method {
        case "DELETE": usage.traits.insert(.destroysInfrastructure)
        case "PUT", "PATCH", "POST":
            usage.traits.insert(
                path.contains("collaborators") || path.contains("keys") || path.contains("memberships")
                    ? .grantsAccess : .publishes
            )
        case nil where (arguments.has("-f") || arguments.has("-F") || arguments.has("--input")) && path != "graphql":
            usage.traits.insert(.publishes)
        default: if arguments.value("-X")?.isDynamic == true { usage.doubt = "the method is not known" }
        }
        if arguments.has("--input") { usage.traits.insert(.uploads) }
        for field in arguments.values("-f") + arguments.values("-F") where path == "graphql" {
            if field.pattern.contains("mutation") {
                usage.traits.insert(field.pattern.contains("delete") ? .destroysInfrastructure : .publishes)
            }
        }
    }
}
