// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Storage
internal import Synchronization

/// Makes POSTs repeatable (INTERFACES.md, "Idempotency keys").
///
/// The record commits with the effect. Nothing is recorded for a request that was refused, so that it can be corrected
/// and sent again under the same key; nor for answers that carry a secret, which do not come through here.
final class Idempotency: Sendable {
    private let database: any Database
    private let clock: WallClock
    private let running = Mutex<Set<String>>([])

    init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Runs `effect` once for each key and answers with its result.
    ///
    /// - Parameters:
    ///   - credential: Whose key it is.
    ///   - route: The path with its parameters filled in.
    func perform(
        _ request: Request,
        fields: Fields,
        credential: String,
        route: String,
        effect: @escaping @Sendable (any WriteTransaction) throws -> JSONValue
    ) async throws -> Response {
        guard let key = try key(of: request, fields: fields) else {
            return .success(try await database.write(effect))
        }
        let mark = "\(credential) \(route) \(key)"
        guard running.withLock({ $0.insert(mark).inserted }) else {
            throw HubError(
                .idempotencyInProgress,
                "A request with this idempotency key is still running. Send it again shortly.",
                retryAfterMilliseconds: 100
            )
        }
        defer { running.withLock { _ = $0.remove(mark) } }
        let fingerprint = Self.fingerprint(of: fields)
        let now = clock.now()
        let (result, isReplay) = try await database.write { transaction -> (JSONValue, Bool) in
            let record = try transaction.row(
                "SELECT fingerprint, result, created_at FROM idempotency WHERE credential = ? AND route = ? AND idempotency_key = ?",
                credential,
                route,
                key
            )
            #if DEBUG
                let known = TestDefect.forgetIdempotency.isPlanted ? nil : record
            #else
                let known = record
            #endif
            if let known, try known.integer("created_at") > now - Limits.idempotencyLifetime {
                guard try known.text("fingerprint") == fingerprint else {
                    throw HubError(
                        .idempotencyConflict,
                        "This idempotency key was used with another body. Use a new key for a new request."
                    )
                }
                return (try JSONValue(parsing: known.text("result")), true)
            }
            let result = try effect(transaction)
            try transaction.execute(
                """
                INSERT INTO idempotency (credential, route, idempotency_key, fingerprint, result, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (credential, route, idempotency_key)
                DO UPDATE SET fingerprint = excluded.fingerprint, result = excluded.result, created_at = excluded.created_at
                """,
                credential,
                route,
                key,
                fingerprint,
                result.canonical,
                now
            )
            return (result, false)
        }
        guard isReplay else { return .success(result) }
        return .json(Envelope.success(result, idempotent: true), headers: [.idempotentReplayed: "true"])
    }

    private func key(of request: Request, fields: Fields) throws -> String? {
        let inBody = try fields.idempotencyKey()
        guard let inHeader = request.headers[.idempotencyKey] else { return inBody }
        guard IdempotencyKey.isValid(inHeader) else {
            throw HubError(.invalidRequest, "The Idempotency-Key header must have 1 to 255 visible ASCII characters.")
        }
        guard inBody == nil || inBody == inHeader else {
            throw HubError(.invalidRequest, "The Idempotency-Key header and the body's idempotency_key differ. Send one of them.")
        }
        return inHeader
    }

    /// The body without the key itself: the key may come in the header or in the body.
    private static func fingerprint(of fields: Fields) -> String {
        var members = fields.members
        members["idempotency_key"] = nil
        return Digest(of: .object(members)).hex
    }

    /// Forgets keys that are older than a day.
    func sweep() async throws {
        let oldest = clock.now() - Limits.idempotencyLifetime
        try await database.write { try $0.execute("DELETE FROM idempotency WHERE created_at <= ?", oldest) }
    }
}
