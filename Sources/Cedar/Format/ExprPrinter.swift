// SPDX-License-Identifier: Apache-2.0

extension Expr: CustomStringConvertible {
    /// The expression in Cedar's syntax, on one line, with the parentheses that it needs.
    public var description: String { ExprPrinter.text(of: self) }
}

/// How tightly an expression binds; parentheses are needed around one that binds more loosely than its place asks for.
enum Precedence: Int, Comparable {
    case conditional, or, and, relation, sum, product, unary, member

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension Expr {
    var precedence: Precedence {
        switch node {
        case .conditional: .conditional
        case .or: .or
        case .and: .and
        case .binary(let binary, _, _) where binary.isMethod: .member
        case .binary, .has, .like, .isType: .relation
        case .sum: .sum
        case .product: .product
        case .not, .negate: .unary
        // A value of an extension type that no constructor writes is an offset: `datetime(…).offset(…)`.
        case .literal(.long(let value)) where value < 0: .unary
        default: .member
        }
    }
}

enum ExprPrinter {
    static func text(of expr: Expr, in place: Precedence = .conditional) -> String {
        let text = bare(expr)
        return expr.precedence < place ? "(\(text))" : text
    }

    private static func bare(_ expr: Expr) -> String {
        switch expr.node {
        case .literal(let value): self.text(of: value)
        case .variable(let variable): variable.rawValue
        case .unknown(let name): "unknown(\(Escapes.quoted(name)))"
        case .and(let operands): joined(operands, " && ", .relation)
        case .or(let operands): joined(operands, " || ", .and)
        case .not(let operand): not(operand)
        case .negate(let operand): "-\(parenthesisedNumber(operand))"
        case .binary(let binary, let left, let right): self.binary(binary, left, right)
        case .sum(let first, let terms):
            terms.reduce(into: self.text(of: first, in: .sum)) { text, term in
                text += term.isSubtraction ? " - " : " + "
                text += self.text(of: term.operand, in: .product)
            }
        case .product(let factors): joined(factors, " * ", .unary)
        case .isEmpty(let operand): "\(self.text(of: operand, in: .member)).isEmpty()"
        case .attribute(let base, let name): "\(self.text(of: base, in: .member))\(accessor(name))"
        case .has(let base, let path): "\(self.text(of: base, in: .sum)) has \(self.path(path))"
        case .like(let operand, let pattern): "\(self.text(of: operand, in: .sum)) like \(Escapes.quoted(pattern))"
        case .isType(let operand, let type, let container):
            "\(self.text(of: operand, in: .sum)) is \(type)"
                + (container.map { " in \(self.text(of: $0, in: .sum))" } ?? "")
        case .conditional(let condition, let yes, let no):
            "if \(self.text(of: condition)) then \(self.text(of: yes)) else \(self.text(of: no))"
        case .set(let elements): "[\(joined(elements, ", ", .conditional))]"
        case .record(let fields):
            fields.isEmpty ? "{}" : "{ \(fields.map { "\(key($0.name)): \(self.text(of: $0.value))" }.joined(separator: ", ")) }"
        case .call(let function, let arguments): call(function, arguments)
        }
    }

    private static func joined(_ exprs: [Expr], _ separator: String, _ place: Precedence) -> String {
        exprs.map { text(of: $0, in: place) }.joined(separator: separator)
    }

    /// Up to four in a row need no parentheses.
    private static func not(_ operand: Expr) -> String {
        var marks = "!"
        var operand = operand
        while marks.utf8.count < 4, case .not(let inner) = operand.node {
            marks += "!"
            operand = inner
        }
        return marks + text(of: operand, in: .member)
    }

    private static func parenthesisedNumber(_ operand: Expr) -> String {
        // A minus before a number would become a part of it.
        if case .literal(.long) = operand.node { return "(\(bare(operand)))" }
        return text(of: operand, in: .member)
    }

    private static func binary(_ binary: BinaryOperator, _ left: Expr, _ right: Expr) -> String {
        binary.isMethod
            ? "\(text(of: left, in: .member)).\(binary.rawValue)(\(text(of: right)))"
            : "\(text(of: left, in: .sum)) \(binary.rawValue) \(text(of: right, in: .sum))"
    }

    private static func call(_ function: ExtensionFunction, _ arguments: [Expr]) -> String {
        if !function.isConstructor, let receiver = arguments.first {
            return
                "\(text(of: receiver, in: .member)).\(function.rawValue)(\(joined(Array(arguments.dropFirst()), ", ", .conditional)))"
        }
        return "\(function.rawValue)(\(joined(arguments, ", ", .conditional)))"
    }

    static func accessor(_ name: Text) -> String {
        Identifiers.isName(name.string) ? ".\(name)" : "[\(Escapes.quoted(name))]"
    }

    static func path(_ path: [Text]) -> String {
        path.allSatisfy { Identifiers.isName($0.string) }
            ? path.map(\.string).joined(separator: ".") : path.map { Escapes.quoted($0) }.joined(separator: ".")
    }

    static func key(_ name: Text) -> String {
        Identifiers.isName(name.string) ? name.string : Escapes.quoted(name)
    }

    /// The value as an expression that evaluates to it.
    static func text(of value: Value) -> String {
        switch value {
        case .bool(let bool): return bool ? "true" : "false"
        case .long(let long): return String(long)
        case .string(let text): return Escapes.quoted(text)
        case .entity(let uid): return uid.description
        case .set(let set): return "[\(set.elements.map { text(of: $0) }.joined(separator: ", "))]"
        case .record(let record):
            if record.fields.isEmpty { return "{}" }
            return "{ \(record.fields.map { "\(key($0.name)): \(text(of: $0.value))" }.joined(separator: ", ")) }"
        case .decimal(let decimal): return "decimal(\"\(decimal)\")"
        case .ip(let address): return "ip(\"\(address)\")"
        case .datetime(let datetime):
            return datetime.written.map { "datetime(\"\($0)\")" }
                ?? "datetime(\"1970-01-01\").offset(duration(\"\(datetime.milliseconds)ms\"))"
        case .duration(let duration): return "duration(\"\(duration)\")"
        }
    }
}

extension Value: CustomStringConvertible {
    /// The value in Cedar's syntax.
    public var description: String { ExprPrinter.text(of: self) }
}
