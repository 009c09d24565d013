// SPDX-License-Identifier: Apache-2.0

import Foundation
import ShellSyntax
import Testing

/// What real shells say of the same texts.
@Suite(.serialized) struct OracleTests {
    /// Where bash and this parser differ, and why.
    private static let differences: [(text: String, why: String)] = [
        ("extglob", "the line itself turns extended patterns on, too late for bash; they are read always"),
        ("ls -d !(*.[ch])", "an extended pattern, which bash reads only when they are on"),
        ("`echo $'\\n> '`\"", "shfmt does not find the end of this $'…' in backquotes in double quotes; bash does"),
    ]

    private static func isExplained(_ command: String) -> Bool { differences.contains { command.contains($0.text) } }

    /// All commands that this parser refuses, and of the rest every tenth; all with `DRAWBRIDGE_SHELL_ORACLE=all`.
    private static func sample() throws -> [String] {
        let isFull = ProcessInfo.processInfo.environment["DRAWBRIDGE_SHELL_ORACLE"] == "all"
        return try Corpora.commands().enumerated().filter { isFull || $0.offset % 10 == 0 || !isAccepted($0.element) }
            .map(\.element)
    }

    private static func isAccepted(_ command: String) -> Bool { ShellScript(parsing: command + "\n").isAccepted }

    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent), .enabled(if: Oracle.has("bash"), "bash is not here"))
    func bashAgrees() throws {
        let commands = try Self.sample()
        // For an error within [[ ]], bash's status is 0.
        let refused = try Oracle.refused(
            commands,
            by:
                "bash -n < $f > /dev/null 2> /tmp/$$.err || echo no; grep -h -e 'syntax error' -e condition /tmp/$$.err; rm /tmp/$$.err"
        )
        #expect(!refused.isEmpty)
        for (number, command) in commands.enumerated() where !Self.isExplained(command) {
            #expect(Self.isAccepted(command) == !refused.contains(number), "\(command.debugDescription)")
        }
    }

    /// shfmt reads backquotes at once and wants every here-document's end; bash and this parser do not.
    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent), .enabled(if: Oracle.has("shfmt"), "shfmt is not here"))
    func shfmtAgrees() throws {
        let commands = try Self.sample()
        let refused = try Oracle.refused(commands, by: "shfmt --to-json < $f > /dev/null 2>&1 || echo no")
        #expect(!refused.isEmpty)
        for (number, command) in commands.enumerated() where !Self.isExplained(command) {
            let script = ShellScript(parsing: command + "\n")
            let isWhole = script.diagnostics.isEmpty
            #expect(isWhole == !refused.contains(number), "\(command.debugDescription) \(script.diagnostics)")
        }
    }

    /// A word's value without quotes is what bash passes on.
    @Test(.enabled(if: Oracle.has("bash"), "bash is not here")) func quotesAreRemovedAsBashDoes() throws {
        let pieces = [
            "a", "B", "7", "-", "_", "/", ".", ",", ":", "%", "+", "=", "@", "^", "é", "\\ ", "\\a", "\\\\", "\\'", "\\\"", "\\$",
            "\\*", "\\\n", "'x y'", "'\\'", "''", "\"\"", "\"a\\b\"", "\"\\\\\\\"\\$\\`\"", "\"'x'\"", "'\"'", "$'\\x41\\n'",
            "$'\\'\\\"\\\\'", "$'\\101\\u00e9\\cA'", "$'a\\qb'", "$\"t\"", "\"a\\\nb\"", "'a\\\nb'", "\"*?\"", "\\#", "a#",
            "$'\\e\\t'",
        ]
        var random = Seeded(state: 7)
        var words: [String] = []
        while words.count < 2000 {
            var word = "w"
            for _ in 0..<Int.random(in: 1...6, using: &random) { word += pieces.randomElement(using: &random) ?? "" }
            words.append(word)
        }
        let script = words.map { "printf '%s\\0' \($0)\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("words-\(UUID().uuidString)")
        try Data(("LC_ALL=C.UTF-8\n" + script).utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try Oracle.run(["env", "LC_ALL=C.UTF-8", "bash", file.path])
        let values = output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map(Array.init)
        try #require(values.count == words.count)
        for (word, value) in zip(words, values) {
            let parsed = ShellScript(parsing: "printf x \(word)")
            guard case .simple(let command)? = parsed.body.items.first?.commands.first.commands.first else {
                Issue.record("\(word.debugDescription) is no command")
                continue
            }
            #expect(command.words.last?.literalBytes == value, "\(word.debugDescription)")
        }
    }

    /// Here-documents, words and redirections give bash the same when what was parsed is printed again.
    @Test(.enabled(if: Oracle.has("bash"), "bash is not here")) func quotedHereDocumentsHoldTheirText() throws {
        let text = "cat <<-'E' <<\"F G\"\nx\nE\n\ty $z\n\t`w`\\\nF G\n"
        let script = ShellScript(parsing: text)
        let body = script.hereDocuments.last?.body.map { part in
            if case .literal(let literal) = part { return literal.text }
            return "?"
        }
        let output = try Oracle.run(["bash", "-c", text])
        #expect(body?.joined() == String(decoding: output, as: UTF8.self))
    }
}
