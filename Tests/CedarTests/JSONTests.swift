// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Cedar

@Suite struct JSONTests {
    @Test func values() throws {
        let root = try JSONDocument(parsing: #" {"a": [1, -2, true, null, "x\né\ud83d\ude00"], "b": {}, "a": 0} "#).root
        #expect(root.kind == .object && root.count == 3)
        #expect(root.members.map(\.key) == ["a", "b", "a"])
        #expect(root.firstRepeatedKey?.text == "a")
        let elements = try #require(root["a"]?.elements)
        #expect(elements[0].int64 == 1 && elements[1].int64 == -2 && elements[2].bool == true)
        #expect(elements[3].kind == .null && elements[4].text == "x\n\u{e9}\u{1F600}")
        #expect(root["b"]?.kind == .object && root["c"] == nil)
    }

    @Test(arguments: ["-0", "1.0", "1e3", "9223372036854775808", "-9223372036854775809"])
    func numbersThatAreNoLongs(_ text: String) throws {
        let root = try JSONDocument(parsing: text).root
        #expect(root.kind == .number && root.int64 == nil)
    }

    @Test(arguments: [
        "", " ", "[", "]", "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e", "tru", "nulls",
        "\"a", "\"\u{1}\"", #""\x""#, #""\ud800""#, #""\udc00x""#, #""\ud800\ud800""#, "1 2", "[1}", "{\"a\":1]", "'a'",
        "\u{FEFF}1",
        "[1 2]", "{\"a\" 1}", "\"\\", "\"\\u12", "-",
    ])
    func refused(_ text: String) {
        #expect(throws: Diagnostic.self) { try JSONDocument(parsing: text) }
    }

    @Test func depthIsLimitedAndCostsNoStack() throws {
        let brackets = String(repeating: "[", count: 127) + String(repeating: "]", count: 127)
        #expect(throws: Never.self) { try JSONDocument(parsing: brackets) }
        #expect(throws: Diagnostic.self) { try JSONDocument(parsing: "[\(brackets)]") }
        let deep = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
        #expect(try JSONDocument(parsing: deep, nesting: .max).root.count == 1)
    }

    @Test func writing() throws {
        func write(_ writer: inout JSONWriter) {
            writer.beginObject()
            writer.key("a\"\u{1}")
            writer.beginArray()
            writer.integer(-1)
            writer.string("\u{1F}\n/é")
            writer.beginObject()
            writer.endObject()
            writer.endArray()
            writer.key("b")
            writer.null()
            writer.endObject()
        }
        var compact = JSONWriter()
        write(&compact)
        #expect(compact.text == #"{"a\"\u0001":[-1,"\u001f\n/é",{}],"b":null}"#)
        var pretty = JSONWriter(pretty: true)
        write(&pretty)
        #expect(
            pretty.text == """
                {
                  "a\\"\\u0001": [
                    -1,
                    "\\u001f\\n/é",
                    {}
                  ],
                  "b": null
                }
                """
        )
    }

    @Test func errorsHaveAPlace() {
        do {
            _ = try JSONDocument(parsing: "{\n  \"a\": ?\n}")
            Issue.record("accepted")
        } catch {
            #expect(error.line == 2 && error.column == 8)
        }
    }
}
