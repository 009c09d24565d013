// SPDX-License-Identifier: Apache-2.0

import Calls
import Testing

@testable import Gate

/// Plain-text policies: every form, what it stops and what it leaves alone.
struct AgentPolicyTests {
    @Test(arguments: PolicyForms.all.map(\.example))
    func everyFormIsUnderstood(example: String) throws {
        let policy = try AgentPolicy(parsing: example)
        #expect(policy.lines.count == 1 && policy.lines[0].policies.isEmpty == false, "\(example)")
    }

    /// A call as the checks write it: a command, or a tool and its parameters.
    private func outcome(_ policy: String, _ call: ToolCall) throws -> Outcome {
        let policy = try AgentPolicy(parsing: policy)
        let analysis = CallAnalyzer(files: NoFileSystem()).analyze(call)
        let surroundings = PathFacts.Surroundings(
            home: call.home,
            workspace: call.effectiveWorkspace,
            temporary: PathFacts.temporary
        )
        let common = GateRequest.Call(call, tool: analysis.tool, surroundings: surroundings)
        var judgement = PlainJudgement(policy)
        judgement.judge(GateRequest.call(call, analysis, common), nil)
        for deed in analysis.deeds { judgement.judge(GateRequest.effect(deed, common, tool: analysis.tool), deed) }
        return judgement.policies.map(\.outcome).max() ?? .allow
    }

    private func tool(_ name: String, _ parameters: [String: JSONValue]) -> ToolCall {
        ToolCall(tool: name, parameters: parameters, workingDirectory: "/home/u/work", home: "/home/u")
    }

    @Test(
        arguments: [
            ("DENY: access /etc/passwd or system credentials", "Read", ["path": "/etc/passwd"], Outcome.deny),
            ("DENY: access /etc/passwd or system credentials", "Read", ["path": "~/.ssh/id_rsa"], .deny),
            ("DENY: access /etc/passwd or system credentials", "Read", ["path": "/etc/hosts"], .allow),
            ("DENY: outbound connections on port 22", "WebFetch", ["url": "https://example.com:22/"], .deny),
            ("DENY: outbound connections on port 22", "WebFetch", ["url": "https://example.com/"], .allow),
            ("REQUIRE CONFIRM: send WhatsApp messages", "Message", ["channel": "whatsapp", "to": "+491701234567"], .confirm),
            ("REQUIRE CONFIRM: send WhatsApp messages", "Message", ["channel": "telegram", "to": "+491701234567"], .allow),
            ("DENY: send messages except to +65*", "Message", ["channel": "whatsapp", "to": "+49170123456"], .deny),
            ("DENY: send messages except to +65*", "Message", ["channel": "whatsapp", "to": "+6591234567"], .allow),
            ("DENY: write files outside the workspace", "Write", ["path": "../x"], .deny),
            ("DENY: write files outside the workspace", "Write", ["path": "x"], .allow),
            ("DENY: read ~/Documents/taxes", "Read", ["path": "/home/u/Documents/taxes/2024.pdf"], .deny),
            ("DENY: read ~/Documents/taxes", "Read", ["path": "/home/u/Documents/other"], .allow),
            ("DENY: delete *.sql files", "apply_patch", ["input": "*** Delete File: a/b.sql"], .deny),
            ("DENY: connect to 10.0.0.0/8", "WebFetch", ["url": "http://10.1.2.3/"], .deny),
            ("DENY: connect to 10.0.0.0/8", "WebFetch", ["url": "http://11.1.2.3/"], .allow),
            ("DENY: connect to 10.0.0.0/8", "WebFetch", ["url": "http://example.com/"], .allow),
            ("DENY: browse example.com", "WebFetch", ["url": "http://www.example.com/x"], .deny),
            ("DENY: browse example.com", "WebFetch", ["url": "http://notexample.com/x"], .allow),
            ("DENY: network access except github.com", "WebFetch", ["url": "https://api.github.com"], .allow),
            ("DENY: network access except github.com", "WebFetch", ["url": "https://example.com"], .deny),
            (
                "GROUP friends: +6591234567, +65*\nDENY: send messages except to friends", "Message",
                ["channel": "x", "to": "+659"], .deny
            ),
            ("DEFAULT: DENY\nALLOW: read files in workspace directory", "Read", ["path": "a"], .allow),
            ("DEFAULT: DENY\nALLOW: read files in workspace directory", "Write", ["path": "a"], .deny),
            ("DEFAULT: REQUIRE CONFIRM\nALLOW: browse any public website", "WebFetch", ["url": "http://10.0.0.1"], .confirm),
            ("ALLOW: read files\nDENY: read .env files", "Read", ["path": ".env"], .deny),
            ("DENY: change agent settings", "Config", ["action": "set", "key": "a"], .deny),
            ("DENY: use MCP tools", "mcp__a__b", [:], .deny), ("DENY: use MCP tools", "Read", ["path": "a"], .allow),
            ("REQUIRE CONFIRM: schedule tasks", "Cron", ["action": "add"], .confirm),
            ("DENY: access the cloud metadata service", "WebFetch", ["url": "http://169.254.169.254/"], .deny),
        ] as [(String, String, [String: JSONValue], Outcome)]
    )
    func linesJudgeTools(policy: String, name: String, parameters: [String: JSONValue], expected: Outcome) throws {
        #expect(try outcome(policy, tool(name, parameters)) == expected, "\(policy) \(name) \(parameters)")
    }

    /// The reference's own examples, one line each and all on one line.
    @Test func theReferencesExamplesWork() throws {
        let lines = [
            "ALLOW: browse any public website", "ALLOW: read files in workspace directory",
            "ALLOW: execute code in sandbox environment", "REQUIRE CONFIRM: download files larger than 10MB",
            "REQUIRE CONFIRM: send WhatsApp messages", "DENY: access /etc/passwd or system credentials",
            "DENY: run sudo or elevated commands", "DENY: outbound connections on port 22",
        ]
        for text in [lines.joined(separator: "\n"), lines.joined(separator: " ")] {
            let policy = try AgentPolicy(parsing: text)
            #expect(policy.lines.count == 8 && policy.warnings.isEmpty)
            #expect(policy.lines.map(\.directive) == [.allow, .allow, .allow, .confirm, .confirm, .deny, .deny, .deny])
            #expect(policy.needsSizes)
        }
    }

    @Test(arguments: [
        ("DENY: jump to the moon", 1, 7), ("DENY: delete flies", 1, 14), ("Delete files", 1, 1), ("ALLOW:", 1, 7),
        ("DEFAULT: MAYBE", 1, 1), ("# fine\nALLOW: read files in wrkspace", 2, 22), ("DENY: connect on port 99999", 1, 23),
    ])
    func whatIsNotUnderstoodIsAnError(text: String, line: Int, column: Int) throws {
        do {
            let policy = try AgentPolicy(parsing: text)
            Issue.record("\(text) was understood as \(policy.lines.map(\.meaning))")
        } catch {
            #expect(error.problems.first?.line == line && error.problems.first?.column == column, "\(error)")
        }
    }

    @Test func contradictionsAreReported() throws {
        let policy = try AgentPolicy(parsing: "ALLOW: run docker\nDENY: run docker")
        #expect(policy.warnings.count == 1 && policy.warnings[0].line == 2)
    }
}
