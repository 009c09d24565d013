// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import Foundation
internal import Gate
internal import NIOCore
internal import NIOHTTP1

/// How large a download would be, as its server says: for policies like “files larger than 10MB”.
enum DownloadSize {
    private static let deadline = TimeAmount.seconds(3)
    private static let redirects = 4

    /// Asks with HEAD, following at most four redirects, and only hosts whose every address is public (THREATS 12, 20).
    ///
    /// - Returns: bytes; nil where the server does not say, or may not be asked.
    static func ask(_ url: String) async -> Int64? {
        var url = url
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        defer { Task { try? await client.shutdown() } }
        for _ in 0...redirects {
            guard await EgressGuard.isPublic(url) else { return nil }
            var request = HTTPClientRequest(url: url)
            request.method = .HEAD
            guard let response = try? await client.execute(request, timeout: deadline) else { return nil }
            if (300..<400).contains(response.status.code), let next = response.headers.first(name: "location") {
                guard let absolute = absolute(next, from: url) else { return nil }
                url = absolute
                continue
            }
            guard response.status.code == 200 else { return nil }
            return response.headers.first(name: "content-length").flatMap(Int64.init).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }

    /// A redirect's target: absolute, or a path on the same host.
    private static func absolute(_ target: String, from url: String) -> String? {
        if target.hasPrefix("https://") || target.hasPrefix("http://") { return target }
        guard target.hasPrefix("/"), !target.hasPrefix("//"), let scheme = url.range(of: "://") else { return nil }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return String(url[..<scheme.upperBound]) + host + target
    }
}
