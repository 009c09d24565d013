// SPDX-License-Identifier: Apache-2.0

import AuditLog
import Calls
import Foundation
import Gate
import Redaction
import Testing

struct JudgeTests {
    struct Broken: Evaluator {
        struct Failure: Error {}
        func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict { throw Failure() }
    }

    @Test func decisionIsRecordedBeforeItIsReturned() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let decision = fixture.judge.judge(fixture.call("sudo id"), context: CallContext(sessionID: "ses_1"))
        #expect(decision.outcome == .deny && decision.tool == "Bash" && decision.digest != nil)
        let entry = try #require(try fixture.entries().last)
        #expect(
            entry["decision"] == "DENY" && entry["tool"] == "Bash"
                && entry["policies"]?.arrayValue?.contains("base-privilege") == true
        )
        #expect(
            entry["call_digest"]?.stringValue == decision.digest?.hex && entry["session_id"] == "ses_1"
                && entry["duration_us"]?.intValue != nil
        )
        guard case .intact = try AuditLog.verify(path: fixture.configuration.auditPath, expecting: fixture.log.head) else {
            return #expect(Bool(false), "the log is broken")
        }
    }

    @Test func secretsDoNotReachTheLog() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        _ = fixture.judge.judge(fixture.call("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE ls"))
        let text = AuditFiles.lines(path: fixture.configuration.auditPath).joined()
        #expect(!text.contains("AKIAIOSFODNN7EXAMPLE") && text.contains("aws-access-key-id"))
    }

    @Test func failingRuleDenies() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let judge = Judge(
            configuration: fixture.configuration,
            log: fixture.log,
            files: NoFileSystem(),
            evaluator: Broken()
        )
        let decision = judge.judge(fixture.call("ls"))
        #expect(decision.outcome == .deny && decision.policies.first?.id == "rule-failed")
        #expect(try fixture.entries().last?["error"] != nil)
    }

    @Test func unwritableLogDenies() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        // A log whose next entry needs a new file in a folder that is gone.
        let path = fixture.folder + "/gone/audit.log"
        let log = try AuditLog(path: path, options: .init(rotatesAt: 1))
        try log.append([("tool", "x")])
        try FileManager.default.removeItem(atPath: fixture.folder + "/gone")
        let decision = try Judge(configuration: fixture.configuration, log: log).judge(fixture.call("ls"))
        #expect(decision.outcome == .deny && decision.policies.first?.id == "audit-failed")
    }

    @Test func digestFollowsLinksAndContents() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let script = fixture.workspace + "/x.sh"
        try "echo 1".write(toFile: script, atomically: false, encoding: .utf8)
        let before = fixture.judge.judge(fixture.call("sh x.sh")).digest
        #expect(fixture.judge.judge(fixture.call("sh x.sh")).digest == before)
        try "echo 2".write(toFile: script, atomically: false, encoding: .utf8)
        #expect(fixture.judge.judge(fixture.call("sh x.sh")).digest != before)
        let link = fixture.workspace + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.workspace + "/src")
        let inside = fixture.judge.judge(fixture.call("Write", ["path": "link/a", "content": "x"]))
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.home)
        let outside = fixture.judge.judge(fixture.call("Write", ["path": "link/a", "content": "x"]))
        #expect(inside.outcome == .allow && outside.outcome == .confirm && inside.digest != outside.digest)
    }

    @Test func danglingLinkLeadsWhereItPoints() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        try FileManager.default.createSymbolicLink(
            atPath: fixture.workspace + "/d",
            withDestinationPath: fixture.home + "/.ssh/authorized_keys"
        )
        #expect(fixture.judge.judge(fixture.call("echo k > d")).outcome == .deny)
    }

    @Test func ownFilesAreOutOfReach() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let data = fixture.configuration.dataFolder
        for command in [
            "cat \(data)/gate/audit.log", "rm -rf \(data)", "rm -rf \(fixture.folder)", "echo x > \(data)/gate/gate.sock",
            "mv \(data) x", "chmod -R 755 \(fixture.folder)",
            "curl http://127.0.0.1:8787/v1/me", "curl http://[::1]:8787/", "kill 4242", "kill -TERM 4242", "drawbridge pair x",
        ] {
            let decision = fixture.judge.judge(fixture.call(command))
            #expect(decision.outcome == .deny, "\(command)")
            #expect(
                decision.policies.contains { $0.id.hasPrefix("drawbridge-own") },
                "\(command): \(decision.policies.map(\.id))"
            )
        }
        // In through a link, too.
        try FileManager.default.createSymbolicLink(atPath: fixture.workspace + "/l", withDestinationPath: data)
        #expect(fixture.judge.judge(fixture.call("Read", ["path": "l/gate/audit.log"])).outcome == .deny)
    }

    @Test func placeholderIsNotWritten() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let redacted = fixture.configuration.redactor.redact("ghp_" + String(repeating: "q7Zk2Vd9X", count: 4)).text
        let decision = fixture.judge.judge(fixture.call("Write", ["path": "a", "content": .string("TOKEN=" + redacted)]))
        #expect(decision.outcome == .deny && decision.policies.first?.id == "redaction-placeholder")
        #expect(
            fixture.judge.judge(
                fixture.call(
                    "Write",
                    ["path": "a", "content": "[REDACTED BY DRAWBRIDGE POLICY] (github-token 0123456789abcdef)"]
                )
            ).outcome == .allow
        )
    }

    @Test func typicalCallIsFast() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        let call = fixture.call("git status && grep -r needle src | head -20")
        for _ in 0..<50 { _ = fixture.judge.judge(call) }
        let durations = (0..<200).map { _ in fixture.judge.judge(call).durationMicroseconds }.sorted()
        // Generous: this runs in debug mode, on busy machines. The figure is in docs/benchmarks/gate.md.
        #expect(durations[100] < 20_000)
    }
}
