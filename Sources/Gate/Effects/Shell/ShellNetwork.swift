// SPDX-License-Identifier: Apache-2.0

import Calls

/// Programs that talk to other machines.
extension ShellWalker {
    /// Adds a connection to where `field` leads: a URL, a host, or `user@host:path`.
    mutating func connect(_ field: ShellField, sends: Bool) {
        if field.text.isEmpty || (field.isDynamic && WebTarget(field.text) == nil) {
            add(Effect(.connect, "", isDynamic: true, sendsData: sends))
            return
        }
        if field.text.hasPrefix("file:") {
            path(
                .read,
                ShellField(String(field.text.dropFirst(field.text.hasPrefix("file://") ? 7 : 5)), isDynamic: field.isDynamic)
            )
            return
        }
        guard let target = WebTarget(field.text) else {
            add(Effect(.connect, "", isDynamic: true, sendsData: sends))
            return
        }
        // A name built at run time can carry data out by itself (`$(secret).evil.example`).
        add(Effect(.connect, target.target, isDynamic: field.isDynamic, sendsData: sends && !HostText.isLoopback(target.host)))
    }

    private static let curlValues: Set = [
        "-A", "-b", "-c", "-C", "-D", "-e", "-E", "-h", "-H", "-K", "-m", "-o", "-P", "-Q", "-r", "-t", "-T", "-u", "-U", "-w",
        "-x", "-X", "-y",
        "-Y", "-z", "-F", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--data-ascii", "--json", "--form",
        "--form-string", "--header",
        "--user-agent", "--cookie", "--cookie-jar", "--output", "--output-dir", "--request", "--upload-file", "--url", "--user",
        "--proxy", "--max-time", "--connect-timeout",
        "--retry", "--retry-delay", "--cacert", "--cert", "--key", "--config", "--referer", "--range", "--write-out",
        "--dump-header", "--resolve", "--interface",
        "--limit-rate", "--socks5", "--socks5-hostname", "--unix-socket", "--netrc-file", "--url-query", "--ciphers",
        "--proxy-user", "--connect-to", "--abstract-unix-socket", "--engine", "--max-redirs",
    ]
    private static let curlData: Set = [
        "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--data-ascii", "--json", "-F", "--form",
        "--form-string", "-T", "--upload-file",
    ]

    mutating func curl(_ arguments: [ShellField], _ input: ShellInput) {
        var urls: [ShellField] = []
        var sends = false
        var index = 0
        var output: ShellField?
        var named = false
        while index < arguments.count {
            let field = arguments[index]
            var option = field.text
            var value: ShellField?
            if option.hasPrefix("--"), let equals = option.firstIndex(of: "=") {
                value = ShellField(String(option[option.index(after: equals)...]), isDynamic: field.isDynamic)
                option = String(option[..<equals])
            } else if field.isOption, !option.hasPrefix("--"), option.count > 2 {
                // Letters in one word: the first that takes a value ends them.
                for (offset, letter) in option.dropFirst().enumerated() where Self.curlValues.contains("-\(letter)") {
                    let rest = String(option.dropFirst(offset + 2))
                    if option.dropFirst().prefix(offset).contains("O") { named = true }
                    option = "-\(letter)"
                    if !rest.isEmpty { value = ShellField(rest, isDynamic: field.isDynamic) }
                    break
                }
                if option.contains("O"), option == field.text { named = true }
            }
            if !field.isOption {
                urls.append(field)
                index += 1
                continue
            }
            if value == nil, Self.curlValues.contains(option), index + 1 < arguments.count {
                index += 1
                value = arguments[index]
            }
            index += 1
            if option == "-O" || option == "--remote-name" || option == "--remote-name-all" || option == "-J" { named = true }
            guard let value else { continue }
            if Self.curlData.contains(option) {
                sends = true
                if option == "-T" || option == "--upload-file" { path(.read, value) } else { dataFile(value) }
            }
            switch option {
            case "-X", "--request": if ["POST", "PUT", "PATCH", "DELETE"].contains(value.text.uppercased()) { sends = true }
            case "-o", "--output": output = value
            case "-K", "--config":
                path(.read, value)
                code("curl")
            case "--url": urls.append(value)
            case "-c", "--cookie-jar", "-D", "--dump-header", "--output-dir": path(.write, value)
            case "-x", "--proxy", "--socks5", "--socks5-hostname": connect(value, sends: true)
            case "--unix-socket", "--abstract-unix-socket", "--cert", "--key", "-E", "--netrc-file": path(.read, value)
            default: break
            }
        }
        for url in urls {
            connect(url, sends: sends)
            // A query that is put together from local data sends it.
            if url.isDynamic, !sends, url.text.contains("?") { connect(url, sends: true) }
        }
        if let output, output.text != "-" {
            path(.write, output)
            downloads.insert(absolute(output.text))
            lastOutput = ShellInput()
        } else if named {
            for url in urls {
                let name = String(PathText.lastComponent(String(url.text.prefix { $0 != "?" })))
                path(.write, ShellField(name, isDynamic: url.isDynamic))
                downloads.insert(absolute(name))
            }
            lastOutput = ShellInput()
        } else {
            lastOutput = ShellInput(source: .network)
        }
    }

