// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct EntitiesTests {
    private let schema = """
        entity E enum ["a", "b"];
        entity G; entity H in G;
        entity U in [H, E] {
          s?: String, l?: Long, e?: G, ee?: E, ip?: ipaddr, dt?: datetime, ss?: Set<String>, sip?: Set<ipaddr>,
          r?: {x: Long, y?: String}, ac?: Action
        } tags Long;
        entity T {req: Long};
        action c; action b in c;
        action a in b appliesTo {principal: U, resource: [G, E], context: {ip?: ipaddr, r: {x: Long}}};
        """

    private func user(_ attributes: String) -> String {
        #"[{"uid": {"type": "U", "id": "1"}, "attrs": \#(attributes), "parents": []}]"#
    }

    @Test(arguments: [
        #"{"v": {"__extn": {"fn": "ip", "arg": "1.2.3.4"}}}"#,
        #"{"v": {"__extn": {"fn": "isIpv4", "arg": {"__extn": {"fn": "ip", "arg": "::1"}}}}}"#,
        #"{"v": {"__entity": {"type": "A::B", "id": "x", "more": 1}}}"#, #"{"v": {"type": "G", "id": "g"}}"#,
        #"{"v": [1, "a", [], {}]}"#,
        #"{"v": {"__entity": "x"}}"#, #"{"v": {"__extn": {"fn": "ip"}}}"#, #"{"v": {"__expr": 1}}"#,
        #"{"v": -9223372036854775808}"#,
        #"{"v": {"__extn": {"fn": "offset", "args": [{"__extn": {"fn": "datetime", "arg": "1970-01-01"}}, {"__extn": {"fn": "duration", "arg": "5ms"}}]}}}"#,
    ])
    func untyped(_ attributes: String) throws {
        let entities = try Entities(json: user(attributes))
        #expect(try Entities(json: entities.json()).all == entities.all)
    }

    @Test(arguments: [
        #"{"v": null}"#, #"{"v": 1.0}"#, #"{"v": -0}"#, #"{"v": 9223372036854775808}"#, #"{"v": {"__expr": "1"}}"#,
        #"{"v": 1, "v": 1}"#,
        #"{"v": {"__extn": {"fn": "nope", "arg": "1"}}}"#, #"{"v": {"__extn": {"fn": "ip", "arg": "x"}}}"#,
        #"{"v": {"__extn": {"fn": "ip", "args": []}}}"#, #"{"v": {"__entity": {"type": "if", "id": "a"}}}"#,
        #"{"v": {"__entity": {"type": "A :: B", "id": "a"}}}"#, #"{"v": "\ud800"}"#, "[]", "null",
        #"{"v": {"__extn": {"fn": "offset", "args": ["1970-01-01", "1ms"]}}}"#,
    ])
    func untypedRefused(_ attributes: String) {
        #expect(throws: Diagnostic.self) { try Entities(json: user(attributes)) }
    }

    @Test(arguments: [
        #"{"e": {"type": "G", "id": "g"}, "ee": {"__entity": {"type": "E", "id": "a"}}}"#,
        #"{"ip": "1.2.3.4", "sip": ["::1", {"fn": "ip", "arg": "::2"}]}"#,
        #"{"dt": {"fn": "offset", "args": ["1970-01-01", "1ms"]}}"#,
        #"{"dt": {"__extn": {"fn": "toDate", "arg": "1970-01-01"}}}"#,
        #"{"l": {"__extn": {"fn": "toDays", "arg": {"__extn": {"fn": "duration", "arg": "48h"}}}}}"#,
        #"{"r": {"x": 1}, "ss": []}"#,
        #"{"ac": {"type": "Action", "id": "a"}}"#, #"{"e": ["G", "g"]}"#,
    ])
    func typed(_ attributes: String) throws {
        let schema = try Schema(parsing: schema)
        let entities = try Entities(json: user(attributes), schema: schema)
        #expect(entities.count == 4)
        #expect(try Entities(json: entities.json(), schema: schema).all.count == 4)
        #expect(schema.validate(entities).isEmpty)
    }

    @Test(arguments: [
        #"{"zz": 1}"#, #"{"s": 1}"#, #"{"e": {"type": "H", "id": "g"}}"#, #"{"ee": {"type": "E", "id": "zz"}}"#, #"{"ip": "zz"}"#,
        #"{"ip": 1}"#,
        #"{"ss": ["a", 1]}"#, #"{"r": {}}"#, #"{"r": {"x": 1, "z": 1}}"#, #"{"r": {"x": "1"}}"#,
        #"{"ac": {"type": "Action", "id": "zz"}}"#,
        #"{"ip": {"__extn": {"fn": "decimal", "arg": "1.0"}}}"#, #"{"l": {"__extn": {"fn": "toDays", "arg": "48h"}}}"#,
        #"{"s": {"x": 1}}"#,
    ])
    func typedRefused(_ attributes: String) throws {
        let schema = try Schema(parsing: schema)
        #expect(throws: Diagnostic.self) { try Entities(json: user(attributes), schema: schema) }
    }

    @Test(arguments: [
        (#"[{"uid": {"type": "T", "id": "1"}, "attrs": {"req": 1}, "parents": []}]"#, true),
        (#"[{"uid": {"type": "T", "id": "1"}, "attrs": {}, "parents": []}]"#, false),
        (#"[{"uid": {"type": "Zed", "id": "1"}, "attrs": {}, "parents": []}]"#, false),
        (#"[{"uid": {"type": "E", "id": "a"}, "attrs": {}, "parents": []}]"#, true),
        (#"[{"uid": {"type": "E", "id": "c"}, "attrs": {}, "parents": []}]"#, false),
        (#"[{"uid": {"type": "U", "id": "1"}, "attrs": {}, "parents": [{"type": "G", "id": "indirect"}]}]"#, true),
        (#"[{"uid": {"type": "G", "id": "1"}, "attrs": {}, "parents": [{"type": "U", "id": "x"}]}]"#, false),
        (#"[{"uid": {"type": "U", "id": "1"}, "attrs": {}, "parents": [{"type": "E", "id": "zz"}]}]"#, false),
        (#"[{"uid": {"type": "U", "id": "1"}, "attrs": {}, "parents": [], "tags": {"t": 1}}]"#, true),
        (#"[{"uid": {"type": "U", "id": "1"}, "attrs": {}, "parents": [], "tags": {"t": "x"}}]"#, false),
        (#"[{"uid": {"type": "G", "id": "1"}, "attrs": {}, "parents": [], "tags": {"t": 1}}]"#, false),
        (#"[{"uid": {"type": "Action", "id": "c"}, "attrs": {}, "parents": []}]"#, true),
        (
            #"[{"uid": {"type": "Action", "id": "a"}, "attrs": {}, "parents": [{"type": "Action", "id": "b"}, {"type": "Action", "id": "c"}]}]"#,
            true
        ),
        (#"[{"uid": {"type": "Action", "id": "a"}, "attrs": {}, "parents": [{"type": "Action", "id": "b"}]}]"#, false),
        (#"[{"uid": {"type": "Action", "id": "zz"}, "attrs": {}, "parents": []}]"#, false),
    ])
    func conformance(_ json: String, _ isValid: Bool) throws {
        let schema = try Schema(parsing: schema)
        let entities = try? Entities(json: json, schema: schema)
        #expect((entities != nil) == isValid)
    }

    @Test func duplicatesAndCycles() throws {
        func entity(_ id: String, _ parents: [String], _ attributes: String = "{}") -> String {
            let list = parents.map { #"{"type": "A", "id": "\#($0)"}"# }.joined(separator: ",")
            return #"{"uid": {"type": "A", "id": "\#(id)"}, "attrs": \#(attributes), "parents": [\#(list)]}"#
        }
        func read(_ entities: String...) throws -> Entities { try Entities(json: "[\(entities.joined(separator: ","))]") }
        #expect(try read(entity("1", ["2", "3"]), entity("1", ["3", "2", "2"])).count == 1)
        #expect(throws: Diagnostic.self) { try read(entity("1", []), entity("1", ["2"])) }
        #expect(throws: Diagnostic.self) { try read(entity("1", []), entity("1", [], #"{"a": 1}"#)) }
        #expect(throws: Diagnostic.self) { try read(entity("1", ["1"])) }
        #expect(throws: Diagnostic.self) { try read(entity("1", ["2"]), entity("2", ["3"]), entity("3", ["1"])) }
        let chain = try read(entity("1", ["2"]), entity("2", ["3", "dangling"]), entity("3", []))
        let one = EntityUID(type: EntityType(unchecked: "A"), id: "1")
        #expect(chain.ancestors(of: one).map(\.id).sorted() == ["2", "3", "dangling"])
    }

    @Test func ignoredMembersAreNotLookedAt() throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let json = #"[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "parents": [], "z": \#(deep), "y": "\ud800", "y": 1e999}]"#
        #expect(try Entities(json: json).count == 1)
        #expect(throws: Diagnostic.self) { try Entities(json: user(#"{"a": \#(deep)}"#)) }
    }

    @Test func contexts() throws {
        let schema = try Schema(parsing: schema)
        let action = EntityUID(type: EntityType(unchecked: "Action"), id: "a")
        let context = try Record(contextJSON: #"{"ip": "1.2.3.4", "r": {"x": 1}}"#, schema: schema, action: action)
        #expect(context["ip"] == Value.IPAddress(parsing: "1.2.3.4").map(Value.ip))
        for bad in [#"{}"#, #"{"r": {"x": 1}, "z": 1}"#, #"{"r": {}}"#, "[]", "1", #"{"r": {"x": 1}, "ip": 1}"#] {
            #expect(throws: Diagnostic.self) { try Record(contextJSON: bad, schema: schema, action: action) }
        }
        #expect(throws: Diagnostic.self) { try Record(contextJSON: #"{"__extn": {"fn": "ip", "arg": "::1"}}"#) }
    }

    @Test func requests() throws {
        let schema = try Schema(parsing: schema)
        func uid(_ type: Text, _ id: Text) -> EntityUID { EntityUID(type: EntityType(unchecked: type), id: id) }
        let context: Record = ["r": .record(["x": .long(1)])]
        func check(_ principal: EntityUID, _ action: Text, _ resource: EntityUID, _ context: Record) -> Bool {
            schema.validate(
                Request(principal: principal, action: uid("Action", action), resource: resource, context: context)
            ) == nil
        }
        #expect(check(uid("U", "x"), "a", uid("G", "x"), context))
        #expect(check(uid("U", "x"), "a", uid("E", "a"), context))
        #expect(!check(uid("U", "x"), "a", uid("E", "zz"), context))
        #expect(!check(uid("G", "x"), "a", uid("G", "x"), context))
        #expect(!check(uid("U", "x"), "a", uid("U", "x"), context))
        #expect(!check(uid("U", "x"), "b", uid("G", "x"), context))
        #expect(!check(uid("U", "x"), "zz", uid("G", "x"), context))
        #expect(!check(uid("U", "x"), "a", uid("G", "x"), .empty))
    }
}
