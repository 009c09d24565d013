// SPDX-License-Identifier: Apache-2.0

/// A character that is not what it seems to a reader.
public struct UnusualCharacter: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// To the shell it is part of a word, to a terminal it may hide what came before.
        case carriageReturn
        /// A control character but tab and line feed.
        case control
        /// A space that is none to the shell.
        case space
        /// Nothing to be seen: zero width, joiners, tags, variation selectors.
        case invisible
        /// Turns the direction of what follows, on the screen only.
        case bidirectional
        /// Looks like this ASCII character.
        case looksLike(Character)
    }

    public let kind: Kind
    public let scalar: Unicode.Scalar
    public let span: SourceSpan

    static func all(in bytes: [UInt8]) -> [UnusualCharacter] {
        guard bytes.contains(where: { $0 >= 0x7F || $0 < 32 && $0 != 10 && $0 != 9 }) else { return [] }
        var found: [UnusualCharacter] = []
        var place = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let length = UTF8.width(scalar)
            if let kind = kind(of: scalar) {
                found.append(UnusualCharacter(kind: kind, scalar: scalar, span: SourceSpan(place, place + length)))
            }
            place += length
        }
        return found
    }

    static func kind(of scalar: Unicode.Scalar) -> Kind? {
        switch scalar.value {
        case 13: return .carriageReturn
        case 9, 10, 32...126: return nil
        case 0...31, 0x7F...0x9F: return .control
        case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return .space
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: return .bidirectional
        case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065, 0x206A...0x206F,
            0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
            return .invisible
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map { .looksLike(Character($0)) }
        default: return lookAlikes[scalar].map { .looksLike($0) }
        }
    }

    private static let lookAlikes: [Unicode.Scalar: Character] = {
        let table: [(Character, String)] = [
            ("'", "\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{02B9}"), ("\"", "\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}"),
            ("`", "\u{02CB}\u{1FEF}"), ("-", "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{FE63}"),
            ("/", "\u{2044}\u{2215}\u{29F8}"), ("\\", "\u{2216}\u{29F5}"), (";", "\u{037E}"), ("|", "\u{01C0}\u{2223}\u{FFE8}"),
            ("&", "\u{FE60}"), ("$", "\u{FE69}"), (">", "\u{203A}\u{02C3}"), ("<", "\u{2039}\u{02C2}"), ("*", "\u{2217}\u{204E}"),
            ("~", "\u{02DC}\u{223C}"), (".", "\u{2024}"), (":", "\u{2236}\u{A789}"), ("!", "\u{01C3}"), ("=", "\u{A78A}"),
            ("a", "\u{0430}\u{0251}\u{03B1}"), ("c", "\u{0441}\u{03F2}"), ("d", "\u{0501}"), ("e", "\u{0435}"), ("g", "\u{0261}"),
            ("h", "\u{04BB}"), ("i", "\u{0456}\u{0131}"), ("j", "\u{0458}\u{03F3}"), ("l", "\u{04CF}"), ("m", "\u{217F}"),
            ("o", "\u{043E}\u{03BF}"), ("p", "\u{0440}\u{03C1}"), ("q", "\u{051B}"), ("s", "\u{0455}"), ("u", "\u{057D}"),
            ("v", "\u{03BD}\u{0475}"), ("w", "\u{051D}"), ("x", "\u{0445}"), ("y", "\u{0443}"), ("A", "\u{0410}\u{0391}"),
            ("B", "\u{0412}\u{0392}"), ("C", "\u{0421}"), ("E", "\u{0415}\u{0395}"), ("H", "\u{041D}\u{0397}"),
            ("I", "\u{0406}\u{0399}"), ("J", "\u{0408}"), ("K", "\u{041A}\u{039A}\u{212A}"), ("M", "\u{041C}\u{039C}"),
            ("N", "\u{039D}"), ("O", "\u{041E}\u{039F}"), ("P", "\u{0420}\u{03A1}"), ("S", "\u{0405}"), ("T", "\u{0422}\u{03A4}"),
            ("X", "\u{0425}\u{03A7}"), ("Y", "\u{03A5}"), ("Z", "\u{0396}"),
        ]
        var alikes: [Unicode.Scalar: Character] = [:]
        for (character, scalars) in table { for scalar in scalars.unicodeScalars { alikes[scalar] = character } }
        return alikes
    }()
}