    /// `-d @file`, `-F name=@file`.
    private mutating func dataFile(_ value: ShellField) {
        guard let at = value.text.firstIndex(of: "@") else { return }
        let before = value.text[..<at]
        guard before.isEmpty || before.hasSuffix("=") || before.utf8.allSatisfy(WordReader.isNameByte) else { return }
        let name = value.text[value.text.index(after: at)...].prefix { $0 != ";" }
        path(.read, ShellField(name.hasPrefix("~/") ? home + name.dropFirst() : String(name), isDynamic: value.isDynamic))
    }

    mutating func wget(_ arguments: [ShellField]) {
        var output: ShellField?
        var sends = false
        var isSpider = false
        var urls: [ShellField] = []
        var index = 0
        let values: Set = [
            "-O", "-P", "-o", "-a", "-i", "-U", "-t", "-T", "-w", "-Q", "-A", "-R", "-D", "-l", "-e", "-d", "-B", "--header",
            "--user", "--password", "--tries", "--timeout", "--output-document", "--directory-prefix", "--input-file",
            "--user-agent", "--dir", "--out", "--level", "--limit-rate",
        ]
        while index < arguments.count {
            let field = arguments[index]
            var option = field.text
            var value: ShellField?
            if option.hasPrefix("--"), let equals = option.firstIndex(of: "=") {
                value = ShellField(String(option[option.index(after: equals)...]), isDynamic: field.isDynamic)
                option = String(option[..<equals])
            } else if field.isOption, !option.hasPrefix("--"),
                let place = option.dropFirst().firstIndex(where: { "OPoai".contains($0) })
            {
                let rest = String(option[option.index(after: place)...])
                option = "-\(option[place])"
                if !rest.isEmpty { value = ShellField(rest, isDynamic: field.isDynamic) }
            }
            index += 1
            guard field.isOption else {
                urls.append(field)
                continue
            }
            if value == nil, values.contains(option), index < arguments.count {
                value = arguments[index]
                index += 1
            }
            switch option {
            case "-O", "--output-document", "--out": output = value
            case "-P", "--directory-prefix", "--dir", "-o", "-a", "--output-file", "--append-output":
                if let value { path(.write, value) }
            case "-i", "--input-file": if let value { path(.read, value) }
            case "--post-file", "--body-file":
                sends = true
                if let value { path(.read, value) }
            case "--post-data", "--body-data": sends = true
            case "--method": if let value, value.text.uppercased() != "GET" { sends = true }
            case "--use-askpass", "-e", "--execute": code("wget")
            case "--spider": isSpider = true
            default: break
            }
        }
        for url in urls { connect(url, sends: sends) }
        if let output {
            if ["-", "/dev/stdout"].contains(output.text) {
                lastOutput = ShellInput(source: .network)
            } else {
                path(.write, output)
                downloads.insert(absolute(output.text))
            }
        } else if !isSpider {
            for url in urls {
                let name = String(PathText.lastComponent(String(url.text.prefix { $0 != "?" })))
                path(.write, ShellField(name.isEmpty ? "index.html" : name, isDynamic: false))
                downloads.insert(absolute(name))
            }
        }
    }

