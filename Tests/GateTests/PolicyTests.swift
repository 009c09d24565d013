// SPDX-License-Identifier: Apache-2.0

import Calls
import Foundation
import Testing

@testable import Gate

/// Policies beyond the packs: dialects, lockdown, settings, reloading, results, grants.
struct PolicyTests {
    private func call(_ tool: String, _ parameters: [String: JSONValue], agent: String? = nil) -> ToolCall {
        ToolCall(tool: tool, parameters: parameters, workingDirectory: "/home/u/work", home: "/home/u", agent: agent)
    }

    private func bash(_ command: String) -> ToolCall { call("Bash", ["command": .string(command)]) }

    private func outcome(_ settings: PolicySettings, _ call: ToolCall) throws -> Outcome {
        try GateCheck(settings).judge(call).0.outcome
    }

    private func rules(_ text: String) -> PolicySettings { PolicySettings(packs: [], customRules: text) }

    // MARK: - Dialects

    private static let reference = """
        @id("sondera-deny-rm-rf")
        forbid(
        principal,
        action == Action::"tool_call",
        resource == Tool::"Bash"
        ) when {
        context.command like "*rm *-rf*"
        };
        @id("sondera-redact-aws-keys")
        forbid(
        principal,
        action == Action::"tool_result",
        resource
        ) when {
        context.output like "*AKIA*"
        };
        """

    @Test func theReferencesOwnExamplesWork() throws {
        #expect(try outcome(rules(Self.reference), bash("rm x -rf")) == .deny)
        #expect(try outcome(rules(Self.reference), bash("rm x")) == .allow)
        #expect(try outcome(rules(Self.reference), call("Read", ["path": "rm -rf"])) == .allow)
        let evaluator = CedarEvaluator(try PolicyBundle(rules(Self.reference)))
        #expect(evaluator.judgesOutput)
        let text = "id = AKIAXXXX and more"
        let matched = evaluator.rules(forResultOf: "Bash", output: text, secrets: [])
        #expect(matched.map(\.id) == ["sondera-redact-aws-keys"])
        #expect(ResultMask.apply(matched, to: text, label: "[X]") == "id = [X] (sondera-redact-aws-keys) and more")
        #expect(evaluator.rules(forResultOf: "Bash", output: "nothing", secrets: []).isEmpty)
    }

