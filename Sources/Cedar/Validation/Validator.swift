// SPDX-License-Identifier: Apache-2.0

/// Checks policies against a schema: what it accepts cannot raise a type error at run time, nor ask for what need not be
/// there.
public struct Validator: Sendable {
    /// What policies are checked against.
    public let schema: Schema
    private let actions: [ActionDefinition]

    /// A validator for a schema.
    public init(_ schema: Schema) {
        self.schema = schema
        actions = schema.actionOrder.compactMap { schema.actions[$0] }
    }

    /// Checks a set's policies, its templates, and what templates were linked with.
    ///
    /// - Parameter level: how many entities may be dereferenced in a row (RFC 76); nothing for any number.
    public func validate(_ set: PolicySet, mode: ValidationMode = .strict, level: Int? = nil) -> ValidationResult {
        validate(set.templates + set.policies, mode: mode, level: level)
    }

    /// Checks policies and templates. Of a linked policy only what it was linked with: the rest was checked as a template.
    public func validate(_ policies: [Policy], mode: ValidationMode = .strict, level: Int? = nil) -> ValidationResult {
        let hierarchy = Hierarchy(schema)
        var lines = LineTables()
        var errors: [ValidationIssue] = []
        var warnings: [ValidationIssue] = []
        for policy in policies {
            var findings = Findings(policy)
            if policy.link == nil {
                check(policy, mode, level, hierarchy, &findings)
            } else {
                checkLink(policy, &findings)
            }
            if findings.errors.isEmpty, findings.warnings.isEmpty { continue }
            let table = policy.source.map { lines.table(of: $0) }
            errors.append(contentsOf: findings.errors.sorted().map { ValidationIssue($0, policy, table) })
            warnings.append(contentsOf: findings.warnings.sorted().map { ValidationIssue($0, policy, table) })
        }
        return ValidationResult(errors: errors, warnings: warnings)
    }

    private func check(
        _ policy: Policy,
        _ mode: ValidationMode,
        _ level: Int?,
        _ hierarchy: Hierarchy,
        _ findings: inout Findings
    ) {
        checkNames(policy, &findings)
        checkApplication(policy, &findings)
        var isPossible = false
        let scopes = ScopeTypes(schema: schema, mode: mode, hierarchy: hierarchy)
        for action in actions {
            let isExcluded = scopes.type(of: policy.action, for: action.uid) == .false
            for principal in action.principals where scopes.type(of: policy.principal, for: principal) != .false {
                if isExcluded { break }
                checkActionSet(policy, mode, &findings)
                for resource in action.resources where scopes.type(of: policy.resource, for: resource) != .false {
                    let environment = RequestEnvironment(principal: principal, action: action, resource: resource)
                    var checker = typechecker(environment, mode, hierarchy, findings)
                    if checker.checkConditions(policy).type != .false { isPossible = true }
                    findings = checker.findings
                }
            }
        }
        if !isPossible {
            findings.warn(.impossiblePolicy, "the policy can never apply: its condition is always false", policy.span)
        }
        TextChecks.check(policy, &findings)
        if let level, findings.errors.isEmpty { checkLevel(policy, level, scopes, &findings) }
    }

    private func typechecker(
        _ environment: RequestEnvironment,
        _ mode: ValidationMode,
        _ hierarchy: Hierarchy,
        _ findings: Findings,
        tracksLevels: Bool = false
    ) -> Typechecker {
        Typechecker(
            schema: schema,
            mode: mode,
            environment: environment,
            hierarchy: hierarchy,
            findings: findings,
            tracksLevels: tracksLevels
        )
    }

    /// The scope's list of actions is a set like any other: in strict mode neither empty nor of several types.
    private func checkActionSet(_ policy: Policy, _ mode: ValidationMode, _ findings: inout Findings) {
        guard mode == .strict, case .inAny(let actions) = policy.action else { return }
        if actions.isEmpty {
            findings.report(.emptySet, "an empty set has no type; strict validation forbids it", policy.span)
        } else if let first = actions.first, let other = actions.first(where: { $0.type != first.type }),
            actions.allSatisfy({ schema.actions[$0] != nil })
        {
            let message = "a set's elements must have compatible types, not `\(first.type)`, `\(other.type)`"
            findings.report(.incompatibleTypes, message, policy.span)
        }
    }

    private func checkLevel(_ policy: Policy, _ level: Int, _ scopes: ScopeTypes, _ findings: inout Findings) {
        for action in actions {
            for principal in action.principals {
                for resource in action.resources {
                    let environment = RequestEnvironment(principal: principal, action: action, resource: resource)
                    var levels = LevelChecker(action: action.uid, limit: level, findings: findings)
                    for node in scopes.levelNodes(policy, environment) { levels.check(node) }
                    if scopes.mayApply(policy, environment) {
                        var checker = typechecker(
                            environment,
                            scopes.mode,
                            scopes.hierarchy,
                            Findings(policy),
                            tracksLevels: true
                        )
                        if let node = checker.checkConditions(policy).level { levels.check(node) }
                    }
                    findings = levels.findings
                }
            }
        }
    }

    private func checkLink(_ policy: Policy, _ findings: inout Findings) {
        for entity in policy.link?.values.values ?? [:].values where !schema.knows(entity.type) {
            findings.report(.unrecognizedEntityType, "there is no entity type `\(entity.type)`", policy.span)
        }
        checkApplication(policy, &findings)
    }
}

/// What a policy is checked for: requests of an action, with principals and resources of certain types.
struct RequestEnvironment: Sendable {
    let principal: EntityType
    let action: ActionDefinition
    let resource: EntityType
}
