// SPDX-License-Identifier: Apache-2.0

/// Evaluates as far as the known parts of a request reach.
public struct PartialEvaluator: Sendable {
    public let request: PartialRequest
    private let evaluator: Evaluator

    /// - Parameter entities: all of them: an entity that is not there does not exist.
    public init(_ request: PartialRequest, _ entities: any EntityStore) {
        self.request = request
        let nobody = EntityUID(type: EntityType(unchecked: "_"), id: "")
        func known(_ participant: PartialRequest.Participant) -> EntityUID {
            if case .known(let uid) = participant { uid } else { nobody }
        }
        evaluator = Evaluator(
            Request(
                principal: known(request.principal),
                action: known(request.action),
                resource: known(request.resource),
                context: request.context ?? .empty
            ),
            entities
        )
    }

    /// What an expression comes to.
    enum Outcome {
        case value(Value)
        case residual(Expr)
        case failed(EvaluationError)
    }

    // MARK: Policies

    public func authorize(_ policies: PolicySet) -> PartialResponse {
        var satisfied: [(Text, PolicyEffect)] = []
        var errors: [Text] = []
        var residuals: [Policy] = []
        for policy in policies.policies {
            switch evaluate(policy) {
            case .satisfied: satisfied.append((policy.id, policy.effect))
            case .unsatisfied: break
            case .failed: errors.append(policy.id)
            case .residual(let residual): residuals.append(residual)
            }
        }
        func has(_ effect: PolicyEffect) -> Bool { satisfied.contains { $0.1 == effect } }
        func mayHave(_ effect: PolicyEffect) -> Bool { residuals.contains { $0.effect == effect } }
        let decision: Decision? =
            if has(.forbid) || !has(.permit) && !mayHave(.permit) {
                .deny
            } else if has(.permit), !mayHave(.forbid) {
                .allow
            } else {
                nil
            }
        return PartialResponse(decision: decision, satisfied: satisfied.map(\.0), errors: errors, residuals: residuals)
    }

    enum PolicyOutcome {
        case satisfied, unsatisfied
        case failed(EvaluationError)
        case residual(Policy)
    }

    func evaluate(_ policy: Policy) -> PolicyOutcome {
        var residual = policy
        residual.conditions = []
        guard let principal = scope(policy.principal, .principal), let action = scope(policy.action),
            let resource = scope(policy.resource, .resource)
        else { return .unsatisfied }
        residual.principal = principal
        residual.action = action
        residual.resource = resource
        let isScopeOpen = principal != .any || action != .any || resource != .any
        for condition in policy.conditions {
            switch bool(condition.body) {
            case .value(.bool(let bool)):
                if bool == (condition.kind == .when) { continue }
                // A residual before this one may still fail.
                guard !residual.conditions.isEmpty else { return .unsatisfied }
                residual.conditions.append(Condition(.when, Expr(.literal(.bool(false)), condition.body.span)))
                return .residual(residual)
            case .value(let value):
                return failure(
                    EvaluationError(.type(expected: "a boolean", found: value.typeName), condition.body.span),
                    condition,
                    &residual,
                    isScopeOpen
                )
            case .failed(let error): return failure(error, condition, &residual, isScopeOpen)
            case .residual(let expr): residual.conditions.append(Condition(condition.kind, expr))
            }
        }
        return isScopeOpen || !residual.conditions.isEmpty ? .residual(residual) : .satisfied
    }

    private func failure(
        _ error: EvaluationError,
        _ condition: Condition,
        _ residual: inout Policy,
        _ isScopeOpen: Bool
    ) -> PolicyOutcome {
        guard isScopeOpen || !residual.conditions.isEmpty else { return .failed(error) }
        residual.conditions.append(condition)
        return .residual(residual)
    }

    /// What is left of a scope: nothing when it cannot match.
    private func scope(_ scope: EntityScope, _ variable: Variable) -> EntityScope? {
        guard let participant = request.participant(variable) else { return scope }
        switch (scope, participant) {
        case (.any, _): return .any
        case (.equal(.slot), _), (.in(.slot), _), (.isIn(_, .slot), _): return nil
        case (.equal(.entity(let other)), .known(let uid)): return uid == other ? .any : nil
        case (.in(.entity(let other)), .known(let uid)): return evaluator.isMember(uid, of: [other]) ? .any : nil
        case (.is(let type), .known(let uid)): return uid.type == type ? .any : nil
        case (.isIn(let type, .entity(let other)), .known(let uid)):
            return uid.type == type && evaluator.isMember(uid, of: [other]) ? .any : nil
        case (.equal(.entity(let other)), .unknown(let known?)) where known != other.type: return nil
        case (.is(let type), .unknown(let known?)): return type == known ? .any : nil
        case (.isIn(let type, let reference), .unknown(let known?)): return type == known ? .in(reference) : nil
        default: return scope
        }
    }

