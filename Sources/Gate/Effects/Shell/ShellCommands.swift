// SPDX-License-Identifier: Apache-2.0

import Calls

extension ShellWalker {
    /// What running a program with these arguments would do.
    mutating func run(_ fields: [ShellField], input: ShellInput) {
        guard let first = fields.first else { return }
        runDepth += 1
        defer { runDepth -= 1 }
        guard runDepth <= 16 else { return unknown("programs that start programs are nested too deep") }
        let arguments = Array(fields.dropFirst())
        if first.isDynamic || first.text.isEmpty {
            if first.isFromNetwork { note(.networkIntoInterpreter("the command")) }
            add(Effect(.run, first.text, isDynamic: true, arguments: arguments.map(\.text)))
            looseReads(arguments)
            return
        }
        if first.isPattern, first.text != "[" {
            // A pattern in place of a program: whatever it matches.
            add(Effect(.run, first.text, isDynamic: true, arguments: arguments.map(\.text)))
            return
        }
        if let alias = aliases[first.text] {
            aliases[first.text] = nil
            run(alias.split(separator: " ").map { ShellField(String($0)) } + arguments, input: input)
            aliases[first.text] = alias
            return
        }
        if functions.contains(first.text) { return }
        let name = String(PathText.lastComponent(first.text))
        let isNamedByPath = first.text.utf8.contains(UInt8(ascii: "/"))
        let target = isNamedByPath ? absolute(first.text) : first.text
        add(Effect(.run, target, arguments: arguments.map(\.text)))
        if isNamedByPath {
            analysis.contents.append(target)
            if downloads.contains(target) { note(.networkIntoInterpreter(first.text)) }
        }
        guard let spec = Programs.table[name] ?? Programs.table[versionless(name)] else {
            looseReads(arguments)
            escapes(arguments, of: name)
            return
        }
        dispatch(name, spec, arguments, input)
    }

    /// `python3.11` is `python3`.
    private func versionless(_ name: String) -> String {
        var text = name[...]
        while let last = text.utf8.last, (48...57).contains(last) || last == UInt8(ascii: ".") || last == UInt8(ascii: "-") {
            text = text.dropLast()
        }
        return String(text)
    }

    private mutating func dispatch(_ name: String, _ spec: Programs.Spec, _ arguments: [ShellField], _ input: ShellInput) {
        switch spec.kind {
        case .quiet: quiet(name, arguments)
        case .reader: reader(name, spec, arguments, input)
        case .writer:
            for field in operands(arguments, spec.values) { path(.write, field) }
        case .remover(let isRecursive, let isForced): remove(name, spec, arguments, isRecursive, isForced)
        case .move, .copy, .link: moveOrCopy(spec, arguments)
        case .permissions: permissions(name, arguments)
        case .ownership:
            for field in operands(arguments, []).dropFirst() {
                path(.write, field, isRecursive: arguments.contains { $0.text == "-R" || $0.text == "--recursive" })
            }
        case .curl: curl(arguments, input)
        case .wget: wget(arguments)
        case .connects: connects(name, arguments, sends: false)
        case .sends: connects(name, arguments, sends: true)
        case .netcat: netcat(name, arguments)
        case .remoteShell: remoteShell(arguments)
        case .remoteCopy: remoteCopy(arguments)
        case .rsync: rsync(name, arguments)
        case .git: git(arguments)
        case .find: find(name, arguments)
        case .xargs: xargs(name, arguments, input)
        case .sed: sed(arguments)
        case .awk: awk(arguments)
        case .tar: tar(arguments)
        case .archive: archive(name, arguments)
        case .dd: dd(arguments)
        case .shell: shell(name, arguments, input)
        case .interpreter(let inline): interpreter(name, inline, arguments, input)
        case .privilege: privilege(name, arguments, input)
        case .wrapper(let values, let skip): wrapper(name, Set(values), skip, arguments, input)
        case .env: env(arguments, input)
        case .power: power(name, arguments)
        case .disk: disk(name, arguments)
        case .kill: kill(name, arguments)
        case .service: service(name, arguments)
        case .hostSettings: hostSettings(name, arguments)
        case .schedule: schedule(name, arguments)
        case .container: container(name, arguments)
        case .publisher: publisher(name, arguments, input)
        case .agentControl: agentControl(name, arguments)
        case .builtin: builtin(name, arguments, input)
        case .printsEnvironment: printsEnvironment()
        case .interactive(let inline): interactive(name, inline, arguments)
        case .busybox: run(arguments, input: input)
        case .openssl: openssl(arguments)
        case .drawbridge: drawbridge(arguments)
        }
    }

    // MARK: - Arguments

