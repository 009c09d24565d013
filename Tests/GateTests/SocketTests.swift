// SPDX-License-Identifier: Apache-2.0

import AuditLog
import CPlatform
import Calls
import Foundation
import Gate
import Logging
import Testing

struct SocketTests {
    /// Runs `body` with a gate behind its socket and a client on it.
    func withGate(
        _ approver: FakeApprover = FakeApprover(.denied),
        _ body: (GateFixture, GateClient, GateServer) async throws -> Void
    ) async throws {
        let fixture = try GateFixture(approver)
        defer { fixture.remove() }
        let server = try await fixture.serve()
        do {
            let client = try await GateClient.connect(path: fixture.configuration.socketPath)
            try await body(fixture, client, server)
            await client.close()
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test func allowAndRedeem() async throws {
        try await withGate { fixture, client, _ in
            let call = fixture.call("rm -rf build")
            let answer = try await client.judge(call)
            #expect(answer.decision.outcome == .allow && answer.approvalID == nil)
            let redemption = try await client.redeem(call, digest: answer.decision.digest)
            guard case .granted(let effects) = redemption else { return #expect(Bool(false), "\(redemption)") }
            #expect(effects.contains { $0.kind == .delete && $0.target == fixture.workspace + "/build" })
            // Another call with this digest, and none at all.
            guard case .refused = try await client.redeem(fixture.call("rm -rf dist"), digest: answer.decision.digest) else {
                return #expect(Bool(false))
            }
            guard case .refused = try await client.redeem(call) else { return #expect(Bool(false)) }
        }
    }

    @Test func denySaysWhyAndWhatInstead() async throws {
        try await withGate { fixture, client, _ in
            let answer = try await client.judge(fixture.call("sudo id"))
            #expect(answer.decision.outcome == .deny)
            #expect(answer.explanation.contains("base-privilege") && answer.explanation.contains("Instead"))
            guard case .refused(let reason) = try await client.redeem(fixture.call("sudo id"), digest: answer.decision.digest)
            else {
                return #expect(Bool(false))
            }
            #expect(reason.contains("denied"))
        }
    }

    @Test func approvalIsSpecificAndUsedOnce() async throws {
        let approver = FakeApprover(.approved)
        try await withGate(approver) { fixture, client, _ in
            let call = fixture.call("rm -rf ~/keep # AKIAIOSFODNN7EXAMPLE")
            let answer = try await client.judge(call, context: CallContext(sessionID: "ses_1", toolCallID: "tc_1"))
            let id = try #require(answer.approvalID)
            #expect(Identifier.approval.matches(id) && answer.decision.severity == .high)
            #expect(answer.expiresAt == Int64(1_700_000_300_000))
            #expect(try await client.answer(to: id).status == .approved)
            let request = try #require(approver.requests.first)
            #expect(
                request.sessionID == "ses_1" && request.toolCallID == "tc_1"
                    && request.action.callDigest == answer.decision.digest
            )
            #expect(
                request.action.command?.contains("AKIA") == false && request.action.command?.hasPrefix("rm -rf ~/keep") == true
            )
            #expect(request.action.message.contains(fixture.home + "/keep") && request.action.ifDenied != nil)
            // Another call does not get it, and then nobody does.
            guard case .refused(let why) = try await client.redeem(fixture.call("rm -rf ~/other"), approvalID: id) else {
                return #expect(Bool(false))
            }
            #expect(why.contains("not what was approved"))
            guard case .refused = try await client.redeem(call, approvalID: id) else { return #expect(Bool(false)) }
            let second = try #require(try await client.judge(call).approvalID)
            _ = try await client.answer(to: second)
            guard case .granted = try await client.redeem(call, approvalID: second) else { return #expect(Bool(false)) }
            guard case .refused = try await client.redeem(call, approvalID: second) else {
                return #expect(Bool(false), "used twice")
            }
            let events = try fixture.entries().compactMap { $0["event"]?.stringValue }
            #expect(events.contains("approval_ended") && events.contains("redeemed") && events.contains("redeem_refused"))
        }
    }

    @Test func swappedLinkIsCaughtAtExecution() async throws {
        try await withGate(FakeApprover(.approved)) { fixture, client, _ in
            let link = fixture.home + "/link"
            try FileManager.default.createDirectory(atPath: fixture.home + "/a", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(atPath: fixture.home + "/b", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.home + "/a")
            let call = fixture.call("rm -rf ~/link/x")
            let id = try #require(try await client.judge(call).approvalID)
            _ = try await client.answer(to: id)
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.home + "/b")
            guard case .refused(let reason) = try await client.redeem(call, approvalID: id) else {
                return #expect(Bool(false), "the swap went through")
            }
            #expect(reason.contains("changed since"))
        }
    }

    @Test(arguments: [ApprovalStatus.denied, .expired, .cancelled, .pending])
    func whatIsNotApprovedDoesNotRun(status: ApprovalStatus) async throws {
        try await withGate(FakeApprover(status)) { fixture, client, _ in
            let call = fixture.call("rm -rf ~/keep")
            let id = try #require(try await client.judge(call).approvalID)
            #expect(try await client.answer(to: id).status == (status == .pending ? .expired : status))
            guard case .refused = try await client.redeem(call, approvalID: id) else { return #expect(Bool(false)) }
        }
    }

    @Test func approvalForTheSessionHoldsForTheSameCallAndSession() async throws {
        let approver = FakeApprover(.approved, scope: .session)
        try await withGate(approver) { fixture, client, _ in
            let call = fixture.call("rm -rf ~/keep")
            let session = CallContext(sessionID: "ses_1")
            let id = try #require(try await client.judge(call, context: session).approvalID)
            _ = try await client.answer(to: id)
            let again = try await client.judge(call, context: session)
            #expect(again.decision.outcome == .allow)
            guard case .granted = try await client.redeem(call, digest: again.decision.digest, context: session) else {
                return #expect(Bool(false))
            }
            #expect(try await client.judge(call, context: CallContext(sessionID: "ses_2")).decision.outcome == .confirm)
            #expect(try await client.judge(fixture.call("rm -rf ~/other"), context: session).decision.outcome == .confirm)
        }
    }

    @Test func cancelEndsTheQuestion() async throws {
        let approver = FakeApprover { request in
            // Waits until it is cancelled.
            while !Task.isCancelled { await Task.yield() }
            return ApprovalAnswer(status: .cancelled)
        }
        try await withGate(approver) { fixture, client, _ in
            let id = try #require(try await client.judge(fixture.call("rm -rf ~/keep")).approvalID)
            async let answer = client.answer(to: id)
            try await client.cancel(approvalID: id)
            #expect(try await answer.status == .cancelled)
        }
    }

    @Test func outputIsRedactedAcrossPieces() async throws {
        try await withGate { fixture, client, _ in
            let first = try await client.output(Array("key AKIAIOSF".utf8), stream: "s", tool: "Bash", isEnd: false)
            let other = try await client.output(Array("plain".utf8), stream: "t", tool: "Bash", isEnd: true)
            let second = try await client.output(Array("ODNN7EXAMPLE done".utf8), stream: "s", tool: "Bash", isEnd: true)
            #expect(first.text == "key " && other == ReleasedOutput(text: "plain", findings: 0, rules: []))
            #expect(second.text == "[REDACTED BY DRAWBRIDGE POLICY] (aws-access-key-id) done" && second.findings == 1)
            let entry = try #require(try fixture.entries().last)
            #expect(entry["decision"] == "REDACT" && entry["secrets"] == ["aws-access-key-id"] && entry["findings"] == 1)
            #expect(entry["policies"] == ["base-redact-aws", "base-redact-others"])
        }
    }

    @Test func manyInFlight() async throws {
        try await withGate { fixture, client, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let call = fixture.call(index % 2 == 0 ? "ls \(index)" : "sudo bash \(index)")
                        return try await client.judge(call).decision.outcome == (index % 2 == 0 ? .allow : .deny)
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect(fixture.log.head.seq == 200)
        }
    }

    @Test func goneServerFailsClosed() async throws {
        let approver = FakeApprover { _ in
            while !Task.isCancelled { await Task.yield() }
            return ApprovalAnswer(status: .cancelled)
        }
        let fixture = try GateFixture(approver)
        defer { fixture.remove() }
        await #expect(throws: GateClientError.self) { try await GateClient.connect(path: fixture.configuration.socketPath) }
        let server = try await fixture.serve()
        let client = try await GateClient.connect(path: fixture.configuration.socketPath)
        let id = try #require(try await client.judge(fixture.call("rm -rf ~/keep")).approvalID)
        async let answer = client.answer(to: id)
        await server.stop()
        // Either the question was cancelled in time, or the connection is gone: both mean that it does not run.
        do { #expect(try await answer.status == .cancelled) } catch { #expect("\(error)".contains("does not run")) }
        await #expect(throws: GateClientError.connectionLost) { try await client.judge(fixture.call("ls")) }
        #expect(!FileManager.default.fileExists(atPath: fixture.configuration.socketPath))
    }

    @Test func openFolderIsRefused() async throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let folder = fixture.configuration.dataFolder + "/gate"
        for mode in [0o750, 0o705, 0o777] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
            await #expect(throws: GateServerError.unsafeFolder(path: folder, reason: "can be entered by others")) {
                try await fixture.serve()
            }
        }
    }

    @Test func deadSocketIsReplacedALiveOneIsNot() async throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let path = fixture.configuration.socketPath
        let server = try await fixture.serve()
        await #expect(throws: GateServerError.alreadyRunning(path: path)) { try await fixture.serve() }
        await server.stop()
        #expect(DeadSocket.leave(at: path))
        let second = try await fixture.serve()
        await second.stop()
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        await #expect(throws: GateServerError.notASocket(path: path)) { try await fixture.serve() }
    }

    @Test(arguments: ["garbage", "oversized", "twice", "noid", "deep"])
    func badLinesEndTheConnection(kind: String) async throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let server = try await fixture.serve()
        let line =
            switch kind {
            case "garbage": "\u{1}\u{2} not json"
            case "oversized": #"{"id":1,"op":""# + String(repeating: "x", count: 1 << 20) + "\"}"
            case "twice": #"{"id":1,"op":"judge","op":"cancel"}"#
            case "noid": #"{"op":"judge"}"#
            default: String(repeating: "[", count: 100)
            }
        let path = fixture.configuration.socketPath
        let answer = await Task.detached { RawSocket.exchange(path, line + "\n") }.value
        #expect(answer.contains("\"ok\":false"), "\(answer)")
        // The gate goes on.
        let client = try await GateClient.connect(path: path)
        #expect(try await client.judge(fixture.call("ls")).decision.outcome == .allow)
        await client.close()
        await server.stop()
    }

    @Test func unknownThingsAreErrorsWithTheirID() async throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let server = try await fixture.serve()
        let path = fixture.configuration.socketPath
        for line in [
            #"{"id":"a","op":"policy.set"}"#, #"{"id":"a","op":"await","approval_id":"apr_x"}"#,
            #"{"id":"a","op":"judge","call":{}}"#,
        ] {
            let answer = await Task.detached { RawSocket.exchange(path, line + "\n", lines: 1) }.value
            #expect(answer.contains("\"id\":\"a\"") && answer.contains("\"ok\":false"), "\(answer)")
        }
        await server.stop()
    }
}
