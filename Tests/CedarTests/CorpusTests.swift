// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Cedar

/// The official corpus and generated sets, exactly: decision, reasons, errors.
@Suite(.enabled(if: Corpora.folder != nil, Corpora.isAbsent)) struct CorpusTests {
    /// Every request of every test: decided over entities known in advance and over a store, by the reference interpreter,
    /// after a detour over JSON and after formatting.
    @Test func theOfficialTests() throws {
        try Corpora.withArchives(["corpus-dev.tar.xz", "handwritten.tar.xz"]) { root in
            var requests = 0
            for folder in ["corpus-tests", "tests/decimal", "tests/example_use_cases", "tests/ip", "tests/multi"] {
                let path = root.appendingPathComponent(folder)
                let names = try FileManager.default.contentsOfDirectory(atPath: path.path)
                for name in names.sorted() where name.hasSuffix(".json") && !name.hasSuffix(".entities.json") {
                    let text = try String(contentsOf: path.appendingPathComponent(name), encoding: .utf8)
                    requests += try check(name, JSONDocument(parsing: text).root, root)
                }
            }
            #expect(requests > 30_000)
        }
    }

    private func check(_ name: String, _ test: JSONNode, _ root: URL) throws -> Int {
        func file(_ key: Text) throws -> String {
            try String(contentsOf: root.appendingPathComponent(#require(test[key]?.string)), encoding: .utf8)
        }
        let schema = try Schema(parsing: file("schema"))
        let text = try file("policies")
        let policies = try PolicySet(parsing: text)
        let entities = try Entities(json: file("entities"), schema: schema)
        let detours = [
            try PolicySet(json: policies.json()), try PolicySet(parsing: Formatter().format(text)),
        ]
        let authorizers = ([policies] + detours).map { Authorizer($0, entities: entities) }
        let lazy = Authorizer(policies)
        let requests = try #require(test["requests"]?.elements)
        for (index, node) in requests.enumerated() {
            let request = try Request(node, schema)
            let expected = Answer(node)
            for authorizer in authorizers {
                let answer = Answer(authorizer.authorize(request))
                if answer != expected { Issue.record("\(name), request \(index): \(answer) instead of \(expected)") }
            }
            let others = [
                Answer(lazy.authorize(request, entities: entities)), Answer(policies.policies, request, entities),
            ]
            for answer in others where answer != expected {
                Issue.record("\(name), request \(index): \(answer) instead of \(expected)")
            }
        }
        return requests.count
    }

    @Test func manyPoliciesAtOnce() throws {
        let lines = try Corpora.lines(xz: "multi-policy-dev.jsonl.xz")
        #expect(lines.count == 3000)
        for (number, line) in lines.enumerated() {
            let root = try JSONDocument(parsing: line).root
            try check(root, "line \(number + 1)")
        }
    }

    @Test func theBenchmarkOfThePaper() throws {
        try Corpora.withArchives(["oopsla-local.tar.xz"]) { root in
            let folder = root.appendingPathComponent("oopsla-local")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
                let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                for line in text.split(separator: "\n") { try check(JSONDocument(parsing: String(line)).root, name) }
            }
        }
    }

    private func check(_ root: JSONNode, _ name: String) throws {
        let policies = try PolicySet(parsing: #require(root["policies"]?.string))
        let entities = try Entities(json: #require(root["entities"]))
        let authorizer = Authorizer(policies, entities: entities)
        let lazy = Authorizer(policies)
        for (index, node) in try #require(root["requests"]?.elements).enumerated() {
            let request = try Request(node)
            let expected = Answer(node)
            let answers = [
                Answer(authorizer.authorize(request)), Answer(lazy.authorize(request, entities: entities)),
                Answer(policies.policies, request, entities),
            ]
            for answer in answers where answer != expected {
                Issue.record("\(name), request \(index): \(answer) instead of \(expected)")
            }
        }
    }

    @Test(arguments: ["probes/probes-1.json", "probes/probes-2.json"]) func theProbes(_ file: String) throws {
        let entities = try Entities(json: Corpora.file("probes/entities.json"))
        let request = try Request(JSONDocument(parsing: Corpora.file("probes/request.json")).root)
        for probe in try JSONDocument(parsing: Corpora.file(file)).root.elements {
            let source = try #require(probe["src"]?.string)
            let expected = try #require(probe["result"]?.string)
            let isRaw = probe["raw"]?.bool == true
            let text = isRaw ? source : "permit(principal, action, resource) when { \(source) };"
            let found = outcome(text, request, entities)
            let kind = ["PARSE-ERR", "EVAL-ERR"].first { expected.hasPrefix($0) } ?? expected
            if found != kind { Issue.record("\(source): \(found) instead of \(expected)") }
        }
    }

    private func outcome(_ text: String, _ request: Request, _ entities: Entities) -> String {
        guard let policies = try? PolicySet(parsing: text) else { return "PARSE-ERR" }
        let response = Authorizer(policies, entities: entities).authorize(request)
        if response.decision == .deny, !response.errors.isEmpty { return "EVAL-ERR" }
        let reasons = response.reasons.map(\.string).joined(separator: " ")
        return "\(response.decision == .allow ? "Allow" : "Deny") \(reasons)"
    }
}
