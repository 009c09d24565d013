// SPDX-License-Identifier: Apache-2.0

/// Under which circumstances a policy's conditions are certainly false, without an error: as long as the requirements hold
/// and none of the atoms does. Such a policy need not be looked at.
struct Trigger: Sendable {
    /// What must hold of a slot for a policy's first conditions to be free of errors.
    struct Requirement: Hashable, Sendable {
        let slot: UInt16
        /// Nothing: any type will do.
        let tag: Cell.Tag?
        /// A guard before it makes the policy false where the slot is missing.
        let mayBeMissing: Bool

        /// One number for all of it.
        var key: UInt64 { UInt64(slot) << 16 | UInt64(tag?.rawValue ?? .max) << 1 | (mayBeMissing ? 1 : 0) }
    }

    var requirements: [Requirement]
    var atoms: [UInt32]
}

/// Walks conditions in the order of their evaluation. Everything up to the first conjunct that hangs on atoms must be free of
/// errors under the requirements collected so far; what it cannot judge ends the search.
struct ConditionAnalysis {
    private var requirements: [Trigger.Requirement] = []
    /// The slots that are known to be present at this point.
    private var guarded: Set<UInt16> = []

    static func trigger(of policy: Policy, _ compiler: inout Compiler) -> Trigger? {
        var analysis = ConditionAnalysis()
        for condition in policy.conditions {
            switch condition.kind {
            case .when:
                switch analysis.chain(condition.body.conjuncts, &compiler) {
                case .atoms(let atoms): return analysis.finished(atoms)
                case .harmless: continue
                case .unclear: return nil
                }
            case .unless:
                guard analysis.isHarmless(condition.body, &compiler) else { return nil }
            }
        }
        return nil
    }

    private func finished(_ atoms: [UInt32]) -> Trigger {
        var sorted: [Trigger.Requirement] = []
        for requirement in requirements.sorted(by: { $0.key < $1.key }) where sorted.last != requirement {
            sorted.append(requirement)
        }
        return Trigger(requirements: sorted, atoms: atoms)
    }

    private enum Finding {
        /// False unless one of these holds.
        case atoms([UInt32])
        /// Free of errors, either way.
        case harmless
        case unclear
    }

    private mutating func chain(_ conjuncts: [Expr], _ compiler: inout Compiler) -> Finding {
        for conjunct in conjuncts {
            switch find(conjunct, &compiler) {
            case .atoms(let atoms): return .atoms(atoms)
            case .unclear: return .unclear
            case .harmless: noteGuard(conjunct, &compiler)
            }
        }
        return .harmless
    }

    private mutating func find(_ expr: Expr, _ compiler: inout Compiler) -> Finding {
        switch expr.node {
        case .and(let operands):
            return chain(operands, &compiler)
        case .or(let operands):
            var all: [UInt32] = []
            var isComplete = true
            let before = guarded
            for operand in operands {
                // What one operand guards, the next one does not know.
                guarded = before
                switch find(operand, &compiler) {
                case .atoms(let atoms): all += atoms
                case .harmless: isComplete = false
                case .unclear: return .unclear
                }
            }
            guarded = before
            guard isComplete else {
                // What was skipped behind the atoms of an operand was not looked at.
                return operands.allSatisfy { isHarmless($0, &compiler) } ? .harmless : .unclear
            }
            return .atoms(all)
        case .like(let operand, let pattern):
            guard let slot = compiler.slot(of: operand) else { return .unclear }
            require(slot, .string)
            return .atoms([compiler.atom(slot, like: pattern)])
        case .binary(.equal, let left, let right):
            guard let (slot, value) = slotAndConstant(left, right, &compiler) else { break }
            let cell = compiler.cell(of: value)
            guard cell.isScalar else { break }
            require(slot, nil)
            return .atoms([compiler.atom(slot, equal: cell)])
        case .binary(.contains, let left, let right):
            guard case .set(let set)? = left.constant, set.elements.count <= 64,
                let slot = compiler.slot(of: right)
            else { break }
            let cells = set.elements.map { compiler.cell(of: $0) }
            guard cells.allSatisfy(\.isScalar) else { break }
            require(slot, nil)
            return .atoms(cells.map { compiler.atom(slot, equal: $0) })
        default: break
        }
        return isHarmless(expr, &compiler) ? .harmless : .unclear
    }

