// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import CPlatform
internal import Calls
internal import Client
public import Connector
internal import DemoRuntime
internal import Foundation
internal import Gate
public import Logging
internal import Redaction
public import ServiceLifecycle
internal import Storage

/// Which runtime stands behind the connector.
public enum RuntimeChoice: String, Sendable, CaseIterable {
    /// What is installed on this machine; the demonstration if there is nothing.
    case auto
    case demo
}

/// A connector with its gate and its runtime, on a data folder.
public struct ConnectorHost: Service {
    private let folder: DataFolder
    private let credential: Credential
    private let workspace: String
    private let logger: Logger
    private let lock: FolderLock
    private let stateChanged: @Sendable (Bool) async -> Void

    /// - Parameters:
    ///   - workspace: The demonstration's scratch folder; nil is `<data>-workspace`.
    ///   - stateChanged: True when the hub is connected, false when it is lost.
    public init(
        folder: DataFolder,
        credential: Credential,
        workspace: String?,
        logger: Logger,
        stateChanged: @escaping @Sendable (Bool) async -> Void = { _ in }
    ) throws {
        try folder.prepare()
        lock = try folder.lock("connector")
        self.folder = folder
        self.credential = credential
        self.workspace = workspace ?? folder.workspace
        self.logger = logger
        self.stateChanged = stateChanged
    }

    /// Runs until the surrounding task is cancelled or a graceful shutdown is asked for.
    public func run() async throws {
        try ConnectorState.save(to: folder)
        // What the runtime starts stays recognisable as its offspring: see OwnTerminal.
        _ = cplatform_adopt_orphans()
        let database = try SQLiteDatabase(path: folder.connectorDatabase)
        let http = HTTPClient(configuration: HubTransport.httpConfiguration)
        do {
            try await run(database: database, http: http)
        } catch is CancellationError {
            // Asked to stop.
        } catch {
            try? await http.shutdown()
            await database.close()
            throw error
        }
        try? await http.shutdown()
        await database.close()
        try? FileManager.default.removeItem(atPath: folder.connectorState)
    }

    private func run(database: SQLiteDatabase, http: HTTPClient) async throws {
        // The gate asks through the connector, the connector reports the gate's log: the approver comes first.
        let approver = LateApprover()
        let gate = try await GateHost.start(
            folder: folder,
            endpoints: [credential.hub.authority],
            approver: approver,
            logger: logger
        )
        let connector = try await Connector(
            credential: credential,
            dependencies: ConnectorDependencies(
                database: database,
                http: http,
                settings: try settings(),
                redactor: gate.configuration.redactor,
                gateLog: .file(folder.gateAuditLog, log: gate.log),
                version: Version.text,
                logger: logger
            )
        )
        approver.set(connector.approver)
        let runtime = DemoRuntime(
            configuration: DemoConfiguration(gateSocket: folder.gateSocket, workspace: workspace, home: folder.home)
        )
        do {
            try await cancelWhenGracefulShutdown { try await connector.run(runtime, stateChanged: stateChanged) }
        } catch {
            await gate.stop()
            throw error
        }
        await gate.stop()
    }

    private func settings() throws -> ForwardSettings {
        guard FileManager.default.fileExists(atPath: folder.settings) else { return ForwardSettings() }
        guard let json = folder.read(folder.settings) else { throw ForwardSettingsError.notAnObject }
        return try ForwardSettings(json: json)
    }
}

extension ConnectorHost {
    /// Runs as a process of its own: until Ctrl-C or SIGTERM.
    public func runUntilSignal() async throws {
        try await ServiceGroup.runUntilSignal([self], logger: logger)
    }
}
