// SPDX-License-Identifier: Apache-2.0

/// Expressions, from the loosest binding to the tightest.
extension Parser {
    mutating func expression() throws(Diagnostic) -> Expr {
        at(.if) ? try conditional() : try disjunction()
    }

    private mutating func conditional() throws(Diagnostic) -> Expr {
        let start = advance()
        return try nested { (parser: inout Parser) throws(Diagnostic) in
            let condition = try parser.expression()
            var highest = parser.height
            guard parser.take(.then) else { throw parser.unexpected("expected `then` or an operator") }
            let yes = try parser.expression()
            highest = max(highest, parser.height)
            guard parser.take(.else) else { throw parser.unexpected("expected `else` or an operator") }
            let no = try parser.expression()
            try parser.rise(above: max(highest, parser.height))
            return Expr(.conditional(if: condition, then: yes, else: no), parser.span(from: start))
        }
    }

    private mutating func disjunction() throws(Diagnostic) -> Expr {
        let start = current
        let first = try conjunction()
        guard at(.or) else { return first }
        var operands = [first]
        var highest = height
        while take(.or) {
            operands.append(try conjunction())
            highest = max(highest, height)
        }
        try rise(above: highest)
        return Expr(.or(operands), span(from: start))
    }

    private mutating func conjunction() throws(Diagnostic) -> Expr {
        let start = current
        let first = try relation()
        guard at(.and) else { return first }
        var operands = [first]
        var highest = height
        while take(.and) {
            operands.append(try relation())
            highest = max(highest, height)
        }
        try rise(above: highest)
        return Expr(.and(operands), span(from: start))
    }

    /// One comparison at most: chains need parentheses.
    private mutating func relation() throws(Diagnostic) -> Expr {
        let start = current
        let left = try sum()
        if let binary = relationOperator() {
            _ = advance()
            let below = height
            let right = try sum()
            try rise(above: max(below, height))
            return Expr(.binary(binary, left, right), span(from: start))
        }
        switch current.word {
        case .has:
            _ = advance()
            let path = try attributePath()
            try rise(above: height)
            return Expr(.has(left, path), span(from: start))
        case .like:
            _ = advance()
            let token = try expect(.string, "a pattern, a string literal")
            try rise(above: height)
            do {
                return Expr(.like(left, try Escapes.pattern(content(of: token))), span(from: start))
            } catch {
                throw escapeError(error, in: token)
            }
        case .is:
            _ = advance()
            let type = EntityType(unchecked: try path("an entity type"))
            let below = height
            var container: Expr?
            if take(.in) { container = try sum() }
            try rise(above: max(below, height))
            return Expr(.isType(left, type, in: container), span(from: start))
        default: return left
        }
    }

    private func relationOperator() -> BinaryOperator? {
        switch current.kind {
        case .doubleEqual: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .identifier: current.word == .in ? .in : nil
        default: nil
        }
    }

    private mutating func attributePath() throws(Diagnostic) -> [Text] {
        if at(.string) { return [try string("an attribute")] }
        var path = [try name("an attribute")]
        while take(.dot) { path.append(try name("an attribute")) }
        return path
    }

    private mutating func sum() throws(Diagnostic) -> Expr {
        let start = current
        let first = try product()
        guard at(.plus) || at(.minus) else { return first }
        var terms: [Expr.Term] = []
        var highest = height
        while at(.plus) || at(.minus) {
            let isSubtraction = advance().kind == .minus
            terms.append(Expr.Term(isSubtraction: isSubtraction, operand: try product()))
            highest = max(highest, height)
        }
        try rise(above: highest)
        return Expr(.sum(first, terms), span(from: start))
    }

    private mutating func product() throws(Diagnostic) -> Expr {
        let start = current
        let first = try unary()
        if at(.slash) || at(.percent) { throw unexpected("Cedar has no division") }
        guard at(.star) else { return first }
        var factors = [first]
        var highest = height
        while take(.star) {
            factors.append(try unary())
            highest = max(highest, height)
        }
        if at(.slash) || at(.percent) { throw unexpected("Cedar has no division") }
        try rise(above: highest)
        return Expr(.product(factors), span(from: start))
    }

