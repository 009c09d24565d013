// SPDX-License-Identifier: Apache-2.0

import AuditLog
import Calls
import Connector
import DemoRuntime
import Foundation
import Testing

/// Real commands, through a real gate behind its real socket.
@Suite(.serialized)
struct DemoRuntimeTests {
    @Test func saysWhatItIs() async throws {
        try await DemoWorld.with { world in
            let hello = try await world.say("hello").text
            let help = try await world.say("help").text
            #expect(hello.contains("demonstration without a model") && help.contains("run <command>"))
        }
    }

    @Test func allowedCommandRuns() async throws {
        try await DemoWorld.with { world in
            let record = try await world.say("run echo hi > notes.txt && cat notes.txt && pwd")
            #expect(record.origins[.toolOutput]?.hasPrefix("hi\n\(world.workspace)\n") == true, "\(record)")
            let result = try #require(record.ended.first)
            #expect(record.started.first?.tool == "Bash" && result.status == .completed)
            #expect(Identifier.toolCall.matches(result.id))
        }
    }

    @Test func environmentIsScrubbed() async throws {
        setenv("DRAWBRIDGE_TEST_CANARY", "secret", 1)
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            let record = try await world.say("run env")
            let names = (record.origins[.toolOutput] ?? "").split(separator: "\n").compactMap { $0.split(separator: "=").first }
                .map(String.init)
            #expect(
                Set(names).subtracting(["PATH", "HOME", "LANG", "TMPDIR", "PWD", "_", "SHLVL", "OLDPWD"]).isEmpty,
                "\(names)"
            )
            #expect(names.contains("HOME"))
        }
    }

    @Test func approvedDeleteReallyHappens() async throws {
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            let record = try await world.say("run rm -rf ~/keep")
            #expect(record.ended.first?.status == .completed && record.ended.first?.outcome == .confirm, "\(record)")
            #expect(!world.exists(world.home + "/keep"))
            #expect(AuditFiles.lines(path: world.auditPath).contains { $0.contains("redeemed") })
        }
    }

    @Test(arguments: [ApprovalStatus.denied, .expired, .cancelled])
    func unapprovedDeleteDoesNot(status: ApprovalStatus) async throws {
        try await DemoWorld.with(FakeApprover(status)) { world in
            let record = try await world.say("run rm -rf ~/keep")
            #expect(world.exists(world.home + "/keep"))
            let result = try #require(record.ended.first)
            #expect(
                result.status == .failed && result.outcome == .confirm
                    && result.error?.contains("base-delete-outside") == true
            )
        }
    }

    @Test func deniedSaysRuleReasonAndInstead() async throws {
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            let record = try await world.say("run sudo id")
            let result = try #require(record.ended.first)
            #expect(result.outcome == .deny && result.status == .failed)
            #expect(result.error?.contains("base-privilege") == true && result.error?.contains("Instead") == true)
            #expect(record.text.contains("base-privilege"))
        }
    }

    @Test func secretAcrossPiecesIsRedacted() async throws {
        try await DemoWorld.with { world in
            // Two writes with a pause between them: two pieces for whoever reads the pipe.
            let record = try await world.say("run printf 'id=AKIAIOSF'; sleep 0.2; printf 'ODNN7EXAMPLE.\\n'")
            #expect(record.text.contains("id=[REDACTED BY DRAWBRIDGE POLICY] (aws-access-key-id)."), "\(record.text)")
            #expect(!record.text.contains("AKIA") && record.ended.first?.output?.contains("AKIA") == false)
            #expect(AuditFiles.lines(path: world.auditPath).contains { $0.contains("\"REDACT\"") })
        }
    }

    @Test func secretInACommandIsMaskedInReports() async throws {
        try await DemoWorld.with { world in
            let record = try await world.say("run echo AKIAIOSFODNN7EXAMPLE")
            let started = try #require(record.started.first)
            #expect(!started.label.contains("AKIA") && !JSONValue.object(started.parameters).canonical.contains("AKIA"))
            #expect(started.parameters["command"]?.stringValue?.hasPrefix("echo [REDACTED") == true)
        }
    }

    @Test func filesAreReadAndWritten() async throws {
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            #expect(try await world.say("write a.txt two words").ended.first?.status == .completed)
            let record = try await world.say("read a.txt")
            #expect(record.origins[.fileContents] == "two words\n" && record.ended.first?.origin == .fileContents)
            #expect(try await world.say("read ~/.ssh/id_rsa").ended.first?.outcome == .deny)
            #expect(try await world.say("write ../outside.txt x").ended.first?.outcome == .confirm)
            #expect(world.exists(world.folder + "/outside.txt"))
            #expect(try await world.say("read /dev/zero").ended.first?.status == .failed)
        }
    }

    @Test func swappedLinkIsCaught() async throws {
        // The owner approves what leads to one file; while they think, it comes to lead to another.
        let folder = Mutexed("")
        let approver = FakeApprover { _ in
            let link = folder.value + "/home/link"
            try? FileManager.default.removeItem(atPath: link)
            try? FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.value + "/home/keep")
            return ApprovalAnswer(status: .approved)
        }
        try await DemoWorld.with(approver) { world in
            folder.value = world.folder
            try FileManager.default.createDirectory(atPath: world.home + "/other", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: world.home + "/link", withDestinationPath: world.home + "/other")
            let record = try await world.say("run rm -rf ~/link/*")
            #expect(
                record.ended.first?.status == .failed && record.ended.first?.error?.contains("changed since") == true,
                "\(record)"
            )
            #expect(world.exists(world.home + "/keep"))
        }
    }

    #if os(Linux)
        @Test func confinementHoldsWhereTheGateWasWrong() async throws {
            try await DemoWorld.with { world in
                // A program that the gate does not look into, since it is too long, and which writes outside the workspace.
                let script = world.workspace + "/tool"
                let padding = String(repeating: "# padding\n", count: 30_000)
                try "#!/bin/sh\n\(padding)echo x > \(world.home)/planted\necho y > \(world.workspace)/mine\n".write(
                    toFile: script,
                    atomically: true,
                    encoding: .utf8
                )
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
                _ = try await world.say("run ./tool")
                #expect(world.exists(world.workspace + "/mine"))
                #expect(!world.exists(world.home + "/planted") || !LandlockState.isThere)
            }
        }
    #endif

    @Test func goneGateMeansNothingRuns() async throws {
        let runtime = DemoRuntime(
            configuration: DemoConfiguration(
                gateSocket: "/nonexistent/gate.sock",
                workspace: NSTemporaryDirectory() + "dbd-none",
                home: "/"
            )
        )
        let reporter = RecordingReporter()
        try await runtime.run(
            Turn(sessionID: "ses_1", interactionID: "int_1", messageID: "msg_1", text: "run touch x"),
            reporter: reporter
        )
        #expect(reporter.current.text.contains("does not run"))
        #expect(!FileManager.default.fileExists(atPath: NSTemporaryDirectory() + "dbd-none/x"))
    }

    @Test(arguments: ["fetch file:///etc/passwd", "fetch ftp://example.com/x", "fetch http://169.254.169.254/"])
    func otherSchemesAndMetadataAreNotFetched(text: String) async throws {
        try await DemoWorld.with { world in
            let record = try await world.say(text)
            #expect(record.ended.first?.status == .failed)
        }
    }
}
