// SPDX-License-Identifier: Apache-2.0

/// Where the end of an unfinished text begins to be undecided (THREATS 7).
///
/// A secret is a run of bytes without blanks and quotation marks, so that what is behind the last of these
/// is open, and nothing before; but for key blocks, which are open from their first line, and passwords in quotation
/// marks, which may hold blanks. No rule looks further than one byte behind its secret.
enum OpenEnd {
    private static let delimiters = ByteSet(" \t\r\n\"'`<>\u{0}")
    private static let line = ByteSet("\n", inverted: true)
    private static let dash = ByteSet("-")
    private static let marks = ByteSet("\"'`")

    /// Whether ``start(_:)`` can move on when this byte has come.
    static func mayClose(_ byte: UInt8) -> Bool { byte >= 0x80 || delimiters.contains(byte) }

    static func start(_ text: Bytes) -> Int {
        let count = text.count
        // A run that nothing ends is open as far back as a secret can reach.
        var start = count
        let first = max(0, count - Engine.secretLimit)
        while start > first, !isDelimiter(text, start - 1) { start -= 1 }
        start = behindOtherScripts(text, from: start)
        if let quote = openQuotation(text, before: start) { start = min(start, quote) }
        if let key = openKey(text) { start = min(start, key) }
        if let wide = openUTF16(text) { start = min(start, wide) }
        return start
    }

    /// The same for the UTF-16 that the text ends with.
    private static func openUTF16(_ text: Bytes) -> Int? {
        guard text.suffix(8).contains(0) else { return nil }
        var position = max(0, text.count - 2 * PrivateKeyBlock.limit - 256)
        while let zero = firstZero(text, from: position) {
            guard let view = DecodedView.utf16(text, zeroAt: zero) else {
                position = zero + 1
                continue
            }
            position = view.source.upperBound
            // Half a character may still be missing behind it.
            guard position >= text.count - 1 else { continue }
            return view.bytes.withUnsafeBufferPointer { view.source.lowerBound + 2 * start($0) }
        }
        return nil
    }

    /// Scripts without blanks between their words would be held to the end of the line: a run that assigns nothing is
    /// open only behind its last character that is not ASCII, since no credential but an assigned one has any.
    private static func behindOtherScripts(_ text: Bytes, from start: Int) -> Int {
        var open = start
        for position in start..<text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%") || byte == 0 { return open }
            if byte >= 0x80 { open = position + 1 }
        }
        return open
    }

    /// Zero bytes are delimiters only where they are not half of a UTF-16 character.
    private static func isDelimiter(_ text: Bytes, _ position: Int) -> Bool {
        let byte = text[position]
        guard delimiters.contains(byte) else { return false }
        if byte != 0 {
            // Behind a zero byte it may be half of a character whose other half is still to come.
            return position == 0 || text[position - 1] != 0 || position + 1 < text.count
        }
        return position > 0 && text[position - 1] == 0
    }

    /// A quotation mark on the last line that is not closed, behind a word for a password.
    private static func openQuotation(_ text: Bytes, before end: Int) -> Int? {
        let lineStart = text.start(of: line, to: text.count, limit: 512)
        var quote: UInt8 = 0
        var open = 0
        for position in lineStart..<text.count where marks.contains(text[position]) {
            if quote == 0 {
                quote = text[position]
                open = position + 1
            } else if text[position] == quote {
                quote = 0
            }
        }
        guard quote != 0, text.count - open <= 64 else { return nil }
        let before = max(0, open - 80)..<open
        for word in ["pass", "pwd"] as [StaticString] where text.containsFolded(word, in: before) { return open }
        return nil
    }

    /// A key block whose end is not there, or the beginning of its first line.
    private static func openKey(_ text: Bytes) -> Int? {
        var position = max(0, text.count - PrivateKeyBlock.limit - 128)
        var open: Int?
        while position < text.count {
            guard text[position] == UInt8(ascii: "-") else {
                position += 1
                continue
            }
            if text.has("-----BEGIN ", at: position) {
                switch PrivateKeyBlock.read(text, at: position) {
                case .open: return position
                case .secret(let range):
                    position = range.upperBound
                    continue
                case .none: break
                }
                position += 11
                continue
            }
            let dashes = text.end(of: dash, from: position)
            // `-----BEG` at the very end.
            let rest = text.count - position
            if rest < 11, isPrefixOfBegin(text, position) { open = open ?? position }
            position = max(dashes, position + 1)
            if dashes - position >= 5 { position = dashes - 5 }
        }
        return open
    }

    private static func isPrefixOfBegin(_ text: Bytes, _ position: Int) -> Bool {
        let begin: StaticString = "-----BEGIN "
        for index in position..<text.count where text[index] != begin.utf8Start[index - position] { return false }
        return true
    }
}
