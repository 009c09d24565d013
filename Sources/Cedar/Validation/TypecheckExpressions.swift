// SPDX-License-Identifier: Apache-2.0

/// One rule per kind of expression.
extension Typechecker {
    /// The answer for an expression. Chains of members (`a.b.c(d).e`) cost no stack: they may be long.
    mutating func check(_ expression: Expr, _ prior: Capabilities) -> Answer {
        guard expression.receiver != nil else { return checkWhole(expression, prior) }
        var chain: [Expr] = []
        var base = expression
        while let receiver = base.receiver {
            chain.append(base)
            base = receiver
        }
        var answer = checkWhole(base, prior)
        for member in chain.reversed() { answer = checkMember(member, of: answer, prior) }
        return answer
    }

    /// `receiver.name`, `receiver.method(…)`: the receiver was checked.
    private mutating func checkMember(_ expression: Expr, of receiver: Answer, _ prior: Capabilities) -> Answer {
        switch expression.node {
        case .attribute(let operand, let name): return attribute(receiver, operand, name, expression.span, prior)
        case .isEmpty(let operand): return boolean(.bool, [require(.set, receiver, operand)])
        case .binary(let op, let left, let right): return method(op, receiver, left, right, expression.span, prior)
        case .call(let function, let arguments): return call(function, receiver, arguments, expression, prior)
        default: return receiver
        }
    }

    private mutating func checkWhole(_ expression: Expr, _ prior: Capabilities) -> Answer {
        switch expression.node {
        case .literal(let value): return literal(value)
        case .variable(let variable): return Answer(type: type(of: variable), level: tracksLevels ? .variable : nil)
        case .unknown(let name):
            findings.report(.unknownValue, "the unknown `\(name)` has no type", expression.span)
            return Answer(isSound: false)
        case .and(let operands): return conjunction(operands, prior)
        case .or(let operands): return disjunction(operands, prior)
        case .not(let operand): return negation(operand, prior)
        case .negate(let operand): return arithmetic([operand], prior)
        case .sum(let first, let terms): return arithmetic([first] + terms.map(\.operand), prior)
        case .product(let operands): return arithmetic(operands, prior)
        case .binary(let op, let left, let right): return binary(op, left, right, expression, prior)
        case .has(let operand, let names): return has(operand, names, expression.span, prior)
        case .like(let operand, _):
            let answer = expect(.string, operand, prior)
            return boolean(.bool, [answer])
        case .isType(let operand, let type, in: let container):
            return isType(operand, type, container, expression, prior)
        case .conditional(if: let test, then: let yes, else: let no):
            return conditional(test, yes, no, expression.span, prior)
        case .set(let elements): return set(elements, expression.span, prior)
        case .record(let fields): return record(fields, prior)
        case .call(let function, let arguments): return call(function, nil, arguments, expression, prior)
        case .isEmpty, .attribute: return Answer(isSound: false)
        }
    }

    /// The answer for an operator whose operands were checked.
    func boolean(_ type: Type, _ operands: [Answer]) -> Answer {
        Answer(
            type: type,
            level: tracksLevels ? .all(operands.compactMap(\.level)) : nil,
            isSound: operands.allSatisfy(\.isSound)
        )
    }

    private func literal(_ value: Value) -> Answer {
        switch value {
        case .bool(let bool): return Answer(type: .bool(bool), level: constant)
        case .long: return Answer(type: .long, level: constant)
        case .string: return Answer(type: .string, level: constant)
        case .decimal: return Answer(type: .extension(.decimal), level: constant)
        case .ip: return Answer(type: .extension(.ipaddr), level: constant)
        case .datetime: return Answer(type: .extension(.datetime), level: constant)
        case .duration: return Answer(type: .extension(.duration), level: constant)
        case .entity(let uid):
            let level: LevelNode? = tracksLevels ? .entity(uid) : nil
            return schema.hasType(uid) ? Answer(type: .entity(uid.type), level: level) : Answer(level: level, isSound: false)
        case .set(let set):
            let types = set.elements.map { literal($0).type }
            let bound = Type.upperBound(of: types.compactMap { $0 }, mode)
            return Answer(type: bound.map { .set($0) }, level: constant, isSound: bound != nil)
        case .record(let record):
            let attributes = record.fields.compactMap { field in
                literal(field.value).type.map { RecordType.Attribute(name: field.name, type: $0, isRequired: true) }
            }
            return Answer(type: .record(RecordType(attributes)), level: constant)
        }
    }

    private var constant: LevelNode? { tracksLevels ? .constant : nil }

    private func type(of variable: Variable) -> Type {
        switch variable {
        case .principal: .entity(environment.principal)
        case .action: .entity(environment.action.uid.type)
        case .resource: .entity(environment.resource)
        case .context: .record(environment.action.context)
        }
    }

    private mutating func negation(_ operand: Expr, _ prior: Capabilities) -> Answer {
        let answer = expect(.bool, operand, prior)
        let type: Type =
            switch answer.type {
            case .true?: .false
            case .false?: .true
            default: .bool
            }
        return boolean(type, [answer])
    }

    private mutating func arithmetic(_ operands: [Expr], _ prior: Capabilities) -> Answer {
        var result = Answer(type: .long)
        var levels: [LevelNode] = []
        for operand in operands {
            let answer = expect(.long, operand, prior)
            if !answer.isSound { result.isSound = false }
            if let level = answer.level { levels.append(level) }
        }
        if tracksLevels { result.level = .all(levels) }
        return result
    }

