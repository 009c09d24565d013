// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `docker run -v outside:inside image program`, `docker exec container program`
    mutating func container() {
        var mounts: [Place.Mount] = []
        for given in arguments.options {
            guard let value = given.value else {
                if given.name == "--privileged" { usage.traits.insert(.hostAccess) }
                continue
            }
            switch given.name {
            case "-v": if let mount = volume(value) { mounts.append(mount) }
            case "--mount": if let mount = Self.mount(value) { mounts.append(mount) }
            case "--pid", "--ipc", "--uts", "--userns", "--network", "--cgroupns":
                // The host's network alone opens no door to its files.
                if value.text == "host", given.name == "--pid" { usage.traits.insert(.hostAccess) }
            case "--device", "--cap-add", "--security-opt": capability(value)
            default: continue
            }
        }
        for mount in mounts {
            let isDoor =
                mount.outside == "/" || mount.outside.hasSuffix(".sock")
                || ["/etc", "/root", "/proc", "/sys", "/dev", "/var/run", "/run", "/boot", "/usr", "/var/lib/docker"].contains(
                    mount.outside
                )
            if isDoor { usage.traits.insert(.hostAccess) }
        }
        let operands = arguments.operands
        var command = Array(operands.dropFirst())
        if let entry = arguments.value("--entrypoint"), entry.text != "" { command.insert(entry, at: 0) }
        usage.starts.removeAll()
        guard let image = operands.first, !command.isEmpty else { return }
        var start = Start(.command(command))
        start.place = .container(image.pattern, mounts: mounts)
        start.environment = arguments.values("-e").compactMap { change in
            change.split(at: UInt8(ascii: "=")).map { .init(name: $0.head, value: $0.tail) }
        }
        start.directory = arguments.value("-w")
        usage.starts.append(start)
    }

    /// `outside:inside:ro`; a name instead of a path is a volume of the engine.
    private mutating func volume(_ value: Field) -> Place.Mount? {
        guard let (outside, rest) = value.split(at: UInt8(ascii: ":")) else {
            if value.startsWithHole { usage.doubt = "a mount is not known" }
            return nil
        }
        let inside = rest.split(at: UInt8(ascii: ":"))?.head ?? rest.pattern
        guard outside.hasPrefix("/") || outside.hasPrefix(".") || outside.hasPrefix("~") else { return nil }
        return Place.Mount(outside: absolute(outside), inside: inside)
    }

    /// `type=bind,source=/outside,target=/inside`
    private static func mount(_ value: Field) -> Place.Mount? {
        var outside: String?
        var inside: String?
        for part in value.pattern.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "source", "src": outside = String(pair[1])
            case "target", "dst", "destination": inside = String(pair[1])
            default: continue
            }
        }
        guard let outside, let inside, outside.hasPrefix("/") else { return nil }
        return Place.Mount(outside: outside, inside: inside)
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("~") { return surroundings.home + path.dropFirst() }
        if path.hasPrefix("/") { return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }
        guard let directory = surroundings.directory else { return "*/" + path }
        if path == "." { return directory }
        return directory + "/" + (path.hasPrefix("./") ? path.dropFirst(2) : path[...])
    }

    private mutating func capability(_ value: Field) {
        guard let text = value.text?.uppercased() else { return }
        for mark in [
            "ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "DAC_READ_SEARCH", "/DEV/SD", "/DEV/NVME", "/DEV/MEM", "UNCONFINED",
        ]
        where text.contains(mark) {
            usage.traits.insert(.hostAccess)
        }
    }

    /// `kubectl exec pod -- program`, and what else kubectl does with secrets and roles.
    mutating func kubectl() {
        let verb = arguments.path.last ?? ""
        let operands = arguments.operands
        switch verb {
        case "exec", "rsh", "attach", "run", "debug", "shell": kubectlStart()
        case "get", "describe":
            let kinds = operands.first?.pattern ?? ""
            let isSecret = kinds.split(separator: ",").contains { $0.hasPrefix("secret") }
            let prints = arguments.value("-o")?.text.map { $0 != "wide" && $0 != "name" } ?? arguments.has("-o")
            if isSecret, verb == "describe" || prints { usage.traits.insert(.printsSecrets) }
        case "config":
            if operands.first?.text == "view", arguments.has("--raw") { usage.traits.insert(.printsSecrets) }
        case "create":
            let kind = operands.first?.text ?? ""
            if kind.contains("role") { usage.traits.insert(.grantsAccess) }
            if kind == "token" { usage.traits.insert(.printsSecrets) }
        default:
            if name.hasPrefix("lxc") || name == "incus" { kubectlStart() }
        }
    }

    private mutating func kubectlStart() {
        let operands = arguments.operands
        usage.starts.removeAll()
        let split = arguments.beforeDashes
        let command: [Field]
        let pod: Field?
        if let split, split <= operands.count, split < 2 {
            pod = operands.prefix(split).first
            command = Array(operands[split...])
        } else if name == "lxc-attach" {
            pod = arguments.value("-n")
            command = operands
        } else {
            pod = operands.first
            command = Array(operands.dropFirst().drop { $0.text == "--" })
        }
        if let overrides = arguments.value("--overrides")?.pattern,
            overrides.contains("privileged") || overrides.contains("hostPath")
        {
            usage.traits.insert(.hostAccess)
        }
        if pod?.knownPrefix.hasPrefix("node/") == true { usage.traits.insert(.hostAccess) }
        guard !command.isEmpty else { return }
        var start = Start(.command(command))
        start.place = .container(pod?.pattern ?? "*", mounts: [])
        usage.starts.append(start)
    }

    /// `chroot folder program`, `proot -r folder program`
    mutating func chroot() {
        let root = name == "chroot" ? arguments.operands.first : arguments.value("-r") ?? arguments.value("-D")
        if usage.starts.isEmpty, let root, name == "chroot" {
            _ = root
            usage.starts.append(Start(.input(.shell)))
            usage.traits.insert(.opensShell)
        }
        guard let root else { return }
        for index in usage.starts.indices { usage.starts[index].place = .root(root.pattern) }
    }

    /// `unshare -r program`, `nsenter -t 1 -m program`: without a program a shell.
    mutating func namespace() {
        if usage.starts.isEmpty {
            usage.starts.append(Start(.input(.shell)))
            usage.traits.insert(.opensShell)
        }
        if let root = arguments.value("-R") ?? (name == "nsenter" ? arguments.value("-r") : nil) {
            for index in usage.starts.indices { usage.starts[index].place = .root(root.pattern) }
        }
        if arguments.has("-r"), name == "unshare" { return }
    }
}
