// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Calls
import Client
import Foundation
import HubHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import Hub

/// INTERFACES.md, "Home, address, sign-in".
@Suite struct IdentityTests {
    @Test func aLinkSignsInOnceByAPlainGetOnLoopback() async throws {
        try await HubFixture.run { hub in
            let link = try await hub.hub.signInLink()
            #expect(link.hasPrefix(hub.origin + "/sign-in?token="))
            let path = String(link.dropFirst(hub.origin.count))
            let first = try await hub.raw(.GET, path)
            #expect(first.status == 303)
            #expect(first.headers.first(name: "location") == "/")
            let cookie = try #require(first.headers.first(name: "set-cookie"))
            #expect(cookie.hasPrefix("drawbridge_\(hub.port)="))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Secure"))
            let second = try await hub.raw(.GET, path)
            #expect(second.status == 401)
            #expect(second.headers.first(name: "set-cookie") == nil)
            let me = try await hub.raw(.GET, "/v1/me", headers: [("Cookie", String(cookie.prefix { $0 != ";" }))])
            #expect(me.status == 200)
        }
    }

    @Test(arguments: ["Purpose", "Sec-Purpose"])
    func aPrefetchUsesNothingUp(header: String) async throws {
        try await HubFixture.run { hub in
            let link = try await hub.hub.signInLink()
            let path = String(link.dropFirst(hub.origin.count))
            let early = try await hub.raw(.GET, path, headers: [(header, "prefetch;prerender")])
            #expect(early.status == 200)
            #expect(early.headers.first(name: "set-cookie") == nil)
            #expect(try await hub.raw(.GET, path).status == 303)
        }
    }

    @Test func aLinkIsGoodForTenMinutes() async throws {
        try await HubFixture.run { hub in
            let link = try await hub.hub.signInLink()
            hub.clock.advance(by: 600_001)
            #expect(try await hub.raw(.GET, String(link.dropFirst(hub.origin.count))).status == 401)
        }
    }

    @Test func beyondLoopbackOnlyTheButtonSignsInAndTheCookieIsSecure() async throws {
        try await HubFixture.run(publicURL: "https://hub.example.org") { hub in
            let link = try await hub.hub.signInLink()
            let token = try #require(link.split(separator: "=").last.map(String.init))
            let host = ("Host", "hub.example.org")
            let page = try await hub.raw(.GET, "/sign-in?token=\(token)", headers: [host])
            #expect(page.status == 200)
            #expect(page.headers.first(name: "set-cookie") == nil)
            let answer = try await hub.raw(
                .POST,
                "/v1/sign-in",
                body: JSONValue.object(["token": .string(token)]).canonical,
                headers: [host, ("Origin", "https://hub.example.org"), ("Content-Type", "application/json")]
            )
            #expect(answer.status == 200)
            let cookie = try #require(answer.headers.first(name: "set-cookie"))
            #expect(cookie.hasPrefix("__Host-drawbridge="))
            for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(attribute)) }
        }
    }

    @Test func changesNeedOurOriginAndJSON() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            let cookie = ("Cookie", user.cookie)
            let json = ("Content-Type", "application/json")
            func post(_ headers: [(String, String)]) async throws -> HubFixture.Answer {
                try await hub.raw(.POST, "/v1/me/sessions", body: "{}", headers: [cookie] + headers)
            }
            for origin in ["http://evil.example", "http://127.0.0.1:\(hub.port)", "null"] {
                let answer = try await post([("Origin", origin), json])
                #expect(answer.status == 403)
                #expect(answer.code == "origin_mismatch")
            }
            #expect(try await post([json]).code == "origin_mismatch")
            #expect(try await post([("Origin", hub.origin), json, ("Sec-Fetch-Site", "cross-site")]).code == "origin_mismatch")
            #expect(try await post([("Origin", hub.origin), ("Content-Type", "text/plain")]).status == 415)
            #expect(try await post([("Origin", hub.origin), json]).code == "invalid_request")
        }
    }

    @Test func anotherHostIsMisdirected() async throws {
        try await HubFixture.run { hub in
            let answer = try await hub.raw(.GET, "/healthz", headers: [("Host", "evil.example:\(hub.port)")])
            #expect(answer.status == 421)
            #expect(try await hub.raw(.GET, "/healthz", headers: [("Host", "127.0.0.1:\(hub.port)")]).status == 200)
        }
    }

    /// THREATS 19.
    @Test func endingASignInEndsItsStreams() async throws {
        try await HubFixture.run { hub in
            let first = try await hub.signIn()
            let second = try await hub.signIn()
            let list = try await second.call("GET", "/sign-ins")["sign_ins"]?.arrayValue
            #expect(list?.count == 2)
            let me = try await first.call("GET", "")
            let id = try #require(me["sign_in_id"]?.stringValue)
            let response = try await first.transport.execute(
                "GET",
                "/v1/me/stream",
                headers: [("Cookie", first.cookie)],
                timeout: .seconds(60)
            )
            var stream = response.body.makeAsyncIterator()
            // The first bytes say that the hub listens for us.
            _ = try await stream.next()
            try await second.call("POST", "/sign-ins/\(id)/end")
            while try await stream.next() != nil {}
            await #expect(throws: (any Error).self) { try await first.call("GET", "") }
            #expect(hub.audit.events.contains("signed_out"))
        }
    }

    @Test func sessionsEndAfterTwoIdleWeeks() async throws {
        try await HubFixture.run { hub in
            let user = try await hub.signIn()
            hub.clock.advance(by: 13 * 86_400_000)
            try await user.call("GET", "")
            hub.clock.advance(by: 13 * 86_400_000)
            try await user.call("GET", "")
            hub.clock.advance(by: 15 * 86_400_000)
            await #expect(throws: (any Error).self) { try await user.call("GET", "") }
        }
    }

    /// When the log cannot be written the action does not happen.
    @Test func withoutALogNobodySignsIn() async throws {
        try await HubFixture.run { hub in
            let link = try await hub.hub.signInLink()
            hub.audit.fill(true)
            await #expect(throws: (any Error).self) { try await HubClient.signIn(link: link, http: hub.http) }
            hub.audit.fill(false)
            _ = try await HubClient.signIn(link: link, http: hub.http)
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1", nil, "http://localhost:80", nil), ("0.0.0.0", nil, nil, "--public-url"),
            ("0.0.0.0", "https://Hub.Example.org/", "https://hub.example.org", nil),
            ("127.0.0.1", "http://hub.example.org", nil, "plain http"),
            ("127.0.0.1", "https://u@hub.example.org", nil, "no origin"),
            ("127.0.0.1", "https://hub.example.org/path", nil, "no origin"),
            ("::1", nil, "http://localhost:80", nil),
            ("127.0.0.1", "https://hub.example.org:443", "https://hub.example.org", nil),
        ] as [(String, String?, String?, String?)]
    )
    func originsComeFromTheConfiguration(host: String, publicURL: String?, own: String?, problem: String?) {
        do {
            let origins = try Origins(listenHost: host, port: 80, publicURL: publicURL)
            #expect(origins.own == own)
        } catch {
            #expect(problem.map { "\(error)".contains($0) } ?? false, "\(error)")
        }
    }
}
