// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Testing

@testable import WebSockets

@Suite struct HandshakeTests {
    @Test func theAcceptKeyOfTheRFC() {
        #expect(Handshake.accept(forKey: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(Handshake.key(from: .init { 0 }) == "AAAAAAAAAAAAAAAAAAAAAA==")
        #expect(Handshake.isKey(Handshake.key(from: .system)))
    }

    static let good: HTTPHeaders = [
        "Host": "example.org", "Upgrade": "h2c, WebSocket", "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
    ]

    static func head(_ change: (inout HTTPHeaders) -> Void = { _ in }) -> HTTPRequestHead {
        var headers = good
        change(&headers)
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
    }

    @Test func tokensAnywhereInAnyCase() {
        #expect(Handshake.isUpgrade(Self.head()))
        #expect(Handshake.fault(in: Self.head()) == nil)
        #expect(
            Handshake.isUpgrade(
                Self.head {
                    $0.replaceOrAdd(name: "Upgrade", value: "h2c"); $0.add(name: "upgrade", value: "WEBSOCKET")
                }
            )
        )
        #expect(!Handshake.isUpgrade(Self.head { $0.replaceOrAdd(name: "Upgrade", value: "h2c") }))
        #expect(!Handshake.isUpgrade(Self.head { $0.replaceOrAdd(name: "Connection", value: "keep-alive") }))
    }

    @Test(
        arguments: [
            ("Sec-WebSocket-Version", "8", 426), ("Sec-WebSocket-Version", nil, 426), ("Sec-WebSocket-Key", nil, 400),
            ("Sec-WebSocket-Key", "short", 400), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ!!", 400), ("Host", nil, 400),
            ("Content-Length", "5", 400), ("Transfer-Encoding", "chunked", 400),
        ] as [(String, String?, UInt)]
    )
    func faultyRequests(name: String, value: String?, status: UInt) {
        let head = Self.head {
            $0.remove(name: name)
            if let value { $0.add(name: name, value: value) }
        }
        let fault = Handshake.fault(in: head)
        #expect(fault?.status.code == status)
        if status == 426 { #expect(fault?.headers.first(name: "Sec-WebSocket-Version") == "13") }
    }

    @Test func theServersAnswerIsJudged() {
        let key = "dGhlIHNhbXBsZSBub25jZQ=="
        let good: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "upgrade", "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ]
        func fault(_ change: (inout HTTPHeaders) -> Void) -> String? {
            var headers = good
            change(&headers)
            let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
            return Handshake.fault(in: head, key: key, offered: ["chat"])
        }
        #expect(fault { _ in } == nil)
        #expect(fault { $0.add(name: "Sec-WebSocket-Protocol", value: "chat") } == nil)
        #expect(fault { $0.add(name: "Sec-WebSocket-Protocol", value: "other") } != nil)
        #expect(fault { $0.add(name: "Sec-WebSocket-Extensions", value: "permessage-deflate") } != nil)
        #expect(fault { $0.replaceOrAdd(name: "Sec-WebSocket-Accept", value: "no") } != nil)
        #expect(fault { $0.remove(name: "Upgrade") } != nil)
        #expect(fault { $0.remove(name: "Connection") } != nil)
    }

    @Test(arguments: [
        ("ws://example.org", false, "example.org", 80, "/", "example.org"),
        ("WSS://example.org/a/b?c=d", true, "example.org", 443, "/a/b?c=d", "example.org"),
        ("http://example.org:8080?q", false, "example.org", 8080, "/?q", "example.org:8080"),
        ("https://[::1]:9/x", true, "::1", 9, "/x", "[::1]:9"),
    ])
    func addresses(url: String, isSecure: Bool, host: String, port: Int, target: String, authority: String) throws {
        let address = try WebSocketAddress(url)
        #expect(address.isSecure == isSecure && address.host == host && address.port == port)
        #expect(address.target == target && address.authority == authority)
    }

    @Test(arguments: [
        "", "example.org", "ftp://example.org", "ws://", "ws://:80", "ws://u:p@example.org", "ws://example.org:0",
        "ws://example.org:65536",
        "ws://example.org:a", "ws://[::1", "ws://[::1]x", "ws://example.org/#f", "ws://example.org/a b",
        "ws://example.org/\r\nX: y",
    ])
    func badAddresses(url: String) {
        #expect(throws: WebSocketConnectError.self) { try WebSocketAddress(url) }
    }
}
