// SPDX-License-Identifier: Apache-2.0

public import BridgeProtocol
public import Calls
internal import Hummingbird
public import Logging
internal import NIOCore
public import ServiceLifecycle
public import Storage
internal import WebSockets

/// Where a hub listens and what it calls itself.
public struct HubConfiguration: Sendable {
    /// An address of this machine: `127.0.0.1`, `::1`, `0.0.0.0`.
    public var listenHost: String
    /// 0 lets the system choose one; then ``origins`` must be made after binding.
    public var port: Int
    public var origins: Origins

    public init(listenHost: String, port: Int, origins: Origins) {
        self.listenHost = listenHost
        self.port = port
        self.origins = origins
    }
}

/// What a hub needs from outside.
public struct HubDependencies: Sendable {
    public var database: any Database
    public var audit: HubAudit
    public var clock: WallClock
    public var logger: Logger

    public init(database: any Database, audit: HubAudit, clock: WallClock = .system, logger: Logger) {
        self.database = database
        self.audit = audit
        self.clock = clock
        self.logger = logger
    }
}

/// The hub: sign-in, installations, sessions, delivery, approvals, on one database.
public struct Hub: Sendable {
    public let configuration: HubConfiguration
    /// The user to whom a new hub belongs.
    public let ownerID: String

    private let dependencies: HubDependencies
    private let parts: HubParts

    /// Brings the database up to date and puts the parts together. Nothing listens yet.
    public init(configuration: HubConfiguration, dependencies: HubDependencies) async throws {
        self.configuration = configuration
        self.dependencies = dependencies
        try await dependencies.database.migrate(Schema.migrations)
        let identity = IdentityStore(database: dependencies.database, clock: dependencies.clock)
        let (ownerID, epoch) = try await identity.prepare()
        self.ownerID = ownerID
        parts = HubParts(configuration: configuration, dependencies: dependencies, identity: identity, epoch: epoch)
    }

    /// One line for the owner: opens the page and signs in, once, within ten minutes.
    public func signInLink() async throws -> String {
        try await SignInLink.make(for: ownerID, identity: parts.identity, origins: configuration.origins)
    }

    /// Makes an installation for the connector that runs in this very process, without a code.
    public func pairLocally(name: String, connectorType: String) async throws -> (installationID: String, token: String) {
        let (ownerID, parts) = (ownerID, parts)
        return try await dependencies.database.write { transaction in
            let record = try parts.installations.create(
                userID: ownerID,
                name: name,
                connectorType: connectorType,
                hostLabel: name,
                in: transaction
            )
            try parts.audit.record(.tokenIssued, user: ownerID, ["installation_id": .string(record.id), "local": true])
            return (record.id, try parts.installations.issueToken(installationID: record.id, in: transaction).text)
        }
    }

    /// Whether a bridge token is one of this hub's that is good now.
    public func knows(token: BridgeToken) async throws -> Bool {
        do {
            _ = try await parts.authenticator.authenticate(authorization: "Bearer \(token.text)", address: "local")
            return true
        } catch let error as HubError where error.is(.invalidToken) || error.is(.installationRevoked) {
            return false
        }
    }

    /// The server with its background work, to be run in a service group. It stops gracefully: sockets and streams are
    /// closed, what was accepted is committed.
    ///
    /// - Parameter onRunning: Called with the port once the hub listens.
    public func services(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) -> [any Service] {
        let router = parts.router()
        let delivery = parts.delivery
        let application = Application(
            responder: router.buildResponder(),
            server: .http1WithWebSockets(upgrade: { await delivery.decide($0) }),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listenHost, port: configuration.port),
                serverName: nil,
                backlog: 1024
            ),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) },
            logger: dependencies.logger
        )
        return [application, HubHousekeeping(parts: parts, logger: dependencies.logger)]
    }

    /// Expires approvals that are due. Housekeeping does it every second; tests call it.
    public func expireApprovals() async throws { try await parts.expireApprovals() }
}

/// Makes sign-in links, also from a program beside the running hub, on the same database.
public enum SignInLink {
    /// For the owner of the hub whose database this is.
    /// - Throws: When the hub has never run here.
    public static func make(database: any Database, origin: String, clock: WallClock = .system) async throws -> String {
        let identity = IdentityStore(database: database, clock: clock)
        let (ownerID, _) = try await identity.prepare()
        return "\(origin)/sign-in?token=\(try await identity.makeSignInToken(userID: ownerID))"
    }

    static func make(for userID: String, identity: IdentityStore, origins: Origins) async throws -> String {
        "\(origins.own)/sign-in?token=\(try await identity.makeSignInToken(userID: userID))"
    }
}
