// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ShellSyntax

/// Whatever the arguments are, there is an answer, and soon.
@Suite struct ProgramsRobustnessTests {
    private static let pieces: [Field] =
        [
            "-", "--", "-x", "-rf", "--force", "--help", "-e", "-c", "-o", "x", "a=b", "@f", "host:path", "u@h:p", "http://e/x",
            "-exec", "{}", ";", "+",
            ":::", "run", "exec", "rm", "system('x')", "os.system('a' + \"b\")", "s/a/b/e", "$(", "{{{{", "((((", "[[[[", "'",
            "\"", "\\", "'''", "`x`", "777",
            "-u", "-S", "-I{}", "DROP TABLE x;", "COPY t TO PROGRAM 'x'", ":!x", "-1", "é\u{200B}", "", "%x{", "qx(", "s{a}{",
            "tr/", "#{", "${", "-v", "/:/x",
        ].map { Field($0) } + [
            Field([.unknown(.other)], span: SourceSpan(0, 0), isSplit: true),
            Field([.unknown(.output([1]))], span: SourceSpan(0, 0)),
            Field([.text("--x="), .unknown(.other)], span: SourceSpan(0, 0)),
            Field([.text("-c"), .unknown(.other), .text("y")], span: SourceSpan(0, 0)),
            Field([.glob("*")], span: SourceSpan(0, 0)),
            Field([.text("os.system("), .unknown(.other), .text(")")], span: SourceSpan(0, 0)),
        ]

    @Test func anyArgumentsHaveAnAnswer() {
        var random = Seeded(state: 7)
        let surroundings = Programs.Surroundings(
            home: "/h",
            directory: "/w",
            readFile: { _ in Array("a: b\n\tx $(shell y)\n".utf8) }
        )
        for family in Family.allCases {
            for program in ProgramReader(family.text).programs {
                guard let name = program.names.first else { continue }
                for _ in 0..<12 {
                    var list = [Field(name)]
                    for subcommand in program.subcommands.randomElement(using: &random).map({ [$0] }) ?? []
                    where Bool.random(using: &random) {
                        list.append(Field(subcommand.names.randomElement(using: &random) ?? ""))
                    }
                    for _ in 0..<Int.random(in: 0...7, using: &random) {
                        let options = program.options.flatMap(\.names)
                        let isOption = Bool.random(using: &random)
                        let option = options.randomElement(using: &random)
                        list.append(
                            isOption
                                ? option.map { Field($0) } ?? Self.pieces[0]
                                : Self.pieces.randomElement(using: &random) ?? Self.pieces[0]
                        )
                    }
                    #expect(Programs.usage(of: list, in: surroundings).uses.count < 10_000)
                }
            }
        }
    }

    @Test func anyCodeHasAnAnswer() {
        var random = Seeded(state: 11)
        for language in Language.allCases {
            for _ in 0..<300 {
                var code = Field("")
                for _ in 0..<Int.random(in: 1...20, using: &random) {
                    for piece in (Self.pieces.randomElement(using: &random) ?? Self.pieces[0]).pieces { code.append(piece) }
                    code.append(.text([" ", "\n", "", "(", ")", ";", "=", "+", ".", ","].randomElement(using: &random) ?? ""))
                }
                #expect(Programs.usage(ofCode: code, in: language).starts.count < 10_000)
            }
        }
    }

    /// 16 KB of the worst that came to mind; 64 KB take some 50 ms where the code is optimized.
    @Test func longCodeEndsSoon() {
        let units = [
            "(", "[", "{", "a(", "'", "a=", "a+", "system(", "x.y.z.", "\"a\"+", "exec ", "`", "|", "s/", "\n", "{a:", "1e ",
            "$(shell ", "do shell script ", "DELETE ",
        ]
        for language in Language.allCases {
            for unit in units {
                let code = Field(String(repeating: unit, count: 16384 / unit.utf8.count))
                let start = ContinuousClock.now
                _ = Programs.usage(ofCode: code, in: language)
                // Generous, since the tests run without optimization and beside others.
                #expect(ContinuousClock.now - start < .seconds(4), "\(language) \(unit)")
            }
        }
    }

    @Test func longArgumentListsEndSoon() {
        for unit in ["-x", "a", "--a=b", "-exec", ":::", "A=b", "{}", ";"] {
            for name in ["find", "xargs", "parallel", "env", "tar", "git", "docker", "rm", "curl", "sudo"] {
                let list = [Field(name)] + (0..<2500).map { _ in Field(unit) }
                let start = ContinuousClock.now
                _ = Programs.usage(of: list, in: Programs.Surroundings(home: "/h", directory: nil))
                #expect(ContinuousClock.now - start < .seconds(4), "\(name) \(unit)")
            }
        }
    }

    /// A trait that nothing sets would be a promise. The resolver sets those that take a whole script to see.
    @Test func everyTraitIsUsed() throws {
        let ofScripts: Set<ShellSyntax.Trait> = [.runsOutput, .runsDownload, .preloads, .forkBomb, .endlessLoop]
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("Sources/ShellSyntax/Programs")
        var text = ""
        for case let file as URL in try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" && file.lastPathComponent != "Trait.swift" {
            text += try String(contentsOf: file, encoding: .utf8)
        }
        for trait in ShellSyntax.Trait.allCases where !ofScripts.contains(trait) {
            #expect(text.contains("!\(trait.rawValue)") || text.contains(".\(trait)"), "\(trait)")
        }
    }
}
