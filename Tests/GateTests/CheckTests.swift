// SPDX-License-Identifier: Apache-2.0

import Calls
import Gate
import Testing

/// `drawbridge gate check`, to the letter of INTERFACES.md.
struct CheckTests {
    let check: GateCheck

    init() throws { check = try GateCheck() }

    @Test func answersOneObject() throws {
        let line = #"{"tool": "Bash", "parameters": {"command": "rm -rf ~/keep"}, "cwd": "/home/u/work", "home": "/home/u"}"#
        let answer = try JSONValue(parsing: check.answer(line))
        #expect(answer["outcome"] == "confirm")
        let policy = try #require(answer["policies"]?.arrayValue?.first)
        #expect(policy["id"] == "base-delete-outside" && policy["severity"] == "high")
        #expect(policy["reason"]?.stringValue?.contains("/home/u/keep") == true && policy["instead"] != nil)
        let effects = try #require(answer["effects"]?.arrayValue)
        #expect(effects.contains { $0["kind"] == "delete" && $0["target"] == "/home/u/keep" && $0["recursive"] == true })
        #expect(answer["duration_us"]?.intValue != nil)
        #expect(!check.answer(line).contains("\n"))
    }

    @Test func workspaceAndEnvironmentAreTaken() throws {
        let line =
            #"{"tool": "exec", "parameters": {"command": "rm -rf $D"}, "cwd": "/w/sub", "home": "/h", "workspace": "/w", "env": {"D": "/w/build"}, "agent": "main"}"#
        #expect(try JSONValue(parsing: check.answer(line))["outcome"] == "allow")
    }

    @Test(arguments: [
        "", "x", "{}", #"{"tool": "Bash"}"#, #"{"tool": "Bash", "cwd": "w", "home": "/h"}"#,
        #"{"tool":"Bash","tool":"Read","cwd":"/w","home":"/h"}"#,
    ])
    func noCallIsDenied(line: String) throws {
        let answer = try JSONValue(parsing: check.answer(line))
        #expect(answer["outcome"] == "deny")
        #expect(answer["policies"]?.arrayValue?.first?["id"] == "invalid-call")
    }
}
