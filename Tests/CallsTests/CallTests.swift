// SPDX-License-Identifier: Apache-2.0

import Calls
import Testing

@Suite struct CallTests {
    private static let text = #"{"tool":"Bash","parameters":{"command":"ls"},"cwd":"/w","home":"/h","env":{"A":"b"}}"#

    @Test func aCallIsReadAndWrittenBack() throws {
        let json = try JSONValue(parsing: Self.text)
        let call = try ToolCall(json: json)
        #expect(call.tool == "Bash")
        #expect(call.environment == ["A": "b"])
        #expect(call.json == json)
    }

    @Test(arguments: [
        ("[]", ToolCallError.notAnObject), ("{}", .missing("tool")), (#"{"tool":1}"#, .wrongType("tool", expected: "a string")),
        (#"{"tool":"T","cwd":"w","home":"/h"}"#, .notAbsolute("cwd", "w")), (#"{"tool":"T","cwd":"/w"}"#, .missing("home")),
        (#"{"tool":"T","parameters":[],"cwd":"/w","home":"/h"}"#, .wrongType("parameters", expected: "an object")),
        (#"{"tool":"T","cwd":"/w","home":"/h","env":{"A":1}}"#, .wrongType("env.A", expected: "a string")),
    ])
    func whatIsNoCallIsRefused(text: String, error: ToolCallError) throws {
        #expect(throws: error) { try ToolCall(json: JSONValue(parsing: text)) }
    }

    /// THREATS 3: everything that decides what runs is part of the digest.
    @Test func theDigestCoversCallTargetsAndContents() throws {
        let call = try ToolCall(json: JSONValue(parsing: Self.text))
        let base = call.digest(targets: ["/w"], contents: [:])
        #expect(base == call.digest(targets: ["/w", "/w"], contents: [:]))
        var digests: Set<Digest> = [base]
        var other = call
        other.tool = "Read"
        digests.insert(other.digest(targets: ["/w"], contents: [:]))
        other = call
        other.parameters["command"] = "ls -la"
        digests.insert(other.digest(targets: ["/w"], contents: [:]))
        other = call
        other.workingDirectory = "/x"
        digests.insert(other.digest(targets: ["/w"], contents: [:]))
        other = call
        other.environment = ["A": "c"]
        digests.insert(other.digest(targets: ["/w"], contents: [:]))
        digests.insert(call.digest(targets: ["/x"], contents: [:]))
        digests.insert(call.digest(targets: ["/w"], contents: ["/s": Digest(of: "1".utf8)]))
        digests.insert(call.digest(targets: ["/w"], contents: ["/s": Digest(of: "2".utf8)]))
        #expect(digests.count == 8)
    }

    @Test func digestsAreSHA256() {
        #expect(Digest(of: "abc".utf8).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(hex: "xyz") == nil)
    }

    /// THREATS 4 and 5: every word that is shown is approved, and so is the call behind it.
    @Test func theDigestOfAnActionCoversEveryWordShown() {
        let action = DisplayedAction(action: "Bash", title: "t", command: "rm x", host: "h", message: "m", ifDenied: "d")
        var digests: Set<Digest> = [action.digest]
        let changes: [(inout DisplayedAction) -> Void] = [
            { $0.action = "Write" }, { $0.title = "u" }, { $0.command = "rm y" }, { $0.command = nil }, { $0.host = "i" },
            { $0.message = "n" }, { $0.ifDenied = "e" }, { $0.effects = [Effect(.delete, "/x")] },
            { $0.callDigest = Digest(of: "".utf8) },
        ]
        for change in changes {
            var other = action
            change(&other)
            digests.insert(other.digest)
        }
        #expect(digests.count == changes.count + 1)
    }

    @Test func theStrictestOutcomeIsTheGreatest() {
        #expect([Outcome.confirm, .allow, .deny].sorted() == [.allow, .confirm, .deny])
        #expect([Severity.critical, .low, .high, .medium].sorted() == [.low, .medium, .high, .critical])
    }

    @Test(arguments: Identifier.allCases)
    func identifiersHaveTheirForm(kind: Identifier) {
        let id = kind.new()
        #expect(kind.matches(id))
        #expect(!kind.matches(id + "x"))
        #expect(!kind.matches(String(id.dropLast()) + "-"))
        if kind == .request { #expect(id.dropFirst(4).allSatisfy { $0.isHexDigit }) }
    }

    @Test func base62PadsToItsWidth() {
        #expect(Base62.encode(0, width: 6) == "000000")
        #expect(Base62.encode(61, width: 2) == "0z")
        #expect(Base62.encode(.max, width: 6) == "4gfFC3")
    }
}
