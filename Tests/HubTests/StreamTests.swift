// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import NIOHTTP1
import Storage
import Testing

@testable import Hub

/// `GET /v1/me/stream`: gapless, resumable, and honest about what it cannot say.
@Suite struct StreamTests {
    @Test func whoComesBackGetsTheRestAndThenWhatHappens() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, _) = try await hub.conversation()
            let epoch = try await Self.position(of: user).epoch
            var seqs: [Int64] = []
            var last: StreamPosition?
            // Two events at a time, then the connection is dropped.
            for _ in 0..<2 {
                for try await event in user.events(after: last ?? StreamPosition(epoch: epoch, seq: 0)) {
                    guard let position = event.position else { continue }
                    seqs.append(position.seq)
                    last = position
                    if seqs.count % 2 == 0 { break }
                }
            }
            #expect(seqs == [1, 2, 3, 4])
            let stream = user.events(after: last)
            _ = try await user.send("again", to: sessionID)
            _ = try await connector.post("sendMessage", ["session_id": .string(sessionID), "text": "answer"])
            var types: [String] = []
            for try await event in stream where event.position != nil {
                seqs.append(event.position?.seq ?? 0)
                types.append(event.type)
                if event.data["message"]?["text"] == "answer" { break }
            }
            #expect(seqs == Array(1...Int64(seqs.count)))
            #expect(types.suffix(2) == ["message_added", "message_added"])
        }
    }

    private static func position(of user: HubClient) async throws -> StreamPosition {
        let text = try await user.call("GET", "/snapshot")["position"]?.stringValue
        return try #require(text.flatMap(StreamPosition.init))
    }

    @Test func aSessionsEventsCountFromOneWithoutGaps() async throws {
        try await HubFixture.run { hub in
            let (user, connector, first, _) = try await hub.conversation()
            let second = try await user.createSession(installationID: connector.installationID)
            for n in 0..<3 {
                _ = try await user.send("\(n)", to: first)
                _ = try await user.send("\(n)", to: second)
            }
            let head = try await Self.position(of: user)
            var counts: [String: [Int64]] = [:]
            for try await event in user.events(after: StreamPosition(epoch: head.epoch, seq: 0)) {
                if let session = event.data["session_id"]?.stringValue, let seq = event.data["seq"]?.intValue {
                    counts[session, default: []].append(seq)
                }
                if event.position == head { break }
            }
            #expect(counts[first] == Array(1...5))
            #expect(counts[second] == Array(1...4))
        }
    }

    @Test(arguments: ["other-5", "nonsense"])
    func anotherLogIsToldAsAGap(id: String) async throws {
        try await HubFixture.run { hub in
            let (user, _, _, _) = try await hub.conversation()
            let head = try await Self.position(of: user)
            let position = StreamPosition(id) ?? StreamPosition(epoch: "x", seq: 0)
            for try await event in user.events(after: position) {
                #expect(event.type == "gap")
                #expect(event.position == head)
                break
            }
        }
    }

    @Test func aPrunedLogIsToldAsAGap() async throws {
        try await HubFixture.run { hub in
            let (user, _, sessionID, _) = try await hub.conversation()
            let old = try await Self.position(of: user)
            hub.clock.advance(by: 1000)
            _ = try await user.send("later", to: sessionID)
            let streams = UserStreams()
            let log = EventLog(clock: hub.clock.wall, epoch: old.epoch, streams: streams)
            try await hub.database.write { try log.prune(olderThan: 500, in: $0) }
            for try await event in user.events(after: StreamPosition(epoch: old.epoch, seq: 1)) {
                #expect(event.type == "gap")
                #expect(event.data["reason"] == "pruned")
                break
            }
            for try await event in user.events(after: old) {
                #expect(event.type == "message_added")
                break
            }
        }
    }

    @Test func whoJoinsInTheMiddleGetsTheTextSoFarAndThenTheRest() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, interactionID) = try await hub.conversation()
            let sent = try await connector.post(
                "sendMessage",
                ["session_id": .string(sessionID), "interaction_id": .string(interactionID), "text": " "]
            )
            let id = try #require(sent.result?["message_id"])
            _ = try await connector.post("sendMessageDelta", ["message_id": id, "delta": "one ", "offset": 0])
            var text: [UInt8] = []
            var hasSentMore = false
            for try await event in user.events(after: try await Self.position(of: user)) {
                if event.type == "message_delta" {
                    let offset = Int(event.data["offset"]?.intValue ?? -1)
                    #expect(offset <= text.count)
                    text += Array((event.data["delta"]?.stringValue ?? "").utf8).dropFirst(text.count - offset)
                    if !hasSentMore {
                        hasSentMore = true
                        _ = try await connector.post("sendMessageDelta", ["message_id": id, "delta": "two", "offset": 4])
                        _ = try await connector.post("sendMessageEnd", ["message_id": id])
                    }
                }
                if event.type == "message_finalized" {
                    #expect(event.data["message"]?["text"] == "one two")
                    break
                }
            }
            #expect(String(decoding: text, as: UTF8.self) == "one two")
        }
    }

    @Test func theSnapshotHasWhatAPageShowsFirst() async throws {
        try await HubFixture.run { hub in
            let (user, connector, sessionID, _) = try await hub.conversation()
            let snapshot = try await user.call("GET", "/snapshot")
            #expect(snapshot["installations"]?.arrayValue?.first?["installation_id"]?.stringValue == connector.installationID)
            #expect(snapshot["sessions"]?.arrayValue?.first?["session_id"]?.stringValue == sessionID)
            #expect(snapshot["approvals"] == .array([]))
        }
    }
}
