// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

/// Partial evaluation, explanation, the lint.
@Suite struct ReasoningTests {
    private let alice = EntityUID(type: EntityType(unchecked: "User"), id: "alice")
    private let read = EntityUID(type: EntityType(unchecked: "Action"), id: "read")
    private let file = EntityUID(type: EntityType(unchecked: "File"), id: "f")

    // MARK: Partial evaluation

    @Test(arguments: [
        ("principal == User::\"alice\"", "true"), ("principal == User::\"bob\"", "false"),
        ("context.known == 1 && context.open < 5", "context.open < 5"), ("context.known == 2 && context.open < 5", "false"),
        ("context.known == 1 || context.open < 5", "true"), ("context.open < 5 || true", "context.open < 5 || true"),
        ("context.open && false", "context.open && false"), ("if context.known == 1 then context.open else 1", "context.open"),
        ("context has open && context has other", "false"), ("context has open", "true"),
        ("resource in Dir::\"d\"", "resource in Dir::\"d\""), ("resource is File", "true"), ("resource is Dir", "false"),
        ("[1 + 1, context.open].contains(context.known)", "[2, context.open].contains(1)"),
    ]) func residuals(_ pair: (condition: String, residual: String)) throws {
        let request = PartialRequest(
            principal: .known(alice),
            action: .known(read),
            resource: .unknown(file.type),
            context: ["known": .long(1)],
            unknownAttributes: ["open"]
        )
        let policies = try PolicySet(parsing: PolicyParserTests.when(pair.condition))
        let response = PartialEvaluator(request, Entities()).authorize(policies)
        switch pair.residual {
        case "true": #expect(response.decision == .allow && response.satisfied == ["policy0"])
        case "false": #expect(response.decision == .deny && response.satisfied.isEmpty && response.residuals.isEmpty)
        default:
            #expect(response.decision == nil)
            let residual = try #require(response.residuals.first)
            #expect(residual.conditions.map(\.body.description) == [pair.residual])
        }
    }

    @Test func scopesOfUnknownPrincipals() throws {
        let policies = try PolicySet(
            parsing: """
                permit(principal is User in Group::"g", action, resource);
                permit(principal == Robot::"r", action, resource);
                forbid(principal, action == Action::"write", resource);
                """
        )
        let request = PartialRequest(principal: .unknown(alice.type), action: .known(read), resource: .known(file))
        let response = PartialEvaluator(request, Entities()).authorize(policies)
        #expect(response.decision == nil && response.residuals.map(\.id) == ["policy0"])
        #expect(response.residuals[0].principal == .in(.entity(try EntityUID(parsing: "Group::\"g\""))))
    }

    @Test func whatMayAPrincipalDo() throws {
        let policies = try PolicySet(
            parsing: """
                permit(principal, action == Action::"read", resource);
                permit(principal, action == Action::"write", resource) when { context.mfa };
                """
        )
        let request = PartialRequest(principal: .known(alice))
        let actions = try ["read", "write", "delete"].map { try EntityUID(parsing: "Action::\"\($0)\"") }
        let answers = policies.permittedActions(among: actions, request, Entities())
        #expect(answers.map(\.response.decision) == [.allow, nil, .deny])
    }

