// SPDX-License-Identifier: Apache-2.0

/// `-----BEGIN … PRIVATE KEY-----` to its end line (RFC 7468), its line breaks written as such, as `\n`, or as strings
/// that a program joins.
enum PrivateKeyBlock {
    /// The longest block that is taken for one key.
    static let limit = 64 << 10

    private static let label = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
    private static let between = ByteSet(" \t\r\n\"'`\\+,.")
    private static let dashes = ByteSet("-")

    enum Reading {
        case none
        case secret(Range<Int>)
        /// The text ends before the block does, or before it is clear whether it is one.
        case open
    }

    /// - Parameter start: Where `-----BEGIN ` stands.
    static func read(_ text: Bytes, at start: Int) -> Reading {
        let labelStart = start + 11
        let labelEnd = text.end(of: label, from: labelStart, limit: 48)
        if labelEnd == text.count { return .open }
        guard text.containsFolded("private key", in: labelStart..<labelEnd) else { return .none }
        let bodyStart = text.end(of: dashes, from: labelEnd, limit: 5)
        if bodyStart == text.count { return .open }
        guard bodyStart - labelEnd == 5 else { return .none }
        if isProse(text, bodyStart) { return .none }
        let end = min(text.count, bodyStart + limit)
        var position = bodyStart
        while position < end {
            guard text[position] == UInt8(ascii: "-") else {
                position += 1
                continue
            }
            if text.has("-----BEGIN ", at: position) { return unfinished(text, start, bodyStart, position) }
            if text.has("-----END ", at: position) {
                let close = text.end(of: label, from: position + 9, limit: 48)
                let last = text.end(of: dashes, from: close, limit: 5)
                if last == text.count, last - close < 5 { return .open }
                return holdsKey(text, bodyStart..<position) ? .secret(start..<last) : .none
            }
            position += 1
        }
        if end == text.count { return .open }
        return unfinished(text, start, bodyStart, end)
    }

    /// Words behind the first line: somebody speaks of keys.
    private static func isProse(_ text: Bytes, _ position: Int) -> Bool {
        guard position < text.count, text[position] == 0x20 else {
            return position < text.count && text[position] == UInt8(ascii: ".")
        }
        let next = text.end(of: .blank, from: position)
        guard next < text.count, ByteSet.letterSet.contains(text[next]) else { return false }
        let end = text.end(of: .base64, from: next, limit: 20)
        return end - next < 20 && end < text.count
    }

    /// A block that the text's end or another block cut off: as far as its lines are long runs of base64.
    static func unfinished(_ text: Bytes, at start: Int) -> Range<Int>? {
        let labelEnd = text.end(of: label, from: start + 11, limit: 48)
        let bodyStart = text.end(of: dashes, from: labelEnd, limit: 5)
        guard bodyStart - labelEnd == 5, bodyStart <= text.count else { return nil }
        if case .secret(let range) = unfinished(text, start, bodyStart, min(text.count, bodyStart + limit)) { return range }
        return nil
    }

    private static func unfinished(_ text: Bytes, _ start: Int, _ bodyStart: Int, _ limit: Int) -> Reading {
        var end = bodyStart
        var position = bodyStart
        while position < limit {
            var next = text.end(of: between, from: position, limit: limit - position)
            // `\n` written out.
            if next > position, text[next - 1] == UInt8(ascii: "\\"), next < limit,
                text[next] == UInt8(ascii: "n") || text[next] == UInt8(ascii: "r")
            {
                next += 1
                if next < limit, between.contains(text[next]) {
                    position = next
                    continue
                }
            }
            let lineEnd = text.end(of: .base64, from: next, limit: limit - next)
            guard lineEnd - next >= 20 || end > bodyStart && lineEnd - next >= 4 && lineEnd == limit else { break }
            end = lineEnd
            position = lineEnd
        }
        return end > bodyStart ? .secret(start..<end) : .none
    }

    /// Whether something like a key's base64 stands there, and no prose or an ellipsis.
    private static func holdsKey(_ text: Bytes, _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        var digits = 0
        while position < range.upperBound, digits < 24 {
            let next = text.end(of: .base64, from: position, limit: range.upperBound - position)
            if next - position >= 16 { digits += next - position } else if next - position >= 8 { digits += 4 }
            position = next + 1
        }
        return digits >= 24
    }
}
