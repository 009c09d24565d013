// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import HubHarness
import Testing
import WebSockets

@testable import Hub

/// The hub's small decisions, each by itself.
@Suite struct RulesTests {
    @Test(arguments: [
        ("stop", true), ("Stop!", true), (" ABORT. ", true), ("/exit", true), ("halt", true), ("interrupt", true),
        ("stop it", false),
        ("don't stop", false), ("stopped", false), ("", false), ("!", false),
    ])
    func stopWords(text: String, stops: Bool) { #expect(StopWord.matches(text) == stops) }

    @Test func aStopWordStopsTheRunAndStartsNone() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let (socket, messages) = try await connector.connect()
            _ = try await user.send("Stop", to: sessionID)
            let updates = try await connector.updates(3, from: messages, socket: socket)
            #expect(updates.map(\.type) == ["session.started", "session.message", "session.cancelled"])
            #expect(updates.last?.interactionID == interactionID)
            #expect(updates.last?.payload["reason"] == "user_aborted")
            socket.close()
            await socket.waitForClose()
        }
    }

    private func update(_ id: Int64) -> Update {
        Update(id: id, type: "t", payload: [:], sessionID: nil, interactionID: nil, installationID: "i", createdAt: 0)
    }

    /// Steps of a cursor and what each says, one after the other.
    @Test func theCursorSendsInOrderAndWithoutHoles() {
        var cursor = DeliveryCursor(acknowledged: 0)
        expect(cursor.offer(1, now: 0), true)
        // A hole: someone must read first, and only one reads.
        expect(cursor.offer(3, now: 0), false)
        expect(cursor.startReading(), 1)
        expect(cursor.startReading(), nil)
        expect(cursor.offer(4, now: 0), false)
        expect(cursor.finishReading([update(2), update(3)], now: 0).map(\.id), [2, 3])
        expect(cursor.startReading(), 3)
        expect(cursor.finishReading([update(4)], now: 0).map(\.id), [4])
        expect(cursor.startReading(), nil)
        expect(cursor.offer(5, now: 0), true)
    }

    /// `#expect` takes no mutating call.
    private func expect<Value: Equatable>(_ found: Value, _ expected: Value, line: Int = #line) {
        #expect(found == expected, "line \(line)")
    }

    @Test func theCursorWaitsWhenTooMuchIsUnderWay() {
        var cursor = DeliveryCursor(acknowledged: 0)
        for id in 1...DeliveryCursor.window { expect(cursor.offer(id, now: 0), true) }
        expect(cursor.offer(DeliveryCursor.window + 1, now: 0), false)
        expect(cursor.startReading(), nil)
        cursor.acknowledge(10, now: 0)
        expect(cursor.startReading(), DeliveryCursor.window)
    }

    /// What a reader cannot have seen is no hole.
    @Test func whatComesWhileNothingIsFoundIsReadNext() {
        var cursor = DeliveryCursor(acknowledged: 5)
        cursor.note(newest: 6)
        expect(cursor.startReading(), 5)
        expect(cursor.offer(7, now: 0), false)
        // 6 was acknowledged by another connection, 7 was committed after the snapshot.
        expect(cursor.finishReading([], now: 0).isEmpty, true)
        expect(cursor.startReading(), 6)
        expect(cursor.finishReading([update(7)], now: 0).map(\.id), [7])
    }

    @Test func aLeaseThatRunsOutSendsAgain() {
        var cursor = DeliveryCursor(acknowledged: 0)
        expect(cursor.offer(1, now: 0), true)
        expect(cursor.offer(2, now: 1000), true)
        expect(cursor.expireLease(now: DeliveryCursor.lease - 1), false)
        cursor.acknowledge(1, now: 5000)
        expect(cursor.expireLease(now: DeliveryCursor.lease), false)
        expect(cursor.expireLease(now: 5000 + DeliveryCursor.lease), true)
        expect(cursor.startReading(), 1)
    }

    /// An acknowledgement of what was never sent counts for what was.
    @Test func theCursorDoesNotBelieveInTheFuture() {
        var cursor = DeliveryCursor(acknowledged: 0)
        _ = cursor.offer(1, now: 0)
        cursor.acknowledge(99, now: 0)
        #expect(cursor.acknowledged == 1)
    }

    @Test func bucketsRefill() throws {
        let clock = TestClock()
        let limiter = RateLimiter(clock: clock.wall)
        for _ in 0..<10 { try limiter.take(.approval, owner: "a") }
        #expect { try limiter.take(.approval, owner: "a") } throws: { ($0 as? WireError)?.retryAfterMilliseconds == 500 }
        try limiter.take(.approval, owner: "b")
        clock.advance(by: 500)
        try limiter.take(.approval, owner: "a")
        #expect(throws: WireError.self) { try limiter.take(.approval, owner: "a") }
    }

    @Test func comparisonsSeeEveryDifference() {
        #expect(BridgeAuthenticator.isEqual("abc", "abc"))
        #expect(!BridgeAuthenticator.isEqual("abc", "abd"))
        #expect(!BridgeAuthenticator.isEqual("abc", "ab"))
    }

    /// THREATS 9: a log does not change its past.
    @Test func theGatesLogIsAppendedOnly() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let connector = try await hub.pair()
            func entry(_ seq: Int64, _ hash: String) -> JSONValue {
                [
                    "seq": .int(seq), "ts": 1, "tool": "Bash", "decision": "ALLOW", "policies": .array([]), "duration_us": 5,
                    "hash": .string(hash),
                ]
            }
            let report: JSONValue = ["entries": .array([entry(1, "a"), entry(2, "b")])]
            for _ in 0..<2 { #expect(try await connector.post("gateLog", report).result?["head"]?["hash"] == "b") }
            #expect(try await connector.post("gateLog", ["entries": .array([entry(2, "c")])]).status == 409)
            let log = try await user.call("GET", "/installations/\(connector.installationID)/gate-log")
            #expect(log["entries"]?.arrayValue?.map { $0["seq"] } == [2, 1])
            #expect(log["head"] == ["seq": 2, "hash": "b"])
        }
    }

    @Test func theOwnerSeesTheHubsLog() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let entries = try await user.call("GET", "/audit")["entries"]?.arrayValue
            #expect(entries?.first?["event"] == "signed_in")
        }
    }
}
