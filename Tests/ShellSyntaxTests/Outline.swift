// SPDX-License-Identifier: Apache-2.0

import ShellSyntax

/// A tree in one line, to be compared.
enum Outline {
    static func of(_ text: String, _ dialect: Dialect = .bash) -> String {
        let script = ShellScript(parsing: text, dialect: dialect)
        if let error = script.firstError { return "error: \(error.message)" }
        var line = list(script.body)
        for document in script.hereDocuments {
            line += " <<\(document.delimiter)\(document.isQuoted ? "!" : ""):" + parts(document.body)
        }
        return line
    }

    static func list(_ list: CommandList) -> String {
        list.items.map { item in
            andOr(item.commands) + (item.terminator == .background ? " &" : item.terminator == .disowned ? " &!" : "")
        }
        .joined(separator: "; ")
    }

    static func andOr(_ list: AndOrList) -> String {
        list.rest.reduce(pipeline(list.first)) { $0 + ($1.operator == .and ? " && " : " || ") + pipeline($1.pipeline) }
    }

    static func pipeline(_ pipeline: Pipeline) -> String {
        var line = String(repeating: "! ", count: pipeline.negations) + (pipeline.isTimed ? "time " : "")
        for (index, one) in pipeline.commands.enumerated() {
            if index > 0 { line += pipeline.joinsErrors.contains(index - 1) ? " |& " : " | " }
            line += command(one)
        }
        return line
    }

    static func command(_ command: Command) -> String {
        switch command {
        case .simple(let simple):
            let pieces = simple.assignments.map(assignment) + simple.words.map(word) + simple.redirections.map(redirection)
            return "[" + pieces.joined(separator: " ") + "]"
        case .compound(let compound):
            return self.compound(compound.kind) + compound.redirections.map { " " + redirection($0) }.joined()
        case .function(let function):
            return "function \(function.names.map(word).joined(separator: ",")) " + self.command(function.body)
        case .coprocess(let coprocess): return "coproc \(coprocess.name?.text ?? "-") " + self.command(coprocess.body)
        }
    }

    static func compound(_ kind: CompoundCommand.Kind) -> String {
        switch kind {
        case .group(let body): return "{\(list(body))}"
        case .subshell(let body): return "(\(list(body)))"
        case .conditional(let branches, let otherwise):
            let all = branches.map { "\(list($0.condition)) then \(list($0.body))" }.joined(separator: " elif ")
            return "if \(all)" + (otherwise.map { " else \(list($0))" } ?? "") + " fi"
        case .loop(let isUntil, let condition, let body):
            return "\(isUntil ? "until" : "while") \(list(condition)) do \(list(body)) done"
        case .forEach(let name, let words, let body): return "for \(name.text)\(items(words)) do \(list(body)) done"
        case .select(let name, let words, let body): return "select \(name.text)\(items(words)) do \(list(body)) done"
        case .forArithmetic(let three, let body):
            return "for ((\(three.map { parts($0.parts) }.joined(separator: ";")))) do \(list(body)) done"
        case .match(let subject, let cases):
            let lines = cases.map { item in
                let sign =
                    switch item.terminator {
                    case .ends: ";;"
                    case .fallsThrough: ";&"
                    case .goesOn: ";;&"
                    }
                return "\(item.patterns.map(word).joined(separator: "|"))) \(list(item.body))\(sign)"
            }
            return "case \(word(subject)) in \(lines.joined(separator: " ")) esac"
        case .test(let expression): return "[[ \(test(expression)) ]]"
        case .arithmetic(let arithmetic): return "((\(parts(arithmetic.parts))))"
        case .repetition(let count, let body): return "repeat \(word(count)) \(list(body))"
        }
    }

    private static func items(_ words: [Word]?) -> String {
        words.map { " in" + $0.map { " " + word($0) }.joined() } ?? ""
    }

    static func test(_ expression: TestExpression) -> String {
        switch expression {
        case .word(let one): word(one)
        case .unary(let name, let operand): "\(name.text) \(word(operand))"
        case .binary(let name, let left, let right): "\(word(left)) \(name.text) \(word(right))"
        case .not(let term): "!(\(test(term)))"
        case .all(let terms): "(" + terms.map(test).joined(separator: " && ") + ")"
        case .any(let terms): "(" + terms.map(test).joined(separator: " || ") + ")"
        }
    }

