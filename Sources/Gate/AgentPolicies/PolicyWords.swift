// SPDX-License-Identifier: Apache-2.0

/// A line of a plain-text policy in words.
struct PolicyWords {
    struct Word: Equatable {
        /// As written, without quotes around it.
        let text: String
        /// In lower case, without a final full stop or comma.
        let plain: String
        /// From 1, in characters of the line.
        let column: Int
        /// Whether quotes stood around it: then it is a name, never a word of the language.
        let isQuoted: Bool
        /// Whether a comma follows it.
        let endsItem: Bool
    }

    let words: [Word]

    /// - Parameter column: Where `text` begins in its line.
    init(_ text: Substring, column: Int) {
        var words: [Word] = []
        var place = column
        var rest = text
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
                place += 1
                continue
            }
            let start = place
            if let close = Self.closing[first], let end = rest.dropFirst().firstIndex(of: close) {
                let inner = rest[rest.index(after: rest.startIndex)..<end]
                let length = rest.distance(from: rest.startIndex, to: end) + 1
                rest = rest[rest.index(after: end)...]
                place += length
                let comma = rest.first == ","
                if comma {
                    rest = rest.dropFirst()
                    place += 1
                }
                words.append(Word(text: String(inner), plain: inner.lowercased(), column: start, isQuoted: true, endsItem: comma))
                continue
            }
            let raw = rest.prefix { !$0.isWhitespace }
            rest = rest[raw.endIndex...]
            place += raw.count
            var text = raw
            var comma = false
            while let last = text.last, last == "," || last == ";" {
                comma = true
                text = text.dropLast()
            }
            // A full stop ends the sentence, not a path like `.` or `..`.
            if text.count > 1, text.last == ".", text.dropLast().contains(where: { $0.isLetter || $0.isNumber }),
                rest.allSatisfy(\.isWhitespace)
            {
                text = text.dropLast()
            }
            if text == "&" { text = "and" }
            if text.isEmpty { continue }
            words.append(Word(text: String(text), plain: text.lowercased(), column: start, isQuoted: false, endsItem: comma))
        }
        self.words = words
    }

    private static let closing: [Character: Character] = ["\"": "\"", "'": "'", "`": "`", "“": "”", "‘": "’"]
}
