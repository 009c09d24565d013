// SPDX-License-Identifier: Apache-2.0

/// What the validator found in policies.
public struct ValidationResult: Sendable {
    /// Why policies do not fit the schema; sorted by policy and place.
    public let errors: [ValidationIssue]
    /// What is allowed, and yet hardly meant.
    public let warnings: [ValidationIssue]

    /// Whether there are no errors.
    public var isValid: Bool { errors.isEmpty }
}

/// One thing that the validator found.
public struct ValidationIssue: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing it is.
    public enum Code: String, Sendable, CaseIterable {
        case unrecognizedEntityType
        case unrecognizedAction
        /// There is no action that the policy's scope lets through for its principal and resource types.
        case invalidActionApplication
        case invalidEnumEntity
        case unexpectedType
        case incompatibleTypes
        case unknownAttribute
        case unsafeOptionalAttribute
        case unsafeTag
        case noTagsAllowed
        case wrongNumberOfArguments
        case invalidArgument
        case nonLiteralConstructor
        case emptySet
        case unknownValue
        /// More entities are dereferenced in a row than the level allows.
        case levelExceeded
        /// An entity that is written in the policy is dereferenced, which level validation never allows.
        case literalDereferenced

        // Warnings.
        case impossiblePolicy
        case bidirectionalString
        case bidirectionalIdentifier
        case mixedScriptString
        case mixedScriptIdentifier
        case confusableIdentifier
    }

    /// What kind of thing it is.
    public let code: Code
    /// The policy's id.
    public let policy: Text
    /// What it is, in words.
    public let message: String
    /// Where it is in the policy's text.
    public let span: SourceSpan
    /// From 1; nothing where there is no text, as in JSON policies.
    public let line: Int?
    /// From 1, in Unicode scalars.
    public let column: Int?

    init(_ finding: Findings.Finding, _ policy: Policy, _ lines: LineTable?) {
        code = finding.code
        self.policy = policy.id
        message = finding.message
        span = finding.span
        (line, column) = lines.map { $0.position(of: Int(finding.span.start)) } ?? (nil, nil)
    }

    /// Place, policy and message.
    public var description: String {
        let place = line.flatMap { line in column.map { "\(line):\($0): " } } ?? ""
        return "\(place)policy `\(policy)`: \(message)"
    }
}
