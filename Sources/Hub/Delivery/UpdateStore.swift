// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// Updates to installations: durable, numbered from 1 without gaps, kept until they are acknowledged.
struct UpdateStore: Sendable {
    let clock: WallClock
    let connections: BridgeConnections

    /// Appends an update; the installation's connection, if it has one, sends it after the commit.
    func append(
        _ type: UpdateType,
        to installationID: String,
        sessionID: String? = nil,
        interactionID: String? = nil,
        payload: JSONValue,
        in transaction: any WriteTransaction
    ) throws {
        let row = try transaction.row(
            """
            UPDATE installations SET update_seq = update_seq + 1 WHERE installation_id = ? AND revoked_at IS NULL
            RETURNING update_seq
            """,
            installationID
        )
        guard let row else { throw HubError(.installationRevoked, "This installation was revoked.") }
        let update = Update(
            id: try row.integer("update_seq"),
            type: type.rawValue,
            payload: payload,
            sessionID: sessionID,
            interactionID: interactionID,
            installationID: installationID,
            createdAt: clock.now()
        )
        try transaction.execute(
            """
            INSERT INTO updates (installation_id, update_id, type, payload, session_id, interaction_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            installationID,
            update.id,
            update.type,
            payload.canonical,
            sessionID,
            interactionID,
            update.createdAt
        )
        transaction.afterCommit { connections.deliver(update) }
    }

    /// Up to `limit` updates after the one with number `id`, that have not been acknowledged.
    static func pending(
        for installationID: String,
        after id: Int64,
        limit: Int,
        in connection: any Connection
    ) throws -> [Update] {
        try connection.rows(
            "SELECT * FROM updates WHERE installation_id = ? AND update_id > ? ORDER BY update_id LIMIT ?",
            installationID,
            id,
            limit
        ).map { row in
            Update(
                id: try row.integer("update_id"),
                type: try row.text("type"),
                payload: try JSONValue(parsing: row.text("payload")),
                sessionID: try row.optionalText("session_id"),
                interactionID: try row.optionalText("interaction_id"),
                installationID: installationID,
                createdAt: try row.integer("created_at")
            )
        }
    }

    /// Everything up to `id` is durable at the connector.
    static func acknowledge(_ installationID: String, upTo id: Int64, in transaction: any WriteTransaction) throws {
        try transaction.execute(
            "UPDATE installations SET acked_update_id = ? WHERE installation_id = ? AND acked_update_id < ? AND update_seq >= ?",
            id,
            installationID,
            id,
            id
        )
        try transaction.execute("DELETE FROM updates WHERE installation_id = ? AND update_id <= ?", installationID, id)
    }
}
