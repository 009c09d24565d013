// SPDX-License-Identifier: Apache-2.0

/// A secret in a text.
public struct Finding: Sendable, Hashable {
    /// The rule's id.
    public var rule: String
    /// Exactly the secret, in bytes from the start of the text.
    public var range: Range<Int>
    /// How the secret is written at that place.
    public var encoding: Encoding

    /// How a secret is written where it was found.
    public enum Encoding: Sendable, Hashable {
        /// As it is.
        case plain
        /// Its bytes in base64: the range holds the digits that carry bits of it.
        case base64
        /// With some of its characters as `%XX`.
        case percent
        /// Two bytes a character.
        case utf16LittleEndian
        case utf16BigEndian
    }

    public init(rule: String, range: Range<Int>, encoding: Encoding = .plain) {
        self.rule = rule
        self.range = range
        self.encoding = encoding
    }
}
