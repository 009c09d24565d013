// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Testing
import WebSockets

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    /// For the name localhost, valid until 2125, with a key that is good for nothing else.
    static let certificate =
        "MIIBlTCCATugAwIBAgIUEYDiJ0gkWrlHf9lwAmcomuyyuvgwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2"
        + "MTEyMTA5NTY0NFoYDzIxMjYxMDI4MDk1NjQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC"
        + "AASO1gOAJ73+TtQ3NPua0oFRr1oJ/TVgrasXAZZpWUxGCaTfuJUhipGhSIlW1C9dhUGBMyfoqMWbcyRLFymzoYKAo2kwZzAdBgNV"
        + "HQ4EFgQU6WMf0eyW07bNb3YYfJtnnkyh2ScwHwYDVR0jBBgwFoAU6WMf0eyW07bNb3YYfJtnnkyh2ScwDwYDVR0TAQH/BAUwAwEB"
        + "/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIhAOXJ1kW2DFpZCCbyESdBXE3rQx/Uv6qzX0Xai0kTGpb0"
        + "AiB2F95WDy7Qt4czu9gJrLLMa4In4CPM45yVNnBVYcEmRQ=="
    static let key =
        "MHcCAQEEIPl3MPjq1pUzpQzM0gkUGtJ1MzOOy64vlp0UOHT3sloSoAoGCCqGSM49AwEHoUQDQgAEjtYDgCe9/k7UNzT7mtKBUa9a"
        + "Cf01YK2rFwGWaVlMRgmk37iVIYqRoUiJVtQvXYVBgTMn6KjFm3MkSxcps6GCgA=="

    static func withServer(_ body: (_ port: Int, _ trusting: TLSConfiguration) async throws -> Void) async throws {
        let certificate = try NIOSSLCertificate(bytes: base64(Self.certificate), format: .der)
        let key = try NIOSSLPrivateKey(bytes: base64(Self.key), format: .der)
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        )
        let web = WebSocketUpgradeChannel(responder: { _, _, _ in }) { _ in .accept(delegate: Echo()) }
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                do {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
                return web.setup(channel: channel, logger: quiet).map { _ in }
            }
            .bind(host: "localhost", port: 0).get()
        var trusting = TLSConfiguration.makeClientConfiguration()
        trusting.trustRoots = .certificates([certificate])
        do {
            try await body(server.localAddress?.port ?? 0, trusting)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    static func base64(_ text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { break }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= 1 << count - 1
            }
        }
        return bytes
    }

    @Test func aSocketOverTLS() async throws {
        try await Self.withServer { port, trusting in
            let messages = WebSocketMessages()
            let socket = try await WebSocketClient.connect(to: "wss://localhost:\(port)/", tls: trusting, delegate: messages)
            let text = String(repeating: "secure ", count: 100_000)
            socket.send(text)
            var iterator = messages.makeAsyncIterator()
            #expect(await iterator.next() == .text(text))
            socket.close()
            await socket.waitForClose()
            #expect(messages.close?.code == .normal)
        }
    }

    @Test func aCertificateThatNobodySignedIsRefused() async throws {
        try await Self.withServer { port, _ in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "wss://localhost:\(port)/", delegate: Echo())
            }
            guard case .tls = error else { throw CancellationError() }
        }
    }

    @Test func aCertificateForAnotherNameIsRefused() async throws {
        try await Self.withServer { port, trusting in
            let error = await #expect(throws: WebSocketConnectError.self) {
                _ = try await WebSocketClient.connect(to: "wss://127.0.0.1:\(port)/", tls: trusting, delegate: Echo())
            }
            guard case .tls = error else { throw CancellationError() }
        }
    }
}
