// SPDX-License-Identifier: Apache-2.0

/// An expression of a policy's condition: a value-typed syntax tree with its place in the source.
///
/// Chains of `&&`, `||`, `+`, `-` and `*` are one node each, however long: nothing that walks the tree recurses along them.
/// The other nodes nest at most ``Limits/height`` deep.
public struct Expr: Sendable {
    public let node: Node
    public let span: SourceSpan

    public init(_ node: Node, _ span: SourceSpan = .none) {
        self.node = node
        self.span = span
    }

    public indirect enum Node: Sendable {
        /// Text has `true`, numbers, strings and entity references; other values come out of folding and partial evaluation.
        case literal(Value)
        case variable(Variable)
        /// A value that partial evaluation does not know; never in text.
        case unknown(Text)
        /// At least two operands, left to right, each evaluated only when those before it are true.
        case and([Expr])
        case or([Expr])
        case not(Expr)
        case negate(Expr)
        case binary(BinaryOperator, Expr, Expr)
        /// `first ± operand ± operand…`: at least one term.
        case sum(Expr, [Term])
        /// At least two factors.
        case product([Expr])
        case isEmpty(Expr)
        /// `e.name` or `e["name"]`.
        case attribute(Expr, Text)
        /// `e has a.b.c`: at least one name.
        case has(Expr, [Text])
        case like(Expr, Pattern)
        /// `e is Type`, or `e is Type in e2`.
        case isType(Expr, EntityType, in: Expr?)
        case conditional(if: Expr, then: Expr, else: Expr)
        case set([Expr])
        /// In the order of the source; a name occurs once.
        case record([Field])
        /// An extension function; of a method the receiver comes first.
        case call(ExtensionFunction, [Expr])
    }

    public struct Field: Sendable {
        public let name: Text
        public let value: Expr

        public init(_ name: Text, _ value: Expr) {
            self.name = name
            self.value = value
        }
    }

    public struct Term: Sendable {
        public let isSubtraction: Bool
        public let operand: Expr

        public init(isSubtraction: Bool, operand: Expr) {
            self.isSubtraction = isSubtraction
            self.operand = operand
        }
    }
}

public enum Variable: String, Sendable, CaseIterable {
    case principal, action, resource, context
}

/// The operators and built-in methods of two operands. The raw value is the policy JSON format's key.
public enum BinaryOperator: String, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case `in` = "in"
    case contains, containsAll, containsAny, hasTag, getTag

    /// Written `left.name(right)` instead of `left op right`.
    public var isMethod: Bool {
        switch self {
        case .contains, .containsAll, .containsAny, .hasTag, .getTag: true
        default: false
        }
    }
}

/// The functions of the extension types. The raw value is the name in text and JSON.
public enum ExtensionFunction: String, Sendable, CaseIterable {
    case decimal, ip, datetime, duration
    case lessThan, lessThanOrEqual, greaterThan, greaterThanOrEqual
    case isIpv4, isIpv6, isLoopback, isMulticast, isInRange
    case offset, durationSince, toDate, toTime
    case toMilliseconds, toSeconds, toMinutes, toHours, toDays

    /// `decimal("1.0")`, unlike `a.lessThan(b)`.
    public var isConstructor: Bool {
        switch self {
        case .decimal, .ip, .datetime, .duration: true
        default: false
        }
    }

    /// How many arguments it takes, the receiver of a method included.
    public var arity: Int {
        switch self {
        case .lessThan, .lessThanOrEqual, .greaterThan, .greaterThanOrEqual, .isInRange, .offset, .durationSince: 2
        default: 1
        }
    }
}
