// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Storage
internal import WebSockets

/// What stands between the sockets of connectors and the database.
struct DeliveryService: Sendable {
    let database: any Database
    let clock: WallClock
    let connections: BridgeConnections
    let installations: InstallationStore
    let authenticator: BridgeAuthenticator
    let boundary: BoundaryMiddleware
    let audit: HubAudit
    let logger: Logger

    private static let page = 100

    // MARK: Upgrades

    /// Decides on a WebSocket upgrade. Middleware does not see these, so the same checks are made here.
    func decide(_ request: WebSocketUpgradeRequest) async -> WebSocketUpgradeDecision {
        guard request.path == "/v1/bridge/ws" else { return .notWebSocket }
        do {
            let target = request.path + (request.query.map { "?" + $0 } ?? "")
            try boundary.check(authority: request.headers.first(name: "host"), target: target, logger: logger)
            let credential = try await authenticator.authenticate(
                authorization: request.headers.first(name: "authorization"),
                address: request.remoteAddress?.ipAddress ?? "unix"
            )
            let installationID = credential.installationID
            let (generation, acknowledged, newest) = try await database.write { transaction in
                let generation = try installations.beginGeneration(installationID, in: transaction)
                let row = try transaction.row(
                    "SELECT acked_update_id, update_seq FROM installations WHERE installation_id = ?",
                    installationID
                )
                try audit.record(
                    .installationConnected,
                    user: credential.userID,
                    ["installation_id": .string(installationID), "generation": .int(generation)]
                )
                return (generation, try row?.integer("acked_update_id") ?? 0, try row?.integer("update_seq") ?? 0)
            }
            let connection = BridgeConnection(
                installationID: installationID,
                generation: generation,
                secretHash: credential.secretHash,
                acknowledged: acknowledged,
                service: self
            )
            connection.note(newest: newest)
            return .accept(headers: [:], subprotocol: nil, configuration: nil, delegate: connection)
        } catch let error as HubError {
            return Self.reject(error)
        } catch {
            logger.error("upgrade failed", metadata: ["error": "\(error)"])
            return Self.reject(HubError(.internalError, "Something went wrong in the hub."))
        }
    }

    private static func reject(_ error: HubError) -> WebSocketUpgradeDecision {
        .reject(
            status: HTTPResponseStatus(statusCode: error.status),
            headers: ["Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"],
            body: ByteBuffer(bytes: Envelope.failure(error).canonicalBytes)
        )
    }

    // MARK: For connections

    func opened(_ connection: BridgeConnection) {
        noteState(connection, isOnline: true)
        connection.readOn()
        closeIfRevoked(connection)
    }

    /// A token that was revoked between the upgrade's check and now found no connection to close (THREATS 19).
    private func closeIfRevoked(_ connection: BridgeConnection) {
        background("the check of a new connection") {
            let isGood = try await database.read { try BridgeAuthenticator.isGood(secretHash: connection.secretHash, in: $0) }
            if !isGood { connection.close(BridgeCloseCode.revoked, reason: "this token was revoked") }
        }
    }

    func closed(_ connection: BridgeConnection) { noteState(connection, isOnline: false) }

    private func noteState(_ connection: BridgeConnection, isOnline: Bool) {
        background("presence") {
            try await database.write { transaction in
                // The newest state wins: by now another connection may be there, or none.
                guard connections.isOnline(connection.installationID) == isOnline else { return }
                try installations.noteState(connection.installationID, isOnline: isOnline, in: transaction)
            }
        }
    }

    func read(_ connection: BridgeConnection, after id: Int64) {
        Task {
            do {
                let page = try await database.read {
                    try UpdateStore.pending(for: connection.installationID, after: id, limit: Self.page, in: $0)
                }
                connection.deliver(page: page)
            } catch {
                logger.error("updates cannot be read", metadata: ["error": "\(error)"])
                connection.readFailed()
            }
        }
    }

    func acknowledge(_ connection: BridgeConnection, upTo id: Int64) {
        #if DEBUG
            if TestDefect.redeliver.isPlanted { return connection.readOn() }
        #endif
        background("acknowledgement") {
            try await database.write { try UpdateStore.acknowledge(connection.installationID, upTo: id, in: $0) }
        }
        connection.readOn()
    }

    func cancelAcknowledged(_ connection: BridgeConnection, interactionID: String) {
        logger.debug("cancel acknowledged", metadata: ["interaction_id": "\(interactionID)"])
    }

    /// What need not be waited for: if it fails, it comes again with the next connection.
    private func background(_ what: String, _ body: @escaping @Sendable () async throws -> Void) {
        Task {
            do {
                try await body()
            } catch StorageError.closed {
                // The hub stops.
            } catch {
                logger.error("\(what) failed", metadata: ["error": "\(error)"])
            }
        }
    }
}
