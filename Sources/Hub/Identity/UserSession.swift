// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// A signed-in browser, phone or CLI. Nothing to do with bridge tokens.
struct UserSession: Sendable, Hashable {
    /// Opaque, not the cookie: for lists and for ending it.
    let id: String
    let userID: String
    let userName: String
}

/// A secret that its holder shows again and of which only the hash is stored: cookies, sign-in links, poll tokens.
struct OpaqueToken: Sendable {
    /// 43 base62 digits: 256 random bits.
    let text: String

    init(using random: inout some RandomNumberGenerator) { text = Base62.random(43, using: &random) }

    var hash: String { Self.hash(of: text) }

    static func hash(of text: String) -> String { Digest(of: text.utf8).hex }
}

/// Users, sign-in links and user sessions.
struct IdentityStore: Sendable {
    let database: any Database
    let clock: WallClock

    /// How long a sign-in link is good.
    static let linkLifetime: Int64 = 600_000
    /// A user session ends after so long without use…
    static let idleLifetime: Int64 = 14 * 86_400_000
    /// …and after so long in any case.
    static let absoluteLifetime: Int64 = 90 * 86_400_000

    /// Makes the hub's row and its owner at the first start.
    /// - Returns: The owner's id and the log's epoch.
    func prepare() async throws -> (ownerID: String, epoch: String) {
        let now = clock.now()
        return try await database.write { transaction in
            if let row = try transaction.row("SELECT epoch, owner_id FROM hub WHERE id = 1") {
                return (try row.text("owner_id"), try row.text("epoch"))
            }
            var random = SystemRandomNumberGenerator()
            let ownerID = Identifier.user.new(using: &random)
            let epoch = Base62.random(8, using: &random)
            try transaction.execute("INSERT INTO hub (id, epoch, owner_id) VALUES (1, ?, ?)", epoch, ownerID)
            try transaction.execute(
                "INSERT INTO users (user_id, name, created_at, event_seq, event_floor) VALUES (?, ?, ?, 0, 0)",
                ownerID,
                "Owner",
                now
            )
            return (ownerID, epoch)
        }
    }

    /// A new single-use token for a sign-in link; older unused ones stay good until they expire.
    func makeSignInToken(userID: String) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let token = OpaqueToken(using: &random)
        let hash = token.hash
        let now = clock.now()
        try await database.write { transaction in
            try transaction.execute("DELETE FROM sign_in_tokens WHERE expires_at <= ?", now)
            return try transaction.execute(
                "INSERT INTO sign_in_tokens (token_hash, user_id, expires_at) VALUES (?, ?, ?)",
                hash,
                userID,
                now + Self.linkLifetime
            )
        }
        return token.text
    }

    /// Uses a sign-in token up and opens a user session.
    ///
    /// - Parameter audit: Writes to the log; when it throws, nothing happens.
    /// - Returns: The cookie's value.
    /// - Throws: `not_signed_in` for a token that is unknown, used or too old.
    func signIn(
        token: String,
        label: String,
        audit: @escaping @Sendable (UserSession) throws -> Void
    ) async throws -> String {
        let hash = OpaqueToken.hash(of: token)
        let now = clock.now()
        return try await database.write { transaction in
            let used = try transaction.row(
                """
                UPDATE sign_in_tokens SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?
                RETURNING user_id
                """,
                now,
                hash,
                now
            )
            guard let used else {
                throw HubError(
                    .notSignedIn,
                    "This sign-in link was used already or is older than ten minutes. Make a new one: drawbridge hub sign-in-link"
                )
            }
            let userID = try used.text("user_id")
            let name = try transaction.row("SELECT name FROM users WHERE user_id = ?", userID)?.text("name") ?? ""
            var random = SystemRandomNumberGenerator()
            let cookie = OpaqueToken(using: &random)
            let session = UserSession(id: "sgn_" + Base62.random(16, using: &random), userID: userID, userName: name)
            try transaction.execute(
                """
                INSERT INTO user_sessions (user_session_id, token_hash, user_id, label, created_at, last_used_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                session.id,
                cookie.hash,
                userID,
                label,
                now,
                now,
                now + Self.absoluteLifetime
            )
            try audit(session)
            return cookie.text
        }
    }

    /// The user session behind a cookie, or nil.
    func userSession(cookie: String) async throws -> UserSession? {
        let hash = OpaqueToken.hash(of: cookie)
        let now = clock.now()
        let found = try await database.read { connection -> (UserSession, Int64)? in
            let row = try connection.row(
                """
                SELECT s.user_session_id, s.user_id, s.last_used_at, s.expires_at, u.name FROM user_sessions s
                JOIN users u ON u.user_id = s.user_id WHERE s.token_hash = ?
                """,
                hash
            )
            guard let row else { return nil }
            let lastUsed = try row.integer("last_used_at")
            guard try row.integer("expires_at") > now, lastUsed > now - Self.idleLifetime else { return nil }
            let session = UserSession(
                id: try row.text("user_session_id"),
                userID: try row.text("user_id"),
                userName: try row.text("name")
            )
            return (session, lastUsed)
        }
        guard let (session, lastUsed) = found else { return nil }
        if now - lastUsed > 60_000 {
            try await database.write {
                try $0.execute("UPDATE user_sessions SET last_used_at = ? WHERE token_hash = ?", now, hash)
            }
        }
        return session
    }

    /// Whether a sign-in is still good: not ended, not too old.
    func isOpen(userSessionID: String) async throws -> Bool {
        let now = clock.now()
        return try await database.read { connection in
            try connection.row(
                "SELECT 1 AS open FROM user_sessions WHERE user_session_id = ? AND expires_at > ?",
                userSessionID,
                now
            ) != nil
        }
    }

    /// The user's sign-ins, newest first, for the page that lists them.
    func userSessions(of userID: String) async throws -> [JSONValue] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT user_session_id, label, created_at, last_used_at FROM user_sessions WHERE user_id = ?
                ORDER BY created_at DESC
                """,
                userID
            ).map { row in
                [
                    "sign_in_id": .string(try row.text("user_session_id")),
                    "label": .string(try row.text("label")),
                    "created_at": .int(try row.integer("created_at")),
                    "last_used_at": .int(try row.integer("last_used_at")),
                ]
            }
        }
    }

    /// Ends one of the user's sign-ins.
    /// - Returns: Whether there was one.
    func end(userSessionID: String, of userID: String, audit: @escaping @Sendable () throws -> Void) async throws -> Bool {
        try await database.write { transaction in
            let count = try transaction.execute(
                "DELETE FROM user_sessions WHERE user_session_id = ? AND user_id = ?",
                userSessionID,
                userID
            )
            if count > 0 { try audit() }
            return count > 0
        }
    }
}
