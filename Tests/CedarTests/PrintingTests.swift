// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct PrintingTests {
    /// What is printed has the parentheses that it needs, and no others.
    @Test(arguments: [
        "1 + 2 * 3 - (4 - 5)", "(1 + 2) * 3", "-(-3)", "-(1 + 2)", "!(principal && action)",
        "principal && (action || resource) && context", "principal && action || resource",
        "if principal then action else resource", "(if principal then action else resource) == context",
        "principal == (action == resource)", "(principal has b) == true", "context has a.b.c", "context has \"a b\"",
        "context.x.contains(context.y).isEmpty()", "(1 + 2).lessThan(3)", "[1, [2], {}]", "{ a: 1, \"b c\": { d: [] } }",
        "principal is A::B in [C::\"d\"]", "context.a like \"\\*x*\\\\\"", "context[\"b c\"].d[\"if\"]",
        "ip(\"::1\").isInRange(ip(\"::/0\"))", "U::\"\\\"\\n\\u{1}\" in resource", "!!context", "--3 == 1",
        "principal.hasTag(\"b\") && principal.getTag(\"b\") == 1", "1 - 2 - 3", "1 - (2 + 3)", "1 * -2",
    ]) func roundTrips(_ text: String) throws {
        let printed = try Expr(parsing: text).description
        #expect(printed == (text == "--3 == 1" ? "-(-3) == 1" : text))
        #expect(try Expr(parsing: printed).json() == Expr(parsing: text).json())
    }

    @Test func valuesPrintAsExpressions() throws {
        let values: [Value] = [
            .long(-5), .bool(true), .string("a\"b"), .decimal(Value.Decimal(scaled: -5000)),
            .datetime(Value.Datetime(milliseconds: 1)), .datetime(Value.Datetime(milliseconds: .min)),
            .duration(Value.Duration(milliseconds: .min)), .set(ValueSet([.long(2), .long(1), .long(2)])),
            .record(["a b": .long(1)]),
        ]
        for value in values {
            let uid = EntityUID(type: EntityType(unchecked: "U"), id: "")
            let evaluator = Evaluator(Request(principal: uid, action: uid, resource: uid), Entities())
            #expect(try evaluator.value(of: Expr(parsing: value.description)) == value)
        }
    }

    @Test func layout() throws {
        let text = """
            // what it is for
            @id("x") permit(principal==User::"alice",action in[Action::"read",Action::"list"],resource)
            when{context.a==1&& // first
            context.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb like "*ccccccccccccccccccccccccccc*"||context.d} // end
            unless { false };
            forbid(principal,action,resource); // all
            // done
            """
        let expected = """
            // what it is for
            @id("x")
            permit (
              principal == User::"alice",
              action in [Action::"read", Action::"list"],
              resource
            )
            when
            {
              context.a == 1 && // first
              context.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb like "*ccccccccccccccccccccccccccc*" ||
              context.d // end
            }
            unless { false };

            forbid (principal, action, resource); // all
            // done

            """
        let formatted = try Formatter().format(text)
        #expect(formatted == expected)
        #expect(try Formatter().format(formatted) == formatted)
    }

    @Test(arguments: ["(", "[", "{a: ", "if true // c\n then ", "!", "1 + "]) func noCommentIsLost(_ open: String) throws {
        let close =
            open == "(" ? ")" : open == "[" ? "]" : open.hasPrefix("{") ? "}" : open.hasPrefix("if") ? " else // d\n 2" : ""
        let text =
            "permit(principal, // 1\n action, resource) // 2\n when { // 3\n \(open) // 4\n 1 // 5\n \(close) == // 6\n 2 // 7\n } // 8\n ; // 9\n"
        let formatted = try Formatter().format(text)
        for number in 1...9 { #expect(formatted.contains("// \(number)"), "\(formatted)") }
    }
}
