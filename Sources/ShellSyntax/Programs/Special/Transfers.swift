// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `curl -d @file -o file -X POST url`
    mutating func curl() {
        if arguments.has("-h") || arguments.has("-V") || arguments.has("-M") {
            usage = Usage()
            return
        }
        var sends = false
        let asksQuery = arguments.has("-G")
        for given in arguments.options {
            guard let value = given.value else { continue }
            switch given.name {
            case "-d", "--json":
                sends = sends || !asksQuery
                file(behindAt: value)
            case "--data-raw", "--form-string": sends = true
            case "--data-urlencode", "--url-query":
                sends = sends || !asksQuery && given.name == "--data-urlencode"
                file(behindAt: value)
            case "-F":
                sends = true
                form(value)
            case "-T":
                sends = true
                add(.read, value)
                usage.traits.insert(.uploads)
            case "-X":
                if ["POST", "PUT", "PATCH", "DELETE"].contains(value.text?.uppercased()) || value.isDynamic { sends = true }
            case "-H", "--proxy-header", "-w", "--variable": file(behindAt: value, isUpload: given.name == "-H")
            case "-K":
                add(.read, value)
                if value.text == "-" || value.text?.hasPrefix("/dev/fd") == true {
                    usage.doubt = "curl reads options from a stream"
                }
            case "-b":
                // A name without `=` is a file of cookies.
                if value.text?.contains("=") == false { add(.read, value) }
            case "-E": add(.read, value.split(at: UInt8(ascii: ":")).map { value.saying($0.head) } ?? value)
            case "--mail-rcpt":
                usage.traits.insert(.messages)
                usage.uses.append(Use(.send, value))
            default: continue
            }
        }
        let urls = arguments.operands + arguments.values("--url")
        for url in urls { address(url, sends: sends) }
        let isStored = arguments.has("-o") || arguments.has("-O") || arguments.has("--remote-name-all") || arguments.has("-J")
        if isStored, !urls.isEmpty {
            usage.traits.insert(.downloads)
            if arguments.has("-O") { stored(urls, in: arguments.value("--output-dir")) }
        }
        let folder = arguments.value("--output-dir")
        for index in usage.uses.indices where usage.uses[index].kind == .write && usage.uses[index].base == nil {
            usage.uses[index].base = folder
        }
    }

    /// The last part of each URL is the file's name.
    private mutating func stored(_ urls: [Field], in folder: Field?) {
        for url in urls {
            guard let text = url.text else {
                usage.uses.append(Use(.write, hole, base: folder))
                continue
            }
            let path = text.split(separator: "?", maxSplits: 1).first.map(String.init) ?? text
            let scheme = path.firstRange(of: "://").map { path[$0.upperBound...] } ?? path[...]
            guard scheme.contains("/") else { continue }
            let name = String(scheme).baseName
            if !name.isEmpty { usage.uses.append(Use(.write, url.saying(name), base: folder)) }
        }
    }

    /// A host that an argument names; `file:` is a file.
    mutating func address(_ url: Field, sends: Bool) {
        if url.knownPrefix.hasPrefix("file://") {
            add(.read, url.dropping(7))
            return
        }
        if url.knownPrefix.hasPrefix("dict://") || url.knownPrefix.hasPrefix("gopher://") {
            usage.uses.append(Use(.connect, url, sendsData: true)); return
        }
        // What other programs print goes out in the address, too.
        let carries = url.pieces.dropFirst().contains { if case .unknown(.output) = $0 { true } else { false } }
        if carries { usage.traits.insert(.uploads) }
        usage.uses.append(Use(.connect, url, sendsData: sends || carries))
    }

    private mutating func file(behindAt value: Field, isUpload: Bool = true) {
        let name: Field
        if value.knownPrefix.utf8.first == UInt8(ascii: "@") {
            name = value.dropping(1)
        } else if let (_, tail) = value.split(at: UInt8(ascii: "@")),
            arguments.has("--data-urlencode") || arguments.has("--variable"),
            !value.knownPrefix.contains("=")
        {
            name = tail
        } else {
            return
        }
        add(.read, name)
        if isUpload { usage.traits.insert(.uploads) }
    }

    /// `name=@file;type=x`, `name=<file`
    private mutating func form(_ value: Field) {
        guard let (_, tail) = value.split(at: UInt8(ascii: "=")), let sign = tail.knownPrefix.utf8.first,
            sign == UInt8(ascii: "@") || sign == UInt8(ascii: "<")
        else { return }
        let file = tail.dropping(1)
        add(.read, file.split(at: UInt8(ascii: ";")).map { file.saying($0.head) } ?? file)
        usage.traits.insert(.uploads)
    }

    /// `wget --post-file=file -O file url`
    mutating func wget() {
        var sends = false
        for name in ["--post-file", "--body-file"] {
            for file in arguments.values(name) {
                sends = true
                add(.read, file)
                usage.traits.insert(.uploads)
            }
        }
        if arguments.has("--post-data") || arguments.has("--body-data") { sends = true }
        if let method = arguments.value("--method")?.text?.uppercased(), ["POST", "PUT", "PATCH", "DELETE"].contains(method) {
            sends = true
        }
        for setting in arguments.values("-e") {
            let text = setting.pattern.lowercased()
            if text.contains("askpass") { escape(setting.split(at: UInt8(ascii: "="))?.tail ?? setting) }
        }
        let urls = arguments.operands
        for url in urls { address(url, sends: sends) }
        if arguments.has("--spider") || urls.isEmpty { return }
        if arguments.has("-O") {
            if arguments.value("-O")?.text != "-" { usage.traits.insert(.downloads) }
            return
        }
        usage.traits.insert(.downloads)
        if arguments.has("-r") || arguments.has("-m") {
            add(.write, arguments.value("-P") ?? words[0].saying("."), whole: false)
        } else {
            stored(urls, in: arguments.value("-P"))
        }
    }

    /// `http POST url name=value file@path < body`
    mutating func httpie() {
        var operands = arguments.operands[...]
        var sends = false
        if let method = operands.first?.text, method.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 }) {
            operands.removeFirst()
            sends = ["POST", "PUT", "PATCH", "DELETE"].contains(method)
        }
        guard let url = operands.popFirst() else { return }
        for item in operands {
            let prefix = item.knownPrefix
            if prefix.contains("==") { continue }
            if let range = prefix.firstRange(of: "@") {
                add(.read, item.dropping(prefix[..<range.upperBound].utf8.count))
                usage.traits.insert(.uploads)
                sends = true
            } else if prefix.contains("=") {
                sends = true
            }
        }
        address(url, sends: sends)
    }

    /// `nc -e program host port`, `nc -l port`, `ncat --sh-exec …`
    mutating func netcat() {
        var rest = arguments.operands[...]
        var operands: [Field] = []
        var listens = false
        var scans = false
        var program: Field?
        var isUnix = false
        while let word = rest.popFirst() {
            guard word.looksLikeOption else {
                operands.append(word)
                continue
            }
            let text = word.knownPrefix
            if text.hasPrefix("--") {
                let (name, value) = word.split(at: UInt8(ascii: "=")) ?? (text, word)
                switch name {
                case "--listen": listens = true
                case "--exec", "--sh-exec", "--lua-exec": program = text.contains("=") ? value : rest.popFirst()
                case "--help", "--version": return
                case "--source", "--source-port", "--proxy", "--proxy-type", "--proxy-auth", "--output", "--hex-dump", "--wait",
                    "--idle-timeout",
                    "--delay", "--max-conns", "--allow", "--deny", "--ssl-key", "--ssl-cert", "--ssl-trustfile":
                    if !text.contains("=") { _ = rest.popFirst() }
                case "--unixsock": isUnix = true
                default: continue
                }
                continue
            }
            let letters = Array(text.utf8.dropFirst())
            var index = 0
            while index < letters.count {
                let letter = letters[index]
                index += 1
                switch letter {
                case UInt8(ascii: "l"): listens = true
                case UInt8(ascii: "z"): scans = true
                case UInt8(ascii: "U"): isUnix = true
                case UInt8(ascii: "e"), UInt8(ascii: "c"):
                    // OpenBSD's -c is TLS, and takes no value; what follows is a program only if it is not a host's.
                    let value = index < letters.count ? word.dropping(index + 1) : rest.first
                    if letter == UInt8(ascii: "e")
                        || value.map({ $0.contains(UInt8(ascii: "/")) || Self.isShell($0) || $0.contains(UInt8(ascii: " ")) })
                            == true
                    {
                        program = value
                        if index == letters.count { _ = rest.popFirst() }
                        index = letters.count
                    }
                case UInt8(ascii: "p"), UInt8(ascii: "w"), UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "q"),
                    UInt8(ascii: "x"),
                    UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "I"), UInt8(ascii: "T"),
                    UInt8(ascii: "V"), UInt8(ascii: "g"),
                    UInt8(ascii: "G"), UInt8(ascii: "M"), UInt8(ascii: "m"), UInt8(ascii: "P"), UInt8(ascii: "W"):
                    if index == letters.count,
                        !(letter == UInt8(ascii: "p") && listens && operands.isEmpty && rest.first?.text == nil)
                    {
                        _ = rest.popFirst()
                    }
                    index = letters.count
                default: continue
                }
            }
        }
        if listens { usage.traits.insert(.listens) }
        if scans { usage.traits.insert(.scans) }
        if let program {
            usage.traits.insert(.reverseShell)
            usage.starts.append(Start(.script(program, .bash)))
        }
        if isUnix {
            if let socket = operands.first { add(.write, socket) }
        } else if let host = operands.first, !(listens && operands.count == 1) {
            // What goes out is standard input, which the resolver knows.
            usage.uses.append(Use(.connect, host.with(port: operands.dropFirst().first)))
        }
    }

    static func isShell(_ field: Field) -> Bool {
        guard let name = field.text?.split(separator: " ").first.map({ String($0).baseName }) else { return false }
        return [
            "sh", "bash", "zsh", "dash", "ash", "ksh", "csh", "tcsh", "fish", "cmd", "cmd.exe", "powershell", "pwsh", "rbash",
            "mksh",
        ].contains(name)
    }

    /// `socat TCP:host:port EXEC:'program',pty`
    mutating func socat() {
        var runs = false
        var connects = false
        var files: [Field] = []
        for word in arguments.operands where !word.looksLikeOption || word.text == "-" {
            for part in [word] {
                guard let (kind, tail) = part.split(at: UInt8(ascii: ":")) else {
                    if part.startsWithHole { usage.doubt = "an address is not known" }
                    continue
                }
                let address = tail.split(at: UInt8(ascii: ",")).map { tail.saying($0.head) } ?? tail
                switch kind.uppercased() {
                case "EXEC", "SYSTEM", "SHELL":
                    runs = true
                    usage.starts.append(Start(.script(address, .bash)))
                case let kind where kind.contains("LISTEN") || kind.contains("RECV"):
                    usage.traits.insert(.listens)
                    connects = true
                case let kind
                where ["TCP", "TCP4", "TCP6", "UDP", "UDP4", "UDP6", "OPENSSL", "SSL", "SCTP", "SOCKS4", "SOCKS4A", "PROXY"]
                    .contains(kind) || kind.hasSuffix("CONNECT"):
                    if kind.hasPrefix("UNIX") { add(.write, address); continue }
                    connects = true
                    usage.uses.append(Use(.connect, address))
                case "OPEN", "FILE", "CREATE", "CREAT", "GOPEN":
                    files.append(address)
                    add(.read, address)
                    if kind.uppercased().hasPrefix("CREAT") || tail.pattern.contains("creat") || tail.pattern.contains("wronly")
                        || tail.pattern.contains("append")
                    {
                        add(.write, address)
                    }
                default: continue
                }
            }
        }
        if runs { usage.traits.insert(connects ? .reverseShell : .escapes) }
        if connects, !files.isEmpty {
            for index in usage.uses.indices where usage.uses[index].kind == .connect { usage.uses[index].sendsData = true }
        }
        if connects, usage.traits.contains(.listens), usage.uses.contains(where: { $0.kind == .connect }) {
            usage.traits.insert(.tunnels)
        }
    }

    /// `lftp -c '!sh'`
    mutating func ftp() {
        if name == "tftp" || name == "atftp" {
            // `tftp host -c put file`
            let texts = arguments.operands.dropFirst()
            if texts.first?.text == "put" || arguments.has("-p") {
                usage.traits.insert(.uploads)
                for file in texts.dropFirst().prefix(1) { add(.read, file) }
            }
            if texts.first?.text == "get" || arguments.has("-g") { usage.traits.insert(.downloads) }
            if texts.isEmpty { usage.starts.append(Start(.input(.other))) }
            return
        }
        guard let code = arguments.value("-c") else {
            if !arguments.has("-f") { usage.starts.append(Start(.input(.other))) }
            return
        }
        for command in code.pattern.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let text = command.drop { $0 == " " }
            if text.hasPrefix("!") { escape(code.saying(String(text.dropFirst()))) }
            if text.hasPrefix("put ") || text.hasPrefix("mput ") || text.hasPrefix("mirror -R") {
                usage.traits.insert(.uploads)
                for name in text.split(separator: " ").dropFirst() where !name.hasPrefix("-") {
                    add(.read, code.saying(String(name)))
                }
            }
            if text.hasPrefix("get ") || text.hasPrefix("mirror ") || text.hasPrefix("pget ") { usage.traits.insert(.downloads) }
        }
    }

    /// A name that is put together from what programs print carries it to whoever answers for the domain.
    mutating func dns() {
        for operand in arguments.operands where !operand.knownPrefix.hasPrefix("+") {
            let server = operand.knownPrefix.hasPrefix("@") ? operand.dropping(1) : operand
            if server.text?.isEmpty == false || operand.isDynamic { usage.uses.append(Use(.connect, server)) }
            guard operand.pieces.count > 1 else { continue }
            let carries = operand.pieces.contains {
                if case .unknown(let origin) = $0 { if case .parameter = origin { false } else { true } } else { false }
            }
            if carries {
                usage.traits.insert(.dnsExfiltration)
                for index in usage.uses.indices where usage.uses[index].target == operand { usage.uses[index].sendsData = true }
            }
        }
        // Only the first words are names for these.
        if arguments.operands.count > 1, ["dig", "drill", "kdig", "host", "nslookup"].contains(name) {
            usage.uses.removeAll { use in
                guard let text = use.target.text else { return false }
                return ["A", "AAAA", "MX", "TXT", "NS", "SOA", "CNAME", "ANY", "AXFR", "PTR", "SRV", "CAA", "IN"].contains(
                    text.uppercased()
                )
            }
        }
    }

    /// `nmap --script 'file'`: its scripts are Lua.
    mutating func nmap() {
        for script in arguments.values("--script")
        where script.contains(UInt8(ascii: "/")) || script.knownPrefix.hasSuffix(".nse") {
            usage.traits.insert(.escapes)
            usage.starts.append(Start(.file(script, .lua)))
        }
        if let arguments = arguments.value("--script-args"),
            arguments.pattern.contains("command=") || arguments.pattern.contains("cmd=")
        {
            usage.traits.insert(.escapes)
        }
        if let text = arguments.value("--script")?.text, text == "sL" { usage.traits.remove(.scans) }
    }
}
