// SPDX-License-Identifier: Apache-2.0

/// Which addresses are this hub's own. They come from its configuration, never from a request (THREATS 20).
public struct Origins: Sendable, Hashable {
    /// The origin that people use: `http://localhost:8787`, `https://hub.example.org`. No slash at the end.
    public let own: String
    /// Whether it is `https`, so that cookies get `__Host-` and `Secure`.
    public let isSecure: Bool
    /// The port that the hub listens on.
    public let port: Int
    /// Whether the hub listens on this machine alone, in plain HTTP.
    public let isLoopback: Bool

    private let authorities: Set<String>

    /// - Parameters:
    ///   - listenHost: What `--listen` names.
    ///   - port: The port, after the system chose one if it was 0.
    ///   - publicURL: What `--public-url` names, if the hub stands behind a proxy.
    /// - Throws: ``OriginsError`` when the hub would be reachable from outside without TLS, or the URL is none.
    public init(listenHost: String, port: Int, publicURL: String? = nil) throws(OriginsError) {
        self.port = port
        let listensOnLoopback = Self.isLoopback(host: listenHost)
        var authorities: Set<String> = []
        if listensOnLoopback { authorities = ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)"] }
        guard let publicURL else {
            guard listensOnLoopback else { throw .publicURLMissing(listenHost) }
            own = "http://localhost:\(port)"
            isSecure = false
            isLoopback = true
            self.authorities = authorities
            return
        }
        guard let (scheme, authority) = Self.split(publicURL) else { throw .notAnOrigin(publicURL) }
        let host =
            authority.hasPrefix("[")
            ? String(authority.prefix(while: { $0 != "]" })) + "]" : String(authority.prefix { $0 != ":" })
        let isSecure = scheme == "https"
        guard isSecure || Self.isLoopback(host: host) else { throw .plainHTTP(publicURL) }
        own = "\(scheme)://\(authority)"
        self.isSecure = isSecure
        isLoopback = listensOnLoopback && !isSecure
        authorities.insert(authority)
        self.authorities = authorities
    }

    /// Whether a `Host` header names this hub.
    public func isOurs(authority: String) -> Bool { authorities.contains(authority.lowercased()) }

    /// The scheme and the lower-case authority of an origin without path; the scheme's own port is left out.
    private static func split(_ url: String) -> (scheme: String, authority: String)? {
        var rest = Substring(url.lowercased())
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        for (scheme, port) in [("https", ":443"), ("http", ":80")] where rest.hasPrefix(scheme + "://") {
            rest = rest.dropFirst(scheme.count + 3)
            if rest.hasSuffix(port) { rest = rest.dropLast(port.count) }
            guard !rest.isEmpty, !rest.contains(where: { "/?#@ \\".contains($0) }) else { return nil }
            return (scheme, String(rest))
        }
        return nil
    }

    /// Whether a host's name or address is this machine's loopback.
    static func isLoopback(host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

public enum OriginsError: Error, Sendable, Equatable, CustomStringConvertible {
    case publicURLMissing(String)
    case notAnOrigin(String)
    case plainHTTP(String)

    public var description: String {
        switch self {
        case .publicURLMissing(let host):
            "listening on \(host), beyond this machine, needs --public-url https://… (put a TLS proxy in front), or listen on 127.0.0.1"
        case .notAnOrigin(let url): "\(url) is no origin: write https://host or https://host:port"
        case .plainHTTP(let url):
            "\(url) is plain http beyond this machine: passwords and messages would travel in the clear; use https"
        }
    }
}