    mutating func connects(_ name: String, _ arguments: [ShellField], sends: Bool) {
        looseReads(arguments)
        escapes(arguments, of: name)
        let named = operands(
            arguments,
            [
                "-c", "-p", "-i", "-t", "-w", "-W", "-s", "-S", "-n", "-a", "-r", "-P", "-f", "-u", "-q", "-m", "-o", "-oN",
                "-oX", "--script",
            ]
        )
        var hosts = named.filter { !$0.text.isEmpty || $0.isDynamic }
        var sendsData = sends
        if ["http", "https", "xh", "curlie"].contains(name) {
            if let first = hosts.first, first.text.uppercased() == first.text,
                first.text.utf8.allSatisfy({ (65...90).contains($0) })
            {
                sendsData = !["GET", "HEAD", "OPTIONS"].contains(first.text)
                hosts.removeFirst()
            }
            hosts = Array(hosts.prefix(1))
        } else if name == "sendmail" || name == "mail" || name == "mailx" || name == "mutt" {
            for host in hosts { add(Effect(.send, "mail:\(host.text)", isDynamic: host.isDynamic)) }
            return
        }
        for host in hosts.prefix(8) { connect(host, sends: sendsData) }
        if ["getent", "lynx", "w3m", "links", "elinks", "http", "xh", "https"].contains(name), name != "getent" {
            lastOutput = ShellInput(source: .network)
        }
    }

    mutating func netcat(_ name: String, _ arguments: [ShellField]) {
        if has(arguments, "ec", "--exec", "--sh-exec") && name != "socat" { note(.reverseShell) }
        looseReads(arguments)
        if name == "socat" {
            for field in arguments where !field.isOption {
                let lower = field.text.lowercased()
                if lower.hasPrefix("exec:") || lower.hasPrefix("system:") { note(.reverseShell) }
                let parts = field.text.split(separator: ":")
                if lower.includes("listen") {
                    note(.listens(name))
                } else if parts.count > 2, lower.hasPrefix("tcp") || lower.hasPrefix("udp") || lower.hasPrefix("openssl") {
                    connect(ShellField("\(parts[1]):\(parts[2].prefix { $0 != "," })", isDynamic: field.isDynamic), sends: true)
                }
                if lower.hasPrefix("file:") || lower.hasPrefix("open:") || lower.hasPrefix("create:") {
                    path(.write, ShellField(String(field.text.drop { $0 != ":" }.dropFirst().prefix { $0 != "," })))
                }
            }
        } else {
            if has(arguments, "l", "--listen") { note(.listens(name)) }
            let named = operands(arguments, ["-w", "-p", "-s", "-i", "-q", "-x", "-X", "-e", "-c"])
            if let host = named.first, !has(arguments, "l", "--listen") {
                let port = named.dropFirst().first.map { ":\($0.text)" } ?? ""
                connect(ShellField(host.text + port, isDynamic: host.isDynamic), sends: !has(arguments, "z"))
            }
        }
        lastOutput = ShellInput(source: .network)
    }

    mutating func remoteShell(_ arguments: [ShellField]) {
        let values: Set = [
            "-i", "-p", "-l", "-o", "-F", "-L", "-R", "-D", "-J", "-b", "-c", "-e", "-m", "-S", "-W", "-w", "-E", "-B", "-I",
            "-Q", "-O",
        ]
        for (index, field) in arguments.enumerated() {
            let value = values.contains(field.text) && index + 1 < arguments.count ? arguments[index + 1].text : field.text
            if value.lowercased().contains("command=") || value.lowercased().contains("proxyusefdpass") { code("ssh") }
        }
        let named = operands(arguments, values)
        guard let host = named.first else { return }
        if has(arguments, "V") { return }
        connect(ShellField(Self.hostOfLogin(host.text), isDynamic: host.isDynamic), sends: true)
        note(.remote(host.text))
        lastOutput = ShellInput(source: .network)
    }

