// SPDX-License-Identifier: Apache-2.0

public import Calls
public import Cedar

/// A policy in plain text, as an owner writes it: a line a rule, `ALLOW:`, `REQUIRE CONFIRM:` or `DENY:`, compiled to Cedar
/// (docs/policies.md has all the forms). It adds to the packs and weakens none of them.
///
/// DENY beats REQUIRE CONFIRM, which beats ALLOW; what no line covers follows the line `DEFAULT:`, which is ALLOW unless
/// written.
public struct AgentPolicy: Sendable {
    /// The lines, in order.
    public let lines: [Line]
    /// What happens to what no line covers.
    public let fallback: Outcome
    /// What is odd without being wrong, such as two lines that say the opposite of the same thing.
    public let warnings: [Problem]
    /// Whether a line asks for the size of downloads.
    let needsSizes: Bool

    private let authorizer: Authorizer
    private let rules: [Cedar.Text: Line]

    /// A rule, as it was written and as it was understood.
    public struct Line: Sendable {
        public let directive: Directive
        /// Without the directive.
        public let text: String
        /// From 1.
        public let number: Int
        /// What it was understood as, in words.
        public let meaning: String
        public let policies: [Policy]
    }

    /// Something about a line, for the owner to mend.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public let line: Int
        /// Of the line, in characters, from 1.
        public let column: Int
        public let message: String

        public var description: String { "\(line):\(column): \(message)" }
    }

    /// All that is wrong with a text: nothing of it is used.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let problems: [Problem]
        public var description: String { problems.map(\.description).joined(separator: "\n") }
    }

    /// - Throws: every problem of the text, with line and column.
    public init(parsing text: String) throws(Failure) {
        var reader = AgentPolicyReader()
        let document = try reader.read(text)
        lines = document.lines
        fallback = document.fallback
        warnings = Contradictions.find(in: document.lines)
        needsSizes = document.needsSizes
        var set = PolicySet()
        var rules: [Cedar.Text: Line] = [:]
        for line in document.lines {
            for policy in line.policies {
                rules[policy.id] = line
                do throws(Diagnostic) {
                    try set.add(policy)
                } catch {
                    throw Failure(problems: [Problem(line: line.number, column: 1, message: error.message)])
                }
            }
        }
        self.rules = rules
        authorizer = Authorizer(set, entities: GateSchema.actions, onForbidError: .deny)
    }

    /// The whole as Cedar.
    public var cedar: String { Formatter(lineWidth: 120).format(lines.flatMap(\.policies)) }

    // MARK: - Judging

    /// What the lines say to one request.
    enum Answer {
        /// By these lines, with the outcome.
        case stopped([(line: Line, outcome: Outcome)])
        case allowed
        case uncovered
    }

    func answer(_ request: GateRequest) -> Answer {
        let response = authorizer.authorize(request.request, entities: request.entities)
        if response.decision == .allow { return .allowed }
        let lines = response.reasons.compactMap { rules[$0] }
        if lines.isEmpty { return .uncovered }
        return .stopped(lines.map { ($0, $0.directive.outcome) })
    }
}

/// What a line does with what it describes.
public enum Directive: String, Sendable, CaseIterable {
    case allow = "ALLOW"
    case confirm = "REQUIRE CONFIRM"
    case deny = "DENY"

    public var outcome: Outcome {
        switch self {
        case .allow: .allow
        case .confirm: .confirm
        case .deny: .deny
        }
    }
}
