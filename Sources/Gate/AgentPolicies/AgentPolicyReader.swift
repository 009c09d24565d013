// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// Reads a plain-text policy as a whole: its lines, groups and default.
struct AgentPolicyReader {
    struct Document {
        var lines: [AgentPolicy.Line] = []
        var fallback = Outcome.allow
        var needsSizes = false
    }

    private var groups: [String: [PolicyWords.Word]] = [:]
    private var problems: [AgentPolicy.Problem] = []

    private static let directives: [(String, Directive)] = [
        ("REQUIRE CONFIRMATION", .confirm), ("REQUIRE CONFIRM", .confirm), ("REQUIRE APPROVAL", .confirm), ("CONFIRM", .confirm),
        ("ASK", .confirm), ("ALLOW", .allow), ("PERMIT", .allow), ("DENY", .deny), ("BLOCK", .deny), ("FORBID", .deny),
    ]

    mutating func read(_ text: String) throws(AgentPolicy.Failure) -> Document {
        var document = Document()
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            for (part, column) in Self.parts(of: raw) { rule(part, column, index + 1, &document) }
        }
        guard problems.isEmpty else { throw AgentPolicy.Failure(problems: problems) }
        return document
    }

    /// A line may hold several directives, one behind the other.
    private static func parts(of line: Substring) -> [(Substring, Int)] {
        var parts: [(Substring, Int)] = []
        var start = line.startIndex
        var index = line.startIndex
        var wasSpace = true
        while index < line.endIndex {
            if wasSpace, let (_, rest) = directive(at: line[index...]) {
                if !line[start..<index].allSatisfy(\.isWhitespace) {
                    parts.append((line[start..<index], line.distance(from: line.startIndex, to: start) + 1))
                    start = index
                }
                index = rest.startIndex
                continue
            }
            wasSpace = line[index].isWhitespace
            index = line.index(after: index)
        }
        parts.append((line[start...], line.distance(from: line.startIndex, to: start) + 1))
        return parts
    }

    /// `REQUIRE CONFIRM:` in capitals or small letters, with its colon.
    private static func directive(at text: Substring) -> (Directive, rest: Substring)? {
        for (name, directive) in directives {
            guard text.count > name.count, text.prefix(name.count).uppercased() == name else { continue }
            let rest = text.dropFirst(name.count).drop(while: \.isWhitespace)
            if rest.first == ":" { return (directive, rest.dropFirst()) }
        }
        return nil
    }

    private mutating func rule(_ part: Substring, _ column: Int, _ number: Int, _ document: inout Document) {
        var text = part.drop(while: \.isWhitespace)
        var column = column + part.distance(from: part.startIndex, to: text.startIndex)
        // Lists are often written with a dash or a bullet.
        while let first = text.first, "-*•".contains(first), text.dropFirst().first?.isWhitespace == true {
            text = text.dropFirst(2)
            column += 2
        }
        if let comment = text.first, comment == "#" || text.hasPrefix("//") { return }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        if text.isEmpty { return }
        if let value = Self.value(text, "DEFAULT") {
            guard let fallback = Self.directive(at: Substring(value.trimmed + ":"))?.0 else {
                return problem(number, column, "the default is ALLOW, REQUIRE CONFIRM or DENY, not “\(value.trimmed)”")
            }
            document.fallback = fallback.outcome
            return
        }
        if let value = Self.value(text, "GROUP") { return group(value, number, column) }
        guard let (directive, rest) = Self.directive(at: text) else {
            return problem(
                number,
                column,
                "a line begins with ALLOW:, REQUIRE CONFIRM: or DENY: (or DEFAULT:, GROUP name:, # for a comment)"
            )
        }
        let start = column + text.distance(from: text.startIndex, to: rest.startIndex)
        var reader = ClauseReader(PolicyWords(rest, column: start), column: start, groups: groups)
        do {
            let matters = try reader.read()
            let line = PolicyCompiler.line(directive, Substring(rest.trimmed), number, document.lines.count, matters)
            document.needsSizes =
                document.needsSizes
                || matters.contains {
                    $0.words.contains("larger than") || $0.words.contains("of at most") || $0.words.contains("unknown size")
                }
            let messages = GateSchema.problems(of: line.policies)
            if let message = messages.first { return problem(number, start, "it cannot be checked: \(message)") }
            document.lines.append(line)
        } catch {
            problem(number, error.column, error.message)
        }
    }

    /// `GROUP work sites: example.com, *.corp.example`
    private mutating func group(_ text: Substring, _ number: Int, _ column: Int) {
        let parts = text.split(separator: ":", maxSplits: 1)
        let name = parts.first.map { Substring($0).trimmed.lowercased() } ?? ""
        guard parts.count == 2, !name.isEmpty else {
            return problem(number, column, "a group is written GROUP name: one, another, …")
        }
        let members = PolicyWords(parts[1], column: column).words.filter { $0.plain != "and" && $0.plain != "or" }
        for member in members where PolicyValue(member, prefersHosts: true) == nil {
            return problem(number, column, "“\(member.text)” is no host, address, path, number or name with @ or #")
        }
        guard !members.isEmpty else { return problem(number, column, "the group \(name) is empty") }
        groups[name] = members
    }

    private static func value(_ text: Substring, _ name: String) -> Substring? {
        guard text.count > name.count, text.prefix(name.count).uppercased() == name else { return nil }
        let rest = text.dropFirst(name.count)
        if name == "DEFAULT" {
            let value = rest.drop(while: \.isWhitespace)
            return value.first == ":" ? value.dropFirst() : nil
        }
        return rest.first?.isWhitespace == true ? rest : nil
    }

    private mutating func problem(_ line: Int, _ column: Int, _ message: String) {
        problems.append(AgentPolicy.Problem(line: line, column: column, message: message))
    }
}

extension Substring {
    var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
