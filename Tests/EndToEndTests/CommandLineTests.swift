// SPDX-License-Identifier: Apache-2.0

import Calls
import Foundation
import Testing

extension EndToEnd {
    /// INTERFACES.md, "Commands": exit codes, standard output for the answer, standard error for people.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineContract {
        struct Case: Sendable, CustomTestStringConvertible {
            let arguments: [String]
            let code: Int32
            var output: String?
            var error: String?
            var testDescription: String { arguments.joined(separator: " ") }
        }

        private static let cases = [
            Case(arguments: ["--help"], code: 0, output: "SUBCOMMANDS"),
            Case(arguments: ["up", "--help"], code: 0, output: "--port"),
            Case(arguments: ["--version"], code: 0, output: "0."),
            Case(arguments: ["--unknown"], code: 2, error: "--unknown"),
            Case(arguments: ["frobnicate"], code: 2, error: "frobnicate"),
            Case(arguments: ["up", "--port", "many"], code: 2, error: "--port"),
            Case(arguments: ["up", "--port", "70000"], code: 2, error: "65535"),
            Case(arguments: ["up", "--runtime", "none"], code: 2, error: "runtime"),
            Case(arguments: ["hub", "serve", "--listen", "nowhere"], code: 2, error: "HOST:PORT"),
            Case(arguments: ["hub", "sign-in-link"], code: 1, error: "no hub has run"),
            Case(arguments: ["pair"], code: 2, error: "hub-url"),
            Case(arguments: ["pair", "not-a-url"], code: 1, error: "no hub address"),
            Case(arguments: ["pair", "http://localhost:1", "--keyring", "--systemd"], code: 2, error: "choose one"),
            Case(arguments: ["connect", "--demo"], code: 11, error: "not paired"),
            Case(arguments: ["status"], code: 1, output: "data folder"),
            Case(arguments: ["status", "--json"], code: 1, output: "\"ok\":false"),
            Case(arguments: ["doctor", "--json"], code: 1, output: "\"remedy\""),
            Case(arguments: ["gate", "check", "ls"], code: 0, output: "\"outcome\":\"allow\""),
            Case(arguments: ["gate", "check", "sudo id"], code: 2, output: "\"outcome\":\"deny\""),
            Case(arguments: ["gate", "check", "rm -rf ~/photos"], code: 0, output: "\"outcome\":\"confirm\""),
            Case(arguments: ["log", "verify"], code: 1, error: "no log"),
            Case(arguments: ["log", "show"], code: 1, error: "no log"),
            Case(arguments: ["log", "verify", "/nonexistent"], code: 1, error: "no log"),
            Case(arguments: ["--generate-completion-script", "bash"], code: 0, output: "_drawbridge"),
            Case(arguments: ["--generate-completion-script", "zsh"], code: 0, output: "#compdef drawbridge"),
            Case(arguments: ["--generate-completion-script", "fish"], code: 0, output: "complete -c"),
        ]

        @Test(arguments: cases) func exitCodeAndOutput(_ expected: Case) async throws {
            try await withMachine { machine in
                let process = try machine.start(expected.arguments, data: false, environment: ["DRAWBRIDGE_DATA": machine.data])
                let code = try await process.ended()
                #expect(code == expected.code, "\(process.output)\(process.errorText)")
                if let output = expected.output {
                    #expect(process.output.contains(output))
                } else {
                    #expect(process.output.isEmpty, "what is no answer goes to standard error")
                }
                if let error = expected.error { #expect(process.errorText.localizedCaseInsensitiveContains(error)) }
                if expected.code == 0 { #expect(process.errorText.isEmpty) }
            }
        }

        @Test func aBatchAnswersEveryLineInOrder() async throws {
            try await withMachine { machine in
                let good = #"{"tool":"Bash","parameters":{"command":"COMMAND"},"cwd":"/home/me/work","home":"/home/me"}"#
                let lines = [
                    good.replacingOccurrences(of: "COMMAND", with: "ls"), "", "garbage", "{}", "[]", "null",
                    good.replacingOccurrences(of: "COMMAND", with: "sudo id"),
                    #"{"tool":"Bash","tool":"Read","parameters":{}}"#,
                    #"{"tool":"Bash","parameters":"no"}"#, "\u{FEFF}{}", String(repeating: "[", count: 5000), "\t",
                    good.replacingOccurrences(of: "COMMAND", with: "rm -rf ~/keep"), "é\u{0}x",
                ]
                let answer = try await machine.run("gate", "check", data: false, input: lines.joined(separator: "\n"))
                #expect(answer.code == 0)
                let answers = answer.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                #expect(answers.count == lines.count)
                let parsed = try answers.map { try JSONValue(parsing: String($0)) }
                let outcomes = parsed.map { $0["outcome"]?.stringValue ?? "none" }
                #expect(outcomes[0] == "allow")
                #expect(outcomes[6] == "deny")
                #expect(outcomes[12] == "confirm")
                for (index, outcome) in outcomes.enumerated() where ![0, 6, 12].contains(index) {
                    #expect(outcome == "deny" || parsed[index]["error"] != nil, "line \(index): \(parsed[index].canonical)")
                }
            }
        }

        @Test func aBatchAnswersBeforeTheInputEnds() async throws {
            try await withMachine { machine in
                let pipe = machine.home + "/pipe"
                let script = """
                    mkfifo \(pipe); exec 3<>\(pipe); '\(Binary.path)' gate check <&3 &
                    echo '{"tool":"Bash","parameters":{"command":"ls"},"cwd":"/w","home":"/h"}' >&3; wait
                    """
                let process = try machine.spawn(["/bin/sh", "-c", script])
                #expect(try await process.line(containing: "outcome").contains("allow"))
            }
        }
    }
}
