// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calls
import Composition
import Foundation
import Gate

struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Ask the gate what it thinks of a call, without running anything.",
        subcommands: [
            Check.self, Explain.self, Effects.self, Test.self, Replay.self, Grants.self, Serve.self,
        ]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge tool calls: one JSON object a line in, one answer a line out, in order.",
            discussion: """
                In:  {"tool": "Bash", "parameters": {"command": "rm -rf ~/photos"}, "cwd": "/home/me/work", "home": "/home/me"}
                Out: {"outcome": "allow" | "confirm" | "deny", "policies": […], "effects": […], "duration_us": …}

                Nothing given need exist on disk. With a command as the argument one Bash call is judged in this folder:
                drawbridge gate check 'rm -rf ~/photos'   (exit 2 when it is denied)
                """
        )

        @OptionGroup var policies: GatePolicyOptions

        @Argument(help: "A shell command to judge, instead of lines on standard input.")
        var command: String?

        func run() throws {
            let gate = try GateCheck(policies.settings())
            guard let command else {
                while let line = readLine() { Output.answer(gate.answer(line)) }
                return
            }
            let answer = gate.answer(GateCommand.call(command).json.canonical)
            if policies.explain {
                Output.answer(GateCommand.explanation(of: answer))
            } else {
                Output.answer(answer)
            }
            if (try? JSONValue(parsing: answer))?["outcome"] == "deny" { throw ExitStatus.no }
        }
    }

    struct Effects: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what tool calls would do: one JSON object a line in, one answer a line out, in order.",
            discussion: """
                In:  as for gate check.
                Out: {"tool", "effects": [{"kind", "target", "dynamic"?, …, "span": {"start", "end"}, "command"}], "traits"}

                Spans are bytes of the command. With a command as the argument: drawbridge gate effects 'rm -rf ~/photos'
                """
        )

        @Argument(help: "A shell command, instead of lines on standard input.")
        var command: String?

        func run() throws {
            let gate = try GateCheck.standard.get()
            guard let command else {
                while let line = readLine() { Output.answer(gate.effects(line)) }
                return
            }
            Output.answer(gate.effects(GateCommand.call(command).json.canonical))
        }
    }

    /// A shell command in this folder, as a call.
    static func call(_ command: String) -> ToolCall {
        ToolCall(
            tool: "Bash",
            parameters: ["command": .string(command)],
            workingDirectory: AbsolutePath.make("."),
            home: DataFolder(option: nil).home
        )
    }

    /// An answer of ``GateCheck`` for people.
    static func explanation(of answer: String) -> String {
        guard let answer = try? JSONValue(parsing: answer) else { return answer }
        var lines = [(answer["outcome"]?.stringValue ?? "").uppercased()]
        for policy in answer["policies"]?.arrayValue ?? [] {
            func text(_ key: String) -> String { policy[key]?.stringValue ?? "" }
            lines.append("  \(text("outcome")): \(text("title")) (\(text("id")), \(text("severity")))")
            lines.append("    \(text("reason")). Instead: \(text("instead")).")
        }
        lines.append("What it would do:")
        for effect in answer["effects"]?.arrayValue ?? [] {
            let target = effect["target"]?.stringValue ?? ""
            let words = (effect["arguments"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: " ")
            let marks = [
                effect["dynamic"] == true ? "known only when it runs" : nil, effect["recursive"] == true ? "whole folders" : nil,
                effect["sends_data"] == true ? "data goes out" : nil,
                effect["traits"]?.arrayValue.map { $0.compactMap(\.stringValue).joined(separator: ", ") },
            ].compactMap { $0 }
            let kind = (effect["kind"]?.stringValue ?? "").padding(toLength: 9, withPad: " ", startingAt: 0)
            lines.append("  \(kind) \(target) \(words)" + (marks.isEmpty ? "" : "  [\(marks.joined(separator: "; "))]"))
        }
        return lines.joined(separator: "\n")
    }
}

/// Which policies a command goes by.
struct GatePolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Packs: base, system, owasp, or none.", valueName: "base,system,owasp"))
    var pack = "base"

    @Option(
        help: ArgumentHelp(
            "Policies beside the packs: a file, or a folder of them. *.cedar is Cedar, anything else is plain text.",
            valueName: "path"
        )
    )
    var policies: String?

    @Option(help: ArgumentHelp("A file of Cedar rules beside the packs.", valueName: "file"))
    var rules: String?

    @Flag(help: "Answer for people, with every policy that had a say (with a command as the argument).")
    var explain = false

    @Flag(help: "Allow nothing that no policy permits.")
    var lockdown = false

    func settings() throws -> PolicySettings {
        try PolicyFiles.settings(pack: pack, policies: policies, rules: rules, lockdown: lockdown)
    }
}
