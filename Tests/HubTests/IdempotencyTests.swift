// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import NIOHTTP1
import Testing

@testable import Hub

/// INTERFACES.md, "Idempotency keys".
@Suite struct IdempotencyTests {
    @Test func theSameRequestHappensOnce() async throws {
        try await HubFixture.run { hub in
            let (user, _, sessionID, _) = try await hub.conversation()
            func send(_ text: String, header: String? = nil, body key: String? = nil) async throws -> HubFixture.Answer {
                var headers = [("Cookie", user.cookie), ("Origin", hub.origin), ("Content-Type", "application/json")]
                if let header { headers.append(("Idempotency-Key", header)) }
                return try await hub.raw(
                    .POST,
                    "/v1/me/sessions/\(sessionID)/send",
                    body: JSONValue.object(omittingNil: ["text": .string(text), "idempotency_key": key.map(JSONValue.string)])
                        .canonical,
                    headers: headers
                )
            }
            let first = try await send("a", header: "k")
            #expect(first.headers.first(name: "idempotent-replayed") == nil)
            // The key may come either way.
            for again in [try await send("a", header: "k"), try await send("a", body: "k")] {
                #expect(again.result == first.result)
                #expect(again.headers.first(name: "idempotent-replayed") == "true")
                #expect(again.json["idempotent"] == true)
            }
            let conflict = try await send("b", header: "k")
            #expect(conflict.status == 409)
            #expect(conflict.code == "idempotency_conflict")
            #expect(try await send("a", header: "k", body: "l").status == 400)
            #expect(try await send("a", header: "with space").status == 400)
            #expect(try await send("a", body: "").status == 400)
            #expect(try await user.messages(of: sessionID).count == 2)
            hub.clock.advance(by: 86_400_001)
            #expect(try await send("b", header: "k").status == 200)
        }
    }

    @Test func manyAtOnceHappenOnce() async throws {
        try await HubFixture.run { hub in
            let (user, _, sessionID, _) = try await hub.conversation()
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await user.send("once", to: sessionID, idempotencyKey: "same")
                            return 200
                        } catch {
                            return (error as? WireError)?.status ?? -1
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // In progress, or a replay: never a second effect.
            #expect(statuses.contains(200))
            #expect(Set(statuses).isSubset(of: [200, 409]))
            #expect(try await user.messages(of: sessionID).filter { $0.text == "once" }.count == 1)
        }
    }

    @Test func whatWasRefusedMayBeCorrectedUnderTheSameKey() async throws {
        try await HubFixture.run { hub in
            let (user, _, sessionID, _) = try await hub.conversation()
            await #expect(throws: (any Error).self) { try await user.send("  ", to: sessionID, idempotencyKey: "k") }
            _ = try await user.send("text", to: sessionID, idempotencyKey: "k")
        }
    }

    @Test func keysOfConnectorsAndRoutesAreApart() async throws {
        try await HubFixture.run { hub in
            let (_, connector, sessionID, _) = try await hub.conversation()
            let body: JSONValue = ["session_id": .string(sessionID), "text": "x", "idempotency_key": "k"]
            let first = try await connector.post("sendMessage", body)
            #expect(try await connector.post("sendMessage", body).result == first.result)
            #expect(try await connector.post("createSession", ["title": "t", "idempotency_key": "k"]).status == 200)
        }
    }
}
