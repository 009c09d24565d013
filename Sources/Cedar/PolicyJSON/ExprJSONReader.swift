// SPDX-License-Identifier: Apache-2.0

/// Reads the JSON format of expressions. Each object has one key, the operator; left-leaning chains are read in a loop.
struct ExprJSONReader {
    private let policies = PolicyJSONReader()
    private var depth = 0

    mutating func expr(_ node: JSONNode) throws(Diagnostic) -> Expr {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Limits.height else {
            throw node.problem("the expression is nested more than \(Limits.height) levels deep")
        }
        let (key, value) = try single(node)
        switch key.string {
        case "Value": return try literal(value)
        case "Var":
            guard let variable = value.string.flatMap({ Variable(rawValue: $0) }) else {
                throw value.problem("unknown variable", help: "known are principal, action, resource and context")
            }
            return Expr(.variable(variable))
        case "Slot": throw value.problem("a slot can stand only in the scope")
        case "Unknown":
            let name = value.text ?? value["name"]?.text
            guard let name else { throw value.problem("expected the unknown's name") }
            return Expr(.unknown(name))
        case "!": return Expr(.not(try argument(value)))
        case "neg": return Expr(.negate(try argument(value)))
        case "isEmpty": return Expr(.isEmpty(try argument(value)))
        case "&&", "||", "+", "-", "*": return try chain(node)
        case ".": return try attribute(value)
        case "has": return try has(value)
        case "is": return try isType(value)
        case "like": return try like(value)
        case "if-then-else":
            try policies.check(value, allowed: ["if", "then", "else"])
            return Expr(
                .conditional(
                    if: try expr(member(value, "if")),
                    then: try expr(member(value, "then")),
                    else: try expr(member(value, "else"))
                )
            )
        case "Set": return Expr(.set(try exprs(value)))
        case "Record":
            var fields: [Expr.Field] = []
            for (name, field) in try objectMembers(value) { fields.append(Expr.Field(name, try expr(field))) }
            return Expr(.record(fields))
        default: break
        }
        if let binary = BinaryOperator(rawValue: key.string) {
            let (left, right) = try operands(value)
            return Expr(.binary(binary, try expr(left), try expr(right)))
        }
        guard let function = ExtensionFunction(rawValue: key.string) else {
            throw node.problem("unknown operator `\(key)`")
        }
        return Expr(.call(function, try exprs(value)))
    }

    // MARK: Parts

    private func single(_ node: JSONNode) throws(Diagnostic) -> (Text, JSONNode) {
        guard node.kind == .object, node.count == 1, let member = node.members.first else {
            throw node.problem("expected an object with one key, the operator")
        }
        return (member.key, member.value)
    }

    private func member(_ node: JSONNode, _ key: Text) throws(Diagnostic) -> JSONNode {
        guard let value = node[key] else { throw node.problem("`\(key)` is missing") }
        return value
    }

    private func objectMembers(_ node: JSONNode) throws(Diagnostic) -> [(Text, JSONNode)] {
        guard node.kind == .object else { throw node.problem("expected an object, found \(node.kindName)") }
        if let repeated = node.firstRepeatedKey { throw repeated.problem("a key stands twice") }
        return node.members.map { ($0.key, $0.value) }
    }

    private func operands(_ node: JSONNode) throws(Diagnostic) -> (JSONNode, JSONNode) {
        try policies.check(node, allowed: ["left", "right"])
        return (try member(node, "left"), try member(node, "right"))
    }

    private mutating func argument(_ node: JSONNode) throws(Diagnostic) -> Expr {
        try policies.check(node, allowed: ["arg"])
        return try expr(member(node, "arg"))
    }

    private mutating func exprs(_ node: JSONNode) throws(Diagnostic) -> [Expr] {
        guard node.kind == .array else { throw node.problem("expected an array, found \(node.kindName)") }
        var result: [Expr] = []
        for element in node.elements { result.append(try expr(element)) }
        return result
    }

