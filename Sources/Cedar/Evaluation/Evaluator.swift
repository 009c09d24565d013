// SPDX-License-Identifier: Apache-2.0

/// The meaning of expressions: walks the tree and follows the specification (cedar-spec, `Evaluator.lean`) line by line.
///
/// Decisions are made by the compiled form (``Authorizer``); this one explains them, computes residuals, evaluates single
/// expressions, and is what the compiled form is tested against.
public struct Evaluator: Sendable {
    public let request: Request
    public let entities: any EntityStore

    public init(_ request: Request, _ entities: any EntityStore) {
        self.request = request
        self.entities = entities
    }

    public func value(of expr: Expr) throws(EvaluationError) -> Value {
        switch expr.node {
        case .literal(let value): value
        case .variable(let variable): self.value(of: variable)
        case .unknown(let name): throw EvaluationError(.unknown(name), expr.span)
        case .and(let operands): try junction(operands, endsAt: false)
        case .or(let operands): try junction(operands, endsAt: true)
        case .not(let operand): .bool(!(try bool(operand)))
        case .negate(let operand): try negate(operand, expr.span)
        case .binary(let binary, let left, let right): try apply(binary, left, right, expr.span)
        case .sum(let first, let terms): try sum(first, terms, expr.span)
        case .product(let factors): try product(factors, expr.span)
        case .isEmpty(let operand): .bool(try set(operand).elements.isEmpty)
        case .attribute(let base, let name): try attribute(name, of: value(of: base), base.span, expr.span)
        case .has(let base, let path): .bool(try has(path, value(of: base), base.span))
        case .like(let operand, let pattern): .bool(pattern.matches(try string(operand)))
        case .isType(let operand, let type, let container): try isType(operand, type, container, expr.span)
        case .conditional(let condition, let yes, let no): try value(of: bool(condition) ? yes : no)
        case .set(let elements): .set(ValueSet(try values(of: elements)))
        case .record(let fields): .record(try record(fields))
        case .call(let function, let arguments): try call(function, arguments, expr.span)
        }
    }

    func value(of variable: Variable) -> Value {
        switch variable {
        case .principal: .entity(request.principal)
        case .action: .entity(request.action)
        case .resource: .entity(request.resource)
        case .context: .record(request.context)
        }
    }

    // MARK: Operands of a type

    func bool(_ expr: Expr) throws(EvaluationError) -> Bool {
        let value = try value(of: expr)
        guard case .bool(let bool) = value else { throw mismatch("a boolean", value, expr) }
        return bool
    }

    private func long(_ expr: Expr) throws(EvaluationError) -> Int64 {
        let value = try value(of: expr)
        guard case .long(let long) = value else { throw mismatch("a number", value, expr) }
        return long
    }

    private func string(_ expr: Expr) throws(EvaluationError) -> Text {
        let value = try value(of: expr)
        guard case .string(let string) = value else { throw mismatch("a string", value, expr) }
        return string
    }

    private func set(_ expr: Expr) throws(EvaluationError) -> ValueSet {
        let value = try value(of: expr)
        guard case .set(let set) = value else { throw mismatch("a set", value, expr) }
        return set
    }

    private func entity(_ expr: Expr) throws(EvaluationError) -> EntityUID {
        let value = try value(of: expr)
        guard case .entity(let uid) = value else { throw mismatch("an entity", value, expr) }
        return uid
    }

    private func values(of exprs: [Expr]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(exprs.count)
        for expr in exprs { values.append(try value(of: expr)) }
        return values
    }

    private func mismatch(_ expected: String, _ found: Value, _ expr: Expr) -> EvaluationError {
        EvaluationError(.type(expected: expected, found: found.typeName), expr.span)
    }

    // MARK: Nodes

    private func junction(_ operands: [Expr], endsAt end: Bool) throws(EvaluationError) -> Value {
        for operand in operands where try bool(operand) == end { return .bool(end) }
        return .bool(!end)
    }

    private func negate(_ operand: Expr, _ span: SourceSpan) throws(EvaluationError) -> Value {
        let value = try long(operand)
        guard value != .min else { throw EvaluationError(.overflow("-(\(value))"), span) }
        return .long(-value)
    }

    private func sum(_ first: Expr, _ terms: [Expr.Term], _ span: SourceSpan) throws(EvaluationError) -> Value {
        var total = try long(first)
        for term in terms {
            let operand = try long(term.operand)
            let (result, overflow) =
                term.isSubtraction ? total.subtractingReportingOverflow(operand) : total.addingReportingOverflow(operand)
            guard !overflow else {
                throw EvaluationError(.overflow("\(total) \(term.isSubtraction ? "-" : "+") \(operand)"), span)
            }
            total = result
        }
        return .long(total)
    }

