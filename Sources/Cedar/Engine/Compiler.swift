// SPDX-License-Identifier: Apache-2.0

/// Turns policies into instructions, and collects what they share.
struct Compiler {
    private(set) var code: [Instruction] = []
    private(set) var spans: [SourceSpan] = []
    private(set) var constants: [Cell] = []
    private(set) var slots: [Program.Slot] = []
    private(set) var contextSlots = DigestTable()
    private(set) var patterns: [Pattern] = []
    private(set) var paths: [[UInt32]] = []
    private(set) var entityLists: [[UInt32]] = []
    private(set) var atoms: [Program.Atom] = []
    private(set) var arena = Arena()
    /// The most cells that any policy has on the stack.
    private(set) var deepest = 1

    private var slotTable = DigestTable()
    private var atomTable = DigestTable()
    private var depth = 0

    mutating func reserve(_ policies: Int) {
        code.reserveCapacity(policies * 12)
        spans.reserveCapacity(policies * 12)
    }

    // MARK: Numbers

    mutating func number(of text: Text) -> UInt32 { arena.number(of: text, over: .empty) }
    mutating func number(of uid: EntityUID) -> UInt32 { arena.number(of: uid, over: .empty) }
    mutating func cell(of value: Value) -> Cell { arena.cell(of: value, over: .empty) }

    /// The slot of `variable.a.b…`, if the expression is of that form.
    mutating func slot(of expr: Expr) -> UInt16? {
        guard case .attribute(let base, let name) = expr.node else { return nil }
        if case .variable(let root) = base.node { return slot(root, nil, name) }
        guard let parent = slot(of: base) else { return nil }
        return slot(slots[Int(parent)].root, parent, name)
    }

    /// The slot of a path below a variable; nothing when there are too many.
    mutating func slot(_ root: Variable, _ names: some Sequence<Text>) -> UInt16? {
        var parent: UInt16?
        for name in names {
            guard let slot = slot(root, parent, name) else { return nil }
            parent = slot
        }
        return parent
    }

    private mutating func slot(_ root: Variable, _ parent: UInt16?, _ name: Text) -> UInt16? {
        let length = parent.map { Int(slots[Int($0)].length) + 1 } ?? 1
        guard length <= Program.Slot.longest else { return nil }
        let wanted = Program.Slot(root: root, parent: parent, name: number(of: name), length: UInt8(length))
        let digest = Compiler.digest(name.digest, UInt64(parent ?? .max) << 8 | UInt64(Machine.number(of: root)))
        if let known = slotTable.find(digest, { slots[$0] == wanted }) { return UInt16(known) }
        guard slots.count < Int(UInt16.max) else { return nil }
        slotTable.insert(digest, slots.count)
        if root == .context, parent == nil { contextSlots.insert(name.digest, slots.count) }
        slots.append(wanted)
        return UInt16(slots.count - 1)
    }

