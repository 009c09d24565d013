// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

/// The index leaves out policies that it need not look at. That must never show: whatever the policies hang on, and whatever
/// of it a request has not, or has in another type, the answer is the reference interpreter's.
@Suite struct IndexTests {
    @Test(arguments: 0..<40) func leavesNothingOut(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<12 {
            let text = (0..<Int.random(in: 1...24, using: &random)).map { _ in policy(&random) }.joined(separator: "\n")
            let policies = try PolicySet(parsing: text)
            let entities = try self.entities(&random)
            let authorizer = Authorizer(policies, entities: entities)
            let strict = Authorizer(policies, entities: entities, onForbidError: .deny)
            let lazy = Authorizer(policies)
            for _ in 0..<12 {
                let request = self.request(&random)
                let expected = Answer(policies.policies, request, entities)
                let answers = [
                    Answer(authorizer.authorize(request)), Answer(lazy.authorize(request, entities: entities)),
                ]
                for answer in answers where answer != expected {
                    Issue.record("seed \(seed): \(answer) instead of \(expected)\n\(request)\n\(text)")
                    return
                }
                let forbidFailed = expected.errors.contains { policies.policy($0)?.effect == .forbid }
                if forbidFailed { #expect(strict.authorize(request).decision == .deny) }
            }
        }
    }

    /// The shapes at which an index of conditions goes wrong, with every kind of value that a slot can have.
    @Test(arguments: [
        "(context has a && context.a like \"ab*\") || context.a like \"x*\"",
        "context.a like \"x*\" || (context has a && context.a like \"ab*\")",
        "(context has a || context has b) && context.a like \"ab*\"",
        "!(context has a) || context.a like \"ab*\"",
        "context has a && context.a like \"ab*\" && context.b like \"ab*\"",
        "context.b && context.a like \"ab*\"",
        "context.a like \"ab*\" && context.b",
        "context.a == \"ab\" || context.b == 1",
        "context has b.a && context.b.a like \"*\"",
        "context.b has a && context.b.a == \"ab\"",
        "[\"ab\", 1].contains(context.a) && context.b < 2",
        "context.b < 2 && [\"ab\", 1].contains(context.a)",
        "(context.a like \"q\" && context.b) || context.a == \"ab\"",
        "context.a like \"\"", "context.a like \"*\"", "context.a != \"ab\" && context.a like \"*b\"",
    ]) func everyKindOfValue(_ condition: String) throws {
        let values: [Value?] = [
            nil, .string("ab"), .string("xab"), .string(""), .long(1), .bool(true), .bool(false), .record(["a": .string("ab")]),
            .record(.empty), .set(ValueSet([.string("ab")])),
        ]
        for text in ["when { \(condition) }", "unless { \(condition) }", "when { \(condition) } when { context.a like \"a*\" }"] {
            let policies = try PolicySet(parsing: "permit(principal, action, resource) \(text);")
            let authorizer = Authorizer(policies)
            for first in values {
                for second in values {
                    let fields = [("a", first), ("b", second)].compactMap { name, value in
                        value.map { Record.Field(Text(name), $0) }
                    }
                    let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
                    let request = Request(principal: uid, action: uid, resource: uid, context: Record(fields))
                    let expected = Answer(policies.policies, request, Entities())
                    #expect(Answer(authorizer.authorize(request)) == expected, "\(text) with \(request.context.json())")
                }
            }
        }
    }

    /// Constants that agree in many bits are told apart.
    @Test func manyConstants() throws {
        var constants: [Value] = []
        for shift in 0..<63 { constants.append(.long(1 << shift)) }
        constants += [.long(0), .long(.min), .long(-1), .bool(false), .bool(true), .string(""), .string("0")]
        constants += [.decimal(Value.Decimal(scaled: 1)), .duration(Value.Duration(milliseconds: 1))]
        let text = constants.map { "permit(principal, action, resource) when { context.n == \($0) };" }.joined()
        let authorizer = Authorizer(try PolicySet(parsing: text))
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        for (number, constant) in constants.enumerated() {
            let response = authorizer.authorize(Request(principal: uid, action: uid, resource: uid, context: ["n": constant]))
            #expect(response.reasons == [Text("policy\(number)")])
        }
    }

    // MARK: Policies of the shapes that the index cares for

    private func policy(_ random: inout SplitMix) -> String {
        let effect = random.pick(["permit", "permit", "forbid"])
        let principal = random.pick([
            "principal", "principal", "principal == U::\"a\"", "principal in G::\"g\"", "principal is U",
            "principal is U in G::\"h\"",
        ])
        let action = random.pick([
            "action", "action == Action::\"x\"", "action in Action::\"all\"", "action in [Action::\"x\", Action::\"y\"]",
            "action in [Action::\"all\", Action::\"x\", Action::\"x\"]", "action in []",
        ])
        let resource = random.pick(["resource", "resource", "resource == F::\"a\"", "resource in G::\"g\"", "resource is F"])
        var conditions = ""
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            conditions += " \(random.pick(["when", "when", "unless"])) { \(condition(&random, 3)) }"
        }
        return "\(effect)(\(principal), \(action), \(resource))\(conditions);"
    }

