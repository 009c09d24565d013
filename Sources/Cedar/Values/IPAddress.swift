// SPDX-License-Identifier: Apache-2.0

extension Value {
    /// An IPv4 or IPv6 address with a prefix length; the whole address is kept, so `1.2.3.4/24` is not `1.2.3.0/24`.
    public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
        public let isIPv6: Bool
        /// The address; an IPv4 address in the low 32 bits.
        public let high: UInt64
        public let low: UInt64
        public let prefix: UInt8

        /// Dotted quads and colon-separated groups, optionally `/prefix`; no embedded IPv4, zone, bracket or space.
        public init?(parsing text: Text) {
            guard let address = text.withUTF8({ IPAddress.parse($0) }) else { return nil }
            self = address
        }

        private init(isIPv6: Bool, high: UInt64, low: UInt64, prefix: UInt8) {
            self.isIPv6 = isIPv6
            self.high = high
            self.low = low
            self.prefix = prefix
        }

        public var isLoopback: Bool {
            isIPv6 ? high == 0 && low == 1 && prefix == 128 : low >> 24 == 127 && prefix >= 8
        }

        public var isMulticast: Bool {
            isIPv6 ? high >> 56 == 0xFF && prefix >= 8 : low >> 28 == 0xE && prefix >= 4
        }

        /// Whether every address of this range is one of the other's; never across families.
        public func isInRange(_ other: IPAddress) -> Bool {
            guard isIPv6 == other.isIPv6 else { return false }
            let (mine, theirs) = (bounds, other.bounds)
            return !(mine.first < theirs.first) && !(theirs.last < mine.last)
        }

        private struct Wide {
            let high: UInt64
            let low: UInt64
            static func < (left: Wide, right: Wide) -> Bool {
                left.high == right.high ? left.low < right.low : left.high < right.high
            }
        }

        private var bounds: (first: Wide, last: Wide) {
            let free = (isIPv6 ? 128 : 32) - UInt64(prefix)
            let lowMask: UInt64 = free >= 64 ? .max : (1 << free) - 1
            let highMask: UInt64 = free <= 64 ? 0 : free == 128 ? .max : (1 << (free - 64)) - 1
            return (
                Wide(high: high & ~highMask, low: low & ~lowMask & (isIPv6 ? .max : 0xFFFF_FFFF)),
                Wide(high: high | highMask, low: low | lowMask)
            )
        }

        var orderingKey: (UInt64, UInt64, UInt64) { (high, low, UInt64(prefix) | (isIPv6 ? 1 << 32 : 0)) }
    }
}

extension Value.IPAddress {
    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Self? {
        guard bytes.count <= 43 else { return nil }
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let address = UnsafeBufferPointer(rebasing: bytes[..<slash])
        let isIPv6 = address.contains(UInt8(ascii: ":"))
        let longest: UInt8 = isIPv6 ? 128 : 32
        var prefix = longest
        if slash < bytes.count {
            let digits = bytes[(slash + 1)...]
            guard (1...(isIPv6 ? 3 : 2)).contains(digits.count), digits.allSatisfy({ $0 &- 48 < 10 }),
                digits.count == 1 || digits.first != 48
            else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            guard value <= Int(longest) else { return nil }
            prefix = UInt8(value)
        }
        if isIPv6 {
            guard let (high, low) = groups(address) else { return nil }
            return Self(isIPv6: true, high: high, low: low, prefix: prefix)
        }
        guard let low = quad(address) else { return nil }
        return Self(isIPv6: false, high: 0, low: low, prefix: prefix)
    }

    private static func quad(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
        var scanner = DigitScanner(bytes)
        var address: UInt64 = 0
        for part in 0..<4 {
            if part > 0, !scanner.skip(UInt8(ascii: ".")) { return nil }
            let start = scanner.index
            guard let number = scanner.number(), number <= 255 else { return nil }
            let length = scanner.index - start
            guard length <= 3, length == 1 || bytes[start] != 48 else { return nil }
            address = address << 8 | number
        }
        return scanner.isAtEnd ? address : nil
    }

    private static func groups(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        let colon = UInt8(ascii: ":")
        var head: [UInt16] = []
        var tail: [UInt16] = []
        var gap = false
        var index = 0
        if bytes.first == colon {
            guard bytes.count >= 2, bytes[1] == colon else { return nil }
            gap = true
            index = 2
        }
        while index < bytes.count {
            var value: UInt16 = 0
            let start = index
            while index < bytes.count, index - start < 4, let digit = hexDigit(bytes[index]) {
                value = value << 4 | UInt16(digit)
                index += 1
            }
            guard index > start else { return nil }
            if gap { tail.append(value) } else { head.append(value) }
            guard head.count + tail.count <= 8 else { return nil }
            if index == bytes.count { break }
            guard bytes[index] == colon else { return nil }
            index += 1
            if index < bytes.count, bytes[index] == colon {
                guard !gap else { return nil }
                gap = true
                index += 1
            } else if index == bytes.count {
                return nil
            }
        }
        let count = head.count + tail.count
        guard gap ? count <= 7 : count == 8 else { return nil }
        let all = head + Array(repeating: 0, count: 8 - count) + tail
        return (
            all[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            all[4...].reduce(0) { $0 << 16 | UInt64($1) }
        )
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// The shortest form (RFC 5952), with `/prefix` where it is not the longest one.
    public var description: String {
        let suffix = prefix == (isIPv6 ? 128 : 32) ? "" : "/\(prefix)"
        guard isIPv6 else {
            return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)\(suffix)"
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> (48 - UInt64($0 % 4) * 16)) }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        func joined(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return joined(groups[...]) + suffix }
        return joined(groups[..<longest.lowerBound]) + "::" + joined(groups[longest.upperBound...]) + suffix
    }
}
