// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOHTTP1

/// What both ends of the opening handshake must agree on (RFC 6455, 4).
enum Handshake {
    static let version = "13"

    /// The answer to a key: Base64 of SHA-1 of the key and a fixed text (4.2.2, 5.4).
    static func accept(forKey key: String) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: Array(key.utf8))
        hash.update(data: Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        return Base64.encode(Array(hash.finalize()))
    }

    /// A client's key: sixteen random bytes in Base64 (4.1, 7).
    static func key(from randomness: WebSocketRandomness) -> String {
        let words = [randomness.next(), randomness.next()]
        return Base64.encode(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } })
    }

    /// Whether a key is Base64 of sixteen bytes.
    static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        guard bytes.count == 24, bytes[22] == UInt8(ascii: "="), bytes[23] == UInt8(ascii: "=") else { return false }
        return bytes[..<22].allSatisfy { Base64.alphabet.contains($0) }
    }

    /// Whether a header that lists tokens holds one, in any case and over several lines.
    static func contains(_ token: String, in headers: HTTPHeaders, _ name: String) -> Bool {
        headers[canonicalForm: name].contains { $0.lowercased() == token }
    }

    /// Whether a request asks for a WebSocket. Whether it does so correctly is `fault`'s question.
    static func isUpgrade(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && contains("websocket", in: head.headers, "upgrade")
            && contains("upgrade", in: head.headers, "connection")
    }

    /// What is wrong with a request for a WebSocket, as the response that says so; nil if nothing is (4.2.1).
    static func fault(in head: HTTPRequestHead) -> (status: HTTPResponseStatus, headers: HTTPHeaders, text: String)? {
        func bad(_ text: String) -> (HTTPResponseStatus, HTTPHeaders, String) { (.badRequest, [:], text) }
        let headers = head.headers
        guard head.version == .http1_1 else { return bad("A WebSocket needs HTTP/1.1.") }
        let versions = headers[canonicalForm: "sec-websocket-version"]
        guard versions.count == 1, versions[0] == version else {
            return (.upgradeRequired, ["sec-websocket-version": version], "This server speaks WebSocket version 13.")
        }
        let keys = headers["sec-websocket-key"]
        guard keys.count == 1, isKey(keys[0]) else {
            return bad("Sec-WebSocket-Key must be there once: sixteen bytes in Base64.")
        }
        guard headers["host"].count == 1 else { return bad("Host must be there once.") }
        guard !headers.contains(name: "transfer-encoding"), headers["content-length"].allSatisfy({ $0 == "0" }) else {
            return bad("A request for a WebSocket has no body.")
        }
        return nil
    }

    /// What is wrong with a server's 101 response; nil if nothing is (4.1).
    static func fault(in response: HTTPResponseHead, key: String, offered: [String]) -> String? {
        let headers = response.headers
        if !contains("websocket", in: headers, "upgrade") { return "no Upgrade: websocket in the 101 response" }
        if !contains("upgrade", in: headers, "connection") { return "no Connection: Upgrade in the 101 response" }
        if headers["sec-websocket-accept"] != [accept(forKey: key)] { return "Sec-WebSocket-Accept does not answer our key" }
        if headers.contains(name: "sec-websocket-extensions") { return "the server chose an extension that was not offered" }
        let chosen = headers[canonicalForm: "sec-websocket-protocol"]
        if chosen.count > 1 { return "the server chose several subprotocols" }
        if let subprotocol = chosen.first, !offered.contains(String(subprotocol)) {
            return "the server chose the subprotocol \(subprotocol), which was not offered"
        }
        return nil
    }
}
