// SPDX-License-Identifier: Apache-2.0

import Calls
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", true), (" false\n", false), ("0", 0), ("-12", -12),
        ("9223372036854775807", .int(.max)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5e3", .double(1500)), ("\"a\"", "a"),
        (#""\u00e9\n\/\ud83d\ude00""#, "é\n/😀"), ("[]", .array([])), ("[1, [2]]", .array([1, .array([2])])),
        (#"{"a": {"b": null}}"#, .object(["a": .object(["b": .null])])),
    ])
    func readsJSON(text: String, value: JSONValue) throws { #expect(try JSONValue(parsing: text) == value) }

    @Test(arguments: [
        ("", 0), ("nul", 0), ("01", 2), ("1.", 2), ("1e", 2), ("-", 1), ("[1,]", 3), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5),
        ("1 2", 2), ("\"\t\"", 1), (#""\x""#, 2), (#""\ud800""#, 7), (#"{"a":1,"a":2}"#, 7), ("[1", 2), ("\"a", 0), ("1e999", 0),
        ("{1:2}", 1),
    ])
    func refusesWhatIsNotJSON(text: String, offset: Int) {
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? JSONParseError)?.offset == offset }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func nestingAndSizeHaveBounds() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONValue(parsing: deep) }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[" + deep + "]") }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[1]", limits: .init(bytes: 2)) }
        // A million brackets end in an error, not in a crash.
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    /// RFC 8785, 3.2.3 and appendix B.
    @Test(arguments: [
        ("0.0", "0"), ("-0.0", "0"), ("5e-324", "5e-324"), ("-5e-324", "-5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740992", "9007199254740992"), ("295147905179352830000", "295147905179352830000"),
        ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"), ("1.0000000000000001e23", "1.0000000000000001e+23"),
        ("999999999999999700000", "999999999999999700000"), ("999999999999999900000", "999999999999999900000"),
        ("1e21", "1e+21"), ("9.999999999999997e-7", "9.999999999999997e-7"), ("0.000001", "0.000001"),
        ("333333333.33333329", "333333333.3333333"),
        ("-0.0000033333333333333333", "-0.0000033333333333333333"), ("1424953923781206.2", "1424953923781206.2"),
    ])
    func writesNumbersAsECMAScriptDoes(number: String, text: String) throws {
        #expect(JSONValue.double(try #require(Double(number))).canonical == text)
    }

    /// RFC 8785, 3.2.2 to 3.2.4.
    @Test func canonicalFormSortsByUTF16AndEscapesLittle() throws {
        let text = #"""
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """#
        let canonical = try JSONValue(parsing: text).canonical
        let order = ["\\r", "1", "\u{80}", "ö", "€", "😀", "\u{fb33}"]
        var rest = canonical[...]
        for name in order {
            let range = try #require(rest.firstRange(of: "\"\(name)\":"))
            rest = rest[range.upperBound...]
        }
        #expect(JSONValue.string("€$\u{0F}\nA'B\"\\\\\"/").canonical == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")
        #expect(try JSONValue(parsing: canonical).canonical == canonical)
    }
}
