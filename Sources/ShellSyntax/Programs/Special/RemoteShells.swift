// SPDX-License-Identifier: Apache-2.0

extension Field {
    /// A host without its user: `user@host`, `ssh://user@host:22`.
    var hostName: Field {
        var host = self
        for scheme in ["ssh://", "sftp://", "scp://", "rsync://"] where host.knownPrefix.hasPrefix(scheme) {
            host = host.dropping(scheme.utf8.count)
        }
        if let (_, behind) = host.split(at: UInt8(ascii: "@")) { host = behind }
        return host
    }

    /// `host:path` taken apart; nil for a local path.
    var remotePath: (host: Field, path: Field)? {
        let prefix = knownPrefix
        if let scheme = prefix.firstRange(of: "://") {
            let rest = dropping(prefix[..<scheme.upperBound].utf8.count)
            guard let (head, tail) = rest.split(at: UInt8(ascii: "/")) else { return (rest, saying("")) }
            return (rest.saying(head).hostName, tail)
        }
        // A hole in front of the colon is a host all the same: `$host:/path`.
        if startsWithHole, let colon = firstColon { return (Field([.unknown(.other)], span: span), colon) }
        guard let (head, tail) = split(at: UInt8(ascii: ":")), !head.isEmpty, !head.utf8.contains(UInt8(ascii: "/")) else {
            return nil
        }
        return (saying(head).hostName, tail)
    }

    private var firstColon: Field? {
        for (number, piece) in pieces.enumerated() {
            guard case .text(let text) = piece else { continue }
            if text.hasPrefix("/") { return nil }
            if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
                var rest = Field([], span: span)
                rest.append(.text(String(text[text.utf8.index(after: colon)...])))
                for piece in pieces[(number + 1)...] { rest.append(piece) }
                return rest
            }
        }
        return nil
    }

    /// `host:port`
    func with(port: Field?) -> Field {
        guard let port else { return self }
        var result = self
        result.append(.text(":"))
        for piece in port.pieces { result.append(piece) }
        return result
    }
}

