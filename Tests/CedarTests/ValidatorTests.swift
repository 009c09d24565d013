// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct ValidatorTests {
    private let schema = """
        entity G; entity H in G; entity N; entity E enum ["a"];
        entity U in [H] {s?: String, l: Long, r: {a: Long, b?: Long}, o?: {a?: Long, u?: U}, any: U, n?: N} tags Long;
        action c;
        action a in c appliesTo {principal: U, resource: [G, U], context: {x: Long, y?: Long, r: {z?: Long}}};
        """

    private func validate(
        _ policy: String,
        _ mode: ValidationMode = .strict,
        level: Int? = nil
    ) throws -> ValidationResult {
        let validator = Validator(try Schema(parsing: schema))
        return validator.validate(try PolicySet(parsing: policy), mode: mode, level: level)
    }

    private func conditions(_ condition: String, _ mode: ValidationMode = .strict) throws -> [ValidationIssue.Code] {
        try validate("permit(principal, action, resource) when { \(condition) };", mode).errors.map(\.code)
    }

    @Test(arguments: [
        "principal.l == 1 && context.x < 2", "context has x && context has y && context.y == 1",
        "principal has s && principal.s like \"a*\"",
        "if principal has s then principal.s == \"x\" else true", "(principal has s || principal has s) && principal.s == \"x\"",
        "principal has o.u.o.a && principal.o.u.o.a == 1", "principal[\"any\"] has \"s\" && principal.any.s == \"a\"",
        "principal.hasTag(\"a\") && principal.getTag(\"a\") == 1", "resource.hasTag(\"x\") && resource.getTag(\"x\") == 1",
        "principal.hasTag(if 1 != 2 then \"a\" else \"b\") && principal.getTag(if !(1 == 2) then \"a\" else \"b\") == 1",
        "false && 1", "true || 1", "if false then 1 + \"a\" == 2 else true", "action has foo && 1 == \"a\" + 1",
        "principal is N && 1",
        "principal is N in 1", "principal in N::\"x\" && 1", "principal == N::\"x\"", "1 == \"a\"", "principal in [G::\"a\"]",
        "datetime(\"2020-01-01\") < datetime(\"2020-01-01\")", "decimal(\"1.0\").lessThan(decimal(\"2.0\"))",
        "principal has zz && 1",
        "Action::\"c\" in Action::\"a\" && 1", "action in [Action::\"c\"]", "[principal].contains(principal)",
        "context.r has z && context.r.z == 1",
        "[1, 2].containsAny([context.x])", "principal == resource || principal in resource", "1 * 2 + 3 - -4 > context.x",
    ])
    func strictlyValid(_ condition: String) throws {
        #expect(try conditions(condition) == [])
        #expect(try conditions(condition, .permissive) == [])
    }

    @Test(
        arguments: [
            ("context.y == 1", [.unsafeOptionalAttribute]), ("principal.zz == 1", [.unknownAttribute]),
            ("action.foo", [.unknownAttribute]),
            ("!(principal has s) || principal.s == \"x\"", [.unsafeOptionalAttribute]),
            ("principal.getTag(\"a\") == 1", [.unsafeTag]),
            ("(principal has s || 1 == 1) && principal.s == \"x\"", [.unsafeOptionalAttribute]),
            ("principal.l like \"a\"", [.unexpectedType]),
            ("principal.r has a.b", [.unexpectedType]), ("ip(\"x\").isIpv4()", [.invalidArgument]),
            ("ip(\"::1\", \"x\").isIpv4()", [.wrongNumberOfArguments]),
            ("1 < \"a\"", [.unexpectedType]), ("\"a\" < \"b\"", [.unexpectedType, .unexpectedType]), ("!1", [.unexpectedType]),
            ("1 && true", [.unexpectedType]), ("principal is Zed && 1", [.unrecognizedEntityType]),
            ("action == Action::\"zz\"", [.unrecognizedAction]),
            ("principal.any == E::\"b\"", [.invalidEnumEntity]), ("1", [.unexpectedType]),
            ("principal in [\"a\"]", [.unexpectedType]),
            ("datetime(\"2020-01-01\") < duration(\"1h\")", [.unexpectedType]),
            ("Action::\"a\" in Action::\"c\" && 1", [.unexpectedType]),
        ] as [(String, [ValidationIssue.Code])]
    )
    func invalidInBothModes(_ condition: String, _ codes: [ValidationIssue.Code]) throws {
        #expect(try conditions(condition) == codes)
        #expect(try conditions(condition, .permissive) == codes)
    }

    @Test(
        arguments: [
            ("[] == [1]", [.emptySet]), ("[1, \"a\"] == [1]", [.incompatibleTypes]),
            ("principal.l == \"a\"", [.incompatibleTypes]),
            ("{a: 1} == principal.r", [.incompatibleTypes]), ("principal in [G::\"a\", H::\"b\"]", [.incompatibleTypes]),
            ("[principal].contains(N::\"x\")", [.incompatibleTypes]), ("ip(principal.any.s).isIpv4() || true", nil),
            ("[1].containsAll([\"a\"])", [.incompatibleTypes]),
            ("(if context.x == 1 then principal else N::\"x\") == principal", [.incompatibleTypes]),
        ] as [(String, [ValidationIssue.Code]?)]
    )
    func invalidInStrictMode(_ condition: String, _ codes: [ValidationIssue.Code]?) throws {
        guard let codes else { return #expect(try !conditions(condition).isEmpty) }
        #expect(try conditions(condition) == codes || condition.contains("[1, \"a\"]"))
        #expect(try !conditions(condition).isEmpty)
        if !condition.contains("[1, \"a\"]") { #expect(try conditions(condition, .permissive) == []) }
    }

    @Test func scopes() throws {
        #expect(try validate("permit(principal == U::\"x\", action == Action::\"a\", resource in G::\"x\");").isValid)
        #expect(
            try validate("permit(principal == N::\"x\", action, resource);").errors.map(\.code) == [.invalidActionApplication]
        )
        #expect(
            try validate("permit(principal, action == Action::\"c\", resource);").errors.map(\.code) == [
                .invalidActionApplication
            ]
        )
        #expect(try validate("permit(principal, action in Action::\"c\", resource);").isValid)
        #expect(try validate("permit(principal is H, action, resource);").errors.map(\.code) == [.invalidActionApplication])
        #expect(try validate("permit(principal in G::\"x\", action, resource in H::\"x\");").isValid)
        let empty = try validate("permit(principal, action in [], resource);").errors.map(\.code)
        #expect(Set(empty) == [.emptySet, .invalidActionApplication])
    }

    @Test func templatesAndLinks() throws {
        var set = try PolicySet(
            parsing: "permit(principal in ?principal, action, resource == ?resource) when { principal.l == 1 };"
        )
        let group = EntityUID(type: EntityType(unchecked: "G"), id: "g")
        try set.link("policy0", as: "linked", [.principal: group, .resource: group])
        let validator = Validator(try Schema(parsing: schema))
        #expect(validator.validate(set).isValid)
        let unknown = EntityUID(type: EntityType(unchecked: "Zed"), id: "z")
        try set.link("policy0", as: "bad", [.principal: unknown, .resource: group])
        let result = validator.validate(set)
        #expect(Set(result.errors.map(\.code)) == [.unrecognizedEntityType, .invalidActionApplication])
        #expect(result.errors.allSatisfy { $0.policy == "bad" })
        let broken = try PolicySet(parsing: "permit(principal == ?principal, action, resource) when { principal.zz };")
        #expect(validator.validate(broken).errors.map(\.code) == [.unknownAttribute])
    }

    @Test func warnings() throws {
        func warnings(_ condition: String) throws -> [ValidationIssue.Code] {
            try validate("permit(principal, action, resource) when { \(condition) };").warnings.map(\.code)
        }
        #expect(try warnings("true") == [])
        #expect(try warnings("1 == 2") == [.impossiblePolicy])
        #expect(try warnings("principal.s == \"say_\u{4BB}ello\" || true") == [.mixedScriptString])
        #expect(try warnings("principal.any == U::\"say_\u{4BB}ello\"") == [.mixedScriptIdentifier])
        #expect(try warnings("principal.any == U::\"is\u{200B}Admin\"") == [.confusableIdentifier])
        #expect(try warnings("principal.any == U::\"new\\nline\"") == [.confusableIdentifier])
        #expect(try warnings("principal.any == U::\"\u{1F34C}\"") == [.confusableIdentifier])
        #expect(try warnings("principal.any == U::\"caf\u{E9} https://x?y=z#{a}\"") == [])
        #expect(try warnings("context.x == 1 || \"user\u{202E} \u{2066}&& x\" == \"\"") == [.bidirectionalString])
        #expect(try warnings("context.x == 1 || \"\u{6771}\u{4EAC}\u{30BF}\u{30EF}\u{30FC}\" == \"\"") == [])
        #expect(try warnings("context.x == 1 || \"\u{D55C}\u{6F22}abc\" == \"\"") == [.mixedScriptString])
    }

    @Test(arguments: [
        ("true", 0), ("context.x == 1", 0), ("principal is U", 0), ("principal == resource", 0), ("principal.l == 1", 1),
        ("principal.r.a == 1", 1), ("principal.any.l == 1", 2), ("principal.any.any.r.a == 1", 3), ("principal has s", 1),
        ("principal in G::\"x\"", 1), ("principal.any in G::\"x\"", 2), ("principal.hasTag(\"x\")", 1),
        ("principal.any.hasTag(\"x\") && principal.any.getTag(\"x\") == 1", 2), ("{a: principal}.a.l == 1", 1),
        ("{a: principal.any, b: principal.any.any.l}.a.l == 1", 3),
        ("(if context.x == 1 then principal else principal.any).l == 1", 2),
        ("false && principal.l == 1", 0), ("principal has o.u.l && principal.o.u.l == 1", 2),
        ("if true then true else principal.l == 1", 0),
        ("[principal.any].contains(principal)", 1), ("{a: {b: principal.any}}.a.b.l == 1", 2),
    ])
    func levels(_ condition: String, _ needed: Int) throws {
        let policy = "permit(principal, action, resource is G) when { \(condition) };"
        for level in 0..<4 {
            let result = try validate(policy, level: level)
            #expect(result.isValid == (level >= needed), "\(level): \(result.errors)")
            #expect(result.errors.allSatisfy { $0.code == .levelExceeded })
        }
    }

    @Test func levelsOfScopesAndLiterals() throws {
        #expect(try validate("permit(principal in G::\"x\", action, resource);", level: 0).errors.map(\.code) == [.levelExceeded])
        #expect(try validate("permit(principal in G::\"x\", action, resource);", level: 1).isValid)
        #expect(try validate("permit(principal == U::\"x\", action == Action::\"a\", resource);", level: 0).isValid)
        let literal = "permit(principal, action, resource) when { U::\"x\".l == 1 };"
        #expect(try validate(literal, level: 5).errors.map(\.code) == [.literalDereferenced])
        #expect(try validate(literal).isValid)
    }

    @Test func longChainsAndDeepTrees() throws {
        let long = Array(repeating: "principal.l == 1", count: 20_000)
        #expect(try conditions(long.joined(separator: " && ")) == [])
        #expect(try conditions(long.joined(separator: " || ")) == [])
        #expect(try conditions(Array(repeating: "1", count: 20_000).joined(separator: " + ") + " == 1") == [])
        #expect(try conditions("principal" + String(repeating: ".any", count: Limits.height - 16) + ".l == 1") == [])
        let guarded = Array(repeating: "principal has s && principal.s == \"x\"", count: 5000).joined(separator: " && ")
        #expect(try conditions(guarded) == [])
    }

    @Test func placesOfErrors() throws {
        let result = try validate("permit(principal, action, resource)\nwhen { principal.l == 1 &&\n  principal.zz };")
        #expect(result.errors.map { [$0.line, $0.column] } == [[3, 3]])
    }
}
