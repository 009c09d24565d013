// SPDX-License-Identifier: Apache-2.0

import Foundation
import Secrets
import Testing

struct SecretsTests {
    let scanner = SecretScanner()

    func secrets(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return scanner.findings(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(arguments: SecretRule.builtIn.map(\.id))
    func ruleKeepsItsWord(id: String) throws {
        let rule = try #require(SecretRule.builtIn.first { $0.id == id })
        #expect(rule.examples.count >= 2 && rule.counterExamples.count >= 3)
        let alone = SecretScanner(rules: [rule])
        for example in rule.examples {
            let bytes = Array(example.text.utf8)
            let found = alone.findings(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
            #expect(found == [example.secret], "\(example.text)")
            #expect(scanner.findings(in: bytes).contains { String(decoding: bytes[$0.range], as: UTF8.self) == example.secret })
        }
        for text in rule.counterExamples {
            #expect(alone.findings(in: text).isEmpty, "\(text)")
        }
    }

    /// Whatever a text is cut into, nothing of a secret lies before `openFrom`, and nothing is reported too short.
    @Test func everyPrefixHoldsTheSecretBack() {
        for example in SecretRule.builtIn.flatMap(\.examples) {
            let bytes = Array("before \(example.text) after".utf8)
            let secret = Array(example.secret.utf8)
            guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: secret) }) else { continue }
            for cut in start..<(start + secret.count) {
                let (findings, openFrom) = scanner.scan(Array(bytes[..<cut]), isComplete: false)
                #expect(openFrom <= start || cut == start, "\(example.text) cut at \(cut)")
                #expect(findings.isEmpty)
            }
        }
    }

    @Test func severalInOneText() {
        let text = "a AKIAIOSFODNN7EXAMPLE b https://u:hunter2@h c \u{1F511} ghp_" + String(repeating: "a1", count: 18)
        #expect(secrets(text) == ["AKIAIOSFODNN7EXAMPLE", "hunter2", "ghp_" + String(repeating: "a1", count: 18)])
    }

    @Test func ordinaryTextHasNone() {
        for text in [
            "git clone git@github.com:apple/swift.git", "commit 37d02377a3e9d849e18704c3ec883f9c5787d857",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "risk-free task-list", "https://a:b",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            #expect(secrets(text) == [], "\(text)")
        }
    }

    @Test(arguments: ["-----BEGIN PRIVATE KEY-----", "eyJhbGciOiJIUzI1NiJ9.", "sk-ant-", "a://b:", "authorization: bearer "])
    func repetitionStaysLinear(piece: String) {
        // This thread's own processor time: what else the machine does is not in it.
        func processorTime() -> Int64 {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }
        func time(_ count: Int) -> Int64 {
            let bytes = Array(String(repeating: piece, count: count).utf8)
            let start = processorTime()
            _ = scanner.findings(in: bytes)
            return processorTime() - start
        }
        _ = time(100)
        let small = time(2_000)
        let large = time(20_000)
        #expect(large < small * 60)
    }

    @Test func publicExamplesOfTheseFamiliesAreFound() throws {
        let folder = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"] ?? "../shared/corpora"
        guard let text = try? String(contentsOfFile: folder + "/secrets/rule-examples-dev.jsonl", encoding: .utf8) else { return }
        let rules: Set = [
            "kingfisher.anthropic.1", "kingfisher.aws.1", "kingfisher.aws.2", "kingfisher.github.1", "kingfisher.github.2",
            "kingfisher.github.3", "kingfisher.github.4", "kingfisher.github.7", "kingfisher.jwt.1", "kingfisher.openai.1",
            "kingfisher.pem.1",
            "kingfisher.privkey.1", "kingfisher.privkey.2", "kingfisher.stripe.1", "kingfisher.stripe.2", "kingfisher.uri.1",
        ]
        for line in text.split(separator: "\n") {
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let rule = object["rule"] as? String, rules.contains(rule), let text = object["text"] as? String
            else { continue }
            #expect(!secrets(text).isEmpty, "\(rule): \(text)")
        }
    }
}
