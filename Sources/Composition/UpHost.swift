// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Connector
internal import Hub
public import Logging
internal import ServiceLifecycle

/// Everything on this machine in one process: hub, connector, gate and a runtime, on loopback.
public struct UpHost: Sendable {
    private let hub: HubHost
    private let connector: ConnectorHost
    private let logger: Logger

    /// The address to open.
    public var origin: String { hub.origins.own }

    /// Opens the folder; the first time it also makes an installation for its own connector.
    public init(folder: DataFolder, port: Int, workspace: String?, logger: Logger) async throws {
        self.logger = logger
        hub = try await HubHost(folder: folder, listenHost: "127.0.0.1", port: port, publicURL: nil, logger: logger)
        connector = try ConnectorHost(
            folder: folder,
            credential: try await Self.credential(folder: folder, hub: hub.hub, origin: hub.origins.own),
            workspace: workspace,
            logger: logger
        )
    }

    /// The credential in this folder, moved along when the port changed; else a new one.
    private static func credential(folder: DataFolder, hub: Hub, origin: String) async throws -> Credential {
        let address = try HubAddress(origin)
        if let pairing = try Pairing.load(from: folder), let known = try? pairing.credential(),
            try await hub.knows(token: known.token)
        {
            let moved = Pairing(hub: address, place: pairing.place, installationID: pairing.installationID)
            try moved.save(to: folder)
            return Credential(hub: address, token: known.token)
        }
        let name = "This machine"
        let (installationID, text) = try await hub.pairLocally(name: name, connectorType: "drawbridge")
        guard let token = BridgeToken(text) else { throw CredentialError.unreadable }
        let pairing = Pairing(hub: address, place: .file(folder.credential), installationID: installationID)
        let credential = Credential(hub: address, token: token)
        try pairing.store.save(credential)
        try pairing.save(to: folder)
        return credential
    }

    /// Runs until Ctrl-C or SIGTERM, then stops cleanly.
    ///
    /// - Parameter onRunning: Gets the sign-in link once the hub listens.
    public func run(onRunning: @escaping @Sendable (String) async -> Void) async throws {
        let (listening, started) = AsyncStream<Void>.makeStream()
        let hub = hub
        let services: [any Service] = hub.services {
            if let link = try? await hub.hub.signInLink() { await onRunning(link) }
            started.finish()
        }
        let connector = AfterStart(service: connector, started: listening, logger: logger)
        do {
            try await ServiceGroup.runUntilSignal(services + [connector], logger: logger)
        } catch {
            await hub.close()
            throw hub.explained(error)
        }
        await hub.close()
    }
}

/// A service that begins once another has.
private struct AfterStart: Service {
    let service: any Service
    let started: AsyncStream<Void>
    let logger: Logger

    func run() async throws {
        for await _ in started.cancelOnGracefulShutdown() {}
        guard !Task.isShuttingDownGracefully else { return }
        do {
            try await service.run()
        } catch let error as LinkError {
            // Revoked in the page, or displaced: the hub and its page go on without it.
            logger.warning("the connector stopped: \(error). Start again to pair this machine anew.")
            try? await gracefulShutdown()
        }
    }
}
