// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

/// What expressions come to, by the interpreter and by the compiled form.
@Suite struct EvaluationTests {
    enum Outcome: String, Sendable {
        case yes, no, failure
    }

    private func check(_ text: String, _ expected: Outcome) throws {
        let user = EntityType(unchecked: "User")
        let group = EntityType(unchecked: "Group")
        let alice = EntityUID(type: user, id: "alice")
        let entities = try Entities([
            Entity(
                alice,
                attributes: [
                    "age": .long(30), "name": .string("Alice"), "rec": .record(["a": .record(["b": .long(1)])]),
                    "boss": .entity(EntityUID(type: user, id: "bob")), "ghost": .entity(EntityUID(type: user, id: "ghost")),
                ],
                parents: [EntityUID(type: group, id: "g1")],
                tags: ["t": .string("v")]
            ),
            Entity(EntityUID(type: user, id: "bob"), attributes: ["age": .long(50)]),
            Entity(EntityUID(type: group, id: "g1"), parents: [EntityUID(type: group, id: "g2")]),
        ])
        let request = Request(
            principal: alice,
            action: EntityUID(type: EntityType(unchecked: "Action"), id: "read"),
            resource: EntityUID(type: EntityType(unchecked: "File"), id: "f"),
            context: ["n": .long(1), "s": .string("str"), "b": .bool(true), "set": .set(ValueSet([.long(1), .long(2)]))]
        )
        let policies = try PolicySet(parsing: PolicyParserTests.when(text))
        for answer in [
            Answer(policies.policies, request, entities), Answer(Authorizer(policies, entities: entities).authorize(request)),
            Answer(Authorizer(policies).authorize(request, entities: entities)),
        ] {
            let outcome: Outcome = answer.isAllowed ? .yes : answer.errors.isEmpty ? .no : .failure
            #expect(outcome == expected, "\(text)")
        }
    }

    @Test(
        arguments: [
            ("false && 1 == 2", .no), ("false && context.n", .no), ("true && context.n", .failure),
            ("context.n && true", .failure),
            ("true || context.n", .yes), ("if context.b then true else context.n", .yes),
            ("if context.n then true else true", .failure),
            ("context.n", .failure), ("!context.b", .no), ("!context.n", .failure),
            ("1 == \"1\"", .no), ("[1, 2, 2] == [2, 1]", .yes), ("{a: 1, b: 2} == {b: 2, a: 1}", .yes), ("[] == {}", .no),
            ("\"e\\u{301}\" == \"\\u{e9}\"", .no), ("principal == User::\"alice\"", .yes), ("principal != resource", .yes),
            ("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", .yes), ("\"a\" < \"b\"", .failure), ("1 < \"2\"", .failure),
            ("decimal(\"1.0\") < decimal(\"2.0\")", .failure),
            ("9223372036854775807 + 1 == 0", .failure), ("-9223372036854775808 - 1 == 0", .failure),
            ("4611686018427387904 * 2 == 0", .failure), ("-context.n == -1", .yes), ("2 + 3 * 4 - 1 == 13", .yes),
            ("{a: 1, b: 1 + context.s}.a == 1", .failure),
        ] as [(String, Outcome)]
    ) func logicAndNumbers(_ pair: (String, Outcome)) throws { try check(pair.0, pair.1) }

    @Test(
        arguments: [
            ("principal in Group::\"g2\"", .yes), ("principal in User::\"alice\"", .yes),
            ("User::\"nobody\" in User::\"nobody\"", .yes),
            ("principal in [Group::\"x\", Group::\"g1\"]", .yes), ("principal in [Group::\"g1\", 1]", .failure),
            ("principal in []", .no),
            ("principal in \"g1\"", .failure), ("context.s in Group::\"g1\"", .failure), ("principal in [[]]", .failure),
            ("principal is User", .yes), ("principal is File", .no), ("context is User", .failure),
            ("principal is User in Group::\"g1\"", .yes), ("principal is File in context.s", .no),
            ("principal is User in context.s", .failure),
            ("principal has age", .yes), ("principal has rec.a.b", .yes), ("principal has rec.z.b", .no),
            ("principal has age.b", .failure),
            ("principal has ghost.x", .no), ("principal.ghost.age == 1", .failure), ("principal.boss.age == 50", .yes),
            ("principal.nope == 1", .failure), ("resource has x", .no), ("resource.x == 1", .failure),
            ("context.s has x", .failure),
            ("context has n && context.n == 1", .yes), ("context[\"n\"] == 1", .yes), ("User::\"bob\".age == 50", .yes),
            ("principal.hasTag(\"t\") && principal.getTag(\"t\") == \"v\"", .yes), ("principal.getTag(\"x\") == 1", .failure),
            ("resource.hasTag(\"t\")", .no), ("resource.hasTag(1)", .failure), ("principal has t", .no),
        ] as [(String, Outcome)]
    ) func entities(_ pair: (String, Outcome)) throws { try check(pair.0, pair.1) }

