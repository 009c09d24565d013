// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client

/// One session with the demonstration, as a person at a page uses it.
struct Chat: Sendable {
    let client: HubClient
    let installationID: String
    let sessionID: String

    /// Waits until a machine is online and opens a session with it.
    static func open(_ client: HubClient, title: String = "test") async throws -> Chat {
        let installation = try await eventually("an installation that is online", within: .seconds(40)) {
            try await client.installations().first { $0.isOnline }
        }
        let session = try await client.createSession(installationID: installation.id, title: title)
        return Chat(client: client, installationID: installation.id, sessionID: session)
    }

    /// Sends a message and waits for its answer's end.
    func ask(_ text: String, within limit: Duration = .seconds(30)) async throws -> MessageRecord {
        try await answer(to: client.send(text, to: sessionID).interactionID, within: limit)
    }

    func answer(to interactionID: String, within limit: Duration = .seconds(30)) async throws -> MessageRecord {
        try await eventually("the answer of \(interactionID)", within: limit) {
            try await client.messages(of: sessionID).last {
                $0.interactionID == interactionID && $0.role == .agent && $0.state == .final
            }
        }
    }

    /// The one question that waits in this session.
    func question(within limit: Duration = .seconds(30)) async throws -> ApprovalRecord {
        try await eventually("a question", within: limit) {
            try await client.approvals(status: .pending).first { $0.sessionID == sessionID }
        }
    }

    /// Sends a command that asks, decides, and waits for the answer.
    func ask(_ text: String, deciding decision: ApprovalDecision) async throws -> (
        question: ApprovalRecord, answer: MessageRecord
    ) {
        let interaction = try await client.send(text, to: sessionID).interactionID
        let question = try await question()
        try await client.decide(question.id, decision)
        return (question, try await answer(to: interaction))
    }

    /// The tool calls of the session, as JSON.
    func tasks() async throws -> [JSONValue] {
        try await client.call("GET", "/sessions/\(sessionID)/tasks")["tasks"]?.arrayValue ?? []
    }

    /// The last tool call, once it has ended.
    func endedTask() async throws -> JSONValue {
        try await eventually("the end of the tool call") {
            try await tasks().last.flatMap { $0["status"] == "running" ? nil : $0 }
        }
    }
}

extension HubClient {
    /// Where this user's stream stands.
    func position() async throws -> StreamPosition {
        let text = try await call("GET", "/snapshot")["position"]?.stringValue ?? ""
        return StreamPosition(text) ?? StreamPosition(epoch: "", seq: 0)
    }
}
