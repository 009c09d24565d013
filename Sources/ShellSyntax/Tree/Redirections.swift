// SPDX-License-Identifier: Apache-2.0

/// `2>file`, `<<EOF`, `{fd}<&3`, …
public struct Redirection: Hashable, Sendable {
    public enum Operator: Hashable, Sendable {
        /// `<`
        case input
        /// `>`
        case output
        /// `>>`
        case append
        /// `>|`, and `>!` of zsh
        case clobber
        /// `<>`
        case readWrite
        /// `<&`
        case duplicateInput
        /// `>&`
        case duplicateOutput
        /// `&>`
        case outputAndErrors
        /// `&>>`
        case appendOutputAndErrors
        /// `<<`
        case hereDocument
        /// `<<-`: leading tabs are taken away
        case hereDocumentWithoutTabs
        /// `<<<`
        case hereString
    }

    /// What stands before the operator.
    public enum Descriptor: Hashable, Sendable {
        case number(Int)
        /// `{name}`: the shell chooses one and assigns its number.
        case variable(String)
    }

    public enum Target: Hashable, Sendable {
        case word(Word)
        /// The index into ``ShellScript/hereDocuments``.
        case hereDocument(Int)
    }

    public let descriptor: Descriptor?
    public let `operator`: Operator
    public let target: Target
    public let span: SourceSpan
}

/// The text behind `<<`.
public struct HereDocument: Hashable, Sendable {
    /// The line that ends it, without quotes.
    public let delimiter: String
    /// Whether part of the delimiter was quoted: nothing in the body is expanded then.
    public let isQuoted: Bool
    public let stripsTabs: Bool
    /// As inside double quotes; one literal when quoted.
    public internal(set) var body: [WordPart]
    /// Of the body, without the line that ends it.
    public internal(set) var span: SourceSpan
    /// Whether the line that ends it was found.
    public internal(set) var isTerminated: Bool
}
