// SPDX-License-Identifier: Apache-2.0

/// A word after expansion and quote removal: what is known of it, with holes where nothing is.
public struct Field: Hashable, Sendable {
    public enum Piece: Hashable, Sendable {
        case text(String)
        /// Unquoted `*`, `?`, `[…]`, `@(…)`: file names come in its place, if some match.
        case glob(String)
        case unknown(Origin)
    }

    /// Where a hole would get its text from.
    public enum Origin: Hashable, Sendable {
        /// A parameter whose value is not known.
        case parameter(String)
        /// What invocations print: indices into ``Resolution/invocations``.
        case output([Int])
        /// Something else that only running tells.
        case other
    }

    /// Neighbouring texts are joined; no text is empty. An empty list is the empty word.
    public private(set) var pieces: [Piece]
    /// Where it stands in the original script; for a word made on the way, the command that made it.
    public var span: SourceSpan
    /// Whether it was not quoted and holds a hole, so that it may be any number of words.
    public var isSplit: Bool
    /// Where its known text came from, too.
    var taint: Taint = []

    public init(_ pieces: [Piece], span: SourceSpan, isSplit: Bool = false) {
        self.pieces = []
        self.span = span
        self.isSplit = isSplit
        for piece in pieces { append(piece) }
    }

    public init(_ text: String, span: SourceSpan = SourceSpan(0, 0)) {
        pieces = text.isEmpty ? [] : [.text(text)]
        self.span = span
        isSplit = false
    }

    public mutating func append(_ piece: Piece) {
        if case .text(let text) = piece {
            if text.isEmpty { return }
            if case .text(var before)? = pieces.last {
                pieces.removeLast()
                before += text
                pieces.append(.text(before))
                return
            }
        }
        pieces.append(piece)
    }

    /// The word, if all of it is known and no pattern is in it.
    public var text: String? {
        switch pieces.count {
        case 0: return ""
        case 1:
            if case .text(let text) = pieces[0] { return text }
            return nil
        default: return nil
        }
    }

    /// The known text before the first hole or pattern.
    public var knownPrefix: String {
        if case .text(let text)? = pieces.first { return text }
        return ""
    }

    /// Whether a part of it is known only when it runs.
    public var isDynamic: Bool {
        pieces.contains { if case .unknown = $0 { true } else { false } }
    }

    public var hasGlob: Bool {
        pieces.contains { if case .glob = $0 { true } else { false } }
    }

    /// The word with patterns as they stand and `*` for every hole: it matches whatever the word may become.
    public var pattern: String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text), .glob(let text): result += text
            case .unknown: result += "*"
            }
        }
        return result
    }

    /// The invocations whose output is in it.
    public var producers: [Int] {
        pieces.flatMap { if case .unknown(.output(let indices)) = $0 { indices } else { [Int]() } }
    }
}