    @Test(arguments: [
        (
            #"action == Sondera::Action::"exec", resource) when { context.params.command like "*docker*" }"#, "docker ps",
            Outcome.deny
        ),
        (#"action == Sondera::Action::"exec", resource) when { context.params.command like "*docker*" }"#, "ls", .allow),
        (#"action == Sondera::Action::"exec", resource == Resource::"cli")"#, "ls", .deny),
        (#"action == Sondera::Action::"read", resource) when { context.params.path like "*x*" }"#, "cat x", .allow),
        (#"action, resource) when { context has params && context.params.command like "*ls*" }"#, "ls", .deny),
    ])
    func thePluginsDialectWorks(rule: String, command: String, expected: Outcome) throws {
        #expect(try outcome(rules("forbid (principal, \(rule);"), bash(command)) == expected)
    }

    @Test func thePluginsResultsAreJudged() throws {
        let text =
            #"@id("r") forbid (principal, action == Sondera::Action::"read_result", resource) when { context.response like "*hush*" };"#
        let evaluator = CedarEvaluator(try PolicyBundle(rules(text)))
        #expect(evaluator.rules(forResultOf: "Read", output: "say hush now", secrets: []).map(\.id) == ["r"])
        #expect(evaluator.rules(forResultOf: "Bash", output: "say hush now", secrets: []).isEmpty)
    }

    // MARK: - Failing closed

    @Test func aForbidThatFailsCountsAsMatched() throws {
        let text = #"forbid (principal, action == Sondera::Action::"exec", resource) when { context.params.nothing == "x" };"#
        #expect(try outcome(rules(text), bash("ls")) == .deny)
    }

    @Test(arguments: [
        "forbid (principal, action, resource",
        #"forbid (principal, action == Action::"tool_call", resource) when { context.comand == "x" };"#,
        #"@id("a") permit (principal, action, resource); @id("a") permit (principal, action, resource);"#,
        #"forbid (principal, action == Action::"delete", resource) when { resource.path == 1 };"#,
    ])
    func aSetWithAnErrorDoesNotLoad(text: String) {
        #expect(throws: PolicyBundle.Failure.self) { try PolicyBundle(rules(text)) }
    }

    @Test func inLockdownOnlyWhatIsPermittedRuns() throws {
        var settings = PolicySettings(packs: [], lockdown: true)
        #expect(try outcome(settings, bash("ls")) == .deny)
        settings.customRules = #"permit (principal, action == Action::"tool_call", resource == Tool::"Bash");"#
        #expect(try outcome(settings, bash("ls")) == .allow)
        #expect(try outcome(settings, call("Read", ["path": "a"])) == .deny)
        settings.customRules = #"permit (principal, action == Action::"read", resource) when { resource.in_workspace };"#
        #expect(try outcome(settings, call("Read", ["path": "a"])) == .allow)
        #expect(try outcome(settings, call("Read", ["path": "../a"])) == .deny)
        settings.customRules = "// only a comment"
        #expect(try outcome(settings, call("Read", ["path": "a"])) == .deny)
    }

    @Test func ownRulesHoldWhateverPoliciesSay() throws {
        let settings = PolicySettings(packs: [], customRules: "permit (principal, action, resource);")
        #expect(try outcome(settings, bash("cat ~/.drawbridge/token")) == .deny)
        #expect(try outcome(settings, bash("drawbridge hub sign-in-link")) == .deny)
    }

    // MARK: - Settings

    @Test(
        arguments: [
            (#"{"blacklist": {"os_commands": true}}"#, "Bash", ["command": "ls"], Outcome.deny),
            (#"{"blacklist": {"browser_search": true}}"#, "Browser", ["action": "open"], .deny),
            (#"{"blacklist": {"browser_search": true}}"#, "Bash", ["command": "ls"], .allow),
            (#"{"blacklist": {"code_execution": true}}"#, "Bash", ["command": "python3 x.py"], .deny),
            (
                #"{"phone_numbers": {"mode": "allowlist", "patterns": ["+65*"]}}"#, "Message",
                ["channel": "whatsapp", "to": "+6591234567"], .confirm
            ),
            (
                #"{"phone_numbers": {"mode": "allowlist", "patterns": ["+65*"]}}"#, "Message",
                ["channel": "whatsapp", "to": "+49 170 1234567"], .deny
            ),
            (
                #"{"phone_numbers": {"mode": "allowlist", "patterns": []}}"#, "Message",
                ["channel": "whatsapp", "to": "+6591234567"], .deny
            ),
            (
                #"{"phone_numbers": {"mode": "allowlist", "patterns": ["+65*"]}}"#, "Message",
                ["channel": "whatsapp", "to": "Bob"], .deny
            ),
            (
                #"{"phone_numbers": {"mode": "allowlist", "patterns": ["+65*"]}}"#, "Message", ["channel": "slack", "to": "#a"],
                .confirm
            ),
            (
                #"{"phone_numbers": {"mode": "blocklist", "patterns": ["+1415*"]}}"#, "Message",
                ["channel": "sms", "to": "0014155550100"], .deny
            ),
            (
                #"{"phone_numbers": {"mode": "blocklist", "patterns": ["+1415*"]}}"#, "Message",
                ["channel": "sms", "to": "+14165550100"], .confirm
            ),
            (#"{"policies": {"main": "DENY: read files"}}"#, "Read", ["path": "a"], .deny),
            (#"{"policies": {"other": "DENY: read files"}}"#, "Read", ["path": "a"], .allow),
            (#"{"packs": {"base": false}}"#, "Bash", ["command": "mkfs /dev/sda"], .allow),
        ] as [(String, String, [String: JSONValue], Outcome)]
    )
    func settingsArePolicies(file: String, tool: String, parameters: [String: JSONValue], expected: Outcome) throws {
        let settings = try PolicyFile.settings(JSONValue(parsing: file)) { _ in nil }
        #expect(try outcome(settings, call(tool, parameters)) == expected, "\(file) \(parameters)")
    }

    @Test(arguments: [
        #"{"pack": {}}"#, #"{"packs": {"x": true}}"#, #"{"lockdown": 1}"#, #"{"phone_numbers": {"mode": "x"}}"#,
        #"{"phone_numbers": {"mode": "allowlist", "patterns": ["65"]}}"#, #"{"policyPath": "/nowhere"}"#, "[]",
    ])
    func settingsWithMistakesAreRefused(file: String) throws {
        let json = try JSONValue(parsing: file)
        #expect(throws: PolicyFile.Failure.self) { try PolicyFile.settings(json) { _ in nil } }
    }

    @Test(
        arguments: [
            ("+49 (170) 123-45.67", "+491701234567"), ("0049170123456", "+49170123456"), ("whatsapp:+6591234567", "+6591234567"),
            ("6591234567@s.whatsapp.net", "+6591234567"), ("170123456", nil), ("Bob", nil), ("+12", nil), ("a@b.c", nil),
        ] as [(String, String?)]
    )
    func numbersAreCanonical(text: String, number: String?) { #expect(PhoneNumber.canonical(text) == number) }

    // MARK: - Reloading

    @Test func aBrokenFileLeavesTheLastGoodPolicies() throws {
        let path = FileManager.default.temporaryDirectory.path + "/policies-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(#"{"packs": {"base": false}}"#.utf8).write(to: URL(fileURLWithPath: path))
        let reports = Reports()
        let policies = try LivePolicies(
            path: path,
            base: PolicySettings(),
            own: OwnRules(),
            files: NoFileSystem(),
            interval: 0,
            report: { reports.add($0) }
        )
        let call = bash("mkfs /dev/sda")
        let analysis = CallAnalyzer(files: NoFileSystem()).analyze(call)
        #expect(try policies.verdict(for: call, analysis: analysis).outcome == .allow)
        try Data(#"{"packs": {"base": true}}"#.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try policies.verdict(for: call, analysis: analysis).outcome == .deny)
        try Data("{ broken".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try policies.verdict(for: call, analysis: analysis).outcome == .deny)
        #expect(reports.all.count == 2 && reports.all[1].contains("stay in force"))
        try FileManager.default.removeItem(atPath: path)
        #expect(try policies.verdict(for: call, analysis: analysis).outcome == .deny)
    }

    // MARK: - Grants

    @Test func grantsReachNoFurtherThanTheirScope() throws {
        let gate = try GateCheck()
        func asked(_ command: String) throws -> [Verdict.Asked] { try gate.judge(bash(command)).0.asked }
        func covers(_ scope: ApprovalScope, _ first: String, _ second: String) throws -> Bool {
            let grant = Grant(id: "g", scope: scope, tool: "Bash", asked: try asked(first), createdAt: 0, decidedBy: nil)
            let store = GrantStore(path: nil)
            #expect(store.add(grant))
            return try store.grant(for: asked(second), tool: "Bash") != nil
        }
        let upload = "curl -d @a.txt https://a.example/x"
        #expect(try covers(.domain, upload, "wget --post-file=b.txt https://a.example/y"))
        #expect(try !covers(.domain, upload, "curl -d @a.txt https://b.example/x"))
        #expect(try covers(.tool, upload, "curl -d @b.txt https://a.example/y"))
        #expect(try !covers(.tool, upload, "wget --post-file=a.txt https://a.example/x"))
        #expect(try covers(.all, upload, "wget --post-file=a.txt https://a.example/x"))
        #expect(try !covers(.all, upload, "curl -d @a.txt https://b.example/x"))
        #expect(try !covers(.all, upload, "curl -d @a.txt https://a.example/x; rm ~/x"))
        #expect(try covers(.tool, "rm ~/x/a", "rm -f ~/x/a"))
        #expect(try covers(.tool, "rm -r ~/x", "rm ~/x/a"))
        #expect(try !covers(.all, "rm ~/x/a", "rm -r ~/x"))
        #expect(try !covers(.all, upload, "rm ~/x"))
    }

    @Test func grantsSurviveAndCanBeRemoved() throws {
        let path = FileManager.default.temporaryDirectory.path + "/grants-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let asked = try GateCheck().judge(bash("rm ~/x")).0.asked
        let grant = Grant(id: "g1", scope: .tool, tool: "Bash", asked: asked, createdAt: 1, decidedBy: "usr_x")
        #expect(GrantStore(path: path).add(grant))
        let again = GrantStore(path: path)
        #expect(again.all == [grant])
        // Another process removes it, as `gate grants remove` does.
        #expect(GrantStore(path: path).remove("g1"))
        #expect(again.grant(for: asked, tool: "Bash") == nil && again.all.isEmpty)
    }

    // MARK: - A team's own tests, and replay

    @Test func expectationsAreChecked() throws {
        let text = """
            # comment
            DENY: rm -rf /
            ALLOW: rm -rf /
            {"tool": "Read", "parameters": {"path": "~/.ssh/id_rsa"}, "expect": "deny", "policy": "base-read-keys"}
            {"tool": "Read", "parameters": {"path": "~/.ssh/id_rsa"}, "expect": "deny", "policy": "other", "name": "<x>"}
            """
        let expectations = try Expectations(parsing: text, folder: "/home/u/work", home: "/home/u")
        let results = expectations.run(try GateCheck())
        #expect(results.map { $0.problem == nil } == [true, false, true, false])
        let xml = Expectations.junit(results, suite: "s")
        #expect(xml.contains(#"tests="4" failures="2""#) && xml.contains("&lt;x&gt;"))
        #expect(throws: Expectations.Failure.self) { try Expectations(parsing: "rm x", folder: "/", home: "/") }
    }

    @Test func replayTellsWhatWouldChange() throws {
        let fixture = try GateFixture()
        defer { fixture.remove() }
        for command in ["ls", "rm -rf /", "docker ps"] { _ = fixture.judge.judge(fixture.call(command)) }
        let settings = PolicySettings(
            customRules: #"@id("d") forbid (principal, action == Action::"run", resource == Program::"docker");"#
        )
        var replay = Replay(try GateCheck(settings))
        for entry in try fixture.entries() { replay.add(entry) }
        #expect(replay.judged == 3 && replay.changes.count == 1 && replay.skipped == 0)
        #expect(replay.changes[0].before == .allow && replay.changes[0].after == .deny && replay.changes[0].policies == ["d"])
    }
}

private final class Reports: @unchecked Sendable {
    // Unchecked: the test calls from one thread.
    private(set) var all: [String] = []
    func add(_ text: String) { all.append(text) }
}