    private mutating func require(_ slot: UInt16, _ tag: Cell.Tag?) {
        requirements.append(Trigger.Requirement(slot: slot, tag: tag, mayBeMissing: guarded.contains(slot)))
    }

    private func slotAndConstant(_ left: Expr, _ right: Expr, _ compiler: inout Compiler) -> (UInt16, Value)? {
        if let value = right.constant, let slot = compiler.slot(of: left) { return (slot, value) }
        if let value = left.constant, let slot = compiler.slot(of: right) { return (slot, value) }
        return nil
    }

    /// After `x has name` came out true, the slot of the name is present.
    private mutating func noteGuard(_ expr: Expr, _ compiler: inout Compiler) {
        guard case .has(let base, let path) = expr.node else { return }
        if case .variable(let root) = base.node, let slot = compiler.slot(root, path) { guarded.insert(slot) }
        if path.count == 1, let slot = compiler.slot(of: Expr(.attribute(base, path[0]))) { guarded.insert(slot) }
    }

    /// Whether the expression is a boolean and free of errors as long as the requirements hold, to which it may add.
    private mutating func isHarmless(_ expr: Expr, _ compiler: inout Compiler) -> Bool {
        switch expr.node {
        case .literal(.bool): return true
        case .not(let operand): return isHarmless(operand, &compiler)
        case .and(let operands), .or(let operands):
            let before = guarded
            defer { guarded = before }
            for operand in operands {
                guard isHarmless(operand, &compiler) else { return false }
                if case .and = expr.node { noteGuard(operand, &compiler) }
            }
            return true
        case .has(let base, let path):
            if case .variable(let root) = base.node {
                guard path.count <= Program.Slot.longest else { return false }
                // A name on the way may be missing, but must not be something that has no names.
                for length in path.indices.dropFirst() {
                    guard let slot = compiler.slot(root, path.prefix(length)) else { return false }
                    requirements.append(Trigger.Requirement(slot: slot, tag: .record, mayBeMissing: true))
                }
                return true
            }
            guard path.count == 1, let slot = compiler.slot(of: base) else { return false }
            require(slot, .record)
            return true
        case .like(let operand, _):
            guard let slot = compiler.slot(of: operand) else { return false }
            require(slot, .string)
            return true
        case .attribute:
            guard let slot = compiler.slot(of: expr) else { return false }
            require(slot, .bool)
            return true
        case .binary(let binary, let left, let right):
            return isHarmless(binary, left, right, &compiler)
        case .isType(let operand, _, nil):
            return operand.isEntityVariable
        default: return false
        }
    }

    private mutating func isHarmless(
        _ binary: BinaryOperator,
        _ left: Expr,
        _ right: Expr,
        _ compiler: inout Compiler
    ) -> Bool {
        switch binary {
        case .equal, .notEqual:
            return isReadable(left, nil, &compiler) && isReadable(right, nil, &compiler)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return isReadable(left, .long, &compiler) && isReadable(right, .long, &compiler)
        case .in:
            guard left.isEntityVariable else { return false }
            switch right.constant {
            case .entity: return true
            case .set(let set):
                return set.elements.allSatisfy { if case .entity = $0 { true } else { false } }
            default: return right.isEntityVariable
            }
        case .contains:
            guard case .set? = left.constant else { return false }
            return isReadable(right, nil, &compiler)
        default: return false
        }
    }

    /// Whether the expression has a value (of a type) as long as the requirements hold.
    private mutating func isReadable(_ expr: Expr, _ tag: Cell.Tag?, _ compiler: inout Compiler) -> Bool {
        if let value = expr.constant {
            guard let tag else { return true }
            return compiler.cell(of: value).tag == tag
        }
        switch expr.node {
        case .variable: return tag == nil
        case .attribute:
            guard let slot = compiler.slot(of: expr) else { return false }
            require(slot, tag)
            return true
        default: return false
        }
    }
}

extension Expr {
    fileprivate var isEntityVariable: Bool {
        if case .variable(let variable) = node { return variable != .context }
        return false
    }
}
