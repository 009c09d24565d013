// SPDX-License-Identifier: Apache-2.0

public import Calls
import Cedar

/// What a policy's annotations say about it.
public struct RuleText: Sendable, Hashable {
    public let id: String
    /// `@title`; the id where there is none.
    public let title: String
    /// `@reason`, shown to the agent and the owner. `{target}` and `{program}` stand for the effect's.
    public let reason: String
    /// `@severity`: low, medium, high, critical; high unless said.
    public let severity: Severity
    /// `@instead`: what to do instead.
    public let instead: String
    /// `@reference`: the OWASP ASI number or another document.
    public let reference: String
    /// `@label`: destructive, expensive, privacy-sensitive or externally visible.
    public let label: String
    /// `@outcome`: confirm asks, allow only notes; deny unless said.
    public let outcome: Outcome

    init(_ policy: Policy) {
        id = policy.id.string
        title = policy.annotation("title") ?? policy.id.string
        reason = policy.annotation("reason") ?? policy.annotation("description") ?? "the policy \(policy.id) forbids it"
        severity = policy.annotation("severity").flatMap { Severity(rawValue: $0.lowercased()) } ?? .high
        instead = policy.annotation("instead") ?? "ask the owner"
        reference = policy.annotation("reference") ?? ""
        label = policy.annotation("label") ?? ""
        outcome = policy.annotation("outcome") == "confirm" ? .confirm : .deny
    }

    /// The policy as the one that decided about an effect.
    func determining(_ deed: Deed?) -> DeterminingPolicy {
        var reason = self.reason
        if let deed, reason.includes("{") {
            let target = deed.effect.target.isEmpty ? "something known only when it runs" : deed.effect.target
            reason = Self.filled(reason, ["{target}": target, "{program}": deed.program.isEmpty ? target : deed.program])
        }
        return DeterminingPolicy(id: id, title: title, reason: reason, severity: severity, instead: instead, outcome: outcome)
    }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            guard let (name, value) = values.first(where: { rest.hasPrefix($0.key) }) else {
                result.append(rest.removeFirst())
                continue
            }
            result += value
            rest = rest.dropFirst(name.count)
        }
        return result + rest
    }
}
