// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ShellSyntax

/// What the resolver says a line passes on, against what bash really passes.
@Suite(.serialized) struct ResolverOracleTests {
    private static let home = "/home/u"
    private static let folder = URL(fileURLWithPath: FileManager.default.temporaryDirectory.path).resolvingSymlinksInPath()
        .appendingPathComponent("argv-\(UUID().uuidString)")

    @Test(.enabled(if: Oracle.has("bash"), "bash is not here")) func bashPassesTheSameArguments() throws {
        let isFull = ProcessInfo.processInfo.environment["DRAWBRIDGE_SHELL_ORACLE"] == "all"
        var source = RandomShell(seed: 11)
        let lines = (0..<(isFull ? 4000 : 400)).map { _ in source.line() }
        let passed = try Self.bash(lines)
        try #require(passed.count == lines.count)
        var exact = 0
        for (line, calls) in zip(lines, passed) {
            switch Self.compare(line, calls) {
            case .same: exact += 1
            case .covered: break
            case .different(let made):
                // bash gave up at an expansion that fails; we go on.
                if calls.last == ["\u{1}stopped"] { continue }
                Issue.record("\(line)\nbash: \(calls)\nwe:   \(made)")
            }
        }
        // Some of what bash knows we do not say: holes stand in its place.
        #expect(exact * 100 >= lines.count * 85, "\(exact) of \(lines.count) are known exactly")
    }

    enum Verdict {
        case same
        /// There are holes or alternatives, and what bash does is among them.
        case covered
        case different([String])
    }

    static func compare(_ line: String, _ calls: [[String]]) -> Verdict {
        let settings = Resolver.Settings(
            home: home,
            directory: folder.appendingPathComponent("empty").path,
            environment: ["HOME": home, "PATH": "/usr/bin:/bin"]
        )
        let resolution = Resolver(settings).resolve(ShellScript(parsing: line))
        let all = resolution.invocations.filter { $0.words[0].text == "argv" }
        let sure = all.filter { !$0.isConditional }
        func same(_ invocation: Invocation, _ call: [String]) -> Bool {
            let words = invocation.words.dropFirst()
            return words.count == call.count && zip(words, call).allSatisfy { $0.isDynamic ? false : $0.pattern == $1 }
        }
        if sure.count == calls.count, zip(sure, calls).allSatisfy(same) { return .same }
        let isWhole =
            resolution.unknowns.isEmpty && all.count == sure.count && !all.contains { $0.words.contains(where: \.isDynamic) }
        var rest = all[...]
        let isCovered = calls.allSatisfy { call in
            while let next = rest.first {
                // A loop whose turns are not known is told once, whatever their number.
                let mayRepeat = next.isConditional && next.words.contains(where: \.isDynamic)
                if mayRepeat { return true }
                rest = rest.dropFirst()
                if same(next, call) || next.words.contains(where: \.isDynamic) { return true }
            }
            return false
        }
        if isCovered, !isWhole { return .covered }
        return .different(all.map { ($0.isConditional ? "?" : "") + "\($0.words.dropFirst().map(\.pattern))" })
    }

    /// The arguments of every call of `argv`, by line; each line in a subshell of its own.
    static func bash(_ lines: [String]) throws -> [[[String]]] {
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var script = "argv() { printf 'C\\0%d\\0' $# >&9; [ $# = 0 ] || printf '%s\\0' \"$@\" >&9; }\nshopt -s extglob\n"
        for line in lines {
            script +=
                "( eval '\(line.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) })'; printf 'D\\0' >&9 ) > /dev/null 2>&1\nprintf 'E\\0' >&9\n"
        }
        let file = folder.appendingPathComponent("script")
        try Data(script.utf8).write(to: file)
        let run = "exec 9> \"$0.out\"; exec env -i HOME=\(home) PATH=/usr/bin:/bin LC_ALL=C.UTF-8 bash --norc \"$0\""
        _ = try Oracle.run(["/bin/sh", "-c", run, file.path], in: folder.appendingPathComponent("empty"))
        let output = try Data(contentsOf: folder.appendingPathComponent("script.out"))
        var tokens = output.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }[...]
        var result: [[[String]]] = []
        var calls: [[String]] = []
        var isDone = false
        while let token = tokens.popFirst() {
            if token == "D" {
                isDone = true
            } else if token == "E" {
                if !isDone { calls.append(["\u{1}stopped"]) }
                isDone = false
                result.append(calls)
                calls = []
            } else if token == "C", let count = tokens.popFirst().flatMap({ Int($0) }) {
                calls.append(Array(tokens.prefix(count)))
                tokens = tokens.dropFirst(count)
            }
        }
        return result
    }
}