    @Test(
        arguments: [
            ("context.set.contains(2)", .yes), ("context.set.contains(\"2\")", .no), ("context.n.contains(1)", .failure),
            ("[1, 2].containsAll([])", .yes), ("[1].containsAny([])", .no), ("[1].containsAll(1)", .failure),
            ("context.set.containsAll([2, 1])", .yes), ("[{a: [1]}].contains({a: [1, 1]})", .yes), ("[].isEmpty()", .yes),
            ("[principal, context.n].containsAny([1])", .yes), ("{}.isEmpty()", .failure),
            ("\"abc\" like \"a*c\"", .yes), ("\"abc\" like \"\"", .no), ("\"\" like \"*\"", .yes),
            ("\"a*c\" like \"a\\*c\"", .yes),
            ("\"abc\" like \"a\\*c\"", .no), ("context.s like \"*t*\"", .yes), ("context.n like \"*\"", .failure),
            ("\"ab\" like \"*ab*ab*\"", .no),
        ] as [(String, Outcome)]
    ) func setsAndStrings(_ pair: (String, Outcome)) throws { try check(pair.0, pair.1) }

    @Test(
        arguments: [
            ("decimal(\"-0.5\").lessThan(decimal(\"0.0\"))", .yes), ("decimal(\"1.0\") == decimal(\"1.00\")", .yes),
            ("decimal(\"1.\") == 1", .failure), ("decimal(\"+1.0\") == 1", .failure), ("decimal(\"1.23456\") == 1", .failure),
            ("decimal(\"922337203685477.5808\") == 1", .failure), ("decimal(\"-922337203685477.5808\") == 1", .no),
            ("ip(\"1.2.3.4\") == ip(\"1.2.3.4/32\")", .yes), ("ip(\"1.2.3.4/24\") == ip(\"1.2.3.0/24\")", .no),
            ("ip(\"10.1.2.3\").isInRange(ip(\"10.0.0.0/8\"))", .yes), ("ip(\"::ffff:102:304\").isInRange(ip(\"1.2.3.4\"))", .no),
            ("ip(\"::ffff:1.2.3.4\").isIpv6()", .failure), ("ip(\"1:2:3:4:5:6:7::\").isIpv6()", .yes),
            ("ip(\"01.2.3.4\").isIpv4()", .failure),
            ("ip(\"127.0.0.0/8\").isLoopback() && ip(\"::1\").isLoopback()", .yes), ("ip(\"127.0.0.0/7\").isLoopback()", .no),
            ("ip(\"ff02::1\").isMulticast() && ip(\"224.0.0.0/4\").isMulticast()", .yes),
            ("ip(\"1.2.3.4\", 1).isIpv4()", .failure),
            ("ip(context.s).isIpv4()", .failure), ("ip(\"1.2.3.4\").isIpv4(1)", .failure),
            ("datetime(\"2024-10-15T11:35:00+0530\") == datetime(\"2024-10-15T06:05:00Z\")", .yes),
            ("datetime(\"2023-02-29\") == 1", .failure), ("datetime(\"2024-01-01T24:00:00Z\") == 1", .failure),
            ("datetime(\"0000-01-01\") < datetime(\"1970-01-01\")", .yes),
            ("datetime(\"1969-12-31T23:59:59Z\").toDate() == datetime(\"1969-12-31\")", .yes),
            ("datetime(\"1969-12-31T23:59:59Z\").toTime() == duration(\"23h59m59s\")", .yes),
            ("datetime(\"1970-01-02\").durationSince(datetime(\"1970-01-01\")) == duration(\"1d\")", .yes),
            ("datetime(\"1970-01-01\").offset(duration(\"-1ms\")) < datetime(\"1970-01-01\")", .yes),
            ("duration(\"-9223372036854775808ms\") < duration(\"0ms\")", .yes),
            ("duration(\"9223372036854775808ms\") == 1", .failure),
            ("duration(\"-106751991167d7h12m55s808ms\") == duration(\"-9223372036854775808ms\")", .yes),
            ("duration(\"1h1d\") == 1", .failure), ("duration(\"\") == 1", .failure),
            ("duration(\"-1500ms\").toSeconds() == -1", .yes),
            ("duration(\"1d\").toHours() == 24 && duration(\"90m\").toMinutes() == 90", .yes),
        ] as [(String, Outcome)]
    ) func extensions(_ pair: (String, Outcome)) throws { try check(pair.0, pair.1) }

