// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension StringProtocol {
    /// Whether `needle` stands in this text, byte for byte. The standard library's search by characters takes
    /// microseconds for what takes nanoseconds here, and is asked for dozens of times in a decision.
    func includes(_ needle: StaticString) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { Self.search($0, needle) }
        return found ?? Array(utf8).withUnsafeBufferPointer { Self.search($0, needle) }
    }

    private static func search(_ text: UnsafeBufferPointer<UInt8>, _ needle: StaticString) -> Bool {
        let length = needle.utf8CodeUnitCount
        guard length > 0, let start = text.baseAddress, text.count >= length else { return length == 0 }
        var offset = 0
        let last = text.count - length
        while offset <= last, let hit = memchr(start + offset, Int32(needle.utf8Start[0]), last - offset + 1) {
            if memcmp(hit, needle.utf8Start, length) == 0 { return true }
            offset = UnsafeRawPointer(start).distance(to: hit) + 1
        }
        return false
    }
}
