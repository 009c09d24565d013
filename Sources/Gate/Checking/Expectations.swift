// SPDX-License-Identifier: Apache-2.0

public import Calls

/// A team's tests of its own policies: calls, and what the gate should say to each.
///
/// A line is either JSON, as for `gate check` with a member `expect` (allow, confirm or deny) and perhaps `name` and
/// `policy`, the id of a policy that must have a say; or plain: `DENY: rm -rf ~/photos`. Lines that begin with `#` are
/// comments.
public struct Expectations: Sendable {
    public struct Case: Sendable {
        public let line: Int
        public let name: String
        public let call: ToolCall
        public let expected: Outcome
        /// A policy that must have a say.
        public let policy: String?
    }

    /// What came of a case; nil of ``problem`` means that it passed.
    public struct Result: Sendable {
        public let test: Case
        public let outcome: Outcome
        public let policies: [String]
        public let problem: String?
    }

    /// A line that is no case.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let line: Int
        public let message: String
        public var description: String { "line \(line): \(message)" }
    }

    public let cases: [Case]

    /// - Parameters:
    ///   - folder: Where plain lines run: absolute.
    ///   - home: Whose home it is: absolute.
    public init(parsing text: String, folder: String, home: String) throws(Failure) {
        var cases: [Case] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let trimmed = line.trimmed
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            cases.append(try Self.test(trimmed, index + 1, folder, home))
        }
        self.cases = cases
    }

    private static func test(_ text: String, _ line: Int, _ folder: String, _ home: String) throws(Failure) -> Case {
        guard text.hasPrefix("{") else { return try plain(text, line, folder, home) }
        let value: JSONValue
        let call: ToolCall
        do {
            value = try JSONValue(parsing: text)
            var members: [String: JSONValue] = ["cwd": .string(folder), "home": .string(home)]
            if case .object(let given) = value { members.merge(given) { _, new in new } }
            call = try ToolCall(json: .object(members))
        } catch {
            throw Failure(line: line, message: "\(error)")
        }
        guard let expected = value["expect"]?.stringValue.flatMap({ Outcome(rawValue: $0.lowercased()) }) else {
            throw Failure(line: line, message: "\"expect\" is allow, confirm or deny")
        }
        let name = value["name"]?.stringValue ?? CallSummary.exact(call)
        return Case(line: line, name: name, call: call, expected: expected, policy: value["policy"]?.stringValue)
    }

    private static func plain(_ text: String, _ line: Int, _ folder: String, _ home: String) throws(Failure) -> Case {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let expected = Outcome(rawValue: parts[0].trimmed.lowercased()) else {
            throw Failure(line: line, message: "a line is JSON, or ALLOW:, CONFIRM: or DENY: and a command")
        }
        let command = parts[1].trimmed
        let call = ToolCall(
            tool: "Bash",
            parameters: ["command": .string(command)],
            workingDirectory: folder,
            home: home
        )
        return Case(line: line, name: command, call: call, expected: expected, policy: nil)
    }

    /// Judges every case.
    public func run(_ gate: GateCheck) -> [Result] {
        cases.map { test in
            do {
                let (verdict, _) = try gate.judge(test.call)
                let policies = verdict.policies.map(\.id)
                var problem: String?
                if verdict.outcome != test.expected {
                    problem =
                        "expected \(test.expected.rawValue), got \(verdict.outcome.rawValue)"
                        + (policies.isEmpty ? "" : " by \(policies.joined(separator: ", "))")
                } else if let policy = test.policy, !policies.contains(policy) {
                    problem = "\(policy) had no say; \(policies.isEmpty ? "nothing" : policies.joined(separator: ", ")) had"
                }
                return Result(test: test, outcome: verdict.outcome, policies: policies, problem: problem)
            } catch {
                return Result(test: test, outcome: .deny, policies: [], problem: "\(error)")
            }
        }
    }

    /// The results as JUnit writes them, for CI.
    public static func junit(_ results: [Result], suite: String) -> String {
        let failures = results.filter { $0.problem != nil }.count
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        text += "<testsuite name=\"\(escaped(suite))\" tests=\"\(results.count)\" failures=\"\(failures)\">\n"
        for result in results {
            let name = escaped(result.test.name)
            guard let problem = result.problem else {
                text += "  <testcase name=\"\(name)\" line=\"\(result.test.line)\"/>\n"
                continue
            }
            text += "  <testcase name=\"\(name)\" line=\"\(result.test.line)\">\n"
            text += "    <failure message=\"\(escaped(problem))\"/>\n  </testcase>\n"
        }
        return text + "</testsuite>"
    }

    /// XML 1.0 has no control characters but tab and line ends.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += "&#\(scalar.value);"
            default: if scalar.value >= 32, scalar.value < 0xFFFE { result.unicodeScalars.append(scalar) } else { result += "?" }
            }
        }
        return result
    }
}
