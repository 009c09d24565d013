// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Testing

@testable import Client

/// The checker on histories made by hand: a good one, and for each rule one that breaks it.
@Suite struct HistoryCheckerTests {
    private typealias Rule = HistoryChecker.Rule

    /// What a case changes about the good history.
    private struct Scene {
        var ending: History.Ending = .ok(messageID: "m1", interactionID: "i1")
        var secondEnding: History.Ending = .ok(messageID: "m3", interactionID: "i2")
        var kind = History.Message.Kind.plain
        var user = [message("m1", "i1", 1, .user, "run echo a"), message("m3", "i2", 3, .user, "run echo b")]
        var agent = [message("m2", "i1", 2, .agent, "done a"), message("m4", "i2", 4, .agent, "done b")]
        var executed = ["a", "b"]
        var approvals: [ApprovalRecord] = []
        var decisions: [(String, ApprovalDecision)] = []
        var redeemed: [String] = []
        var events = [
            event(1, "message_added", [:]),
            event(nil, "message_delta", ["message_id": "m2", "offset": 0, "delta": "do"]),
            event(nil, "message_delta", ["message_id": "m2", "offset": 2, "delta": "ne a"]),
            event(2, "message_finalized", ["message": ["message_id": "m2", "text": "done a"]]),
        ]
        var streamEnd: Int64 = 2

        var history: History {
            var history = History()
            history.append(.streamBegan(reader: 1, after: StreamPosition(epoch: "e", seq: 0)))
            let first = History.Message(word: "a", kind: kind, sessionID: "s", text: "run echo a")
            let second = History.Message(word: "b", kind: .plain, sessionID: "s", text: "run echo b")
            history.append(.sendBegan(operation: 1, first))
            history.append(.sendEnded(operation: 1, ending))
            history.append(.sendBegan(operation: 2, second))
            history.append(.sendEnded(operation: 2, secondEnding))
            for event in events { history.append(.event(reader: 1, event)) }
            for (id, decision) in decisions { history.append(.decided(approvalID: id, decision)) }
            history.append(.messages(sessionID: "s", (user + agent).sorted { $0.seq < $1.seq }))
            history.append(.approvals(approvals))
            for id in redeemed { history.append(.redeemed(approvalID: id)) }
            history.append(.streamEnded(at: StreamPosition(epoch: "e", seq: streamEnd)))
            history.append(.executed(executed))
            return history
        }
    }

    private static func message(
        _ id: String,
        _ interaction: String,
        _ seq: Int64,
        _ role: MessageRole,
        _ text: String,
        _ state: MessageState = .final
    ) -> MessageRecord {
        MessageRecord(
            id: id,
            sessionID: "s",
            interactionID: interaction,
            seq: seq,
            role: role,
            text: text,
            state: state,
            createdAt: 0
        )
    }

    private static func event(_ seq: Int64?, _ type: String, _ data: JSONValue) -> UserEvent {
        UserEvent(position: seq.map { StreamPosition(epoch: "e", seq: $0) }, type: type, data: data)
    }

    private static func approval(_ status: ApprovalStatus) -> ApprovalRecord {
        ApprovalRecord(
            id: "q",
            installationID: "x",
            sessionID: "s",
            interactionID: "i1",
            toolCallID: nil,
            action: DisplayedAction(action: "Bash", title: "", message: ""),
            severity: .medium,
            digest: "",
            isVerified: true,
            status: status,
            scope: .once,
            decidedBy: nil,
            note: nil,
            createdAt: 0,
            expiresAt: 0,
            decidedAt: nil
        )
    }

    private func rules(_ change: (inout Scene) -> Void) -> Set<Rule> {
        var scene = Scene()
        change(&scene)
        return Set(HistoryChecker.check(scene.history).map(\.rule))
    }

