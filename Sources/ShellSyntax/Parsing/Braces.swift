// SPDX-License-Identifier: Apache-2.0

/// Finds `{a,b}` and `{1..9}` among the parts of a word.
enum Braces {
    fileprivate struct Open {
        let brace: Text
        /// What stands between the brace and the first comma, and so on.
        var items: [[WordPart]] = [[]]
        var starts: [UInt32]
    }

    /// How deep braces may nest in one word.
    static let nesting = 32

    /// The parts with their braces found; nothing where they nest too deep.
    static func find(in parts: [WordPart]) -> [WordPart]? {
        var done: [WordPart] = []
        var open: [Open] = []
        for part in parts {
            guard case .literal(let literal) = part else {
                append(part, &open, &done)
                continue
            }
            guard scan(literal, &open, &done) else { return nil }
        }
        // What is not closed is text.
        for one in open { done += one.asText }
        return joined(done)
    }

    private static func append(_ part: WordPart, _ open: inout [Open], _ done: inout [WordPart]) {
        if open.isEmpty {
            done.append(part)
        } else {
            let last = open.count - 1
            open[last].items[open[last].items.count - 1].append(part)
        }
    }

    /// Literals that touch each other become one.
    fileprivate static func joined(_ parts: [WordPart]) -> [WordPart] {
        var joined: [WordPart] = []
        var texts: [Text] = []
        func finish() {
            guard let first = texts.first, let last = texts.last else { return }
            let text = texts.count == 1 ? first.text : texts.map(\.text).joined()
            joined.append(.literal(Text(text: text, span: SourceSpan(Int(first.span.start), Int(last.span.end)))))
            texts.removeAll(keepingCapacity: true)
        }
        for part in parts {
            if case .literal(let text) = part {
                texts.append(text)
            } else {
                finish()
                joined.append(part)
            }
        }
        finish()
        return joined
    }

    /// Cuts a literal at its braces and commas; false where braces nest too deep.
    private static func scan(_ literal: Text, _ open: inout [Open], _ done: inout [WordPart]) -> Bool {
        let bytes = Array(literal.text.utf8)
        // With line continuations inside, places are those of the whole.
        let isExact = bytes.count == Int(literal.span.end - literal.span.start)
        func piece(_ from: Int, _ to: Int) -> Text {
            let start = Int(literal.span.start)
            let span = isExact ? SourceSpan(start + from, start + to) : literal.span
            return Text(text: String(decoding: bytes[from..<to], as: UTF8.self), span: span)
        }
        var start = 0
        for (place, byte) in bytes.enumerated() {
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ",") else { continue }
            guard byte == UInt8(ascii: "{") || !open.isEmpty else { continue }
            if place > start { append(.literal(piece(start, place)), &open, &done) }
            start = place + 1
            let here = piece(place, place + 1)
            switch byte {
            case UInt8(ascii: "{"):
                guard open.count < nesting else { return false }
                open.append(Open(brace: here, starts: [here.span.end]))
            case UInt8(ascii: ","):
                open[open.count - 1].items.append([])
                open[open.count - 1].starts.append(here.span.end)
            default:
                guard let last = open.popLast() else { continue }
                if let expansion = last.closed(by: here) {
                    append(.braces(expansion), &open, &done)
                } else {
                    for part in Braces.joined(last.asText) { append(part, &open, &done) }
                    append(.literal(here), &open, &done)
                }
            }
        }
        if start < bytes.count { append(.literal(piece(start, bytes.count)), &open, &done) }
        return true
    }
}

extension Braces.Open {
    /// As if the braces were none.
    fileprivate var asText: [WordPart] {
        var parts: [WordPart] = [.literal(brace)]
        for (number, item) in items.enumerated() {
            if number > 0 {
                parts.append(.literal(Text(text: ",", span: SourceSpan(Int(starts[number]) - 1, Int(starts[number])))))
            }
            parts += item
        }
        return parts
    }

    fileprivate func closed(by brace: Text) -> BraceExpansion? {
        let span = SourceSpan(Int(self.brace.span.start), Int(brace.span.end))
        if items.count > 1 {
            let words = items.enumerated().map { number, pieces in
                let parts = Braces.joined(pieces)
                let start = parts.first?.span.start ?? starts[number]
                return Word(parts: parts, span: SourceSpan(Int(start), Int(parts.last?.span.end ?? start)))
            }
            return BraceExpansion(kind: .list(words), span: span)
        }
        guard items[0].count == 1, case .literal(let text) = items[0][0] else { return nil }
        return Self.range(text.text).map { BraceExpansion(kind: $0, span: span) }
    }

    /// `1..9`, `a..e`, `1..9..2`.
    private static func range(_ text: String) -> BraceExpansion.Kind? {
        let bytes = Array(text.utf8)
        guard bytes.count < 64, bytes.contains(UInt8(ascii: ".")) else { return nil }
        var pieces: [[UInt8]] = [[]]
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "."), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: ".") {
                pieces.append([])
                place += 2
            } else {
                pieces[pieces.count - 1].append(bytes[place])
                place += 1
            }
        }
        guard pieces.count == 2 || pieces.count == 3 else { return nil }
        var step = 1
        if pieces.count == 3 {
            guard let number = Int(String(decoding: pieces[2], as: UTF8.self)) else { return nil }
            step = number
        }
        if let from = Int(String(decoding: pieces[0], as: UTF8.self)), let to = Int(String(decoding: pieces[1], as: UTF8.self)) {
            let isPadded = pieces[0...1].contains { piece in
                let digits = piece.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
                return digits.count > 1 && digits.first == UInt8(ascii: "0")
            }
            return .numbers(from: from, through: to, step: step, width: isPadded ? max(pieces[0].count, pieces[1].count) : 0)
        }
        guard pieces[0].count == 1, pieces[1].count == 1, Bytes.isNameStart(pieces[0][0]), Bytes.isNameStart(pieces[1][0]),
            pieces[0][0] != UInt8(ascii: "_"), pieces[1][0] != UInt8(ascii: "_")
        else { return nil }
        return .characters(from: pieces[0][0], through: pieces[1][0], step: step)
    }
}
