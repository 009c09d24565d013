// SPDX-License-Identifier: Apache-2.0

extension Pattern {
    /// Whether the whole text is of this form. The time is linear in the text, whatever the pattern.
    public func matches(_ text: Text) -> Bool {
        let pattern = ByteBuffer(self)
        return text.withUTF8 { pattern.matches($0) }
    }

    /// The pattern's literal bytes; `*` matches whole characters all the same, since literals are whole characters.
    struct ByteBuffer: Sendable {
        /// The literals between wildcards, in order; empty ones only at the ends, where they anchor nothing.
        let segments: [[UInt8]]

        init(_ pattern: Pattern) {
            var segments: [[UInt8]] = [[]]
            for element in pattern.elements {
                switch element {
                case .wildcard: segments.append([])
                case .literal(let text): segments[segments.count - 1] = Array(text.string.utf8)
                }
            }
            let last = segments.count - 1
            self.segments = segments.enumerated().filter { $0.offset == 0 || $0.offset == last || !$0.element.isEmpty }
                .map(\.element)
        }

        func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
            let first = segments[0]
            guard segments.count > 1 else { return text.elementsEqual(first) }
            let last = segments[segments.count - 1]
            guard text.count >= first.count + last.count, text.starts(with: first),
                text[(text.count - last.count)...].elementsEqual(last)
            else { return false }
            var start = first.count
            let end = text.count - last.count
            // The leftmost place is the best one for each literal in turn.
            for segment in segments[1..<(segments.count - 1)] {
                guard let found = ByteSearch.first(segment, in: text, from: start, to: end) else { return false }
                start = found + segment.count
            }
            return true
        }
    }
}

/// Finds bytes in bytes.
enum ByteSearch {
    /// Where the needle first stands in `text[from..<to]`. Compares naively while that is cheap, then by Knuth, Morris and
    /// Pratt's algorithm, so that no input makes it quadratic.
    static func first(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from: Int, to: Int) -> Int? {
        guard let head = needle.first else { return from }
        var position = from
        var budget = 256 + (to - from)
        while position + needle.count <= to {
            if text[position] == head {
                var length = 1
                while length < needle.count, text[position + length] == needle[length] { length += 1 }
                if length == needle.count { return position }
                budget -= length
                if budget < 0 { return linear(needle, in: text, from: position + 1, to: to) }
            }
            position += 1
        }
        return nil
    }

    private static func linear(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from: Int, to: Int) -> Int? {
        var border = [Int](repeating: 0, count: needle.count)
        var length = 0
        for index in needle.indices.dropFirst() {
            while length > 0, needle[index] != needle[length] { length = border[length - 1] }
            if needle[index] == needle[length] { length += 1 }
            border[index] = length
        }
        length = 0
        for position in from..<max(from, to) {
            while length > 0, text[position] != needle[length] { length = border[length - 1] }
            if text[position] == needle[length] { length += 1 }
            if length == needle.count { return position + 1 - needle.count }
        }
        return nil
    }
}
