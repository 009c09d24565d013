// SPDX-License-Identifier: Apache-2.0

/// Finds the type of a policy's condition for one kind of request.
struct Typechecker {
    let schema: Schema
    let mode: ValidationMode
    let environment: RequestEnvironment
    let hierarchy: Hierarchy
    var findings: Findings
    /// Whether answers carry what level validation needs.
    var tracksLevels = false

    /// What is known of an expression.
    struct Answer {
        /// Nothing where none could be found; then an error was reported.
        var type: Type?
        /// What is there when the expression is true.
        var capabilities: Capabilities = []
        var level: LevelNode?

        /// Whether no error was found in it.
        var isSound = true

        /// Makes it the answer of an expression in which there is an error: it knows of nothing.
        var unsound: Answer { Answer(type: type, capabilities: [], level: level, isSound: false) }
    }

    /// Whether the policy cannot apply to these requests. Reports errors, except in what is never evaluated.
    mutating func isAlwaysFalse(_ policy: Policy) -> Bool {
        if scopeType(policy) == .false { return true }
        return checkConditions(policy).type == .false
    }

    /// What level validation looks at: the scope's `in`s, and the conditions.
    mutating func levelNodes(of policy: Policy) -> [LevelNode] {
        var nodes = scopeLevelNodes(policy)
        if scopeType(policy) != .false, let node = checkConditions(policy).level { nodes.append(node) }
        return nodes
    }

    private mutating func checkConditions(_ policy: Policy) -> Answer {
        var result = Answer(type: .true, level: tracksLevels ? .constant : nil)
        var known: Capabilities = []
        for condition in policy.conditions {
            let body =
                condition.kind == .when ? condition.body : Expr(.not(condition.body), condition.body.span)
            conjoin(&result, body, [], &known)
            if result.type == .false { break }
        }
        return result
    }

    // MARK: Scope

    /// The type of the scope; of an entity that the schema does not know, `bool`: that was reported already.
    mutating func scopeType(_ policy: Policy) -> Type {
        let principal = type(of: policy.principal, environment.principal)
        if principal == .false { return .false }
        checkActionSet(policy)
        let parts = [principal, type(of: policy.action), type(of: policy.resource, environment.resource)]
        if parts.contains(.false) { return .false }
        return parts.allSatisfy { $0 == .true } ? .true : .bool
    }

    /// The scope's list of actions is a set like any other: in strict mode neither empty nor of several types.
    private mutating func checkActionSet(_ policy: Policy) {
        guard mode == .strict, case .inAny(let actions) = policy.action else { return }
        if actions.isEmpty {
            findings.report(.emptySet, "an empty set has no type; strict validation forbids it", policy.span)
        } else if actions.allSatisfy({ schema.actions[$0] != nil }) {
            _ = bound(actions.map { .entity($0.type) }, "a set's elements", policy.span)
        }
    }

    private func type(of scope: EntityScope, _ type: EntityType) -> Type {
        switch scope {
        case .any: return .true
        case .equal(.entity(let uid)):
            return schema.hasType(uid) && uid.type != type ? .false : .bool
        case .equal(.slot), .in(.slot): return .bool
        case .in(.entity(let uid)): return isBelow(type, uid) ? .bool : .false
        case .is(let expected): return .bool(type == expected)
        case .isIn(let expected, .slot): return type == expected ? .bool : .false
        case .isIn(let expected, .entity(let uid)): return type == expected && isBelow(type, uid) ? .bool : .false
        }
    }

    private func isBelow(_ type: EntityType, _ uid: EntityUID) -> Bool {
        !schema.hasType(uid) || hierarchy.mayBeIn(EntityTypes(type), EntityTypes(uid.type))
    }

    private func type(of scope: ActionScope) -> Type {
        let action = environment.action
        switch scope {
        case .any: return .true
        case .equal(let uid): return .bool(action.uid == uid)
        case .in(let uid): return schema.actions[uid] == nil ? .bool : .bool(hierarchy.isAction(action.uid, in: [uid]))
        case .inAny(let uids):
            if mode == .strict, uids.isEmpty || uids.contains(where: { $0.type != uids[0].type }) { return .bool }
            return uids.contains { schema.actions[$0] == nil } ? .bool : .bool(hierarchy.isAction(action.uid, in: uids))
        }
    }

    /// The `in`s of the scope, up to the part that is always false.
    private func scopeLevelNodes(_ policy: Policy) -> [LevelNode] {
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
        if type(of: policy.principal, environment.principal) == .false { return nodes }
        switch policy.action {
        case .in, .inAny: nodes.append(membership)
        default: break
        }
        if type(of: policy.action) == .false { return nodes }
        add(policy.resource, environment.resource)
        return nodes
    }

    // MARK: Expectations

    /// What an operand must be.
    enum Expectation: String {
        case bool = "Bool"
        case long = "Long"
        case string = "String"
        case entity = "an entity"
        case set = "a set"
        case entityOrRecord = "an entity or a record"
        case entities = "an entity or a set of entities"

        func accepts(_ type: Type) -> Bool {
            switch (self, type) {
            case (_, .never), (.bool, .bool), (.bool, .true), (.bool, .false), (.long, .long), (.string, .string): true
            case (.entity, .entity), (.entity, .anyEntity), (.set, .set): true
            case (.entityOrRecord, .entity), (.entityOrRecord, .anyEntity), (.entityOrRecord, .record): true
            case (.entities, .entity), (.entities, .anyEntity): true
            case (.entities, .set(let element?)): Expectation.entity.accepts(element)
            default: false
            }
        }
    }

    mutating func expect(_ expectation: Expectation, _ expression: Expr, _ prior: Capabilities) -> Answer {
        require(expectation, check(expression, prior), expression)
    }

    /// The answer, if it is of the type; else an error.
    mutating func require(_ expectation: Expectation, _ answer: Answer, _ expression: Expr) -> Answer {
        var answer = answer
        guard let type = answer.type else { return answer.unsound }
        if expectation.accepts(type) { return answer }
        reportUnexpected(type, expectation.rawValue, expression)
        answer.type = nil
        return answer.unsound
    }

    mutating func reportUnexpected(_ type: Type, _ expected: String, _ expression: Expr) {
        findings.report(.unexpectedType, "expected \(expected), found \(type)", expression.span)
    }

    /// The least upper bound, or an error.
    mutating func bound(_ types: [Type], _ what: String, _ span: SourceSpan) -> Type? {
        if let bound = Type.upperBound(of: types, mode) { return bound }
        reportIncompatible(types, what, span)
        return nil
    }

    mutating func reportIncompatible(_ types: [Type], _ what: String, _ span: SourceSpan) {
        let names = Set(types).map { "`\($0)`" }.sorted().joined(separator: ", ")
        findings.report(.incompatibleTypes, "\(what) must have compatible types, not \(names)", span)
    }
}
