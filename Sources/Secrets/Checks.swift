// SPDX-License-Identifier: Apache-2.0

/// Conditions on a secret's bytes that a pattern cannot say.
enum Checks {
    static func holds(_ check: SecretRule.Check, _ text: Bytes, _ range: Range<Int>) -> Bool {
        switch check {
        case .crc32Base62: hasBase62Checksum(text, range)
        case .jose: isJOSE(text, range)
        case .random: ValueShape(text, range).isRandom
        case .mixed: ValueShape(text, range).isMixed
        }
    }

    /// Shannon entropy in bits a byte.
    static func entropy(_ text: Bytes, _ range: Range<Int>) -> Double {
        guard !range.isEmpty else { return 0 }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { counts in
            counts.initialize(repeating: 0)
            let range = range.prefix(4096)
            for position in range { counts[Int(text[position])] &+= 1 }
            let total = Double(range.count)
            var bits = 0.0
            for count in counts where count > 0 {
                let share = Double(count) / total
                bits -= share * log2OfShare(share)
            }
            return bits
        }
    }

    /// log2 for 0 < share <= 1, to four digits: good enough for a threshold, and no mathematics library.
    private static func log2OfShare(_ share: Double) -> Double {
        let exponent = Double(share.exponent)
        let m = share.significand
        let t = (m - 1) / (m + 1)
        let square = t * t
        let ln = 2 * t * (1 + square * (1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square / 9))))
        return exponent + ln * 1.4426950408889634
    }

    // MARK: - CRC-32 in base 62

    /// The last six characters are the CRC-32 (ISO 3309) of the random part before them, which begins after the last `_`.
    static func hasBase62Checksum(_ text: Bytes, _ range: Range<Int>) -> Bool {
        guard range.count > 10 else { return false }
        let checkStart = range.upperBound - 6
        var start = range.lowerBound
        for position in range.lowerBound..<checkStart where text[position] == UInt8(ascii: "_") { start = position + 1 }
        var crc: UInt32 = .max
        for position in start..<checkStart {
            crc ^= UInt32(text[position])
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        var value: UInt64 = 0
        for position in checkStart..<range.upperBound {
            guard let digit = base62Digit(text[position]) else { return false }
            value = value * 62 + digit
        }
        return value == UInt64(crc)
    }

    private static func base62Digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte) - 48
        case 65...90: UInt64(byte) - 55
        case 97...122: UInt64(byte) - 61
        default: nil
        }
    }

    // MARK: - JOSE

    /// Whether the part before the first dot decodes to an object with `alg`, `typ`, `enc` or `kid`.
    static func isJOSE(_ text: Bytes, _ range: Range<Int>) -> Bool {
        var end = range.lowerBound
        while end < range.upperBound, text[end] != UInt8(ascii: "."), end - range.lowerBound < 1024 { end += 1 }
        var header: [UInt8] = []
        header.reserveCapacity(end - range.lowerBound)
        Base64.decode(text, range.lowerBound..<end, into: &header)
        guard header.first == UInt8(ascii: "{") else { return false }
        return header.withUnsafeBufferPointer { header in
            let all = 0..<header.count
            return header.containsFolded("\"alg\"", in: all) || header.containsFolded("\"typ\"", in: all)
                || header.containsFolded("\"enc\"", in: all) || header.containsFolded("\"kid\"", in: all)
        }
    }
}

enum Base64 {
    /// The value of a digit of either alphabet (RFC 4648, 4 and 5); 64 where it is none.
    @inline(__always)
    static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 65...90: byte - 65
        case 97...122: byte - 71
        case 48...57: byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: 64
        }
    }

    /// Appends the bytes of the digits in `range`, up to the first that is none.
    static func decode(_ text: Bytes, _ range: Range<Int>, into bytes: inout [UInt8]) {
        var bits: UInt32 = 0
        var count = 0
        for position in range {
            let digit = digit(text[position])
            if digit > 63 { break }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
    }
}
