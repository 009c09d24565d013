// SPDX-License-Identifier: Apache-2.0

/// A string as Cedar means it: two are equal when their Unicode scalars are.
///
/// Swift's `String` compares by canonical equivalence, so `"e\u{301}" == "\u{e9}"` holds there and must not hold here.
/// The hash is computed once, when the text is made: comparing unequal texts is one integer compare, and looking one up
/// reads its bytes at most once.
public struct Text: Sendable {
    public let string: String
    /// Keyed per process, so that chosen inputs cannot collide on purpose.
    let digest: UInt64

    public init(_ string: String) {
        var string = string
        digest = string.withUTF8 { Text.digest($0) }
        self.string = string
    }

    /// The text of UTF-8 bytes that are known to be valid.
    init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        string = String(decoding: bytes, as: UTF8.self)
        digest = Text.digest(bytes)
    }

    init(utf8 bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBufferPointer { Text(utf8: $0) }
    }

    public var isEmpty: Bool { string.isEmpty }

    /// The UTF-8 bytes, without a copy unless the text is short.
    @inline(__always)
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = string.utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = string
        return copy.withUTF8(body)
    }
}

extension Text {
    private static let key: (UInt64, UInt64) = {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next() | 1)
    }()

    /// Multiply and fold, eight bytes at a time, under a key of this process.
    static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let key = Text.key
        var state = key.0 ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            state = fold(state ^ word, key.1)
            index &+= 8
        }
        if index < raw.count {
            var tail: UInt64 = 0
            while index < raw.count {
                tail = tail << 8 | UInt64(raw[index])
                index &+= 1
            }
            state = fold(state ^ tail, key.1)
        }
        return fold(state ^ key.0, 0xD6E8_FEB8_6659_FD93)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension Text: Hashable {
    @inline(__always)
    public static func == (left: Text, right: Text) -> Bool {
        left.digest == right.digest && (left.hasRepresentation(of: right) || left.hasBytes(of: right))
    }

    /// Whether the two strings are the same words in memory: then they are equal, and short ones that are equal are.
    @inline(__always)
    private func hasRepresentation(of other: Text) -> Bool {
        let mine = unsafeBitCast(string, to: (UInt64, UInt64).self)
        let others = unsafeBitCast(other.string, to: (UInt64, UInt64).self)
        return mine == others
    }

    @inline(never)
    private func hasBytes(of other: Text) -> Bool {
        withUTF8 { mine in
            other.withUTF8 { others in
                mine.count == others.count && mine.elementsEqual(others)
            }
        }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension Text: Comparable {
    /// By Unicode scalars, which is the order of the UTF-8 bytes.
    public static func < (left: Text, right: Text) -> Bool {
        left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral string: String) { self.init(string) }
    public var description: String { string }
}
