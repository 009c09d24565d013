// SPDX-License-Identifier: Apache-2.0

/// Why an expression has no value.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// An operand is of another type than the operator takes.
        case type(expected: String, found: String)
        case missingEntity(EntityUID)
        /// An entity or a record has no such attribute.
        case missingAttribute(Text, of: String)
        case missingTag(Text, of: EntityUID)
        /// The result does not fit into 64 bits.
        case overflow(String)
        /// An extension function has no result for its arguments.
        case function(String)
        /// The value is not known, in partial evaluation.
        case unknown(Text)
    }

    public let kind: Kind
    /// The expression, in the policy's source.
    public let span: SourceSpan

    public init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
    }

    public var description: String {
        switch kind {
        case .type(let expected, let found): "type error: expected \(expected), found \(found)"
        case .missingEntity(let uid): "the entity `\(uid)` does not exist"
        case .missingAttribute(let name, let owner): "\(owner) has no attribute `\(name)`"
        case .missingTag(let name, let uid): "`\(uid)` has no tag `\(name)`"
        case .overflow(let what): "integer overflow in \(what)"
        case .function(let message): message
        case .unknown(let name): "the value of `\(name)` is unknown"
        }
    }
}

extension Value {
    /// What the value is, for messages.
    var typeName: String {
        switch self {
        case .bool: "a boolean"
        case .long: "a number"
        case .string: "a string"
        case .entity(let uid): "an entity of type `\(uid.type)`"
        case .set: "a set"
        case .record: "a record"
        case .decimal: "a decimal"
        case .ip: "an IP address"
        case .datetime: "a datetime"
        case .duration: "a duration"
        }
    }
}
