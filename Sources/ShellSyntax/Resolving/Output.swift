// SPDX-License-Identifier: Apache-2.0

/// What programs print that can be worked out, and which files they change.
extension Walker {
    /// Nothing where what a program prints is not known.
    func output(_ name: String, _ words: [Field], _ index: Int) -> Value? {
        let arguments = words.dropFirst()
        switch name {
        case "echo": return Filters.echo(arguments.map { Value($0) }, context.dialect)
        case "printf": return Filters.printf(arguments.map { Value($0) })
        case "true", "false", "sleep", ":": return Value()
        case "seq": return sequence(arguments)
        case "yes":
            var line = Value()
            for (number, argument) in arguments.enumerated() {
                if number > 0 { line.append(" ") }
                line.append(Value(argument))
            }
            if arguments.isEmpty { line.append("y") }
            line.append("\n")
            var value = Value()
            for _ in 0..<64 { value.append(line) }
            value.append(.unknown(.output([index])))
            return value
        case "basename", "dirname": return pathPart(name, arguments)
        case "printenv":
            guard arguments.count == 1, let variable = arguments.first?.text, var value = value(named: variable) else {
                return nil
            }
            value.append("\n")
            value.taint.insert(.local)
            return value
        case "expr":
            guard arguments.count == 3, let left = arguments.first?.text.flatMap({ Int($0) }),
                let sign = arguments.dropFirst().first?.text,
                let right = arguments.last?.text.flatMap({ Int($0) })
            else { return nil }
            switch sign {
            case "+": return Value("\(left &+ right)\n")
            case "-": return Value("\(left &- right)\n")
            case "*": return Value("\(left &* right)\n")
            default: return nil
            }
        default: return filtered(name, arguments) ?? keptNames(name, arguments)
        }
    }

    private func sequence(_ arguments: ArraySlice<Field>) -> Value? {
        let numbers = arguments.compactMap { $0.text.flatMap { Int($0) } }
        guard numbers.count == arguments.count, let last = numbers.last, numbers.count <= 3 else { return nil }
        let first = numbers.count > 1 ? numbers[0] : 1
        let step = numbers.count == 3 ? numbers[1] : 1
        guard step != 0, (last - first).magnitude / step.magnitude < 1024 else { return nil }
        var text = ""
        for number in stride(from: first, through: last, by: step) { text += "\(number)\n" }
        return Value(text)
    }

    private func pathPart(_ name: String, _ arguments: ArraySlice<Field>) -> Value? {
        let texts = arguments.compactMap(\.text)
        if texts.isEmpty, arguments.count == 1, let argument = arguments.first { return namePart(name, argument) }
        guard texts.count == arguments.count, let path = texts.first, path.utf8.first != UInt8(ascii: "-") else { return nil }
        if name == "dirname" { return texts.count == 1 ? Value(Paths.parent(path) + "\n") : nil }
        var trimmed = path
        while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        var last = trimmed == "/" ? "/" : Paths.name(trimmed)
        if texts.count == 2, last.hasSuffix(texts[1]), last != texts[1] { last.removeLast(texts[1].count) }
        return texts.count <= 2 ? Value(last + "\n") : nil
    }

    /// The text that a program reads on its input, if any of it is known.
    private var inputValue: Value? {
        switch state.streams.input {
        case .value(let value): value
        case .nothing: Value()
        case .file(let path): content(of: path)
        default: nil
        }
    }

    /// What is in a file that the script wrote.
    func content(of path: String) -> Value? {
        guard let file = state.files[path], file.contents.count == 1, !file.extends else { return nil }
        return file.contents.first
    }

    func file(at name: String) -> VirtualFiles.File? { path(name).flatMap { state.files[$0] } }

    private func filtered(_ name: String, _ arguments: ArraySlice<Field>) -> Value? {
        guard let operands = Self.operands(name) else { return nil }
        var options: [String] = []
        var files: [String] = []
        for argument in arguments {
            guard let text = argument.text else { return nil }
            options.append(text)
        }
        // Files stand at the end: as many as the program's own arguments leave.
        while options.count > operands, let last = options.last, last == "-" || last.utf8.first != UInt8(ascii: "-"),
            Self.isFile(last, name, options)
        {
            files.insert(last, at: 0)
            options.removeLast()
        }
        if name == "openssl", let place = options.firstIndex(of: "-in"), place + 1 < options.count {
            files = [options[place + 1]]
            options.removeSubrange(place...(place + 1))
        }
        if name == "tee" { files = [] }
        var input = Value()
        if files.isEmpty {
            if let value = inputValue {
                input = value
            } else if options.last?.hasPrefix("BEGIN") != true {
                return nil
            }
        }
        for file in files {
            if file == "-" || file == "/dev/stdin" {
                guard let value = inputValue else { return nil }
                input.append(value)
            } else {
                guard let path = self.path(file), let value = content(of: path) else { return nil }
                input.append(value)
            }
        }
        if name == "cat" || name == "tee", options.allSatisfy({ $0 == "-u" || $0 == "-" || name == "tee" }) { return input }
        if name == "head", input.text == nil, let text = Filters.filtered(name, options, input.prefix.text) {
            // Enough is known of what has no end.
            let enough = text.utf8.count < input.prefix.text.utf8.count
            return enough ? Value(text, taint: input.taint) : nil
        }
        guard let text = input.text, text.utf8.count <= Budget.bytes,
            var made = Filters.filtered(name, options, text).map({ Value($0, taint: input.taint) })
        else { return nil }
        if Self.decodes(name), !(name == "tr" && made.text?.utf8.count != text.utf8.count), made.text != text {
            made.taint.insert(.decoded)
        }
        return made
    }

