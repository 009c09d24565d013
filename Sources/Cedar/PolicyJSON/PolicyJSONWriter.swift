// SPDX-License-Identifier: Apache-2.0

/// Writes policies in the JSON format (the official engine's "EST"), without recursion along chains.
struct PolicyJSONWriter {
    private var writer: JSONWriter

    static func text(of set: PolicySet, pretty: Bool) -> String {
        var writer = PolicyJSONWriter(writer: JSONWriter(pretty: pretty))
        writer.write(set)
        return writer.writer.text
    }

    static func text(of policy: Policy, pretty: Bool) -> String {
        var writer = PolicyJSONWriter(writer: JSONWriter(pretty: pretty))
        writer.write(policy)
        return writer.writer.text
    }

    static func text(of expr: Expr, pretty: Bool) -> String {
        var writer = PolicyJSONWriter(writer: JSONWriter(pretty: pretty))
        writer.write(expr)
        return writer.writer.text
    }

    // MARK: Sets and policies

    private mutating func write(_ set: PolicySet) {
        object { json in
            json.writer.key("templates")
            json.object { json in for template in set.templates { json.member(template.id) { $0.write(template) } } }
            json.writer.key("staticPolicies")
            json.object { json in
                for policy in set.policies where policy.link == nil { json.member(policy.id) { $0.write(policy) } }
            }
            json.writer.key("templateLinks")
            json.writer.beginArray()
            for policy in set.policies {
                if let link = policy.link { json.write(link, as: policy.id) }
            }
            json.writer.endArray()
        }
    }

    private mutating func write(_ link: TemplateLink, as id: Text) {
        object { json in
            json.member("newId") { $0.writer.string(id) }
            json.member("templateId") { $0.writer.string(link.template) }
            json.member("values") { json in
                json.object { json in
                    for slot in Slot.allCases {
                        if let uid = link.values[slot] { json.member(Text(slot.rawValue)) { $0.write(uid) } }
                    }
                }
            }
        }
    }

    private mutating func write(_ policy: Policy) {
        object { json in
            json.member("effect") { $0.writer.string(policy.effect.rawValue) }
            json.member("principal") { $0.write(policy.principal, .principal) }
            json.member("action") { $0.write(policy.action) }
            json.member("resource") { $0.write(policy.resource, .resource) }
            json.writer.key("conditions")
            json.writer.beginArray()
            for condition in policy.conditions {
                json.object { json in
                    json.member("kind") { $0.writer.string(condition.kind.rawValue) }
                    json.member("body") { $0.write(condition.body) }
                }
            }
            json.writer.endArray()
            guard !policy.annotations.isEmpty else { return }
            json.member("annotations") { json in
                json.object { json in
                    for annotation in policy.annotations {
                        json.member(annotation.key) { json in
                            if let value = annotation.value { json.writer.string(value) } else { json.writer.null() }
                        }
                    }
                }
            }
        }
    }

    private mutating func write(_ scope: EntityScope, _ slot: Slot) {
        object { json in
            switch scope {
            case .any: json.operation("All")
            case .equal(let reference):
                json.operation("==")
                json.write(reference, slot)
            case .in(let reference):
                json.operation("in")
                json.write(reference, slot)
            case .is(let type):
                json.operation("is")
                json.member("entity_type") { $0.writer.string(type.name) }
            case .isIn(let type, let reference):
                json.operation("is")
                json.member("entity_type") { $0.writer.string(type.name) }
                json.member("in") { json in json.object { $0.write(reference, slot) } }
            }
        }
    }

    private mutating func write(_ reference: EntityScope.Reference, _ slot: Slot) {
        switch reference {
        case .slot: member("slot") { $0.writer.string(slot.rawValue) }
        case .entity(let uid): member("entity") { $0.write(uid) }
        }
    }

