// SPDX-License-Identifier: Apache-2.0

public import Calls

/// `inst_<16 base62>:s_live_<secret>`: authorises one installation's bridge actions, nothing else.
///
/// The secret is 38 random base62 digits (226 bits) and a checksum of 6, the CRC-32 of the rest in base62, so that
/// a fake is refused before any lookup. Only ``secretHash`` is stored.
public struct BridgeToken: Sendable, Hashable {
    public let installationID: String
    /// With the checksum, without `s_live_`.
    public let secret: String

    static let randomDigits = 38
    static let checksumDigits = 6
    static let marker = ":s_live_"

    public init(installationID: String, using random: inout some RandomNumberGenerator) {
        self.installationID = installationID
        let body = Base62.random(Self.randomDigits, using: &random)
        secret = body + Self.checksum(of: installationID + Self.marker + body)
    }

    /// Reads a token, checking form and checksum.
    /// - Returns: nil if it is none of ours; nothing needs to be looked up then.
    public init?(_ text: String) {
        guard let range = text.range(of: Self.marker, maximumLength: 128) else { return nil }
        let installationID = String(text[..<range.lowerBound])
        let secret = String(text[range.upperBound...])
        guard Identifier.installation.matches(installationID),
            secret.utf8.count == Self.randomDigits + Self.checksumDigits,
            secret.utf8.allSatisfy(Base62.isDigit)
        else { return nil }
        let body = String(secret.prefix(Self.randomDigits))
        guard secret.suffix(Self.checksumDigits) == Self.checksum(of: installationID + Self.marker + body) else { return nil }
        self.installationID = installationID
        self.secret = secret
    }

    /// The whole token. Show it once, keep it in a 0600 file, never log it.
    public var text: String { installationID + Self.marker + secret }

    /// SHA-256 of the secret. A fast hash is right for 226 random bits.
    public var secretHash: Digest { Digest(of: secret.utf8) }

    private static func checksum(of text: String) -> String {
        Base62.encode(crc32(Array(text.utf8)), width: checksumDigits)
    }

    /// CRC-32 as in ISO 3309 (the one of zip and PNG).
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    /// Whether a text contains something that looks like a bridge token: for refusing URLs, not for accepting tokens.
    public static func appears(in text: some StringProtocol) -> Bool {
        let decoded = text.replacingPercentColon
        return decoded.contains(":s_live_") || decoded.contains(":s_test_")
    }
}

extension String {
    fileprivate func range(of needle: String, maximumLength: Int) -> Range<String.Index>? {
        guard utf8.count <= maximumLength else { return nil }
        return firstRange(of: needle)
    }
}

extension StringProtocol {
    /// With `%3A` and `%5F`, the ways to write `:` and `_` in a URL, undone.
    fileprivate var replacingPercentColon: String {
        String(self)
            .replacing("%3A", with: ":").replacing("%3a", with: ":")
            .replacing("%5F", with: "_").replacing("%5f", with: "_")
    }
}

extension BridgeToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the secret.
    public var description: String { installationID + Self.marker + "…" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["installationID": installationID]) }
}