    private func product(_ factors: [Expr], _ span: SourceSpan) throws(EvaluationError) -> Value {
        var total: Int64?
        for factor in factors {
            let operand = try long(factor)
            guard let before = total else {
                total = operand
                continue
            }
            let (result, overflow) = before.multipliedReportingOverflow(by: operand)
            guard !overflow else { throw EvaluationError(.overflow("\(before) * \(operand)"), span) }
            total = result
        }
        return .long(total ?? 1)
    }

    private func record(_ fields: [Expr.Field]) throws(EvaluationError) -> Record {
        var values: [Record.Field] = []
        values.reserveCapacity(fields.count)
        for field in fields { values.append(Record.Field(field.name, try value(of: field.value))) }
        return Record(values)
    }

    private func isType(
        _ operand: Expr,
        _ type: EntityType,
        _ container: Expr?,
        _ span: SourceSpan
    ) throws(EvaluationError) -> Value {
        let uid = try entity(operand)
        guard uid.type == type else { return .bool(false) }
        guard let container else { return .bool(true) }
        return .bool(try isMember(uid, of: value(of: container), container.span))
    }

    private func call(
        _ function: ExtensionFunction,
        _ arguments: [Expr],
        _ span: SourceSpan
    ) throws(EvaluationError) -> Value {
        let values = try values(of: arguments)
        do {
            return try function.apply(to: values)
        } catch {
            throw EvaluationError(.function("\(error)"), span)
        }
    }

    private func apply(
        _ binary: BinaryOperator,
        _ left: Expr,
        _ right: Expr,
        _ span: SourceSpan
    ) throws(EvaluationError) -> Value {
        // The left operand is evaluated first, the right one before the types are looked at.
        let leftValue = try value(of: left)
        let rightValue = try value(of: right)
        return try apply(binary, leftValue, left.span, rightValue, right.span)
    }

    /// An operator applied to values; the spans are those of the operands.
    func apply(
        _ binary: BinaryOperator,
        _ left: Value,
        _ leftSpan: SourceSpan,
        _ right: Value,
        _ rightSpan: SourceSpan
    ) throws(EvaluationError) -> Value {
        switch binary {
        case .equal: return .bool(left == right)
        case .notEqual: return .bool(left != right)
        case .less: return .bool(try isLess(left, leftSpan, right, rightSpan))
        case .lessOrEqual: return .bool(!(try isLess(right, rightSpan, left, leftSpan)))
        case .greater: return .bool(try isLess(right, rightSpan, left, leftSpan))
        case .greaterOrEqual: return .bool(!(try isLess(left, leftSpan, right, rightSpan)))
        case .in:
            return .bool(try isMember(try left.expectEntity(leftSpan), of: right, rightSpan))
        case .contains:
            return .bool(try left.expectSet(leftSpan).elements.contains(right))
        case .containsAll:
            let set = try left.expectSet(leftSpan)
            return .bool(try right.expectSet(rightSpan).isSubset(of: set))
        case .containsAny:
            let set = try left.expectSet(leftSpan)
            return .bool(!(try right.expectSet(rightSpan).isDisjoint(with: set)))
        case .hasTag:
            let uid = try left.expectEntity(leftSpan)
            let tag = try right.expectString(rightSpan)
            return .bool(entities.entity(uid)?.tags[tag] != nil)
        case .getTag:
            let uid = try left.expectEntity(leftSpan)
            let tag = try right.expectString(rightSpan)
            guard let entity = entities.entity(uid) else { throw EvaluationError(.missingEntity(uid), leftSpan) }
            guard let value = entity.tags[tag] else { throw EvaluationError(.missingTag(tag, of: uid), rightSpan) }
            return value
        }
    }

