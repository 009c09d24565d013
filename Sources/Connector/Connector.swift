// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
internal import BridgeProtocol
public import Calls
public import Logging
public import Redaction
public import Storage

/// What a connector needs from outside.
public struct ConnectorDependencies: Sendable {
    public var database: any Database
    public var http: HTTPClient
    public var settings: ForwardSettings
    public var redactor: Redactor
    public var gateLog: GateLogSource?
    public var clock: WallClock
    public var version: String
    public var logger: Logger

    public init(
        database: any Database,
        http: HTTPClient,
        settings: ForwardSettings,
        redactor: Redactor,
        gateLog: GateLogSource?,
        clock: WallClock = .system,
        version: String,
        logger: Logger
    ) {
        self.database = database
        self.http = http
        self.settings = settings
        self.redactor = redactor
        self.gateLog = gateLog
        self.clock = clock
        self.version = version
        self.logger = logger
    }
}

/// The daemon on the owner's machine: dials out to the hub, runs turns in the runtime, asks the owner for the gate.
public struct Connector: Sendable {
    /// Puts the gate's questions to the owner.
    public let approver: any Approver

    private let dependencies: ConnectorDependencies
    private let credential: Credential
    private let store: ConnectorStore
    private let api: BridgeAPI
    private let hubApprover: HubApprover
    /// Questions of a former life, which nobody waits for any more.
    private let abandonedApprovals: [String]

    /// Brings the connector's database up to date. Nothing is dialled yet.
    public init(credential: Credential, dependencies: ConnectorDependencies) async throws {
        self.credential = credential
        self.dependencies = dependencies
        try await dependencies.database.migrate(ConnectorStore.migrations)
        store = ConnectorStore(database: dependencies.database)
        try await store.adopt(installationID: credential.token.installationID)
        api = BridgeAPI(address: credential.hub, token: credential.token.text, http: dependencies.http)
        hubApprover = HubApprover(api: api, store: store, clock: dependencies.clock, logger: dependencies.logger)
        approver = hubApprover
        // Read before anybody can ask anything new.
        abandonedApprovals = try await store.openApprovals()
    }

    /// Runs until cancelled; then running turns are stopped and what is queued stays for the next start.
    ///
    /// - Parameter stateChanged: True when the hub is connected, false when it is lost.
    /// - Throws: ``LinkError`` when the hub does not want this installation any more.
    public func run(
        _ runtime: any Runtime,
        stateChanged: @escaping @Sendable (Bool) async -> Void = { _ in }
    ) async throws {
        let logger = dependencies.logger
        let outbox = Outbox(store: store, api: api, logger: logger)
        let turns = TurnScheduler(runtime: runtime, store: store, api: api, logger: logger) { [self] turn, stream in
            ForwardingReporter(
                turn: turn,
                stream: stream,
                settings: dependencies.settings,
                store: store,
                outbox: outbox,
                redactor: dependencies.redactor,
                approver: hubApprover,
                clock: dependencies.clock
            )
        }
        let socket = CurrentSocket()
        let handler = UpdateHandler(store: store, turns: turns, approver: hubApprover, socket: socket, logger: logger)
        let recovery = Recovery(store: store, api: api, outbox: outbox, turns: turns, handler: handler)
        let link = HubLink(
            address: credential.hub,
            token: credential.token.text,
            version: dependencies.version,
            logger: logger,
            receive: { try await handler.receive($0) },
            stateChanged: { [api] generation in
                if let generation { api.set(generation: generation) }
                await stateChanged(generation != nil)
            },
            current: socket
        )
        do {
            try await recovery.run(
                installationID: credential.token.installationID,
                abandonedApprovals: abandonedApprovals
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await link.run() }
                if let source = dependencies.gateLog {
                    let forwarder = GateLogForwarder(
                        source: source,
                        store: store,
                        api: api,
                        settings: dependencies.settings,
                        logger: logger
                    )
                    group.addTask {
                        try await forwarder.run()
                        // The gate is gone; the link decides when the connector ends.
                        try await Task.sleep(for: .seconds(Int64.max / 4))
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await outbox.stop()
            await turns.stop()
            if error is CancellationError { return }
            throw error
        }
    }
}
