// SPDX-License-Identifier: Apache-2.0

/// What was found in a policy, each thing once.
struct Findings {
    struct Finding: Hashable, Comparable {
        let code: ValidationIssue.Code
        let message: String
        let span: SourceSpan

        static func < (left: Finding, right: Finding) -> Bool {
            (left.span.start, left.span.end, left.message) < (right.span.start, right.span.end, right.message)
        }
    }

    let policy: Policy
    private(set) var errors: Set<Finding> = []
    private(set) var warnings: Set<Finding> = []

    init(_ policy: Policy) { self.policy = policy }

    mutating func report(_ code: ValidationIssue.Code, _ message: String, _ span: SourceSpan) {
        errors.insert(Finding(code: code, message: message, span: span))
    }

    mutating func warn(_ code: ValidationIssue.Code, _ message: String, _ span: SourceSpan) {
        warnings.insert(Finding(code: code, message: message, span: span))
    }
}
