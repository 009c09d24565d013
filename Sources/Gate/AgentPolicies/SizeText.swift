// SPDX-License-Identifier: Apache-2.0

/// Sizes as people write them.
enum SizeText {
    /// Bytes of `10MB`, `1.5 GiB` (as one word or two) or `2000`: decimal units count in thousands, binary ones in 1,024.
    ///
    /// - Returns: the bytes and how many words were read.
    static func bytes(_ words: ArraySlice<PolicyWords.Word>) -> (Int64, Int)? {
        guard let first = words.first else { return nil }
        let number = first.plain.prefix { $0.isNumber || $0 == "." || $0 == "_" }.filter { $0 != "_" }
        guard let value = Double(number), value >= 0, value < 1e15 else { return nil }
        var unit = first.plain.dropFirst(first.plain.prefix { $0.isNumber || $0 == "." || $0 == "_" }.count)
        var count = 1
        if unit.isEmpty, let next = words.dropFirst().first, factors[next.plain] != nil {
            unit = next.plain[...]
            count = 2
        }
        guard let factor = unit.isEmpty ? 1 : factors[String(unit)] else { return nil }
        let bytes = value * Double(factor)
        return bytes < 9e18 ? (Int64(bytes), count) : nil
    }

    private static let factors: [String: Int64] = [
        "b": 1, "byte": 1, "bytes": 1, "k": 1000, "kb": 1000, "kib": 1024, "kilobyte": 1000, "kilobytes": 1000,
        "m": 1_000_000, "mb": 1_000_000, "mib": 1_048_576, "megabyte": 1_000_000, "megabytes": 1_000_000, "meg": 1_000_000,
        "g": 1_000_000_000, "gb": 1_000_000_000, "gib": 1_073_741_824, "gigabyte": 1_000_000_000, "gigabytes": 1_000_000_000,
        "gig": 1_000_000_000, "t": 1_000_000_000_000, "tb": 1_000_000_000_000, "tib": 1_099_511_627_776,
        "terabyte": 1_000_000_000_000, "terabytes": 1_000_000_000_000,
    ]
}
