// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Connector
import HubHarness
import Storage
import Testing

/// A connector and a hub, with a runtime of the test's: turns, order, restarts, stops.
@Suite struct TurnTests {
    @Test func anAnswerStreamsInOrderAndEndsWhole() async throws {
        try await ConnectorFixture.run { fixture in
            let pieces = (0..<200).map { "piece \($0) é\n" }
            let runtime = ScriptedRuntime { _, reporter in
                for piece in pieces { await reporter.append(piece, origin: .agent) }
            }
            try await fixture.withConnector(runtime) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text == pieces.joined())
                #expect(answer.finishReason == "stop")
            }
            #expect(runtime.turns.map(\.text) == ["go"])
        }
    }

    @Test func turnsOfASessionAreAnsweredInOrderAndOthersDoNotWait() async throws {
        try await ConnectorFixture.run { fixture in
            let first = Gateway()
            let runtime = ScriptedRuntime { turn, reporter in
                if turn.text == "slow" { await first.wait() }
                await reporter.append("re: \(turn.text)", origin: .agent)
            }
            try await fixture.withConnector(runtime) { _ in
                let (one, two) = (try await fixture.session(), try await fixture.session())
                _ = try await fixture.user.send("slow", to: one)
                let (second, _) = try await fixture.user.send("after", to: one)
                let (other, _) = try await fixture.user.send("other", to: two)
                _ = try await fixture.answer(to: other, in: two)
                first.open()
                _ = try await fixture.answer(to: second, in: one)
                let texts = try await fixture.user.messages(of: one).filter { $0.role == .agent }.map(\.text)
                #expect(texts == ["re: slow", "re: after"])
            }
        }
    }

    @Test func whatWasSentWhileTheConnectorWasAwayIsDoneOnceItIsBack() async throws {
        try await ConnectorFixture.run { fixture in
            let session = try await fixture.session()
            var interactions: [String] = []
            for n in 0..<3 { interactions.append(try await fixture.user.send("m\(n)", to: session).interactionID) }
            let runtime = ScriptedRuntime { turn, reporter in await reporter.append(turn.text, origin: .agent) }
            let last = interactions[2]
            try await fixture.withConnector(runtime) { _ in _ = try await fixture.answer(to: last, in: session) }
            // And not once more with the next start.
            try await fixture.withConnector(runtime) { _ in
                let (next, _) = try await fixture.user.send("m3", to: session)
                _ = try await fixture.answer(to: next, in: session)
            }
            #expect(runtime.turns.map(\.text) == ["m0", "m1", "m2", "m3"])
        }
    }

    /// Another installation's updates count from 1 again, in the same folder.
    @Test func aMachineThatWasPairedAnewAnswersAgain() async throws {
        try await ConnectorFixture.run { first in
            let token = try #require(BridgeToken(try await first.hub.pair().token))
            let second = ConnectorFixture(
                hub: first.hub,
                user: first.user,
                credential: Credential(hub: first.credential.hub, token: token),
                folder: first.folder
            )
            let runtime = ScriptedRuntime { turn, reporter in await reporter.append(turn.text, origin: .agent) }
            for fixture in [first, second] {
                try await fixture.withConnector(runtime) { _ in
                    let session = try await fixture.session()
                    let (interaction, _) = try await fixture.user.send("go", to: session)
                    _ = try await fixture.answer(to: interaction, in: session)
                }
            }
            #expect(runtime.turns.count == 2)
        }
    }

    @Test func aTurnThatARestartInterruptedIsNotRunAgainAndSaysSo() async throws {
        try await ConnectorFixture.run { fixture in
            let session = try await fixture.session()
            let begun = Gateway()
            let runtime = ScriptedRuntime { _, reporter in
                await reporter.toolCallStarted(
                    ReportedToolCall(id: "tc_0123456789ab", tool: "Bash", label: "sleep", parameters: [:])
                )
                await reporter.append("half of", origin: .agent)
                begun.open()
                try await Task.sleep(for: .seconds(3600))
            }
            let (interaction, _) = try await fixture.user.send("go", to: session)
            try await fixture.withConnector(runtime) { _ in await begun.wait() }
            #expect(try await !fixture.user.messages(of: session).contains { $0.role == .agent && $0.state == .final })
            try await fixture.withConnector(runtime) { _ in
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text.hasPrefix("half"))
                #expect(answer.text.contains("restarted"))
                #expect(answer.finishReason == "error")
                try await eventually {
                    try await fixture.user.call("GET", "/sessions/\(session)/tasks")["tasks"]?.arrayValue?.first?["status"]
                        == "failed"
                }
            }
            #expect(runtime.turns.count == 1)
        }
    }

    /// The hub heard that the cancellation is taken and says it no more: it has to outlive the connector.
    @Test func whatWasCancelledWhileItWaitedDoesNotBeginAfterARestart() async throws {
        try await ConnectorFixture.run { fixture in
            let (begun, end) = (Gateway(), Gateway())
            let stubborn = ScriptedRuntime { _, _ in
                begun.open()
                // Deaf to being cancelled, so that the next one still waits when the connector goes.
                await Task.detached { await end.wait() }.value
            }
            let session = try await fixture.session()
            let second = try await fixture.withConnector(stubborn) { _ in
                _ = try await fixture.user.send("first", to: session)
                await begun.wait()
                let second = try await fixture.user.send("second", to: session).interactionID
                try await fixture.user.cancel(sessionID: session)
                try await eventually {
                    try await fixture.hub.database.read { try $0.rows("SELECT update_id FROM updates") }.isEmpty
                }
                Task {
                    try await Task.sleep(for: .milliseconds(500))
                    end.open()
                }
                return second
            }
            #expect(stubborn.turns.map(\.text) == ["first"])
            let runtime = ScriptedRuntime { _, _ in }
            try await fixture.withConnector(runtime) { _ in
                let answer = try await fixture.answer(to: second, in: session)
                #expect(answer.finishReason == "cancelled")
            }
            #expect(runtime.turns.isEmpty)
        }
    }

    @Test func stoppingEndsTheRunAndTheAnswerSaysCancelled() async throws {
        try await ConnectorFixture.run { fixture in
            let begun = Gateway()
            let runtime = ScriptedRuntime { _, reporter in
                await reporter.append("working", origin: .agent)
                begun.open()
                try await Task.sleep(for: .seconds(3600))
            }
            try await fixture.withConnector(runtime) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                await begun.wait()
                try await fixture.user.cancel(sessionID: session)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.finishReason == "cancelled")
                #expect(answer.text == "working")
            }
        }
    }

    @Test func aRuntimeThatFailsIsSaidToHave() async throws {
        struct Broken: Error, CustomStringConvertible { let description = "out of paper" }
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(ScriptedRuntime { _, _ in throw Broken() }) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text.contains("out of paper"))
                #expect(answer.finishReason == "error")
            }
        }
    }

    @Test func anAnswerThatIsTooLongIsCutAndSaysSo() async throws {
        try await ConnectorFixture.run { fixture in
            let runtime = ScriptedRuntime { _, reporter in
                for _ in 0..<100 { await reporter.append(String(repeating: "é", count: 1000), origin: .agent) }
            }
            try await fixture.withConnector(runtime) { _ in
                let session = try await fixture.session()
                let (interaction, _) = try await fixture.user.send("go", to: session)
                let answer = try await fixture.answer(to: interaction, in: session)
                #expect(answer.text.utf8.count <= Limits.text)
                #expect(answer.text.hasSuffix("stays on this machine)"))
            }
        }
    }

    @Test func aRevokedConnectorStopsAndSaysWhy() async throws {
        try await ConnectorFixture.run { fixture in
            try await fixture.user.call("POST", "/installations/\(fixture.credential.token.installationID)/revoke")
            await #expect {
                try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector in
                    try await connector.run(ScriptedRuntime { _, _ in })
                }
            } throws: { $0 is LinkError }
        }
    }
}

