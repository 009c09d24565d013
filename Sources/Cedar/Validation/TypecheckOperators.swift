// SPDX-License-Identifier: Apache-2.0

/// Operators and methods of two operands.
extension Typechecker {
    mutating func binary(
        _ op: BinaryOperator,
        _ left: Expr,
        _ right: Expr,
        _ expression: Expr,
        _ prior: Capabilities
    ) -> Answer {
        switch op {
        case .equal: equality(left, right, isNegated: false, expression.span, prior)
        case .notEqual: equality(left, right, isNegated: true, expression.span, prior)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: comparison(left, right, prior)
        case .in: membership(left, right, expression.span, prior)
        case .contains, .containsAll, .containsAny, .hasTag, .getTag:
            method(op, check(left, prior), left, right, expression.span, prior)
        }
    }

    /// The methods of two operands; the receiver was checked.
    mutating func method(
        _ op: BinaryOperator,
        _ receiver: Answer,
        _ left: Expr,
        _ right: Expr,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        switch op {
        case .contains: return contains(require(.set, receiver, left), right, span, prior)
        case .hasTag: return hasTag(require(.entity, receiver, left), left, right, prior)
        case .getTag: return getTag(require(.entity, receiver, left), left, right, span, prior)
        default:
            let (set, other) = (require(.set, receiver, left), expect(.set, right, prior))
            return comparable(set.type, other.type, "the two sets of `\(op.rawValue)`", [set, other], span)
        }
    }

    private mutating func equality(
        _ left: Expr,
        _ right: Expr,
        isNegated: Bool,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let (leftAnswer, rightAnswer) = (check(left, prior), check(right, prior))
        let answers = [leftAnswer, rightAnswer]
        var known: Bool?
        if let leftType = leftAnswer.type, let rightType = rightAnswer.type, leftType.isDisjoint(with: rightType) {
            known = false
        } else if let leftValue = literalValue(left), let rightValue = literalValue(right) {
            known = leftValue == rightValue
        }
        if let known { return boolean(.bool(known != isNegated), answers) }
        return comparable(leftAnswer.type, rightAnswer.type, "both sides of `==`", answers, span)
    }

    /// The value of a literal, or of `action`.
    private func literalValue(_ expression: Expr) -> Value? {
        switch expression.node {
        case .literal(let value) where expression.isLiteral: value
        case .variable(.action): .entity(environment.action.uid)
        default: nil
        }
    }

    /// A boolean; in strict mode an error where the types have no upper bound.
    private mutating func comparable(
        _ left: Type?,
        _ right: Type?,
        _ what: String,
        _ answers: [Answer],
        _ span: SourceSpan
    ) -> Answer {
        var result = boolean(.bool, answers)
        if mode == .strict, let left, let right, left.upperBound(right, mode) == nil {
            reportIncompatible([left, right], what, span)
            result.isSound = false
        }
        return result
    }

    private mutating func contains(
        _ set: Answer,
        _ right: Expr,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let element = check(right, prior)
        var elementType: Type?
        if case .set(let type?)? = set.type { elementType = type }
        return comparable(elementType, element.type, "a set and what `contains` looks for", [set, element], span)
    }

    private mutating func comparison(_ left: Expr, _ right: Expr, _ prior: Capabilities) -> Answer {
        let (leftAnswer, rightAnswer) = (check(left, prior), check(right, prior))
        var result = boolean(.bool, [leftAnswer, rightAnswer])
        guard let leftType = leftAnswer.type, let rightType = rightAnswer.type else { return result.unsound }
        let isLeftOrdered = leftType.isOrdered || leftType == .never
        let isRightOrdered = rightType.isOrdered || rightType == .never
        if isLeftOrdered, isRightOrdered, leftType == rightType || leftType == .never || rightType == .never { return result }
        result.isSound = false
        let any = "Long, datetime or duration"
        switch (isLeftOrdered, isRightOrdered) {
        case (true, _) where leftType == .long || rightType != .long && leftType != .never:
            reportUnexpected(rightType, leftType.description, right)
        case (_, true) where rightType != .never: reportUnexpected(leftType, rightType.description, left)
        default:
            if !isLeftOrdered { reportUnexpected(leftType, any, left) }
            if !isRightOrdered { reportUnexpected(rightType, any, right) }
        }
        return result
    }

    private mutating func membership(
        _ left: Expr,
        _ right: Expr,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let member = expect(.entity, left, prior)
        let container = expect(.entities, right, prior)
        var result = Answer(type: .bool, isSound: member.isSound && container.isSound)
        if let left = member.level, let right = container.level { result.level = .dereference(left, right, span) }
        guard result.isSound else { return result }
        if let uid = entityLiteral(left), uid.type.isAction, let containers = entityLiterals(right) {
            result.type = .bool(hierarchy.isAction(uid, in: containers.filter(\.type.isAction)))
            return result
        }
        var containerType = container.type
        if case .set(let element?)? = containerType { containerType = element }
        if case .entity(let types)? = member.type, case .entity(let containers)? = containerType,
            !hierarchy.mayBeIn(types, containers)
        {
            result.type = .false
        }
        return result
    }

    private func entityLiteral(_ expression: Expr) -> EntityUID? {
        if case .entity(let uid)? = literalValue(expression) { return uid }
        return nil
    }

    private func entityLiterals(_ expression: Expr) -> [EntityUID]? {
        if let uid = entityLiteral(expression) { return [uid] }
        guard case .set(let elements) = expression.node else { return nil }
        let uids = elements.compactMap { entityLiteral($0) }
        return uids.count == elements.count ? uids : nil
    }
}

extension Type {
    /// Whether `<` compares values of this type.
    var isOrdered: Bool {
        switch self {
        case .long, .extension(.datetime), .extension(.duration): true
        default: false
        }
    }
}
