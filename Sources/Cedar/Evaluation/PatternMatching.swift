// SPDX-License-Identifier: Apache-2.0

extension Pattern {
    /// Whether the whole text is of this form. The time is linear in the text, whatever the pattern.
    public func matches(_ text: Text) -> Bool { text.withUTF8 { matches($0) } }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            let last = segmentCount - 1
            let head = UnsafeBufferPointer(rebasing: bytes[segment(0)])
            guard last > 0 else { return text.count == head.count && text.starts(with: head) }
            let tail = UnsafeBufferPointer(rebasing: bytes[segment(last)])
            guard text.count >= head.count + tail.count, text.starts(with: head),
                text[(text.count - tail.count)...].starts(with: tail)
            else { return false }
            var start = head.count
            let end = text.count - tail.count
            // The leftmost place is the best one for each literal in turn.
            var index = 1
            while index < last {
                let needle = UnsafeBufferPointer(rebasing: bytes[segment(index)])
                guard let found = ByteSearch.first(needle, in: text, from: start, to: end) else { return false }
                start = found + needle.count
                index += 1
            }
            return true
        }
    }
}

/// Finds bytes in bytes.
enum ByteSearch {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Where the needle first stands in `text[from..<to]`. Compares naively while that is cheap, then by Knuth, Morris and
    /// Pratt's algorithm, so that no input makes it quadratic.
    static func first(_ needle: Bytes, in text: Bytes, from: Int, to: Int) -> Int? {
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

    private static func linear(_ needle: Bytes, in text: Bytes, from: Int, to: Int) -> Int? {
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
