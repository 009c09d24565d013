// SPDX-License-Identifier: Apache-2.0

/// What a value looks like: counts of its characters, in one pass.
struct ValueShape {
    private(set) var count = 0
    private(set) var digits = 0
    private(set) var lower = 0
    private(set) var upper = 0
    /// Neither letter nor digit.
    private(set) var other = 0
    /// Digits and a to f alone, but for hyphens.
    private(set) var isHexadecimal = true
    private(set) var hyphens = 0
    private(set) var underscores = 0
    private(set) var dots = 0
    private(set) var slashes = 0
    private(set) var spaces = 0
    /// Changes between lower case, upper case and digit inside runs of letters and digits.
    private(set) var changes = 0
    /// Pairs of letters that English and names of things in programs hardly have.
    private(set) var rarePairs = 0
    private(set) var distinct = 0
    private(set) var longestRepeat = 0
    /// Letters in stretches that could be words: four or more of one case, a vowel among them, no rare pair.
    private(set) var wordLetters = 0

    init(_ text: Bytes, _ range: Range<Int>) {
        var seen: (UInt64, UInt64) = (0, 0)
        var previous: UInt8 = 0
        var previousKind = 0
        var run = 0
        var stretch = 0
        var hasVowel = false
        var isRareStretch = false
        count = range.count
        for position in range {
            let byte = text[position]
            var kind = 0
            switch byte {
            case 48...57:
                digits += 1
                kind = 1
            case 97...122:
                lower += 1
                kind = 2
                if byte > 102 { isHexadecimal = false }
            case 65...90:
                upper += 1
                kind = 3
                if byte > 70 { isHexadecimal = false }
            default:
                other += 1
                switch byte {
                case UInt8(ascii: "-"): hyphens += 1
                case UInt8(ascii: "_"):
                    underscores += 1
                    isHexadecimal = false
                case UInt8(ascii: "."):
                    dots += 1
                    isHexadecimal = false
                case UInt8(ascii: "/"):
                    slashes += 1
                    isHexadecimal = false
                case 0x20:
                    spaces += 1
                    isHexadecimal = false
                default: isHexadecimal = false
                }
            }
            // A stretch goes on with a letter of the same case, or a lower-case one behind its capital.
            if kind > 1, kind == previousKind || kind == 2 && previousKind == 3 && stretch == 1 {
                if Self.isRare(previous | 0x20, byte | 0x20) {
                    rarePairs += 1
                    isRareStretch = true
                }
                stretch += 1
            } else {
                if kind > 1, previousKind > 1, Self.isRare(previous | 0x20, byte | 0x20) { rarePairs += 1 }
                if stretch >= 4, hasVowel, !isRareStretch { wordLetters += stretch }
                stretch = kind > 1 ? 1 : 0
                hasVowel = false
                isRareStretch = false
            }
            if kind > 1, Self.vowels >> UInt32((byte | 0x20) - 97) & 1 == 1 { hasVowel = true }
            if kind != previousKind, kind != 0, previousKind != 0, !(previousKind == 3 && kind == 2) { changes += 1 }
            run = byte == previous ? run + 1 : 1
            longestRepeat = max(longestRepeat, run)
            if byte < 64 { seen.0 |= 1 << UInt64(byte) } else if byte < 128 { seen.1 |= 1 << UInt64(byte - 64) }
            previous = byte
            previousKind = kind
        }
        if stretch >= 4, hasVowel, !isRareStretch { wordLetters += stretch }
        distinct = seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
    }

    var letters: Int { lower + upper }
    var isMixed: Bool { digits > 0 && letters > 0 }
    var isUUID: Bool { count == 36 && hyphens == 4 && isHexadecimal }

    /// Looks drawn by chance, or at least like no words: what a generated token of 12 characters and more is.
    var isRandom: Bool {
        guard count >= 8, distinct >= min(8, count / 2), longestRepeat <= max(4, count / 4) else { return false }
        if isHexadecimal { return digits > 0 && letters > 0 || count >= 24 && digits > 0 }
        if wordLetters * 2 >= count { return false }
        // Cases that alternate as in no name, or pairs of letters that no word has.
        if count >= 16, changes * 4 >= count || rarePairs * 5 >= count { return true }
        // Digits among letters, not just at the end of a name.
        return digits >= 3 && letters >= 2 && (changes * 6 >= count || rarePairs * 6 >= count || digits * 4 >= count)
            || digits >= 2 && changes * 4 >= count
            || changes * 3 >= count && count >= 12
            || count >= 40 && digits > 0 && slashes <= 6 && changes * 5 >= count
    }

    private static let vowels: UInt32 = 1 << 0 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24

    /// 26 words of bits: which letters hardly follow which.
    private static let rare: [UInt32] = {
        let common = [
            "bcdfgijklmnprstuvwxyz", "aeiloruyjsbt", "aehiklortuyscq", "aeiorsudygmnvl", "acdefgilmnopqrstuvwxyb",
            "aefilortusy", "aeghilorusynm", "aeiortuydnlm", "acdefglmnoprstvzkbu", "aeou", "eilnsyaou", "aeiouydlfstkmvp",
            "aebimopsuyn", "acdegiostuykfnv", "abcdefgiklmnoprstuvwxyh", "aehilorstpuym", "u", "acdegikmnorstyuvlbfp",
            "achiekmopstuwlnqy", "aehilorstuwyxcm", "abcdegilmnprstfkvxz", "aeioy", "aehiosnrdl", "tpiaceyt", "espoiabtcmln",
            "eazio",
        ]
        return common.map { row in
            var mask: UInt32 = 0x3FF_FFFF
            for byte in row.utf8 { mask &= ~(1 << UInt32(byte - 97)) }
            return mask
        }
    }()

    @inline(__always)
    private static func isRare(_ first: UInt8, _ second: UInt8) -> Bool {
        rare[Int(first - 97)] >> UInt32(second - 97) & 1 == 1
    }
}
