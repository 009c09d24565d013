// SPDX-License-Identifier: Apache-2.0

/// Policies, their annotations and scopes.
extension Parser {
    /// All policies of the text. After an error it goes on behind the next `;`, so that one run reports all that it can.
    mutating func policies() throws(Diagnostics) -> [Policy] {
        var policies: [Policy] = []
        var problems: [Diagnostic] = []
        while !at(.end) {
            do {
                policies.append(try policy(id: Text("policy" + String(policies.count))))
            } catch {
                problems.append(error)
                recover()
            }
        }
        if !problems.isEmpty { throw Diagnostics(problems) }
        return policies
    }

    mutating func policy(id: Text) throws(Diagnostic) -> Policy {
        let start = current
        let annotations = try annotations()
        guard at(.permit) || at(.forbid) else { throw unexpected("expected `permit` or `forbid`") }
        let effect: PolicyEffect = advance().word == .permit ? .permit : .forbid
        try expect(.leftParenthesis, "`(`")
        try expect(.principal, "principal")
        let principal = try entityScope(.principal)
        try expect(.comma, "`,`")
        try expect(.action, "action")
        let action = try actionScope()
        try expect(.comma, "`,`")
        try expect(.resource, "resource")
        let resource = try entityScope(.resource)
        _ = take(.comma)
        try expect(.rightParenthesis, "`)`")
        var conditions: [Condition] = []
        while at(.when) || at(.unless) { conditions.append(try condition()) }
        guard take(.semicolon) else { throw unexpected("expected `;`, `when` or `unless`") }
        return Policy(
            id: id,
            annotations: annotations,
            effect: effect,
            principal: principal,
            action: action,
            resource: resource,
            conditions: conditions,
            span: span(from: start),
            source: source
        )
    }

    mutating func annotations() throws(Diagnostic) -> [Annotation] {
        var annotations: [Annotation] = []
        while take(.at) {
            let token = try expect(.identifier, "the annotation's name")
            let key = text(of: token)
            guard !annotations.contains(where: { $0.key == key }) else {
                throw error("the annotation `@\(key)` stands twice", token)
            }
            var value: Text?
            if take(.leftParenthesis) {
                value = try string("the annotation's value, a string")
                try expect(.rightParenthesis, "`)`")
            }
            annotations.append(Annotation(key, value))
        }
        return annotations
    }

    private mutating func condition() throws(Diagnostic) -> Condition {
        let kind: Condition.Kind = advance().word == .when ? .when : .unless
        try expect(.leftBrace, "`{`")
        let body = try expression()
        guard take(.rightBrace) else { throw unexpected("expected `}` or an operator") }
        return Condition(kind, body)
    }

    private mutating func entityScope(_ slot: Slot) throws(Diagnostic) -> EntityScope {
        if take(.doubleEqual) { return .equal(try reference(slot)) }
        if take(.in) { return .in(try reference(slot)) }
        if take(.is) {
            let type = EntityType(unchecked: try path("an entity type"))
            return take(.in) ? .isIn(type, try reference(slot)) : .is(type)
        }
        return .any
    }

    private mutating func reference(_ slot: Slot) throws(Diagnostic) -> EntityScope.Reference {
        if take(.leftParenthesis) {
            let inner = try nested { (parser: inout Parser) throws(Diagnostic) in try parser.reference(slot) }
            try expect(.rightParenthesis, "`)`")
            return inner
        }
        if at(.slot) {
            guard text(of: current).string == slot.rawValue else {
                throw error("only the slot `\(slot.rawValue)` can stand here", current)
            }
            _ = advance()
            return .slot
        }
        return .entity(try entity("an entity or `\(slot.rawValue)`"))
    }

    private mutating func actionScope() throws(Diagnostic) -> ActionScope {
        if take(.doubleEqual) {
            return .equal(try parenthesised { (parser: inout Parser) throws(Diagnostic) in try parser.actionEntity() })
        }
        guard take(.in) else { return .any }
        return try parenthesised { (parser: inout Parser) throws(Diagnostic) in
            guard parser.take(.leftBracket) else { return .in(try parser.actionEntity()) }
            var entities: [EntityUID] = []
            try parser.list(until: .rightBracket, "`]`") { (parser: inout Parser) throws(Diagnostic) in
                entities.append(
                    try parser.parenthesised { (parser: inout Parser) throws(Diagnostic) in try parser.actionEntity() }
                )
            }
            return .inAny(entities)
        }
    }

    private mutating func parenthesised<Result>(
        _ body: (inout Parser) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        guard take(.leftParenthesis) else { return try body(&self) }
        let inner = try nested { (parser: inout Parser) throws(Diagnostic) in try parser.parenthesised(body) }
        try expect(.rightParenthesis, "`)`")
        return inner
    }

    private mutating func actionEntity() throws(Diagnostic) -> EntityUID {
        let start = current
        let entity = try entity("an action, such as Action::\"read\"")
        guard entity.type.isAction else {
            throw error(
                "`\(entity)` is not an action: its type must be `Action` or end in `::Action`",
                Token(kind: .string, word: .other, start: start.start, end: UInt32(previousEnd))
            )
        }
        return entity
    }
}
