// SPDX-License-Identifier: Apache-2.0

/// Reads a make file: the recipes of the targets that are wanted and of what they need, and `$(shell …)`.
struct MakeScanner {
    private struct Rule {
        var needs: [String] = []
        var recipe: [String] = []
    }

    private var rules: [String: Rule] = [:]
    private var patterns: [Rule] = []
    private var first: String?
    private var variables: [String: String] = [:]
    private let span: SourceSpan
    private(set) var usage = Usage()

    init(_ code: Field, targets: [Field]) {
        span = code.span
        var current: [String] = []
        for line in Self.lines(code.pattern) {
            if line.hasPrefix("\t") {
                for target in current { rules[target, default: Rule()].recipe.append(String(line.dropFirst())) }
            } else {
                read(line, &current)
            }
        }
        var wanted = targets.compactMap(\.text).filter { !$0.hasPrefix("-") && !$0.contains("=") }
        if wanted.isEmpty, let first { wanted = [first] }
        var seen: Set<String> = []
        while let target = wanted.popLast(), seen.count < 200 {
            guard seen.insert(target).inserted else { continue }
            guard let rule = rules[target] ?? rules[".DEFAULT"] else { continue }
            wanted += rule.needs
            for line in rule.recipe { run(line) }
        }
        if targets.contains(where: { $0.text == nil }) { usage.doubt = "the target is not known" }
    }

    /// Lines with a backslash at the end go on.
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var joined = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasSuffix("\\") {
                joined += line.dropLast() + " "
            } else {
                lines.append(joined + line)
                joined = ""
            }
        }
        if !joined.isEmpty { lines.append(joined) }
        return lines
    }

    private mutating func read(_ line: String, _ current: inout [String]) {
        let text = line.drop { $0 == " " }
        if text.isEmpty || text.hasPrefix("#") { return }
        if let equals = text.firstIndex(of: "="), !(text[..<equals].contains(":") && !text[..<equals].hasSuffix(":")) {
            let name = text[..<equals].filter { !":?+! ".contains($0) }
            let value = text[text.index(after: equals)...].drop { $0 == " " }
            if text[..<equals].hasSuffix("!") { run(String(value)) }
            shellCalls(in: String(value))
            variables[String(name)] = String(value)
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            shellCalls(in: String(text))
            return
        }
        current = text[..<colon].split(separator: " ").map { expand(String($0), 0) }
        if first == nil, let target = current.first, !target.hasPrefix("."), !target.contains("%") { first = target }
        var rest = text[text.index(after: colon)...]
        var recipe: Substring?
        if let semicolon = rest.firstIndex(of: ";") {
            recipe = rest[rest.index(after: semicolon)...]
            rest = rest[..<semicolon]
        }
        let needs = rest.split(separator: " ").map { expand(String($0), 0) }.filter { $0 != "|" }
        for target in current {
            rules[target, default: Rule()].needs += needs
            if let recipe { rules[target, default: Rule()].recipe.append(String(recipe)) }
        }
    }

    /// `$(shell text)` runs while the file is read.
    private mutating func shellCalls(in text: String) {
        var rest = text[...]
        while let range = rest.firstRange(of: "$(shell ") {
            var depth = 1
            let end = rest[range.upperBound...].firstIndex { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth == 0
            }
            let command = rest[range.upperBound..<(end ?? rest.endIndex)]
            run(String(command))
            rest = rest[(end ?? rest.endIndex)...]
        }
    }

    /// Fills in variables that the file sets; others become holes of the shell's own: `$name`.
    private func expand(_ text: String, _ depth: Int) -> String {
        guard depth < 8, text.contains("$") else { return text }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            guard let next = rest.first else { break }
            if next == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if next == "(" || next == "{" {
                let close: Character = next == "(" ? ")" : "}"
                let name = rest.dropFirst().prefix { $0 != close }
                if name.hasPrefix("shell ") {
                    result += "$(" + name.dropFirst(6) + ")"
                } else if name == "MAKE" {
                    result += "make"
                } else if let value = variables[String(name)], result.utf8.count < 1 << 16 {
                    result += expand(value, depth + 1)
                } else {
                    result += "${MAKE_VARIABLE}"
                }
                rest = rest[name.endIndex...].dropFirst()
            } else {
                result += "${MAKE_VARIABLE}"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private mutating func run(_ line: String) {
        if usage.starts.count >= 500 {
            usage.doubt = "the make file is too long"
            return
        }
        let command = line.drop { "@-+ \t".contains($0) }
        if command.isEmpty || command.hasPrefix("#") { return }
        usage.starts.append(Start(.script(Field(expand(String(command), 0), span: span), .bash)))
    }
}
