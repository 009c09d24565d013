// SPDX-License-Identifier: Apache-2.0

/// Checks policies against a schema: what it accepts cannot raise a type error at run time, nor ask for what need not be
/// there.
public struct Validator: Sendable {
    public let schema: Schema
    private let environments: [RequestEnvironment]

    public init(_ schema: Schema) {
        self.schema = schema
        environments = schema.actionOrder.compactMap { schema.actions[$0] }.flatMap { action in
            action.principals.flatMap { principal in
                action.resources.map { RequestEnvironment(principal: principal, action: action, resource: $0) }
            }
        }
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
        for environment in environments {
            var checker = Typechecker(
                schema: schema,
                mode: mode,
                environment: environment,
                hierarchy: hierarchy,
                findings: findings
            )
            let isFalse = checker.isAlwaysFalse(policy)
            findings = checker.findings
            if !isFalse { isPossible = true }
        }
        if !isPossible {
            findings.warn(.impossiblePolicy, "the policy can never apply: its condition is always false", policy.span)
        }
        TextChecks.check(policy, &findings)
        if let level, findings.errors.isEmpty { checkLevel(policy, mode, level, hierarchy, &findings) }
    }

    private func checkLevel(
        _ policy: Policy,
        _ mode: ValidationMode,
        _ level: Int,
        _ hierarchy: Hierarchy,
        _ findings: inout Findings
    ) {
        for environment in environments {
            var checker = Typechecker(
                schema: schema,
                mode: mode,
                environment: environment,
                hierarchy: hierarchy,
                findings: Findings(policy),
                tracksLevels: true
            )
            var levels = LevelChecker(action: environment.action.uid, limit: level, findings: findings)
            for node in checker.levelNodes(of: policy) { levels.check(node) }
            findings = levels.findings
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
