// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `chmod -R u+x files`, `chmod -w file`, `chattr -i file`: a mode may look like an option.
    mutating func chmod() {
        var rest = arguments.operands[...]
        var mode: Field?
        var recursive = false
        var files: [Field] = []
        var isReference = false
        while let word = rest.popFirst() {
            guard word.looksLikeOption, let text = word.text, files.isEmpty else {
                if mode == nil, !isReference { mode = word } else { files.append(word) }
                continue
            }
            switch text {
            case "--": continue
            case "--help", "--version": return
            case "-R", "--recursive": recursive = true
            case "-p" where name == "chattr", "-v" where name == "chattr": _ = rest.popFirst()
            default:
                if text.hasPrefix("--reference") {
                    isReference = true
                    if !text.contains("=") { _ = rest.popFirst() }
                } else if text.hasPrefix("--") {
                    recursive = recursive || "--recursive".hasPrefix(text) && text.utf8.count > 3
                } else if text.utf8.dropFirst().allSatisfy({ "rwxXst,+=-ugoa".utf8.contains($0) }) || name == "chattr" {
                    if mode == nil { mode = word }
                } else if text.utf8.contains(UInt8(ascii: "R")) {
                    recursive = true
                }
            }
        }
        if name == "chmod", let mode { usage.traits.formUnion(Permissions.traits(of: mode)) }
        for file in files { add(.write, file, whole: recursive) }
        if recursive { usage.traits.insert(.bulk) }
    }

    /// `shred -u` removes, too.
    mutating func shred() {
        if arguments.has("-u") { for file in arguments.operands { add(.delete, file) } }
    }

    /// `install -d folders`
    mutating func install() {
        if arguments.has("-d") {
            usage.uses.removeAll()
            for folder in arguments.operands { add(.write, folder) }
        }
    }

    /// `dd if=a of=b`
    mutating func dd() {
        var hasCount = false
        var readsEndless = false
        var output: Field?
        for word in arguments.operands {
            guard let (key, value) = word.split(at: UInt8(ascii: "=")) else {
                if word.startsWithHole { usage.doubt = "what dd writes is not known" }
                if word.text == "--help" || word.text == "--version" {
                    usage = Usage()
                    return
                }
                continue
            }
            switch key {
            case "if":
                add(.read, value)
                readsEndless = ["/dev/zero", "/dev/urandom", "/dev/random"].contains(value.text)
            case "of": output = value
            case "count": hasCount = true
            default: continue
            }
        }
        guard let output else { return }
        let isDevice = Self.isDisk(output)
        add(.write, output, traits: isDevice ? [.disk] : [])
        if isDevice { usage.traits.insert(.disk) }
        if readsEndless, !hasCount, output.text != "/dev/null" { usage.traits.insert(.exhausts) }
    }

    /// Whether a path is a disk, or may be one.
    static func isDisk(_ path: Field) -> Bool {
        let prefix = path.knownPrefix
        let disks = [
            "/dev/sd", "/dev/hd", "/dev/vd", "/dev/xvd", "/dev/nvme", "/dev/mmcblk", "/dev/disk", "/dev/rdisk", "/dev/md",
            "/dev/dm-",
            "/dev/mapper/", "/dev/loop", "/dev/sr", "/dev/fd0", "/dev/mem", "/dev/kmem", "/dev/port",
        ]
        return disks.contains(where: prefix.hasPrefix) || (prefix == "/dev/" && path.text == nil)
    }

    /// `tar -xzf a -C b`, `tar cf a b`: the first word may be a bundle without a dash.
    mutating func tar() {
        var rest = arguments.operands[...]
        var mode: UInt8 = 0
        var archive: Field?
        var base: Field?
        var operands: [Field] = []
        var removes = false
        var wanted: [UInt8] = []
        if let first = rest.first?.text, !first.hasPrefix("-"), let letter = first.utf8.first, "Acdrtuxz".utf8.contains(letter) {
            wanted = Array(first.utf8)
            rest.removeFirst()
        }
        func value(_ letter: UInt8, _ field: Field?) {
            guard let field else { return }
            switch letter {
            case UInt8(ascii: "f"): archive = field
            case UInt8(ascii: "C"): base = field
            default: break
            }
        }
        for letter in wanted {
            if "Acdrtux".utf8.contains(letter) { mode = letter }
            if "fbCgNTVXIFKHL".utf8.contains(letter) {
                let field = rest.popFirst()
                value(letter, field)
                tarValue(letter, field)
            }
        }
        while let word = rest.popFirst() {
            guard word.looksLikeOption else {
                if word.startsWithOutput, word.isSplit { usage.doubt = "an option may stand here" }
                operands.append(word)
                continue
            }
            let prefix = word.knownPrefix
            if prefix.hasPrefix("--") {
                tarLong(word, &rest, &mode, &archive, &base, &removes)
                continue
            }
            let letters = Array(prefix.utf8.dropFirst())
            var index = 0
            while index < letters.count {
                let letter = letters[index]
                index += 1
                if "Acdrtux".utf8.contains(letter) { mode = letter }
                guard "fbCgNTVXIFKHLs".utf8.contains(letter) else { continue }
                let field = index < letters.count || word.pieces.count > 1 ? word.dropping(index + 1) : rest.popFirst()
                value(letter, field)
                tarValue(letter, field)
                break
            }
        }
        tarFinish(mode, archive, base, operands, removes)
    }

    private mutating func tarValue(_ letter: UInt8, _ field: Field?) {
        guard let field else { return }
        switch letter {
        case UInt8(ascii: "T"), UInt8(ascii: "X"): add(.read, field)
        case UInt8(ascii: "I"): tarProgram(field)
        case UInt8(ascii: "F"): escape(field)
        default: break
        }
    }

    private mutating func tarProgram(_ field: Field) {
        if !Self.isPlainHelper(field) { escape(field) }
    }

    /// An option that runs a program.
    mutating func escape(_ script: Field) {
        usage.traits.insert(.escapes)
        usage.starts.append(Start(.script(script, .bash)))
    }

    private mutating func tarLong(
        _ word: Field,
        _ rest: inout ArraySlice<Field>,
        _ mode: inout UInt8,
        _ archive: inout Field?,
        _ base: inout Field?,
        _ removes: inout Bool
    ) {
        let parts = word.split(at: UInt8(ascii: "="))
        let name = parts?.head ?? word.knownPrefix
        let values = [
            "--file", "--directory", "--checkpoint-action", "--to-command", "--use-compress-program", "--info-script",
            "--new-volume-script",
            "--rsh-command", "--rmt-command", "--files-from", "--exclude-from", "--exclude", "--transform", "--xform", "--owner",
            "--group",
            "--mode", "--mtime", "--newer", "--strip-components", "--blocking-factor", "--label", "--listed-incremental",
            "--format", "--sort",
            "--add-file", "--index-file", "--suffix", "--record-size", "--warning", "--starting-file", "--tape-length",
            "--after-date",
        ]
        let modes: [(String, UInt8)] = [
            ("--create", UInt8(ascii: "c")), ("--extract", UInt8(ascii: "x")), ("--get", UInt8(ascii: "x")),
            ("--list", UInt8(ascii: "t")),
            ("--append", UInt8(ascii: "r")), ("--update", UInt8(ascii: "u")), ("--delete", UInt8(ascii: "D")),
            ("--diff", UInt8(ascii: "d")),
            ("--compare", UInt8(ascii: "d")), ("--catenate", UInt8(ascii: "A")), ("--concatenate", UInt8(ascii: "A")),
        ]
        if let found = modes.first(where: { $0.0 == name }) ?? modes.first(where: { $0.0.hasPrefix(name) && name.count > 3 }) {
            mode = found.1
        }
        if name == "--remove-files" { removes = true }
        if name == "--help" || name == "--version" {
            arguments.setOperands([])
            mode = 0
            rest = []
            return
        }
        guard let full = values.first(where: { $0 == name }) ?? values.first(where: { $0.hasPrefix(name) && name.count > 4 })
        else { return }
        guard let value = parts?.tail ?? rest.popFirst() else { return }
        switch full {
        case "--file": archive = value
        case "--directory": base = value
        case "--files-from", "--exclude-from", "--listed-incremental", "--add-file": add(.read, value)
        case "--index-file": add(.write, value)
        case "--use-compress-program": tarProgram(value)
        case "--checkpoint-action":
            if value.knownPrefix.hasPrefix("exec=") { escape(value.dropping(5)) } else if value.text == nil { escape(value) }
        case "--to-command", "--info-script", "--new-volume-script", "--rsh-command", "--rmt-command": escape(value)
        default: break
        }
    }

    private mutating func tarFinish(_ mode: UInt8, _ archive: Field?, _ base: Field?, _ operands: [Field], _ removes: Bool) {
        var remote: Field?
        if let archive, let (host, _) = archive.remotePath {
            remote = archive
            usage.uses.append(Use(.connect, host, sendsData: mode != UInt8(ascii: "x") && mode != UInt8(ascii: "t")))
        }
        let file = remote == nil ? archive : nil
        switch mode {
        case UInt8(ascii: "c"), UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "A"):
            if let file { add(.write, file) }
            for operand in operands { usage.uses.append(Use(.read, operand, base: base, isRecursive: true)) }
            if removes { for operand in operands { usage.uses.append(Use(.delete, operand, base: base, isRecursive: true)) } }
        case UInt8(ascii: "x"):
            if let file { add(.read, file) }
            add(.write, base ?? words[0].saying("."), whole: false)
        case UInt8(ascii: "D"): if let file { add(.write, file) }
        case 0: break
        default: if let file { add(.read, file) }
        }
    }

    /// `7z x archive -ooutput`, `7z a archive files`, `unrar x archive folder/`
    mutating func sevenzip() {
        let operands = arguments.operands
        usage.uses.removeAll()
        guard let verb = operands.first?.text, operands.count > 1 else { return }
        let archive = operands[1]
        switch verb {
        case "x", "e":
            add(.read, archive)
            add(.write, arguments.value("-o") ?? words[0].saying("."))
        case "l", "t", "v", "i", "h", "b", "p", "lb", "vt": add(.read, archive)
        case "d", "rn", "u", "a", "m", "f":
            add(.write, archive)
            for file in operands.dropFirst(2) where verb != "d" { add(.read, file, whole: true) }
            if arguments.has("-sdel") || verb == "m" { for file in operands.dropFirst(2) { add(.delete, file, whole: true) } }
        default: add(.read, archive)
        }
    }

    /// `hostname` tells; `hostname name` sets.
    mutating func hostname() {
        if !arguments.operands.isEmpty || arguments.has("-F") { usage.traits.insert(.hostSettings) }
    }
}
