// SPDX-License-Identifier: Apache-2.0

/// A secret in a text.
public struct Finding: Sendable, Hashable {
    /// The rule's id.
    public var rule: String
    /// Exactly the secret, in UTF-8 bytes from the start of the text.
    public var range: Range<Int>

    public init(rule: String, range: Range<Int>) {
        self.rule = rule
        self.range = range
    }
}
