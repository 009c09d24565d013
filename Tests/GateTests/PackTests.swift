// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar
import Foundation
import Testing

@testable import Gate

/// The packs: their counts, their texts, and every rule against its examples.
struct PackTests {
    @Test(arguments: [(Pack.base, 41), (.system, 24), (.owasp, 38)])
    func packsHaveTheirCounts(pack: Pack, count: Int) throws {
        let policies = try PolicySet(parsing: pack.text).policies
        #expect(policies.count == count)
        #expect(Set(policies.compactMap { $0.annotation("id") }).count == count)
        #expect(GateSchema.problems(of: policies).isEmpty)
    }

    private static let labels: Set<String> = ["destructive", "expensive", "privacy-sensitive", "externally visible"]

    @Test(arguments: Pack.allCases)
    func everyRuleSaysWhatItIs(pack: Pack) throws {
        for policy in try PolicySet(parsing: pack.text).policies {
            let id = policy.annotation("id") ?? "?"
            for key in ["title", "reason", "severity", "label"] {
                #expect(policy.annotation(key)?.isEmpty == false, "\(id) \(key)")
            }
            #expect(Severity(rawValue: policy.annotation("severity") ?? "") != nil, "\(id)")
            #expect(Self.labels.contains(policy.annotation("label") ?? ""), "\(id)")
            #expect([nil, "confirm", "redact"].contains(policy.annotation("outcome")), "\(id)")
            #expect(policy.annotation("outcome") == "redact" || policy.annotation("instead")?.isEmpty == false, "\(id)")
            if pack == .owasp { #expect(policy.annotation("reference")?.hasPrefix("OWASP ASI") == true, "\(id)") }
        }
    }

    @Test func owaspCoversAllTen() throws {
        let references = try Set(PolicySet(parsing: Pack.owasp.text).policies.compactMap { $0.annotation("reference") })
        #expect(references == Set((1...10).map { String(format: "OWASP ASI%02d", $0) }))
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let rule: String
        let matches: Bool
        let text: String
        var testDescription: String { "\(rule) \(matches ? "+" : "-") \(text)" }
    }

    static func examples(_ pack: Pack) throws -> [Example] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Examples")
        let text = try String(contentsOf: folder.appendingPathComponent("\(pack.rawValue).txt"), encoding: .utf8)
        var rule = ""
        return text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("["), line.hasSuffix("]") { rule = String(line.dropFirst().dropLast()) }
            guard line.hasPrefix("+ ") || line.hasPrefix("- ") else { return nil }
            return Example(rule: rule, matches: line.hasPrefix("+"), text: String(line.dropFirst(2)))
        }
    }

    @Test(arguments: Pack.allCases)
    func everyRuleHasExamples(pack: Pack) throws {
        let ids = try Set(PolicySet(parsing: pack.text).policies.compactMap { $0.annotation("id") })
        let examples = try Self.examples(pack)
        #expect(Set(examples.map(\.rule)) == ids)
    }

    @Test(arguments: Pack.allCases)
    func rulesMatchTheirExamples(pack: Pack) throws {
        let gate = try GateCheck(PolicySettings(packs: [pack]))
        let evaluator = CedarEvaluator(try PolicyBundle(PolicySettings(packs: [pack])))
        for example in try Self.examples(pack) {
            let ids: [String]
            if example.text.hasPrefix("result: ") {
                let text = String(example.text.dropFirst(8))
                ids = evaluator.rules(forResultOf: "Bash", output: text, secrets: ResultSecrets.found(in: text)).map(\.id)
            } else {
                ids = try gate.judge(call(example.text)).0.policies.map(\.id)
            }
            #expect(ids.contains(example.rule) == example.matches, "\(example.testDescription): \(ids)")
        }
    }

    private func call(_ text: String) throws -> ToolCall {
        guard text.hasPrefix("{") else {
            return ToolCall(
                tool: "Bash",
                parameters: ["command": .string(text)],
                workingDirectory: "/home/u/work",
                home: "/home/u"
            )
        }
        guard case .object(var members) = try JSONValue(parsing: text) else { throw ToolCallError.notAnObject }
        members["cwd"] = "/home/u/work"
        members["home"] = "/home/u"
        return try ToolCall(json: .object(members))
    }
}