    /// A residual, evaluated with the whole request, does what its policy does.
    @Test(.enabled(if: Corpora.folder != nil, Corpora.isAbsent), arguments: [1, 2, 3] as [UInt64])
    func residualsMeanWhatPoliciesMean(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        for line in try Corpora.lines(xz: "multi-policy-dev.jsonl.xz").prefix(600) {
            let root = try JSONDocument(parsing: line).root
            let policies = try PolicySet(parsing: #require(root["policies"]?.string))
            let entities = try Entities(json: #require(root["entities"]))
            for node in try #require(root["requests"]?.elements) {
                let request = try Request(node)
                let partial = hide(request, &random)
                let response = PartialEvaluator(partial, entities).authorize(policies)
                let expected = Answer(policies.policies, request, entities)
                let decided = policies.policies.filter { response.satisfied.contains($0.id) }.map {
                    Policy(id: $0.id, effect: $0.effect)
                }
                let answer = Answer(response.residuals + decided, request, entities)
                #expect(answer.isAllowed == expected.isAllowed && answer.reasons == expected.reasons)
                #expect(answer.errors.union(response.errors) == expected.errors)
                if let decision = response.decision { #expect((decision == .allow) == expected.isAllowed) }
            }
        }
    }

    private func hide(_ request: Request, _ random: inout SplitMix) -> PartialRequest {
        func hide(_ uid: EntityUID) -> PartialRequest.Participant {
            random.pick([.known(uid), .unknown(uid.type), .unknown(nil)])
        }
        var partial = PartialRequest(
            principal: hide(request.principal),
            action: hide(request.action),
            resource: hide(request.resource)
        )
        if Bool.random(using: &random) {
            let known = request.context.fields.filter { _ in Bool.random(using: &random) }
            partial.context = Record(known)
            partial.unknownAttributes = Set(request.context.fields.map(\.name)).subtracting(known.map(\.name))
        }
        return partial
    }

    // MARK: Explanation

    @Test func explanationsNameConditionsAndValues() throws {
        let policies = try PolicySet(
            parsing: """
                permit(principal, action, resource) when { context.size < 10 && context.kind == "a" };
                permit(principal is Robot, action, resource);
                forbid(principal, action, resource) when { context.missing };
                """
        )
        let request = Request(
            principal: alice,
            action: read,
            resource: file,
            context: ["size": .long(12), "kind": .string("a")]
        )
        let explanation = Explanation(policies, request, Entities())
        #expect(explanation.decision == .deny)
        guard case .unsatisfied = explanation.policies[0].outcome, case .outOfScope(.principal) = explanation.policies[1].outcome,
            case .failed = explanation.policies[2].outcome
        else {
            Issue.record("\(explanation.policies.map(\.outcome))")
            return
        }
        let parts = try #require(explanation.policies[0].conditions.first).parts
        #expect(parts.map(\.expr.description) == ["context.size < 10", "context.kind == \"a\""])
        guard case .value(.bool(false)) = parts[0].result, case .skipped = parts[1].result else {
            Issue.record("\(parts)")
            return
        }
        #expect(parts[0].reads.map(\.expr.description) == ["context.size"] && parts[0].reads[0].value == .long(12))
    }

    // MARK: Lint

    @Test(arguments: [
        (
            "forbid(principal, action, resource) when { context.tool in [\"rm\", \"dd\"] };",
            ["in-without-entity", "unguarded-attribute"]
        ),
        ("forbid(principal, action, resource) when { \"a\" in Group::\"g\" };", ["in-without-entity"]),
        ("forbid(principal, action in [], resource);", ["empty-actions"]),
        ("permit(principal, action, resource) when { ip(\"1.2.3\").isIpv4() };", ["always-fails"]),
        ("forbid(principal, action, resource) when { context has tool && context.tool == \"rm\" };", []),
        ("forbid(principal, action, resource) when { context has tool || context.tool == \"rm\" };", ["unguarded-attribute"]),
        ("permit(principal, action, resource) when { context.tool == \"rm\" && principal in resource.group };", []),
    ]) func lint(_ pair: (policy: String, codes: [String])) throws {
        let findings = PolicyLint.check(try PolicySet(parsing: pair.policy))
        #expect(Set(findings.map(\.code.rawValue)) == Set(pair.codes))
    }

    @Test func lintKnowsTheContext() throws {
        let policies = try PolicySet(parsing: "forbid(principal, action, resource) when { context.tol == \"rm\" };")
        #expect(PolicyLint.check(policies, contextAttributes: ["tool"]).map(\.code) == [.absentAttribute])
        #expect(PolicyLint.check(policies, contextAttributes: ["tol"]).isEmpty)
    }

    /// What the lint warns of is what the gate's setting is for.
    @Test func aForbidThatFailsCanDeny() throws {
        let policies = try PolicySet(
            parsing: """
                permit(principal, action, resource);
                forbid(principal, action, resource) when { context.tool in ["rm", "dd"] };
                """
        )
        let request = Request(principal: alice, action: read, resource: file, context: ["tool": .string("rm")])
        #expect(Authorizer(policies).authorize(request).decision == .allow)
        let strict = Authorizer(policies, onForbidError: .deny).authorize(request)
        #expect(strict.decision == .deny && strict.reasons == ["policy1"] && strict.errors.map(\.policy) == ["policy1"])
    }
}