    private static func digest(_ digest: UInt64, _ number: UInt64) -> UInt64 {
        (digest ^ number &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    }

    mutating func atom(_ slot: UInt16, like pattern: Pattern) -> UInt32 {
        let digest = Compiler.digest(pattern.digest, UInt64(slot))
        let known = atomTable.find(digest) { number in
            guard atoms[number].slot == slot, case .like(let other) = atoms[number].test else { return false }
            return other == pattern
        }
        return known.map { UInt32($0) } ?? add(Program.Atom(slot: slot, test: .like(pattern)), digest)
    }

    /// - Parameter cell: a scalar.
    mutating func atom(_ slot: UInt16, equal cell: Cell) -> UInt32 {
        let digest = Compiler.digest(cell.digest, UInt64(slot) | 1 << 32)
        let known = atomTable.find(digest) { number in
            guard atoms[number].slot == slot, case .equal(let other) = atoms[number].test else { return false }
            return other == cell
        }
        return known.map { UInt32($0) } ?? add(Program.Atom(slot: slot, test: .equal(cell)), digest)
    }

    private mutating func add(_ atom: Program.Atom, _ digest: UInt64) -> UInt32 {
        atomTable.insert(digest, atoms.count)
        atoms.append(atom)
        return UInt32(atoms.count - 1)
    }

    // MARK: Emitting

    /// - Parameter change: by how many cells the stack grows.
    private mutating func emit(
        _ operation: Instruction.Operation,
        a: UInt16 = 0,
        b: UInt32 = 0,
        _ span: SourceSpan,
        change: Int
    ) {
        code.append(Instruction(operation, a: a, b: b))
        spans.append(span)
        depth += change
        deepest = max(deepest, depth)
    }

    private mutating func patch(_ jump: Int) { code[jump].b = UInt32(code.count) }

    // MARK: Policies

    mutating func compile(_ policy: Policy) {
        depth = 0
        compile(policy.principal, .principal, policy.span)
        switch policy.action {
        case .any: break
        case .equal(let uid): emit(.scopeEqual, a: Machine.action, b: number(of: uid), policy.span, change: 0)
        case .in(let uid): emit(.scopeIn, a: Machine.action, b: number(of: uid), policy.span, change: 0)
        case .inAny(let uids):
            entityLists.append(uids.map { number(of: $0) })
            emit(.scopeInAny, a: Machine.action, b: UInt32(entityLists.count - 1), policy.span, change: 0)
        }
        compile(policy.resource, .resource, policy.span)
        for condition in policy.conditions {
            switch condition.kind {
            case .unless:
                compile(condition.body)
                emit(.reject, condition.body.span, change: -1)
            case .when:
                for conjunct in condition.body.conjuncts {
                    if case .literal(.bool(true)) = conjunct.node { continue }
                    compile(conjunct)
                    emit(.require, conjunct.span, change: -1)
                }
            }
        }
        emit(.end, policy.span, change: 0)
    }

    private mutating func compile(_ scope: EntityScope, _ variable: Variable, _ span: SourceSpan) {
        let a = Machine.number(of: variable)
        switch scope {
        case .any: break
        case .is(let type): emit(.scopeIs, a: a, b: number(of: type.name), span, change: 0)
        case .equal(.entity(let uid)): emit(.scopeEqual, a: a, b: number(of: uid), span, change: 0)
        case .in(.entity(let uid)): emit(.scopeIn, a: a, b: number(of: uid), span, change: 0)
        case .isIn(let type, .entity(let uid)):
            emit(.scopeIs, a: a, b: number(of: type.name), span, change: 0)
            emit(.scopeIn, a: a, b: number(of: uid), span, change: 0)
        case .equal(.slot), .in(.slot), .isIn(_, .slot):
            // A template is not evaluated; should one come here, it errs on every request.
            emit(.raise, span, change: 0)
        }
    }

    // MARK: Expressions

    private mutating func compile(_ expr: Expr) {
        if let constant = expr.constant {
            push(constant, expr.span)
            return
        }
        switch expr.node {
        case .literal(let value): push(value, expr.span)
        case .variable(let variable): emit(.variable, a: Machine.number(of: variable), expr.span, change: 1)
        case .unknown: raise(expr.span)
        case .and(let operands): compileJunction(operands, .and, expr.span)
        case .or(let operands): compileJunction(operands, .or, expr.span)
        case .not(let operand): compileUnary(operand, .not, expr.span)
        case .negate(let operand): compileUnary(operand, .negate, expr.span)
        case .isEmpty(let operand): compileUnary(operand, .isEmpty, expr.span)
        case .binary(let binary, let left, let right): compileBinary(binary, left, right, expr.span)
        case .sum(let first, let terms): compileSum(first, terms, expr.span)
        case .product(let factors): compileProduct(factors, expr.span)
        case .attribute(let base, let name): compileAttribute(expr, base, name)
        case .has(let base, let path): compileHas(base, path, expr.span)
        case .like(let operand, let pattern): compileLike(operand, pattern, expr.span)
        case .isType(let operand, let type, let container): compileIsType(operand, type, container, expr.span)
        case .conditional(let condition, let yes, let no): compileConditional(condition, yes, no, expr.span)
        case .set(let elements): compileSet(elements, expr.span)
        case .record(let fields): compileRecord(fields, expr.span)
        case .call(let function, let arguments): compileCall(function, arguments, expr.span)
        }
    }

    private mutating func push(_ value: Value, _ span: SourceSpan) {
        constants.append(cell(of: value))
        emit(.constant, b: UInt32(constants.count - 1), span, change: 1)
    }

    private mutating func raise(_ span: SourceSpan) { emit(.raise, span, change: 1) }

    private mutating func compileUnary(_ operand: Expr, _ operation: Instruction.Operation, _ span: SourceSpan) {
        compile(operand)
        emit(operation, span, change: 0)
    }

    private mutating func compileJunction(_ operands: [Expr], _ operation: Instruction.Operation, _ span: SourceSpan) {
        var jumps: [Int] = []
        jumps.reserveCapacity(operands.count)
        for (index, operand) in operands.enumerated() {
            compile(operand)
            if index + 1 < operands.count {
                jumps.append(code.count)
                emit(operation, operand.span, change: -1)
            } else {
                emit(.bool, operand.span, change: 0)
            }
        }
        for jump in jumps { patch(jump) }
    }

    private mutating func compileBinary(_ binary: BinaryOperator, _ left: Expr, _ right: Expr, _ span: SourceSpan) {
        if binary == .equal || binary == .notEqual, compileSlotEquality(binary, left, right, span) { return }
        compile(left)
        compile(right)
        let operation: Instruction.Operation =
            switch binary {
            case .equal: .equal
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            case .in: .in
            case .contains: .contains
            case .containsAll: .containsAll
            case .containsAny: .containsAny
            case .hasTag: .hasTag
            case .getTag: .getTag
            }
        emit(operation, span, change: -1)
    }

    /// A slot against a scalar constant, in either order: one instruction.
    private mutating func compileSlotEquality(
        _ binary: BinaryOperator,
        _ left: Expr,
        _ right: Expr,
        _ span: SourceSpan
    ) -> Bool {
        let value: Value
        let other: Expr
        if let constant = right.constant {
            (value, other) = (constant, left)
        } else if let constant = left.constant {
            (value, other) = (constant, right)
        } else {
            return false
        }
        guard let slot = slot(of: other) else { return false }
        let cell = cell(of: value)
        guard cell.isScalar else { return false }
        constants.append(cell)
        emit(
            binary == .equal ? .slotEqual : .slotNotEqual,
            a: slot,
            b: UInt32(constants.count - 1),
            other.span,
            change: 1
        )
        return true
    }

    private mutating func compileSum(_ first: Expr, _ terms: [Expr.Term], _ span: SourceSpan) {
        compile(first)
        for term in terms {
            compile(term.operand)
            emit(term.isSubtraction ? .subtract : .add, span, change: -1)
        }
    }

    private mutating func compileProduct(_ factors: [Expr], _ span: SourceSpan) {
        compile(factors[0])
        for factor in factors.dropFirst() {
            compile(factor)
            emit(.multiply, span, change: -1)
        }
    }

    private mutating func compileAttribute(_ expr: Expr, _ base: Expr, _ name: Text) {
        if let slot = slot(of: expr) {
            emit(.slot, a: slot, expr.span, change: 1)
        } else {
            compile(base)
            emit(.attribute, b: number(of: name), expr.span, change: 0)
        }
    }

    private mutating func compileHas(_ base: Expr, _ path: [Text], _ span: SourceSpan) {
        if case .variable(let root) = base.node, path.count <= Program.Slot.longest, let slot = slot(root, path) {
            emit(.slotHas, a: slot, span, change: 1)
            return
        }
        compile(base)
        if path.count == 1 {
            emit(.has, b: number(of: path[0]), base.span, change: 0)
        } else {
            paths.append(path.map { number(of: $0) })
            emit(.hasPath, b: UInt32(paths.count - 1), base.span, change: 0)
        }
    }

    private mutating func compileLike(_ operand: Expr, _ pattern: Pattern, _ span: SourceSpan) {
        if let slot = slot(of: operand) {
            emit(.slotLike, a: slot, b: atom(slot, like: pattern), operand.span, change: 1)
            return
        }
        compile(operand)
        patterns.append(pattern)
        emit(.like, b: UInt32(patterns.count - 1), operand.span, change: 0)
    }

    private mutating func compileIsType(_ operand: Expr, _ type: EntityType, _ container: Expr?, _ span: SourceSpan) {
        compile(operand)
        guard let container else {
            emit(.isType, b: number(of: type.name), operand.span, change: 0)
            return
        }
        emit(.narrow, b: number(of: type.name), operand.span, change: 0)
        let jump = code.count
        emit(.jump, operand.span, change: 0)
        compile(container)
        emit(.in, container.span, change: -1)
        patch(jump)
    }

    private mutating func compileConditional(_ condition: Expr, _ yes: Expr, _ no: Expr, _ span: SourceSpan) {
        compile(condition)
        let branch = code.count
        emit(.branch, condition.span, change: -1)
        compile(yes)
        let jump = code.count
        emit(.jump, span, change: -1)
        patch(branch)
        compile(no)
        patch(jump)
    }

    private mutating func compileSet(_ elements: [Expr], _ span: SourceSpan) {
        for element in elements { compile(element) }
        emit(.makeSet, b: UInt32(elements.count), span, change: 1 - elements.count)
    }

    private mutating func compileRecord(_ fields: [Expr.Field], _ span: SourceSpan) {
        for field in fields { compile(field.value) }
        paths.append(fields.map { number(of: $0.name) })
        emit(.makeRecord, b: UInt32(paths.count - 1), span, change: 1 - fields.count)
    }

    private mutating func compileCall(_ function: ExtensionFunction, _ arguments: [Expr], _ span: SourceSpan) {
        for argument in arguments { compile(argument) }
        emit(.call, a: function.number, b: UInt32(arguments.count), span, change: 1 - arguments.count)
    }
}

extension Expr {
    /// The operands of a chain of `&&`, or the expression itself.
    var conjuncts: [Expr] {
        if case .and(let operands) = node { return operands }
        return [self]
    }

