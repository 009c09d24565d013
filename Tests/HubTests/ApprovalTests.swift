// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import NIOHTTP1
import Testing
import WebSockets

@testable import Hub

/// INTERFACES.md, "Approvals"; THREATS 4 and 5.
@Suite struct ApprovalTests {
    private static func body(_ id: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        JSONValue.object([
            "approval_id": .string(id), "action": "exec", "command": "rm -rf ~/photos", "title": "Delete photos",
            "severity": "high",
            "message": "Deletes a folder.",
        ]).merging(.object(more))
    }

    @Test(arguments: [
        (#"{"title":"Continue?","severity":"low","message":"go"}"#, 422),
        (#"{"action":"continue","title":"t","severity":"low"}"#, 422),
        (#"{"action":"exec","title":"t","severity":"low","command":"  "}"#, 422),
        (#"{"action":"  ","title":"t","severity":"low","effects":[]}"#, 422),
        (#"{"action":"exec","title":"t","severity":"low","command":"ls"}"#, 200),
        (#"{"action":"exec","title":"t","severity":"low","effects":[{"kind":"delete","target":"/x"}]}"#, 200),
        (#"{"action":"deploy to production","title":"t","severity":"low"}"#, 200),
        (#"{"action":"exec","command":"ls","title":"t"}"#, 400),
        (#"{"action":"exec","command":"ls","title":"t","severity":"dire"}"#, 400),
        (#"{"action":"exec","command":"ls","title":"t","severity":"low","expires_in_ms":99999999}"#, 400),
    ])
    func vagueQuestionsAreRefused(text: String, status: Int) async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let answer = try await connector.post("requestApproval", JSONValue(parsing: text))
            #expect(answer.status == status)
            if status == 422 { #expect(answer.code == "approval_not_specific") }
        }
    }

    @Test func theFirstDecisionWinsAndIsRedeemedOnce() async throws {
        try await HubFixture.run { hub in
            let (user, connector, _, _) = try await hub.conversation()
            let (socket, messages) = try await connector.connect()
            _ = try await connector.updates(2, from: messages, socket: socket)
            #expect(try await connector.post("requestApproval", Self.body("apr_1")).status == 200)
            let pending = try await user.approvals()
            let approval = try #require(pending.first)
            #expect(approval.action.command == "rm -rf ~/photos")
            #expect(approval.action.host == "laptop")
            #expect(approval.action.ifDenied != nil)
            #expect(!approval.isVerified)
            #expect(approval.action.digest.hex == approval.digest)
            let redeem: JSONValue = ["approval_id": "apr_1", "digest": .string(approval.digest)]
            #expect(try await connector.post("redeemApproval", redeem).status == 409)
            let decided = try await user.decide("apr_1", .approve)
            #expect(decided.status == .approved)
            #expect(decided.scope == .once)
            #expect(try await user.decide("apr_1", .approve) == decided)
            await #expect { try await user.decide("apr_1", .deny) } throws: {
                let error = $0 as? WireError
                return error?.code == "already_decided" && error?.details?["status"] == "approved"
            }
            let update = try #require(try await connector.updates(1, from: messages, socket: socket).first)
            #expect(update.type == "approval.resolved")
            #expect(
                update.payload == [
                    "approval_id": "apr_1", "decision": "approve", "status": "approved", "scope": "once", "decided_by": "Owner",
                    "digest": .string(approval.digest),
                ]
            )
            let wrong: JSONValue = ["approval_id": "apr_1", "digest": .string(String(repeating: "0", count: 64))]
            #expect(try await connector.post("redeemApproval", wrong).code == "digest_mismatch")
            #expect(try await connector.post("redeemApproval", redeem).status == 200)
            #expect(try await connector.post("redeemApproval", redeem).status == 409)
            #expect(try await user.approvals().isEmpty)
            #expect(hub.audit.events.suffix(3) == ["approval_requested", "approval_decided", "approval_redeemed"])
            socket.close()
            await socket.waitForClose()
        }
    }

    @Test func aDigestThatIsNotOfTheShownActionIsRefused() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let action = DisplayedAction(action: "Bash", title: "t", command: "ls", host: "h", message: "m", ifDenied: "d")
            let request = ApprovalRequest(id: "apr_2", action: action, severity: .low, expiresAt: 0)
            let good = RequestApproval(request, expiresIn: 5000).json
            #expect(try await connector.post("requestApproval", good.merging(["command": "rm -rf /"])).code == "digest_mismatch")
            #expect(try await connector.post("requestApproval", good).result?["digest"]?.stringValue == action.digest.hex)
        }
    }

    /// THREATS 4: what a plain connector says of itself may be raised, never lowered.
    @Test(arguments: [("sudo rm -rf /", "low", Severity.critical), ("ls -la", "high", .high), ("ls -la", "low", .low)])
    func theHubRaisesThePlainConnectorsSeverity(command: String, given: String, shown: Severity) async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            let body = Self.body("apr_1", ["command": .string(command), "severity": .string(given)])
            #expect(try await connector.post("requestApproval", body).status == 200)
            #expect(try await user.approvals().first?.severity == shown)
        }
    }

    @Test func anApprovalIsNotKeptForLater() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            let asked = try await connector.post("requestApproval", Self.body("apr_1"))
            try await user.decide("apr_1", .approve)
            hub.clock.advance(by: Limits.approvalExpiry + ApprovalStore.redemptionGrace + 1)
            let redeem: JSONValue = ["approval_id": "apr_1", "digest": asked.result?["digest"] ?? .null]
            #expect(try await connector.post("redeemApproval", redeem).status == 409)
        }
    }

    @Test func whatWasApprovedInAStoppedTurnIsNotHandedOut() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let place: [String: JSONValue] = ["session_id": .string(sessionID), "interaction_id": .string(interactionID)]
            let asked = try await connector.post("requestApproval", Self.body("apr_1", place))
            try await user.decide("apr_1", .approve)
            try await user.cancel(sessionID: sessionID)
            let redeem: JSONValue = ["approval_id": "apr_1", "digest": asked.result?["digest"] ?? .null]
            #expect(try await connector.post("redeemApproval", redeem).status == 409)
        }
    }

    @Test func anIdIsForOneActionAndAskingAgainIsTheSameQuestion() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            for _ in 0..<2 { #expect(try await connector.post("requestApproval", Self.body("apr_1")).status == 200) }
            #expect(try await user.approvals().count == 1)
            #expect(try await connector.post("requestApproval", Self.body("apr_1", ["command": "rm -rf /"])).status == 409)
            let stranger = try await hub.pair()
            #expect(try await stranger.post("requestApproval", Self.body("apr_1")).status == 409)
            #expect(try await stranger.post("redeemApproval", ["approval_id": "apr_1", "digest": "x"]).status == 404)
        }
    }

    @Test func whatNobodyDecidesExpiresAndDoesNotRun() async throws {
        try await HubFixture.run { hub in
            let (user, connector, _, _) = try await hub.conversation()
            let (socket, messages) = try await connector.connect()
            _ = try await connector.updates(2, from: messages, socket: socket)
            let asked = try await connector.post("requestApproval", Self.body("apr_1", ["expires_in_ms": 5000]))
            hub.clock.advance(by: 5000)
            // Too late even before anybody has looked at the clock.
            await #expect { try await user.decide("apr_1", .approve) } throws: { ($0 as? WireError)?.code == "already_decided" }
            try await hub.expireApprovals()
            let update = try #require(try await connector.updates(1, from: messages, socket: socket).first)
            #expect(update.payload["status"] == "expired")
            #expect(update.payload["decision"] == "deny")
            let redeem: JSONValue = ["approval_id": "apr_1", "digest": asked.result?["digest"] ?? .null]
            #expect(try await connector.post("redeemApproval", redeem).status == 409)
            #expect(try await user.approvals(status: .expired).count == 1)
            socket.close()
            await socket.waitForClose()
        }
    }

    @Test func theEndOfTheTurnTakesItsQuestionsBack() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let place: [String: JSONValue] = ["session_id": .string(sessionID), "interaction_id": .string(interactionID)]
            #expect(try await connector.post("requestApproval", Self.body("apr_1", place)).status == 200)
            #expect(try await connector.post("requestApproval", Self.body("apr_2")).status == 200)
            try await user.cancel(sessionID: sessionID)
            #expect(try await user.approvals().map(\.id) == ["apr_2"])
            #expect(try await user.approvals(status: .cancelled).map(\.id) == ["apr_1"])
            #expect(try await connector.post("cancelApproval", ["approval_id": "apr_2"]).result?["status"] == "cancelled")
        }
    }

    /// THREATS 5.
    @Test func thirtyQuestionsAnHour() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            for n in 0..<30 {
                #expect(try await connector.post("requestApproval", Self.body("apr_\(n)")).status == 200)
                hub.clock.advance(by: 1000)
            }
            #expect(try await connector.post("requestApproval", Self.body("apr_x")).status == 429)
            hub.clock.advance(by: 3_600_000)
            #expect(try await connector.post("requestApproval", Self.body("apr_x")).status == 200)
        }
    }

    @Test func withoutALogNothingIsDecided() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            #expect(try await connector.post("requestApproval", Self.body("apr_1")).status == 200)
            hub.audit.fill(true)
            await #expect(throws: WireError.self) { try await user.decide("apr_1", .approve) }
            hub.audit.fill(false)
            #expect(try await user.approvals().map(\.status) == [.pending])
        }
    }
}
