// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// Pairing by code: a terminal shows the code, its owner types it into a signed-in page (THREATS 18).
struct PairingStore: Sendable {
    let database: any Database
    let clock: WallClock
    let installations: InstallationStore
    let audit: HubAudit

    /// No 0, 1, I, L or O: 31 letters, 7 of them make 34 bits, for two minutes and five tries a minute.
    static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    static let codeLength = 7

    struct Started: Sendable {
        let code: String
        let expiresAt: Int64
        let pollToken: String
    }

    /// What the claimer sees before typing yes.
    struct Candidate: Sendable {
        let connectorType: String
        let hostLabel: String
        let address: String
        let startedAt: Int64
        let expiresAt: Int64
    }

    enum Poll: Sendable {
        case pending
        case paired(installationID: String, token: String, claimedBy: String)
    }

    func start(connectorType: String, hostLabel: String, address: String) async throws -> Started {
        var random = SystemRandomNumberGenerator()
        let code = String(
            (0..<Self.codeLength).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)] }
        )
        let poll = OpaqueToken(using: &random)
        let pollToken = "p_" + poll.text
        let now = clock.now()
        try await database.write { transaction in
            try transaction.execute("DELETE FROM pairings WHERE expires_at <= ?", now - Limits.pairingLifetime)
            try transaction.execute(
                """
                INSERT INTO pairings (code_hash, poll_hash, connector_type, host_label, address, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                OpaqueToken.hash(of: code),
                OpaqueToken.hash(of: pollToken),
                connectorType,
                hostLabel,
                address,
                now,
                now + Limits.pairingLifetime
            )
        }
        return Started(code: code, expiresAt: now + Limits.pairingLifetime, pollToken: pollToken)
    }

    /// Look-alikes and the spaces that people type are forgiven.
    static func normalize(_ code: String) -> String {
        String(code.uppercased().filter { !" -".contains($0) })
    }

    private static let unknownCode = HubError(
        .notFound,
        "No machine is waiting with this code. Codes live two minutes: start pairing there again and type the new one."
    )

    func inspect(code: String) async throws -> Candidate {
        let now = clock.now()
        let hash = OpaqueToken.hash(of: Self.normalize(code))
        let row = try await database.read { connection in
            try connection.row(
                "SELECT * FROM pairings WHERE code_hash = ? AND claimed_by IS NULL AND expires_at > ?",
                hash,
                now
            )
        }
        guard let row else { throw Self.unknownCode }
        return Candidate(
            connectorType: try row.text("connector_type"),
            hostLabel: try row.text("host_label"),
            address: try row.text("address"),
            startedAt: try row.integer("created_at"),
            expiresAt: try row.integer("expires_at")
        )
    }

    /// Uses the code up and makes the installation. The terminal gets its token with the next poll.
    func claim(code: String, by session: UserSession) async throws -> InstallationRecord {
        let now = clock.now()
        let hash = OpaqueToken.hash(of: Self.normalize(code))
        return try await database.write { transaction in
            let row = try transaction.row(
                """
                UPDATE pairings SET claimed_by = ?, expires_at = ? WHERE code_hash = ? AND claimed_by IS NULL AND expires_at > ?
                RETURNING connector_type, host_label, address
                """,
                session.userName,
                now + Limits.pairingLifetime,
                hash,
                now
            )
            guard let row else { throw Self.unknownCode }
            let hostLabel = try row.text("host_label")
            let record = try installations.create(
                userID: session.userID,
                name: hostLabel,
                connectorType: try row.text("connector_type"),
                hostLabel: hostLabel,
                in: transaction
            )
            try transaction.execute("UPDATE pairings SET installation_id = ? WHERE code_hash = ?", record.id, hash)
            try audit.record(
                .pairingClaimed,
                user: session.userID,
                [
                    "installation_id": .string(record.id), "host_label": .string(hostLabel),
                    "address": .string(try row.text("address")),
                ]
            )
            return record
        }
    }

    /// What became of a code. Asking again after it was claimed gives a new token and revokes the one before.
    func poll(token: String) async throws -> Poll {
        let now = clock.now()
        let hash = OpaqueToken.hash(of: token)
        return try await database.write { transaction in
            let row = try transaction.row(
                "SELECT installation_id, claimed_by, expires_at, secret_hash FROM pairings WHERE poll_hash = ?",
                hash
            )
            guard let row, try row.integer("expires_at") > now else {
                throw HubError(.codeExpired, "The pairing code has expired. Start pairing again.")
            }
            guard let installationID = try row.optionalText("installation_id") else { return .pending }
            if let earlier = try row.optionalText("secret_hash") {
                try installations.revoke(secretHash: earlier, in: transaction)
            }
            let issued = try installations.issueToken(installationID: installationID, in: transaction)
            try transaction.execute("UPDATE pairings SET secret_hash = ? WHERE poll_hash = ?", issued.secretHash.hex, hash)
            return .paired(
                installationID: installationID,
                token: issued.text,
                claimedBy: try row.optionalText("claimed_by") ?? ""
            )
        }
    }
}
