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

    public init(policies: [DeterminingPolicy]) {
        self.policies = policies.sorted { ($1.outcome, $1.severity, $0.id) < ($0.outcome, $0.severity, $1.id) }
        outcome = policies.map(\.outcome).max() ?? .allow
    }

    /// The highest severity among the rules with the final outcome.
    public var severity: Severity { policies.filter { $0.outcome == outcome }.map(\.severity).max() ?? .low }
}

/// Judges a call by what it would do. An error means deny.
public protocol Evaluator: Sendable {
    func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict
}
