// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct PolicyParserTests {
    static func when(_ expression: String) -> String { "permit(principal, action, resource) when { \(expression) };" }

    @Test(arguments: [
        "", "// nothing but a comment", "permit(principal, action, resource);", "permit(principal, action, resource,);",
        "@a @b(\"c\") @if(\"x\") @__cedar forbid(principal, action, resource);",
        "permit(principal == User::\"a\", action == NS::Action::\"b\", resource in (Group::\"c\"));",
        "permit(principal is NS::User in ?principal, action in [], resource == ?resource);",
        "permit(principal in ((?principal)), action in ([(Action::\"a\"), Action::\"b\",]), resource is File);",
        "permit(principal, action, resource) when { true } unless { false } when { 1 == 1 };",
        "permit(principal, action, resource) // comment\r when { true };",
        "permit\u{A0}(\u{2003}principal,\u{85}action,\u{2028}resource\u{B});",
    ]) func policiesThatAreAccepted(_ text: String) throws { _ = try PolicySet(parsing: text) }

    @Test(arguments: [
        "permit(principal, action);", "permit(action, principal, resource);", "permit(principal, action, resource)",
        "permit(principal, action, resource) when {};", "permit(principal, action is Action, resource);",
        "permit(principal, action == User::\"a\", resource);", "permit(principal == ?resource, action, resource);",
        "@a(\"x\") @a(\"y\") permit(principal, action, resource);", "@a() permit(principal, action, resource);",
        "allow(principal, action, resource);", "permit(principal, action, resource,,);", ";",
        "permit(principal == User::\"\\q\", action, resource);", "\u{FEFF}permit(principal, action, resource);",
        "permit(principal, action, resource); /* no */", "permit(principal in [User::\"a\"], action, resource);",
        "permit(principal == __cedar::User::\"a\", action, resource);", "permit(principal, action in [,], resource);",
    ]) func policiesThatAreRefused(_ text: String) { #expect(throws: Diagnostics.self) { try PolicySet(parsing: text) } }

    @Test(arguments: [
        "if true then 1 == 1 else false", "(if true then true else false) == true", "context has a.b.c", "context has \"if\"",
        "principal is User in Group::\"g\"", "[1, 2,].contains(1)", "{a: 1, \"b\": 2,} == {}", "{permit: 1}.permit == 1",
        "-9223372036854775808 < 0", "- 1 == -1", "----1 == 1", "!!!!true", "007 == 7", "context[\"if\"] == 1",
        "ip(\"1.2.3.4\", 1)", "principal::\"x\" == permit::\"y\"", "\"a\nb\" == \"\\u{4_1}\\x41\\'\"", "1 - -1 == 2",
        "context.a.contains(1).b[\"c\"].isEmpty()", "\"a\" like \"\\**\\u{2a}\"", "[1].contains",
    ]) func expressionsThatAreAccepted(_ text: String) throws { _ = try PolicySet(parsing: Self.when(text)) }

    @Test(arguments: [
        "1 ==", "1 == 1 == true", "1 < 2 < 3", "principal is User == true", "true && if true then true else false", "-----1 == 1",
        "!!!!!true", "!-1", "-!true", "9223372036854775808 == 1", "18446744073709551616 == 1", "-(9223372036854775808) == 1",
        "4 / 2 == 2", "4 % 2 == 0", "context.if", "context has if", "{if: 1}", "{a: 1, \"a\": 2}", "{,}", "[,]", "foo", "foo.bar",
        "isIpv4(ip(\"::1\"))", "context.decimal(\"1.0\")", "context.unknownMethod()", "[1].contains()", "[1].contains(1, 2)",
        "[1].isEmpty(1)", "context has (a)", "context has a::b", "\"a\" like (\"b\")", "\"a\" like 1", "\"\\a\" == \"\"",
        "\"\\*\" == \"\"", "\"\\x80\" == \"\"", "\"\\u{110000}\" == \"\"", "\"\\u{d800}\" == \"\"", "\"\\u{}\" == \"\"",
        "\"\\u{_1}\" == \"\"", "\"\\u{1234567}\" == \"\"", "\"a\rb\" == \"\"", "?principal == 1", "__cedar::User::\"a\" == 1",
        "context[a]", "context[\"a\" + \"b\"]", "'a' == \"a\"", "a::b::c", "User::{id: 1}", "1 & 2", "contains([1], 1)",
    ]) func expressionsThatAreRefused(_ text: String) {
        #expect(throws: Diagnostics.self) { try PolicySet(parsing: Self.when(text)) }
    }

    @Test func everyErrorHasItsPlace() throws {
        let text = """
            permit(principal, action, resource) when { 1 + };
            permit(principal, action, resource);
            forbid(principal, action, resource)
              when { context.ä };
            """
        let problems = #expect(throws: Diagnostics.self) { try PolicySet(parsing: text) }?.all ?? []
        #expect(problems.map(\.line) == [1, 4] && problems.map(\.column) == [48, 18])
        #expect(problems.first?.description == "1:48: expected an expression, found `}`")
    }

    @Test func everyNodeHasItsPlace() throws {
        let source = SourceText("context.a + (1 * 2) > -3 && principal has b.c")
        let expr = try Expr(source)
        func texts(_ expr: Expr) -> [String] { [source.text(of: expr.span)] + expr.node.operands.flatMap(texts) }
        #expect(
            texts(expr) == [
                "context.a + (1 * 2) > -3 && principal has b.c", "context.a + (1 * 2) > -3", "context.a + (1 * 2)",
                "context.a", "context", "(1 * 2)", "1", "2", "-3", "principal has b.c", "principal",
            ]
        )
    }

    @Test func idsCountTemplatesAndIgnoreAnnotations() throws {
        let set = try PolicySet(
            parsing: """
                @id("first") permit(principal, action, resource);
                permit(principal == ?principal, action, resource);
                @flag forbid(principal, action, resource);
                """
        )
        #expect(set.policies.map(\.id) == ["policy0", "policy2"] && set.templates.map(\.id) == ["policy1"])
        #expect(set.policies[0].annotation("id") == "first" && set.policies[1].annotation("flag") == "")
        #expect(set.policies[1].annotation("id") == nil)
    }

    @Test func linking() throws {
        let alice = try EntityUID(parsing: "User::\"alice\"")
        var set = try PolicySet(
            parsing: "permit(principal in ?principal, action, resource); permit(principal, action, resource);"
        )
        #expect(throws: Diagnostic.self) { try set.link("policy0", as: "a", [:]) }
        #expect(throws: Diagnostic.self) { try set.link("policy0", as: "a", [.principal: alice, .resource: alice]) }
        #expect(throws: Diagnostic.self) { try set.link("policy0", as: "policy1", [.principal: alice]) }
        #expect(throws: Diagnostic.self) { try set.link("policy1", as: "a", [.principal: alice]) }
        #expect(throws: Diagnostic.self) { try set.link("nothing", as: "a", [.principal: alice]) }
        try set.link("policy0", as: "linked", [.principal: alice])
        #expect(set.policy("linked")?.principal == .in(.entity(alice)))
        let again = try PolicySet(json: set.json())
        #expect(again.json() == set.json() && again.policy("linked")?.link == set.policy("linked")?.link)
        // A template takes no part in decisions.
        let alone = try PolicySet(parsing: "permit(principal in ?principal, action, resource);")
        let response = Authorizer(alone).authorize(Request(principal: alice, action: alice, resource: alice))
        #expect(response.decision == .deny && response.errors.isEmpty)
    }
}