    /// Follows the left operands of one kind down, and reads the right ones on the way back.
    private mutating func chain(_ top: JSONNode) throws(Diagnostic) -> Expr {
        let kind = try single(top).0
        let isSum = kind == "+" || kind == "-"
        var rights: [(operation: Text, node: JSONNode)] = []
        var current = top
        while true {
            let (key, value) = try single(current)
            guard key == kind || isSum && (key == "+" || key == "-") else { break }
            let (left, right) = try operands(value)
            rights.append((key, right))
            current = left
        }
        let first = try expr(current)
        if isSum {
            var terms: [Expr.Term] = []
            for (operation, node) in rights.reversed() {
                terms.append(Expr.Term(isSubtraction: operation == "-", operand: try expr(node)))
            }
            return Expr(.sum(first, terms))
        }
        var operands = [first]
        for (_, node) in rights.reversed() { operands.append(try expr(node)) }
        return Expr(kind == "&&" ? .and(operands) : kind == "||" ? .or(operands) : .product(operands))
    }

    private mutating func attribute(_ node: JSONNode) throws(Diagnostic) -> Expr {
        try policies.check(node, allowed: ["left", "attr"])
        guard let name = node["attr"]?.text else { throw node.problem("`attr` must be a string") }
        return Expr(.attribute(try expr(member(node, "left")), name))
    }

    private mutating func has(_ node: JSONNode) throws(Diagnostic) -> Expr {
        try policies.check(node, allowed: ["left", "attr"])
        let base = try expr(member(node, "left"))
        let attribute = try member(node, "attr")
        if let name = attribute.text { return Expr(.has(base, [name])) }
        let path = attribute.elements.compactMap(\.text)
        guard !path.isEmpty, path.count == attribute.count else {
            throw attribute.problem("`attr` must be a string or an array of strings")
        }
        return Expr(.has(base, path))
    }

    private mutating func isType(_ node: JSONNode) throws(Diagnostic) -> Expr {
        try policies.check(node, allowed: ["left", "entity_type", "in"])
        let operand = try expr(member(node, "left"))
        let type = try policies.type(member(node, "entity_type"))
        var container: Expr?
        if let node = node["in"] { container = try expr(node) }
        return Expr(.isType(operand, type, in: container))
    }

    private mutating func like(_ node: JSONNode) throws(Diagnostic) -> Expr {
        try policies.check(node, allowed: ["left", "pattern"])
        let pattern = try member(node, "pattern")
        guard pattern.kind == .array else {
            throw pattern.problem("`pattern` must be an array of \"Wildcard\" and {\"Literal\": …}")
        }
        var elements: [Pattern.Element] = []
        for element in pattern.elements {
            if element.text == "Wildcard" {
                elements.append(.wildcard)
            } else if element.count == 1, let text = element["Literal"]?.text {
                elements.append(.literal(text))
            } else {
                throw element.problem("expected \"Wildcard\" or {\"Literal\": …}")
            }
        }
        return Expr(.like(try expr(member(node, "left")), Pattern(elements)))
    }

    /// A value as in entities' JSON, as an expression.
    private mutating func literal(_ node: JSONNode) throws(Diagnostic) -> Expr {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Limits.height else { throw node.problem("nested more than \(Limits.height) levels deep") }
        switch node.kind {
        case .true, .false: return Expr(.literal(.bool(node.kind == .true)))
        case .string:
            guard let text = node.text else { break }
            return Expr(.literal(.string(text)))
        case .number:
            guard let number = node.int64 else { throw node.problem("expected an integer of 64 bits") }
            return Expr(.literal(.long(number)))
        case .array:
            var elements: [Expr] = []
            for element in node.elements { elements.append(try literal(element)) }
            return Expr(.set(elements))
        case .object:
            if node.count == 1, let entity = node["__entity"] { return Expr(.literal(.entity(try policies.entity(entity)))) }
            if node.count == 1, let call = node["__extn"] { return try self.call(call) }
            var fields: [Expr.Field] = []
            for (name, field) in try objectMembers(node) { fields.append(Expr.Field(name, try literal(field))) }
            return Expr(.record(fields))
        case .null: break
        }
        throw node.problem("null is no value")
    }

    private mutating func call(_ node: JSONNode) throws(Diagnostic) -> Expr {
        guard let function = node["fn"]?.string.flatMap({ ExtensionFunction(rawValue: $0) }) else {
            throw node.problem("`fn` must be an extension function")
        }
        if let argument = node["arg"] { return Expr(.call(function, [try literal(argument)])) }
        guard let list = node["args"], list.kind == .array else { throw node.problem("`arg` or `args` is missing") }
        var arguments: [Expr] = []
        for argument in list.elements { arguments.append(try literal(argument)) }
        return Expr(.call(function, arguments))
    }
}
