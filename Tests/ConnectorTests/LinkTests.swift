// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Foundation
import Testing

@testable import Connector

/// The connector's small decisions, each by itself.
@Suite struct LinkTests {
    private struct NoJitter: RandomNumberGenerator {
        mutating func next() -> UInt64 { 1 }
    }

    /// Facts A1: 1 s × 1.8, cap 30 s.
    @Test func theBackoffGrowsToItsCap() {
        var backoff = Backoff()
        var random = NoJitter()
        let delays = (0..<8).map { _ in backoff.delay(using: &random).components }
        let seconds = delays.map { Double($0.seconds) + Double($0.attoseconds) / 1e18 }
        for (found, expected) in zip(seconds, [1, 1.8, 3.24, 5.832, 10.4976, 18.89568, 30, 30]) {
            #expect(abs(found - expected) < 0.001)
        }
        backoff.reset()
        let again = backoff.delay(using: &random)
        #expect(again == .seconds(1))
    }

    @Test func theBackoffHasAtMostAQuarterSecondOfChance() {
        for _ in 0..<100 {
            var backoff = Backoff()
            let delay = backoff.delay()
            #expect(delay >= .seconds(1) && delay <= .milliseconds(1250))
        }
    }

    @Test(
        arguments: [
            ([(0, 0), (5, 5), (10, 29)], Watchdog.Verdict.fine), ([(0, 0), (5, 31)], .silent), ([(0, 0), (13, 1)], .slept),
            ([(0, 0), (12, 1)], .fine),
        ] as [([(Int, Int)], Watchdog.Verdict)]
    )
    func theWatchdogSeesSilenceAndSleep(ticks: [(Int, Int)], verdict: Watchdog.Verdict) {
        var watchdog = Watchdog()
        var last = Watchdog.Verdict.fine
        for (now, silence) in ticks { last = watchdog.tick(now: .seconds(now), sinceInbound: .seconds(silence)) }
        #expect(last == verdict)
    }

    /// THREATS 16.
    @Test(
        arguments: [
            ("https://hub.example.org", "https://hub.example.org"), ("https://Hub.Example.org/", "https://hub.example.org"),
            ("wss://hub.example.org:8443", "https://hub.example.org:8443"), ("http://localhost:8787", "http://localhost:8787"),
            ("ws://127.0.0.1:1", "http://127.0.0.1:1"), ("http://[::1]:80", "http://[::1]:80"), ("http://hub.example.org", nil),
            ("ws://192.168.1.4:80", nil), ("http://localhost.example.org", nil), ("http://127.0.0.1.example.org", nil),
            ("http://0.0.0.0:80", nil),
            ("https://u:p@hub.example.org", nil), ("http://localhost@evil.example", nil), ("https://hub.example.org/path", nil),
            ("https://hub.example.org?x", nil), ("ftp://hub", nil), ("hub.example.org", nil), ("https://", nil),
            ("http://localhost:0", nil),
            ("http://localhost:99999", nil), ("http://2130706433", nil), ("http://127.1", nil),
            ("http://localhost\\@evil.example", nil),
        ] as [(String, String?)]
    )
    func hubAddresses(text: String, origin: String?) { #expect((try? HubAddress(text))?.origin == origin) }

    @Test func theSocketsAddressFollows() throws {
        #expect(try HubAddress("https://h.example").webSocketURL == "wss://h.example/v1/bridge/ws")
        #expect(try HubAddress("http://localhost:1").webSocketURL == "ws://localhost:1/v1/bridge/ws")
        #expect(try HubAddress("https://h.example").authority == "h.example:443")
        #expect(try HubAddress("http://[::1]").authority == "[::1]:80")
    }

    @Test(arguments: [("añb", 2, "a"), ("añb", 3, "añ"), ("abc", 9, "abc"), ("é", 1, ""), ("abc", -1, "")])
    func prefixesOfWholeCharacters(text: String, count: Int, prefix: String) { #expect(text.prefix(utf8Bytes: count) == prefix) }
}

/// Where tokens are kept.
@Suite struct CredentialTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("credential-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func credential() throws -> Credential {
        var random = SystemRandomNumberGenerator()
        return Credential(
            hub: try HubAddress("https://hub.example.org"),
            token: BridgeToken(installationID: Identifier.installation.new(), using: &random)
        )
    }

    @Test func aFileIsForItsOwnerAlone() throws {
        try withFolder { folder in
            let store = CredentialStore(place: .file(folder + "/token"))
            let credential = try credential()
            try store.save(credential)
            #expect(try store.load() == credential)
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/token")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/token")
            #expect(throws: CredentialError.unsafeMode(path: folder + "/token", mode: "0644")) { try store.load() }
        }
    }

    /// With the hub known from the pairing the file holds the token alone.
    @Test func aTokenFileHoldsTheTokenAlone() throws {
        try withFolder { folder in
            let credential = try credential()
            let store = CredentialStore(place: .file(folder + "/token"), hub: credential.hub)
            try store.save(credential)
            #expect(try String(contentsOfFile: folder + "/token", encoding: .utf8) == credential.token.text + "\n")
            #expect(try store.load() == credential)
        }
    }

    @Test func aSystemdCredentialIsReadAndNotWritten() throws {
        try withFolder { folder in
            let credential = try credential()
            try (credential.token.text + "\n").write(toFile: folder + "/drawbridge-token", atomically: true, encoding: .utf8)
            let store = CredentialStore(place: .systemd(folder: folder), hub: credential.hub)
            #expect(try store.load() == credential)
            #expect(throws: CredentialError.self) { try store.save(credential) }
        }
    }

    /// THREATS 16: a token goes to the hub that gave it.
    @Test func aTokenIsForOneHub() throws {
        try withFolder { folder in
            let credential = try credential()
            try CredentialStore(place: .file(folder + "/c")).save(credential)
            let other = CredentialStore(place: .file(folder + "/c"), hub: try HubAddress("https://other.example.org"))
            #expect(throws: CredentialError.otherHub("https://hub.example.org")) { try other.load() }
        }
    }

    @Test func whatIsMissingOrBrokenSaysWhatToDo() throws {
        try withFolder { folder in
            #expect { try CredentialStore(place: .file(folder + "/none")).load() } throws: { "\($0)".contains("drawbridge pair") }
            #expect(
                FileManager.default.createFile(
                    atPath: folder + "/bad",
                    contents: Data("x".utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            )
            #expect(throws: CredentialError.unreadable) { try CredentialStore(place: .file(folder + "/bad")).load() }
        }
    }
}
