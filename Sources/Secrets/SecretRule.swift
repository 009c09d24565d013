// SPDX-License-Identifier: Apache-2.0

/// What one kind of credential looks like. Data: what it says of itself is checked by running its examples.
public struct SecretRule: Sendable {
    public enum Severity: String, Sendable, CaseIterable {
        case medium
        case high
        case critical
    }

    /// A text that holds exactly one secret.
    public struct Example: Sendable {
        public let text: String
        public let secret: String

        public init(_ text: String, _ secret: String? = nil) {
            self.text = text
            self.secret = secret ?? text
        }
    }

    /// Lower-case words joined by hyphens; stands in placeholders and reports.
    public let id: String
    public let name: String
    public let severity: Severity
    let shape: Shape
    public let examples: [Example]
    /// Texts in which the rule must find nothing.
    public let counterExamples: [String]

    /// How the credential is built; ``SecretScanner`` has the reading of each shape.
    enum Shape: Sendable {
        /// One of `prefixes`, then a run of `body`. With `mixed` the run needs a digit and a letter.
        case token(prefixes: [String], body: ByteSet, count: ClosedRange<Int>, mixed: Bool = false)
        /// `gh?_` and the fine-grained form have fixed parts in the middle: prefix, run, separator, run.
        case twoPart(prefix: String, first: (ByteSet, ClosedRange<Int>), separator: String, second: (ByteSet, ClosedRange<Int>))
        /// 40 base64 digits assigned to something called a secret (access) key.
        case awsSecretAssignment
        /// `-----BEGIN … PRIVATE KEY-----` to its end line.
        case privateKeyBlock
        /// Three base64url parts, of which the first is a JOSE header (RFC 7515, 7.1).
        case jsonWebToken
        /// The credential of an `Authorization` header (RFC 9110, 11.6.2).
        case authorizationHeader
        /// The password in `scheme://user:password@host` (RFC 3986, 3.2.1).
        case urlPassword
    }
}

/// A set of bytes, as two tests instead of a table lookup through a reference.
struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    init(_ characters: String) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for byte in characters.utf8 where byte < 128 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
        self.low = low
        self.high = high
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low & (1 << UInt64(byte)) != 0 : byte < 128 && high & (1 << UInt64(byte - 64)) != 0
    }

    static let digits = "0123456789"
    static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let alphanumeric = ByteSet(digits + letters)
    static let upperAlphanumeric = ByteSet(digits + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    static let base64 = ByteSet(digits + letters + "+/")
    static let base64URL = ByteSet(digits + letters + "-_")
    /// RFC 9110, 11.2, and what tokens in the wild have besides.
    static let token68 = ByteSet(digits + letters + "-._~+/=:|")
}