    /// Up to four `!` or up to four `-`. A minus right before a number belongs to the number.
    private mutating func unary() throws(Diagnostic) -> Expr {
        let start = position
        let operation = current.kind
        guard operation == .bang || operation == .minus else { return try member() }
        let first = current
        while take(operation) {}
        var count = position - start
        guard count <= 4 else {
            throw error("more than four `\(operation == .bang ? "!" : "-")` in a row", first)
        }
        guard !at(.bang), !at(.minus) else {
            throw unexpected("`!` and `-` cannot be mixed without parentheses: expected an operand")
        }
        var operand: Expr
        if operation == .minus, at(.number), !isMember(following.kind) {
            count -= 1
            let number = try magnitude()
            guard let value = Int64(magnitude: number, isNegative: true) else {
                throw error("the number -\(number) does not fit into 64 bits", current)
            }
            _ = advance()
            height = 0
            operand = Expr(.literal(.long(value)), SourceSpan(previousEnd - 1, previousEnd))
            operand = Expr(operand.node, span(from: first))
        } else {
            operand = try member()
        }
        for _ in 0..<count {
            operand = Expr(operation == .bang ? .not(operand) : .negate(operand), span(from: first))
            try rise(above: height)
        }
        return operand
    }

    private func isMember(_ kind: Token.Kind) -> Bool { kind == .dot || kind == .leftBracket }

