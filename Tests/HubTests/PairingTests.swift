// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import NIOHTTP1
import Testing

@testable import Hub

/// INTERFACES.md, "Pairing"; THREATS 18.
@Suite struct PairingTests {
    private static let start = #"{"connector_type":"custom","host_label":"laptop"}"#

    @Test func aCodeBecomesAnInstallation() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let started = try await hub.raw(.POST, "/v1/pairing/start", body: Self.start)
            let code = try #require(started.result?["code"]?.stringValue)
            #expect(code.count == 7)
            #expect(code.utf8.allSatisfy(PairingStore.alphabet.map { $0.utf8.first ?? 0 }.contains))
            #expect(started.result?["expires_at"]?.intValue == hub.clock.wall.now() + 120_000)
            let poll = JSONValue.object(["poll_token": started.result?["poll_token"] ?? .null]).canonical
            #expect(try await hub.raw(.POST, "/v1/pairing/poll", body: poll).result == ["status": "pending"])

            let candidate = try await user.call("POST", "/pairing/inspect", ["code": .string(code)])
            #expect(candidate["host_label"] == "laptop")
            #expect(candidate["address"] == "127.0.0.1")
            // People type small letters and spaces.
            let typed = code.lowercased().prefix(3) + " " + code.lowercased().dropFirst(3)
            let installationID = try await user.claim(code: String(typed))
            let paired = try await hub.raw(.POST, "/v1/pairing/poll", body: poll)
            #expect(paired.result?["status"] == "paired")
            #expect(paired.result?["installation_id"]?.stringValue == installationID)
            let token = try #require(paired.result?["token"]?.stringValue)
            #expect(BridgeToken(token)?.installationID == installationID)

            // Asking again makes a new secret and revokes the old.
            let again = try await hub.raw(.POST, "/v1/pairing/poll", body: poll)
            let newer = try #require(again.result?["token"]?.stringValue)
            #expect(newer != token)
            let old = PlainConnector(fixture: hub, installationID: installationID, token: token)
            #expect(try await old.post("gateLog", ["entries": .array([])]).status == 410)
            let new = PlainConnector(fixture: hub, installationID: installationID, token: newer)
            #expect(try await new.post("gateLog", ["entries": .array([])]).status == 200)

            #expect(try await user.installations().map(\.id) == [installationID])
            // The code is used up.
            await #expect(throws: WireError.self) { try await user.claim(code: code) }
        }
    }

    @Test func aCodeLivesTwoMinutes() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let started = try await hub.raw(.POST, "/v1/pairing/start", body: Self.start)
            hub.clock.advance(by: 120_001)
            let code = try #require(started.result?["code"]?.stringValue)
            await #expect(throws: WireError.self) { try await user.claim(code: code) }
            let poll = JSONValue.object(["poll_token": started.result?["poll_token"] ?? .null]).canonical
            #expect(try await hub.raw(.POST, "/v1/pairing/poll", body: poll).status == 410)
        }
    }

    @Test func fiveWrongCodesAMinute() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            for _ in 0..<5 {
                await #expect { try await user.claim(code: "2222222") } throws: { ($0 as? WireError)?.status == 404 }
            }
            await #expect { try await user.claim(code: "2222222") } throws: { ($0 as? WireError)?.status == 429 }
            hub.clock.advance(by: 60_000)
            await #expect { try await user.claim(code: "2222222") } throws: { ($0 as? WireError)?.status == 404 }
        }
    }

    @Test func pairingRoutesNeedNoOriginAndClaimingNeedsAUser() async throws {
        try await HubFixture.run { hub in
            #expect(
                try await hub.raw(.POST, "/v1/pairing/start", body: Self.start, headers: [("Origin", "http://x.example")]).status
                    == 200
            )
            #expect(try await hub.raw(.POST, "/v1/pairing/start", body: "{}").code == "invalid_request")
            let claim = try await hub.raw(
                .POST,
                "/v1/me/pairing/claim",
                body: #"{"code":"2222222"}"#,
                headers: [("Origin", hub.origin), ("Content-Type", "application/json")]
            )
            #expect(claim.status == 401)
        }
    }
}