/// Approvals from the gate's side.
@Suite struct ApproverTests {
    private static func request(_ hub: HubFixture, expiresIn: Int64 = 60_000) -> ApprovalRequest {
        ApprovalRequest(
            id: Identifier.approval.new(),
            action: DisplayedAction(
                action: "Bash",
                title: "Delete",
                command: "rm -rf ~/x",
                host: "laptop",
                message: "m",
                ifDenied: "d",
                callDigest: Digest(of: "call".utf8)
            ),
            severity: .high,
            expiresAt: hub.clock.wall.now() + expiresIn
        )
    }

    @Test(arguments: [(ApprovalDecision.approve, ApprovalStatus.approved), (.deny, .denied)])
    func theOwnersAnswerComesBack(decision: ApprovalDecision, status: ApprovalStatus) async throws {
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector in
                async let answer = connector.approver.ask(Self.request(fixture.hub))
                let approval = try await fixture.approval()
                #expect(approval.isVerified)
                try await fixture.user.decide(approval.id, decision)
                let given = await answer
                #expect(given.status == status)
                #expect(given.decidedBy == "Owner")
            }
        }
    }

    @Test func noAnswerIsExpired() async throws {
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector in
                async let answer = connector.approver.ask(Self.request(fixture.hub))
                _ = try await fixture.approval()
                fixture.hub.clock.advance(by: 60_000)
                try await fixture.hub.expireApprovals()
                #expect(await answer == ApprovalAnswer(status: .expired))
            }
        }
    }

    @Test func whatIsTooLateIsNotAsked() async throws {
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector async throws in
                #expect(await connector.approver.ask(Self.request(fixture.hub, expiresIn: 0)).status == .expired)
                #expect(try await fixture.user.approvals(status: nil).isEmpty)
            }
        }
    }

    @Test func whoStopsWaitingTakesTheQuestionBack() async throws {
        try await ConnectorFixture.run { fixture in
            try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector in
                let asking = Task { await connector.approver.ask(Self.request(fixture.hub)) }
                let approval = try await fixture.approval()
                asking.cancel()
                #expect(await asking.value.status == .cancelled)
                try await eventually { try await fixture.user.approvals(status: .cancelled).map(\.id) == [approval.id] }
            }
        }
    }

    @Test func aQuestionOfAFormerLifeIsTakenBack() async throws {
        try await ConnectorFixture.run { fixture in
            let asking = try await fixture.withConnector(ScriptedRuntime { _, _ in }) { connector in
                let asking = Task { await connector.approver.ask(Self.request(fixture.hub)) }
                _ = try await fixture.approval()
                return asking
            }
            try await fixture.withConnector(ScriptedRuntime { _, _ in }) { _ in
                try await eventually { try await fixture.user.approvals().isEmpty }
            }
            asking.cancel()
        }
    }
}
