// SPDX-License-Identifier: Apache-2.0

import Crypto

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes the text that stands where a secret stood: `[REDACTED BY DRAWBRIDGE POLICY] (rule-id tag)`.
///
/// The tag lets a reader see that two places held the same secret. It is keyed with a key of this installation,
/// cannot be turned back, and is left out unless the secret is too long to guess (THREATS 6). Its second half
/// authenticates the first, so that a tag of ours is known from one that somebody made up.
public struct PlaceholderMaker: Sendable {
    /// The fixed part. A setting; readers look for the tag, not for this.
    public let label: String
    private let key: SymmetricKey

    /// Bits of estimated entropy above which the tag is shown.
    public static let tagThreshold = 80.0

    /// - Parameter key: At least 16 random bytes, the same for the life of the installation.
    public init(key: [UInt8], label: String = "[REDACTED BY DRAWBRIDGE POLICY]") {
        self.key = SymmetricKey(data: key)
        self.label = label
    }

    public func placeholder(rule: String, secret: some Collection<UInt8>) -> String {
        guard Self.entropy(of: secret) > Self.tagThreshold else { return "\(label) (\(rule))" }
        return "\(label) (\(rule) \(tag(rule: rule, secret: secret)))"
    }

    /// 16 hexadecimal digits: 10 of the secret's fingerprint, 6 that authenticate them.
    func tag(rule: String, secret: some Collection<UInt8>) -> String {
        let fingerprint = hexadecimal("secret", [UInt8](secret), count: 5)
        return fingerprint + check(rule: rule, fingerprint: fingerprint)
    }

    /// Whether this installation issued `tag` for `rule`; by chance once in 16 million.
    func issued(tag: some StringProtocol, rule: some StringProtocol) -> Bool {
        tag.utf8.count == 16 && check(rule: String(rule), fingerprint: String(tag.prefix(10))) == tag.suffix(6)
    }

    private func check(rule: String, fingerprint: String) -> String {
        hexadecimal("tag", Array("\(rule) \(fingerprint)".utf8), count: 3)
    }

    private func hexadecimal(_ purpose: String, _ bytes: [UInt8], count: Int) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array((purpose + "\u{0}").utf8))
        code.update(data: bytes)
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: code.finalize().prefix(count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    /// Shannon's estimate from the frequencies of a secret's own bytes, in bits. It errs on the low side for short ones.
    static func entropy(of secret: some Collection<UInt8>) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        for byte in secret { counts[Int(byte)] += 1 }
        let total = Double(secret.count)
        return counts.reduce(into: 0.0) { bits, count in
            if count > 0 { bits -= Double(count) * log2(Double(count) / total) }
        }
    }
}
