// SPDX-License-Identifier: Apache-2.0

/// A script and its tree. Parsing never fails: what is not understood is said in ``diagnostics`` and kept as a leaf.
///
/// The parser does not expand aliases, since it does not know them: what may name one is a command's first word
/// when it has an ``Word/unquotedText``.
public struct ShellScript: Sendable {
    public let source: SourceText
    public let dialect: Dialect
    /// The commands, as far as they could be parsed.
    public let body: CommandList
    /// The here-documents, which ``Redirection/Target/hereDocument(_:)`` names by their index.
    public let hereDocuments: [HereDocument]
    /// The whole text in pieces.
    public let leaves: [Leaf]
    public let diagnostics: [Diagnostic]

    public init(parsing text: String, dialect: Dialect = .bash) {
        self.init(parsing: SourceText(text), dialect: dialect)
    }

    public init(parsing source: SourceText, dialect: Dialect = .bash) {
        self.init(parsing: source, dialect: dialect, depth: 0)
    }

    /// - Parameter depth: How much of ``Limits/nesting`` is used up already, for a script inside of another.
    init(parsing source: SourceText, dialect: Dialect, depth: Int) {
        var parser = Parser(source.bytes, dialect)
        parser.depth = depth
        body = parser.script()
        self.source = source
        self.dialect = dialect
        hereDocuments = parser.output.hereDocuments
        leaves = parser.output.leaves
        diagnostics = parser.output.notes.map { note in
            let (line, column) = source.position(of: Int(note.span.start))
            return Diagnostic(severity: note.severity, message: note.message, span: note.span, line: line, column: column)
        }
    }

    /// Whether the shell would accept the text: `bash -n` says so too.
    public var isAccepted: Bool { firstError == nil }

    /// Whether every part was understood, those too that the shell reads later.
    public var isUnderstood: Bool { diagnostics.allSatisfy { $0.severity == .warning } }

    public var firstError: Diagnostic? { diagnostics.first { $0.severity == .error } }

    /// The text, put together from the leaves.
    public var printed: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.bytes.count)
        for leaf in leaves { bytes += source.bytes[leaf.span.range] }
        return String(decoding: bytes, as: UTF8.self)
    }

    public func text(of span: SourceSpan) -> String { source.text(of: span) }

    /// Characters that are not what they seem: invisible ones, look-alikes, carriage returns.
    public var unusualCharacters: [UnusualCharacter] { UnusualCharacter.all(in: source.bytes) }
}
