// SPDX-License-Identifier: Apache-2.0

extension Field {
    /// The words of a text that some program splits by itself: `env -S`, `rsync -e`. Quotes and backslashes count,
    /// expansions do not.
    var shellWords: [Field] {
        var words: [Field] = []
        var current = Field([], span: span)
        var bytes: [UInt8] = []
        var isWord = false
        var quote: UInt8?
        func flush() {
            current.append(.text(String(decoding: bytes, as: UTF8.self)))
            bytes.removeAll()
        }
        func end() {
            flush()
            if isWord { words.append(current) }
            current = Field([], span: span)
            isWord = false
        }
        for piece in pieces {
            guard case .text(let text) = piece else {
                flush()
                current.append(piece)
                isWord = true
                continue
            }
            var escaped = false
            for byte in text.utf8 {
                if escaped {
                    bytes.append(byte)
                    escaped = false
                } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                    escaped = true
                    isWord = true
                } else if let open = quote {
                    if byte == open { quote = nil } else { bytes.append(byte) }
                } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                    quote = byte
                    isWord = true
                } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") {
                    end()
                } else {
                    bytes.append(byte)
                    isWord = true
                }
            }
        }
        end()
        return words
    }

    /// The text so that a shell reads it as one word.
    var shellQuoted: Field {
        var result = Field([], span: span)
        for piece in pieces {
            guard case .text(let text) = piece else {
                result.append(piece)
                continue
            }
            let isPlain = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ","),
                    UInt8(ascii: ":"),
                    UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
            if isPlain {
                result.append(.text(text))
                continue
            }
            var quoted: [UInt8] = [UInt8(ascii: "'")]
            for byte in text.utf8 {
                if byte == UInt8(ascii: "'") { quoted += Array(#"'\''"#.utf8) } else { quoted.append(byte) }
            }
            quoted.append(UInt8(ascii: "'"))
            result.append(.text(String(decoding: quoted, as: UTF8.self)))
        }
        if pieces.isEmpty { result.append(.text("''")) }
        return result
    }

    /// The word with every place of a text filled with another word.
    func replacing(_ mark: String, with other: Field) -> Field {
        guard !mark.isEmpty else { return self }
        var result = Field([], span: span, isSplit: isSplit)
        result.taint = taint
        for piece in pieces {
            guard case .text(let text) = piece, text.contains(mark) else {
                result.append(piece)
                continue
            }
            var rest = text[...]
            result.taint.formUnion(other.taint)
            while let range = rest.firstRange(of: mark) {
                result.append(.text(String(rest[..<range.lowerBound])))
                for filling in other.pieces { result.append(filling) }
                rest = rest[range.upperBound...]
            }
            result.append(.text(String(rest)))
        }
        return result
    }
}
