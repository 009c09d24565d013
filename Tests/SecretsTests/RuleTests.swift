// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Secrets

/// Every rule keeps the word of its own data.
struct RuleTests {
    @Test func theFilesRead() throws {
        for file in SecretRule.builtInFiles {
            let rules = try RuleFile.parse(file.bytes, file: file.name)
            #expect(!rules.isEmpty)
        }
        let rules = SecretRule.builtIn
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(rules.count >= 250)
        #expect(Set(rules.map(\.provider)).count >= 150)
        #expect(rules.map(\.id) == SecretRule.readBuiltIn(withExamples: false).map(\.id))
    }

    @Test func everyRuleHasExamples() {
        for rule in SecretRule.builtIn {
            #expect(rule.examples.count >= 2, "\(rule.id)")
            #expect(rule.counterExamples.count >= 3, "\(rule.id)")
        }
    }

    @Test(arguments: 0..<16)
    func aRuleAloneFindsItsExamplesAndNothingElse(part: Int) throws {
        for (index, rule) in SecretRule.builtIn.enumerated() where index % 16 == part {
            let alone = try SecretScanner(rules: [rule])
            for example in rule.examples {
                let found = alone.findings(in: example.text)
                #expect(found == [Finding(rule: rule.id, range: example.range)], "\(rule.id): \(example.text)")
            }
            for text in rule.counterExamples {
                #expect(alone.findings(in: text).isEmpty, "\(rule.id): \(text)")
            }
        }
    }

    @Test func allRulesTogetherFindTheSameSpans() {
        let scanner = SecretScanner()
        for rule in SecretRule.builtIn {
            for example in rule.examples {
                let found = scanner.findings(in: example.text)
                #expect(found.contains { $0.range == example.range }, "\(rule.id): \(example.text) gave \(found)")
            }
        }
    }

    /// A rule that makes the database large or slow to build fails here, not on somebody's machine.
    @Test func noRuleIsExpensive() throws {
        for rule in SecretRule.builtIn where !rule.pattern.isEmpty {
            let scan = ScanPattern(rule.pattern)
            let database = try Database.compile([
                Database.Expression(text: scan.expression, isCaseless: scan.isCaseless, startOfMatch: true)
            ])
            #expect(database.size < 100 << 10, "\(rule.id): \(scan.expression)")
            database.free()
        }
    }
}

struct RuleFileTests {
    func problem(_ text: String) -> String? {
        do {
            _ = try RuleFile.parse(text.utf8, file: "mine.toml")
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func aRuleIsRead() throws {
        let rules = try RuleFile.parse(
            #"""
            # Ours.
            [[rule]]
            id = "acme-key"
            name = "Acme key"
            severity = "critical"
            pattern = 'acme_[a-z0-9]{20}'
            checks = ["mixed"]
            entropy = 2.5
            examples = ["x «acme_·0123456789abcdefghij» y"]
            counter-examples = [
              "acme_short", # a comment
            ]
            """#.utf8,
            file: "mine.toml"
        )
        let rule = try #require(rules.first)
        #expect(rule.id == "acme-key" && rule.severity == .critical && rule.checks == [.mixed] && rule.entropy == 2.5)
        #expect(rule.examples.first?.text == "x acme_0123456789abcdefghij y")
        #expect(rule.examples.first?.range == 2..<27)
        let scanner = try SecretScanner(rules: rules)
        #expect(scanner.findings(in: "x acme_0123456789abcdefghij y") == [Finding(rule: "acme-key", range: 2..<27)])
        #expect(scanner.findings(in: "x acme_aaaaaaaaaaaaaaaaaaaa y").isEmpty)
    }

    @Test(arguments: [
        ("id = \"a\"", "mine.toml, line 1: a [[rule]] must come first"),
        ("[[rule]]\nname = \"a\"", "mine.toml, line 2: a rule without id"),
        (
            "[[rule]]\nid = \"A\"\npattern = 'a'",
            "mine.toml, line 3: the id A is not made of lower-case letters, digits and hyphens"
        ),
        ("[[rule]]\nid = \"a\"", "mine.toml, line 2: a needs exactly one of pattern, value and shape"),
        ("[[rule]]\nid = \"a\"\nvalue = 'x'", "mine.toml, line 3: a has a value but no keywords"),
        ("[[rule]]\nid = \"a\"\ncolour = \"x\"", "mine.toml, line 3: unknown key colour"),
        ("[[rule]]\nid = \"a", "mine.toml, line 2: the string does not end"),
        ("[[rule]]\nseverity = \"dire\"", "mine.toml, line 2: there is no severity dire"),
        ("[[rule]]\nexamples = [\"x\"]", "mine.toml, line 2: an example without «secret»"),
        ("[[rules]]\n", "mine.toml, line 1: only [[rule]] tables stand here"),
    ])
    func whatIsWrongIsSaidWithItsLine(text: String, expected: String) {
        #expect(problem(text) == expected)
    }

    @Test func aPatternThatIsWrongIsNamed() throws {
        let rules = try RuleFile.parse("[[rule]]\nid = \"a\"\npattern = 'abcd[e'".utf8, file: "x")
        do {
            _ = try SecretScanner(rules: rules)
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains("the pattern of the rule a is wrong"))
        }
    }
}
