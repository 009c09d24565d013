// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Makes Cedar policies of what a line was understood as.
enum PolicyCompiler {
    static func line(
        _ directive: Directive,
        _ text: Substring,
        _ number: Int,
        _ index: Int,
        _ matters: [Matter]
    ) -> AgentPolicy.Line {
        let policies = matters.enumerated().map { offset, matter in
            policy(directive, String(text), id: "policy-\(index + 1)" + (offset == 0 ? "" : ".\(offset + 1)"), matter)
        }
        let meaning = matters.map { matter in
            matter.actions.joined(separator: ", ") + ": " + matter.words.split(separator: " ").joined(separator: " ")
        }
        return AgentPolicy.Line(
            directive: directive,
            text: String(text),
            number: number,
            meaning: meaning.joined(separator: "; "),
            policies: policies
        )
    }

    private static func policy(_ directive: Directive, _ text: String, id: String, _ matter: Matter) -> Policy {
        let actions = matter.actions.map { EntityUID(type: GateTypes.action, id: Cedar.Text($0)) }
        var annotations = [
            Annotation("id", Cedar.Text(id)), Annotation("title", Cedar.Text(text)),
            Annotation("reason", Cedar.Text("the owner's policy says \(directive.rawValue): \(text)")),
        ]
        if directive == .confirm { annotations.append(Annotation("outcome", "confirm")) }
        return Policy(
            id: Cedar.Text(id),
            annotations: annotations,
            effect: directive == .allow ? .permit : .forbid,
            action: actions.count == 1 ? .equal(actions[0]) : .inAny(actions),
            conditions: Expr.all(matter.conditions.filter { !isTrue($0) }).map { [Condition(.when, $0)] } ?? []
        )
    }

    private static func isTrue(_ expression: Expr) -> Bool {
        if case .literal(.bool(true)) = expression.node { return true }
        return false
    }
}