    static func assignment(_ one: Assignment) -> String {
        let subscripted = one.subscript.map { "[\(word($0))]" } ?? ""
        return "\(one.name)\(subscripted)\(one.appends ? "+" : "")=\(word(one.value))"
    }

    static func redirection(_ one: Redirection) -> String {
        let descriptor =
            switch one.descriptor {
            case .number(let number): "\(number)"
            case .variable(let name): "{\(name)}"
            case nil: ""
            }
        let target =
            switch one.target {
            case .word(let target): word(target)
            case .hereDocument(let number): "#\(number)"
            }
        return "<\(descriptor) \(one.operator) \(target)>"
    }

    static func word(_ word: Word) -> String { parts(word.parts) }

    static func parts(_ parts: [WordPart]) -> String { parts.map(part).joined(separator: "·") }

    static func part(_ part: WordPart) -> String {
        switch part {
        case .literal(let text): return text.text
        case .escaped(let text): return "\\" + text.text
        case .singleQuoted(let text): return "'\(text.text)'"
        case .ansiQuoted(let text): return "$'\(String(decoding: text.value, as: UTF8.self))'"
        case .doubleQuoted(let quoted): return (quoted.isTranslated ? "$" : "") + "\"\(parts(quoted.parts))\""
        case .parameter(let parameter): return self.parameter(parameter)
        case .command(let command):
            return (command.style == .dollar ? "$" : command.style == .backquotes ? "`" : "${") + "(\(list(command.body)))"
        case .arithmetic(let arithmetic): return "$((\(parts(arithmetic.parts))))"
        case .process(let process):
            return (process.style == .output ? "<" : process.style == .input ? ">" : "=") + "(\(list(process.body)))"
        case .tilde(let name): return "~<\(name.text)>"
        case .glob(let text): return "*<\(text.text)>"
        case .extendedGlob(let glob): return "\(glob.operator)(\(glob.patterns.map(word).joined(separator: "|")))"
        case .array(let array):
            let elements = array.elements.map { ($0.subscript.map { "[\(word($0))]=" } ?? "") + word($0.value) }
            return "(\(elements.joined(separator: " ")))"
        case .braces(let braces):
            switch braces.kind {
            case .list(let words): return "{\(words.map(word).joined(separator: ","))}"
            case .numbers(let from, let through, let step, let width): return "{\(from)..\(through)..\(step)/\(width)}"
            case .characters(let from, let through, let step):
                return "{\(Unicode.Scalar(from))..\(Unicode.Scalar(through))..\(step)}"
            }
        }
    }

    static func parameter(_ one: ParameterExpansion) -> String {
        let prefix = one.prefix == .length ? "#" : one.prefix == .indirect ? "!" : ""
        let flags = one.flags.isEmpty ? "" : "(\(one.flags))"
        return "${\(flags)\(prefix)\(one.name)\(one.subscript.map { "[\(word($0))]" } ?? "")\(operation(one.operation))}"
    }

    private static func operation(_ operation: ParameterExpansion.Operation) -> String {
        switch operation {
        case .none: return ""
        case .conditional(let kind, let withColon, let operand):
            let sign =
                switch kind {
                case .useDefault: "-"
                case .assignDefault: "="
                case .failIfUnset: "?"
                case .useAlternative: "+"
                }
            return " \(withColon ? ":" : "")\(sign) \(word(operand))"
        case .removePrefix(let pattern, let longest): return " \(longest ? "##" : "#") \(word(pattern))"
        case .removeSuffix(let pattern, let longest): return " \(longest ? "%%" : "%") \(word(pattern))"
        case .replace(let kind, let pattern, let with):
            return " replace \(kind) \(word(pattern))" + (with.map { " by \(word($0))" } ?? "")
        case .changeCase(let sign, let pattern): return " \(sign) \(word(pattern))"
        case .substring(let offset, let length):
            return " from \(parts(offset.parts))" + (length.map { " for \(parts($0.parts))" } ?? "")
        case .transform(let letter): return " @\(letter)"
        case .names(let sign): return " names \(sign)"
        case .unknown(let rest): return " unknown \(word(rest))"
        }
    }
}
