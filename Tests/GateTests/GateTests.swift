// SPDX-License-Identifier: Apache-2.0

import Calls
import Foundation
import Gate
import Testing

/// A development aid: shares of stopped commands over the shared corpora. Skipped where those are absent.
struct CorpusShares {
    @Test func shares() throws {
        let folder = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"] ?? "../shared/corpora"
        let check = GateCheck()
        let shows = ProcessInfo.processInfo.environment["GATE_SHOW"]
        for name in ["bypass", "dcg", "ccsn", "gtfobins", "nl2bash", "tldr"] {
            guard let text = try? String(contentsOfFile: "\(folder)/commands/\(name)-dev.jsonl", encoding: .utf8) else { return }
            var counts: [String: Int] = [:]
            var rules: [String: Int] = [:]
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
                counts["\(isAttack ? "attack" : "harmless") \(verdict.outcome)", default: 0] += 1
                if !isAttack, let first = verdict.policies.first { rules[first.id, default: 0] += 1 }
                if let shows, shows == name, isAttack == (verdict.outcome == .allow) {
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
            print(name, counts.sorted { $0.key < $1.key }, rules.sorted { $0.value > $1.value }.prefix(8))
        }
    }
}