extension Call {
    /// `ssh -o ProxyCommand=… -L … host command`
    mutating func ssh() {
        var rest = arguments.operands[...]
        var host: Field?
        var port: Field?
        var connects = true
        var startsShell = true
        while let word = rest.first {
            if !word.looksLikeOption {
                if host != nil { break }
                host = word
                rest.removeFirst()
                continue
            }
            rest.removeFirst()
            if word.text == "--" {
                if host == nil { host = rest.popFirst() }
                break
            }
            var letters = word.knownPrefix.utf8.dropFirst()
            while let letter = letters.popFirst() {
                if UInt8(ascii: "V") == letter || letter == UInt8(ascii: "Q") { connects = false }
                guard "BbcDEeFIiJLlmOoPpQRSWw".utf8.contains(letter) else {
                    switch letter {
                    case UInt8(ascii: "f"): usage.traits.insert(.detaches)
                    case UInt8(ascii: "N"), UInt8(ascii: "V"), UInt8(ascii: "G"): startsShell = false
                    case UInt8(ascii: "-"): letters = letters.dropFirst(letters.count)
                    default: break
                    }
                    continue
                }
                let isAttached = !letters.isEmpty || word.pieces.count > 1
                let value = isAttached ? word.dropping(word.knownPrefix.utf8.count - letters.count) : rest.popFirst()
                letters = letters.dropFirst(letters.count)
                guard let value else { continue }
                if letter == UInt8(ascii: "p") { port = value } else { sshOption(letter, value) }
                if letter == UInt8(ascii: "O") || letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "W") {
                    startsShell = false
                }
            }
        }
        guard let host, connects else { return }
        usage.uses.append(Use(.connect, host.hostName.with(port: port)))
        guard startsShell else { return }
        usage.traits.insert(.remote)
        var start = Start(rest.isEmpty ? .input(.shell) : .script(.joined(rest), .bash))
        start.place = .host(host.hostName.pattern)
        start.traits = [.remote]
        if rest.first?.text == "--" { start.what = .script(.joined(rest.dropFirst()), .bash) }
        usage.starts.append(start)
    }

    private mutating func sshOption(_ letter: UInt8, _ value: Field) {
        switch letter {
        case UInt8(ascii: "o"): sshSetting(value)
        // The key is for this very program, and does not leave.
        case UInt8(ascii: "i"): break
        case UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "S"):
            if value.text != "none" { add(.read, value) }
            if letter == UInt8(ascii: "I") { usage.traits.insert(.escapes) }
        case UInt8(ascii: "E"): add(.write, value)
        case UInt8(ascii: "J"): usage.uses.append(Use(.connect, value.hostName))
        case UInt8(ascii: "L"), UInt8(ascii: "R"), UInt8(ascii: "D"), UInt8(ascii: "W"), UInt8(ascii: "w"):
            usage.traits.insert(.tunnels)
        default: break
        }
    }

    /// `-o Name=value` or `-o 'Name value'`
    mutating func sshSetting(_ setting: Field) {
        guard let (key, tail) = setting.split(at: UInt8(ascii: "=")) ?? setting.split(at: UInt8(ascii: " ")) else { return }
        var value = tail
        while value.knownPrefix.hasPrefix(" ") || value.knownPrefix.hasPrefix("=") { value = value.dropping(1) }
        switch key.lowercased().split(separator: " ").first.map(String.init) ?? "" {
        case "proxycommand", "localcommand", "knownhostscommand", "match":
            if value.text?.lowercased() == "none" { return }
            usage.starts.append(Start(.script(value, .bash)))
            usage.traits.insert(.escapes)
        case "pkcs11provider", "securitykeyprovider", "xauthlocation":
            usage.traits.insert(.escapes)
            add(.read, value)
        case "stricthostkeychecking", "checkhostip":
            if let text = value.text?.lowercased(), text == "no" || text == "off" { usage.traits.insert(.skipsVerification) }
        case "userknownhostsfile": if value.text == "/dev/null" { usage.traits.insert(.skipsVerification) }
        case "proxyjump": usage.uses.append(Use(.connect, value.hostName))
        case "localforward", "remoteforward", "dynamicforward", "tunnel": usage.traits.insert(.tunnels)
        default: break
        }
    }

    /// Copies between machines: the last operand is the destination, and those with `host:` are elsewhere.
    mutating func remoteCopy() {
        for option in arguments.values("-o") { sshSetting(option) }
        if name == "sftp" {
            if !arguments.has("-b") { usage.starts.append(Start(.input(.other))) }
            if let host = arguments.operands.first { usage.uses[0].target = (host.remotePath?.host ?? host.hostName) }
            return
        }
        copyAcross(port: arguments.value("-P"), isRecursive: arguments.has("-r"))
    }

    private mutating func copyAcross(port: Field?, isRecursive: Bool) {
        guard let destination = arguments.operands.last, arguments.operands.count > 1 else { return }
        let isContainer = ["docker", "podman", "nerdctl", "kubectl", "oc", "lxc", "incus"].contains(name)
        var sendsLocal = false
        for source in arguments.operands.dropLast() {
            if let (host, _) = source.remotePath {
                if isContainer {
                    usage.traits.insert(.container)
                } else {
                    usage.uses.append(Use(.connect, host.with(port: port)))
                }
            } else {
                add(.read, source, whole: isRecursive)
                sendsLocal = true
            }
        }
        if let (host, _) = destination.remotePath {
            if isContainer {
                usage.traits.insert(.container)
            } else {
                usage.uses.append(Use(.connect, host.with(port: port), sendsData: sendsLocal))
                if sendsLocal { usage.traits.insert(.uploads) }
            }
        } else {
            add(.write, destination)
            if usage.uses.contains(where: { $0.kind == .connect }) { usage.traits.insert(.downloads) }
        }
    }

    /// rsync is a copy, with a remote shell of its own and a mirror that deletes.
    mutating func rsync() {
        let archives = arguments.has("-a") || arguments.has("-r")
        let isMirror = usage.traits.contains(.mirrors)
        if arguments.operands.count > 1 { copyAcross(port: arguments.value("--port"), isRecursive: archives) }
        if isMirror, let destination = arguments.operands.last, arguments.operands.count > 1, destination.remotePath == nil {
            add(.delete, destination, whole: true, traits: [.mirrors, .bulk])
        }
        if arguments.has("--remove-source-files") {
            for source in arguments.operands.dropLast() where source.remotePath == nil { add(.delete, source, whole: archives) }
        }
        let host = arguments.operands.lazy.compactMap { $0.remotePath?.host }.first
        if let path = arguments.value("--rsync-path"), let host {
            var start = Start(.script(path, .bash))
            start.place = .host(host.pattern)
            start.traits = [.remote]
            usage.starts.append(start)
        }
        guard let shell = arguments.value("-e"), shell.text != "ssh" else { return }
        let program = shell.shellWords
        if program.isEmpty { return }
        if program[0].text?.baseName != "ssh" { usage.traits.insert(.escapes) }
        let far = host ?? hole
        let remote = ["rsync", "--server", "."].map { words[0].saying($0) }
        if program[0].text?.baseName == "ssh" || host != nil || program.count > 1 {
            usage.starts.append(Start(.command(program + [far] + remote)))
        }
    }
}
