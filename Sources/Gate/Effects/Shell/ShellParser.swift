// SPDX-License-Identifier: Apache-2.0

/// Puts tokens together. `if`, `while`, `until` and `case` are not kept apart from the commands in them: all of those
/// count as run.
struct ShellParser {
    private let tokens: [ShellToken]
    private var position = 0
    private var depth = 0
    /// What was met but not understood; the gate asks because of it.
    private(set) var unclear: [String] = []

    /// Longer command lines are not looked at.
    static let limit = 64 << 10

    static func parse(_ text: String) throws(ShellProblem) -> (pipelines: [ShellPipeline], unclear: [String]) {
        guard text.utf8.count <= limit else { throw ShellProblem(reason: "the command is longer than 64 KB") }
        guard !text.utf8.contains(0) else { throw ShellProblem(reason: "the command holds a NUL byte") }
        var lexer = ShellLexer(text)
        var parser = ShellParser(tokens: try lexer.run())
        let pipelines = try parser.list(until: [])
        guard parser.position == parser.tokens.count else {
            throw ShellProblem(reason: "a parenthesis or keyword is out of place")
        }
        return (pipelines, parser.unclear)
    }

    private init(tokens: [ShellToken]) { self.tokens = tokens }

    private var op: String? {
        if position < tokens.count, case .op(let text) = tokens[position] { return text }
        return nil
    }

    private var keyword: String? {
        if position < tokens.count, case .word(let word, _) = tokens[position] { return word.keyword }
        return nil
    }

