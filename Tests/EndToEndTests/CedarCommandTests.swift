// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// `drawbridge cedar`: options and exit codes of the official command, batch forms of INTERFACES.md.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct CedarCommands {
        private static let policies = """
            permit(principal in Team::"dev", action, resource) when { context.size < 10 };
            forbid(principal, action == Action::"delete", resource);
            """
        private static let schema = """
            entity Team; entity User in [Team]; entity App;
            action view, delete appliesTo { principal: User, resource: App, context: { size: Long } };
            """
        private static let entities = """
            [{"uid": {"type": "User", "id": "alice"}, "attrs": {}, "parents": [{"type": "Team", "id": "dev"}]}]
            """

        /// Writes the inputs, runs the command, and gives its end.
        private func cedar(_ arguments: [String], input: String? = nil, policies: String = Self.policies) async throws
            -> Machine.Finished
        {
            try await withMachine { machine in
                let folder = URL(fileURLWithPath: machine.home)
                for (name, text) in [
                    ("p.cedar", policies), ("s.cedarschema", Self.schema), ("e.json", Self.entities), ("c.json", "{\"size\": 5}"),
                    ("bad.cedar", "permit(principal, action, resource) when { 1 + };"),
                    (
                        "r.jsonl",
                        "{\"principal\": \"User::\\\"alice\\\"\", \"action\": \"Action::\\\"view\\\"\", \"resource\": \"App::\\\"a\\\"\", \"context\": {\"size\": 1}}"
                    ),
                ] {
                    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
                }
                let paths = arguments.map { $0.contains(".") && !$0.contains(" ") ? folder.appendingPathComponent($0).path : $0 }
                let child = try machine.start(["cedar"] + paths, data: false, input: input)
                let code = try await child.ended()
                return Machine.Finished(code: code, output: child.output, error: child.errorText)
            }
        }

        private func request(_ action: String) -> [String] {
            [
                "-p", "p.cedar", "--entities", "e.json", "-l", "User::\"alice\"", "-a", "Action::\"\(action)\"", "-r",
                "App::\"a\"",
                "-c", "c.json",
            ]
        }

        @Test func decisionsAreExitCodes() async throws {
            let allowed = try await cedar(["authorize", "--verbose"] + request("view"))
            #expect(allowed.code == 0 && allowed.output.hasPrefix("ALLOW") && allowed.output.contains("policy0"))
            let denied = try await cedar(["authorize", "--json", "-s", "s.cedarschema"] + request("delete"))
            #expect(denied.code == 2 && denied.output == "{\"decision\":\"deny\",\"reason\":[\"policy1\"],\"errors\":[]}\n")
            let explained = try await cedar(["explain"] + request("delete"))
            #expect(explained.code == 2 && explained.output.contains("context.size is 5"))
            let unknown = try await cedar(["authorize", "-s", "s.cedarschema"] + request("paint"))
            #expect(unknown.code == 1 && unknown.error.contains("paint"))
            let broken = try await cedar(["authorize", "-p", "bad.cedar"] + Array(request("view").dropFirst(2)))
            #expect(broken.code == 1 && broken.error.contains("bad.cedar:1:48"))
            let missing = try await cedar(["authorize", "-p", "none.cedar"] + Array(request("view").dropFirst(2)))
            #expect(missing.code == 1 && missing.error.contains("none.cedar"))
        }

        @Test func validationIsExitCodeThree() async throws {
            let valid = try await cedar(["validate", "-p", "p.cedar", "-s", "s.cedarschema", "--schema-format", "cedar"])
            #expect(try await cedar(["validate", "-p", "p.cedar", "-s", "s.cedarschema", "--schema-format", "json"]).code == 1)
            #expect(valid.code == 0 && valid.output.contains("passed"))
            let invalid = try await cedar(
                ["validate", "-p", "p.cedar", "-s", "s.cedarschema"],
                policies: "permit(principal, action, resource) when { context.wide };"
            )
            #expect(invalid.code == 3 && invalid.error.contains("1:44"))
        }

        @Test func batchFormsAnswerLineByLine() async throws {
            let request =
                "{\"principal\":{\"type\":\"U\",\"id\":\"a\"},\"action\":{\"type\":\"Action\",\"id\":\"a\"},\"resource\":{\"type\":\"U\",\"id\":\"a\"},\"context\":{}}"
            let input = """
                {"policies":"permit(principal, action, resource);","entities":[],"requests":[\(request),{"principal":1}]}
                nonsense
                {"policies":"permit(","entities":[],"requests":[]}

                """
            let answers = try await cedar(["authorize", "--batch"], input: input)
            let lines = answers.output.split(separator: "\n")
            #expect(answers.code == 0 && lines.count == 3)
            #expect(
                lines[0].hasPrefix("{\"results\":[{\"decision\":\"allow\",\"reason\":[\"policy0\"],\"errors\":[]},{\"error\":{")
            )
            #expect(lines[1].hasPrefix("{\"error\":{\"message\":") && lines[2].contains("\"line\":1,\"column\":8"))
            let parsed = try await cedar(["check-parse", "--batch"], input: "{\"policies\":\"\"}\n{\"policies\":\"x\"}\n")
            #expect(parsed.output.hasPrefix("{\"ok\":true}\n{\"ok\":false,\"error\":{"))
            let schema = try await cedar(["translate-schema", "--batch"], input: "{\"schema\":\"entity A;\"}\n")
            #expect(schema.output == "{\"schema\":{\"\":{\"entityTypes\":{\"A\":{}},\"actions\":{}}}}\n")
            let verdict = try await cedar(
                ["validate", "--batch"],
                input: "{\"policies\":\"permit(principal, action, resource);\",\"schema\":\"entity A;\",\"mode\":\"strict\"}\n"
            )
            #expect(verdict.output.hasPrefix("{\"valid\":false,\"errors\":[{\"policy\":\"policy0\""))
        }

        @Test func theOthers() async throws {
            #expect(try await cedar(["language-version"]).output.contains("4.5"))
            #expect(try await cedar(["evaluate", "1 + 2 == 3"]).output == "true\n")
            #expect(try await cedar(["evaluate", "1 + principal"]).code == 1)
            #expect(
                try await cedar(["format"], input: "permit(principal,action,resource);").output
                    == "permit (principal, action, resource);\n"
            )
            let json = try await cedar(["translate-policy", "--direction", "cedar-to-json", "-p", "p.cedar"]).output
            let back = try await cedar(["translate-policy", "--direction", "json-to-cedar"], input: json).output
            #expect(back.contains("forbid (principal, action == Action::\"delete\", resource);"))
            let partial = try await cedar([
                "partially-authorize", "-p", "p.cedar", "-s", "s.cedarschema", "--entities", "e.json", "-l", "User::\"alice\"",
                "--actions",
            ])
            #expect(partial.code == 0 && partial.output == "Action::\"view\": UNKNOWN\nAction::\"delete\": DENY\n")
            let bench = try await cedar([
                "bench", "-p", "p.cedar", "--entities", "e.json", "--requests", "r.jsonl", "--iterations", "2",
            ])
            #expect(bench.code == 0)
            for key in [
                "decision_ns", "mean", "p50", "p99", "allow", "deny", "evaluations", "wall_ns", "parse_ns", "compile_ns",
                "peak_bytes",
            ] {
                #expect(bench.output.contains("\"\(key)\""))
            }
        }
    }
}
