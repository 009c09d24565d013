// SPDX-License-Identifier: Apache-2.0

/// `tr`
extension Filters {
    static func translated(_ text: String, _ arguments: [String]) -> String? {
        var rest = arguments[...]
        var deletes = false
        var squeezes = false
        var complements = false
        while let option = rest.first, option.utf8.first == UInt8(ascii: "-"), option.utf8.count > 1 {
            rest = rest.dropFirst()
            if option == "--" { break }
            switch option {
            case "--delete": deletes = true
            case "--squeeze-repeats": squeezes = true
            case "--complement": complements = true
            default:
                for letter in option.utf8.dropFirst() {
                    switch letter {
                    case UInt8(ascii: "d"): deletes = true
                    case UInt8(ascii: "s"): squeezes = true
                    case UInt8(ascii: "c"), UInt8(ascii: "C"): complements = true
                    default: return nil
                    }
                }
            }
        }
        guard let first = rest.first, rest.count <= 2, let from = set(first) else { return nil }
        var second = rest.count == 2 ? rest.last.flatMap { set($0) } : nil
        guard rest.count == 1 || second != nil, rest.count == 2 || deletes || squeezes else { return nil }
        var members = [Bool](repeating: complements, count: 256)
        for byte in from { members[Int(byte)] = !complements }
        var map = (0..<256).map { UInt8($0) }
        var squeezed = [Bool](repeating: false, count: 256)
        if deletes {
            if squeezes, let second { for byte in second { squeezed[Int(byte)] = true } }
        } else if let to = second, let last = to.last {
            if complements {
                for byte in 0..<256 where members[byte] { map[byte] = last }
            } else {
                for (index, byte) in from.enumerated() { map[Int(byte)] = index < to.count ? to[index] : last }
            }
            if squeezes { for byte in to { squeezed[Int(byte)] = true } }
        } else if squeezes {
            squeezed = members
        }
        second = nil
        var output: [UInt8] = []
        for byte in text.utf8 {
            if deletes {
                if members[Int(byte)] { continue }
                if squeezed[Int(byte)], output.last == byte { continue }
                output.append(byte)
            } else {
                let changed = map[Int(byte)]
                if squeezed[Int(changed)], output.last == changed { continue }
                output.append(changed)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// `a-z`, `[:alpha:]`, `\n`, `\101`
    private static func set(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        var place = 0
        var set: [UInt8] = []
        func one() -> UInt8 {
            let byte = bytes[place]
            place += 1
            guard byte == UInt8(ascii: "\\"), place < bytes.count else { return byte }
            let escape = bytes[place]
            place += 1
            switch escape {
            case UInt8(ascii: "n"): return 10
            case UInt8(ascii: "t"): return 9
            case UInt8(ascii: "r"): return 13
            case UInt8(ascii: "a"): return 7
            case UInt8(ascii: "b"): return 8
            case UInt8(ascii: "f"): return 12
            case UInt8(ascii: "v"): return 11
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                var value = Int(escape) - 48
                var count = 1
                while place < bytes.count, count < 3, (48...55).contains(bytes[place]) {
                    value = value * 8 + Int(bytes[place]) - 48
                    place += 1
                    count += 1
                }
                return UInt8(truncatingIfNeeded: value)
            default: return escape
            }
        }
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "["), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: ":"),
                let close = bytes[(place + 2)...].firstIndex(of: UInt8(ascii: ":")), close + 1 < bytes.count,
                bytes[close + 1] == UInt8(ascii: "]"),
                let known = Pattern.class(String(decoding: bytes[(place + 2)..<close], as: UTF8.self))
            {
                for range in known { set += range.map { UInt8(truncatingIfNeeded: $0) } }
                place = close + 2
                continue
            }
            if bytes[place] == UInt8(ascii: "["), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "=") { return nil }
            let first = one()
            if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "-") {
                place += 1
                let last = one()
                guard first <= last else { return nil }
                set += Array(first...last)
            } else {
                set.append(first)
            }
        }
        return set
    }
}
