// SPDX-License-Identifier: Apache-2.0

extension ShellWalker {
    /// The fields that a word becomes (POSIX.1-2024 XCU 2.6): tilde, parameters, command substitution, splitting.
    /// Patterns stay patterns.
    mutating func expand(_ word: ShellWord, splits: Bool = true) -> [ShellField] {
        if word.parts.count == 1, case .literal(let text, let quoted) = word.parts[0] {
            if quoted { return [ShellField(text)] }
            return [ShellField(tilde(text), isDynamic: false, isPattern: PathText.isPattern(text))]
        }
        var fields: [ShellField] = []
        var current = ShellField()
        var hasCurrent = false
        func add(_ value: ShellField, quoted: Bool) {
            current.isDynamic = current.isDynamic || value.isDynamic
            current.isFromNetwork = current.isFromNetwork || value.isFromNetwork
            guard splits, !quoted, value.text.utf8.contains(where: { $0 == 32 || $0 == 9 || $0 == 10 }) else {
                current.text += value.text
                if !quoted { current.isPattern = current.isPattern || value.isPattern || PathText.isPattern(value.text) }
                hasCurrent = hasCurrent || quoted || !value.text.isEmpty || value.isDynamic
                return
            }
            // Splitting: pieces between white space become fields of their own.
            var piece = ""
            for character in value.text {
                if character == " " || character == "\t" || character == "\n" {
                    current.text += piece
                    hasCurrent = hasCurrent || !piece.isEmpty
                    piece = ""
                    if hasCurrent { fields.append(current) }
                    current = ShellField(isDynamic: value.isDynamic, isFromNetwork: value.isFromNetwork)
                    hasCurrent = false
                } else {
                    piece.append(character)
                }
            }
            current.text += piece
            if PathText.isPattern(piece) { current.isPattern = true }
            hasCurrent = !piece.isEmpty
        }
        for (index, part) in word.parts.enumerated() {
            switch part {
            case .literal(let text, let quoted):
                let shown = index == 0 && !quoted ? tilde(text) : text
                current.text += shown
                hasCurrent = true
                if !quoted, PathText.isPattern(text) { current.isPattern = true }
            case .variable(let name, let rest, let quoted): add(value(of: name, rest: rest), quoted: quoted)
            case .command(let script, let quoted): add(substitution(script), quoted: quoted)
            case .process(let script):
                let input = output(of: script)
                var field = ShellField("/dev/fd/63", isDynamic: false)
                if case .network = input.source { field.isFromNetwork = true }
                if case .text(let text) = input.source { processTexts["/dev/fd/63"] = text } else { field.isDynamic = true }
                add(field, quoted: true)
            case .arithmetic(let text):
                walkSubstitutions(in: text)
                current.isDynamic = true
                hasCurrent = true
            }
        }
        if hasCurrent { fields.append(current) }
        return fields
    }

    /// One field, joined: for assignments and redirections, where nothing is split.
    mutating func expandWhole(_ word: ShellWord) -> ShellField { expand(word, splits: false).first ?? ShellField() }

    private func tilde(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "~") else { return text }
        if text == "~" || text.hasPrefix("~/") { return variables["HOME"].map { $0.text + text.dropFirst() } ?? text }
        if text == "~+" || text.hasPrefix("~+/") { return workingDirectory + text.dropFirst(2) }
        return text
    }

    private mutating func value(of name: String, rest: String) -> ShellField {
        let known: ShellField?
        switch name {
        case "@", "*": known = positional
        case "IFS": known = variables["IFS"] ?? ShellField(" \t\n")
        case "PWD": known = variables["PWD"] ?? ShellField(workingDirectory)
        case "#", "?", "$", "!", "-", "RANDOM", "SECONDS", "LINENO", "PPID", "UID", "EUID", "BASHPID":
            return ShellField(isDynamic: true)
        case "0": known = ShellField("sh")
        default: known = variables[name]
        }
        if rest.isEmpty { return known ?? ShellField(isDynamic: true) }
        // ${NAME:-word} and its like; other operators compute something that is not followed here.
        for op in [":-", "-", ":=", "="] where rest.hasPrefix(op) {
            if let known, !known.text.isEmpty || known.isDynamic {
                walkSubstitutions(in: String(rest.dropFirst(op.count)))
                return known
            }
            guard !name.isEmpty, name != "@", name != "*" else { break }
            var reader = WordReader(bytes: Array(rest.dropFirst(op.count).utf8), position: 0)
            guard let word = try? reader.read(), reader.position == rest.utf8.count - op.utf8.count else { break }
            var field = expandWhole(word)
            // Whether the variable is set where this runs is not known unless the environment was given.
            field.isDynamic = field.isDynamic || !hasEnvironment
            return field
        }
        walkSubstitutions(in: rest)
        return ShellField(isDynamic: true, isFromNetwork: known?.isFromNetwork ?? false)
    }

    /// Walks the commands that are substituted inside a text of which the result is not followed.
    private mutating func walkSubstitutions(in text: String) {
        guard text.utf8.contains(UInt8(ascii: "$")) || text.utf8.contains(UInt8(ascii: "`")) else { return }
        var reader = WordReader(bytes: Array(text.utf8), position: 0)
        do throws(ShellProblem) {
            substitutionDepth += 1
            defer { substitutionDepth -= 1 }
            guard substitutionDepth < 16 else { return unknown("substitutions are nested too deep") }
            _ = expandWhole(try reader.readHereDocument())
        } catch {
            unknown(error.reason)
        }
    }

    /// What `$(script)` puts into the command line, its effects noted on the way.
    mutating func substitution(_ script: String) -> ShellField {
        let input = output(of: script)
        switch input.source {
        case .text(let text):
            var trimmed = text[...]
            while trimmed.hasSuffix("\n") { trimmed = trimmed.dropLast() }
            return ShellField(String(trimmed))
        case .network: return ShellField(isDynamic: true, isFromNetwork: true)
        default: return ShellField(isDynamic: true)
        }
    }

    /// Walks a script in a shell of its own and says what it prints, if that can be known.
    mutating func output(of script: String) -> ShellInput {
        let saved = (shellState, lastOutput)
        lastOutput = ShellInput()
        walk(script)
        let result = lastOutput
        (shellState, lastOutput) = saved
        return result
    }
}
