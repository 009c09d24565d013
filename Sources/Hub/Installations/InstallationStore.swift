// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// Installations and their tokens.
struct InstallationStore: Sendable {
    let clock: WallClock
    let events: EventLog
    let connections: BridgeConnections

    /// At most so many tokens of one installation are good at once: the old and the new one while rotating.
    static let activeTokens = 2

    static let columns = "installation_id, user_id, name, connector_type, host_label, created_at, last_seen_at, revoked_at"

    func create(
        userID: String,
        name: String,
        connectorType: String,
        hostLabel: String,
        in transaction: any WriteTransaction
    ) throws -> InstallationRecord {
        let record = InstallationRecord(
            id: Identifier.installation.new(),
            name: name,
            connectorType: connectorType,
            hostLabel: hostLabel,
            isOnline: false,
            createdAt: clock.now(),
            lastSeenAt: nil
        )
        try transaction.execute(
            """
            INSERT INTO installations (installation_id, user_id, name, connector_type, host_label, created_at, generation,
                update_seq, acked_update_id) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)
            """,
            record.id,
            userID,
            record.name,
            record.connectorType,
            record.hostLabel,
            record.createdAt
        )
        try events.append(
            .installationChanged,
            userID: userID,
            data: ["installation": record.json, "change": "paired"],
            in: transaction
        )
        return record
    }

    /// A new token. The oldest beyond ``activeTokens`` is revoked.
    func issueToken(installationID: String, in transaction: any WriteTransaction) throws -> BridgeToken {
        var random = SystemRandomNumberGenerator()
        let token = BridgeToken(installationID: installationID, using: &random)
        let now = clock.now()
        try transaction.execute(
            "INSERT INTO bridge_tokens (secret_hash, installation_id, created_at) VALUES (?, ?, ?)",
            token.secretHash.hex,
            installationID,
            now
        )
        let active = try transaction.rows(
            """
            SELECT secret_hash FROM bridge_tokens WHERE installation_id = ? AND revoked_at IS NULL AND secret_hash <> ?
            ORDER BY created_at DESC
            """,
            installationID,
            token.secretHash.hex
        )
        for row in active.dropFirst(Self.activeTokens - 1) { try revoke(secretHash: row.text("secret_hash"), in: transaction) }
        return token
    }

    /// Revokes one token; the connection that it opened closes after the commit (THREATS 19).
    func revoke(secretHash: String, in transaction: any WriteTransaction) throws {
        try transaction.execute(
            "UPDATE bridge_tokens SET revoked_at = ? WHERE secret_hash = ? AND revoked_at IS NULL",
            clock.now(),
            secretHash
        )
        transaction.afterCommit { [connections] in connections.revoke(secretHash: secretHash) }
    }

    /// The installation, if it is this user's and not revoked.
    func find(
        _ installationID: String,
        of userID: String,
        isOnline: (String) -> Bool,
        in connection: any Connection
    ) throws -> InstallationRecord? {
        try connection.row(
            "SELECT \(Self.columns) FROM installations WHERE installation_id = ? AND user_id = ? AND revoked_at IS NULL",
            installationID,
            userID
        ).map { try Self.record($0, isOnline: isOnline) }
    }

    func list(of userID: String, isOnline: (String) -> Bool, in connection: any Connection) throws -> [InstallationRecord] {
        try connection.rows(
            "SELECT \(Self.columns) FROM installations WHERE user_id = ? AND revoked_at IS NULL ORDER BY created_at",
            userID
        ).map { try Self.record($0, isOnline: isOnline) }
    }

    func rename(_ installationID: String, to name: String, in transaction: any WriteTransaction) throws {
        try transaction.execute("UPDATE installations SET name = ? WHERE installation_id = ?", name, installationID)
    }

    /// Revokes the installation with all its tokens; what waited for it is dropped.
    func revoke(_ installationID: String, in transaction: any WriteTransaction) throws {
        let now = clock.now()
        try transaction.execute("UPDATE installations SET revoked_at = ? WHERE installation_id = ?", now, installationID)
        try transaction.execute(
            "UPDATE bridge_tokens SET revoked_at = ? WHERE installation_id = ? AND revoked_at IS NULL",
            now,
            installationID
        )
        try transaction.execute("DELETE FROM updates WHERE installation_id = ?", installationID)
        transaction.afterCommit { [connections] in connections.revoke(installationID) }
    }

    /// Counts a new connection. Later ones have higher numbers.
    func beginGeneration(_ installationID: String, in transaction: any WriteTransaction) throws -> Int64 {
        let row = try transaction.row(
            """
            UPDATE installations SET generation = generation + 1, last_seen_at = ?
            WHERE installation_id = ? AND revoked_at IS NULL RETURNING generation
            """,
            clock.now(),
            installationID
        )
        guard let row else { throw HubError(.installationRevoked, "This installation was revoked.") }
        return try row.integer("generation")
    }

    /// Tells the owner that an installation came or went.
    func noteState(_ installationID: String, isOnline: Bool, in transaction: any WriteTransaction) throws {
        let row = try transaction.row(
            """
            UPDATE installations SET last_seen_at = ? WHERE installation_id = ? AND revoked_at IS NULL
            RETURNING \(Self.columns)
            """,
            clock.now(),
            installationID
        )
        guard let row else { return }
        try events.append(
            .installationChanged,
            userID: try row.text("user_id"),
            data: [
                "installation": try Self.record(row, isOnline: { _ in isOnline }).json,
                "change": .string(isOnline ? "online" : "offline"),
            ],
            in: transaction
        )
    }

    private static func record(_ row: Row, isOnline: (String) -> Bool) throws -> InstallationRecord {
        let id = try row.text("installation_id")
        return InstallationRecord(
            id: id,
            name: try row.text("name"),
            connectorType: try row.text("connector_type"),
            hostLabel: try row.text("host_label"),
            isOnline: isOnline(id),
            createdAt: try row.integer("created_at"),
            lastSeenAt: try row.optionalInteger("last_seen_at")
        )
    }
}