    private static let skipped: Set = ["if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "time", "coproc"]

    private mutating func list(until ends: Set<String>) throws(ShellProblem) -> [ShellPipeline] {
        depth += 1
        defer { depth -= 1 }
        guard depth < 32 else { throw ShellProblem(reason: "commands are nested too deep") }
        var pipelines: [ShellPipeline] = []
        var current = ShellPipeline()
        func end() {
            if !current.commands.isEmpty { pipelines.append(current) }
            current = ShellPipeline()
        }
        while position < tokens.count {
            if let op {
                if ends.contains(op) { break }
                switch op {
                case ";", "\n", "&&", "||", ";;":
                    position += 1
                    current.guardsNext = op == "&&"
                    end()
                case "&":
                    position += 1
                    current.isBackground = true
                    end()
                case "|", "|&":
                    position += 1
                    while self.op == "\n" { position += 1 }
                case "(": current.commands.append(try group(closing: ")"))
                default: throw ShellProblem(reason: "\(op) is out of place")
                }
                continue
            }
            if let keyword {
                if ends.contains(keyword) { break }
                if Self.skipped.contains(keyword) {
                    position += 1
                    continue
                }
                switch keyword {
                case "{":
                    current.commands.append(try group(closing: "}"))
                    continue
                case "for", "select":
                    current.commands.append(try loop())
                    continue
                case "case":
                    unclear.append("case")
                    try skipCase()
                    continue
                case "function":
                    position += 1
                    continue
                case "[[":
                    current.commands.append(.simple(try test()))
                    continue
                default: break
                }
            }
            if let function = try function() {
                current.commands.append(function)
            } else {
                current.commands.append(.simple(try simple()))
            }
        }
        end()
        return pipelines
    }

    private mutating func group(closing: String) throws(ShellProblem) -> ShellCommand {
        position += 1
        let body = try list(until: [closing])
        guard position < tokens.count else { throw ShellProblem(reason: "\(closing) is missing") }
        position += 1
        return .group(body, redirections: try redirections(), isSubshell: closing == ")")
    }

    private mutating func redirections() throws(ShellProblem) -> [ShellRedirection] {
        var found: [ShellRedirection] = []
        while let redirection = try redirection() { found.append(redirection) }
        return found
    }

    private mutating func loop() throws(ShellProblem) -> ShellCommand {
        position += 1
        guard position < tokens.count, case .word(let name, _) = tokens[position], let variable = name.keyword else {
            throw ShellProblem(reason: "a for loop of a form that is not known")
        }
        position += 1
        var words: [ShellWord] = []
        if keyword == "in" {
            position += 1
            while position < tokens.count, case .word(let word, _) = tokens[position] {
                words.append(word)
                position += 1
            }
        } else {
            words = [ShellWord(parts: [.variable("@", rest: "", quoted: true)])]
        }
        while op == ";" || op == "\n" { position += 1 }
        guard keyword == "do" || keyword == "{" else { throw ShellProblem(reason: "a for loop of a form that is not known") }
        let closing = keyword == "do" ? "done" : "}"
        position += 1
        // `done` of an inner while or until loop would end this one: they are counted.
        let (body, redirections) = try bodyOfLoop(closing: closing)
        return .loop(variable: variable, words: words, body: body, redirections: redirections)
    }

    private mutating func bodyOfLoop(closing: String) throws(ShellProblem) -> ([ShellPipeline], [ShellRedirection]) {
        let start = position
        var open = 1
        var index = position
        var isCommandStart = true
        while index < tokens.count {
            switch tokens[index] {
            case .op: isCommandStart = true
            case .redirection: isCommandStart = false
            case .word(let word, _):
                if isCommandStart, let keyword = word.keyword {
                    if keyword == "do" || (keyword == "{" && closing == "}") { open += 1 }
                    if keyword == closing {
                        open -= 1
                        if open == 0 {
                            var inner = ShellParser(tokens: Array(tokens[start..<index]))
                            inner.depth = depth
                            let body = try inner.list(until: [])
                            unclear += inner.unclear
                            position = index + 1
                            return (body, try redirections())
                        }
                    }
                    isCommandStart = Self.skipped.contains(keyword) || keyword == "{"
                } else {
                    isCommandStart = false
                }
            }
            index += 1
        }
        throw ShellProblem(reason: "\(closing) is missing")
    }

    /// `case WORD in PATTERN) … ;; esac`: the patterns are dropped, the commands are kept as if all ran.
    private mutating func skipCase() throws(ShellProblem) {
        while position < tokens.count, keyword != "in" { position += 1 }
        throw ShellProblem(reason: "case is not understood yet")
    }

    /// `[[ … ]]`: nothing in it runs but what its words substitute.
    private mutating func test() throws(ShellProblem) -> SimpleCommand {
        var command = SimpleCommand(words: [.quoted("[")])
        position += 1
        while position < tokens.count, keyword != "]]" {
            if case .word(let word, _) = tokens[position] { command.words.append(word) }
            position += 1
        }
        guard position < tokens.count else { throw ShellProblem(reason: "]] is missing") }
        position += 1
        return command
    }

    private mutating func function() throws(ShellProblem) -> ShellCommand? {
        guard position + 2 < tokens.count, let name = keyword, case .op("(") = tokens[position + 1],
            case .op(")") = tokens[position + 2]
        else { return nil }
        position += 3
        while op == "\n" { position += 1 }
        guard keyword == "{" || op == "(" else { throw ShellProblem(reason: "a function of a form that is not known") }
        guard case .group(let body, let redirections, _) = try group(closing: op == "(" ? ")" : "}") else { return nil }
        return .function(name: name, body: body, redirections: redirections)
    }

    private mutating func redirection() throws(ShellProblem) -> ShellRedirection? {
        guard position < tokens.count, case .redirection(let descriptor, let text) = tokens[position] else { return nil }
        position += 1
        guard position < tokens.count, case .word(let target, _) = tokens[position] else {
            throw ShellProblem(reason: "a redirection has no target")
        }
        position += 1
        var kind: ShellRedirection.Kind
        switch text {
        case "<": kind = .input
        case "<>": kind = .readWrite
        case ">>": kind = .append
        case "<<", "<<-": kind = .hereDocument
        case "<<<": kind = .hereString
        case ">&", "<&": kind = .duplicate
        default: kind = .output
        }
        if kind == .duplicate, text == ">&" {
            // `>& file` is bash's `&> file`.
            let isNumber = target.keyword.map {
                $0 == "-" || $0.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
            }
            if isNumber != true { kind = .output }
        }
        return ShellRedirection(descriptor: descriptor, kind: kind, target: target)
    }

    private mutating func simple() throws(ShellProblem) -> SimpleCommand {
        var command = SimpleCommand()
        while position < tokens.count {
            if let redirection = try redirection() {
                command.redirections.append(redirection)
                continue
            }
            guard case .word(let word, let raw) = tokens[position] else {
                if op == "(" { throw ShellProblem(reason: "a parenthesis is out of place") }
                break
            }
            position += 1
            if command.words.isEmpty, let assignment = assignment(word) {
                command.assignments.append(assignment)
                // `a=(…)` is an array.
                if op == "(", raw.last == UInt8(ascii: "=") { throw ShellProblem(reason: "arrays are not understood yet") }
                continue
            }
            if let alternatives = BraceExpansion.expand(raw) {
                for text in alternatives {
                    var reader = WordReader(bytes: text, position: 0)
                    command.words.append(try reader.read())
                }
            } else {
                command.words.append(word)
            }
        }
        return command
    }

    private func assignment(_ word: ShellWord) -> (name: String, value: ShellWord)? {
        guard case .literal(let text, quoted: false)? = word.parts.first, let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
        else {
            return nil
        }
        var name = text[..<equals]
        if name.hasSuffix("+") { name = name.dropLast() }
        guard let first = name.utf8.first, !(48...57).contains(first), name.utf8.allSatisfy(WordReader.isNameByte) else {
            return nil
        }
        let rest = String(text[text.index(after: equals)...])
        var parts = Array(word.parts.dropFirst())
        if !rest.isEmpty { parts.insert(.literal(rest, quoted: false), at: 0) }
        if text[..<equals].hasSuffix("+") { parts.insert(.variable(String(name), rest: "", quoted: true), at: 0) }
        return (String(name), ShellWord(parts: parts))
    }
}
