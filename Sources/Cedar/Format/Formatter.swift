// SPDX-License-Identifier: Apache-2.0

/// Lays policies out in the usual way: what fits stands on one line, chains of `&&` and `||` break at their operators.
/// Comments stay with what they stand before or behind.
public struct Formatter: Sendable {
    /// In characters.
    public var lineWidth: Int
    public var indentWidth: Int

    public init(lineWidth: Int = 80, indentWidth: Int = 2) {
        self.lineWidth = lineWidth
        self.indentWidth = indentWidth
    }

    /// The same policies, laid out anew. What comes out is read again and compared: a formatter must not change a meaning.
    public func format(_ text: String) throws(Diagnostics) -> String {
        let source = SourceText(text)
        let before = try PolicySet(source)
        let formatted = format((before.policies + before.templates).inOrderOfSource, comments: Comments(source))
        guard try PolicySet(parsing: formatted).json() == before.json() else {
            throw Diagnostics(Diagnostic("cannot format this text without changing what it means; please report it"))
        }
        return formatted
    }

    /// Policies that have no text, such as those read from JSON.
    public func format(_ policies: [Policy]) -> String { format(policies, comments: Comments()) }

    private func format(_ policies: [Policy], comments: Comments) -> String {
        var layout = Layout(width: lineWidth, indent: indentWidth, comments: comments)
        for (index, policy) in policies.enumerated() {
            if index > 0 { layout.blankLine() }
            layout.policy(policy)
        }
        layout.remainingComments()
        return layout.text
    }
}

/// The comments of a text that were not printed yet, in order.
struct Comments {
    private var waiting: ArraySlice<SourceSpan> = []
    private let source: SourceText?

    init() { source = nil }

    init(_ source: SourceText) {
        self.source = source
        waiting = Lexer.tokensAndComments(source.bytes).comments[...]
    }

    /// The next comment that begins before `offset`.
    mutating func next(before offset: Int) -> String? {
        guard let first = waiting.first, Int(first.start) < offset else { return nil }
        return take()
    }

    /// The next comment, where nothing but spaces and punctuation stands between it and `offset`, on the same line.
    mutating func next(onLineOf offset: Int) -> String? {
        guard let first = waiting.first, let source, Int(first.start) >= offset else { return nil }
        for byte in source.bytes[offset..<Int(first.start)] {
            switch byte {
            case 32, 9, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "&"),
                UInt8(ascii: "|"), UInt8(ascii: "}"):
                continue
            default: return nil
            }
        }
        return take()
    }

    mutating func next() -> String? { waiting.isEmpty ? nil : take() }

    private mutating func take() -> String? {
        guard let source, let span = waiting.popFirst() else { return nil }
        var text = source.text(of: span)
        while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.unicodeScalars.removeLast() }
        return text
    }
}

extension [Policy] {
    fileprivate var inOrderOfSource: [Policy] { sorted { $0.span.start < $1.span.start } }
}
