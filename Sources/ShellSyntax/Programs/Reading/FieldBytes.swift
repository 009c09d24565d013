// SPDX-License-Identifier: Apache-2.0

/// Taking words apart where their text is known.
extension Field {
    /// Whether it starts with a dash and is more than that.
    var looksLikeOption: Bool {
        let prefix = knownPrefix.utf8
        return prefix.first == UInt8(ascii: "-") && (prefix.count > 1 || pieces.count > 1)
    }

    /// Whether the first thing in it is not known.
    var startsWithHole: Bool {
        if case .unknown? = pieces.first { return true }
        return false
    }

    /// Whether it starts with what something prints or decides while it runs: a parameter is as a rule what its name says.
    var startsWithOutput: Bool {
        if case .unknown(let origin)? = pieces.first, case .parameter = origin { return false }
        return startsWithHole
    }

    /// The word without its first bytes, which must be known.
    func dropping(_ count: Int) -> Field {
        guard case .text(let text)? = pieces.first else { return self }
        var rest = Field([], span: span, isSplit: isSplit)
        rest.append(.text(String(decoding: text.utf8.dropFirst(count), as: UTF8.self)))
        for piece in pieces.dropFirst() { rest.append(piece) }
        return rest
    }

    /// What stands before and behind a byte in the known start.
    func split(at byte: UInt8) -> (head: String, tail: Field)? {
        guard case .text(let text)? = pieces.first, let index = text.utf8.firstIndex(of: byte) else { return nil }
        return (String(text[..<index]), dropping(text.utf8.distance(from: text.utf8.startIndex, to: index) + 1))
    }

    /// Whether a byte stands anywhere in its known text.
    func contains(_ byte: UInt8) -> Bool {
        pieces.contains {
            switch $0 {
            case .text(let text), .glob(let text): text.utf8.contains(byte)
            case .unknown: false
            }
        }
    }

    /// Words with a space between them, as `eval` joins them.
    static func joined(_ fields: some Collection<Field>) -> Field {
        var result = Field([], span: fields.first?.span ?? SourceSpan(0, 0))
        for (number, field) in fields.enumerated() {
            if number > 0 { result.append(.text(" ")) }
            for piece in field.pieces { result.append(piece) }
        }
        return result
    }

    /// The same text, said to stand where this word stands.
    func saying(_ text: String) -> Field { Field(text, span: span) }

    /// Whether it names a host: a URL, `host:path`, `user@host`.
    var isAddress: Bool {
        let prefix = knownPrefix
        if prefix.contains("://") { return true }
        guard let colon = prefix.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let head = prefix[..<colon]
        return !head.isEmpty && !head.utf8.contains(UInt8(ascii: "/")) && head.utf8.count > 1
    }
}

extension String {
    /// Its last part: the name of a file.
    var baseName: String {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
        let name = self[utf8.index(after: slash)...]
        return String(name)
    }

    /// Whether it matches a pattern with at most one `*`.
    func matches(_ pattern: String) -> Bool {
        guard let star = pattern.utf8.firstIndex(of: UInt8(ascii: "*")) else { return self == pattern }
        let head = pattern[..<star].utf8
        let tail = pattern[pattern.utf8.index(after: star)...].utf8
        return utf8.count >= head.count + tail.count && utf8.starts(with: head) && utf8.suffix(tail.count).elementsEqual(tail)
    }
}
