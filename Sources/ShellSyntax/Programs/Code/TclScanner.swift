// SPDX-License-Identifier: Apache-2.0

/// Reads Tcl and Expect: commands are words up to a line's end or `;`, and `[…]` runs one inside another.
struct TclScanner {
    private(set) var usage = Usage()
    private var hasSocket = false

    init(_ code: Field) {
        read(code, depth: 0)
        if hasSocket, usage.starts.contains(where: { if case .command = $0.what { true } else { false } }) {
            usage.traits.insert(.reverseShell)
        }
    }

    private mutating func read(_ code: Field, depth: Int) {
        guard depth < 8 else { return }
        let text = code.pattern
        var start = text.startIndex
        var index = text.startIndex
        func piece(_ end: String.Index) -> Substring { text[start..<end] }
        var braces = 0
        while index < text.endIndex {
            let character = text[index]
            if character == "{" { braces += 1 }
            if character == "}" { braces -= 1 }
            if braces <= 0, character == ";" || character == "\n" || character == "[" || character == "]" {
                command(piece(index), code, depth)
                start = text.index(after: index)
            }
            index = text.index(after: index)
        }
        command(piece(text.endIndex), code, depth)
    }

    private mutating func command(_ text: Substring, _ code: Field, _ depth: Int) {
        let words = Self.words(text)
        guard let verb = words.first else { return }
        let fields = words.dropFirst().map { $0.contains("$") ? Field([.unknown(.other)], span: code.span) : code.saying($0) }
        switch verb {
        case "exec", "spawn", "exp_spawn":
            let program = Array(fields.drop { $0.looksLikeOption })
            if !program.isEmpty { usage.starts.append(Start(.command(program))) }
        case "system": usage.starts.append(Start(.script(.joined(fields), .bash)))
        case "open":
            guard let target = fields.first else { return }
            if target.knownPrefix.hasPrefix("|") {
                usage.starts.append(Start(.script(target.dropping(1), .bash)))
            } else {
                usage.uses.append(
                    Use(words.count > 2 && words[2].contains(where: { "wa".contains($0) }) ? .write : .read, target)
                )
            }
        case "file":
            if words.count > 2, words[1] == "delete" {
                for file in fields.dropFirst() where !file.looksLikeOption {
                    usage.uses.append(Use(.delete, file, isRecursive: true))
                }
            }
        case "socket":
            hasSocket = true
            if fields.contains(where: { $0.text == "-server" }) {
                usage.traits.insert(.listens)
            } else if let host = fields.first {
                usage.uses.append(Use(.connect, host.with(port: fields.dropFirst().first), sendsData: true))
            }
        case "source": if let file = fields.first { usage.starts.append(Start(.file(file, .tcl))) }
        case "interact": usage.traits.insert(.opensShell)
        case "eval", "uplevel", "if", "while", "foreach", "for", "catch", "proc", "expect", "set", "puts":
            for word in words.dropFirst() where word.contains(" ") { read(code.saying(word), depth: depth + 1) }
        default: break
        }
    }

    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while let next = rest.first {
            if next == " " || next == "\t" {
                rest = rest.dropFirst()
            } else if next == "{" {
                var depth = 0
                let body = rest.prefix { character in
                    if character == "{" { depth += 1 }
                    if character == "}" { depth -= 1 }
                    return depth > 0
                }
                words.append(String(body.dropFirst()))
                rest = rest[body.endIndex...].dropFirst()
            } else if next == "\"" {
                let body = rest.dropFirst().prefix { $0 != "\"" }
                words.append(String(body))
                rest = rest[body.endIndex...].dropFirst()
            } else {
                let word = rest.prefix { $0 != " " && $0 != "\t" }
                words.append(String(word))
                rest = rest[word.endIndex...]
            }
        }
        return words
    }
}
