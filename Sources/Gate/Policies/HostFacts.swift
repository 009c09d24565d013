// SPDX-License-Identifier: Apache-2.0

/// What policies ask of a host, found out from its canonical name alone (THREATS 12).
enum HostFacts {
    /// loopback, private, link-local, metadata, public, or unknown where a part of the name is not known.
    static func scope(of host: String) -> String {
        if host.isEmpty || host.contains("*") { return "unknown" }
        // Where a search engine is asked, whichever it is.
        if host == "search" { return "public" }
        if HostText.isMetadata(host) { return "metadata" }
        if HostText.isLoopback(host) { return "loopback" }
        if let address = HostText.ipv4(host) { return scope(of: address) }
        if host.contains(":") { return scope(ofIPv6: host) }
        // Names without a dot, and those that only the local network resolves.
        if !host.contains(".") || localSuffixes.contains(where: host.hasSuffix) { return "private" }
        return "public"
    }

    static func isAddress(_ host: String) -> Bool { host.contains(":") || HostText.ipv4(host) != nil }

    private static let localSuffixes = [
        ".local", ".lan", ".internal", ".intranet", ".home", ".home.arpa", ".corp", ".localdomain",
    ]

    private static func scope(of address: UInt32) -> String {
        switch (address >> 24, address >> 16 & 255) {
        case (10, _), (192, 168): "private"
        case (172, 16...31), (100, 64...127): "private"
        case (169, 254): "link-local"
        case (224...255, _), (0, _): "private"
        default: "public"
        }
    }

    private static func scope(ofIPv6 host: String) -> String {
        if host.hasPrefix("fe8") || host.hasPrefix("fe9") || host.hasPrefix("fea") || host.hasPrefix("feb") {
            return "link-local"
        }
        if host.hasPrefix("fc") || host.hasPrefix("fd") || host.hasPrefix("ff") { return "private" }
        return "public"
    }

    /// The domains that a name lies in: of `a.b.com` itself, `b.com` and `com`; of an address only itself.
    static func domains(of host: String) -> [String] {
        if host.contains(":") || HostText.ipv4(host) != nil { return [host] }
        var domains: [String] = []
        var rest = host[...]
        while !rest.isEmpty, domains.count < 32 {
            domains.append(String(rest))
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return domains
    }
}

/// For our own requests: whether a host's name or address is that of a public one.
public enum HostScope {
    /// - Parameter host: A name, or an address in any spelling.
    public static func isPublic(_ host: String) -> Bool {
        HostText.canonical(host).map { HostFacts.scope(of: $0) == "public" && $0 != "search" } ?? false
    }
}
