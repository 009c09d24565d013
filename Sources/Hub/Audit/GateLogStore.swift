// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// The part of each gate's log that its connector forwards: what the owner sees, and a witness of the log's head.
struct GateLogStore: Sendable {
    /// Entries are written once; a repeat is ignored, a different entry under the same number refused: a log does not
    /// change its past.
    func append(_ body: GateLogReport, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue
    {
        for entry in body.entries {
            let text = entry.json.canonical
            let count = try transaction.execute(
                "INSERT INTO gate_log (installation_id, seq, entry) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                credential.installationID,
                entry.seq,
                text
            )
            guard count == 0 else { continue }
            let known = try transaction.row(
                "SELECT entry FROM gate_log WHERE installation_id = ? AND seq = ?",
                credential.installationID,
                entry.seq
            )
            guard try known?.text("entry") == text else {
                throw HubError(.conflict, "The gate's log has another entry \(entry.seq) than it had before.")
            }
        }
        return ["head": try head(of: credential.installationID, in: transaction) ?? .null]
    }

    /// The last entry's number and hash, to compare with the file on the machine.
    func head(of installationID: String, in connection: any Connection) throws -> JSONValue? {
        let row = try connection.row(
            "SELECT entry FROM gate_log WHERE installation_id = ? ORDER BY seq DESC LIMIT 1",
            installationID
        )
        guard let row else { return nil }
        let entry = try JSONValue(parsing: row.text("entry"))
        return .object(omittingNil: ["seq": entry["seq"], "hash": entry["hash"]])
    }

    /// The newest entries of one installation before a number, newest first.
    func list(of installationID: String, before seq: Int64, limit: Int, in connection: any Connection) throws -> [JSONValue] {
        try connection.rows(
            "SELECT entry FROM gate_log WHERE installation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            installationID,
            seq,
            limit
        ).map { try JSONValue(parsing: $0.text("entry")) }
    }
}
