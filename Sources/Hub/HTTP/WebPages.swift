// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import EmbeddedFiles
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The web app, compiled into the program.
struct WebPages: Sendable {
    private struct Page: Sendable {
        let type: String
        let etag: String
        let body: ByteBuffer
    }

    private let pages: [String: Page]

    /// Nothing but our own files may run, and nobody may frame them (THREATS 22).
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "connect-src 'self'",
        "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    init() {
        var pages: [String: Page] = [:]
        for index in 0..<embedded_file_count() {
            guard let file = embedded_file_at(index)?.pointee else { continue }
            let path = String(cString: file.path)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
            pages[path] = Page(
                type: Self.type(of: path),
                etag: "\"\(Digest(of: bytes).hex.prefix(32))\"",
                body: ByteBuffer(bytes: bytes)
            )
        }
        self.pages = pages
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "webmanifest": "application/manifest+json"
        default: "application/octet-stream"
        }
    }

    func addRoutes(to router: Router<HubContext>) {
        router.get("/") { request, _ in respond("index.html", to: request) }
        for path in pages.keys where !path.hasSuffix(".html") {
            router.get("/\(path)") { request, _ in respond(path, to: request) }
        }
    }

    /// A page by its path below `web/`.
    func respond(_ path: String, to request: Request?) -> Response {
        guard let page = pages[path] else { return .failure(HubError(.notFound, "There is no such page.")) }
        var headers: HTTPFields = [
            .contentType: page.type,
            .eTag: page.etag,
            .cacheControl: "no-cache",
            .contentSecurityPolicy: Self.contentSecurityPolicy,
        ]
        if request?.headers[.ifNoneMatch] == page.etag { return Response(status: .notModified, headers: headers) }
        headers[.contentLength] = String(page.body.readableBytes)
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: page.body))
    }
}
