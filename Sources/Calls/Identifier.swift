// SPDX-License-Identifier: Apache-2.0

/// The kinds of identifier, with the prefix that each carries (INTERFACES.md).
public enum Identifier: String, Sendable, CaseIterable {
    case user = "usr_"
    case installation = "inst_"
    case session = "ses_"
    case message = "msg_"
    case interaction = "int_"
    case approval = "apr_"
    case upload = "upl_"
    case toolCall = "tc_"
    case request = "req_"

    /// How many characters follow the prefix.
    public var length: Int { self == .toolCall ? 12 : 16 }

    /// A new one: base62 digits after the prefix, hexadecimal ones for a request.
    public func new(using random: inout some RandomNumberGenerator) -> String {
        let alphabet = self == .request ? Base62.alphabet.prefix(10) + Array("abcdef".utf8) : Base62.alphabet[...]
        return rawValue + Base62.random(length, from: Array(alphabet), using: &random)
    }

    /// A new one from the system's generator.
    public func new() -> String {
        var random = SystemRandomNumberGenerator()
        return new(using: &random)
    }

    /// Whether a text has this kind's prefix, length and alphabet.
    public func matches(_ text: String) -> Bool {
        let body = text.utf8.dropFirst(rawValue.utf8.count)
        return text.hasPrefix(rawValue) && body.count == length && body.allSatisfy(Base62.isDigit)
    }
}

/// The digits 0-9, A-Z, a-z.
public enum Base62 {
    public static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    public static func isDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// `count` digits drawn without bias.
    public static func random(_ count: Int, using random: inout some RandomNumberGenerator) -> String {
        self.random(count, from: alphabet, using: &random)
    }

    static func random(_ count: Int, from alphabet: [UInt8], using random: inout some RandomNumberGenerator) -> String {
        String(decoding: (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }, as: UTF8.self)
    }

    /// `value` in base62, left-padded with zeros to `width` digits.
    public static func encode(_ value: UInt32, width: Int) -> String {
        var digits: [UInt8] = []
        var rest = Int(value)
        while digits.count < width || rest > 0 {
            digits.append(alphabet[rest % 62])
            rest /= 62
        }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }
}
