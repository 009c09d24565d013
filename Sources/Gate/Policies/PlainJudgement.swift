// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// What one plain-text policy says to one call, request by request.
struct PlainJudgement {
    private let policy: AgentPolicy
    private var stopped: [DeterminingPolicy] = []
    private var isWholeCovered = false
    private var uncovered: [Deed] = []
    /// What the lines that ask asked about.
    private(set) var asked: [Verdict.Asked] = []
    private var hasEffects = false

    init(_ policy: AgentPolicy) { self.policy = policy }

    /// - Parameter deed: The effect that the request is about; nil for the call itself.
    mutating func judge(_ request: GateRequest, _ deed: Deed?) {
        if deed != nil { hasEffects = true }
        switch policy.answer(request) {
        case .stopped(let lines):
            for (line, outcome) in lines {
                let id = line.policies.first?.id.string ?? "policy"
                if outcome == .confirm { asked.append(Verdict.Asked(policy: id, deed: deed)) }
                if stopped.contains(where: { $0.id == id }) { continue }
                stopped.append(
                    DeterminingPolicy(
                        id: id,
                        title: line.text,
                        reason: "the policy says \(line.directive.rawValue): \(line.text)",
                        severity: outcome == .deny ? .high : .medium,
                        instead: "keep to the owner's policy, or ask the owner to change line \(line.number) of it",
                        outcome: outcome
                    )
                )
            }
        case .allowed: if deed == nil { isWholeCovered = true }
        case .uncovered: if let deed, !Self.isNeutral(deed) { uncovered.append(deed) }
        }
    }

    /// A known program that does nothing worth a trait is judged by what it touches.
    private static func isNeutral(_ deed: Deed) -> Bool {
        deed.effect.kind == .run && deed.isKnown && !deed.effect.isDynamic && deed.effect.traits.isEmpty
    }

    /// The lines that stop the call; what no line covers follows the default.
    var policies: [DeterminingPolicy] {
        let isCovered = isWholeCovered || hasEffects && uncovered.isEmpty
        guard policy.fallback != .allow, !isCovered else { return stopped }
        let what = uncovered.first.map { "\($0.effect.kind.rawValue) \($0.effect.target)" } ?? "this call"
        return stopped + [
            DeterminingPolicy(
                id: "policy-default",
                title: "What no line of the policy covers",
                reason: "no line of the policy speaks of: \(what)",
                severity: policy.fallback == .deny ? .high : .medium,
                instead: "ask the owner for a line that allows it",
                outcome: policy.fallback
            )
        ]
    }
}
