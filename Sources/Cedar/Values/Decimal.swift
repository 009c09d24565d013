// SPDX-License-Identifier: Apache-2.0

extension Value {
    /// A number with four decimal places, from -922337203685477.5808 to 922337203685477.5807.
    public struct Decimal: Hashable, Sendable, CustomStringConvertible {
        /// The number times 10,000.
        public let scaled: Int64

        public init(scaled: Int64) { self.scaled = scaled }

        /// `-?digits.digits`, one to four of them after the point.
        public init?(parsing text: Text) {
            guard let scaled = text.withUTF8({ Decimal.scaled($0) }) else { return nil }
            self.scaled = scaled
        }

        private static func scaled(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
            var scanner = DigitScanner(bytes)
            let isNegative = scanner.skip(UInt8(ascii: "-"))
            guard let whole = scanner.number(), scanner.skip(UInt8(ascii: ".")) else { return nil }
            let start = scanner.index
            guard let part = scanner.number(), scanner.isAtEnd else { return nil }
            let places = scanner.index - start
            guard places <= 4 else { return nil }
            let scale: UInt64 = [1000, 100, 10, 1][places - 1]
            let (product, overflow) = whole.multipliedReportingOverflow(by: 10_000)
            let (sum, overflow2) = product.addingReportingOverflow(part * scale)
            guard !overflow, !overflow2 else { return nil }
            return Int64(magnitude: sum, isNegative: isNegative)
        }

        public var description: String {
            let magnitude = scaled.magnitude
            var fraction = String(magnitude % 10_000)
            fraction = String(repeating: "0", count: 4 - fraction.utf8.count) + fraction
            while fraction.utf8.count > 1, fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
            return "\(scaled < 0 ? "-" : "")\(magnitude / 10_000).\(fraction)"
        }
    }
}

extension Int64 {
    /// The number of this magnitude and sign, if it fits.
    init?(magnitude: UInt64, isNegative: Bool) {
        if isNegative {
            guard magnitude <= Int64.min.magnitude else { return nil }
            self = magnitude == Int64.min.magnitude ? .min : -Int64(magnitude)
        } else {
            guard magnitude <= UInt64(Int64.max) else { return nil }
            self = Int64(magnitude)
        }
    }
}

/// Reads digits and single characters off a few bytes; what the extension types' formats have in common.
struct DigitScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }
    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    /// One digit or more; nothing when there is none or the number does not fit.
    mutating func number() -> UInt64? {
        let start = index
        var value: UInt64 = 0
        while let byte = peek, byte &- 48 < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow2) = product.addingReportingOverflow(UInt64(byte - 48))
            guard !overflow, !overflow2 else { return nil }
            value = sum
            index += 1
        }
        return index > start ? value : nil
    }

    /// Exactly so many digits, of a number up to `limit`.
    mutating func number(digits count: Int, upTo limit: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let byte = peek, byte &- 48 < 10 else { return nil }
            value = value * 10 + Int(byte - 48)
            index += 1
        }
        return value <= limit ? value : nil
    }
}
