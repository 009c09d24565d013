// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Lines that say the opposite of the same thing.
enum Contradictions {
    static func find(in lines: [AgentPolicy.Line]) -> [AgentPolicy.Problem] {
        var seen: [String: AgentPolicy.Line] = [:]
        var problems: [AgentPolicy.Problem] = []
        for line in lines {
            for policy in line.policies {
                let key = same(policy)
                guard let other = seen[key] else {
                    seen[key] = line
                    continue
                }
                if other.number == line.number { continue }
                let message =
                    other.directive == line.directive
                    ? "it says what line \(other.number) says"
                    : "line \(other.number) says \(other.directive.rawValue) of the same; the stricter of the two holds"
                problems.append(AgentPolicy.Problem(line: line.number, column: 1, message: message))
            }
        }
        return problems
    }

    /// The text of a policy without what differs between ALLOW and DENY.
    private static func same(_ policy: Policy) -> String {
        var plain = policy
        plain.annotations = []
        plain.effect = .permit
        return Formatter(lineWidth: 4000).format([plain])
    }
}
