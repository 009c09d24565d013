// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

/// Hostile sizes: a clear error or an answer, never a crash, never a wait.
@Suite struct LimitsTests {
    private let request: Request = {
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        return Request(principal: uid, action: uid, resource: uid, context: ["a": .string("a"), "b": .bool(true)])
    }()

    @Test(arguments: [
        ("(", ")"), ("!(", ")"), ("[", "]"), ("{a:", "}"), ("if true then ", " else 1"), ("ip(", ")"), ("[].contains(", ")"),
    ])
    func deepNesting(_ bracket: (open: String, close: String)) {
        for depth in [300, 5000, 200_000] {
            let text =
                "permit(principal, action, resource) when { " + String(repeating: bracket.open, count: depth) + "1"
                + String(repeating: bracket.close, count: depth) + " };"
            #expect(throws: Diagnostics.self) { try PolicySet(parsing: text) }
        }
        let text = PolicyParserTests.when(
            String(repeating: bracket.open, count: Limits.nesting - 10) + "1"
                + String(repeating: bracket.close, count: Limits.nesting - 10)
        )
        #expect(throws: Never.self) { try PolicySet(parsing: text) }
    }

    @Test(arguments: [".a", "[\"a\"]", ".isEmpty()"]) func longMemberChains(_ link: String) throws {
        let long = "context" + String(repeating: link, count: 100_000)
        #expect(throws: Diagnostics.self) { try PolicySet(parsing: PolicyParserTests.when(long)) }
        let short = "context" + String(repeating: link, count: Limits.height - 6)
        let policies = try PolicySet(parsing: PolicyParserTests.when(short))
        #expect(try PolicySet(json: policies.json()).json() == policies.json())
        #expect(Authorizer(policies).authorize(request).decision == .deny)
    }

    @Test(arguments: [
        ("true", " && true", Decision.allow), ("false", " || false", .deny), ("1", " + 0", .deny), ("1", " * 1", .deny),
        ("context.b", " && context.b", .allow),
    ]) func flatChains(_ chain: (first: String, link: String, decision: Decision)) throws {
        let text = PolicyParserTests.when(chain.first + String(repeating: chain.link, count: 20_000))
        let policies = try PolicySet(parsing: text)
        #expect(Authorizer(policies).authorize(request).decision == chain.decision)
        #expect(Answer(policies.policies, request, Entities()).isAllowed == (chain.decision == .allow))
        #expect(try PolicySet(json: policies.json()).json() == policies.json())
        #expect(try PolicySet(parsing: Formatter().format(text)).json() == policies.json())
        #expect(PartialEvaluator(PartialRequest(context: request.context), Entities()).authorize(policies).residuals.isEmpty)
    }

    @Test func aLongHasIsFlat() throws {
        let path = Array(repeating: "a", count: 50_000).joined(separator: ".")
        let policies = try PolicySet(parsing: PolicyParserTests.when("context has \(path)"))
        // `context.a` is a string, so the second name has nothing to stand in.
        #expect(Authorizer(policies).authorize(request).errors.map(\.policy) == ["policy0"])
    }

    @Test func likeIsLinear() {
        // Naive matching would take 10^13 steps for the first and 10^10 for the second.
        let text = Text(String(repeating: "a", count: 100_000))
        let stars = String(repeating: "*a", count: 10_000)
        let many = Pattern([.wildcard] + stars.flatMap { _ in [.literal("a"), .wildcard] } + [.literal("b")])
        #expect(!many.matches(text))
        let long = Pattern([.wildcard, .literal(Text(String(repeating: "a", count: 50_000) + "b")), .wildcard])
        #expect(!long.matches(text))
        #expect(Pattern([.wildcard, .literal(Text(String(repeating: "a", count: 50_000))), .wildcard]).matches(text))
    }

    /// The ancestors of a chain grow with its square: beyond a limit they are looked up instead of indexed.
    @Test func aLongChainOfEntities() throws {
        func uid(_ number: Int) -> EntityUID { EntityUID(type: EntityType(unchecked: "G"), id: Text(String(number))) }
        let entities = try Entities((0..<2000).map { Entity(uid($0), parents: [uid($0 + 1)]) })
        let policies = try PolicySet(parsing: "permit(principal in G::\"2000\", action, resource in G::\"900\");")
        let authorizer = Authorizer(Program(policies.policies), entities: entities, mostAncestors: 100_000)
        for (principal, resource, decision) in [(0, 899, Decision.allow), (1999, 901, .deny), (1999, 100, .allow)] {
            let request = Request(principal: uid(principal), action: uid(0), resource: uid(resource))
            #expect(authorizer.authorize(request).decision == decision)
            #expect(authorizer.authorize(request, entities: Entities()).decision == decision)
        }
    }

    @Test func bytesThatAreNoPolicies() {
        var random = SplitMix(7)
        let alphabet = Array("permit(principal,action,resource)when{}unless;\"\\&|=!<>.@:?[]/-+*0aä\u{0}\n\r ".unicodeScalars)
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &random) { text.append(random.pick(alphabet)) }
            _ = try? PolicySet(parsing: String(text))
            _ = try? PolicySet(json: String(text))
            _ = try? Schema(parsing: String(text))
            _ = try? Entities(json: String(text))
        }
    }
}
