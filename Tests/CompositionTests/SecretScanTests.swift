// SPDX-License-Identifier: Apache-2.0

import Composition
import Foundation
import Secrets
import Testing

/// `drawbridge secrets scan` and `drawbridge redact --json`, without the process.
struct SecretScanTests {
    static let token = "ghp_" + "q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQ"

    /// A folder with files, gone afterwards.
    func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("secret-scan-\(UUID().uuidString)")
        for (name, text) in files {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func whatIsIgnoredIsPassedOver() throws {
        let files = [
            ".gitignore": "*.log\n/build/\n!keep.log\n# a comment\ndocs/**/draft.md\n[ab].txt\nsecret\\ file\n",
            "a.log": "", "keep.log": "", "build/x.swift": "", "sub/build/y.swift": "", "docs/one/two/draft.md": "",
            "docs/final.md": "",
            "a.txt": "", "c.txt": "", "sub/.gitignore": "local.env\n!b.log\n", "sub/local.env": "", "sub/b.log": "",
            "local.env": "",
            ".git/config": "", "secret file": "",
        ]
        try withFolder(files) { folder in
            let found = SecretTree().files(below: [folder]).map { String($0.dropFirst(folder.count + 1)) }
            #expect(
                Set(found) == [
                    ".gitignore", "keep.log", "sub/build/y.swift", "docs/final.md", "c.txt", "sub/.gitignore", "sub/b.log",
                    "local.env",
                ]
            )
            // What is named is looked at.
            #expect(SecretTree().files(below: [folder + "/a.log"]) == [folder + "/a.log"])
            // The rules above a folder count below it, up to the repository's root.
            let below = SecretTree().files(below: [folder + "/docs"]).map { String($0.dropFirst(folder.count + 1)) }
            #expect(below == ["docs/final.md"])
        }
    }

    @Test func findingsHavePlacesAndNoSecrets() throws {
        try withFolder(["a.txt": "first line\n  é token = \(Self.token) # x\n", "b.bin": "\u{0}\u{0}\u{1}\(Self.token)"]) {
            folder in
            var counts = SecretTree.Counts()
            let tree = SecretTree()
            let hits = tree.files(below: [folder]).flatMap { tree.hits(in: $0, &counts) }
            let hit = try #require(hits.first)
            #expect(hits.count == 1 && hit.rule == "github-token" && hit.severity == .critical)
            #expect(hit.line == 2 && hit.column == 13 && hit.endLine == 2 && hit.endColumn == 53)
            #expect(hit.start == 24 && hit.end == 64)
            #expect(hit.excerpt == "é token = *** # x")
            #expect(counts.files == 1 && counts.skipped == 1)
            let reports = [
                SecretReport.text(hit), SecretReport.json(hits, counts, known: 0),
                SecretReport.sarif(hits, rules: SecretRule.builtIn, version: "1"),
            ]
            for report in reports { #expect(!report.contains("q7Zk2Vd9")) }
        }
    }

    @Test func sarifIsWhatItsSchemaWants() throws {
        try withFolder(["a b.txt": "x \(Self.token)\ny https://u:hunter2@h\n"]) { folder in
            var counts = SecretTree.Counts()
            let hits = SecretTree().hits(in: folder + "/a b.txt", &counts)
            let sarif = SecretReport.sarif(hits, rules: SecretRule.builtIn, version: "1.0")
            let log = try #require(try JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any])
            #expect(log["version"] as? String == "2.1.0")
            let run = try #require((log["runs"] as? [[String: Any]])?.first)
            let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
            let rules = try #require(driver["rules"] as? [[String: Any]])
            let results = try #require(run["results"] as? [[String: Any]])
            #expect(results.count == 2)
            for result in results {
                let index = try #require(result["ruleIndex"] as? Int)
                #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
                let location = try #require(
                    (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
                )
                let artifact = try #require(location["artifactLocation"] as? [String: Any])
                #expect((artifact["uri"] as? String)?.hasSuffix("a%20b.txt") == true)
            }
        }
    }

    @Test func aBaselineHoldsWhatIsKnown() throws {
        try withFolder(["a.txt": "x \(Self.token)\n"]) { folder in
            var counts = SecretTree.Counts()
            let path = folder + "/a.txt"
            let known = SecretTree().hits(in: path, &counts)
            let file = folder + "/baseline.json"
            try SecretBaseline.write(known, to: file)
            #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("q7Zk"))
            // Moved to another line it is still known; another secret is not.
            try Data("\n\nx \(Self.token)\ny AKIAIOSFODNN7EXAMPLE\n".utf8).write(to: URL(fileURLWithPath: path))
            let baseline = try SecretBaseline(path: file)
            #expect(SecretTree().hits(in: path, &counts).map { baseline.contains($0) } == [true, false])
            #expect(throws: SecretBaseline.Failure.self) { try SecretBaseline(path: path) }
        }
    }

    @Test func rulesOfOnesOwnAreTested() {
        let good = """
            [[rule]]
            id = "acme"
            pattern = 'acme_[a-z0-9]{20}'
            examples = ["«acme_0123456789abcdefghij»", "x «acme_abcdefghij0123456789»."]
            counter-examples = ["acme", "acme_1", "ACME_0123456789ABCDEFGHIJ"]
            """
        #expect(RuleTest.run(Array(good.utf8), file: "x").problems.isEmpty)
        let wrong = good.replacing("«acme_0123456789abcdefghij»", with: "acme_«0123456789abcdefghij»")
        #expect(
            RuleTest.run(Array(wrong.utf8), file: "x").problems == [
                "acme: example 1 has its secret at bytes 5 to 25; found: 0 to 25"
            ]
        )
        #expect(RuleTest.run(Array("[[rule]]\nid = 1".utf8), file: "x").problems == ["x, line 2: a string is missing"])
    }

    @Test func theBatchFormAnswersEachLineOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("redact-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let redactor = try RedactHost.redactor(folder: DataFolder(option: folder))
        let answer = RedactHost.answer(#"{"text": "é \#(Self.token)"}"#, redactor)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        let finding = try #require((object["findings"] as? [[String: Any]])?.first)
        #expect(finding["rule"] as? String == "github-token" && finding["start"] as? Int == 3 && finding["end"] as? Int == 43)
        #expect((object["text"] as? String)?.hasPrefix("é [REDACTED BY DRAWBRIDGE POLICY] (github-token ") == true)
        #expect(RedactHost.answer("nonsense", redactor).contains("error"))
        #expect(!RedactHost.answer(#"{"text": "a\nb"}"#, redactor).contains("\n"))
    }
}
