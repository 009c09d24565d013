// SPDX-License-Identifier: Apache-2.0

/// The types of the parts of a policy's scope, for one kind of request: known to be true, known to be false, or `bool`.
struct ScopeTypes {
    let schema: Schema
    let mode: ValidationMode
    let hierarchy: Hierarchy

    /// Of an entity that the schema does not know, `bool`: that was reported already.
    func type(of scope: EntityScope, for type: EntityType) -> Type {
        switch scope {
        case .any: .true
        case .equal(.entity(let uid)): schema.hasType(uid) && uid.type != type ? .false : .bool
        case .equal(.slot), .in(.slot): .bool
        case .in(.entity(let uid)): isBelow(type, uid) ? .bool : .false
        case .is(let expected): .bool(type == expected)
        case .isIn(let expected, .slot): type == expected ? .bool : .false
        case .isIn(let expected, .entity(let uid)): type == expected && isBelow(type, uid) ? .bool : .false
        }
    }

    private func isBelow(_ type: EntityType, _ uid: EntityUID) -> Bool {
        !schema.hasType(uid) || hierarchy.mayBeIn(EntityTypes(type), EntityTypes(uid.type))
    }

    func type(of scope: ActionScope, for action: EntityUID) -> Type {
        switch scope {
        case .any: return .true
        case .equal(let uid): return .bool(action == uid)
        case .in(let uid): return schema.actions[uid] == nil ? .bool : .bool(hierarchy.isAction(action, in: [uid]))
        case .inAny(let uids):
            let isSet = mode == .permissive || !uids.isEmpty && uids.allSatisfy { $0.type == uids[0].type }
            guard isSet, uids.allSatisfy({ schema.actions[$0] != nil }) else { return .bool }
            return .bool(hierarchy.isAction(action, in: uids))
        }
    }

    /// What level validation looks at in the scope: the `in`s, up to the part that is always false.
    func levelNodes(_ policy: Policy, _ environment: RequestEnvironment) -> [LevelNode] {
        let membership = LevelNode.dereference(.variable, .constant, policy.span)
        var nodes: [LevelNode] = []
        func add(_ scope: EntityScope, _ type: EntityType) {
            switch scope {
            case .in: nodes.append(membership)
            case .isIn(let expected, _) where expected == type: nodes.append(membership)
            default: break
            }
        }
        add(policy.principal, environment.principal)
        if type(of: policy.principal, for: environment.principal) == .false { return nodes }
        switch policy.action {
        case .in, .inAny: nodes.append(membership)
        default: break
        }
        if type(of: policy.action, for: environment.action.uid) == .false { return nodes }
        add(policy.resource, environment.resource)
        return nodes
    }

    /// Whether the scope lets these requests through.
    func mayApply(_ policy: Policy, _ environment: RequestEnvironment) -> Bool {
        type(of: policy.principal, for: environment.principal) != .false
            && type(of: policy.action, for: environment.action.uid) != .false
            && type(of: policy.resource, for: environment.resource) != .false
    }
}
