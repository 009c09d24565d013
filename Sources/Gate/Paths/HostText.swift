// SPDX-License-Identifier: Apache-2.0

/// Where a URL leads, as rules compare it.
struct WebTarget: Equatable {
    var scheme: String
    /// Lower case, no trailing dot, no user info, no brackets.
    var host: String
    /// As given, or the scheme's own.
    var port: Int?
    /// Only if one is said.
    var givenPort: Int?

    /// `host:port`, or `host` with the scheme's own port.
    var target: String {
        let isUsual = (scheme == "https" && port == 443) || (scheme == "http" && port == 80) || port == nil
        let shown = host.contains(":") ? "[\(host)]" : host
        return isUsual ? shown : "\(shown):\(port ?? 0)"
    }

    /// - Parameter url: With a scheme, or as curl takes it, without one.
    /// - Returns: nil if there is no host in it.
    init?(_ url: String) {
        var rest = url[...]
        if let range = Self.separator(in: url) {
            scheme = url[..<range.lowerBound].lowercased()
            rest = url[range.upperBound...]
        } else {
            scheme = "http"
        }
        var authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        var name = authority
        var portText: Substring?
        if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
            name = authority[authority.index(after: authority.startIndex)..<close]
            let after = authority[authority.index(after: close)...]
            if after.hasPrefix(":") { portText = after.dropFirst() }
        } else if let colon = authority.lastIndex(of: ":") {
            name = authority[..<colon]
            portText = authority[authority.index(after: colon)...]
        }
        guard let host = HostText.canonical(String(name)) else { return nil }
        self.host = host
        if let portText, !portText.isEmpty {
            guard let number = Int(portText), (1...65535).contains(number) else { return nil }
            port = number
            givenPort = number
        } else {
            port = scheme == "https" ? 443 : scheme == "http" ? 80 : nil
        }
    }

    private static func separator(in url: String) -> Range<String.Index>? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        return colon..<url.index(colon, offsetBy: 3)
    }
}

enum HostText {
    /// Lower case, without trailing dots; an IPv4 address in any of its spellings (decimal, octal, hexadecimal,
    /// mapped into IPv6) in dotted decimal.
    static func canonical(_ name: String) -> String? {
        var host = Punycode.host(name.lowercased())
        while host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "%") && !host.contains(":") }) else {
            return nil
        }
        for prefix in ["::ffff:", "0:0:0:0:0:ffff:"] where host.hasPrefix(prefix) {
            let rest = String(host.dropFirst(prefix.count))
            if let address = ipv4(rest) { return dotted(address) }
            let groups = rest.split(separator: ":").compactMap { UInt32($0, radix: 16) }
            if groups.count == 2 { return dotted(groups[0] << 16 | groups[1]) }
        }
        return ipv4(host).map(dotted) ?? host
    }

    /// The address in the spellings that `inet_aton` takes: 1 to 4 numbers, each decimal, octal or hexadecimal.
    static func ipv4(_ text: String) -> UInt32? {
        guard let first = text.utf8.first, (48...57).contains(first) else { return nil }
        var numbers: [UInt64] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let number: UInt64?
            if part.hasPrefix("0x") {
                number = part.count == 2 ? 0 : UInt64(part.dropFirst(2), radix: 16)
            } else if part.hasPrefix("0"), part.count > 1 {
                number = UInt64(part, radix: 8)
            } else {
                number = UInt64(part)
            }
            guard let number else { return nil }
            numbers.append(number)
        }
        guard (1...4).contains(numbers.count), let last = numbers.last, numbers.dropLast().allSatisfy({ $0 < 256 }),
            last < 1 << UInt64(8 * (5 - numbers.count))
        else { return nil }
        var value = last
        for (index, number) in numbers.dropLast().enumerated() { value |= number << UInt64(24 - 8 * index) }
        return UInt32(truncatingIfNeeded: value)
    }

    private static func dotted(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "0.0.0.0" || host == "::"
            || (ipv4(host).map { $0 >> 24 == 127 } ?? false)
    }

    /// Addresses at which cloud machines hand out credentials.
    static func isMetadata(_ host: String) -> Bool {
        if let address = ipv4(host) { return address >> 16 == 0xA9FE || address == 0x6464_64C8 }
        return host == "metadata.google.internal" || host == "metadata" || host == "fd00:ec2::254" || host.hasPrefix("fe80:")
    }
}