    private func isLess(
        _ left: Value,
        _ leftSpan: SourceSpan,
        _ right: Value,
        _ rightSpan: SourceSpan
    ) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.long(let left), .long(let right)): return left < right
        case (.datetime(let left), .datetime(let right)): return left.milliseconds < right.milliseconds
        case (.duration(let left), .duration(let right)): return left.milliseconds < right.milliseconds
        default: break
        }
        let expected = "two numbers, two datetimes or two durations"
        switch left {
        case .long, .datetime, .duration:
            throw EvaluationError(.type(expected: expected, found: right.typeName), rightSpan)
        default:
            throw EvaluationError(.type(expected: expected, found: left.typeName), leftSpan)
        }
    }

    /// Whether the entity is the container, below it, or so for one of a set of containers. A set is checked as a whole
    /// before anything matches.
    func isMember(_ uid: EntityUID, of container: Value, _ span: SourceSpan) throws(EvaluationError) -> Bool {
        switch container {
        case .entity(let other): return isMember(uid, of: [other])
        case .set(let set):
            var containers: Set<EntityUID> = []
            for element in set.elements { containers.insert(try element.expectEntity(span)) }
            return isMember(uid, of: containers)
        default:
            throw EvaluationError(.type(expected: "an entity or a set of entities", found: container.typeName), span)
        }
    }

    func isMember(_ uid: EntityUID, of containers: Set<EntityUID>) -> Bool {
        guard !containers.isEmpty else { return false }
        return containers.contains(uid) || !containers.isDisjoint(with: entities.ancestors(of: uid))
    }

    func attribute(
        _ name: Text,
        of value: Value,
        _ baseSpan: SourceSpan,
        _ span: SourceSpan
    ) throws(EvaluationError) -> Value {
        switch value {
        case .record(let record):
            guard let value = record[name] else { throw EvaluationError(.missingAttribute(name, of: "the record"), span) }
            return value
        case .entity(let uid):
            guard let entity = entities.entity(uid) else { throw EvaluationError(.missingEntity(uid), baseSpan) }
            guard let value = entity.attributes[name] else {
                throw EvaluationError(.missingAttribute(name, of: "`\(uid)`"), span)
            }
            return value
        default:
            throw EvaluationError(.type(expected: "an entity or a record", found: value.typeName), baseSpan)
        }
    }

    /// `has a.b.c`: false as soon as a name is missing; a value on the way that can have no attributes is an error.
    func has(_ path: [Text], _ base: Value, _ span: SourceSpan) throws(EvaluationError) -> Bool {
        var current = base
        for name in path {
            let next: Value?
            switch current {
            case .record(let record): next = record[name]
            case .entity(let uid): next = entities.entity(uid)?.attributes[name]
            default: throw EvaluationError(.type(expected: "an entity or a record", found: current.typeName), span)
            }
            guard let next else { return false }
            current = next
        }
        return true
    }
}

extension Value {
    func expectEntity(_ span: SourceSpan) throws(EvaluationError) -> EntityUID {
        guard case .entity(let uid) = self else { throw EvaluationError(.type(expected: "an entity", found: typeName), span) }
        return uid
    }

    func expectSet(_ span: SourceSpan) throws(EvaluationError) -> ValueSet {
        guard case .set(let set) = self else { throw EvaluationError(.type(expected: "a set", found: typeName), span) }
        return set
    }

    func expectString(_ span: SourceSpan) throws(EvaluationError) -> Text {
        guard case .string(let text) = self else { throw EvaluationError(.type(expected: "a string", found: typeName), span) }
        return text
    }
}

extension ValueSet {
    func isSubset(of other: ValueSet) -> Bool {
        let others = Set(other.elements)
        return elements.allSatisfy { others.contains($0) }
    }

    func isDisjoint(with other: ValueSet) -> Bool {
        let others = Set(other.elements)
        return !elements.contains { others.contains($0) }
    }
}

extension Policy {
    /// Whether the policy is satisfied; what its scope excludes is never looked at further.
    public func isSatisfied(_ evaluator: Evaluator) throws(EvaluationError) -> Bool {
        guard matchesScope(evaluator) else { return false }
        for condition in conditions {
            guard try evaluator.bool(condition.body) == (condition.kind == .when) else { return false }
        }
        return true
    }

    /// Whether the scope admits the request. A template admits none.
    func matchesScope(_ evaluator: Evaluator) -> Bool {
        let request = evaluator.request
        return matches(principal, request.principal, evaluator) && matchesAction(evaluator)
            && matches(resource, request.resource, evaluator)
    }

    private func matches(_ scope: EntityScope, _ uid: EntityUID, _ evaluator: Evaluator) -> Bool {
        switch scope {
        case .any: true
        case .is(let type): uid.type == type
        case .equal(.entity(let other)): uid == other
        case .in(.entity(let other)): evaluator.isMember(uid, of: [other])
        case .isIn(let type, .entity(let other)): uid.type == type && evaluator.isMember(uid, of: [other])
        case .equal(.slot), .in(.slot), .isIn(_, .slot): false
        }
    }

    private func matchesAction(_ evaluator: Evaluator) -> Bool {
        let uid = evaluator.request.action
        return switch action {
        case .any: true
        case .equal(let other): uid == other
        case .in(let other): evaluator.isMember(uid, of: [other])
        case .inAny(let others): evaluator.isMember(uid, of: Set(others))
        }
    }
}
