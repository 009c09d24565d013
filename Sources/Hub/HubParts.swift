// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Hummingbird
internal import Logging
internal import Storage

/// A hub's parts, each made once and handed to those that stand on it.
struct HubParts: Sendable {
    let database: any Database
    let origins: Origins
    let audit: HubAudit
    let identity: IdentityStore
    let limiter: RateLimiter
    let streams: UserStreams
    let events: EventLog
    let connections: BridgeConnections
    let installations: InstallationStore
    let pairing: PairingStore
    let conversations: ConversationStore
    let updates: UpdateStore
    let approvals: ApprovalStore
    let idempotency: Idempotency
    let authenticator: BridgeAuthenticator
    let delivery: DeliveryService
    private let clock: WallClock
    private let boundary: BoundaryMiddleware

    init(configuration: HubConfiguration, dependencies: HubDependencies, identity: IdentityStore, epoch: String) {
        let clock = dependencies.clock
        self.clock = clock
        database = dependencies.database
        origins = configuration.origins
        audit = dependencies.audit
        self.identity = identity
        limiter = RateLimiter(clock: clock)
        streams = UserStreams()
        events = EventLog(clock: clock, epoch: epoch, streams: streams)
        connections = BridgeConnections()
        installations = InstallationStore(clock: clock, events: events, connections: connections)
        pairing = PairingStore(database: database, clock: clock, installations: installations, audit: audit)
        conversations = ConversationStore(clock: clock, events: events)
        updates = UpdateStore(clock: clock, connections: connections)
        approvals = ApprovalStore(
            clock: clock,
            events: events,
            updates: updates,
            conversations: conversations,
            audit: audit
        )
        idempotency = Idempotency(database: database, clock: clock)
        authenticator = BridgeAuthenticator(database: database, clock: clock, limiter: limiter, audit: audit)
        boundary = BoundaryMiddleware(origins: origins)
        delivery = DeliveryService(
            database: database,
            clock: clock,
            connections: connections,
            installations: installations,
            authenticator: authenticator,
            boundary: boundary,
            audit: audit,
            logger: dependencies.logger
        )
    }

    func router() -> Router<HubContext> {
        let router = Router(context: HubContext.self)
        router.add(middleware: EnvelopeMiddleware())
        router.add(middleware: boundary)
        router.get("/healthz") { _, _ in Response.success(["status": "ok"]) }

        let pages = WebPages()
        pages.addRoutes(to: router)
        let cookie = SessionCookie(origins: origins)
        let identityRoutes = IdentityRoutes(
            store: identity,
            cookie: cookie,
            origins: origins,
            limiter: limiter,
            streams: streams,
            audit: audit
        )
        identityRoutes.addPublicRoutes(to: router, page: { pages.respond("sign-in.html", to: nil) })
        let pairingRoutes = PairingRoutes(store: pairing, limiter: limiter)
        pairingRoutes.addPublicRoutes(to: router)

        let user = router.group("/v1/me").add(
            middleware: UserMiddleware(store: identity, cookie: cookie, origins: origins, limiter: limiter)
        )
        identityRoutes.addRoutes(to: user)
        pairingRoutes.addRoutes(to: user)
        addUserRoutes(to: user)

        let bridge = router.group("/v1/bridge").add(middleware: BridgeMiddleware(authenticator: authenticator))
        BridgeRoutes(
            database: database,
            answers: AnswerStore(events: events, conversations: conversations, approvals: approvals),
            tasks: TaskStore(clock: clock, events: events, conversations: conversations),
            approvals: approvals,
            gateLog: GateLogStore(),
            conversations: conversations,
            idempotency: idempotency,
            limiter: limiter
        ).addRoutes(to: bridge)
        bridge.get("/ws") { _, _ -> Response in
            throw HubError(.upgradeRequired, "Open this address as a WebSocket.")
        }
        return router
    }

    private func addUserRoutes(to group: RouterGroup<HubContext>) {
        InstallationRoutes(
            database: database,
            store: installations,
            connections: connections,
            events: events,
            conversations: conversations,
            approvals: approvals,
            audit: audit
        ).addRoutes(to: group)
        ConversationRoutes(
            database: database,
            store: conversations,
            installations: installations,
            updates: updates,
            approvals: approvals,
            idempotency: idempotency
        ).addRoutes(to: group)
        ApprovalRoutes(database: database, store: approvals, idempotency: idempotency).addRoutes(to: group)
        StreamRoutes(
            database: database,
            identity: identity,
            events: events,
            streams: streams,
            conversations: conversations,
            installations: installations,
            approvals: approvals,
            connections: connections
        ).addRoutes(to: group)
        AuditRoutes(database: database, audit: audit, gateLog: GateLogStore(), installations: installations)
            .addRoutes(to: group)
    }

    func expireApprovals() async throws {
        let now = clock.now()
        let isDue = try await database.read { connection in
            try connection.row("SELECT 1 AS due FROM approvals WHERE status = 'pending' AND expires_at <= ? LIMIT 1", now) != nil
        }
        guard isDue else { return }
        _ = try await database.write { try approvals.expire(in: $0) }
    }
}
