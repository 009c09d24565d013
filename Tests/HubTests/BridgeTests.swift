// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import NIOHTTP1
import Storage
import Testing
import WebSockets

@testable import Hub

/// The published bridge protocol (facts A1), as plain connectors use it.
@Suite struct BridgeTests {
    @Test func aPlainConnectorAnswersAMessage() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let (socket, messages) = try await connector.connect()
            let updates = try await connector.updates(2, from: messages, socket: socket)
            #expect(updates.map(\.id) == [1, 2])
            #expect(updates.map(\.type) == ["session.started", "session.message"])
            let update = try #require(updates.last)
            #expect(update.interactionID == interactionID)
            #expect(update.payload["message"]?["text"] == "hello")

            let sent = try await connector.post(
                "sendMessage",
                ["session_id": .string(sessionID), "interaction_id": .string(interactionID), "text": " "]
            )
            let messageID = try #require(sent.result?["message_id"]?.stringValue)
            for delta in ["Hel", "l", "l", "o"] {
                #expect(
                    try await connector.post("sendMessageDelta", ["message_id": .string(messageID), "delta": .string(delta)])
                        .status == 200
                )
            }
            #expect(try await user.messages(of: sessionID).last?.text == "Helllo")
            #expect(try await user.messages(of: sessionID).last?.state == .streaming)
            let task: JSONValue = [
                "session_id": .string(sessionID), "interaction_id": .string(interactionID), "task_id": "t:1", "kind": "Bash",
            ]
            for _ in 0..<2 { #expect(try await connector.post("createTask", task).status == 200) }
            #expect(try await connector.post("updateTask", ["task_id": "t:1", "progress_percent": 50]).status == 200)
            for _ in 0..<2 {
                #expect(
                    try await connector.post("finishTask", ["task_id": "t:1", "status": "completed", "result": "ok"]).status
                        == 200
                )
            }
            // The end's text is the one that counts.
            let end: JSONValue = ["message_id": .string(messageID), "text": "Hello", "finish_reason": "stop"]
            #expect(try await connector.post("sendMessageEnd", end).status == 200)
            #expect(try await connector.post("sendMessageEnd", end).status == 200)
            let all = try await user.messages(of: sessionID)
            #expect(all.map(\.seq) == [1, 2])
            #expect(all.last?.text == "Hello")
            #expect(all.last?.state == .final)
            let tasks = try await user.call("GET", "/sessions/\(sessionID)/tasks")["tasks"]?.arrayValue
            #expect(tasks?.count == 1)
            #expect(tasks?.first?["status"] == "completed")
            socket.close()
            await socket.waitForClose()
        }
    }

    @Test(arguments: [
        ("/v1/bridge/sendMessage?token=", 400), ("/v1/bridge/ws?access_token=", 400), ("/v1/bot/", 400),
    ])
    func tokensInURLsAreRefusedAndNotRepeated(path: String, status: Int) async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let answer = try await hub.raw(.POST, path + connector.token, body: "{}")
            #expect(answer.status == status)
            #expect(answer.code == "invalid_token_location")
            #expect(!answer.json.canonical.contains(connector.token))
        }
    }

    @Test func aTokenInTheURLOfAWebSocketIsRefusedToo() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            await #expect {
                try await WebSocketClient.connect(
                    to: "ws://localhost:\(hub.port)/v1/bridge/ws?token=\(connector.token)",
                    delegate: WebSocketMessages()
                )
            } throws: { "\($0)".contains("400") }
        }
    }

    @Test func wrongTokensAreRefused() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            var other = Array(connector.token)
            other[30] = other[30] == "x" ? "y" : "x"
            for header in ["", "Bearer ", "Bearer nonsense", "Basic \(connector.token)", "Bearer \(String(other))"] {
                let answer = try await hub.raw(.POST, "/v1/bridge/sendMessage", body: "{}", headers: [("Authorization", header)])
                #expect(answer.status == 401)
                #expect(answer.code == "invalid_token")
            }
            // A well-formed token that was never issued.
            var random = SystemRandomNumberGenerator()
            let stranger = BridgeToken(installationID: connector.installationID, using: &random)
            let answer = try await hub.raw(
                .POST,
                "/v1/bridge/sendMessage",
                body: "{}",
                headers: [("Authorization", "Bearer \(stranger.text)")]
            )
            #expect(answer.status == 401)
            #expect(hub.audit.events.contains("token_refused"))
            #expect(!hub.audit.text.contains(stranger.secret))
            await #expect {
                try await WebSocketClient.connect(
                    to: "ws://localhost:\(hub.port)/v1/bridge/ws",
                    headers: ["Authorization": "Bearer \(stranger.text)"],
                    delegate: WebSocketMessages()
                )
            } throws: { "\($0)".contains("401") }
        }
    }

    /// A bridge token does nothing for a user, and a user's cookie nothing for a bridge.
    @Test func tokensAndCookiesDoNotMix() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, _) = try await hub.conversation()
            let asUser = try await hub.raw(
                .GET,
                "/v1/me/installations",
                headers: [("Authorization", "Bearer \(connector.token)")]
            )
            #expect(asUser.status == 401)
            let asBridge = try await hub.raw(
                .POST,
                "/v1/bridge/sendMessage",
                body: JSONValue.object(["session_id": .string(sessionID), "text": "x"]).canonical,
                headers: [("Cookie", user.cookie), ("Origin", hub.origin)]
            )
            #expect(asBridge.status == 401)
        }
    }

    @Test func anInstallationSeesOnlyItsOwnSessions() async throws {
        try await HubFixture.run { hub in
            let (_, _, sessionID, _) = try await hub.conversation()
            let other = try await hub.pair()
            let answer = try await other.post("sendMessage", ["session_id": .string(sessionID), "text": "x"])
            #expect(answer.status == 404)
            #expect(answer.code == "session_not_found")
        }
    }

    @Test func revokingClosesTheSocketAndTheToken() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            let (socket, messages) = try await connector.connect()
            var iterator = messages.makeAsyncIterator()
            _ = await iterator.next()
            try await user.call("POST", "/installations/\(connector.installationID)/revoke")
            await socket.waitForClose()
            while await iterator.next() != nil {}
            #expect(messages.close?.code?.rawValue == 4003)
            #expect(try await connector.post("sendMessage", ["session_id": "s", "text": "x"]).status == 410)
            #expect(try await user.installations().isEmpty)
        }
    }

    @Test func revokingTakesBackWhatWasAskedAndEndsWhatRan() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let question: JSONValue = [
                "session_id": .string(sessionID), "interaction_id": .string(interactionID), "approval_id": "apr_1",
                "action": "exec", "command": "rm x", "title": "t", "severity": "high", "message": "m",
            ]
            #expect(try await connector.post("requestApproval", question).status == 200)
            try await user.call("POST", "/installations/\(connector.installationID)/revoke")
            #expect(try await user.approvals().isEmpty)
            #expect(try await user.approvals(status: .cancelled).map(\.id) == ["apr_1"])
            // Nothing runs any more, so there is nothing to stop, and stopping is no error.
            try await user.cancel(sessionID: sessionID)
        }
    }

    /// Whoever shares the connector's address, the agent's own commands among them, must not lock it out.
    @Test func wrongTokensFromAnAddressDoNotLockGoodOnesOut() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            var statuses: Set<Int> = []
            for _ in 0..<110 {
                let headers = [("Authorization", "Bearer nonsense")]
                statuses.insert(try await hub.raw(.POST, "/v1/bridge/sendMessage", body: "{}", headers: headers).status)
            }
            #expect(statuses == [401, 429])
            #expect(try await connector.post("cancelApproval", ["approval_id": "none"]).status == 404)
            #expect(try await user.installations().count == 1)
        }
    }

    @Test func aNewTokenLeavesTheOldOneGoodUntilTheNextRotation() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let first = try await hub.pair()
            func rotate() async throws -> PlainConnector {
                let answer = try await user.call("POST", "/installations/\(first.installationID)/token")
                return PlainConnector(
                    fixture: hub,
                    installationID: first.installationID,
                    token: answer["token"]?.stringValue ?? ""
                )
            }
            hub.clock.advance(by: 1)
            let second = try await rotate()
            let body: JSONValue = ["entries": .array([])]
            #expect(try await first.post("gateLog", body).status == 200)
            #expect(try await second.post("gateLog", body).status == 200)
            hub.clock.advance(by: 1)
            // The connection that the first token opened goes with it (THREATS 19).
            let (socket, messages) = try await first.connect()
            let third = try await rotate()
            await socket.waitForClose()
            for await _ in messages {}
            #expect(messages.close?.code?.rawValue == 4003)
            #expect(try await first.post("gateLog", body).status == 410)
            #expect(try await second.post("gateLog", body).status == 200)
            #expect(try await third.post("gateLog", body).status == 200)
        }
    }

    @Test func aNewerConnectionDisplacesTheOlderAndItsWrites() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let (old, oldMessages) = try await connector.connect()
            var oldIterator = oldMessages.makeAsyncIterator()
            _ = await oldIterator.next()
            let (new, newMessages) = try await connector.connect()
            var newIterator = newMessages.makeAsyncIterator()
            guard case .text(let ready)? = await newIterator.next(), case .ready(_, let generation) = try HubFrame(parsing: ready)
            else {
                Issue.record("no ready frame")
                return
            }
            #expect(generation == 2)
            await old.waitForClose()
            while await oldIterator.next() != nil {}
            #expect(oldMessages.close?.code?.rawValue == 4009)
            let stale = try await connector.post("gateLog", ["entries": .array([])], headers: [("Drawbridge-Generation", "1")])
            #expect(stale.status == 409)
            #expect(stale.code == "displaced")
            let current = try await connector.post("gateLog", ["entries": .array([])], headers: [("Drawbridge-Generation", "2")])
            #expect(current.status == 200)
            new.close()
            await new.waitForClose()
        }
    }

    @Test func unacknowledgedUpdatesComeAgainInOrder() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, _) = try await hub.conversation()
            for n in 0..<5 { _ = try await user.send("message \(n)", to: sessionID) }
            let (first, firstMessages) = try await connector.connect()
            let seen = try await connector.updates(7, from: firstMessages, socket: first, acknowledge: false)
            #expect(seen.map(\.id) == Array(1...7))
            first.send(ConnectorFrame.ack(upTo: 3).json.canonical)
            // The hub has taken the acknowledgement when it has answered what came after it.
            first.close()
            await first.waitForClose()
            try await eventually {
                try await hub.database.read { try $0.row("SELECT MIN(update_id) AS n FROM updates")?.integer("n") } == 4
            }
            let (second, secondMessages) = try await connector.connect()
            let again = try await connector.updates(4, from: secondMessages, socket: second)
            #expect(again == Array(seen.dropFirst(3)))
            let (_, messageID) = try await user.send("live", to: sessionID)
            let live = try await connector.updates(1, from: secondMessages, socket: second)
            #expect(live.first?.id == 8)
            #expect(live.first?.payload["message"]?["id"]?.stringValue == messageID)
            second.close()
            await second.waitForClose()
        }
    }

    @Test(arguments: [
        ("{", "invalid_request", 400), ("[]", "invalid_request", 400), (#"{"text":"x","text":"y"}"#, "invalid_request", 400),
        (#"{"session_id":"ses_x","text":"x"}"#, "session_not_found", 404), (#"{"text":"x"}"#, "invalid_request", 400),
        (String(repeating: "[", count: 100_000), "invalid_request", 400), ("\u{0}", "invalid_request", 400),
    ])
    func malformedBodiesGetAnErrorAndDoNoHarm(body: String, code: String, status: Int) async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let answer = try await hub.raw(
                .POST,
                "/v1/bridge/sendMessage",
                body: body,
                headers: [("Authorization", "Bearer \(connector.token)")]
            )
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(try await hub.raw(.GET, "/healthz").status == 200)
        }
    }

    @Test func oversizedBodiesAndTextsAre413() async throws {
        try await HubFixture.run { hub in
            let (_, connector, sessionID, _) = try await hub.conversation()
            let huge = try await connector.post(
                "sendMessage",
                ["session_id": .string(sessionID), "text": .string(String(repeating: "x", count: 2 << 20))]
            )
            #expect(huge.status == 413)
            let long = try await connector.post(
                "sendMessage",
                ["session_id": .string(sessionID), "text": .string(String(repeating: "x", count: 65 << 10))]
            )
            #expect(long.status == 413)
            #expect(long.code == "payload_too_large")
        }
    }

    @Test func framesThatMakeNoSenseCloseTheSocketAndOnlyIt() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let (socket, messages) = try await connector.connect()
            socket.send("{nonsense")
            await socket.waitForClose()
            for await _ in messages {}
            #expect(messages.close?.code?.rawValue == 4000)
            let (again, _) = try await connector.connect()
            again.send(#"{"type":"something.new","x":1}"#)
            again.send(String(repeating: "x", count: 2 << 20))
            await again.waitForClose()
            #expect(try await hub.raw(.GET, "/healthz").status == 200)
        }
    }

    @Test func limitsAreTheirsOwnAndSaidInHeaders() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let body: JSONValue = ["session_id": "ses_x", "text": "x"]
            for _ in 0..<30 { #expect(try await connector.post("sendMessage", body).status == 404) }
            let over = try await connector.post("sendMessage", body)
            #expect(over.status == 429)
            #expect(over.headers.first(name: "retry-after") == "1")
            #expect(over.json["error"]?["retry_after_ms"]?.intValue == 100)
            let other = try await connector.post("gateLog", ["entries": .array([])])
            #expect(other.headers.first(name: "x-ratelimit-bucket") == "default")
            #expect(other.headers.first(name: "x-ratelimit-remaining") == "29")
            hub.clock.advance(by: 100)
            #expect(try await connector.post("sendMessage", body).status == 404)
        }
    }

    @Test func aPlainGetOfTheSocketsAddressSaysWhatToDo() async throws {
        try await HubFixture.run { hub in
            let connector = try await hub.pair()
            let answer = try await hub.raw(.GET, "/v1/bridge/ws", headers: [("Authorization", "Bearer \(connector.token)")])
            #expect(answer.status == 426)
        }
    }
}