    /// Forbids win, nothing permits by default, failures are named, all determining policies are.
    @Test func authorization() throws {
        let set = try PolicySet(
            parsing: """
                permit(principal, action, resource);
                permit(principal, action, resource) when { context.x };
                forbid(principal, action == Action::"write", resource);
                permit(principal, action, resource);
                """
        )
        func request(_ action: Text) -> Request {
            let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
            return Request(principal: uid, action: EntityUID(type: EntityType(unchecked: "Action"), id: action), resource: uid)
        }
        let read = Authorizer(set).authorize(request("read"))
        #expect(read.decision == .allow && read.reasons == ["policy0", "policy3"] && read.errors.map(\.policy) == ["policy1"])
        let write = Authorizer(set).authorize(request("write"))
        #expect(write.decision == .deny && write.reasons == ["policy2"] && write.errors.map(\.policy) == ["policy1"])
        let nothing = Authorizer(PolicySet()).authorize(request("read"))
        #expect(nothing.decision == .deny && nothing.reasons.isEmpty && nothing.errors.isEmpty)
    }

    /// A store is asked only for what decisions depend on.
    @Test func entitiesOnDemand() throws {
        struct Store: EntityStore {
            let wanted: EntityUID
            func entity(_ uid: EntityUID) -> Entity? {
                #expect(uid == wanted)
                return Entity(uid, attributes: ["ok": .bool(true)])
            }
        }
        let alice = EntityUID(type: EntityType(unchecked: "U"), id: "alice")
        let other = EntityUID(type: EntityType(unchecked: "U"), id: "other")
        let set = try PolicySet(parsing: "permit(principal, action, resource) when { principal.ok || resource.ok };")
        let response = Authorizer(set).authorize(
            Request(principal: alice, action: other, resource: other),
            entities: Store(wanted: alice)
        )
        #expect(response.decision == .allow)
    }

    /// After a decision the authorizer holds nothing of what was asked.
    @Test func nothingIsKept() throws {
        final class Store: EntityStore {
            func entity(_ uid: EntityUID) -> Entity? { nil }
        }
        let authorizer = Authorizer(try PolicySet(parsing: "permit(principal, action, resource) when { principal has a };"))
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        weak var kept: Store?
        do {
            let store = Store()
            kept = store
            #expect(authorizer.authorize(Request(principal: uid, action: uid, resource: uid), entities: store).decision == .deny)
        }
        #expect(kept == nil)
    }

    /// The example of the documentation.
    @Test func theFirstDecision() throws {
        let policies = try PolicySet(
            parsing: """
                permit(principal in Team::"dev", action == Action::"deploy", resource)
                when { context has branch && context.branch like "release/*" };
                """
        )
        let alice = try EntityUID(parsing: "User::\"alice\"")
        let entities = try Entities([Entity(alice, parents: [try EntityUID(parsing: "Team::\"dev\"")])])
        let authorizer = Authorizer(policies, entities: entities)
        let request = Request(
            principal: alice,
            action: try EntityUID(parsing: "Action::\"deploy\""),
            resource: try EntityUID(parsing: "App::\"web\""),
            context: ["branch": "release/7"]
        )
        #expect(authorizer.authorize(request).decision == .allow)
    }

    /// Many threads, one authorizer.
    @Test func manyThreads() async throws {
        let set = try PolicySet(parsing: "permit(principal, action, resource) when { context.n < 50 && context.s like \"*7*\" };")
        let authorizer = Authorizer(set)
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { number in
                        let value = Int64((number * 8 + task) % 100)
                        let context: Record = ["n": .long(value), "s": .string(Text("x\(value)"))]
                        let request = Request(principal: uid, action: uid, resource: uid, context: context)
                        let expected = value < 50 && String(value).contains("7")
                        return (authorizer.authorize(request).decision == .allow) == expected
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
