// SPDX-License-Identifier: Apache-2.0

/// base64, base32, hexadecimal: both ways.
enum Encodings {
    static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 48...57: Int(byte) - 48
        case 97...102: Int(byte) - 87
        case 65...70: Int(byte) - 55
        default: nil
        }
    }

    private static let alphabet64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let alphabet32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Up to the first character that does not belong there; blanks are skipped. URL-safe letters count, too.
    static func fromBase64(_ text: some Sequence<UInt8>) -> [UInt8] {
        bits(text, 6) { byte in
            switch byte {
            case 65...90: UInt32(byte) - 65
            case 97...122: UInt32(byte) - 71
            case 48...57: UInt32(byte) + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
            default: nil
            }
        }
    }

    static func fromBase32(_ text: some Sequence<UInt8>) -> [UInt8] {
        bits(text, 5) { byte in
            switch byte {
            case 65...90: UInt32(byte) - 65
            case 97...122: UInt32(byte) - 97
            case 50...55: UInt32(byte) - 24
            default: nil
            }
        }
    }

    private static func bits(_ text: some Sequence<UInt8>, _ width: UInt32, _ value: (UInt8) -> UInt32?) -> [UInt8] {
        var output: [UInt8] = []
        var held: UInt32 = 0
        var count: UInt32 = 0
        for byte in text {
            if byte == 10 || byte == 13 || byte == 32 || byte == 9 { continue }
            if byte == UInt8(ascii: "=") {
                // Another text may follow the padding.
                held = 0
                count = 0
                continue
            }
            guard let bits = value(byte) else { break }
            held = held << width | bits
            count += width
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: held >> count))
                held &= (1 << count) - 1
            }
        }
        return output
    }

    static func toBase64(_ bytes: [UInt8], lineLength: Int) -> String { encoded(bytes, 6, 4, alphabet64, lineLength) }
    static func toBase32(_ bytes: [UInt8], lineLength: Int) -> String { encoded(bytes, 5, 8, alphabet32, lineLength) }

    private static func encoded(_ bytes: [UInt8], _ width: UInt32, _ group: Int, _ alphabet: [UInt8], _ lineLength: Int) -> String
    {
        var digits: [UInt8] = []
        var held: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            count += 8
            while count >= width {
                count -= width
                digits.append(alphabet[Int(held >> count)])
                held &= (1 << count) - 1
            }
        }
        if count > 0 { digits.append(alphabet[Int(held << (width - count))]) }
        while digits.count % group != 0 { digits.append(UInt8(ascii: "=")) }
        return lines(digits, lineLength)
    }

    private static func lines(_ digits: [UInt8], _ length: Int) -> String {
        guard length > 0 else { return String(decoding: digits, as: UTF8.self) }
        var output: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, index % length == 0 { output.append(10) }
            output.append(digit)
        }
        if !digits.isEmpty { output.append(10) }
        return String(decoding: output, as: UTF8.self)
    }

    static func fromHex(_ text: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var high: Int?
        for byte in text {
            guard let digit = digit(byte) else { continue }
            if let first = high {
                output.append(UInt8(first << 4 | digit))
                high = nil
            } else {
                high = digit
            }
        }
        return output
    }

    static func toHex(_ bytes: [UInt8], lineLength: Int) -> String {
        let letters = Array("0123456789abcdef".utf8)
        return lines(bytes.flatMap { [letters[Int($0 >> 4)], letters[Int($0 & 15)]] }, lineLength)
    }
}
