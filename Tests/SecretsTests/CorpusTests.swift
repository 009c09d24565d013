// SPDX-License-Identifier: Apache-2.0

import Foundation
import Secrets
import Testing

/// Recall and false rate on public examples of credential rules (docs/secrets-efficacy.md).
struct CorpusTests {
    struct Sample: Decodable {
        let rule: String
        let secret: Bool
        let text: String
    }

    static var samples: [Sample]? {
        let folder = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"] ?? "../shared/corpora"
        guard let text = try? String(contentsOfFile: folder + "/secrets/rule-examples-dev.jsonl", encoding: .utf8) else {
            return nil
        }
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Sample.self, from: Data($0.utf8)) }
    }

    @Test(.enabled(if: CorpusTests.samples != nil, "there is no ../shared/corpora; DRAWBRIDGE_CORPORA names another place"))
    func recallAndFalseRate() throws {
        let samples = try #require(Self.samples)
        let scanner = SecretScanner()
        var found = (secrets: 0, others: 0)
        for sample in samples where !scanner.findings(in: sample.text).isEmpty {
            if sample.secret { found.secrets += 1 } else { found.others += 1 }
        }
        let secrets = samples.filter(\.secret).count
        let others = samples.count - secrets
        #expect(secrets > 1000)
        #expect(Double(found.secrets) >= 0.9 * Double(secrets), "\(found.secrets) of \(secrets)")
        #expect(Double(found.others) <= 0.03 * Double(others), "\(found.others) of \(others)")
    }
}