    /// How many arguments belong to a filter itself; nothing where the program is none.
    private static func operands(_ name: String) -> Int? {
        switch name {
        case "cat", "tee", "rev", "tac", "head", "tail", "cut", "sort", "uniq", "wc", "base64", "gbase64", "base32", "xxd",
            "openssl", "paste":
            0
        case "sed", "gsed", "grep", "fgrep", "egrep", "awk", "gawk", "mawk", "nawk": 1
        case "tr": .max
        default: nil
        }
    }

    /// Whether an argument at the end is a file and no option's value.
    private static func isFile(_ argument: String, _ name: String, _ options: [String]) -> Bool {
        guard options.count >= 2 else { return name != "openssl" }
        let before = options[options.count - 2]
        switch name {
        case "head", "tail": return before != "-n" && before != "-c"
        case "cut": return !["-d", "-f", "-c", "-b"].contains(before)
        case "base64", "gbase64", "base32": return before != "-w" && before != "-b" && before != "--wrap"
        case "paste": return before != "-d" && before != "-sd"
        case "openssl": return false
        case "sed", "gsed", "grep", "fgrep", "egrep": return before != "-e"
        case "awk", "gawk", "mawk", "nawk": return before != "-F"
        default: return true
        }
    }

    // MARK: - Files

    static func changesFiles(_ name: String) -> Bool {
        switch name {
        case "cp", "mv", "ln", "tee", "mkfifo", "curl", "wget", "rm", "install", "dd": true
        default: false
        }
    }

    /// What a program does to the files that the script knows of.
    mutating func changeFiles(_ name: String, _ words: [Field], _ usage: Usage) {
        guard place == .here else { return }
        switch name {
        case "tee":
            let appends = words.contains { $0.text == "-a" || $0.text == "--append" }
            var input: Value
            if case .value(let value) = state.streams.input {
                input = value
            } else {
                input = Value(unknown: .other, taint: .output)
            }
            for word in words.dropFirst() {
                guard let text = word.text, text.utf8.first != UInt8(ascii: "-"), let path = self.path(text), !Self.isDevice(path)
                else { continue }
                if appends { state.files.startExtending(path) } else { state.files.truncate(path) }
                if let capture = writerPaths[path] {
                    write(input, to: .capture(capture))
                } else {
                    state.files.append(input, to: path)
                }
            }
            input = Value()
        case "cp", "mv", "ln", "install": rename(name, words)
        case "mkfifo":
            for word in words.dropFirst() { if let path = word.text.flatMap({ self.path($0) }) { state.files.makePipe(path) } }
        case "mknod":
            if words.last?.text == "p", words.count > 2, let path = words[1].text.flatMap({ self.path($0) }) {
                state.files.makePipe(path)
            }
        case "rm", "unlink":
            guard !state.files.isEmpty else { return }
            for word in words.dropFirst() { if let path = word.text.flatMap({ self.path($0) }) { state.files.remove(path) } }
        default: note(writtenBy: name, usage)
        }
    }

    /// Files that a program fills from the network or by decoding, and files of the script's own that it changes.
    private mutating func note(writtenBy name: String, _ usage: Usage) {
        guard usage.uses.contains(where: { $0.kind == .write }) else { return }
        let downloads = usage.traits.contains(.downloads) || usage.uses.contains { $0.kind == .connect }
        let decodes = Self.decodes(name)
        var taint: Taint = .output
        if downloads { taint.insert(.download) }
        if decodes { taint.insert(.decoded) }
        if case .value(let value) = state.streams.input { taint.formUnion(value.taint) }
        for use in usage.uses where use.kind == .write && !use.traits.contains(.truncates) {
            guard use.base == nil, let path = use.target.text.flatMap({ self.path($0) }), !Self.isDevice(path) else { continue }
            if downloads || decodes || state.files[path] != nil, name != "chmod", name != "touch", name != "chown" {
                state.files.write(Value(unknown: .output([max(0, resolution.invocations.count - 1)]), taint: taint), to: path)
            }
        }
    }

    private mutating func rename(_ name: String, _ words: [Field]) {
        var operands: [String] = []
        var isSymbolic = false
        for word in words.dropFirst() {
            guard let text = word.text else { return }
            if text.utf8.first == UInt8(ascii: "-"), text.utf8.count > 1 {
                isSymbolic = isSymbolic || text.utf8.contains(UInt8(ascii: "s")) && name == "ln"
            } else {
                operands.append(text)
            }
        }
        if name == "ln", operands.count == 1 { operands.append(".") }
        guard operands.count >= 2, let last = operands.last, let target = path(last) else { return }
        for source in operands.dropLast() {
            // A symbolic link's text starts at the link's own folder.
            let folder = isSymbolic ? Paths.parent(target) : nil
            guard let from = folder.map({ Paths.absolute(source, in: $0) }) ?? path(source) else { continue }
            let inside = Paths.absolute(Paths.name(Paths.folded(from)), in: target)
            var names = [inside]
            if operands.count == 2, !last.hasSuffix("/"), last != "." { names.append(target) }
            for path in names where path != from {
                if name != "ln", state.files[from] != nil {
                    state.files.copy(from, to: path)
                } else {
                    state.files.link(path, to: from)
                }
            }
            if name == "mv" { state.files.remove(from) }
        }
    }
}
