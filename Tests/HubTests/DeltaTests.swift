// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import NIOHTTP1
import Testing

@testable import Hub

/// INTERFACES.md, "Deltas".
@Suite struct DeltaTests {
    private func stream(_ body: @Sendable (HubClient, PlainConnector, String, String) async throws -> Void) async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let sent = try await connector.post(
                "sendMessage",
                ["session_id": .string(sessionID), "interaction_id": .string(interactionID), "text": ""]
            )
            try await body(user, connector, sessionID, try #require(sent.result?["message_id"]?.stringValue))
        }
    }

    @Test func withOffsetsGapsAreRefusedAndOverlapsIgnored() async throws {
        try await stream { user, connector, sessionID, messageID async throws in
            func send(_ delta: String, _ offset: Int64) async throws -> HubFixture.Answer {
                try await connector.post(
                    "sendMessageDelta",
                    ["message_id": .string(messageID), "delta": .string(delta), "offset": .int(offset)]
                )
            }
            #expect(try await send("añb", 0).result?["bytes"] == 4)
            #expect(try await send("añb", 0).result?["bytes"] == 4)
            #expect(try await send("ñbc", 1).result?["bytes"] == 5)
            let gap = try await send("z", 9)
            #expect(gap.status == 409)
            #expect(gap.code == "delta_gap")
            #expect(gap.json["error"]?["details"]?["expected_offset"] == 5)
            // Inside a character.
            #expect(try await send("\u{1F600}xyz", 3).code == "invalid_request")
            #expect(try await send("", 5).status == 200)
            #expect(try await user.messages(of: sessionID).last?.text == "añbc")
        }
    }

    @Test func afterTheEndNothingIsAdded() async throws {
        try await stream { user, connector, sessionID, messageID async throws in
            let delta: JSONValue = ["message_id": .string(messageID), "delta": "abc", "offset": 0]
            #expect(try await connector.post("sendMessageDelta", delta).status == 200)
            #expect(try await connector.post("sendMessageEnd", ["message_id": .string(messageID)]).status == 200)
            // A repeat of what is there is no error.
            #expect(try await connector.post("sendMessageDelta", delta).status == 200)
            let more: JSONValue = ["message_id": .string(messageID), "delta": "d", "offset": 3]
            #expect(try await connector.post("sendMessageDelta", more).code == "message_final")
            let farthest: JSONValue = ["message_id": .string(messageID), "delta": "d", "offset": .int(.max)]
            #expect(try await connector.post("sendMessageDelta", farthest).code == "message_final")
            let other: JSONValue = ["message_id": .string(messageID), "text": "another"]
            #expect(try await connector.post("sendMessageEnd", other).code == "message_final")
            #expect(try await user.messages(of: sessionID).last?.text == "abc")
        }
    }

    @Test func aNULCutsNothingOff() async throws {
        try await stream { user, connector, sessionID, messageID async throws in
            let delta: JSONValue = ["message_id": .string(messageID), "delta": "a\u{0}b", "offset": 0]
            #expect(try await connector.post("sendMessageDelta", delta).result?["bytes"] == 3)
            #expect(try await connector.post("sendMessageEnd", ["message_id": .string(messageID)]).status == 200)
            #expect(try await user.messages(of: sessionID).last?.text == "a\u{1A}b")
        }
    }

    @Test func aMessageHasAtMost64KB() async throws {
        try await stream { _, connector, _, messageID async throws in
            let half = String(repeating: "x", count: 40 << 10)
            #expect(
                try await connector.post("sendMessageDelta", ["message_id": .string(messageID), "delta": .string(half)]).status
                    == 200
            )
            #expect(
                try await connector.post("sendMessageDelta", ["message_id": .string(messageID), "delta": .string(half)]).status
                    == 413
            )
        }
    }

    @Test(
        arguments: [("abc", 0, "abc"), ("abc", 1, "bc"), ("abc", 3, ""), ("é", 1, nil), ("é", 2, "")] as [(String, Int, String?)]
    )
    func suffixesByBytes(text: String, count: Int, suffix: String?) { #expect(text.utf8Suffix(from: count) == suffix) }
}
