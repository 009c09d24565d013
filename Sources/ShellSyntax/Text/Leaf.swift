// SPDX-License-Identifier: Apache-2.0

/// A piece of the text that has no pieces of its own. The leaves of a script, in order, are its whole text.
public struct Leaf: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        case blank, newline, comment, continuation
        /// `;`, `&&`, `|`, `(`, `>`, `))`, …
        case `operator`
        /// `if`, `{`, `[[`, …
        case keyword
        /// Text of a word that stands for itself.
        case text
        /// A backslash and what it quotes.
        case escape
        /// Quotation marks, and all of `'…'` and `$'…'`.
        case quote
        /// What opens, closes and divides an expansion: `$(`, `${`, `}`, `:-`, …
        case expansion
        /// The name of a parameter or of what is assigned.
        case name
        /// A file descriptor before a redirection.
        case descriptor
        /// `*`, `?`, `[a-z]`.
        case glob
        /// `~`, `~user`.
        case tilde
        /// The line that ends a here-document.
        case delimiter
        /// What was not understood, up to the end of what it stands in.
        case unparsed
    }

    public let kind: Kind
    public let span: SourceSpan

    /// Whether it is there for readers only.
    public var isTrivia: Bool { kind.rawValue <= Kind.continuation.rawValue }
}
