// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Calls
import Composition
import Foundation
import Gate

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Plain-text policies: ALLOW, REQUIRE CONFIRM and DENY, a rule a line.",
        discussion: """
            ALLOW: read files in the workspace
            REQUIRE CONFIRM: send WhatsApp messages
            DENY: outbound connections on port 22

            docs/policies.md lists all forms. A line that is not understood is an error, never ignored (exit 3).
            """,
        subcommands: [Compile.self, Validate.self, Explain.self, Test.self]
    )

    struct Input: ParsableArguments {
        @Argument(help: "The policy; standard input where there is none.")
        var file: String?

        /// - Throws: exit status 3 after telling every problem.
        func policy() throws -> AgentPolicy {
            let text =
                if let file, file != "-" {
                    try PolicyFiles.text(file)
                } else {
                    String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
                }
            do {
                let policy = try AgentPolicy(parsing: text)
                for warning in policy.warnings { Output.tell("\(file ?? "policy"):\(warning)") }
                return policy
            } catch {
                for problem in error.problems { Output.tell("\(file ?? "policy"):\(problem)") }
                throw ExitStatus.validationFailed
            }
        }
    }

    struct Compile: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the policy as Cedar.")

        @OptionGroup var input: Input

        func run() throws { Output.answer(try input.policy().cedar) }
    }

    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether every line is understood; warn of contradictions."
        )

        @OptionGroup var input: Input

        func run() throws {
            let policy = try input.policy()
            Output.answer("\(policy.lines.count) rules, default \(policy.fallback.rawValue)")
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say how each line was understood.")

        @OptionGroup var input: Input

        func run() throws {
            let policy = try input.policy()
            for line in policy.lines {
                Output.answer("\(line.number): \(line.directive.rawValue): \(line.text)\n     \(line.meaning)")
            }
            Output.answer("What no line covers: \(policy.fallback.rawValue)")
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a policy, without the packs, against calls with expected outcomes (exit 2 if one differs).",
            discussion: "The file is that of `gate test`."
        )

        @Argument(help: "The policy.")
        var policy: String

        @Argument(help: "The expected outcomes.")
        var expectations: String

        func run() throws {
            var settings = PolicySettings(packs: [])
            settings.agentPolicies["*"] = try PolicyFiles.text(policy)
            try GateCommand.Test.run(settings, expectations, junit: nil)
        }
    }
}

extension GateCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check policies against calls with expected outcomes (exit 2 if one differs).",
            discussion: """
                A line of FILE is a call as for `gate check` with "expect": "allow" | "confirm" | "deny" (and perhaps "name",
                and "policy": the id of a policy that must have a say), or plain: DENY: rm -rf ~/photos
                """
        )

        @Argument(help: "The expected outcomes.")
        var file: String

        @OptionGroup var policies: GatePolicyOptions

        @Option(help: ArgumentHelp("Write the results here, as JUnit does.", valueName: "file"))
        var junit: String?

        func run() throws { try Self.run(policies.settings(), file, junit: junit) }

        static func run(_ settings: PolicySettings, _ file: String, junit: String?) throws {
            let expectations = try Expectations(
                parsing: PolicyFiles.text(file),
                folder: AbsolutePath.make("."),
                home: DataFolder(option: nil).home
            )
            let results = expectations.run(try GateCheck(settings))
            for result in results {
                if let problem = result.problem { Output.answer("\(file):\(result.test.line): \(result.test.name): \(problem)") }
            }
            if let junit { try Data(Expectations.junit(results, suite: file).utf8).write(to: URL(fileURLWithPath: junit)) }
            let failed = results.filter { $0.problem != nil }.count
            Output.answer("\(results.count - failed) passed, \(failed) failed")
            if failed > 0 { throw ExitStatus.no }
        }
    }
}