    @Test func aGoodHistoryBreaksNothing() {
        #expect(rules { _ in } == [])
        #expect(rules { $0.ending = .unknown("lost") } == [], "an answer that got lost may have had its effect")
        let restarted = Self.message("m2", "i1", 2, .agent, "done a")
        #expect(
            rules { scene in
                scene.agent[0].text = "done a\n\n[\(HistoryChecker.restartNote) …]"
                scene.executed = ["b"]
                scene.events = [Self.event(1, "x", [:]), Self.event(2, "y", [:])]
            } == [],
            "\(restarted.id): what was interrupted says so"
        )
        #expect(
            rules { scene in
                scene.kind = .asking
                scene.approvals = [Self.approval(.approved)]
                scene.decisions = [("q", .approve)]
                scene.redeemed = ["q"]
            } == []
        )
    }

    @Test func messages() {
        #expect(rules { $0.ending = .ok(messageID: "m9", interactionID: "i1") }.contains(.acknowledgedMessageLost))
        #expect(rules { $0.user.append(Self.message("m5", "i1", 5, .user, "run echo a")) }.contains(.messageTwice))
        #expect(rules { $0.ending = .failed("no") }.contains(.refusedMessageThere))
        #expect(rules { $0.user[1].seq = 7 }.contains(.messageSeqGap))
        #expect(rules { $0.user[0].text = "run echo z" }.contains(.messageText))
        #expect(
            rules { scene in
                (scene.user[0].seq, scene.user[1].seq) = (3, 1)
            }.contains(.messageOrder)
        )
    }

    @Test func answers() {
        #expect(rules { $0.agent.removeLast() }.contains(.noAnswer))
        #expect(rules { $0.agent[1].state = .streaming }.contains(.noAnswer))
        #expect(rules { $0.agent.append(Self.message("m5", "i2", 5, .agent, "again")) }.contains(.answerTwice))
        #expect(rules { $0.agent[0].text = "done z" }.isSuperset(of: [.answerChanged, .streamedTextDiffers]))
    }

    @Test func executions() {
        #expect(rules { $0.executed = ["a", "a", "b"] }.contains(.executedTwice))
        #expect(rules { $0.executed = ["b"] }.contains(.notExecuted))
        #expect(rules { $0.executed = ["b", "a"] }.contains(.executionOrder))
        #expect(rules { $0.executed = ["a", "b", "z"] }.contains(.executedWithoutMessage))
    }

    @Test(arguments: [ApprovalStatus.denied, .expired, .cancelled, .pending])
    func whatWasNotApprovedDidNotRun(_ status: ApprovalStatus) {
        #expect(
            rules { scene in
                scene.kind = .asking
                scene.approvals = [Self.approval(status)]
            }.contains(.executedWithoutApproval)
        )
    }

    @Test func approvals() {
        #expect(
            rules { scene in
                scene.kind = .asking
                scene.approvals = [Self.approval(.approved)]
            }.contains(.approvalNotRedeemedOnce)
        )
        #expect(
            rules { scene in
                scene.approvals = [Self.approval(.approved)]
                scene.redeemed = ["q", "q"]
            }.contains(.approvalNotRedeemedOnce)
        )
        #expect(
            rules { scene in
                scene.approvals = [Self.approval(.expired)]
                scene.decisions = [("q", .approve)]
            }.contains(.decisionLost)
        )
        #expect(
            rules { scene in
                let resolved = ["approval": ["approval_id": "q"]] as JSONValue
                scene.events += [Self.event(3, "approval_resolved", resolved), Self.event(4, "approval_resolved", resolved)]
                scene.streamEnd = 4
            } == [.approvalResolvedTwice]
        )
    }

    @Test func stream() {
        #expect(rules { $0.events[3] = Self.event(3, "message_finalized", [:]) }.contains(.eventSeqGap))
        #expect(rules { $0.events.append(Self.event(2, "message_added", [:])) }.contains(.eventSeqGap))
        #expect(rules { $0.events.append(Self.event(nil, "gap", [:])) } == [.eventSeqGap])
        #expect(rules { $0.streamEnd = 3 } == [.eventsMissing])
        let hole: JSONValue = ["message_id": "m2", "offset": 3, "delta": "e a"]
        #expect(rules { $0.events[2] = Self.event(nil, "message_delta", hole) } == [.deltaGap])
        let other: JSONValue = ["message_id": "m2", "offset": 1, "delta": "xne a"]
        #expect(rules { $0.events[2] = Self.event(nil, "message_delta", other) }.contains(.deltaContradicts))
        let repeated: JSONValue = ["message_id": "m2", "offset": 0, "delta": "done a"]
        #expect(rules { $0.events[2] = Self.event(nil, "message_delta", repeated) } == [], "overlaps are fine")
    }
}
