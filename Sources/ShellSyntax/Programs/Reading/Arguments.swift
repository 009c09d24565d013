// SPDX-License-Identifier: Apache-2.0

/// An argument list taken apart by what the table says of its program.
struct Arguments {
    struct Given {
        var option: Program.Option
        /// Empty if it has none.
        var value: Field?

        /// Its first name in the table.
        var name: String { option.names.first ?? "" }
    }

    private(set) var options: [Given] = []
    private(set) var operands: [Field] = []
    /// How many operands stand before `--`.
    private(set) var beforeDashes: Int?
    /// The program, or the subcommand that was chosen.
    private(set) var program: Program
    /// The words that chose it.
    private(set) var path: [String] = []
    private(set) var asksForHelp = false
    private(set) var doubt: String?
    /// Known programs from the outside in.
    private var levels: [Program]

    init(_ words: ArraySlice<Field>, of program: Program) {
        self.program = program
        levels = [program]
        if program.style.contains(.raw) {
            operands = Array(words)
            return
        }
        var rest = words
        read(&rest)
    }

    private mutating func read(_ words: inout ArraySlice<Field>) {
        var stopped = program.style.contains(.plain)
        var skipped = 0
        while let word = words.popFirst() {
            if !stopped, let first = word.knownPrefix.utf8.first, first == UInt8(ascii: "-"), word.looksLikeOption {
                if word.text == "--" {
                    stopped = true
                    beforeDashes = operands.count
                    continue
                }
                if isHelp(word) || words.isEmpty && isShortHelp(word) {
                    asksForHelp = true
                    return
                }
                if option(word, &words) { stopped = true }
                continue
            }
            if !program.subcommands.isEmpty, beforeDashes == nil, operands.isEmpty || program.style.contains(.deep) {
                if let next = subcommand(word) {
                    descend(to: next, by: word.text ?? "")
                    stopped = program.style.contains(.plain)
                    operands.removeAll()
                    continue
                }
                if word.startsWithHole, !program.style.contains(.deep), operands.isEmpty {
                    doubt = "the subcommand is not known"
                }
                skipped += 1
            }
            if word.startsWithHole, word.isSplit, !stopped, runsOperands || program.style.contains(.strict) {
                doubt = "an option or more than one word may stand here"
            }
            operands.append(word)
            if program.style.contains(.posix) { stopped = true }
        }
    }

    /// Whether its operands end in a command, so that one word more changes which.
    private var runsOperands: Bool { program.operands.contains { $0.role == .command } }

    private func isHelp(_ word: Field) -> Bool {
        guard !program.style.contains(.nohelp), operands.isEmpty || levels.count > 1 else { return false }
        let text = word.text
        return text == "--help" || text == "--version"
    }

    /// `program verb -h`, with nothing behind it, where `-h` is no option of its own.
    private func isShortHelp(_ word: Field) -> Bool {
        guard !program.style.contains(.nohelp), !program.style.contains(.posix), operands.isEmpty, options.isEmpty else {
            return false
        }
        return word.text == "-h" && find(UInt8(ascii: "h")) == nil || word.text == "-?"
    }

    private func subcommand(_ word: Field) -> Program? {
        guard let text = word.text else { return nil }
        return program.subcommands.first { candidate in candidate.names.contains { text.matches($0) } }
    }

    private mutating func descend(to next: Program, by word: String) {
        path.append(word)
        program = next
        levels.append(next)
    }

    /// Reads an option and its value. True if no options come behind it.
    private mutating func option(_ word: Field, _ words: inout ArraySlice<Field>) -> Bool {
        let prefix = word.knownPrefix
        let dashes = prefix.utf8.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")])
        if dashes || program.style.contains(.dashwords) { return long(word, prefix, dashes, &words) }
        return bundle(word, prefix, &words)
    }

    private mutating func long(_ word: Field, _ prefix: String, _ dashes: Bool, _ words: inout ArraySlice<Field>) -> Bool {
        let name: String
        var value: Field?
        if let (head, tail) = word.split(at: UInt8(ascii: "=")) {
            name = head
            value = tail
        } else {
            name = prefix
            if word.pieces.count > 1 { doubt = "an option is known in part" }
        }
        guard let option = find(name, isLong: true) else {
            if program.style.contains(.strict) { doubt = "the option \(name) is not known" }
            return false
        }
        if option.value == .needed, value == nil { value = words.popFirst() }
        options.append(Given(option: option, value: value))
        return option.effects.contains(.stop)
    }

    private mutating func bundle(_ word: Field, _ prefix: String, _ words: inout ArraySlice<Field>) -> Bool {
        var stops = false
        var offset = 1
        let bytes = prefix.utf8
        var index = bytes.index(after: bytes.startIndex)
        if prefix.utf8.count > 2, let whole = find(prefix, isLong: false) {
            // A word such as `-rf` may be an option of its own, if the table lists it.
            let value = whole.value == .needed ? words.popFirst() : nil
            options.append(Given(option: whole, value: value))
            return whole.effects.contains(.stop)
        }
        while index < bytes.endIndex {
            let letter = bytes[index]
            index = bytes.index(after: index)
            offset += 1
            guard let option = find(letter) else {
                if program.style.contains(.strict) { doubt = "the option \(prefix) is not known" }
                continue
            }
            stops = stops || option.effects.contains(.stop)
            if option.value == .none {
                options.append(Given(option: option, value: nil))
                continue
            }
            var value: Field?
            if index < bytes.endIndex || word.pieces.count > 1 {
                value = word.dropping(offset)
            } else if option.value == .needed {
                value = words.popFirst()
            }
            options.append(Given(option: option, value: value))
            return stops
        }
        if word.pieces.count > 1, program.style.contains(.strict) { doubt = "options are known in part" }
        return stops
    }

    private func find(_ letter: UInt8) -> Program.Option? {
        for level in levels.reversed() {
            for option in level.options {
                for name in option.names where name.utf8.count == 2 {
                    if name.utf8.last == letter { return option }
                }
            }
        }
        return nil
    }

    /// An option by its name, or by the start of a long one.
    private func find(_ name: String, isLong: Bool) -> Program.Option? {
        for level in levels.reversed() {
            for option in level.options where option.names.contains(name) { return option }
        }
        if program.style.contains(.dashwords) {
            let other = name.utf8.starts(with: "--".utf8) ? String(name.dropFirst()) : "-" + name
            for level in levels.reversed() {
                for option in level.options where option.names.contains(other) { return option }
            }
            // `-c:v`: a stream's name belongs to the value.
            if let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) { return find(String(name[..<colon]), isLong: isLong) }
            return nil
        }
        guard isLong, name.utf8.count > 3 else { return nil }
        for level in levels.reversed() {
            for option in level.options {
                for full in option.names where full.utf8.count > name.utf8.count && full.utf8.starts(with: name.utf8) {
                    return option
                }
            }
        }
        return nil
    }
}

extension Arguments {
    func has(_ name: String) -> Bool { options.contains { $0.option.names.contains(name) } }

    func value(_ name: String) -> Field? { options.last { $0.option.names.contains(name) }?.value }

    func values(_ name: String) -> [Field] { options.compactMap { $0.option.names.contains(name) ? $0.value : nil } }

    func has(_ effect: Program.Effects) -> Bool { options.contains { $0.option.effects.contains(effect) } }

    mutating func setOperands(_ fields: [Field]) { operands = fields }
}
