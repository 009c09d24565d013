// SPDX-License-Identifier: Apache-2.0

/// A program with its arguments, and what has been found out of it so far.
struct Call {
    /// The name, then the arguments.
    let words: [Field]
    /// The name without its folder.
    let name: String
    let surroundings: Programs.Surroundings
    var arguments: Arguments
    var usage = Usage()

    init(_ words: [Field], name: String, program: Program, in surroundings: Programs.Surroundings) {
        self.words = words
        self.name = name
        self.surroundings = surroundings
        arguments = Arguments(words.dropFirst(), of: program)
        usage.doubt = arguments.doubt
    }

    /// What the table says, then what the special code adds.
    mutating func interpret() {
        if arguments.asksForHelp {
            usage = Usage()
            return
        }
        let program = arguments.program
        usage.traits.formUnion(program.traits)
        readOptions()
        if !program.style.contains(.raw) { readOperands() }
        for fixed in program.fixed { usage.uses.append(Use(fixed.kind, Field(fixed.target, span: words[0].span))) }
        if let special = program.special { special.interpret(&self) }
        if name == "git" { gitGlobals() }
        if name == "hg" || name == "chg" { mercurialGlobals() }
        if program.special != .packages, Self.aptLike.contains(name) { packages() }
        finish()
    }

    /// Whose `-o` sets what they run, whatever the subcommand.
    private static let aptLike: Set<String> = ["apt", "apt-get", "aptitude", "apt-fast", "nala", "apt-cache", "dpkg"]

    private mutating func readOptions() {
        for given in arguments.options {
            // Without a value it is the owner's own pager or browser.
            let isOwn = given.option.value == .attached && given.value == nil
            if given.option.role == .script, isOwn || given.value.map(Self.isPlainHelper) == true {
                usage.traits.formUnion(given.option.traits.filter { $0 != .escapes })
            } else {
                usage.traits.formUnion(given.option.traits)
            }
            if let value = given.value { use(value, as: given.option.role) }
        }
        for given in arguments.options { usage.traits.subtract(given.option.removed) }
    }

    private mutating func readOperands() {
        if arguments.has(.ignores) { return }
        var roles = arguments.program.operands[...]
        let operands = arguments.operands
        if arguments.has(.skip), !roles.isEmpty { roles = roles.dropFirst() }
        var last: Role?
        if roles.last?.count == .last {
            last = roles.removeLast().role
            if arguments.options.contains(where: { $0.option.role == .into }) || (operands.count < 2 && !roles.isEmpty) {
                last = nil
            }
        }
        if operands.isEmpty, case .file(let language)? = roles.first?.role, !arguments.has(.skip), !arguments.has(.quiet) {
            usage.starts.append(Start(.input(language)))
        }
        for (index, operand) in operands.enumerated() {
            if index == operands.count - 1, let last {
                use(operand, as: last)
                return
            }
            guard let role = roles.first else { return }
            if role.count == .one { roles = roles.dropFirst() }
            switch role.role {
            case .command:
                usage.starts.append(Start(.command(Array(operands[index...]))))
                return
            case .words:
                usage.starts.append(Start(.script(.joined(operands[index...]), .bash)))
                return
            case .file(let language):
                let rest = Array(operands[(index + 1)...])
                if operand.text == "-" {
                    usage.starts.append(Start(.input(language)))
                } else {
                    usage.starts.append(Start(.file(operand, language, arguments: rest)))
                }
                return
            default: use(operand, as: arguments.has(.reads) ? .read(whole: false) : role.role)
            }
        }
    }

