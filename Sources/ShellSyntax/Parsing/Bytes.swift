// SPDX-License-Identifier: Apache-2.0

/// Kinds of bytes.
enum Bytes {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    static func isNameStart(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 || byte == UInt8(ascii: "_") }
    static func isName(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

    /// Whether a byte ends a word.
    static func isMeta(_ byte: UInt8) -> Bool {
        switch byte {
        case 32, 9, 10, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    /// Whether a byte never means anything of its own: letters, digits, `_ - . %` and what is beyond ASCII.
    static func isPlain(_ byte: UInt8) -> Bool {
        isName(byte) || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
    }

    /// Whether a byte is a parameter of one character.
    static func isSpecialParameter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "-"), UInt8(ascii: "$"),
            UInt8(ascii: "!"):
            true
        default: false
        }
    }
}
