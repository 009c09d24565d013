// SPDX-License-Identifier: Apache-2.0

/// What one kind of credential looks like. Data: what it says of itself is checked by running its examples.
///
/// A rule is read from a file (``RuleFile``) and is of one of three kinds: a *token* is known by its own form
/// (``pattern``), a *named* credential by the words beside it (``keywords``, ``value``), and a *shape* by a structure
/// that the engine knows (``shape``).
public struct SecretRule: Sendable {
    public enum Severity: String, Sendable, CaseIterable, Comparable {
        /// An identifier or something that is worth little alone.
        case low
        case medium
        case high
        /// Alone enough to act in the owner's name.
        case critical

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .low: 0
            case .medium: 1
            case .high: 2
            case .critical: 3
            }
        }
    }

    /// A text that holds exactly one secret of the rule.
    public struct Example: Sendable {
        public let text: String
        public let secret: String
        /// Where the secret stands, in UTF-8 bytes.
        public let range: Range<Int>
    }

    /// A structure that the engine reads by itself.
    public enum Shape: String, Sendable, CaseIterable {
        case privateKey = "private-key"
        case urlPassword = "url-password"
        case authorization = "authorization"
        /// `password = …` and the like, in every notation.
        case assignedPassword = "assigned-password"
        /// `client_secret: …`, `api_key=…`, `token …`.
        case assignedSecret = "assigned-secret"
        /// `--user name:password`, `-p password` of well-known programs.
        case commandPassword = "command-password"
    }

    /// A condition beyond the pattern.
    public enum Check: String, Sendable, CaseIterable {
        /// The last six characters are the CRC-32 of those before, in base 62 (GitHub, npm; without the prefix).
        case crc32Base62 = "crc32-base62"
        /// The first part is a JOSE header (RFC 7515, 4).
        case jose
        /// Not one character over and over, nor words joined by separators.
        case random
        /// Letters and digits.
        case mixed
    }

    /// Lower-case words joined by hyphens; stands in placeholders and reports.
    public internal(set) var id: String
    public internal(set) var name: String
    /// Whose credential it is; empty where it is nobody's in particular.
    public internal(set) var provider: String = ""
    public internal(set) var severity: Severity = .high
    /// PCRE2 on bytes; its first group is the secret, or all of it where there is none.
    public internal(set) var pattern: String = ""
    /// A named rule: words of which one stands before the value. Lower case.
    public internal(set) var keywords: [String] = []
    /// A named rule: what its value is, whole.
    public internal(set) var value: String = ""
    /// A named rule: whether a word such as key or token must stand there too.
    public internal(set) var needsWord = false
    /// A named rule: its words mean other things too, so that they are looked up in names alone.
    public internal(set) var isCommonWord = false
    public internal(set) var shape: Shape?
    public internal(set) var checks: [Check] = []
    /// Least Shannon entropy of the secret, in bits a byte.
    public internal(set) var entropy = 0.0
    public internal(set) var examples: [Example] = []
    /// Texts in which the rule must find nothing.
    public internal(set) var counterExamples: [String] = []

    init(id: String) {
        self.id = id
        name = id
    }
}
