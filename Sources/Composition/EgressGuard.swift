// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Gate
internal import NIOCore
internal import NIOPosix

/// Keeps our own requests away from private networks, after resolution too.
///
/// A name server that answers otherwise a moment later can still lead the connection elsewhere; what is asked is HEAD alone,
/// and nothing of the answer but its length is used.
enum EgressGuard {
    /// Whether a URL is http or https to a host all of whose addresses are public.
    static func isPublic(_ url: String) async -> Bool {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty
        else { return false }
        guard HostScope.isPublic(host) else { return false }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        guard let addresses = try? await resolve(host, port), !addresses.isEmpty else { return false }
        return addresses.allSatisfy(HostScope.isPublic)
    }

    private static func resolve(_ host: String, _ port: Int) async throws -> [String] {
        try await NIOThreadPool.singleton.runIfActive {
            try resolveNow(host, port)
        }
    }

    private static func resolveNow(_ host: String, _ port: Int) throws -> [String] {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [String] = []
        var next = found
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            ) == 0 {
                addresses.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