    /// The current number token's value.
    private func magnitude() throws(Diagnostic) -> UInt64 {
        var value: UInt64 = 0
        for byte in bytes(of: current) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow2) = product.addingReportingOverflow(UInt64(byte &- 48))
            guard !overflow, !overflow2 else { throw error("the number does not fit into 64 bits", current) }
            value = sum
        }
        return value
    }

    private mutating func member() throws(Diagnostic) -> Expr {
        let start = current
        var operand = try primary()
        while true {
            if take(.dot) {
                let token = current
                let name = try name("an attribute or a method")
                if take(.leftParenthesis) {
                    operand = try call(method: name, token, on: operand, from: start)
                } else {
                    try rise(above: height)
                    operand = Expr(.attribute(operand, name), span(from: start))
                }
            } else if take(.leftBracket) {
                let name = try string("an attribute, a string literal")
                try expect(.rightBracket, "`]`")
                try rise(above: height)
                operand = Expr(.attribute(operand, name), span(from: start))
            } else {
                return operand
            }
        }
    }

    private mutating func call(
        method name: Text,
        _ token: Token,
        on receiver: Expr,
        from start: Token
    ) throws(Diagnostic) -> Expr {
        let below = height
        let arguments = try arguments()
        try rise(above: max(below, height))
        let span = span(from: start)
        if name == "isEmpty" {
            guard arguments.isEmpty else { throw error("isEmpty takes no argument", token) }
            return Expr(.isEmpty(receiver), span)
        }
        if let binary = BinaryOperator(rawValue: name.string), binary.isMethod {
            guard arguments.count == 1 else { throw error("\(name) takes one argument", token) }
            return Expr(.binary(binary, receiver, arguments[0]), span)
        }
        guard let function = ExtensionFunction(rawValue: name.string) else {
            throw error("there is no method `\(name)`", token)
        }
        guard !function.isConstructor else {
            throw error("`\(name)` is a function, not a method", token, help: "write \(name)(…)")
        }
        return Expr(.call(function, [receiver] + arguments), span)
    }

    /// The expressions up to the closing parenthesis; the opening one was taken.
    private mutating func arguments() throws(Diagnostic) -> [Expr] {
        try elements(until: .rightParenthesis, "`)`")
    }

    private mutating func elements(until close: Token.Kind, _ closeName: String) throws(Diagnostic) -> [Expr] {
        var elements: [Expr] = []
        var highest = 0
        try nested { (parser: inout Parser) throws(Diagnostic) in
            try parser.list(until: close, closeName) { (parser: inout Parser) throws(Diagnostic) in
                elements.append(try parser.expression())
                highest = max(highest, parser.height)
            }
        }
        height = highest
        return elements
    }

    private mutating func primary() throws(Diagnostic) -> Expr {
        let start = current
        height = 0
        switch start.kind {
        case .number:
            let number = try magnitude()
            guard let value = Int64(magnitude: number, isNegative: false) else {
                throw error("the number \(number) does not fit into 64 bits", start)
            }
            _ = advance()
            return Expr(.literal(.long(value)), start.span)
        case .string:
            return Expr(.literal(.string(try string("a string"))), start.span)
        case .leftParenthesis:
            _ = advance()
            let inner = try nested { (parser: inout Parser) throws(Diagnostic) in try parser.expression() }
            guard take(.rightParenthesis) else { throw unexpected("expected `)` or an operator") }
            return Expr(inner.node, span(from: start))
        case .leftBracket:
            _ = advance()
            let elements = try elements(until: .rightBracket, "`]`")
            try rise(above: height)
            return Expr(.set(elements), span(from: start))
        case .leftBrace:
            _ = advance()
            return try record(from: start)
        case .identifier:
            return try named()
        case .slot:
            throw error("a slot can stand only in the scope, behind `==` or `in`", start)
        default:
            throw unexpected("expected an expression")
        }
    }

    /// What begins with an identifier: a keyword, a variable, an entity or a function.
    private mutating func named() throws(Diagnostic) -> Expr {
        let start = current
        switch start.word {
        case .true, .false:
            _ = advance()
            return Expr(.literal(.bool(start.word == .true)), start.span)
        case .if:
            throw error("`if` needs parentheses here", start)
        default: break
        }
        let path = try path("an expression")
        if take(.doubleColon) {
            let id = try string("the entity's id, a string")
            return Expr(.literal(.entity(EntityUID(type: EntityType(unchecked: path), id: id))), span(from: start))
        }
        if take(.leftParenthesis) {
            guard let function = ExtensionFunction(rawValue: path.string) else {
                let isMethod = path == "isEmpty" || BinaryOperator(rawValue: path.string)?.isMethod == true
                throw error("there is no function `\(path)`", start, help: isMethod ? "it is a method: write x.\(path)(…)" : nil)
            }
            guard function.isConstructor else {
                throw error("`\(path)` is a method, not a function", start, help: "write x.\(path)(…)")
            }
            let arguments = try arguments()
            try rise(above: height)
            return Expr(.call(function, arguments), span(from: start))
        }
        let variable: Variable? =
            switch start.word {
            case .principal: .principal
            case .action: .action
            case .resource: .resource
            case .context: .context
            default: nil
            }
        guard let variable, previousEnd == Int(start.end) else {
            throw Diagnostic(
                "`\(path)` is not a variable",
                span(from: start),
                in: source,
                help: "the variables are principal, action, resource and context; strings stand in double quotes"
            )
        }
        return Expr(.variable(variable), start.span)
    }

    private mutating func record(from start: Token) throws(Diagnostic) -> Expr {
        var fields: [Expr.Field] = []
        var seen: Set<Text> = []
        var highest = 0
        try nested { (parser: inout Parser) throws(Diagnostic) in
            try parser.list(until: .rightBrace, "`}`") { (parser: inout Parser) throws(Diagnostic) in
                let token = parser.current
                let name = parser.at(.string) ? try parser.string("a key") : try parser.name("a key")
                guard seen.insert(name).inserted else {
                    throw parser.error("the key `\(name)` stands twice", token)
                }
                try parser.expect(.colon, "`:`")
                fields.append(Expr.Field(name, try parser.expression()))
                highest = max(highest, parser.height)
            }
        }
        try rise(above: highest)
        return Expr(.record(fields), span(from: start))
    }

    /// Notes that a node stands above others, and refuses trees that are too high to walk.
    @inline(__always)
    private mutating func rise(above below: Int) throws(Diagnostic) {
        height = below &+ 1
        guard height <= Limits.height else {
            throw error("the expression is nested more than \(Limits.height) levels deep", current)
        }
    }
}
