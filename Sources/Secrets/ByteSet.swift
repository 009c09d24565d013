// SPDX-License-Identifier: Apache-2.0

/// A set of bytes: four words, so that a test is a shift and not a look into a table.
struct ByteSet: Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(_ characters: String, inverted: Bool = false) {
        for byte in characters.utf8 { insert(byte) }
        if inverted { words = (~words.0, ~words.1, ~words.2, ~words.3) }
    }

    private mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte < 128 ? (byte < 64 ? words.0 : words.1) : (byte < 192 ? words.2 : words.3)
        return word >> UInt64(byte & 63) & 1 != 0
    }

    static let digits = "0123456789"
    static let lower = "abcdefghijklmnopqrstuvwxyz"
    static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let letters = lower + upper

    static let alphanumeric = ByteSet(digits + letters)
    /// What names of variables, keys and headers are made of.
    static let name = ByteSet(digits + letters + "_-.")
    static let word = ByteSet(digits + letters + "_")
    static let base64 = ByteSet(digits + letters + "+/-_")
    static let blank = ByteSet(" \t")
    static let space = ByteSet(" \t\r\n")
}

/// A text as the rules see it.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// Where the run of `set` that begins at `start` ends, at most `limit` bytes on.
    @inline(__always)
    func end(of set: ByteSet, from start: Int, limit: Int = .max) -> Int {
        let end = limit < count - start ? start + limit : count
        var position = start
        while position < end, set.contains(self[position]) { position += 1 }
        return position
    }

    /// Where the run of `set` that ends at `end` begins, at most `limit` bytes back.
    @inline(__always)
    func start(of set: ByteSet, to end: Int, limit: Int) -> Int {
        let first = Swift.max(0, end - limit)
        var position = end
        while position > first, set.contains(self[position - 1]) { position -= 1 }
        return position
    }

    @inline(__always)
    func has(_ literal: StaticString, at position: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard position >= 0, position + length <= count else { return false }
        let other = literal.utf8Start
        for index in 0..<length where self[position + index] != other[index] { return false }
        return true
    }

    /// `literal` is in lower case; letters of the text match in both cases.
    @inline(__always)
    func hasFolded(_ literal: StaticString, at position: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard position >= 0, position + length <= count else { return false }
        let other = literal.utf8Start
        for index in 0..<length {
            let byte = self[position + index]
            let folded = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
            if folded != other[index] { return false }
        }
        return true
    }

    func containsFolded(_ literal: StaticString, in range: Range<Int>) -> Bool {
        guard range.count >= literal.utf8CodeUnitCount else { return false }
        for position in range.lowerBound...(range.upperBound - literal.utf8CodeUnitCount)
        where hasFolded(literal, at: position) { return true }
        return false
    }
}