    private mutating func write(_ scope: ActionScope) {
        object { json in
            switch scope {
            case .any: json.operation("All")
            case .equal(let uid):
                json.operation("==")
                json.member("entity") { $0.write(uid) }
            case .in(let uid):
                json.operation("in")
                json.member("entity") { $0.write(uid) }
            case .inAny(let uids) where uids.count == 1:
                // The official engine does not tell `in [a]` from `in a` here.
                json.operation("in")
                json.member("entity") { $0.write(uids[0]) }
            case .inAny(let uids):
                json.operation("in")
                json.writer.key("entities")
                json.writer.beginArray()
                for uid in uids { json.write(uid) }
                json.writer.endArray()
            }
        }
    }

    private mutating func operation(_ name: String) { member("op") { $0.writer.string(name) } }

    private mutating func write(_ uid: EntityUID) {
        object { json in
            json.member("type") { $0.writer.string(uid.type.name) }
            json.member("id") { $0.writer.string(uid.id) }
        }
    }

    // MARK: Expressions

    private mutating func write(_ expr: Expr) {
        switch expr.node {
        case .literal(let value): write(value)
        case .variable(let variable): single("Var") { $0.writer.string(variable.rawValue) }
        case .unknown(let name):
            single("Unknown") { json in
                json.object { json in json.member("name") { $0.writer.string(name) } }
            }
        case .and(let operands): chain(operands[0], operands.dropFirst().map { ("&&", $0) })
        case .or(let operands): chain(operands[0], operands.dropFirst().map { ("||", $0) })
        case .sum(let first, let terms): chain(first, terms.map { ($0.isSubtraction ? "-" : "+", $0.operand) })
        case .product(let factors): chain(factors[0], factors.dropFirst().map { ("*", $0) })
        case .not(let operand): unary("!", operand)
        case .negate(let operand): unary("neg", operand)
        case .isEmpty(let operand): unary("isEmpty", operand)
        case .binary(let binary, let left, let right): chain(left, [(binary.rawValue, right)])
        case .attribute(let base, let name):
            single(".") { json in
                json.object { json in
                    json.member("left") { $0.write(base) }
                    json.member("attr") { $0.writer.string(name) }
                }
            }
        case .has(let base, let path): write(hasChain(base, path))
        case .like(let operand, let pattern): write(operand, like: pattern)
        case .isType(let operand, let type, let container):
            single("is") { json in
                json.object { json in
                    json.member("left") { $0.write(operand) }
                    json.member("entity_type") { $0.writer.string(type.name) }
                    if let container { json.member("in") { $0.write(container) } }
                }
            }
        case .conditional(let condition, let yes, let no):
            single("if-then-else") { json in
                json.object { json in
                    json.member("if") { $0.write(condition) }
                    json.member("then") { $0.write(yes) }
                    json.member("else") { $0.write(no) }
                }
            }
        case .set(let elements): list("Set", elements)
        case .record(let fields):
            single("Record") { json in
                json.object { json in
                    for field in fields { json.member(field.name) { $0.write(field.value) } }
                }
            }
        case .call(let function, let arguments): list(Text(function.rawValue), arguments)
        }
    }

    /// The left-leaning tree of `first op operand op operand…`.
    private mutating func chain(_ first: Expr, _ rest: [(operation: String, operand: Expr)]) {
        for (operation, _) in rest.reversed() {
            writer.beginObject()
            writer.key(Text(operation))
            writer.beginObject()
            writer.key("left")
        }
        write(first)
        for (_, operand) in rest {
            writer.key("right")
            write(operand)
            writer.endObject()
            writer.endObject()
        }
    }

    private mutating func unary(_ operation: Text, _ operand: Expr) {
        single(operation) { json in json.object { json in json.member("arg") { $0.write(operand) } } }
    }

    private mutating func list(_ name: Text, _ exprs: [Expr]) {
        single(name) { json in
            json.writer.beginArray()
            for expr in exprs { json.write(expr) }
            json.writer.endArray()
        }
    }