    private func scope(_ scope: ActionScope) -> ActionScope? {
        guard case .known(let uid) = request.action else { return scope }
        let isMatch =
            switch scope {
            case .any: true
            case .equal(let other): uid == other
            case .in(let other): evaluator.isMember(uid, of: [other])
            case .inAny(let others): evaluator.isMember(uid, of: Set(others))
            }
        return isMatch ? .any : nil
    }

    // MARK: Expressions

    /// A condition: a chain of one residual and truths is that residual, since a policy's condition must be a boolean.
    private func bool(_ expr: Expr) -> Outcome {
        let outcome = evaluate(expr)
        guard case .residual(let residual) = outcome, case .and(let operands) = residual.node else { return outcome }
        let rest = operands.filter { if case .literal(.bool(true)) = $0.node { false } else { true } }
        return rest.count == 1 ? .residual(rest[0]) : outcome
    }

    func evaluate(_ expr: Expr) -> Outcome {
        switch expr.node {
        case .literal(let value): .value(value)
        case .unknown: .residual(expr)
        case .variable(let variable): self.variable(variable, expr)
        case .and(let operands): junction(operands, endsAt: false, expr)
        case .or(let operands): junction(operands, endsAt: true, expr)
        case .conditional(let condition, let yes, let no): conditional(condition, yes, no, expr)
        case .attribute(let base, let name): attribute(base, name, expr)
        case .has(let base, let path): has(base, path, expr)
        case .isType(let operand, let type, let container): isType(operand, type, container, expr)
        default: strict(expr)
        }
    }

    private func variable(_ variable: Variable, _ expr: Expr) -> Outcome {
        switch request.participant(variable) {
        case .known(let uid): return .value(.entity(uid))
        case .unknown: return .residual(expr)
        case nil:
            guard let context = request.context, request.unknownAttributes.isEmpty else { return .residual(expr) }
            return .value(.record(context))
        }
    }

    private func junction(_ operands: [Expr], endsAt end: Bool, _ expr: Expr) -> Outcome {
        var open: [Expr] = []
        for operand in operands {
            switch evaluate(operand) {
            case .value(.bool(let bool)) where bool != end: continue
            case .value(.bool):
                guard !open.isEmpty else { return .value(.bool(end)) }
                return .residual(junction(open + [Expr(.literal(.bool(end)), operand.span)], end, expr))
            case .value(let value):
                guard open.isEmpty else { return .residual(junction(open + [operand], end, expr)) }
                return .failed(EvaluationError(.type(expected: "a boolean", found: value.typeName), operand.span))
            case .failed(let error):
                guard open.isEmpty else { return .residual(junction(open + [operand], end, expr)) }
                return .failed(error)
            case .residual(let residual): open.append(residual)
            }
        }
        guard !open.isEmpty else { return .value(.bool(!end)) }
        // A chain of one still says that its operand must be a boolean.
        return .residual(junction(open.count > 1 ? open : open + [Expr(.literal(.bool(!end)), expr.span)], end, expr))
    }

    private func junction(_ operands: [Expr], _ end: Bool, _ expr: Expr) -> Expr {
        Expr(end ? .or(operands) : .and(operands), expr.span)
    }

    private func conditional(_ condition: Expr, _ yes: Expr, _ no: Expr, _ expr: Expr) -> Outcome {
        switch evaluate(condition) {
        case .value(.bool(let bool)): evaluate(bool ? yes : no)
        case .value(let value):
            .failed(EvaluationError(.type(expected: "a boolean", found: value.typeName), condition.span))
        case .failed(let error): .failed(error)
        case .residual(let residual):
            .residual(Expr(.conditional(if: residual, then: simplified(yes), else: simplified(no)), expr.span))
        }
    }

    /// The expression with its known parts evaluated; one that fails stays as it is, so that it fails later.
    private func simplified(_ expr: Expr) -> Expr {
        switch evaluate(expr) {
        case .value(let value): Expr(.literal(value), expr.span)
        case .residual(let residual): residual
        case .failed: expr
        }
    }

    /// Whether a name below `context` is known, and with what.
    private func contextAttribute(_ base: Expr, _ name: Text) -> Value?? {
        guard case .variable(.context) = base.node, let context = request.context else { return nil }
        if request.unknownAttributes.contains(name) { return nil }
        return .some(context[name])
    }

