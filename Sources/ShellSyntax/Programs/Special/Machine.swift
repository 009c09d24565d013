// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Guards of a machine by their names.
    static func isGuard(_ name: String) -> Bool {
        let guards = [
            "auditd", "apparmor", "selinux", "firewalld", "ufw", "nftables", "iptables", "fail2ban", "clamav", "freshclam",
            "falcon-sensor",
            "crowdstrike", "osquery", "ossec", "wazuh", "sysmon", "rsyslog", "syslog", "systemd-journald", "drawbridge",
            "sondera", "secureclaw",
            "mdatp", "sentinelone", "cbagent", "falco", "tripwire", "aide", "snort", "suricata", "unattended-upgrades",
            "xprotect",
        ]
        return guards.contains(where: name.hasPrefix)
    }

    mutating func systemctl() {
        let verb = arguments.path.last ?? ""
        let ends = ["stop", "disable", "mask", "kill"].contains(verb)
        for unit in arguments.operands where ends && unit.text.map(Self.isGuard) ?? false {
            usage.traits.insert(.disablesSecurity)
        }
        if verb.hasPrefix("daemon-") || verb == "reset-failed" { return }
        if ["enable", "reenable", "link", "edit"].contains(verb),
            arguments.operands.contains(where: { $0.pattern.hasSuffix(".timer") })
        {
            usage.traits.insert(.schedules)
        }
    }

    /// `service name stop`, `update-rc.d name defaults`
    mutating func service() {
        let texts = arguments.operands.compactMap(\.text)
        if name == "initctl" || name == "telinit" || name == "init", texts.first == "0" || texts.first == "6" {
            usage.traits.insert(.power)
        }
        let changes: Set<String> = [
            "start", "stop", "restart", "reload", "enable", "disable", "add", "del", "delete", "remove", "defaults", "kill", "on",
            "off", "up", "down",
            "force-reload", "shutdown",
        ]
        guard texts.contains(where: changes.contains) || ["start", "stop", "restart", "reload"].contains(name) else { return }
        usage.traits.insert(.services)
        if texts.contains("stop") || texts.contains("disable") || texts.contains("off") || name == "stop",
            texts.contains(where: Self.isGuard)
        {
            usage.traits.insert(.disablesSecurity)
        }
        if texts.contains("enable") || texts.contains("defaults") || texts.contains("add") || texts.contains("on"),
            let unit = arguments.operands.first
        {
            usage.uses.append(Use(.persist, unit))
        }
        if name == "pm2" || name == "forever", let file = arguments.operands.dropFirst().first, texts.first == "start" {
            usage.traits.insert(.detaches)
            usage.starts.append(Start(.file(file, .node)))
        }
    }

    /// Looking changes no kernel.
    mutating func kernel() {
        let looks: Set<String> = [
            "list", "show", "status", "probe", "dump", "feature", "info", "prog", "map", "net", "version", "help",
        ]
        let texts = arguments.operands.compactMap(\.text)
        if texts.contains(where: looks.contains),
            !texts.contains(where: { ["load", "attach", "pin", "delete", "update"].contains($0) })
        {
            usage.traits.remove(.kernel)
        }
        if texts.isEmpty, ["bootctl", "efibootmgr", "bpftool", "mokutil", "sbctl", "zramctl"].contains(name) {
            usage.traits.remove(.kernel)
        }
    }

    /// `timedatectl set-time …`, `date -s`, `ntpdate host`
    mutating func clock() {
        let sets = arguments.operands.contains { $0.knownPrefix.hasPrefix("set-") } || arguments.has("-s") || arguments.has("-w")
        if sets || ["ntpdate", "ntpd", "sntp", "rdate"].contains(name) { usage.traits.insert(.hostSettings) }
    }

    /// `sysctl -w a=b`; `sysctl a` reads.
    mutating func sysctl() {
        if arguments.has("-p") || arguments.operands.contains(where: { $0.contains(UInt8(ascii: "=")) }) {
            usage.traits.insert(.kernel)
            for setting in arguments.operands where setting.contains(UInt8(ascii: "=")) {
                let key = setting.split(at: UInt8(ascii: "="))?.head ?? setting.pattern
                usage.uses.append(Use(.configure, setting.saying(key)))
                // The kernel runs what these name.
                let runs = ["core_pattern", "modprobe", "hotplug", "uevent_helper", "poweroff_cmd"]
                if let value = setting.split(at: UInt8(ascii: "="))?.tail, runs.contains(where: key.hasSuffix),
                    key.hasSuffix("core_pattern") ? value.knownPrefix.hasPrefix("|") : true
                {
                    usage.uses.append(Use(.persist, setting.saying(key)))
                    escape(value.knownPrefix.hasPrefix("|") ? value.dropping(1) : value)
                }
            }
        } else {
            usage.traits.remove(.kernel)
        }
    }

    /// `kill -9 pid`, `kill -s KILL -1`, `kill -0 pid`
    mutating func kill() {
        var rest = arguments.operands[...]
        var targets: [Field] = []
        var signal: String?
        while let word = rest.popFirst() {
            let text = word.text ?? word.knownPrefix
            if text == "--" { continue }
            if text == "-l" || text == "-L" || text == "--list" || text == "--table" || text == "--help" || text == "--version" {
                return
            }
            if text == "-s" || text == "-n" || text == "-q" || text == "--signal" || text == "--queue" {
                let value = rest.popFirst()
                if text != "-q" { signal = value?.text }
            } else if text.hasPrefix("-"), word.looksLikeOption, signal == nil, targets.isEmpty {
                // The first is the signal, unless it is all there is.
                if rest.isEmpty { targets.append(word) } else { signal = String(text.dropFirst()) }
            } else {
                targets.append(word)
            }
        }
        if targets.isEmpty || signal == "0" { return }
        usage.traits.insert(.kills)
        if targets.contains(where: { $0.text == "-1" || $0.text == "1" }) { usage.traits.insert(.killsAll) }
    }

    /// `pkill -u root`, `killall5`, `pkill init`
    mutating func pkill() {
        if name == "killall5" { usage.traits.insert(.killsAll) }
        let all: Set<String> = ["init", "systemd", "launchd", ".", ".*", "*", ""]
        if arguments.operands.contains(where: { all.contains($0.text ?? "x") }) { usage.traits.insert(.killsAll) }
        if arguments.operands.isEmpty, arguments.has("-u") || arguments.has("-U") || arguments.has("-t") {
            usage.traits.insert(.killsAll)
        }
        if arguments.operands.contains(where: { $0.text.map(Self.isGuard) ?? false }) { usage.traits.insert(.disablesSecurity) }
        if arguments.has("-0") { usage.traits.remove(.kills) }
        if arguments.operands.isEmpty, !arguments.has("-u") { usage.traits.remove(.kills) }
    }

    /// `mount` alone lists.
    mutating func mount() {
        if arguments.operands.isEmpty, !arguments.has("-a"), !arguments.has("-L"), !arguments.has("-U") {
            usage.traits.remove(.mounts)
            return
        }
        if name == "udisksctl", ["status", "info", "dump", "monitor"].contains(arguments.operands.first?.text) {
            usage.traits.remove(.mounts)
        }
        if arguments.has("--bind") || arguments.value("-o")?.pattern.contains("bind") == true,
            let source = arguments.operands.first
        {
            add(.read, source, whole: true)
        }
        for operand in arguments.operands where operand.isAddress && !operand.knownPrefix.hasPrefix("/") {
            usage.uses.append(Use(.connect, operand))
        }
    }

    /// `setenforce 0`, `auditctl -e 0`, `auditctl -D`
    mutating func security() {
        let texts = arguments.operands.compactMap(\.text)
        switch name {
        case "setenforce":
            if texts.first != "1", texts.first?.lowercased() != "enforcing" { usage.traits.insert(.disablesSecurity) }
        case "auditctl":
            if arguments.has("-D") || arguments.value("-e")?.text == "0" || arguments.has("-d") {
                usage.traits.insert(.disablesSecurity)
            }
        case "aa-disable", "aa-teardown", "aa-complain": usage.traits.insert(.disablesSecurity)
        case "apparmor_parser": if arguments.has("-R") { usage.traits.insert(.disablesSecurity) }
        case "semodule":
            if arguments.has("-d") || arguments.has("-r") || arguments.has("-i") { usage.traits.insert(.disablesSecurity) }
        case "setsebool", "semanage": if !(texts.contains("list") || arguments.has("-l")) { usage.traits.insert(.hostSettings) }
        case "runcon":
            if !arguments.operands.isEmpty { usage.starts.append(Start(.command(Array(arguments.operands.dropFirst())))) }
        default: break
        }
    }

    /// `printenv` prints all, `printenv NAME` one.
    mutating func printenv() {
        if arguments.operands.isEmpty { usage.traits.insert(.environmentDump) }
    }

    mutating func xhost() {
        if arguments.operands.contains(where: { $0.text == "+" }) { usage.traits.insert(.disablesSecurity) }
    }

    /// `ip addr` shows, `ip addr add` changes.
    mutating func interface() {
        let changes: Set<String> = [
            "add", "del", "delete", "set", "flush", "replace", "change", "append", "up", "down", "addbr", "delbr", "addif",
            "delif", "default", "modify",
            "connect", "disconnect", "off", "on", "-setdnsservers", "-setwebproxy", "mtu", "netmask", "hw", "promisc", "key",
            "essid", "mode", "block", "unblock",
        ]
        let texts = arguments.operands.compactMap(\.text)
        if name == "ip", texts.first == "netns", texts.dropFirst().first == "exec" {
            let command = Array(arguments.operands.dropFirst(3))
            usage.traits.insert(.privilege)
            if !command.isEmpty { usage.starts.append(Start(.command(command))) }
            return
        }
        if name == "ip", texts.first == "vrf", texts.dropFirst().first == "exec" {
            usage.starts.append(Start(.command(Array(arguments.operands.dropFirst(3)))))
            return
        }
        let always: Set<String> = [
            "ifup", "ifdown", "openvpn", "wg-quick", "dhclient", "dhcpcd", "udhcpc", "pppd", "wpa_supplicant", "macchanger",
            "tunctl",
        ]
        let tunnels: Set<String> = ["openvpn", "wg-quick", "pppd"]
        if name == "ifconfig", texts.count > 1 { usage.traits.insert(.firewall) }
        if texts.contains(where: { changes.contains($0) || $0.hasPrefix("-set") || $0.hasPrefix("--set") })
            || always.contains(name)
        {
            usage.traits.insert(.firewall)
        }
        if tunnels.contains(name), !arguments.operands.isEmpty || !arguments.options.isEmpty { usage.traits.insert(.tunnels) }
        if arguments.has("-b"), name == "ip" { usage.traits.insert(.firewall) }
    }

    mutating func nft() {
        if arguments.operands.first?.text == "list" || arguments.operands.first?.text == "monitor" {
            usage.traits.remove(.firewall)
        }
        if arguments.operands.first?.text == "flush" { usage.traits.insert(.disablesSecurity) }
    }

    mutating func sshKeygen() {
        if let library = arguments.value("-D") { add(.read, library) }
        let looks =
            arguments.has("-l") || arguments.has("-y") || arguments.has("-F") || arguments.has("-L") || arguments.has("-B")
            || arguments.has("-e")
        // A look prints the public half, or a fingerprint.
        if let file = arguments.value("-f"), !looks { add(.write, file) }
        if let host = arguments.value("-R") {
            _ = host
            add(.write, words[0].saying("~/.ssh/known_hosts"))
        }
        if arguments.has("-p") { usage.traits.insert(.passwords) }
    }

    /// `gpg --delete-secret-keys`
    mutating func gpg() {
        if arguments.has("--keyserver") { usage.uses.removeAll { $0.kind == .connect && $0.target.text == "" } }
        if arguments.has("-c") || arguments.has("-e") || arguments.has("-d") || arguments.has("-s"), arguments.has("--verify") {
            return
        }
    }

    /// `openssl enc -in a -out b`, `openssl s_client -connect host:port`: single-dash words with values.
    mutating func openssl() {
        var rest = arguments.operands[...]
        // The generic reader has taken the words with a dash; they are read again here.
        rest = words.dropFirst()
        let verb = rest.popFirst()?.text ?? ""
        while let word = rest.popFirst() {
            switch word.text {
            case "-in", "-inkey", "-key", "-cert", "-CA", "-CAkey", "-CAfile", "-certfile", "-kfile", "-config", "-extfile",
                "-signature", "-verify_file",
                "-rand", "-content", "-recip", "-sign":
                if let file = rest.popFirst() { add(.read, file) }
            case "-out", "-keyout", "-CAserial", "-writerand", "-outform-file", "-sigfile", "-signature-out":
                if let file = rest.popFirst() { add(.write, file) }
            case "-connect", "-proxy", "-host", "-url":
                if let host = rest.popFirst() { usage.uses.append(Use(.connect, host)) }
            case "-engine", "-provider", "-provider-path":
                let library = rest.first?.text ?? "/"
                if !["default", "legacy", "fips", "base", "null"].contains(library) { usage.traits.insert(.preloads) }
                if let file = rest.popFirst(), file.contains(UInt8(ascii: "/")) { add(.read, file) }
            case "-pass", "-passin", "-passout", "-k", "-K", "-iv", "-S", "-days", "-subj", "-newkey", "-inform", "-outform",
                "-port", "-accept",
                "-servername", "-md", "-iter", "-algorithm", "-pkeyopt", "-name", "-addext", "-extensions", "-reqexts",
                "-set_serial", "-starttls",
                "-cipher", "-alpn", "-verify":
                _ = rest.popFirst()
            default:
                if !word.looksLikeOption, word.contains(UInt8(ascii: "/")) || word.contains(UInt8(ascii: ".")),
                    ["dgst", "md5", "sha256", "sha1", "verify", "sha512"].contains(verb)
                {
                    add(.read, word)
                }
            }
        }
        if verb == "s_server" { usage.traits.insert(.listens) }
    }
}