    private func condition(_ random: inout SplitMix, _ depth: Int) -> String {
        if depth > 0, Bool.random(using: &random) {
            let operands = (0..<Int.random(in: 2...3, using: &random)).map { _ in "(\(condition(&random, depth - 1)))" }
            return operands.joined(separator: random.pick([" && ", " && ", " || "]))
        }
        let path = random.pick(["a", "b", "r.x", "r.y", "r"])
        let read = random.pick(["context.\(path)", "context.\(path)", "principal.n", "resource.n", "context.u.n"])
        switch Int.random(in: 0..<14, using: &random) {
        case 0...4: return "\(read) like \"\(random.pick(["*", "", "ab*", "*ab", "*a*b*", "b\\*", "aab", "*x*ab*"]))\""
        case 5, 6: return "\(read) == \(random.pick(["\"ab\"", "1", "U::\"a\"", "[1]", "true"]))"
        case 7: return "[\"ab\", 1, U::\"b\"].contains(\(read))"
        case 8: return "\(read) < 2"
        case 9: return "context has \(path)"
        case 10: return "context has \(path) && context.\(path) like \"*ab*\""
        case 11: return "!(context has \(path)) || \(read) != \"ab\""
        case 12: return random.pick(["principal has n", "context.r has x", "context.r has x.y", "principal is U"])
        default: return random.pick(["principal in G::\"g\"", "context.b", "principal in context.u", "true", "1 == 2"])
        }
    }

    // MARK: Requests

    private func request(_ random: inout SplitMix) -> Request {
        var fields: [Record.Field] = []
        for name in ["a", "b"] where Int.random(in: 0..<4, using: &random) > 0 {
            fields.append(Record.Field(Text(name), value(&random)))
        }
        if Int.random(in: 0..<4, using: &random) > 0 {
            let record = Value.record(
                Record(["x", "y"].filter { _ in Bool.random(using: &random) }.map { Record.Field(Text($0), value(&random)) })
            )
            fields.append(Record.Field("r", random.pick([record, record, value(&random)])))
        }
        if Bool.random(using: &random) { fields.append(Record.Field("u", .entity(uid(&random)))) }
        return Request(
            principal: uid(&random),
            action: EntityUID(type: EntityType(unchecked: "Action"), id: random.pick(["x", "y", "z", "all"])),
            resource: uid(&random),
            context: Record(fields)
        )
    }

    private func value(_ random: inout SplitMix) -> Value {
        random.pick([
            .string("ab"), .string("ab"), .string("aab"), .string("xaabb"), .string(""), .string("b*"), .long(1), .bool(true),
            .entity(uid(&random)), .set(ValueSet([.long(1)])), .record(["x": .string("ab")]),
        ])
    }

    private func uid(_ random: inout SplitMix) -> EntityUID {
        EntityUID(type: EntityType(unchecked: random.pick(["U", "F", "G"])), id: random.pick(["a", "b", "g", "h"]))
    }

    private func entities(_ random: inout SplitMix) throws -> Entities {
        var all: [Entity] = []
        for type in ["U", "F"] {
            for id in ["a", "b"] where Bool.random(using: &random) {
                let groups = ["g", "h"].filter { _ in Bool.random(using: &random) }
                all.append(
                    Entity(
                        EntityUID(type: EntityType(unchecked: Text(type)), id: Text(id)),
                        attributes: Bool.random(using: &random) ? ["n": value(&random)] : .empty,
                        parents: groups.map { EntityUID(type: EntityType(unchecked: "G"), id: Text($0)) }
                    )
                )
            }
        }
        let group = EntityType(unchecked: "G")
        all.append(Entity(EntityUID(type: group, id: "g"), parents: [EntityUID(type: group, id: "h")]))
        let action = EntityType(unchecked: "Action")
        all.append(Entity(EntityUID(type: action, id: "x"), parents: [EntityUID(type: action, id: "all")]))
        return try Entities(all)
    }
}

/// A generator of numbers that a seed determines (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int(next() % UInt64(elements.count))] }
}
