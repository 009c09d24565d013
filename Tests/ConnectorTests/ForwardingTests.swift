// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Connector
import HubHarness
import Storage
import Testing

/// THREATS 15: what leaves the machine is the owner's choice.
@Suite struct ForwardingTests {
    private static let runtime = ScriptedRuntime { _, reporter in
        await reporter.toolCallStarted(
            ReportedToolCall(
                id: "tc_0123456789ab",
                tool: "Bash",
                label: "cat CANARY-label",
                parameters: ["command": "CANARY-parameter"]
            )
        )
        await reporter.append("CANARY-words ", origin: .agent)
        await reporter.append("CANARY-output ", origin: .toolOutput)
        await reporter.append("CANARY-file ", origin: .fileContents)
        await reporter.toolCallEnded(
            ReportedToolResult(id: "tc_0123456789ab", tool: "Bash", status: .completed, output: "CANARY-result")
        )
    }

    /// Everything that the hub has stored, as one text.
    private func stored(_ hub: HubFixture) async throws -> String {
        try await hub.database.read { connection in
            try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { try $0.text("name") }
                .flatMap { table in try connection.rows("SELECT * FROM \(table)").map { "\($0)" } }.joined(separator: "\n")
        } + hub.audit.text
    }

    @Test(
        arguments: [
            ("{}", ["words", "output", "label", "parameter", "result"]),
            (#"{"forward":{"text":"off"}}"#, ["output", "label", "parameter", "result"]),
            (#"{"forward":{"tool_results":"off"}}"#, ["words", "label", "parameter"]),
            (#"{"forward":{"tool_metadata":"off"}}"#, ["words", "output"]),
            (#"{"forward":{"file_contents":"on"}}"#, ["words", "output", "file", "label", "parameter", "result"]),
            (#"{"forward":{"text":"off","tool_metadata":"off","tool_results":"off"}}"#, []),
        ] as [(String, [String])]
    )
    func onlyWhatIsAllowedReachesTheHub(settings: String, allowed: [String]) async throws {
        try await ConnectorFixture.run { fixture in
            let settings = try ForwardSettings(json: JSONValue(parsing: settings))
            try await fixture.withConnector(Self.runtime, settings: settings) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                _ = try await fixture.answer(to: interaction, in: session)
                if settings.toolMetadata == .on {
                    try await eventually {
                        try await fixture.user.call("GET", "/sessions/\(session)/tasks")["tasks"]?.arrayValue?.first?["status"]
                            == "completed"
                    }
                }
                let everything = try await stored(fixture.hub)
                for part in ["words", "output", "file", "label", "parameter", "result"] {
                    #expect(everything.contains("CANARY-\(part)") == allowed.contains(part), "\(part)")
                }
            }
        }
    }

    @Test(arguments: [ApprovalDecision.approve, .deny])
    func askAsksOnce(decision: ApprovalDecision) async throws {
        try await ConnectorFixture.run { fixture in
            let runtime = ScriptedRuntime { _, reporter in
                await reporter.append("CANARY-1 ", origin: .toolOutput)
                await reporter.append("CANARY-2 ", origin: .toolOutput)
            }
            let settings = try ForwardSettings(json: ["forward": ["tool_results": "ask"]])
            try await fixture.withConnector(runtime, settings: settings) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                let approval = try await fixture.approval()
                #expect(approval.action.title.contains("Send"))
                try await fixture.user.decide(approval.id, decision)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text.contains("CANARY-1 CANARY-2") == (decision == .approve))
                #expect(try await fixture.user.approvals(status: nil).count == 1)
            }
        }
    }

    /// Secrets are taken out once more on the way, also where they lie across two pieces.
    @Test func secretsDoNotLeave() async throws {
        let key = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
        let runtime = ScriptedRuntime { _, reporter in
            await reporter.toolCallStarted(
                ReportedToolCall(
                    id: "tc_0123456789ab",
                    tool: "Bash",
                    label: "echo \(key)",
                    parameters: ["command": .string("echo \(key)")]
                )
            )
            await reporter.append("the key is \(key.prefix(17))", origin: .toolOutput)
            await reporter.append("\(key.dropFirst(17)) so\n", origin: .toolOutput)
            await reporter.toolCallEnded(
                ReportedToolResult(id: "tc_0123456789ab", tool: "Bash", status: .failed, error: key, output: key)
            )
        }
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(runtime) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text.hasPrefix("the key is [REDACTED"))
                #expect(answer.text.hasSuffix(" so\n"))
                try await eventually {
                    try await fixture.user.call("GET", "/sessions/\(session)/tasks")["tasks"]?.arrayValue?.first?["status"]
                        == "failed"
                }
                #expect(!(try await stored(fixture.hub).contains(key.suffix(20))))
            }
        }
    }

    @Test(arguments: [
        (#"[]"#, ForwardSettingsError.notAnObject), (#"{"forward":{"texts":"on"}}"#, .unknownName("texts")),
        (#"{"forward":{"text":"maybe"}}"#, .unknownChoice("text")), (#"{"forward":{"text":true}}"#, .unknownChoice("text")),
    ])
    func settingsThatAreNotUnderstoodAreErrors(text: String, error: ForwardSettingsError) {
        #expect(throws: error) { try ForwardSettings(json: JSONValue(parsing: text)) }
    }
}