    /// The arguments that are no options and no values of options. After `--` all are.
    func operands(_ arguments: [ShellField], _ values: Set<String>) -> [ShellField] {
        var found: [ShellField] = []
        var index = 0
        while index < arguments.count {
            let field = arguments[index]
            if field.text == "--" { return found + arguments[(index + 1)...] }
            if field.isOption {
                if values.contains(field.text) { index += 1 }
            } else {
                found.append(field)
            }
            index += 1
        }
        return found
    }

    /// Whether short option `letter` or a long one is among the arguments before `--`.
    func has(_ arguments: [ShellField], _ letters: String, _ long: String...) -> Bool {
        for field in arguments {
            if field.text == "--" { return false }
            if field.text.hasPrefix("--") {
                let name = field.text.prefix { $0 != "=" }
                // Long options may be shortened.
                if name.count > 4, long.contains(where: { $0.hasPrefix(name) }) { return true }
            } else if field.isOption, field.text.dropFirst().contains(where: { letters.contains($0) }) {
                return true
            }
        }
        return false
    }

    /// Reads what looks like a path among a program's arguments, whoever the program is.
    mutating func looseReads(_ arguments: [ShellField]) {
        for field in arguments {
            var text = field.text[...]
            if text.hasPrefix("-"), let equals = text.firstIndex(of: "=") { text = text[text.index(after: equals)...] }
            if text.hasPrefix("@") || text.hasPrefix("<") { text = text.dropFirst() }
            if let equals = text.firstIndex(of: "="), !text.hasPrefix("/"), text[..<equals].utf8.allSatisfy(WordReader.isNameByte)
            {
                text = text[text.index(after: equals)...]
            }
            guard !text.isEmpty, !text.includes("://"), !text.hasPrefix("-"), text.utf8.count < 4096 else { continue }
            let isPath =
                text.utf8.contains(UInt8(ascii: "/")) || text.hasPrefix("~") || text.hasPrefix(".")
                || CredentialFiles.isNameOfOne(text)
            guard isPath else { continue }
            let expanded = text.hasPrefix("~/") ? home + text.dropFirst() : String(text)
            path(.read, ShellField(expanded, isDynamic: field.isDynamic, isPattern: field.isPattern))
        }
    }

    /// Notes arguments in which a command hides.
    mutating func escapes(_ arguments: [ShellField], of name: String) {
        for field in arguments where Programs.showsShell(field.text) {
            note(.inlineCode(name))
            add(Effect(.unknown, "", isDynamic: true))
            return
        }
    }

    // MARK: - The plain ones

    private mutating func quiet(_ name: String, _ arguments: [ShellField]) {
        guard name == "echo" || name == "printf" || name == "basename" || name == "whoami" || name == "pwd" else { return }
        if arguments.contains(where: \.isDynamic) || name == "whoami" {
            lastOutput = ShellInput(source: arguments.contains(where: \.isFromNetwork) ? .network : .program(name))
        } else if name == "pwd" {
            lastOutput = ShellInput(source: .text(workingDirectory + "\n"), paths: [ShellField(workingDirectory)])
        } else if name == "printf", let format = arguments.first {
            var text = String(decoding: Escapes.decode(Array(format.text.utf8)[...]), as: UTF8.self)
            for argument in arguments.dropFirst() {
                if let place = text.firstRange(of: "%s") {
                    text.replaceSubrange(place, with: argument.text)
                } else {
                    text += argument.text
                }
            }
            lastOutput = ShellInput(source: .text(text), paths: arguments)
        } else {
            var words = arguments[...]
            var decodes = false
            while let option = words.first?.text, ["-e", "-n", "-ne", "-en", "-E"].contains(option) {
                decodes = decodes || option.contains("e")
                words = words.dropFirst()
            }
            var text = words.map(\.text).joined(separator: " ")
            if decodes { text = String(decoding: Escapes.decode(Array(text.utf8)[...]), as: UTF8.self) }
            lastOutput = ShellInput(source: .text(text + "\n"), paths: Array(words))
        }
    }

    private static let looks: Set = [
        "ls", "dir", "vdir", "tree", "stat", "du", "df", "file", "readlink", "realpath", "wc", "test", "[", "md5sum", "sha1sum",
        "sha256sum", "cksum", "lsattr",
        "lsof", "getfattr",
    ]

    private static let listsPaths: Set = ["ls", "dir", "vdir", "tree", "realpath", "readlink", "locate"]

