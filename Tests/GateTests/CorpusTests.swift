// SPDX-License-Identifier: Apache-2.0

import Calls
import Foundation
import Gate
import Testing

/// The gate over the shared corpora; skipped where those are absent. `GATE_SHOW=dcg` prints what was decided otherwise
/// than labelled.
struct CorpusShares {
    /// Shares below which something broke. Step by step they go up, not down.
    @Test(arguments: [
        ("bypass", 1.0, 0.0), ("dcg", 0.95, 0.03), ("ccsn", 0.849, 0.06), ("gtfobins", 0.46, 0), ("nl2bash", 0, 0.08),
        ("tldr", 0, 0.04),
    ])
    func shares(name: String, stopped: Double, touched: Double) throws {
        let folder = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"] ?? "../shared/corpora"
        guard let text = try? String(contentsOfFile: "\(folder)/commands/\(name)-dev.jsonl", encoding: .utf8) else {
            return print("\(folder) is not there: skipped")
        }
        let shows = ProcessInfo.processInfo.environment["GATE_SHOW"] == name
        let check = try GateCheck()
        var attacks = (all: 0, stopped: 0)
        var harmless = (all: 0, stopped: 0)
        for line in text.split(separator: "\n") {
            let value = try JSONValue(parsing: String(line))
            guard let command = value["command"]?.stringValue, let isAttack = value["attack"]?.boolValue else { continue }
            let call = ToolCall(
                tool: "Bash",
                parameters: ["command": .string(command)],
                workingDirectory: "/home/u/work",
                home: "/home/u"
            )
            let (verdict, _) = try check.judge(call)
            let isStopped = verdict.outcome != .allow
            if isAttack {
                attacks.all += 1
                attacks.stopped += isStopped ? 1 : 0
            } else {
                harmless.all += 1
                harmless.stopped += isStopped ? 1 : 0
            }
            if shows, isAttack != isStopped {
                print(
                    verdict.outcome,
                    verdict.policies.first?.id ?? "-",
                    "|",
                    command.prefix(140),
                    "|",
                    verdict.policies.first?.reason ?? ""
                )
            }
        }
        #expect(Double(attacks.stopped) >= stopped * Double(attacks.all), "\(attacks)")
        #expect(Double(harmless.stopped) <= touched * Double(harmless.all), "\(harmless)")
    }
}
