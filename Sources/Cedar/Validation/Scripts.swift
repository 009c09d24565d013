// SPDX-License-Identifier: Apache-2.0

/// The scripts that characters are written in (Unicode Technical Standard 39).
enum Scripts {
    /// A set of scripts, a bit each.
    private struct Bits {
        var words: (UInt64, UInt64, UInt64)

        static let all = Bits(words: (.max, .max, .max))
        static let none = Bits(words: (0, 0, 0))

        mutating func insert(_ script: Int) {
            let bit: UInt64 = 1 << UInt64(script % 64)
            switch script / 64 {
            case 0: words.0 |= bit
            case 1: words.1 |= bit
            default: words.2 |= bit
            }
        }

        func contains(_ script: Int) -> Bool {
            let word = script < 64 ? words.0 : script < 128 ? words.1 : words.2
            return word >> UInt64(script % 64) & 1 == 1
        }

        mutating func formIntersection(_ other: Bits) {
            words = (words.0 & other.words.0, words.1 & other.words.1, words.2 & other.words.2)
        }

        var isEmpty: Bool { words == (0, 0, 0) }
    }

    /// The writing systems that mix scripts: Chinese with Bopomofo, Japanese, Korean.
    private static let mixtures = [
        (189, [ScriptData.han, ScriptData.bopomofo]),
        (190, [ScriptData.han, ScriptData.hiragana, ScriptData.katakana]),
        (191, [ScriptData.han, ScriptData.hangul]),
    ]

    private static let sets: [Bits] = words(ScriptData.sets).map { word in
        if word == "*" { return .all }
        var bits = Bits.none
        if word == "-" { return bits }
        for script in word.split(separator: "+").compactMap({ Int($0, radix: 36) }) { bits.insert(script) }
        for (mixture, scripts) in mixtures where scripts.contains(where: { bits.contains($0) }) { bits.insert(mixture) }
        return bits
    }

    private static let ranges: (starts: [UInt32], sets: [Int]) = {
        var starts: [UInt32] = []
        var indices: [Int] = []
        var start: UInt32 = 0
        for word in words(ScriptData.ranges) {
            let parts = word.split(separator: ".")
            start += UInt32(parts[0], radix: 36) ?? 0
            starts.append(start)
            indices.append(Int(parts[1], radix: 36) ?? 0)
        }
        return (starts, indices)
    }()

    private static let allowedTurns: [UInt32] = {
        var turn: UInt32 = 0
        return words(ScriptData.allowed).map { word in
            turn += UInt32(word, radix: 36) ?? 0
            return turn
        }
    }()

    private static func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }

    /// How many of the sorted numbers are not greater.
    private static func count(_ numbers: [UInt32], upTo number: UInt32) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether there is a script, or a writing system, that all characters can belong to.
    static func isSingle(_ text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return true }
        var common = Bits.all
        for scalar in text.unicodeScalars {
            let range = count(ranges.starts, upTo: scalar.value)
            common.formIntersection(range == 0 ? .all : sets[ranges.sets[range - 1]])
            if common.isEmpty { return false }
        }
        return true
    }

    /// Whether the character is one that identifiers should be written with.
    static func isAllowedInIdentifiers(_ scalar: Unicode.Scalar) -> Bool {
        count(allowedTurns, upTo: scalar.value) % 2 == 1
    }
}