    /// The value, where it depends on nothing and there is one.
    var constant: Value? {
        switch node {
        case .literal(let value): value
        case .set, .record, .call, .negate, .sum, .product:
            isConstant ? try? Evaluator.constants.value(of: self) : nil
        default: nil
        }
    }

    private var isConstant: Bool {
        switch node {
        case .literal: true
        case .set(let elements), .product(let elements), .call(_, let elements): elements.allSatisfy(\.isConstant)
        case .record(let fields): fields.allSatisfy(\.value.isConstant)
        case .negate(let operand): operand.isConstant
        case .sum(let first, let terms): first.isConstant && terms.allSatisfy(\.operand.isConstant)
        default: false
        }
    }
}

extension Evaluator {
    /// For expressions that read neither request nor entities.
    fileprivate static let constants: Evaluator = {
        let nobody = EntityUID(type: EntityType(unchecked: "_"), id: "")
        return Evaluator(Request(principal: nobody, action: nobody, resource: nobody), NoEntities())
    }()
}

/// A store in which nothing exists.
struct NoEntities: EntityStore {
    func entity(_ uid: EntityUID) -> Entity? { nil }
}

extension ExtensionFunction {
    private static let numbers = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, UInt16($0.offset)) }
    )

    var number: UInt16 { ExtensionFunction.numbers[self] ?? 0 }
}
