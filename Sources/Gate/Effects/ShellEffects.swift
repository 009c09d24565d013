// SPDX-License-Identifier: Apache-2.0

import Calls
import ShellSyntax
import Synchronization

/// What a command line would do: what its invocations use, in canonical form.
extension EffectCollector {
    mutating func shell(_ command: String, in folder: String) {
        let files = files
        // What was looked into decides what the call does.
        let scripts = Mutex<[String]>([])
        let settings = Resolver.Settings(
            home: home,
            directory: folder,
            environment: call.environment,
            readFile: { path in
                let path = files.resolve(path)
                scripts.withLock { $0.append(path) }
                return files.text(path)
            }
        )
        let resolver = Resolver(settings)
        let script = ShellScript(parsing: command)
        if script.unusualCharacters.contains(where: Self.isDeceptive) { trait("unusual-characters") }
        let isAccepted = script.isAccepted
        add(resolver.resolve(script), exceptSyntax: !isAccepted)
        if !isAccepted { broken(command, resolver) }
        for path in scripts.withLock({ $0 }) { content(of: path) }
    }

    /// What bash would not run, another shell may: then that counts. What none would run does nothing beyond its lines before
    /// the error; what it seems to be meant as counts all the same, since the next attempt will mean it.
    private mutating func broken(_ command: String, _ resolver: Resolver) {
        var isRun = false
        for dialect in [Dialect.zsh, .posix] {
            let script = ShellScript(parsing: command, dialect: dialect)
            guard script.isAccepted else { continue }
            isRun = true
            add(resolver.resolve(script), exceptSyntax: false)
        }
        guard !isRun else { return }
        for end in ["'", "\"", "`", ")", "\"`", "\")", ";}", "\nfi", "\ndone", "\n"] {
            let script = ShellScript(parsing: command + end)
            guard script.isAccepted else { continue }
            return add(resolver.resolve(script), exceptSyntax: true)
        }
        scavenge(command, resolver)
    }

    /// Line by line and part by part, so that a program that is denied stays denied in whatever stands around it.
    private mutating func scavenge(_ command: String, _ resolver: Resolver) {
        for part in command.utf8.split(whereSeparator: { ";&|\n(){}`".utf8.contains($0) }).prefix(64) {
            let script = ShellScript(parsing: String(decoding: part, as: UTF8.self))
            if script.isAccepted { add(resolver.resolve(script), exceptSyntax: true) }
        }
    }

    private static func isDeceptive(_ character: UnusualCharacter) -> Bool {
        switch character.kind {
        case .invisible, .bidirectional, .looksLike, .control: true
        case .carriageReturn, .space: false
        }
    }

    private mutating func add(_ resolution: Resolution, exceptSyntax: Bool) {
        for trait in resolution.traits { self.trait(trait.rawValue) }
        for invocation in resolution.invocations { add(invocation) }
        for unknown in resolution.unknowns {
            if exceptSyntax, case .syntax = unknown.reason { continue }
            add(unknown)
        }
    }

    private mutating func add(_ unknown: Resolution.Unknown) {
        switch unknown.reason {
        case .syntax(let message): self.unknown("the shell would not understand it: \(message)", span: unknown.span)
        case .limit(let what): self.unknown("it is more than the gate looks at: \(what)", span: unknown.span)
        case .program:
            var deed = Deed(Effect(.run, "", isDynamic: true))
            deed.isKnown = false
            deed.doubt = "which program runs is known only when it runs"
            deed.span = unknown.span
            add(deed)
        case .script:
            var deed = Deed(Effect(.run, "", isDynamic: true, traits: [Trait.runsOutput.rawValue]))
            deed.isKnown = false
            deed.doubt = "the script that runs is known only when it runs"
            deed.span = unknown.span
            add(deed)
        // Said of the program that it belongs to.
        case .usage: break
        }
    }

    private mutating func add(_ invocation: Invocation) {
        guard let first = invocation.words.first else { return }
        let name = first.pattern
        let program = String(PathText.lastComponent(name))
        var given = invocation.usage.traits
        // A shell that another program opens is that program's escape; ssh and docker are made to open them.
        if given.contains(.opensShell), invocation.place == .here, let starter = invocation.starters.last,
            !Self.opensShells.contains(starter)
        {
            given.insert(.escapes)
        }
        let traits = given.map(\.rawValue).sorted()
        var deed = Deed(Effect(.run, name, isDynamic: first.text == nil, arguments: arguments(invocation), traits: traits))
        deed.program = program
        deed.isKnown = invocation.usage.isKnown && first.text != nil
        deed.hasDynamicArguments = invocation.words.dropFirst().contains(where: \.isDynamic)
        deed.doubt = invocation.usage.doubt ?? ""
        deed.span = invocation.span
        if let path = first.text, path.utf8.contains(UInt8(ascii: "/")), let absolute = absolute(path, invocation.directory) {
            deed.effect.target = files.resolve(absolute)
            if case .here = invocation.place { content(of: deed.effect.target) }
        }
        add(deed)
        for use in invocation.usage.uses { add(use, of: invocation, program) }
        if !deed.isKnown { shapes(invocation, program) }
    }

