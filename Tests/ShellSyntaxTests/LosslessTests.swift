// SPDX-License-Identifier: Apache-2.0

import ShellSyntax
import Testing

/// The leaves are the text, the tree lies over them, and no input breaks the parser.
@Suite struct LosslessTests {
    /// What is wrong with a script's leaves and spans; nothing, if all is right.
    static func fault(_ text: String, _ dialect: Dialect) -> String? {
        let script = ShellScript(parsing: text, dialect: dialect)
        guard script.printed == text else { return "printed otherwise" }
        var end: UInt32 = 0
        for leaf in script.leaves {
            guard leaf.span.start == end, leaf.span.end > end else { return "leaves with a gap at \(end)" }
            end = leaf.span.end
        }
        guard Int(end) == text.utf8.count else { return "leaves end at \(end)" }
        guard script.isAccepted == !script.leaves.contains(where: { $0.kind == .unparsed }) || !script.isUnderstood else {
            return "accepted, and yet not read"
        }
        return Spans.fault(in: script)
    }

    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent)) func corporaPrintTheSame() throws {
        for command in try Corpora.commands() {
            for dialect in Dialect.allCases {
                let fault = Self.fault(command, dialect)
                #expect(fault == nil, "\(dialect): \(command.debugDescription)")
            }
        }
    }

    private static let pieces = [
        "$(", ")", "((", "))", "`", "\"", "'", "\\", "\\\n", "\n", "${", "}", "{", "a", "b=", " ", ";", "&", "|", "<<E", "E\n",
        "<",
        ">", "<(", "[[", "]]", "if ", "then ", "fi", "for ", "in ", "do ", "done", "case ", "esac", ";;", "#", "$", "*", "~", "[",
        "]",
        ",", "..", "1", "$'", "=(", "!", "@(", "é", "\u{200B}", "\r", "\t", "\0", "function ", "\\`", ":-", "//", "$[",
    ]

    @Test func randomTextPrintsTheSame() {
        var random = Seeded(state: 5)
        for _ in 0..<20000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...30, using: &random) { text += Self.pieces.randomElement(using: &random) ?? "" }
            for dialect in Dialect.allCases {
                let fault = Self.fault(text, dialect)
                #expect(fault == nil, "\(dialect): \(text.debugDescription)")
            }
        }
    }

    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent)) func damagedCorporaPrintTheSame() throws {
        var random = Seeded(state: 6)
        for command in try Corpora.commands() {
            var scalars = Array(command.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !scalars.isEmpty {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(contentsOf: (Self.pieces.randomElement(using: &random) ?? "").unicodeScalars, at: place)
                default: scalars.removeSubrange(place...)
                }
            }
            let text = String(String.UnicodeScalarView(scalars))
            let fault = Self.fault(text, .bash)
            #expect(fault == nil, "\(text.debugDescription)")
        }
    }
}

/// Every node lies within the one around it, and behind the one before it.
struct Spans {
    private var fault: String?

    static func fault(in script: ShellScript) -> String? {
        var spans = Spans()
        spans.list(script.body, in: SourceSpan(0, script.source.bytes.count))
        return spans.fault
    }

    private mutating func check(_ inner: SourceSpan, in outer: SourceSpan, _ what: String) {
        if fault == nil, !outer.contains(inner) { fault = "\(what) \(inner.range) is not in \(outer.range)" }
    }

    private mutating func list(_ list: CommandList, in outer: SourceSpan) {
        var end = outer.start
        for item in list.items {
            check(item.span, in: outer, "command")
            if item.span.start < end, fault == nil { fault = "commands overlap at \(end)" }
            end = item.span.end
            check(item.commands.span, in: item.span, "commands")
            for pipeline in item.commands.pipelines {
                check(pipeline.span, in: item.span, "pipeline")
                for command in pipeline.commands { self.command(command, in: pipeline.span) }
            }
        }
    }

    private mutating func command(_ command: Command, in outer: SourceSpan) {
        check(command.span, in: outer, "command")
        switch command {
        case .simple(let simple):
            for assignment in simple.assignments {
                check(assignment.span, in: simple.span, "assignment")
                word(assignment.value, in: assignment.span)
            }
            for word in simple.words { self.word(word, in: simple.span) }
            for redirection in simple.redirections { self.redirection(redirection, in: simple.span) }
        case .compound(let compound):
            switch compound.kind {
            case .group(let body), .subshell(let body): list(body, in: compound.span)
            case .conditional(let branches, let otherwise):
                for branch in branches {
                    list(branch.condition, in: compound.span)
                    list(branch.body, in: compound.span)
                }
                if let otherwise { list(otherwise, in: compound.span) }
            case .loop(_, let condition, let body):
                list(condition, in: compound.span)
                list(body, in: compound.span)
            case .forEach(_, let words, let body), .select(_, let words, let body):
                for word in words ?? [] { self.word(word, in: compound.span) }
                list(body, in: compound.span)
            case .match(let subject, let items):
                word(subject, in: compound.span)
                for item in items {
                    check(item.span, in: compound.span, "item")
                    for pattern in item.patterns { word(pattern, in: item.span) }
                    list(item.body, in: item.span)
                }
            default: break
            }
            for redirection in compound.redirections { self.redirection(redirection, in: compound.span) }
        case .function(let function): self.command(function.body, in: function.span)
        case .coprocess(let coprocess): self.command(coprocess.body, in: coprocess.span)
        }
    }

    private mutating func redirection(_ redirection: Redirection, in outer: SourceSpan) {
        check(redirection.span, in: outer, "redirection")
        if case .word(let word) = redirection.target { self.word(word, in: redirection.span) }
    }

    private mutating func word(_ word: Word, in outer: SourceSpan) {
        check(word.span, in: outer, "word")
        parts(word.parts, in: word.span)
    }

    private mutating func parts(_ parts: [WordPart], in outer: SourceSpan) {
        for part in parts {
            check(part.span, in: outer, "part")
            switch part {
            case .doubleQuoted(let quoted): self.parts(quoted.parts, in: quoted.span)
            case .command(let command): list(command.body, in: command.span)
            case .process(let process): list(process.body, in: process.span)
            case .arithmetic(let arithmetic): self.parts(arithmetic.parts, in: arithmetic.span)
            case .braces(let braces):
                if case .list(let words) = braces.kind { for word in words { self.word(word, in: braces.span) } }
            case .extendedGlob(let glob): for word in glob.patterns { self.word(word, in: glob.span) }
            case .array(let array): for element in array.elements { word(element.value, in: array.span) }
            default: break
            }
        }
    }
}
