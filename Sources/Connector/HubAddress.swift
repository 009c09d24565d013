// SPDX-License-Identifier: Apache-2.0

/// The hub that a connector talks to, checked: `https`, or plain `http` on this very machine (THREATS 16).
public struct HubAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https://hub.example.org`, `http://localhost:8787`: lower case, no path, no slash.
    public let origin: String

    /// - Throws: ``HubAddressError`` with what is wrong about it.
    public init(_ text: String) throws(HubAddressError) {
        var rest = Substring(text)
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        let lower = rest.lowercased()
        guard let scheme = ["https", "http", "wss", "ws"].first(where: { lower.hasPrefix($0 + "://") }) else {
            throw .notAnOrigin(text)
        }
        let authority = lower.dropFirst(scheme.count + 3)
        guard !authority.isEmpty, !authority.contains(where: { "/?# \\".contains($0) }) else { throw .notAnOrigin(text) }
        guard !authority.contains("@") else { throw .hasUserInfo }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let port = authority.dropFirst(host.count)
        guard port.isEmpty || port.first == ":" && (UInt16(port.dropFirst()).map { $0 > 0 } ?? false) else {
            throw .notAnOrigin(text)
        }
        let isSecure = scheme == "https" || scheme == "wss"
        guard isSecure || Self.isLoopback(host: String(host)) else { throw .plainHTTP(text) }
        origin = (isSecure ? "https://" : "http://") + authority
    }

    /// Where the bridge's WebSocket is.
    public var webSocketURL: String {
        (origin.hasPrefix("https://") ? "wss://" + origin.dropFirst(8) : "ws://" + origin.dropFirst(7)) + "/v1/bridge/ws"
    }

    /// `localhost:8787`: the scheme's own port is written out.
    public var authority: String {
        let isSecure = origin.hasPrefix("https://")
        let authority = String(origin.dropFirst(isSecure ? 8 : 7))
        let afterHost = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority[...]
        return afterHost.contains(":") ? authority : authority + (isSecure ? ":443" : ":80")
    }

    public var description: String { origin }

    /// Only names and addresses that cannot lead elsewhere.
    private static func isLoopback(host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

public enum HubAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    case notAnOrigin(String)
    case hasUserInfo
    case plainHTTP(String)

    public var description: String {
        switch self {
        case .notAnOrigin(let text): "\"\(text)\" is no hub address: write https://hub.example.org, without a path"
        case .hasUserInfo: "a hub address has no user name or password in it"
        case .plainHTTP(let text):
            "\(text) is plain http beyond this machine: the token and your messages would travel in the clear; use https"
        }
    }
}
