// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// What it means that something with this origin runs.
    func provenance(_ taint: Taint) -> Set<Trait> {
        if taint.isEmpty { return [] }
        var traits: Set<Trait> = []
        if taint.contains(.output), !taint.contains(.names) { traits.insert(.runsOutput) }
        if taint.contains(.decoded) { traits.insert(.runsDecoded) }
        if taint.contains(.download) { traits.insert(.runsDownload) }
        return traits
    }

    /// Where what a program prints comes from.
    func outputTaint(_ name: String, _ usage: Usage) -> Taint {
        var taint: Taint = .output
        let connects = usage.uses.contains { $0.kind == .connect }
        if connects || usage.traits.contains(.downloads) || usage.traits.contains(.listens) { taint.insert(.download) }
        if usage.uses.contains(where: { $0.kind == .read }) || usage.traits.contains(.environmentDump)
            || usage.traits.contains(.printsSecrets)
        {
            taint.insert(.local)
        }
        if Self.decodes(name) { taint.insert(.decoded) }
        switch state.streams.input {
        // What it makes of names are names no more.
        case .value(let value): taint.formUnion(value.taint.subtracting([.names, .selected, .plainFiles]))
        case .file: taint.insert(.local)
        case .connection: taint.insert(.download)
        case .inherited, .nothing, .unknown: break
        }
        return taint
    }

    static func decodes(_ name: String) -> Bool {
        switch name {
        case "base64", "base32", "xxd", "openssl", "gunzip", "zcat", "gzip", "xz", "unxz", "xzcat", "bzip2", "bunzip2", "bzcat",
            "zstd",
            "uudecode", "basenc", "gpg", "rev", "tr", "ascii85", "zstdcat", "lz4", "gbase64", "brotli":
            true
        default: false
        }
    }

    /// What goes out with a connection, by the words and the input of the program that makes it.
    func judgeConnections(_ name: String, _ words: [Field], _ usage: inout Usage) {
        guard let connection = usage.uses.firstIndex(where: { $0.kind == .connect }) else {
            judgeNames(name, words, &usage)
            return
        }
        judgeNames(name, words, &usage)
        let isTold = words.dropFirst().contains { $0.taint.contains(.local) && $0.taint.contains(.output) }
        var sends = isTold
        if !sends, Self.sendsInput(name) || words.contains(where: { Self.namesInput($0) }) {
            switch state.streams.input {
            case .file: sends = true
            case .value(let value): sends = value.taint.contains(.local) || !value.producers.isEmpty
            case .inherited, .nothing, .connection, .unknown: break
            }
        }
        guard sends else { return }
        for index in usage.uses.indices[connection...] where usage.uses[index].kind == .connect {
            usage.uses[index].sendsData = true
        }
    }

    /// Programs that pass standard input on.
    private static func sendsInput(_ name: String) -> Bool {
        switch name {
        case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "socat", "ssh", "telnet", "openssl", "rsh", "ftp",
            "sendmail", "mail",
            "mailx", "mutt", "socket", "websocat", "tftp":
            true
        default: false
        }
    }

    /// `-`, `@-`, `/dev/stdin`, and options that end so.
    private static func namesInput(_ field: Field) -> Bool {
        guard let text = field.text else { return false }
        return text == "-" || text.hasSuffix("@-") || text.hasSuffix("=-") || text.hasSuffix("/dev/stdin")
            || text == "-T-" || text.contains("<-")
    }

    /// A name to be looked up with a hole before its domain.
    private func judgeNames(_ name: String, _ words: [Field], _ usage: inout Usage) {
        switch name {
        case "dig", "host", "nslookup", "ping", "ping6", "drill", "kdig", "delv", "getent", "resolvectl", "traceroute", "dnspeep",
            "fping":
            break
        default: return
        }
        for word in words.dropFirst() where word.isDynamic || word.taint.contains(.local) {
            guard let last = word.pieces.last, case .text(let domain) = last, domain.utf8.contains(UInt8(ascii: ".")) else {
                continue
            }
            usage.traits.insert(.dnsExfiltration)
            for index in usage.uses.indices where usage.uses[index].kind == .connect { usage.uses[index].sendsData = true }
        }
    }

    /// What a path is another name of, by links and copies of the script's own.
    func linked(_ path: String) -> String? {
        let resolved = state.files.resolved(path)
        return resolved == path ? nil : resolved
    }

    /// Reading and writing a name that the script made for something else is reading and writing that.
    func addLinked(_ usage: inout Usage) {
        guard !state.files.isEmpty else { return }
        var more: [Use] = []
        for use in usage.uses where use.kind == .read || use.kind == .write || use.kind == .delete && use.isRecursive {
            guard let text = use.target.text, let path = path(text), let original = linked(path) else { continue }
            var other = use
            other.target = Field(original, span: use.target.span)
            other.base = nil
            more.append(other)
        }
        usage.uses += more
    }

    /// A shell at one end of a pipe and a connection at the other.
    mutating func judgePipe(from first: Int) {
        let all = first..<resolution.invocations.count
        guard all.contains(where: { resolution.invocations[$0].usage.connects }) else { return }
        for index in all where resolution.invocations[index].usage.connects {
            guard case .output(let producers) = resolution.invocations[index].input else { continue }
            for producer in producers where resolution.invocations.indices.contains(producer) {
                let usage = resolution.invocations[producer].usage
                if usage.runsText || usage.traits.contains(.opensShell) {
                    resolution.invocations[producer].usage.traits.insert(.reverseShell)
                    resolution.invocations[index].usage.traits.insert(.reverseShell)
                }
            }
        }
    }
}

extension Usage {
    fileprivate var connects: Bool { traits.contains(.listens) || uses.contains { $0.kind == .connect } }
}