    private func attribute(_ base: Expr, _ name: Text, _ expr: Expr) -> Outcome {
        switch contextAttribute(base, name) {
        case .some(.some(let value)): .value(value)
        case .some(.none): .failed(EvaluationError(.missingAttribute(name, of: "the context"), expr.span))
        case nil: strict(expr)
        }
    }

    private func has(_ base: Expr, _ path: [Text], _ expr: Expr) -> Outcome {
        guard case .variable(.context) = base.node, request.context != nil else { return strict(expr) }
        if request.unknownAttributes.contains(path[0]) {
            return path.count == 1 ? .value(.bool(true)) : .residual(expr)
        }
        return wrap(expr.span) { () throws(EvaluationError) in
            .bool(try evaluator.has(path, .record(request.context ?? .empty), base.span))
        }
    }

    private func isType(_ operand: Expr, _ type: EntityType, _ container: Expr?, _ expr: Expr) -> Outcome {
        if case .variable(let variable) = operand.node, case .unknown(let known?)? = request.participant(variable) {
            if known != type { return .value(.bool(false)) }
            guard let container else { return .value(.bool(true)) }
            return .residual(Expr(.binary(.in, operand, simplified(container)), expr.span))
        }
        guard let container else { return strict(expr) }
        switch evaluate(operand) {
        case .value(.entity(let uid)):
            if uid.type != type { return .value(.bool(false)) }
            return strict(Expr(.binary(.in, Expr(.literal(.entity(uid)), operand.span), container), expr.span))
        case .value(let value):
            return .failed(EvaluationError(.type(expected: "an entity", found: value.typeName), operand.span))
        case .failed(let error): return .failed(error)
        case .residual(let residual):
            return .residual(Expr(.isType(residual, type, in: simplified(container)), expr.span))
        }
    }

    private func wrap(_ span: SourceSpan, _ body: () throws(EvaluationError) -> Value) -> Outcome {
        do {
            return .value(try body())
        } catch {
            return .failed(error)
        }
    }

    /// A node that evaluates all its operands: known when all of them are, failed when one of them is.
    private func strict(_ expr: Expr) -> Outcome {
        var isOpen = false
        var failure: EvaluationError?
        let node = expr.node.mapOperands { operand in
            switch evaluate(operand) {
            case .value(let value): return Expr(.literal(value), operand.span)
            case .residual(let residual):
                isOpen = true
                return residual
            case .failed(let error):
                failure = failure ?? error
                return operand
            }
        }
        if let failure { return .failed(failure) }
        if isOpen { return .residual(Expr(node, expr.span)) }
        return wrap(expr.span) { () throws(EvaluationError) in try evaluator.value(of: Expr(node, expr.span)) }
    }
}

extension Expr.Node {
    /// The node over other operands.
    func mapOperands(_ map: (Expr) -> Expr) -> Expr.Node {
        switch self {
        case .literal, .variable, .unknown: self
        case .and(let operands): .and(operands.map(map))
        case .or(let operands): .or(operands.map(map))
        case .not(let operand): .not(map(operand))
        case .negate(let operand): .negate(map(operand))
        case .binary(let binary, let left, let right): .binary(binary, map(left), map(right))
        case .sum(let first, let terms):
            .sum(map(first), terms.map { Expr.Term(isSubtraction: $0.isSubtraction, operand: map($0.operand)) })
        case .product(let factors): .product(factors.map(map))
        case .isEmpty(let operand): .isEmpty(map(operand))
        case .attribute(let base, let name): .attribute(map(base), name)
        case .has(let base, let path): .has(map(base), path)
        case .like(let operand, let pattern): .like(map(operand), pattern)
        case .isType(let operand, let type, let container): .isType(map(operand), type, in: container.map(map))
        case .conditional(let condition, let yes, let no): .conditional(if: map(condition), then: map(yes), else: map(no))
        case .set(let elements): .set(elements.map(map))
        case .record(let fields): .record(fields.map { Expr.Field($0.name, map($0.value)) })
        case .call(let function, let arguments): .call(function, arguments.map(map))
        }
    }

    /// The operands, left to right.
    var operands: [Expr] {
        var operands: [Expr] = []
        _ = mapOperands { operand in
            operands.append(operand)
            return operand
        }
        return operands
    }
}

extension PolicySet {
    /// What a principal may do: of each action whether it is allowed, denied, or on which conditions it is.
    ///
    /// - Parameter request: its action is left out of account.
    public func permittedActions(
        among actions: [EntityUID],
        _ request: PartialRequest,
        _ entities: any EntityStore
    ) -> [(action: EntityUID, response: PartialResponse)] {
        actions.map { action in
            var request = request
            request.action = .known(action)
            return (action, PartialEvaluator(request, entities).authorize(self))
        }
    }
}
