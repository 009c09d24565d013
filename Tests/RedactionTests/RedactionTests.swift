// SPDX-License-Identifier: Apache-2.0

import Redaction
import Secrets
import Testing

struct RedactionTests {
    let placeholders = PlaceholderMaker(key: Array(0..<32))
    var redactor: Redactor { Redactor(placeholders: placeholders) }
    let token = "ghp_" + "q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQ"

    @Test func spanOnly() throws {
        let result = redactor.redact("é \(token)\n")
        let tag = try #require(result.text.split(separator: " ").last?.dropLast(2))
        #expect(result.text == "é [REDACTED BY DRAWBRIDGE POLICY] (github-token \(tag))\n")
        #expect(tag.count == 16 && tag.allSatisfy(\.isHexDigit))
        #expect(result.findings == [Finding(rule: "github-token", range: 3..<43)])
        #expect(redactor.redact("nothing").text == "nothing")
    }

    @Test func tagIsStableAndKeyed() {
        #expect(redactor.redact(token).text == redactor.redact(token).text)
        let other = Redactor(placeholders: PlaceholderMaker(key: Array(1..<33)))
        #expect(redactor.redact(token).text != other.redact(token).text)
    }

    @Test func guessableSecretsGetNoTag() {
        #expect(
            redactor.redact("https://u:hunter2@h.example").text
                == "https://u:[REDACTED BY DRAWBRIDGE POLICY] (url-password)@h.example"
        )
    }

    @Test func labelIsASetting() {
        let redactor = Redactor(placeholders: PlaceholderMaker(key: [1], label: "[gone]"))
        #expect(redactor.redact("https://u:pw@h.example").text == "https://u:[gone] (url-password)@h.example")
    }

    @Test func plainTextIsNotHeldBack() {
        var stream = StreamRedactor(redactor: redactor)
        #expect(stream.append("Building for debugging...\n".utf8) == "Building for debugging...\n")
        #expect(stream.append("a word ending in s".utf8) == "a word ending in ")
        #expect(stream.held <= 4)
    }

    /// Scripts without blanks come out as they come in.
    @Test func otherScriptsAreNotHeldBack() {
        var stream = StreamRedactor(redactor: redactor)
        #expect(stream.append("你好，世界".utf8) == "你好，世界")
    }

    @Test func contextFarBackStillCounts() {
        var stream = StreamRedactor(redactor: redactor)
        let secret = "q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQoWi1"
        var out = stream.append(String(repeating: "x ", count: 5000).utf8)
        out += stream.append("aws_secret_access_key".utf8)
        out += stream.append(" = ".utf8)
        out += stream.append(secret.prefix(13).utf8)
        out += stream.append(secret.dropFirst(13).utf8)
        out += stream.append("\n".utf8) + stream.finish()
        #expect(!out.contains("q7Zk") && out.contains("aws_secret_access_key = [REDACTED") && out.hasSuffix(")\n"))
        #expect(stream.findings == ["aws-secret-access-key": 1])
    }

    @Test func unfinishedKeyIsNeverReleased() {
        var stream = StreamRedactor(redactor: redactor)
        let line = String(repeating: "q7Zk2Vd9", count: 8) + "\n"
        var out = stream.append("x\n-----BEGIN RSA PRIVATE KEY-----\n".utf8)
        for _ in 0..<500 { out += stream.append(line.utf8) }
        #expect(out == "x\n")
        out += stream.finish()
        #expect(!out.contains("q7Zk"))
    }

    @Test func brokenUTF8BecomesReplacementCharacters() {
        var stream = StreamRedactor(redactor: redactor)
        #expect(stream.append([0x61, 0xFF, 0x20, 0xE2, 0x82]) == "a\u{FFFD} ")
        #expect(stream.append([0xAC, 0x20]) == "€ ")
        #expect(stream.append([0xE2]) + stream.finish() == "\u{FFFD}")
    }

    @Test func writeGuardKnowsItsOwnTags() throws {
        let guardian = WriteGuard(placeholders: placeholders)
        let redacted = redactor.redact("TOKEN=\(token) # (note) here").text
        let violation = try #require(guardian.check(redacted))
        #expect(violation.rule == "github-token" && violation.explanation.contains("placeholder"))
        #expect(guardian.check("[REDACTED BY DRAWBRIDGE POLICY] (github-token 0123456789abcdef)") == nil)
        #expect(guardian.check("[REDACTED BY DRAWBRIDGE POLICY] (url-password)") == nil)
        #expect(WriteGuard(placeholders: PlaceholderMaker(key: [9])).check(redacted) == nil)
        #expect(guardian.check("(((((a b c") == nil)
    }
}