    /// What a program that is not known is given: paths that it may read, addresses that it may ask.
    private mutating func shapes(_ invocation: Invocation, _ program: String) {
        for word in invocation.words.dropFirst().prefix(256) {
            var text = word.pattern[...]
            if text.hasPrefix("-") || text.hasPrefix("if="), let equals = text.firstIndex(of: "=") {
                text = text[text.index(after: equals)...]
            }
            let isPath = ["/", "~", "./", "../", "."].contains { text.hasPrefix($0) && text.count > 1 }
            let isURL = text.includes("://")
            guard isPath || isURL else { continue }
            var field = Field(String(text), span: word.span)
            if word.isDynamic { field = Field([.text(word.knownPrefix), .unknown(.other)], span: word.span) }
            add(Use(isURL ? .connect : .read, field), of: invocation, program)
        }
    }

    private func absolute(_ path: String, _ folder: String?) -> String? {
        if path.utf8.first == UInt8(ascii: "/") { return PathText.folded(path) }
        return folder.map { PathText.absolute(path, base: $0, home: home) }
    }

    /// For people and for rules on words; what is longer than this is cut.
    private func arguments(_ invocation: Invocation) -> [String] {
        invocation.words.dropFirst().prefix(64).map { String($0.pattern.prefix(1024)) }
    }

    private mutating func add(_ use: Use, of invocation: Invocation, _ program: String) {
        var traits = use.traits.union(invocation.usage.traits.intersection(Self.passedOn))
        var folder = invocation.directory
        if let base = use.base { folder = absolute(base.pattern, folder) }
        var path = use.target.pattern
        switch invocation.place {
        case .here: break
        case .host: traits.insert(.remote)
        case .container(_, let mounts):
            let inside = absolute(path, folder) ?? path
            if let mount = mounts.first(where: { PathText.isInside(inside, $0.inside) }) {
                path = PathText.folded(mount.outside + inside.dropFirst(mount.inside == "/" ? 0 : mount.inside.count))
            } else {
                traits.insert(.container)
            }
        case .root(let root): path = PathText.folded(root + "/" + (absolute(path, folder) ?? path))
        }
        var deed = Deed(
            Effect(
                Self.kind(use.kind),
                "",
                isDynamic: use.target.isDynamic,
                isRecursive: use.isRecursive,
                sendsData: use.sendsData,
                traits: traits.map(\.rawValue).sorted()
            )
        )
        deed.program = program
        deed.span = invocation.span
        switch use.kind {
        case .read, .write, .delete:
            deed.isListing = use.kind == .read && Self.listing.contains(program)
            deed.isAttributes = use.kind == .write && Self.attributes.contains(program)
            touch(deed, path, in: folder)
        case .connect:
            deed.port = Self.ports[program]
            connect(deed, use.target.pattern)
        case .send:
            let parts = use.target.pattern.split(separator: ":", maxSplits: 1)
            deed.effect.target = use.target.pattern
            deed.recipient = parts.count == 2 ? String(parts[1]) : ""
            add(deed)
        case .configure, .persist, .spend:
            deed.effect.target = use.target.pattern
            add(deed)
        }
    }

    private static func kind(_ kind: Use.Kind) -> Effect.Kind {
        switch kind {
        case .read: .read
        case .write: .write
        case .delete: .delete
        case .connect: .connect
        case .send: .send
        case .configure: .configure
        case .persist: .persist
        case .spend: .spend
        }
    }

    /// What is true of a program at work is true of what it touches.
    private static let passedOn: Set<Trait> = [
        .privilege, .remote, .container, .hostAccess, .runsDownload, .runsDecoded, .runsOutput, .forced, .shredded, .bulk,
        .uploads, .downloads, .opensPermissions, .setuid, .makesExecutable, .ownership, .mirrors, .dnsExfiltration,
        .reverseShell, .skipsVerification, .erasesTraces, .inlineCode,
    ]

    /// Where programs connect that are not told a port.
    private static let ports: [String: Int] = [
        "ssh": 22, "scp": 22, "sftp": 22, "rsync": 22, "mosh": 22, "sshfs": 22, "ssh-copy-id": 22, "autossh": 22, "telnet": 23,
        "ftp": 21, "lftp": 21, "tftp": 69, "psql": 5432, "pg_dump": 5432, "mysql": 3306, "mysqldump": 3306, "redis-cli": 6379,
        "mongo": 27017, "mongosh": 27017, "dig": 53, "nslookup": 53, "host": 53, "smbclient": 445, "rdesktop": 3389,
    ]

    private static let opensShells: Set<String> = [
        "ssh", "mosh", "docker", "podman", "nerdctl", "kubectl", "oc", "lxc", "incus", "vagrant", "sudo", "su", "doas",
        "bash", "sh", "zsh", "dash", "nix-shell", "nix", "distrobox", "toolbox", "wsl", "tmux", "screen", "script",
    ]

    /// Programs that change no file's content.
    private static let attributes: Set<String> = [
        "mkdir", "mkdirp", "touch", "chmod", "chown", "chgrp", "chattr", "setfacl", "setfattr", "mkfifo", "mktemp", "rmdir",
    ]

    /// Programs that look at names, sizes and times, not at what is in files.
    private static let listing: Set<String> = [
        "ls", "dir", "vdir", "exa", "eza", "lsd", "find", "fd", "fdfind", "tree", "stat", "du", "df", "file", "test", "[", "[[",
        "realpath", "readlink", "basename", "dirname", "locate", "which", "whereis", "cd", "pushd", "lsof", "namei", "getfacl",
        "lsattr", "mountpoint", "findmnt", "ncdu",
    ]
}
