// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct SchemaTests {
    @Test(arguments: [
        "", "// nothing", "entity A, B in [C] = {x: Long, \"a b\"?: Set<String>,} tags Set<A>; entity C;",
        "entity A; type A = Long; entity B {x: A};", "entity A in A;", "entity A in [];", "entity E enum [\"a\", \"a\"];",
        "namespace N {entity Long; entity B {x: Long};}", "entity Long; entity B {x: Long, y: __cedar::Long};",
        "entity A {x: Action}; action a;", "namespace N {entity A {x: Action};} action a;", "type Action = Long;",
        "action a in Action::\"b\"; action b; action \"c d\" in [Action::\"a\", Action::\"b\"];",
        "namespace N {action a in [Action::\"b\"];} action b;",
        "entity A; action a appliesTo {principal: A, resource: [A], context: {x: Long},} attributes {};",
        "type T = {}; entity T; action a appliesTo {context: T, resource: T, principal: T};",
        "entity A {x: Long, x: String};", "@a @b(\"c\") entity A {@d x: Long};", "@a namespace N {}", "@if entity A;",
        "entity permit, namespace, entity, type, action, Set;", "entity A {__cedar: Long}; action __cedar;",
        "entity A{x: Set<Set<Long>>, y: __cedar::ipaddr};", "type ipaddr = Long; entity A {x: ipaddr, y: __cedar::ipaddr};",
        "entity A in N::A2; namespace N {entity A2;} namespace N::M {} entity B;",
    ])
    func accepted(_ text: String) throws {
        let schema = try Schema(parsing: text)
        let json = try JSONDocument(parsing: schema.json()).root.canonical
        let printed = try #require(schema.cedarText)
        #expect(try JSONDocument(parsing: try Schema(cedar: printed).json()).root.canonical == json)
        #expect(try Schema(json: schema.json(pretty: true)).json() == schema.json())
    }

    @Test(arguments: [
        ";", "entity A", "entity A;;", "entity A, A;", "action a, a;", "type T = Long; type T = Long;", "namespace N {};",
        "namespace N {} namespace N {}", "entity A; namespace N {entity A;}", "type A = Long; namespace N {entity A;}",
        "action a; namespace N {action a;}", "entity Action;", "entity A {x: Action};", "entity A in B;",
        "entity A in Action; action a;",
        "action a in a;", "action a in b; action b in a;", "type A = A;", "type A = B; type B = {x: A};", "type A = Set<A>;",
        "entity A {x: Nope};", "entity A {x: Boolean};", "entity A {x: __cedar::Foo};", "entity A {x: Set};",
        "entity A {x: Long::Y};",
        "namespace A::B {entity C;} namespace A {entity D {x: B::C};}", "entity E enum [];", "entity E enum [\"a\",];",
        "entity E enum [a];",
        "entity A; action a appliesTo {};", "entity A; action a appliesTo {principal: A};",
        "entity A; action a appliesTo {principal: [], resource: A};",
        "entity A; action a appliesTo {principal: [A,], resource: A};",
        "entity A; action a appliesTo {principal: A, principal: A, resource: A};",
        "entity A; action a appliesTo {principal: A, resource: A, context: A};",
        "entity A; type T = Long; action a appliesTo {principal: A, resource: A, context: T};",
        "entity A; action a appliesTo {principal: A, resource: A, context: {}, context: {}};", "action a in [b];",
        "action a in [];",
        "action a in [Foo::\"b\"];", "action a attributes {x: Long};", "@a @a entity A;", "@a() entity A;",
        "entity A = T; type T = {};",
        "entity if;", "entity A {if: Long};", "namespace __cedar {}", "entity __cedar;", "type Set = {};", "type Entity = Long;",
        "entity A::B;", "namespace N {namespace M {}}", "entity A tags Long in A;", "entity E enum [\"a\"] tags Long;", "/* x */",
        "\u{FEFF}entity A;", "action \"a\\*b\";", "entity A {,};",
    ])
    func refused(_ text: String) {
        #expect(throws: Diagnostics.self) { try Schema(parsing: text) }
    }

    @Test(arguments: [
        #"{}"#, #"{"": {"entityTypes": {}, "actions": {}}}"#,
        #"{"N": {"entityTypes": {}, "actions": {}, "annotations": {"a": null}}}"#,
        #"{"": {"entityTypes": {"A": {"shape": {"type": "T"}}}, "actions": {}, "commonTypes": {"T": {"type": "Record", "attributes": {}}}}}"#,
        #"{"": {"entityTypes": {"A": {"tags": {"type": "Boolean"}, "memberOfTypes": ["A"]}}, "actions": {"a": {"appliesTo": null, "memberOf": null}}}}"#,
        #"{"": {"entityTypes": {"A": {}}, "actions": {"a": {"appliesTo": {"principalTypes": ["A"], "resourceTypes": []}}}}}"#,
        #"{"": {"entityTypes": {"A": {"shape": {"type": "Record", "attributes": {"x": {"type": "ipaddr"}, "y": {"type": "Extension", "name": "decimal", "required": false}}}}}, "actions": {}}}"#,
    ])
    func acceptedJSON(_ text: String) throws {
        let schema = try Schema(parsing: text)
        #expect(try Schema(json: schema.json()).json() == schema.json())
    }

    @Test(arguments: [
        #"[]"#, #"{"": {}}"#, #"{"": {"entityTypes": {}}}"#, #"{"": {"entityTypes": {}, "actions": {}, "foo": 1}}"#,
        #"{"": {"entityTypes": {}, "actions": {}, "annotations": {"a": "b"}}}"#, #"{"X Y": {"entityTypes": {}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {}, "A": {}}, "actions": {}}}"#, #"{"": {"entityTypes": {"A": null}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"enum": []}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"enum": ["x"], "tags": {"type": "Long"}}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"shape": {"type": "Long"}}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"shape": {"type": "Record", "attributes": {}, "additionalAttributes": true}}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"tags": {"type": "Long", "required": true}}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"A": {"tags": {"type": "A"}}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {"if": {}}, "actions": {}}}"#,
        #"{"": {"entityTypes": {}, "actions": {"a": {"attributes": {}}}}}"#,
        #"{"": {"entityTypes": {}, "actions": {"a": {"memberOf": ["b"]}, "b": {}}}}"#,
        #"{"": {"entityTypes": {}, "actions": {"a": {"appliesTo": {}}}}}"#,
        #"{"": {"entityTypes": {}, "actions": {}, "commonTypes": {"Set": {"type": "Long"}}}}"#,
    ])
    func refusedJSON(_ text: String) {
        #expect(throws: Diagnostics.self) { try Schema(parsing: text) }
    }

    @Test func whatTextCannotSay() throws {
        let shape =
            #"{"": {"entityTypes": {"A": {"shape": {"type": "T"}}}, "actions": {}, "commonTypes": {"T": {"type": "Record", "attributes": {}}}}}"#
        #expect(try Schema(json: shape).cedarText == nil)
        let entity =
            #"{"": {"entityTypes": {"A": {"tags": {"type": "Entity", "name": "A"}}}, "actions": {}, "commonTypes": {"A": {"type": "Long"}}}}"#
        #expect(try Schema(json: entity).cedarText == nil)
    }

    @Test func printing() throws {
        let schema = try Schema(
            parsing: """
                entity User in [Group] {name: String, "a b"?: Set<Long>} tags __cedar::String; entity Group enum ["a\\n"];
                @doc("x") namespace N { action view, "write it" in view2 appliesTo {principal: User, resource: User, context: {x: Long}}; action view2; }
                """
        )
        #expect(
            schema.cedarText == """
                entity Group enum ["a\\n"];

                entity User in [Group] = {
                  "a b"?: Set<Long>,
                  name: String
                } tags __cedar::String;

                @doc("x")
                namespace N {
                  action "view" in [Action::"view2"] appliesTo {
                    principal: [User],
                    resource: [User],
                    context: {
                      x: Long
                    }
                  };

                  action "view2";

                  action "write it" in [Action::"view2"] appliesTo {
                    principal: [User],
                    resource: [User],
                    context: {
                      x: Long
                    }
                  };
                }

                """
        )
    }

    @Test func errorsHaveAPlace() {
        do {
            _ = try Schema(parsing: "entity A;\nentity B {\n  x: Nope,\n  y: Nada\n};")
            Issue.record("accepted")
        } catch {
            #expect(error.all.map { [$0.line, $0.column] } == [[3, 6], [4, 6]])
        }
    }

    @Test func hostileSchemas() throws {
        let deep = 100_000
        let sets = String(repeating: "Set<", count: deep) + "Long" + String(repeating: ">", count: deep)
        #expect(throws: Diagnostics.self) { try Schema(parsing: "type T = \(sets);") }
        let records = String(repeating: "{x:", count: deep)
        #expect(throws: Diagnostics.self) { try Schema(parsing: "type T = \(records)") }
        let json = String(repeating: #"{"type":"Set","element":"#, count: deep)
        #expect(throws: Diagnostics.self) { try Schema(parsing: #"{"":{"commonTypes":{"T":"# + json) }
        // Each type twice the size of the next: shared, not expanded.
        let doubling = (0..<100).map { "type T\($0) = {a: T\($0 + 1), b: T\($0 + 1)};" }.joined()
        let schema = try Schema(parsing: doubling + "type T100 = {x: Long}; entity A {t: T0, u: T0};")
        let policy = "permit(principal, action, resource) when { A::\"x\".t == A::\"y\".u };"
        #expect(Validator(schema).validate(try PolicySet(parsing: policy)).errors.count == 1)
        let chain = (0..<5000).map { "type T\($0) = {a: T\($0 + 1)};" }.joined() + "type T5000 = Long;"
        #expect(throws: Diagnostics.self) { try Schema(parsing: chain) }
        let hierarchy = (0..<3000).map { "entity E\($0) in [E\($0 + 1)]; action a\($0) in [a\($0 + 1)];" }.joined()
        #expect(throws: Never.self) { try Schema(parsing: hierarchy + "entity E3000; action a3000;") }
    }
}
