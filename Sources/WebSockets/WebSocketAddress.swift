// SPDX-License-Identifier: Apache-2.0

/// Where a client connects to: the parts of a ws, wss, http or https URL (RFC 6455, 3).
struct WebSocketAddress: Equatable {
    var isSecure: Bool
    /// Without the brackets of an IPv6 address.
    var host: String
    var port: Int
    /// Path and query, never empty.
    var target: String

    /// The value of the Host header (RFC 9110, 7.2).
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    init(_ url: String) throws(WebSocketConnectError) {
        func bad(_ reason: String) -> WebSocketConnectError { .badAddress(url, reason: reason) }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw bad("it holds a space or another character that must be encoded")
        }
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { throw bad("it has no scheme") }
        switch url[..<colon].lowercased() {
        case "ws", "http": isSecure = false
        case "wss", "https": isSecure = true
        default: throw bad("its scheme is not ws, wss, http or https")
        }
        let rest = url[url.index(colon, offsetBy: 3)...]
        guard !rest.contains("#") else { throw bad("a fragment (#) may not be in it") }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw bad("a user name or password may not be in it") }
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw bad("a bracket is open") }
            host = String(authority[authority.index(after: authority.startIndex)..<bracket])
            let tail = authority[authority.index(after: bracket)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { throw bad("something stands between host and port") }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = String(authority[..<colon])
            port = authority[authority.index(after: colon)...]
        } else {
            host = String(authority)
        }
        guard !host.isEmpty else { throw bad("it has no host") }
        if let port {
            guard let number = UInt16(port), number > 0 else { throw bad("its port is not a number from 1 to 65535") }
            self.port = Int(number)
        } else {
            self.port = isSecure ? 443 : 80
        }
        let tail = rest[end...]
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }
}
