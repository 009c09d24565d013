// SPDX-License-Identifier: Apache-2.0

/// Text as a shell would read it back.
enum Quoting {
    /// `${x@Q}`: in single quotes.
    static func forShell(_ text: String) -> String {
        if text.utf8.contains(where: { $0 < 32 || $0 == 127 }) { return ansi(text) }
        var bytes: [UInt8] = [UInt8(ascii: "'")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "'") { bytes += [byte, UInt8(ascii: "\\"), byte, byte] } else { bytes.append(byte) }
        }
        bytes.append(UInt8(ascii: "'"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func ansi(_ text: String) -> String {
        var result = "$'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{7}": result += "\\a"
            case "\u{8}": result += "\\b"
            case "\u{B}": result += "\\v"
            case "\u{C}": result += "\\f"
            case "\u{1B}": result += "\\E"
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case let other where other.value < 32 || other.value == 127:
                let octal = String(other.value, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }

    /// `printf %q`: with backslashes.
    static func withBackslashes(_ text: String) -> String {
        if text.isEmpty { return "''" }
        if text.utf8.contains(where: { $0 < 32 || $0 == 127 }) { return ansi(text) }
        var bytes: [UInt8] = []
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case 32, UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"),
                UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
                UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
                bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "#"), UInt8(ascii: "~"):
                if index == 0 { bytes.append(UInt8(ascii: "\\")) }
            default: break
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
