// SPDX-License-Identifier: Apache-2.0

/// What stands right of `like`: literal stretches and wildcards, each of which matches any run of characters.
public struct Pattern: Sendable {
    public enum Element: Hashable, Sendable {
        case wildcard
        /// Never empty; two literals never stand side by side.
        case literal(Text)
    }

    /// All literals in a row, in UTF-8. `*` matches whole characters all the same, since literals are whole characters.
    let bytes: [UInt8]
    /// Where in ``bytes`` the segments end: the stretches before, between and behind the wildcards; empty ones too.
    let ends: [UInt32]
    let digest: UInt64

    init(bytes: [UInt8], ends: [UInt32]) {
        self.bytes = bytes
        self.ends = ends
        let digest = bytes.withUnsafeBufferPointer { Text.digest($0) }
        self.digest = ends.reduce(digest) { ($0 ^ UInt64($1)) &* 0x9E37_79B9_7F4A_7C15 }
    }

    public init(_ elements: [Element]) {
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        for element in elements {
            switch element {
            case .wildcard: ends.append(UInt32(bytes.count))
            case .literal(let text): bytes.append(contentsOf: text.string.utf8)
            }
        }
        ends.append(UInt32(bytes.count))
        self.init(bytes: bytes, ends: ends)
    }

    public var elements: [Element] {
        var elements: [Element] = []
        for index in ends.indices {
            if index > 0 { elements.append(.wildcard) }
            let range = segment(index)
            if !range.isEmpty { elements.append(.literal(Text(utf8: bytes[range]))) }
        }
        return elements
    }

    /// One more than there are wildcards.
    var segmentCount: Int { ends.count }

    @inline(__always)
    func segment(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index &- 1]))..<Int(ends[index])
    }
}

extension Pattern: Hashable {
    public static func == (left: Pattern, right: Pattern) -> Bool {
        left.digest == right.digest && left.bytes == right.bytes && left.ends == right.ends
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
