// SPDX-License-Identifier: Apache-2.0

/// Why a request was decided as it was: of every policy, which part of it was true or false, and what it read.
public struct Explanation: Sendable {
    public enum Outcome: Sendable {
        case satisfied
        /// This part of the scope excludes the request.
        case outOfScope(Variable)
        case unsatisfied
        case failed(EvaluationError)
    }

    public struct PolicyPart: Sendable {
        public let policy: Policy
        public let outcome: Outcome
        /// One for each condition that was evaluated.
        public let conditions: [Step]
    }

    /// An expression and what came of it.
    public struct Step: Sendable {
        public enum Result: Sendable {
            case value(Value)
            case failed(EvaluationError)
            /// Not evaluated: what stands before it decided.
            case skipped
        }

        public let expr: Expr
        public let result: Result
        /// Of chains, negations and conditionals: their operands.
        public let parts: [Step]
        /// Of other expressions: the attributes and variables that they read.
        public let reads: [Read]
    }

    public struct Read: Sendable {
        public let expr: Expr
        /// Nothing where there is none.
        public let value: Value?
    }

    public let decision: Decision
    /// In the policies' order.
    public let policies: [PolicyPart]

    public init(_ policies: PolicySet, _ request: Request, _ entities: any EntityStore) {
        let evaluator = Evaluator(request, entities)
        self.policies = policies.policies.map { PolicyPart($0, evaluator) }
        let satisfied = self.policies.filter { if case .satisfied = $0.outcome { true } else { false } }
        let isAllowed = !satisfied.isEmpty && satisfied.allSatisfy { $0.policy.effect == .permit }
        decision = isAllowed ? .allow : .deny
    }
}

extension Explanation.PolicyPart {
    fileprivate init(_ policy: Policy, _ evaluator: Evaluator) {
        self.policy = policy
        if let variable = policy.mismatch(evaluator) {
            (outcome, conditions) = (.outOfScope(variable), [])
            return
        }
        var steps: [Explanation.Step] = []
        var outcome = Explanation.Outcome.satisfied
        for condition in policy.conditions {
            let step = Explanation.Step(condition.body, evaluator)
            steps.append(step)
            switch step.result {
            case .value(.bool(let bool)) where bool == (condition.kind == .when): continue
            case .value(.bool): outcome = .unsatisfied
            case .value(let value):
                outcome = .failed(EvaluationError(.type(expected: "a boolean", found: value.typeName), condition.body.span))
            case .failed(let error): outcome = .failed(error)
            case .skipped: continue
            }
            break
        }
        self.outcome = outcome
        conditions = steps
    }
}

extension Explanation.Step {
    fileprivate init(_ expr: Expr, _ evaluator: Evaluator) {
        self.expr = expr
        do {
            result = .value(try evaluator.value(of: expr))
        } catch {
            result = .failed(error)
        }
        switch expr.node {
        case .and(let operands): (parts, reads) = (Explanation.Step.chain(operands, endsAt: false, evaluator), [])
        case .or(let operands): (parts, reads) = (Explanation.Step.chain(operands, endsAt: true, evaluator), [])
        case .not(let operand): (parts, reads) = ([Explanation.Step(operand, evaluator)], [])
        case .conditional(let condition, let yes, let no):
            let guardStep = Explanation.Step(condition, evaluator)
            let taken: Bool? = if case .value(.bool(let bool)) = guardStep.result { bool } else { nil }
            parts = [
                guardStep,
                taken == true ? Explanation.Step(yes, evaluator) : Explanation.Step(skipped: yes),
                taken == false ? Explanation.Step(no, evaluator) : Explanation.Step(skipped: no),
            ]
            reads = []
        default:
            parts = []
            reads = expr.readsInside.map { Explanation.Read(expr: $0, value: try? evaluator.value(of: $0)) }
        }
    }

    private init(skipped expr: Expr) {
        self.expr = expr
        result = .skipped
        parts = []
        reads = []
    }

    private static func chain(_ operands: [Expr], endsAt end: Bool, _ evaluator: Evaluator) -> [Explanation.Step] {
        var steps: [Explanation.Step] = []
        var isDecided = false
        for operand in operands {
            if isDecided {
                steps.append(Explanation.Step(skipped: operand))
                continue
            }
            let step = Explanation.Step(operand, evaluator)
            steps.append(step)
            if case .value(.bool(let bool)) = step.result, bool != end { continue }
            isDecided = true
        }
        return steps
    }
}

extension Expr {
    /// The variables, attribute paths and tags that the expression reads, the longest paths, each once.
    fileprivate var readsInside: [Expr] {
        var found: [Expr] = []
        var seen: Set<String> = []
        var waiting = [self]
        while let next = waiting.popLast() {
            switch next.node {
            case .variable, .attribute, .binary(.getTag, _, _):
                if seen.insert(next.description).inserted { found.append(next) }
            default: waiting.append(contentsOf: next.node.operands.reversed())
            }
        }
        return found
    }
}

extension Policy {
    /// The first variable whose scope excludes the request.
    fileprivate func mismatch(_ evaluator: Evaluator) -> Variable? {
        var open = self
        open.action = .any
        open.resource = .any
        guard open.matchesScope(evaluator) else { return .principal }
        open.action = action
        guard open.matchesScope(evaluator) else { return .action }
        open.resource = resource
        return open.matchesScope(evaluator) ? nil : .resource
    }
}
