// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Hummingbird

/// Pairing: two routes for the terminal, which has no credential yet, and two for the signed-in owner.
struct PairingRoutes: Sendable {
    let store: PairingStore
    let limiter: RateLimiter

    func addPublicRoutes(to router: Router<HubContext>) {
        router.post("/v1/pairing/start") { request, context in
            try limiter.take(.pairing, owner: context.remoteAddress)
            let fields = try await request.jsonFields()
            let started = try await store.start(
                connectorType: try fields.string("connector_type", maximum: 64),
                hostLabel: try fields.string("host_label", maximum: 128),
                address: context.remoteAddress
            )
            return Response.success([
                "code": .string(started.code), "expires_at": .int(started.expiresAt), "poll_token": .string(started.pollToken),
            ])
        }
        router.post("/v1/pairing/poll") { request, context in
            try limiter.take(.pairing, owner: context.remoteAddress)
            let token = try await request.jsonFields().string("poll_token")
            switch try await store.poll(token: token) {
            case .pending: return Response.success(["status": "pending"])
            case .paired(let installationID, let token, let claimedBy):
                return Response.success([
                    "status": "paired", "installation_id": .string(installationID), "token": .string(token),
                    "claimed_by": .string(claimedBy),
                ])
            }
        }
    }

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.post("/pairing/inspect") { request, context in
            let session = try context.requireUserSession()
            let code = try await request.jsonFields().string("code", maximum: 32)
            let candidate = try await counting(session) { try await store.inspect(code: code) }
            return Response.success([
                "connector_type": .string(candidate.connectorType),
                "host_label": .string(candidate.hostLabel),
                "address": .string(candidate.address),
                "started_at": .int(candidate.startedAt),
                "expires_at": .int(candidate.expiresAt),
            ])
        }
        group.post("/pairing/claim") { request, context in
            let session = try context.requireUserSession()
            let code = try await request.jsonFields().string("code", maximum: 32)
            let record = try await counting(session) { try await store.claim(code: code, by: session) }
            return Response.success(["installation_id": .string(record.id), "installation": record.json])
        }
    }

    /// Wrong codes cost: five a minute for a user, fifty for everybody together.
    private func counting<Value: Sendable>(
        _ session: UserSession,
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard limiter.hasToken(.claim, owner: session.userID), limiter.hasToken(.claimBreaker, owner: "") else {
            throw HubError(.rateLimited, "Too many wrong codes. Wait a minute.", retryAfterMilliseconds: 60_000)
        }
        do {
            return try await body()
        } catch let error as HubError where error.is(.notFound) {
            try limiter.take(.claim, owner: session.userID)
            try limiter.take(.claimBreaker, owner: "")
            throw error
        }
    }
}
