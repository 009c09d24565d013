// SPDX-License-Identifier: Apache-2.0

/// What is legal in a policy and almost never meant, above all what makes a forbid vanish: by Cedar's rules a policy that
/// fails counts as not satisfied, so a forbid with a mistake forbids nothing. Needs no schema; with one, validate too.
public struct PolicyLint: Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// `in` with something that is no entity: fails on every request that it is reached by.
        case inWithoutEntity = "in-without-entity"
        /// Fails on every request that it is reached by.
        case alwaysFails = "always-fails"
        /// Reads an attribute that the caller says never exists.
        case absentAttribute = "absent-attribute"
        /// A forbid reads an attribute of the context without `has` before it: where it is missing, nothing is forbidden.
        case unguardedAttribute = "unguarded-attribute"
        /// `action in []`: matches nothing.
        case emptyActions = "empty-actions"
    }

    public let code: Code
    public let policy: Text
    public let message: String
    public let span: SourceSpan

    public var description: String { "\(policy): \(message) [\(code.rawValue)]" }

    /// - Parameter contextAttributes: the attributes that the context can have, where they are known.
    public static func check(_ policies: PolicySet, contextAttributes: Set<Text>? = nil) -> [PolicyLint] {
        (policies.policies + policies.templates).flatMap { policy in
            var linter = Linter(policy, contextAttributes)
            linter.run()
            return linter.findings
        }
    }
}

private struct Linter {
    private let policy: Policy
    private let contextAttributes: Set<Text>?
    private var guarded: Set<Text> = []
    private(set) var findings: [PolicyLint] = []

    init(_ policy: Policy, _ contextAttributes: Set<Text>?) {
        self.policy = policy
        self.contextAttributes = contextAttributes
    }

    mutating func run() {
        if policy.action == .inAny([]) { report(.emptyActions, "`action in []` matches no action", policy.span) }
        for condition in policy.conditions {
            for conjunct in condition.body.conjuncts { visit(conjunct) }
        }
    }

    private mutating func report(_ code: PolicyLint.Code, _ message: String, _ span: SourceSpan) {
        findings.append(PolicyLint(code: code, policy: policy.id, message: message, span: span))
    }

    private mutating func visit(_ expr: Expr) {
        switch expr.node {
        case .has(let base, let path):
            if case .variable(.context) = base.node {
                guarded.insert(path[0])
            } else {
                visit(base)
            }
            return
        case .or(let operands):
            let before = guarded
            for operand in operands {
                guarded = before
                visit(operand)
            }
            guarded = before
            return
        case .attribute(let base, let name):
            if case .variable(.context) = base.node {
                checkAttribute(name, expr.span)
                return
            }
        case .binary(.in, let left, let right):
            checkMembership(left, right)
        case .isType(let operand, _, let container?):
            checkMembership(operand, container)
        case .call(let function, let arguments):
            if case .literal(.string(let text))? = arguments.first?.node, function.isConstructor, arguments.count == 1,
                function.construct(text) == nil
            {
                report(.alwaysFails, "\(function.rawValue) cannot read \(Escapes.quoted(text))", expr.span)
            }
        default: break
        }
        for operand in expr.node.operands { visit(operand) }
    }

    private mutating func checkAttribute(_ name: Text, _ span: SourceSpan) {
        if let contextAttributes, !contextAttributes.contains(name) {
            report(.absentAttribute, "the context never has the attribute `\(name)`", span)
        } else if contextAttributes == nil, policy.effect == .forbid, !guarded.contains(name) {
            report(
                .unguardedAttribute,
                "forbids nothing where `context.\(name)` is missing; write `context has …` before it",
                span
            )
        }
    }

    private mutating func checkMembership(_ left: Expr, _ right: Expr) {
        if let value = left.constant, !value.isEntity {
            report(.inWithoutEntity, "left of `in` stands \(value.typeName), which is in nothing: it fails", left.span)
        }
        switch right.node {
        case .set(let elements):
            for element in elements {
                if let value = element.constant, !value.isEntity {
                    report(
                        .inWithoutEntity,
                        "`in` is for entities; for \(value.typeName) write `[…].contains(…)`",
                        element.span
                    )
                    return
                }
            }
        default:
            if let value = right.constant, !value.isEntity {
                report(.inWithoutEntity, "`in` is for entities; for \(value.typeName) write `==` or `.contains`", right.span)
            }
        }
    }
}

extension Value {
    fileprivate var isEntity: Bool { if case .entity = self { true } else { false } }
}