    private static func hostOfLogin(_ text: String) -> String {
        text.hasPrefix("ssh://") ? text : String(text.split(separator: "@").last ?? "")
    }

    /// Whether an argument of scp or rsync is on another machine.
    private static func remoteHost(_ text: String) -> String? {
        if text.includes("://") { return text }
        guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"), colon > text.startIndex else { return nil }
        return hostOfLogin(String(text[..<colon]))
    }

    mutating func remoteCopy(_ arguments: [ShellField]) {
        for field in arguments where field.text.lowercased().contains("command=") { code("scp") }
        if has(arguments, "S") { code("scp") }
        transfer(operands(arguments, ["-i", "-P", "-o", "-F", "-l", "-c", "-S", "-J"]))
    }

    private mutating func transfer(_ named: [ShellField]) {
        guard let destination = named.last, named.count > 1 else { return }
        let to = Self.remoteHost(destination.text)
        for source in named.dropLast() {
            if let from = Self.remoteHost(source.text) {
                connect(ShellField(from, isDynamic: source.isDynamic), sends: false)
            } else {
                path(.read, source, isRecursive: true)
            }
        }
        if let to { connect(ShellField(to, isDynamic: destination.isDynamic), sends: true) } else { path(.write, destination) }
    }

    mutating func rsync(_ name: String, _ arguments: [ShellField]) {
        var named = operands(
            arguments,
            [
                "-e", "--rsh", "--exclude", "--include", "--exclude-from", "--files-from", "--filter", "-f", "--rsync-path",
                "--password-file", "-B", "-T", "--bwlimit", "--port", "--log-file",
            ]
        )
        for (index, field) in arguments.enumerated() {
            var command: String?
            if (field.text == "-e" || field.text == "--rsh"), index + 1 < arguments.count { command = arguments[index + 1].text }
            if field.text.hasPrefix("--rsh=") { command = String(field.text.dropFirst(6)) }
            if let command,
                command.split(separator: " ").first.map({ $0 == "ssh" || $0.hasSuffix("/ssh") }) != true
                    || Programs.showsShell(command)
            {
                code(name)
            }
        }
        if name == "rclone" {
            let verb = named.first?.text ?? ""
            named = Array(named.dropFirst())
            if ["copy", "sync", "move", "copyto", "moveto", "delete", "purge"].contains(verb) { transfer(named) }
            return
        }
        if let destination = named.last, named.count > 1,
            arguments.contains(where: { $0.text.hasPrefix("--delete") || $0.text.hasPrefix("--del") }),
            Self.remoteHost(destination.text) == nil
        {
            path(
                .delete,
                ShellField(destination.text, isDynamic: destination.isDynamic, isPattern: true),
                isRecursive: true,
                isForced: true
            )
        }
        if arguments.contains(where: { $0.text == "--remove-source-files" }) {
            for source in named.dropLast() where Self.remoteHost(source.text) == nil {
                path(.delete, source, isRecursive: true, isForced: true)
            }
        }
        transfer(named)
    }

    mutating func openssl(_ arguments: [ShellField]) {
        looseReads(arguments)
        let verb = arguments.first?.text ?? ""
        for (index, field) in arguments.enumerated() where index + 1 < arguments.count {
            if field.text == "-connect" { connect(arguments[index + 1], sends: true) }
            if field.text == "-out" || field.text == "-keyout" { path(.write, arguments[index + 1]) }
            if field.text == "-in" { path(.read, arguments[index + 1]) }
            if field.text == "-engine" || field.text == "-provider-path" { code("openssl") }
        }
        if verb == "s_client" {
            lastOutput = ShellInput(source: .network)
        } else {
            lastOutput = ShellInput(source: .program("openssl"))
        }
        if verb == "s_server" { note(.listens("openssl s_server")) }
    }
}
