// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// Takes `A=b` words from the front.
    static func assignments(_ words: inout ArraySlice<Field>) -> [Start.EnvironmentChange] {
        var changes: [Start.EnvironmentChange] = []
        while let word = words.first, let (name, value) = word.split(at: UInt8(ascii: "=")), !name.isEmpty {
            changes.append(.init(name: name, value: value))
            words.removeFirst()
        }
        return changes
    }

    /// `sudo -u x A=b program`, `sudo -s`, `sudo -e file`
    mutating func sudo() {
        usage.starts.removeAll()
        var rest = arguments.operands[...]
        if arguments.has("-l") || arguments.has("-v") || arguments.has("-V") || arguments.has("-h") && rest.isEmpty {
            usage.traits.remove(.privilege)
            return
        }
        if (arguments.has("-k") || arguments.has("-K")) && rest.isEmpty {
            usage.traits.remove(.privilege)
            return
        }
        if arguments.has("-e") {
            for file in rest { use(file, as: .edit) }
            return
        }
        let environment = Self.assignments(&rest)
        var start: Start
        if arguments.has("-s") || arguments.has("-i") {
            if rest.isEmpty {
                start = Start(.input(.shell))
                usage.traits.insert(.opensShell)
            } else {
                start = Start(.script(.joined(rest), .bash))
            }
        } else if rest.isEmpty {
            return
        } else {
            start = Start(.command(Array(rest)))
        }
        start.environment = environment
        start.directory = arguments.value("-D")
        if let root = arguments.value("-R") { start.place = .root(root.pattern) }
        usage.starts.append(start)
    }

    /// `su - name -c text`, `runuser -u name -- program`
    mutating func su() {
        if words.dropFirst().contains(where: { $0.text == "-V" || $0.text == "-h" }), arguments.operands.isEmpty {
            usage = Usage()
            return
        }
        if name == "sg" || name == "newgrp" {
            // A group that one is in already.
            if name == "newgrp" { usage.traits.remove(.privilege) }
            if usage.starts.isEmpty {
                usage.starts.append(Start(.input(.shell)))
                usage.traits.insert(.opensShell)
            }
            return
        }
        if name == "runuser", arguments.has("-u") {
            if !arguments.operands.isEmpty { usage.starts.append(Start(.command(arguments.operands))) }
            return
        }
        if let shell = arguments.value("-s") { usage.starts.append(Start(.command([shell]))) }
        if !arguments.has("-c") {
            usage.starts.append(Start(.input(.shell)))
            usage.traits.insert(.opensShell)
        }
    }

    /// `env -i A=b -C folder -S 'words' program`
    mutating func env() {
        var rest = arguments.operands[...]
        var start = Start(.interactiveShell)
        var steps = 0
        var optionsEnded = false
        while let word = rest.first, !optionsEnded, word.looksLikeOption || word.text == "-", steps < 1000 {
            steps += 1
            rest.removeFirst()
            let text = word.knownPrefix
            func value(_ short: Int) -> Field? {
                word.pieces.count > 1 || text.utf8.count > short ? word.dropping(short) : rest.popFirst()
            }
            func longValue() -> Field? { word.split(at: UInt8(ascii: "="))?.tail ?? rest.popFirst() }
            switch text {
            case "--": optionsEnded = true
            case "-": start.clearsEnvironment = true
            case "--help", "--version": return
            case _ where text.hasPrefix("--i"): start.clearsEnvironment = true
            case _ where text.hasPrefix("--u"):
                if let name = longValue() { start.environment.append(.init(name: name.pattern, value: nil)) }
            case _ where text.hasPrefix("--c"): start.directory = longValue()
            case _ where text.hasPrefix("--s"):
                if let words = longValue() { rest = (words.shellWords + rest)[...] }
            case _ where text.hasPrefix("--"): continue
            default: rest = short(word, rest, &start)
            }
        }
        start.environment += Self.assignments(&rest)
        if rest.isEmpty {
            usage.traits.insert(.environmentDump)
            return
        }
        start.what = .command(Array(rest))
        usage.starts.append(start)
    }

    /// A bundle of env's short options, `-iu NAME`, `-vS 'words'`. Returns what is left to read.
    private mutating func short(_ word: Field, _ words: ArraySlice<Field>, _ start: inout Start) -> ArraySlice<Field> {
        var rest = words
        if word.text == nil { usage.doubt = "options of env are known in part" }
        for (offset, letter) in word.knownPrefix.utf8.enumerated().dropFirst() {
            let isLast = offset + 1 == word.knownPrefix.utf8.count && word.pieces.count == 1
            func value() -> Field? { isLast ? rest.popFirst() : word.dropping(offset + 1) }
            switch letter {
            case UInt8(ascii: "i"): start.clearsEnvironment = true
            case UInt8(ascii: "u"):
                if let name = value() { start.environment.append(.init(name: name.pattern, value: nil)) }
                return rest
            case UInt8(ascii: "C"):
                start.directory = value()
                return rest
            case UInt8(ascii: "P"):
                _ = value()
                return rest
            case UInt8(ascii: "S"):
                if let text = value() { rest = (text.shellWords + rest)[...] }
                return rest
            default: continue
            }
        }
        return rest
    }
}
