// SPDX-License-Identifier: Apache-2.0

/// What is known to be there, since `has` or `hasTag` said so: attributes and tags of expressions.
typealias Capabilities = Set<Text>

/// The names of capabilities: expressions that are written differently and mean the same by the language's definition
/// (`a != b` and `!(a == b)`) have the same name.
struct CapabilityKey {
    private var bytes: [UInt8] = []

    static func attribute(_ name: Text, of expression: Expr) -> Text {
        var key = CapabilityKey()
        key.letter(".")
        key.text(name)
        key.expression(expression)
        return Text(utf8: key.bytes[...])
    }

    static func tag(_ tag: Expr, of expression: Expr) -> Text {
        var key = CapabilityKey()
        key.letter("#")
        key.expression(expression)
        key.expression(tag)
        return Text(utf8: key.bytes[...])
    }

    private mutating func letter(_ letter: Unicode.Scalar) { bytes.append(UInt8(ascii: letter)) }

    private mutating func number(_ number: Int) {
        bytes.append(contentsOf: String(number).utf8)
        letter(";")
    }

    /// With its length in front, so that no text can look like another key.
    private mutating func text(_ text: Text) {
        number(text.string.utf8.count)
        bytes.append(contentsOf: text.string.utf8)
    }

    /// Attribute chains cost no stack.
    private mutating func expression(_ expression: Expr) {
        var names: [Text] = []
        var base = expression
        while case .attribute(let operand, let name) = base.node {
            letter(".")
            names.append(name)
            base = operand
        }
        whole(base)
        for name in names.reversed() { text(name) }
    }

    private mutating func whole(_ expression: Expr) {
        switch expression.node {
        case .literal(let value): literal(value)
        case .variable(let variable):
            letter("v")
            text(Text(variable.rawValue))
        case .unknown(let name):
            letter("u")
            text(name)
        case .and(let operands): chain("&", operands)
        case .or(let operands): chain("|", operands)
        case .product(let operands): chain("*", operands)
        case .not(let operand): unary("!", operand)
        case .negate(let operand): unary("-", operand)
        case .isEmpty(let operand): unary("0", operand)
        case .binary(let op, let left, let right): binary(op, left, right)
        case .sum(let first, let terms):
            for term in terms.reversed() { letter(term.isSubtraction ? "m" : "+") }
            self.expression(first)
            for term in terms { self.expression(term.operand) }
        case .attribute: break
        case .has(let operand, let names): has(operand, names)
        case .like(let operand, let pattern):
            unary("l", operand)
            text(Text(Escapes.quoted(pattern)))
        case .isType(let operand, let type, in: let container):
            if container != nil { letter("&") }
            unary("t", operand)
            text(type.name)
            if let container { binary(.in, operand, container) }
        case .conditional(if: let test, then: let yes, else: let no):
            letter("?")
            self.expression(test)
            self.expression(yes)
            self.expression(no)
        case .set(let elements): list("[", elements)
        case .record(let fields):
            letter("{")
            number(fields.count)
            for field in fields.sorted(by: { $0.name < $1.name }) {
                text(field.name)
                self.expression(field.value)
            }
        case .call(let function, let arguments):
            list("c", arguments)
            text(Text(function.rawValue))
        }
    }

    private mutating func literal(_ value: Value) {
        switch value {
        case .bool(let bool): letter(bool ? "T" : "F")
        case .long(let long):
            letter("i")
            text(Text(String(long)))
        case .string(let string):
            letter("s")
            text(string)
        case .entity(let uid):
            letter("e")
            text(uid.type.name)
            text(uid.id)
        default:
            // Of no text policy; what JSON would show is unambiguous.
            var writer = JSONWriter()
            writer.value(value)
            letter("j")
            text(Text(writer.text))
        }
    }

    private mutating func unary(_ sign: Unicode.Scalar, _ operand: Expr) {
        letter(sign)
        expression(operand)
    }

    /// Chains group to the left, however they are written.
    private mutating func chain(_ sign: Unicode.Scalar, _ operands: [Expr]) {
        for _ in operands.dropFirst() { letter(sign) }
        for operand in operands { expression(operand) }
    }

    private mutating func list(_ sign: Unicode.Scalar, _ elements: [Expr]) {
        letter(sign)
        number(elements.count)
        for element in elements { expression(element) }
    }

    private mutating func binary(_ op: BinaryOperator, _ left: Expr, _ right: Expr) {
        switch op {
        case .notEqual: negated(.equal)
        case .greater: negated(.lessOrEqual)
        case .greaterOrEqual: negated(.less)
        default:
            letter("b")
            text(Text(op.rawValue))
        }
        expression(left)
        expression(right)
    }

    private mutating func negated(_ op: BinaryOperator) {
        letter("!")
        letter("b")
        text(Text(op.rawValue))
    }

    /// `e has a.b` is `e has a && e.a has b`.
    private mutating func has(_ operand: Expr, _ names: [Text]) {
        for _ in names.dropFirst() { letter("&") }
        for count in names.indices {
            letter("h")
            for _ in 0..<count { letter(".") }
            expression(operand)
            for name in names[...count] { text(name) }
        }
    }
}
