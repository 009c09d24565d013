// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition
import Foundation
import ShellSyntax

struct ShellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "See shell commands as the gate sees them. Nothing is run.",
        subcommands: [Parse.self, Resolve.self]
    )

    struct Input: ParsableArguments {
        @Argument(help: "The command; standard input where there is none.")
        var command: String?

        @Option(help: "bash, posix or zsh.")
        var dialect = "bash"

        func script() throws -> ShellScript {
            let dialects: [String: Dialect] = ["bash": .bash, "posix": .posix, "sh": .posix, "zsh": .zsh]
            guard let dialect = dialects[dialect] else { throw ValidationError("--dialect is bash, posix or zsh") }
            let text =
                command ?? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
            return ShellScript(parsing: text, dialect: dialect)
        }
    }

    struct Parse: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the text in pieces, each with its bytes and kind, and what is wrong with it.",
            discussion: "Exit 2 if the shell would not accept it."
        )

        @OptionGroup var input: Input

        func run() throws {
            let script = try input.script()
            for leaf in script.leaves where !leaf.isTrivia {
                let place = "\(leaf.span.start)-\(leaf.span.end)".padding(toLength: 12, withPad: " ", startingAt: 0)
                let kind = "\(leaf.kind)".padding(toLength: 12, withPad: " ", startingAt: 0)
                Output.answer("\(place)\(kind)\(script.text(of: leaf.span))")
            }
            for character in script.unusualCharacters {
                Output.tell(
                    "unusual: U+\(String(character.scalar.value, radix: 16, uppercase: true)) at byte \(character.span.start)"
                )
            }
            for diagnostic in script.diagnostics { Output.tell("\(diagnostic.severity): \(diagnostic)") }
            if !script.isAccepted { throw ExitStatus.no }
        }
    }

    struct Resolve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the programs that would run, with what they use, and what cannot be known.",
            discussion: "Exit 2 if a part is known only when it runs."
        )

        @OptionGroup var input: Input

        func run() throws {
            let script = try input.script()
            let home = DataFolder(option: nil).home
            let settings = Resolver.Settings(home: home, directory: AbsolutePath.make("."))
            let resolution = Resolver(settings).resolve(script)
            for invocation in resolution.invocations { Output.answer(Self.describe(invocation)) }
            for unknown in resolution.unknowns {
                Output.answer("unknown: \(unknown.reason) in: \(script.text(of: unknown.span))")
            }
            if !resolution.unknowns.isEmpty { throw ExitStatus.no }
        }

        private static func describe(_ invocation: Invocation) -> String {
            var line = (invocation.starters + [""]).joined(separator: " > ") + invocation.words.map(shown).joined(separator: " ")
            if !invocation.usage.traits.isEmpty {
                line += "  [" + invocation.usage.traits.sorted().map(\.rawValue).joined(separator: ", ") + "]"
            }
            if !invocation.usage.isKnown { line += "  (not in the table)" }
            for use in invocation.usage.uses {
                let marks = [use.isRecursive ? "whole folders" : nil, use.sendsData ? "data goes out" : nil].compactMap { $0 }
                line += "\n    \(use.kind) \(shown(use.target))" + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
            }
            return line
        }

        /// With quotes where they are needed, and holes as `‹…›`.
        private static func shown(_ field: Field) -> String {
            if let text = field.text {
                let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+@%~".contains($0) }
                return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
            }
            return field.pieces.map { piece in
                switch piece {
                case .text(let text), .glob(let text): text
                case .unknown(.parameter(let name)): "‹$\(name)›"
                case .unknown(.output): "‹output›"
                case .unknown(.other): "‹unknown›"
                }
            }.joined()
        }
    }
}