    /// `e has a.b.c` is written as `e has a && e.a has b && e.a.b has c`.
    private func hasChain(_ base: Expr, _ path: [Text]) -> [(Expr, Text)] {
        var tests: [(Expr, Text)] = []
        var current = base
        for name in path {
            tests.append((current, name))
            current = Expr(.attribute(current, name))
        }
        return tests
    }

    private mutating func write(_ tests: [(Expr, Text)]) {
        for _ in tests.dropFirst() {
            writer.beginObject()
            writer.key("&&")
            writer.beginObject()
            writer.key("left")
        }
        for (index, (base, name)) in tests.enumerated() {
            if index > 0 { writer.key("right") }
            single("has") { json in
                json.object { json in
                    json.member("left") { $0.write(base) }
                    json.member("attr") { $0.writer.string(name) }
                }
            }
            if index > 0 {
                writer.endObject()
                writer.endObject()
            }
        }
    }

    /// A literal of one character at a time, as the official engine writes it.
    private mutating func write(_ operand: Expr, like pattern: Pattern) {
        single("like") { json in
            json.object { json in
                json.member("left") { $0.write(operand) }
                json.writer.key("pattern")
                json.writer.beginArray()
                for element in pattern.elements {
                    switch element {
                    case .wildcard: json.writer.string("Wildcard")
                    case .literal(let text):
                        for scalar in text.string.unicodeScalars {
                            json.single("Literal") { $0.writer.string(Text(String(scalar))) }
                        }
                    }
                }
                json.writer.endArray()
            }
        }
    }

    private mutating func write(_ value: Value) {
        switch value {
        case .bool(let bool): single("Value") { $0.writer.bool(bool) }
        case .long(let long): single("Value") { $0.writer.integer(long) }
        case .string(let text): single("Value") { $0.writer.string(text) }
        case .entity(let uid): single("Value") { json in json.single("__entity") { $0.write(uid) } }
        case .set(let set): list("Set", set.elements.map { Expr(.literal($0)) })
        case .record(let record):
            single("Record") { json in
                json.object { json in
                    for field in record.fields { json.member(field.name) { $0.write(field.value) } }
                }
            }
        case .decimal(let decimal): constructor("decimal", decimal.description)
        case .ip(let address): constructor("ip", address.description)
        case .duration(let duration): constructor("duration", duration.description)
        case .datetime(let datetime):
            if let written = datetime.written {
                constructor("datetime", written)
            } else {
                single("offset") { json in
                    json.writer.beginArray()
                    json.constructor("datetime", "1970-01-01")
                    json.constructor("duration", "\(datetime.milliseconds)ms")
                    json.writer.endArray()
                }
            }
        }
    }

    private mutating func constructor(_ name: Text, _ argument: String) {
        list(name, [Expr(.literal(.string(Text(argument))))])
    }

    // MARK: Objects

    private mutating func object(_ body: (inout PolicyJSONWriter) -> Void) {
        writer.beginObject()
        body(&self)
        writer.endObject()
    }

    private mutating func member(_ key: Text, _ body: (inout PolicyJSONWriter) -> Void) {
        writer.key(key)
        body(&self)
    }

    private mutating func single(_ key: Text, _ body: (inout PolicyJSONWriter) -> Void) {
        object { $0.member(key, body) }
    }
}

extension PolicySet {
    /// The set in the JSON format.
    public func json(pretty: Bool = false) -> String { PolicyJSONWriter.text(of: self, pretty: pretty) }
}

extension Policy {
    /// The policy or template in the JSON format; of a linked one what it became.
    public func json(pretty: Bool = false) -> String { PolicyJSONWriter.text(of: self, pretty: pretty) }
}

extension Expr {
    /// The expression in the JSON format.
    public func json(pretty: Bool = false) -> String { PolicyJSONWriter.text(of: self, pretty: pretty) }
}
