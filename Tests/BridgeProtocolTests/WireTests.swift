// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Testing

@Suite struct WireTests {
    private func fields(_ text: String) throws -> Fields { try Fields(JSONValue(parsing: text)) }

    private func problem(_ body: () throws -> Void) -> FieldProblem? {
        do {
            try body()
            return nil
        } catch {
            return (error as? WireError)?.problems.first
        }
    }

    @Test(arguments: [
        (#"{"text":"x"}"#, "session_id", "missing"), (#"{"session_id":1,"text":"x"}"#, "session_id", "wrong_type"),
        (#"{"session_id":"s"}"#, "text", "missing"),
        (#"{"session_id":"s","text":"x","attachments":{}}"#, "attachments", "wrong_type"),
        (
            #"{"session_id":"s","text":"x","attachments":[{"key":"k","mime":"m","name":"n","size":99999999999}]}"#,
            "attachments.0.size", "too_big"
        ),
    ])
    func aWrongFieldIsNamed(text: String, path: String, code: String) throws {
        let found = problem { _ = try SendMessage(fields(text)) }
        #expect(found?.path == path)
        #expect(found?.code == code)
    }

    @Test func textAboveTheLimitIsTooLarge() throws {
        let text = String(repeating: "é", count: Limits.text / 2 + 1)
        #expect {
            try SendMessage(Fields(["session_id": "s", "text": .string(text)]))
        } throws: { ($0 as? WireError)?.status == 413 }
    }

    @Test(arguments: [
        ("a", true), (String(repeating: "k", count: 255), true), ("", false), ("a b", false), ("é", false),
        (String(repeating: "k", count: 256), false),
    ])
    func idempotencyKeys(key: String, isValid: Bool) { #expect(IdempotencyKey.isValid(key) == isValid) }

    @Test func framesOfTheHubComeBack() throws {
        let update = Update(
            id: 7,
            type: "session.message",
            payload: ["a": 1],
            sessionID: "ses_1",
            interactionID: nil,
            installationID: "inst_1",
            createdAt: 5
        )
        for frame in [HubFrame.ready(installationID: "inst_1", generation: 3), .update(update), .ping] {
            #expect(try HubFrame(parsing: frame.json.canonical) == frame)
        }
        // The id is a string on the wire.
        #expect(HubFrame.update(update).json["update"]?["update_id"] == "7")
        #expect(try HubFrame(parsing: #"{"type":"news","x":1}"#) == .unknown("news"))
        #expect(
            try HubFrame(parsing: #"{"type":"file.read.req","req_id":"r1"}"#) == .call(requestID: "r1", type: "file.read.req")
        )
    }

    @Test func framesOfConnectorsComeBack() throws {
        for frame in [
            ConnectorFrame.hello(version: "1", capability: 2), .ack(upTo: 9), .pong, .acknowledgeCancel(interactionID: "int_1"),
        ] {
            #expect(try ConnectorFrame(parsing: frame.json.canonical) == frame)
        }
        #expect(try ConnectorFrame(parsing: #"{"type":"ack","up_to_update_id":12}"#) == .ack(upTo: 12))
        #expect(try ConnectorFrame(parsing: #"{"type":"hello","version":"0.13.0"}"#) == .hello(version: "0.13.0", capability: 0))
        #expect(throws: (any Error).self) { try ConnectorFrame(parsing: "{") }
        #expect(throws: (any Error).self) { try ConnectorFrame(parsing: #"{"type":"ack"}"#) }
    }

    @Test func theEnvelopeOpens() throws {
        let error = WireError(
            .deltaGap,
            "m",
            problems: [FieldProblem(path: "p", code: "c", message: "d")],
            details: ["expected_offset": 4]
        )
        let bytes = Envelope.failure(error).canonicalBytes
        #expect(throws: error) { try Envelope.open(status: 409, body: bytes) }
        #expect(try Envelope.open(status: 200, body: Envelope.success(["a": 1]).canonicalBytes) == ["a": 1])
        #expect(throws: WireError.self) { try Envelope.open(status: 502, body: Array("<html>".utf8)) }
    }

    @Test func anApprovalKeepsItsDigestOverTheWire() throws {
        let action = DisplayedAction(
            action: "Bash",
            title: "Delete",
            command: "rm -rf ~/x",
            host: "laptop",
            message: "m",
            ifDenied: "d",
            effects: [Effect(.delete, "/h/x", isRecursive: true)],
            callDigest: Digest(of: "x".utf8)
        )
        let request = ApprovalRequest(id: "apr_1", action: action, severity: .high, expiresAt: 9)
        let body = try RequestApproval(Fields(JSONValue(parsing: RequestApproval(request, expiresIn: 5000).json.canonical)))
        #expect(body.action == action)
        #expect(body.action.digest == body.digest)
    }

    @Test func streamPositionsComeBack() {
        let position = StreamPosition(epoch: "a-b", seq: 12)
        #expect(StreamPosition(position.description) == position)
        #expect(StreamPosition("x") == nil)
        #expect(StreamPosition("x-y") == nil)
    }
}
