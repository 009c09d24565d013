// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Storage

/// An installation that showed a good token.
struct BridgeCredential: Sendable, Hashable {
    let installationID: String
    let userID: String
    /// Of the token that was shown.
    let secretHash: String
    /// The generation that the caller says it writes for; nil from plain connectors.
    var generation: Int64?
}

/// Checks bridge tokens, wherever they come in.
struct BridgeAuthenticator: Sendable {
    let database: any Database
    let clock: WallClock
    let limiter: RateLimiter
    let audit: HubAudit

    /// - Parameters:
    ///   - authorization: The `Authorization` header.
    ///   - address: The peer's address, for counting wrong tokens.
    /// - Throws: `invalid_token`, `installation_revoked`, `rate_limited`.
    func authenticate(authorization: String?, address: String) async throws -> BridgeCredential {
        guard let authorization, authorization.lowercased().hasPrefix("bearer ") else {
            throw HubError(.invalidToken, "Send the bridge token as Authorization: Bearer inst_…:s_live_….")
        }
        let text = authorization.dropFirst(7).drop { $0 == " " }
        // A fake fails its checksum before anything is looked up.
        guard let token = BridgeToken(String(text)) else { throw try refusal(address: address, installationID: nil) }
        let row = try await database.read { connection in
            try connection.rows(
                """
                SELECT t.secret_hash, t.revoked_at AS token_revoked_at, i.user_id, i.revoked_at FROM bridge_tokens t
                JOIN installations i ON i.installation_id = t.installation_id WHERE t.installation_id = ?
                """,
                token.installationID
            )
        }
        .first { Self.isEqual(try $0.text("secret_hash"), token.secretHash.hex) }
        guard let row else { throw try refusal(address: address, installationID: token.installationID) }
        guard try row.optionalInteger("revoked_at") == nil, try row.optionalInteger("token_revoked_at") == nil else {
            throw HubError(.installationRevoked, "This installation or its token was revoked. Pair it again: drawbridge pair")
        }
        return BridgeCredential(
            installationID: token.installationID,
            userID: try row.text("user_id"),
            secretHash: token.secretHash.hex
        )
    }

    /// Wrong tokens are counted, good ones are always taken: else whoever shares an address with the connector, the
    /// agent's own commands among them, could lock it out.
    private func refusal(address: String, installationID: String?) throws -> HubError {
        try limiter.take(.failedCredential, owner: address)
        if let installationID {
            try audit.record(
                .tokenRefused,
                user: nil,
                ["installation_id": .string(installationID), "address": .string(address)]
            )
        }
        return HubError(.invalidToken, "This bridge token is not valid. Pair this machine again: drawbridge pair")
    }

    /// Takes the same time wherever two digests differ.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether neither a token nor its installation is revoked.
    static func isGood(secretHash: String, in connection: any Connection) throws -> Bool {
        try connection.row(
            """
            SELECT 1 AS good FROM bridge_tokens t JOIN installations i ON i.installation_id = t.installation_id
            WHERE t.secret_hash = ? AND t.revoked_at IS NULL AND i.revoked_at IS NULL
            """,
            secretHash
        ) != nil
    }

    /// Refuses a write for a connection that a newer one displaced, and for a token or an installation revoked meanwhile.
    static func check(_ credential: BridgeCredential, in transaction: any WriteTransaction) throws {
        let row = try transaction.row(
            "SELECT generation FROM installations WHERE installation_id = ?",
            credential.installationID
        )
        guard let row, try isGood(secretHash: credential.secretHash, in: transaction) else {
            throw HubError(.installationRevoked, "This installation or its token was revoked. Pair it again: drawbridge pair")
        }
        guard let generation = credential.generation else { return }
        guard try row.integer("generation") == generation else {
            throw HubError(.displaced, "A newer connection of this installation took over; this one's writes are refused.")
        }
    }
}

/// Lets requests with a good bridge token through; ignores cookies.
struct BridgeMiddleware: RouterMiddleware {
    let authenticator: BridgeAuthenticator

    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var credential = try await authenticator.authenticate(
            authorization: request.headers[.authorization],
            address: context.remoteAddress
        )
        if let generation = request.headers[.generation] {
            guard let number = Int64(generation) else {
                throw HubError(.invalidRequest, "\(generationHeader) must be the number from the ready frame.")
            }
            credential.generation = number
        }
        context.bridge = credential
        return try await next(request, context)
    }
}