    private mutating func reader(_ name: String, _ spec: Programs.Spec, _ arguments: [ShellField], _ input: ShellInput) {
        let named = operands(arguments, spec.values)
        // What only looks at names, sizes and times gives nothing away.
        for field in named where !(field.isDynamic && Self.looks.contains(name)) { path(.read, field) }
        looseReads(Self.looks.contains(name) ? arguments.filter { !$0.isDynamic } : arguments)
        escapes(arguments, of: name)
        if name == "sort" || name == "tree" || name == "uniq" || name == "xmllint" {
            for (index, field) in arguments.enumerated() {
                if (field.text == "-o" || field.text == "--output"), index + 1 < arguments.count {
                    path(.write, arguments[index + 1])
                }
                if field.text.hasPrefix("--output=") {
                    path(.write, ShellField(String(field.text.dropFirst(9)), isDynamic: field.isDynamic))
                }
                if field.text.hasPrefix("--compress-pro") {
                    note(.inlineCode(name))
                    add(Effect(.unknown, "", isDynamic: true))
                }
            }
        }
        switch input.source {
        case .network: lastOutput = ShellInput(source: .network)
        case .text(let text) where name == "cat" || name == "head" || name == "tail":
            lastOutput = named.isEmpty ? ShellInput(source: .text(text), paths: input.paths) : ShellInput(source: .program(name))
        default:
            var paths = named
            if Self.listsPaths.contains(name) || ["grep", "egrep", "fgrep", "rg", "ag", "ack"].contains(name) {
                if named.count > (Self.listsPaths.contains(name) ? 0 : 1) {
                    paths = Array(named.dropFirst(Self.listsPaths.contains(name) ? 0 : 1))
                } else {
                    paths = [ShellField(workingDirectory)]
                }
            } else if named.isEmpty {
                paths = input.paths
            }
            lastOutput = ShellInput(source: .program(name), paths: paths)
            if named.count == 1, downloads.contains(absolute(named[0].text)) { lastOutput = ShellInput(source: .network) }
        }
    }

    private mutating func remove(
        _ name: String,
        _ spec: Programs.Spec,
        _ arguments: [ShellField],
        _ recursive: Bool,
        _ forced: Bool
    ) {
        let isRecursive = recursive || has(arguments, "rR", "--recursive")
        let isForced = forced || has(arguments, "f", "--force")
        for field in operands(arguments, spec.values) { path(.delete, field, isRecursive: isRecursive, isForced: isForced) }
    }

    private mutating func moveOrCopy(_ spec: Programs.Spec, _ arguments: [ShellField]) {
        var named = operands(arguments, spec.values.union(["-t", "--target-directory"]))
        var destination: ShellField?
        for (index, field) in arguments.enumerated() {
            if (field.text == "-t" || field.text == "--target-directory"), index + 1 < arguments.count {
                destination = arguments[index + 1]
            }
            if field.text.hasPrefix("--target-directory=") {
                destination = ShellField(String(field.text.dropFirst(19)), isDynamic: field.isDynamic)
            }
        }
        if destination == nil {
            if case .link = spec.kind, named.count == 1 { destination = ShellField(".") } else { destination = named.popLast() }
        }
        guard let destination else { return }
        for source in named {
            switch spec.kind {
            case .move:
                path(.delete, source)
                path(.read, source)
            case .link:
                // What the link leads to can be read and written through it.
                path(.read, source)
            default: path(.read, source, isRecursive: has(arguments, "rRa", "--recursive", "--archive"))
            }
        }
        if case .move = spec.kind, absolute(destination.text) == "/dev/null" {
            for source in named { path(.delete, source, isRecursive: true, isForced: true) }
        }
        // What lands in a folder gets a name there; the folder is what counts.
        path(.write, destination)
    }

    private mutating func permissions(_ name: String, _ arguments: [ShellField]) {
        let isRecursive = has(arguments, "R", "--recursive")
        let named = arguments.filter { !$0.isOption || Self.isMode($0.text) }
        let usesReference = arguments.contains { $0.text.hasPrefix("--reference") }
        guard let mode = named.first else { return }
        if name == "chmod", !usesReference {
            if Self.isOpenMode(mode.text) { note(.permissions(mode.text)) }
            if mode.isDynamic { add(Effect(.unknown, "", isDynamic: true)) }
        }
        for field in named.dropFirst(usesReference ? 0 : 1) { path(.write, field, isRecursive: isRecursive) }
    }

    private static func isMode(_ text: String) -> Bool {
        text.utf8.dropFirst().allSatisfy { "rwxXst,+=-ugoa".utf8.contains($0) } && !["-R", "-v", "-c", "-f"].contains(text)
    }

    /// World-writable, setuid or setgid.
    private static func isOpenMode(_ mode: String) -> Bool {
        if mode.utf8.allSatisfy({ (48...55).contains($0) }), let value = Int(mode, radix: 8) {
            return value & 0o002 != 0 && value & 0o1000 == 0 || value & 0o6000 != 0
        }
        return mode.split(separator: ",").contains { clause in
            guard let op = clause.firstIndex(where: { "+=".contains($0) }) else { return false }
            let who = clause[..<op]
            let what = clause[op...]
            if what.contains("s") { return true }
            return what.contains("w") && (who.contains("o") || who.contains("a"))
        }
    }

    mutating func printsEnvironment() {
        note(.environmentDump)
        lastOutput = ShellInput(source: .program("env"))
    }
}
