// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import BridgeProtocol
import Calls
import Client
import Connector
import Foundation
import HubHarness
import Logging
import Redaction
import Storage

/// A real connector against a real hub; only the runtime is the test's.
struct ConnectorFixture: Sendable {
    let hub: HubFixture
    let user: HubClient
    let credential: Credential
    let folder: String

    static func run(_ body: @Sendable (ConnectorFixture) async throws -> Void) async throws {
        try await HubFixture.run { hub in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("connector-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let connector = try await hub.pair()
            guard let token = BridgeToken(connector.token) else { throw CredentialError.unreadable }
            let fixture = ConnectorFixture(
                hub: hub,
                user: try await hub.signIn(),
                credential: Credential(hub: try HubAddress(hub.origin), token: token),
                folder: folder
            )
            try await body(fixture)
        }
    }

    /// Runs a connector beside the body, on the folder that all connectors of this fixture share.
    func withConnector<Result: Sendable>(
        _ runtime: ScriptedRuntime,
        settings: ForwardSettings = ForwardSettings(),
        gateLog: GateLogSource? = nil,
        _ body: @Sendable (Connector) async throws -> Result
    ) async throws -> Result {
        let database = try SQLiteDatabase(path: folder + "/connector.sqlite")
        let http = HTTPClient(configuration: HubTransport.httpConfiguration)
        var logger = Logger(label: "connector")
        logger.logLevel = .error
        let connector = try await Connector(
            credential: credential,
            dependencies: ConnectorDependencies(
                database: database,
                http: http,
                settings: settings,
                redactor: Redactor(placeholders: PlaceholderMaker(key: Array(repeating: 7, count: 32))),
                gateLog: gateLog,
                clock: hub.clock.wall,
                version: "test",
                logger: logger
            )
        )
        let task = Task { try await connector.run(runtime) }
        do {
            let result = try await body(connector)
            task.cancel()
            try await task.value
            try await http.shutdown()
            await database.close()
            return result
        } catch {
            task.cancel()
            _ = try? await task.value
            try? await http.shutdown()
            await database.close()
            throw error
        }
    }

    func session() async throws -> String {
        try await user.createSession(installationID: credential.token.installationID)
    }

    /// The answer to an interaction, once it is final.
    func answer(to interactionID: String, in sessionID: String) async throws -> MessageRecord {
        for try await event in user.events(after: StreamPosition(epoch: try await epoch(), seq: 0)) {
            guard event.known == .messageFinalized, let message = event.data["message"] else { continue }
            let record = try MessageRecord(json: message)
            if record.interactionID == interactionID { return record }
        }
        throw CancellationError()
    }

    private func epoch() async throws -> String {
        let text = try await user.call("GET", "/snapshot")["position"]?.stringValue
        return text.flatMap(StreamPosition.init)?.epoch ?? ""
    }

    /// The next approval that is asked for.
    func approval() async throws -> ApprovalRecord {
        for try await event in user.events(after: StreamPosition(epoch: try await epoch(), seq: 0)) {
            guard event.known == .approvalRequested, let approval = event.data["approval"] else { continue }
            let record = try ApprovalRecord(json: approval)
            if try await user.approvals().contains(where: { $0.id == record.id }) { return record }
        }
        throw CancellationError()
    }
}
