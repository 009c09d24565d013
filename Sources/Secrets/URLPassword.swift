// SPDX-License-Identifier: Apache-2.0

/// The password in `scheme://user:password@host` (RFC 3986, 3.2.1).
enum URLPassword {
    private static let ends = ByteSet(" \t\r\n\"'`<>\\{}|^\u{0}")
    private static let userEnds = ByteSet(" \t\r\n\"'`<>\\{}|^/?#@(),;\u{0}")
    private static let hostStarts = ByteSet(ByteSet.letters + ByteSet.digits + "[_-$")
    private static let schemeBytes = ByteSet(ByteSet.letters + ByteSet.digits + "+.-")
    private static let markers = ByteSet("$<{*%[")

    /// - Parameter start: Where `://` stands.
    static func read(_ text: Bytes, at start: Int) -> Range<Int>? {
        guard start > 0, schemeBytes.contains(text[start - 1]) else { return nil }
        var position = start + 3
        let userLimit = min(text.count, position + 128)
        while position < userLimit, text[position] != UInt8(ascii: ":") {
            if userEnds.contains(text[position]) { return nil }
            position += 1
        }
        guard position < userLimit else { return nil }
        let passwordStart = position + 1
        let limit = min(text.count, passwordStart + 256)
        // The last @ before the path: passwords may hold some.
        var end: Int?
        position = passwordStart
        while position < limit, !ends.contains(text[position]) {
            let byte = text[position]
            if byte == UInt8(ascii: "@"), position + 1 < text.count, hostStarts.contains(text[position + 1]) {
                end = position
            } else if end != nil,
                byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ",")
                    || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ")")
            {
                break
            } else if end == nil, byte == UInt8(ascii: "/"), isPort(text, passwordStart..<position) {
                // host:port/path@…
                return nil
            }
            position += 1
        }
        guard let end, end > passwordStart else { return nil }
        let password = passwordStart..<end
        let first = text[passwordStart]
        if markers.contains(first) {
            // %40 begins a password, %s and %(x)s do not; $ecret! does, $SECRET and ${SECRET} do not.
            if first == UInt8(ascii: "%"), password.count >= 3, isHexadecimal(text[passwordStart + 1]),
                isHexadecimal(text[passwordStart + 2])
            {
                return password
            }
            return nil
        }
        if text.containsFolded("${", in: password) || text.containsFolded("$(", in: password) || isFiller(text, password) {
            return nil
        }
        if text.hasFolded("your", at: passwordStart) { return nil }
        return password
    }

    private static func isFiller(_ text: Bytes, _ range: Range<Int>) -> Bool {
        guard range.count >= 3 else { return false }
        return range.allSatisfy { text[$0] == text[range.lowerBound] }
    }

    private static func isPort(_ text: Bytes, _ range: Range<Int>) -> Bool {
        range.count <= 5 && range.allSatisfy { ByteSet.digitSet.contains(text[$0]) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