    /// Adds what a word means in a role.
    mutating func use(_ field: Field, as role: Role) {
        let whole = arguments.has(.recursive)
        switch role {
        case .ignore, .command, .words: break
        case .read(let folders): read(field, whole: whole || folders)
        case .write(let folders): add(.write, field, whole: whole || folders)
        case .into: add(.write, field)
        case .edit:
            add(.read, field)
            add(.write, field)
        case .delete(let folders): add(.delete, field, whole: whole || folders)
        case .connect(let sends): usage.uses.append(Use(.connect, field, sendsData: sends))
        case .address: if field.isAddress { usage.uses.append(Use(.connect, field)) }
        case .source: if field.isAddress { usage.uses.append(Use(.connect, field)) } else { add(.read, field) }
        case .package: package(field)
        case .data: data(field)
        case .script: usage.starts.append(Start(.script(field, .bash)))
        case .code(let language): run(field, language)
        case .file(let language): usage.starts.append(Start(.file(field, language)))
        case .configure: usage.uses.append(Use(.configure, field))
        case .persist: usage.uses.append(Use(.persist, field))
        case .spend: usage.uses.append(Use(.spend, field))
        case .send: usage.uses.append(Use(.send, field))
        case .base: break
        case .mode: usage.traits.formUnion(Permissions.traits(of: field).filter { $0 != .makesExecutable || name != "mkdir" })
        }
    }

    private mutating func read(_ field: Field, whole: Bool) {
        if arguments.has(.inplace) {
            add(.read, field)
            add(.write, field)
            return
        }
        add(.read, field, whole: whole)
        let removes = arguments.has(.removes) || arguments.program.style.contains(.removes)
        if removes, !arguments.has(.keeps) { add(.delete, field, whole: whole, traits: [.moves]) }
    }

    /// Adds a file, unless it is a standard stream.
    mutating func add(_ kind: Use.Kind, _ field: Field, whole: Bool = false, traits: Set<Trait> = []) {
        if field.text == "-" || field.text == "" { return }
        usage.uses.append(Use(kind, field, isRecursive: whole, traits: traits))
    }

    /// `name`, `git+https://…`, `./file.whl`
    private mutating func package(_ field: Field) {
        let prefix = field.knownPrefix
        if field.isAddress, !prefix.hasPrefix("npm:"), !prefix.hasPrefix("workspace:"), !prefix.hasPrefix("file:") {
            usage.uses.append(Use(.connect, field))
            usage.traits.insert(.installsFromAddress)
        } else if prefix.hasPrefix("/") || prefix.hasPrefix(".") || prefix.hasPrefix("~")
            || Self.packageFiles.contains(where: prefix.hasSuffix)
        {
            add(.read, field)
            if Self.packageFiles.contains(where: prefix.hasSuffix) { usage.traits.insert(.installsFromAddress) }
        }
    }

    private static let packageFiles = [
        ".deb", ".rpm", ".whl", ".tar.gz", ".tgz", ".zip", ".apk", ".gem", ".snap", ".flatpak", ".flatpakref", ".pkg", ".nupkg",
        ".tar.xz",
        ".pkg.tar.zst", ".vsix", ".jar",
    ]

    /// `text`, `@file`, `name=@file`
    mutating func data(_ field: Field) {
        if field.knownPrefix.utf8.first == UInt8(ascii: "@") {
            add(.read, field.dropping(1))
            usage.traits.insert(.uploads)
        } else if let (_, value) = field.split(at: UInt8(ascii: "=")), value.knownPrefix.utf8.first == UInt8(ascii: "@") {
            add(.read, value.dropping(1))
            usage.traits.insert(.uploads)
        }
    }

    /// A compressor or a pager where one is expected is no escape.
    static func isPlainHelper(_ script: Field) -> Bool {
        guard let name = script.knownPrefix.split(separator: " ").first.map({ String($0).baseName }) else {
            return script.text == ""
        }
        let helpers: Set<String> = [
            "gzip", "pigz", "bzip2", "pbzip2", "lbzip2", "xz", "pxz", "pixz", "zstd", "zstdmt", "lz4", "lzip", "lzop", "brotli",
            "lzma", "plzip", "gunzip",
            "zcat", "cat", "less", "more", "bat", "most", "delta", "col", "vim", "vi", "nano", "emacs", "code", "ssh",
        ]
        return helpers.contains(name)
    }

