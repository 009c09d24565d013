// SPDX-License-Identifier: Apache-2.0

package import AsyncHTTPClient
package import BridgeProtocol
package import Calls
package import Client
import Foundation
package import Hub
import Logging
import NIOCore
package import NIOHTTP1
import NIOPosix
import ServiceLifecycle
package import Storage
import Synchronization
package import WebSockets

/// A real hub on a real SQLite file and a real socket; only its clock is the test's.
package struct HubFixture: Sendable {
    package let hub: Hub
    package let origin: String
    package let port: Int
    package let clock: TestClock
    package let audit: AuditRecorder
    package let database: SQLiteDatabase
    package let http: HTTPClient

    /// Starts a hub, runs the body, stops the hub.
    package static func run(
        publicURL: String? = nil,
        _ body: @Sendable (HubFixture) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hub-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try freePort()
        let clock = TestClock()
        let audit = AuditRecorder()
        let database = try SQLiteDatabase(path: folder + "/hub.sqlite")
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let origins = try Origins(listenHost: "127.0.0.1", port: port, publicURL: publicURL)
        let hub = try await Hub(
            configuration: HubConfiguration(listenHost: "127.0.0.1", port: port, origins: origins),
            dependencies: HubDependencies(database: database, audit: audit.log, clock: clock.wall, logger: logger)
        )
        let (running, started) = AsyncStream<Void>.makeStream()
        let isListening = Flag()
        let services = hub.services { _ in
            isListening.raise()
            started.finish()
        }
        let group = ServiceGroup(configuration: .init(services: services, logger: logger))
        let http = HTTPClient(configuration: HubTransport.httpConfiguration)
        let fixture = HubFixture(
            hub: hub,
            origin: "http://localhost:\(port)",
            port: port,
            clock: clock,
            audit: audit,
            database: database,
            http: http
        )
        let task = Task {
            defer { started.finish() }
            try await group.run()
        }
        for await _ in running {}
        do {
            // A hub that could not listen has ended already, and says why.
            if !isListening.isRaised { try await task.value }
            try await body(fixture)
        } catch {
            await group.triggerGracefulShutdown()
            try? await http.shutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await http.shutdown()
        try await task.value
        await database.close()
    }

    /// The next port to try: no two tests of this process get the same one, and below 32,768 no client connection does.
    private static let nextPort = Atomic(Int.random(in: 15_000..<24_000))

    private static func freePort() throws -> Int {
        for _ in 0..<200 {
            let port = 15_000 + nextPort.add(1, ordering: .relaxed).newValue % 10_000
            let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            guard let channel = try? bootstrap.bind(host: "127.0.0.1", port: port).wait() else { continue }
            try channel.close().wait()
            return port
        }
        throw NeverHappened()
    }

    // MARK: Talking to it

    package struct Answer: Sendable {
        package let status: Int
        package let json: JSONValue
        package let headers: HTTPHeaders
        package var result: JSONValue? { json["result"] }
        package var code: String? { json["error"]?["code"]?.stringValue }
    }

    /// A request as it stands, whatever is in it.
    package func raw(
        _ method: HTTPMethod,
        _ path: String,
        body: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: origin + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let response = try await http.execute(request, timeout: .seconds(20))
        let bytes = Array(try await response.body.collect(upTo: 16 << 20).readableBytesView)
        return Answer(
            status: Int(response.status.code),
            json: (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self)),
            headers: response.headers
        )
    }

    package func signIn() async throws -> HubClient {
        try await HubClient.signIn(link: try await hub.signInLink(), http: http)
    }

    /// What housekeeping does every second.
    package func expireApprovals() async throws { try await hub.expireApprovals() }

    /// A plain connector: an installation with its token.
    package func pair() async throws -> PlainConnector {
        let (installationID, token) = try await hub.pairLocally(name: "laptop", connectorType: "custom")
        return PlainConnector(fixture: self, installationID: installationID, token: token)
    }

    /// A session with a plain connector, and a first message sent into it.
    package func conversation() async throws -> (
        user: HubClient, connector: PlainConnector, sessionID: String, interactionID: String
    ) {
        let user = try await signIn()
        let connector = try await pair()
        let sessionID = try await user.createSession(installationID: connector.installationID)
        let (interactionID, _) = try await user.send("hello", to: sessionID)
        return (user, connector, sessionID, interactionID)
    }
}

/// What people have written against the published protocol: a header with the token, JSON, nothing else.
package struct PlainConnector: Sendable {
    package let fixture: HubFixture
    package let installationID: String
    package let token: String

    package init(fixture: HubFixture, installationID: String, token: String) {
        self.fixture = fixture
        self.installationID = installationID
        self.token = token
    }

    package func post(
        _ route: String,
        _ body: JSONValue,
        headers: [(String, String)] = []
    ) async throws -> HubFixture.Answer {
        try await fixture.raw(
            .POST,
            "/v1/bridge/\(route)",
            body: body.canonical,
            headers: [("Authorization", "Bearer \(token)")] + headers
        )
    }

    package func connect() async throws -> (socket: WebSocket, messages: WebSocketMessages) {
        let messages = WebSocketMessages()
        let socket = try await WebSocketClient.connect(
            to: "ws://localhost:\(fixture.port)/v1/bridge/ws",
            headers: ["Authorization": "Bearer \(token)"],
            delegate: messages
        )
        socket.send(#"{"type":"hello","version":"0.13.0"}"#)
        return (socket, messages)
    }

    /// The next updates, acknowledged or not.
    package func updates(_ count: Int, from messages: WebSocketMessages, socket: WebSocket, acknowledge: Bool = true) async throws
        -> [Update]
    {
        var updates: [Update] = []
        var iterator = messages.makeAsyncIterator()
        while updates.count < count, let message = await iterator.next() {
            guard case .text(let text) = message, case .update(let update) = try HubFrame(parsing: text) else { continue }
            updates.append(update)
            if acknowledge { socket.send(ConnectorFrame.ack(upTo: update.id).json.canonical) }
        }
        return updates
    }
}

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    package init() {}

    private let time = Mutex<Int64>(1_800_000_000_000)

    package var wall: WallClock { WallClock { self.time.withLock { $0 } } }

    package func advance(by milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// The hub's log, in memory; it can be made to fail.
package final class AuditRecorder: Sendable {
    package init() {}

    package struct Full: Error {}

    private let state = Mutex<(entries: [[String: JSONValue]], isFull: Bool)>(([], false))

    package var log: HubAudit {
        HubAudit(
            append: { members in
                try self.state.withLock { state in
                    if state.isFull { throw Full() }
                    state.entries.append(members)
                }
            },
            recent: { user, limit in
                self.state.withLock { state in
                    state.entries.filter { $0["user_id"]?.stringValue == user }.suffix(limit).reversed().map(JSONValue.object)
                }
            }
        )
    }

    package var events: [String] { state.withLock { $0.entries.compactMap { $0["event"]?.stringValue } } }

    package var text: String { state.withLock { $0.entries.map { JSONValue.object($0).canonical }.joined(separator: "\n") } }

    package func fill(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }
}

/// Looks again every few milliseconds until something holds.
/// - Throws: ``NeverHappened`` after half a minute: a test that waits for ever tells nobody why.
package func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !(try await condition()) {
        guard ContinuousClock.now < deadline else { throw NeverHappened() }
        try await Task.sleep(for: .milliseconds(5))
    }
}

package struct NeverHappened: Error {}

/// Raised once, seen by everybody.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .acquiring) }

    func raise() { value.store(true, ordering: .releasing) }
}
