// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Secrets

struct ScannerTests {
    let scanner = SecretScanner()

    func secrets(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return scanner.findings(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    static let token = "ghp_" + "q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQ"

    @Test func severalInOneText() {
        let text = "a AKIAIOSFODNN7EXAMPLE b https://u:hunter2@h c \u{1F511} ghp_" + String(repeating: "a1", count: 18)
        #expect(secrets(text) == ["AKIAIOSFODNN7EXAMPLE", "hunter2", "ghp_" + String(repeating: "a1", count: 18)])
    }

    /// The value alone: no name, no quotation mark, no word of a scheme.
    @Test(arguments: [
        (#"password = "super$ecret""#, "super$ecret"),
        (#"{"client_secret": "p8e-ibndcvsmAp9ZgPBZ606FSlYIZVlsZ-g5"}"#, "p8e-ibndcvsmAp9ZgPBZ606FSlYIZVlsZ-g5"),
        ("DB_PASSWORD=hunter2hunter", "hunter2hunter"),
        ("export API_KEY='951bc382db9abad29c68634761dd6e19'", "951bc382db9abad29c68634761dd6e19"),
        (#""\"apiKey\":\"951bc382db9abad29c68634761dd6e19\",""#, "951bc382db9abad29c68634761dd6e19"),
        ("Authorization: Bearer 7pQx2mZk9Lw4Rb8Tn3Hy6Jm5", "7pQx2mZk9Lw4Rb8Tn3Hy6Jm5"),
        ("<add key=\"ApiKey\" value=\"951bc382db9abad29c68634761dd6e19\"/>", "951bc382db9abad29c68634761dd6e19"),
        ("<password>s3cretpw1</password>", "s3cretpw1"), ("mysql://root:pa%24s@db/x", "pa%24s"),
        ("Server=h;Database=d;User Id=u;Password=secret;", "secret"), ("curl -u admin:s3cret-pw https://h/", "s3cret-pw"),
        ("const token: string = \"q7Zk2Vd9Xw4Rb8Tn3Hy6\";", "q7Zk2Vd9Xw4Rb8Tn3Hy6"),
        ("https://h/x?access_token=q7Zk2Vd9Xw4Rb8Tn3Hy6&y=1", "q7Zk2Vd9Xw4Rb8Tn3Hy6"),
        ("machine h login me password 012345abcdef", "012345abcdef"),
        ("acme SECRET q7zk2vd9xw4rb8tn3hy6jm5l", "q7zk2vd9xw4rb8tn3hy6jm5l"),
    ])
    func exactlyTheSecret(text: String, secret: String) {
        #expect(secrets(text) == [secret], "\(text)")
    }

    @Test(arguments: [
        "git clone git@github.com:apple/swift.git", "commit 37d02377a3e9d849e18704c3ec883f9c5787d857",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "risk-free task-list", "https://a:b",
        "550e8400-e29b-41d4-a716-446655440000", "let token = tokenizer.nextToken()", "password: String = \"\"",
        "self.apiKey = configuration.apiKey", "max_tokens = 4096",
        "public_key = \"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29\"",
        "secretName: my-app-credentials-v2", "key: user:profile:1234567890", "PASSWORD=${DB_PASSWORD}",
        "token: <your token here>",
        "gocryptfs --passwd path/to/folder", "find / -name mysql -print", "password = os.environ[\"PASSWORD\"]",
        "integrity sha512-q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQ==",
        "sonarqube-scanner-2.5.0.tgz#ff704cbddf355d38a52c5e9479d6bb5c1ff28eac",
        "InstrumentationKey=00000000-0000-0000-0000-000000000000;",
    ])
    func ordinaryTextHasNone(text: String) {
        #expect(secrets(text) == [], "\(text)")
    }

    // MARK: - Encodings

    @Test func base64OneLevelDeep() throws {
        for prefix in ["", "a", "ab", "abc", "user:"] {
            let plain = "\(prefix) \(Self.token) and more"
            let encoded = Data(plain.utf8).base64EncodedString()
            let text = "data: \(encoded)\n"
            let found = scanner.findings(in: text)
            let finding = try #require(found.first, "\(prefix)")
            #expect(finding.encoding == .base64 && finding.rule == "github-token")
            // Outside the span nothing of the secret is left to decode, and what is there is as it was.
            let before = Array(text.utf8)[..<finding.range.lowerBound]
            #expect(text.utf8.starts(with: before))
            #expect(
                finding.range.count >= Self.token.utf8.count * 4 / 3 && finding.range.count <= Self.token.utf8.count * 4 / 3 + 4
            )
        }
        let whole = Data((Self.token + "\n").utf8).base64EncodedString()
        #expect(secrets("x \(whole)") == [whole])
    }

    @Test func percentEncoding() {
        #expect(secrets("q=api_key%3D951bc382db9abad29c68634761dd6e19%26x") == ["951bc382db9abad29c68634761dd6e19"])
        #expect(secrets("next=https%3A%2F%2Fu%3Ahunt%40er2%40host.example%2F") == ["hunt%40er2"])
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16])
    func utf16(encoding: String.Encoding) throws {
        let text = "the token \(Self.token) is here"
        let bytes = [UInt8](try #require(text.data(using: encoding)))
        let found = scanner.findings(in: bytes)
        let finding = try #require(found.first)
        #expect(found.count == 1 && finding.rule == "github-token" && finding.range.count == 2 * Self.token.utf8.count)
        let secret = try #require(
            Self.token.data(using: finding.encoding == .utf16BigEndian ? .utf16BigEndian : .utf16LittleEndian)
        )
        #expect(Array(bytes[finding.range]) == [UInt8](secret))
    }

    // MARK: - Pieces

    /// Whatever a text is cut into, nothing of a secret lies before `openFrom`, and nothing is reported too short.
    @Test func everyPrefixHoldsTheSecretBack() {
        for example in SecretRule.builtIn.flatMap(\.examples) {
            let bytes = Array(example.text.utf8)
            let (start, end) = (example.range.lowerBound, example.range.upperBound)
            for cut in stride(from: start + 1, to: end, by: max(1, (end - start) / 7)) {
                let (findings, openFrom) = scanner.scan(Array(bytes[..<cut]), isComplete: false)
                #expect(openFrom <= start, "\(example.text) cut at \(cut)")
                #expect(!findings.contains { $0.range.upperBound > start }, "\(example.text) cut at \(cut)")
            }
        }
    }

    // MARK: - Time

    /// Repetition of what rules begin with: the work grows no faster than the text (this thread's processor time).
    @Test(arguments: [
        "-----BEGIN PRIVATE KEY-----", "eyJhbGciOiJIUzI1NiJ9.", "sk-ant-", "a://b:", "authorization: bearer ", "ghp_",
        "password=",
        "curl -u a:b ", "Z2hwX", "%3D", "secret token key ", "adafruit ", "a\u{0}", "\"", "A", "AKIA", "api_key: \"", "passw",
        "0:AA",
    ])
    func repetitionStaysLinear(piece: String) {
        func time(_ count: Int) -> Int64 {
            let bytes = Array(String(repeating: piece, count: count).utf8)
            return (0..<3).map { _ in
                let start = Self.processorTime()
                _ = scanner.findings(in: bytes)
                return Self.processorTime() - start
            }.min() ?? 0
        }
        _ = time(10)
        let small = time(400)
        let large = time(4_000)
        #expect(large < max(small, 200_000) * 30, "\(piece): \(small) and \(large) ns")
    }

    static func processorTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    @Test func manyThreadsAtOnce() async {
        let expected = scanner.findings(in: "a \(Self.token) b")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { (0..<50).allSatisfy { _ in scanner.findings(in: "a \(Self.token) b") == expected } }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