    /// Adds what a text in a language would do.
    mutating func run(_ code: Field, _ language: Language) {
        usage.merge(Programs.usage(ofCode: code, in: language))
    }

    /// Whether it is a shell and no more, so that somebody, or standard input, says what it does.
    private static func isBareShell(_ what: Start.What) -> Bool {
        let words: [Field]
        switch what {
        case .command(let command, let input): words = input == nil ? command : []
        case .script(let script, _, _): words = script.shellWords
        case .interactiveShell: return true
        default: return false
        }
        guard let first = words.first, isShell(first) else { return false }
        return words.dropFirst().allSatisfy {
            ["-i", "-p", "-l", "--login", "-s", "-"].contains($0.text) || $0.contains(UInt8(ascii: "&"))
        }
    }

    private mutating func finish() {
        if arguments.has(.dry) {
            usage.uses.removeAll { $0.kind != .read && $0.kind != .connect }
            // Hooks run all the same.
            usage.traits.formIntersection([.remote, .privilege, .escapes])
            if !usage.traits.contains(.escapes) { usage.starts.removeAll() }
        }
        // Local files go to whatever hosts it names.
        if usage.traits.contains(.uploads), !usage.uses.contains(where: { $0.kind == .connect && $0.sendsData }) {
            for index in usage.uses.indices where usage.uses[index].kind == .connect { usage.uses[index].sendsData = true }
        }
        let bases = arguments.options.compactMap { $0.option.role == .base ? $0.value : nil }
        let ofFiles = usage.traits.intersection(Trait.ofFiles)
        for index in usage.uses.indices {
            switch usage.uses[index].kind {
            case .read, .write, .delete:
                if usage.uses[index].base == nil { usage.uses[index].base = bases.last }
            default: continue
            }
            if usage.uses[index].kind == .read { continue }
            usage.uses[index].traits.formUnion(ofFiles)
            let isMany = usage.uses[index].isRecursive || usage.uses[index].target.hasGlob
            if usage.uses[index].kind == .delete, isMany || !usage.uses[index].target.producers.isEmpty {
                usage.uses[index].traits.insert(.bulk)
                usage.traits.insert(.bulk)
            }
        }
        if usage.starts.contains(where: { $0.place == .here && Self.isBareShell($0.what) }) { usage.traits.insert(.opensShell) }
        settleMoves()
        let inherited = usage.traits.intersection(Trait.ofStarts)
        for index in usage.starts.indices {
            usage.starts[index].traits.formUnion(inherited)
            if usage.starts[index].directory == nil { usage.starts[index].directory = bases.last }
        }
    }
}

extension Call {
    /// What is moved to `/dev/null` is not kept; what goes to the trash is.
    private mutating func settleMoves() {
        switch name {
        case "trash", "trash-put", "gio-trash", "rmtrash", "trash-cli", "gtrash":
            for index in usage.uses.indices where usage.uses[index].kind == .delete { usage.uses[index].traits.insert(.moves) }
        default: break
        }
        guard usage.uses.contains(where: { $0.kind == .write && $0.target.knownPrefix.hasPrefix("/dev/") }) else { return }
        for index in usage.uses.indices where usage.uses[index].traits.remove(.moves) != nil {
            // Whether it is a file or a folder.
            usage.uses[index].isRecursive = true
        }
    }
}

extension Trait {
    /// What a trait of an invocation says of each file that it changes.
    static let ofFiles: Set<Trait> = [
        .forced, .shredded, .bulk, .opensPermissions, .setuid, .makesExecutable, .ownership, .links, .truncates, .mirrors,
    ]
    /// What a trait of an invocation says of everything that it starts.
    static let ofStarts: Set<Trait> = [.privilege, .remote, .container, .hostAccess, .detaches]
}

extension Usage {
    /// Takes over what another usage says, but for whether it is known.
    mutating func merge(_ other: Usage) {
        uses += other.uses
        traits.formUnion(other.traits)
        starts += other.starts
        if doubt == nil { doubt = other.doubt }
    }
}
