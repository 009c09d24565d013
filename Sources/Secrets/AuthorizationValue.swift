// SPDX-License-Identifier: Apache-2.0

/// The credential of an `Authorization` header (RFC 9110, 11.6.2), in whatever notation the header is written.
enum AuthorizationValue {
    private static let between = ByteSet(" \t\"'`\\:=,>()[]")
    /// RFC 9110, 11.2, and what tokens in the wild have besides.
    private static let token = ByteSet(ByteSet.digits + ByteSet.letters + "-._~+/=:|!")
    private static let blankOrColon = ByteSet(" \t:")
    private static let schemes: [StaticString] = [
        "bearer", "token", "basic", "apikey", "api-key", "ssws", "key", "digest", "aws4-hmac-sha256",
    ]

    /// - Parameter end: Where the word `authorization` ends.
    static func read(_ text: Bytes, afterHeader end: Int) -> Range<Int>? {
        let start = text.end(of: between, from: end, limit: 16)
        guard start > end, start < text.count else { return nil }
        for scheme in schemes where text.hasFolded(scheme, at: start) {
            return read(text, afterScheme: start + scheme.utf8CodeUnitCount, isBasic: text.hasFolded("basic", at: start))
        }
        // A token without a scheme.
        let tokenEnd = text.end(of: token, from: start, limit: 4096)
        let value = start..<tokenEnd
        guard value.count >= 20, ValueShape(text, value).isRandom, !Stand.isIn(text, value, isQuoted: false) else { return nil }
        return value
    }

    /// - Parameter end: Where the scheme's name ends.
    static func read(_ text: Bytes, afterScheme end: Int, isBasic: Bool, isSure: Bool = true) -> Range<Int>? {
        let start = text.end(of: blankOrColon, from: end, limit: 4)
        guard start > end, start < text.count else { return nil }
        let value = start..<text.end(of: token, from: start, limit: 8 << 10)
        guard value.count >= 8, !Stand.isIn(text, value, isQuoted: false) else { return nil }
        let shape = ValueShape(text, value)
        if isBasic {
            // base64 of `user:password`.
            var decoded: [UInt8] = []
            Base64.decode(text, value, into: &decoded)
            return decoded.contains(UInt8(ascii: ":")) && decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? value : nil
        }
        if isSure { return shape.isMixed && value.count >= 12 || shape.isRandom ? value : nil }
        return shape.isRandom && value.count >= 20 ? value : nil
    }
}
