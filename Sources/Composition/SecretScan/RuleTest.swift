// SPDX-License-Identifier: Apache-2.0

internal import Calls
public import Secrets

/// Runs the examples and counter-examples of a file of rules.
public enum RuleTest {
    public struct Outcome: Sendable {
        public var rules = 0
        /// What is wrong, a line each.
        public var problems: [String] = []
    }

    public static func run(_ bytes: [UInt8], file: String) -> Outcome {
        var outcome = Outcome()
        let rules: [SecretRule]
        do {
            rules = try RuleFile.parse(bytes, file: file)
        } catch {
            outcome.problems.append("\(error)")
            return outcome
        }
        outcome.rules = rules.count
        for rule in rules { outcome.problems += problems(of: rule) }
        return outcome
    }

    private static func problems(of rule: SecretRule) -> [String] {
        let scanner: SecretScanner
        do {
            scanner = try SecretScanner(rules: [rule])
        } catch {
            return ["\(error)"]
        }
        var problems: [String] = []
        if rule.examples.count < 2 || rule.counterExamples.count < 3 {
            problems.append("\(rule.id): a rule has at least two examples and three counter-examples")
        }
        for (index, example) in rule.examples.enumerated() {
            let found = scanner.findings(in: example.text)
            if found.isEmpty {
                problems.append("\(rule.id): example \(index + 1) is not found")
            } else if found != [Finding(rule: rule.id, range: example.range)] {
                let places = found.map { "\($0.range.lowerBound) to \($0.range.upperBound)" }.joined(separator: ", ")
                problems.append(
                    "\(rule.id): example \(index + 1) has its secret at bytes \(example.range.lowerBound) to \(example.range.upperBound); found: \(places)"
                )
            }
        }
        for (index, text) in rule.counterExamples.enumerated() where !scanner.findings(in: text).isEmpty {
            problems.append("\(rule.id): counter-example \(index + 1) is found")
        }
        return problems
    }
}

extension SecretReport {
    /// One rule as a JSON object, without its examples.
    public static func rule(_ rule: SecretRule) -> String {
        JSONValue.object([
            "id": .string(rule.id), "name": .string(rule.name), "provider": .string(rule.provider),
            "severity": .string(rule.severity.rawValue), "keywords": .array(rule.keywords.map { .string($0) }),
            "pattern": .string(rule.pattern.isEmpty ? rule.value : rule.pattern),
        ]).canonical
    }
}
