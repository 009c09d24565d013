// SPDX-License-Identifier: Apache-2.0

public import Calls

/// A rule that had a say in a decision.
public struct DeterminingPolicy: Sendable, Hashable {
    public var id: String
    public var title: String
    /// What about this call made it match; shown to the agent and the owner, secrets masked by whoever shows it.
    public var reason: String
    public var severity: Severity
    /// What to do instead.
    public var instead: String
    public var outcome: Outcome

    public init(id: String, title: String, reason: String, severity: Severity, instead: String, outcome: Outcome) {
        self.id = id
        self.title = title
        self.reason = reason
        self.severity = severity
        self.instead = instead
        self.outcome = outcome
    }

    /// `{"id", "severity", "reason", "instead"}` of INTERFACES.md, and the title and outcome.
    public var json: JSONValue {
        .object([
            "id": .string(id), "title": .string(title), "reason": .string(reason), "severity": .string(severity.rawValue),
            "instead": .string(instead), "outcome": .string(outcome.rawValue),
        ])
    }
}

/// What the rules say to a call.
public struct Verdict: Sendable, Hashable {
    /// The strictest outcome of all that matched; `allow` if none did.
    public var outcome: Outcome
    /// Every rule that matched, the strictest and most severe first.
    public var policies: [DeterminingPolicy]
    /// Which effects the asking rules matched: what an approval that is to last covers.
    public var asked: [Asked]

    /// A rule that asks, and an effect that it asks about; nil for the call as a whole.
    public struct Asked: Sendable, Hashable {
        public let policy: String
        public let deed: Deed?
    }

    public init(policies: [DeterminingPolicy], asked: [Asked] = []) {
        self.asked = asked
        self.policies = policies.sorted { ($1.outcome, $1.severity, $0.id) < ($0.outcome, $0.severity, $1.id) }
        outcome = policies.map(\.outcome).max() ?? .allow
    }

    /// The highest severity among the rules with the final outcome.
    public var severity: Severity { policies.filter { $0.outcome == outcome }.map(\.severity).max() ?? .low }
}

/// Judges a call by what it would do. An error means deny.
public protocol Evaluator: Sendable {
    func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict

    /// Whether a policy asks how large a download is, so that ``Deed/size`` should be found out before.
    var needsSizes: Bool { get }

    /// Whether a policy looks into what tools print, so that a result must be whole before it is judged.
    var judgesOutput: Bool { get }

    /// The policies that a result matches.
    ///
    /// - Parameters:
    ///   - output: All of it; empty if ``judgesOutput`` is false.
    ///   - secrets: The rules and providers of the secrets in it.
    func rules(forResultOf tool: String, output: String, secrets: Set<String>) -> [ResultRule]
}

extension Evaluator {
    public var needsSizes: Bool { false }
    public var judgesOutput: Bool { false }
    public func rules(forResultOf tool: String, output: String, secrets: Set<String>) -> [ResultRule] { [] }
}