    private mutating func conditional(
        _ test: Expr,
        _ yes: Expr,
        _ no: Expr,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let guardAnswer = expect(.bool, test, prior)
        func taken(_ branch: Answer, _ capabilities: Capabilities) -> Answer {
            var level: LevelNode?
            if let testLevel = guardAnswer.level, let branchLevel = branch.level { level = .branch(testLevel, branchLevel) }
            let answer = Answer(type: branch.type, capabilities: capabilities, level: level)
            return branch.isSound && guardAnswer.isSound ? answer : answer.unsound
        }
        if guardAnswer.type == .true {
            let answer = check(yes, prior.union(guardAnswer.capabilities))
            return taken(answer, answer.capabilities.union(guardAnswer.capabilities))
        }
        if guardAnswer.type == .false {
            let answer = check(no, prior)
            return taken(answer, answer.capabilities)
        }
        let then = check(yes, prior.union(guardAnswer.capabilities))
        let otherwise = check(no, prior)
        var result = Answer()
        if let left = then.type, let right = otherwise.type {
            result.type = bound([left, right], "both branches of `if`", span)
        }
        if let test = guardAnswer.level, let left = then.level, let right = otherwise.level {
            result.level = .conditional(test, left, right)
        }
        guard result.type != nil, guardAnswer.isSound, then.isSound, otherwise.isSound else { return result.unsound }
        result.capabilities = then.capabilities.union(guardAnswer.capabilities).intersection(otherwise.capabilities)
        return result
    }

    private mutating func isType(
        _ operand: Expr,
        _ type: EntityType,
        _ container: Expr?,
        _ expression: Expr,
        _ prior: Capabilities
    ) -> Answer {
        let answer = expect(.entity, operand, prior)
        let test: Type =
            switch answer.type {
            case .entity(let types)?:
                !types.contains(type) ? .false : types.single == type ? .true : .bool
            default: .bool
            }
        var result = boolean(test, [answer])
        guard let container else { return result }
        var known = prior
        conjoin(&result, Expr(.binary(.in, operand, container), expression.span), prior, &known)
        return result
    }

    private mutating func set(_ elements: [Expr], _ span: SourceSpan, _ prior: Capabilities) -> Answer {
        var types: [Type] = []
        var levels: [LevelNode] = []
        var isSound = true
        for element in elements {
            let answer = check(element, prior)
            if let type = answer.type { types.append(type) }
            if let level = answer.level { levels.append(level) }
            if !answer.isSound { isSound = false }
        }
        let level: LevelNode? = tracksLevels ? .all(levels) : nil
        if elements.isEmpty, mode == .strict {
            findings.report(.emptySet, "an empty set has no type; strict validation forbids it", span)
            return Answer(level: level, isSound: false)
        }
        guard types.count == elements.count, let element = bound(types, "a set's elements", span) else {
            return Answer(level: level, isSound: false)
        }
        return Answer(type: .set(element), level: level, isSound: isSound)
    }

    private mutating func record(_ fields: [Expr.Field], _ prior: Capabilities) -> Answer {
        var attributes: [RecordType.Attribute] = []
        var levels: [(Text, LevelNode)] = []
        var isSound = true
        for field in fields {
            let answer = check(field.value, prior)
            if let type = answer.type {
                attributes.append(RecordType.Attribute(name: field.name, type: type, isRequired: true))
            }
            if let level = answer.level { levels.append((field.name, level)) }
            if !answer.isSound { isSound = false }
        }
        let level: LevelNode? = tracksLevels ? .record(levels) : nil
        guard attributes.count == fields.count else { return Answer(level: level, isSound: false) }
        let type = Type.record(RecordType(attributes.sorted { $0.name < $1.name }))
        return Answer(type: type, level: level, isSound: isSound)
    }

    /// Of a method the first argument was checked.
    private mutating func call(
        _ function: ExtensionFunction,
        _ receiver: Answer?,
        _ arguments: [Expr],
        _ expression: Expr,
        _ prior: Capabilities
    ) -> Answer {
        let (types, resultType) = function.signature
        var isCallable = true
        if arguments.count != types.count {
            findings.report(
                .wrongNumberOfArguments,
                "\(ExtensionError.arity(function, given: arguments.count))",
                expression.span
            )
            isCallable = false
        }
        if function.isConstructor {
            if arguments.count == 1, case .literal(.string(let text)) = arguments[0].node, function.construct(text) == nil {
                findings.report(.invalidArgument, "\(ExtensionError.format(function, text))", expression.span)
                isCallable = false
            }
            if mode == .strict, !arguments.allSatisfy(\.isLiteral) {
                findings.report(
                    .nonLiteralConstructor,
                    "`\(function.rawValue)` must be called with a literal, so that it can be checked",
                    expression.span
                )
                isCallable = false
            }
        }
        var levels: [LevelNode] = []
        var isSound = isCallable
        for (index, argument) in arguments.enumerated() {
            let answer = index == 0 ? receiver ?? check(argument, prior) : check(argument, prior)
            if let level = answer.level { levels.append(level) }
            if !answer.isSound || answer.type == nil { isSound = false }
            if isCallable, let type = answer.type, !type.isSubtype(of: types[index], .permissive) {
                reportUnexpected(type, types[index].description, argument)
                isSound = false
            }
        }
        return Answer(type: resultType, level: tracksLevels ? .all(levels) : nil, isSound: isSound)
    }
}

extension Expr {
    /// What stands before the point of a member.
    var receiver: Expr? {
        switch node {
        case .attribute(let operand, _), .isEmpty(let operand): operand
        case .binary(let op, let left, _): op.isMethod ? left : nil
        case .call(let function, let arguments): function.isConstructor ? nil : arguments.first
        default: nil
        }
    }

    /// Whether it is a boolean, a number, a string or an entity, as written.
    var isLiteral: Bool {
        if case .literal(let value) = node {
            switch value {
            case .bool, .long, .string, .entity: return true
            default: return false
            }
        }
        return false
    }
}
