// SPDX-License-Identifier: Apache-2.0

/// What is checked without types: names, and whether the scope fits any action.
extension Validator {
    /// Entity types, actions and enumerated entities must be the schema's, also where they are never evaluated.
    func checkNames(_ policy: Policy, _ findings: inout Findings) {
        checkScope(policy.principal, policy, &findings)
        checkScope(policy.resource, policy, &findings)
        switch policy.action {
        case .any: break
        case .equal(let action), .in(let action): checkEntity(action, policy.span, &findings)
        case .inAny(let actions): for action in actions { checkEntity(action, policy.span, &findings) }
        }
        for condition in policy.conditions {
            condition.body.forEach { expression in
                switch expression.node {
                case .literal(.entity(let uid)): checkEntity(uid, expression.span, &findings)
                case .isType(_, let type, in: _): checkType(type, expression.span, &findings)
                default: break
                }
            }
        }
    }

    private func checkScope(_ scope: EntityScope, _ policy: Policy, _ findings: inout Findings) {
        if case .entity(let uid)? = scope.reference { checkEntity(uid, policy.span, &findings) }
        switch scope {
        case .is(let type), .isIn(let type, _): checkType(type, policy.span, &findings)
        default: break
        }
    }

    private func checkType(_ type: EntityType, _ span: SourceSpan, _ findings: inout Findings) {
        guard !schema.knows(type) else { return }
        findings.report(.unrecognizedEntityType, "there is no entity type `\(type)`", span)
    }

    private func checkEntity(_ uid: EntityUID, _ span: SourceSpan, _ findings: inout Findings) {
        checkType(uid.type, span, &findings)
        if uid.type.isAction {
            if schema.actions[uid] == nil { findings.report(.unrecognizedAction, "there is no action `\(uid)`", span) }
        } else if let ids = schema.entityTypes[uid.type]?.ids, !ids.contains(uid.id) {
            findings.report(.invalidEnumEntity, "`\(uid)` is not one of the enumerated entities of its type", span)
        }
    }

    /// At least one action of the scope must apply to some principal type and some resource type of the scope.
    func checkApplication(_ policy: Policy, _ findings: inout Findings) {
        let principals = types(in: policy.principal)
        let resources = types(in: policy.resource)
        let actions = actions(in: policy.action)
        let isApplicable = schema.actions.values.contains { action in
            actions?.contains(action.uid) != false
                && action.principals.contains { principals.contains($0) }
                && action.resources.contains { resources.contains($0) }
        }
        guard !isApplicable else { return }
        findings.report(
            .invalidActionApplication,
            "no action that the scope lets through applies to its principals and resources",
            policy.span
        )
    }

    /// The actions that a scope lets through; nothing for all. One unknown action makes a whole list unknown.
    private func actions(in scope: ActionScope) -> Set<EntityUID>? {
        let groups: [EntityUID]
        switch scope {
        case .any: return nil
        case .equal(let uid): return [uid]
        case .in(let uid): groups = [uid]
        case .inAny(let uids): groups = uids
        }
        guard groups.allSatisfy({ schema.actions[$0] != nil }) else { return [] }
        return groups.reduce(into: []) { $0.formUnion(schema.descendants(of: $1).union([$1])) }
    }

    /// Which types a scope lets through.
    private enum ScopeTypes {
        case all
        case some(Set<EntityType>)

        func contains(_ type: EntityType) -> Bool {
            switch self {
            case .all: true
            case .some(let types): types.contains(type)
            }
        }
    }

    private func types(in scope: EntityScope) -> ScopeTypes {
        switch scope {
        case .any, .equal(.slot), .in(.slot): return .all
        case .equal(.entity(let uid)): return .some([uid.type])
        case .is(let type), .isIn(let type, .slot): return .some([type])
        case .in(.entity(let uid)): return .some(types(below: uid.type))
        case .isIn(let type, .entity(let uid)): return .some(types(below: uid.type).intersection([type]))
        }
    }

    /// The type itself, and the types of which entities may be in it.
    private func types(below type: EntityType) -> Set<EntityType> {
        schema.entityTypes[type] == nil ? [] : schema.descendants(of: type).union([type])
    }
}

extension Expr {
    /// Visits the expression and all inside of it, with a stack of its own.
    func forEach(_ visit: (Expr) -> Void) {
        var pending = [self]
        while let next = pending.popLast() {
            visit(next)
            pending.append(contentsOf: next.operands)
        }
    }

    private var operands: [Expr] {
        switch node {
        case .literal, .variable, .unknown: []
        case .and(let operands), .or(let operands), .product(let operands), .set(let operands), .call(_, let operands):
            operands
        case .not(let operand), .negate(let operand), .isEmpty(let operand), .attribute(let operand, _),
            .has(let operand, _), .like(let operand, _):
            [operand]
        case .binary(_, let left, let right): [left, right]
        case .sum(let first, let terms): [first] + terms.map(\.operand)
        case .isType(let operand, _, in: let container): [operand] + (container.map { [$0] } ?? [])
        case .conditional(if: let test, then: let yes, else: let no): [test, yes, no]
        case .record(let fields): fields.map(\.value)
        }
    }
}
