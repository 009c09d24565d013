// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Storage

/// Approvals: a state machine in the database. `pending` is left once, by whoever comes first.
struct ApprovalStore: Sendable {
    let clock: WallClock
    let events: EventLog
    let updates: UpdateStore
    let conversations: ConversationStore
    let audit: HubAudit

    /// So long after its end an approval may still be redeemed: a connector that was cut off comes back within it.
    static let redemptionGrace: Int64 = 60_000

    static let notFound = HubError(.approvalNotFound, "There is no such approval.")

    // MARK: Asking

    /// Takes a connector's question, once for each approval id.
    func request(
        _ body: RequestApproval,
        by credential: BridgeCredential,
        in transaction: any WriteTransaction
    ) throws -> JSONValue {
        try ApprovalRules.check(body)
        var body = body
        if body.digest == nil {
            // A plain connector: what it leaves out is said before the digest is made over it.
            let host = try transaction.row(
                "SELECT host_label FROM installations WHERE installation_id = ?",
                credential.installationID
            )
            body.action.host = try body.action.host ?? host?.text("host_label")
            body.action.ifDenied = body.action.ifDenied ?? "It does not run."
        }
        if let sessionID = body.sessionID {
            let conversation = try conversations.find(
                sessionID,
                ofInstallation: credential.installationID,
                in: transaction
            )
            try conversations.checkInteraction(body.interactionID, of: conversation, in: transaction)
        }
        // Plain connectors choose ids of their own form; they are theirs as long as they are short.
        let id = body.approvalID ?? Identifier.approval.new()
        let digest = body.action.digest.hex
        if let known = try find(id, in: transaction) {
            guard known.installationID == credential.installationID, known.digest == digest else {
                throw HubError(.conflict, "This approval id was used for another action. Use a new one.")
            }
            return ["approval_id": .string(id), "status": .string(known.status.rawValue), "digest": .string(digest)]
        }
        let now = clock.now()
        let hour = try transaction.row(
            "SELECT COUNT(*) AS n FROM approvals WHERE installation_id = ? AND created_at > ?",
            credential.installationID,
            now - 3_600_000
        )
        guard try hour?.integer("n") ?? 0 < Limits.approvalsPerHour else {
            throw HubError(
                .rateLimited,
                "This installation asked \(Limits.approvalsPerHour) times within an hour; further questions are refused.",
                retryAfterMilliseconds: 60_000
            )
        }
        let record = ApprovalRecord(
            id: id,
            installationID: credential.installationID,
            sessionID: body.sessionID,
            interactionID: body.interactionID,
            toolCallID: body.toolCallID,
            action: body.action,
            severity: ApprovalRules.severity(of: body),
            digest: digest,
            isVerified: body.action.callDigest != nil && body.digest != nil,
            status: .pending,
            scope: .once,
            decidedBy: nil,
            note: nil,
            createdAt: now,
            expiresAt: now + body.expiresIn,
            decidedAt: nil
        )
        try audit.record(
            .approvalRequested,
            user: credential.userID,
            [
                "approval_id": .string(id), "installation_id": .string(credential.installationID), "digest": .string(digest),
                "severity": .string(record.severity.rawValue),
            ]
        )
        try transaction.execute(
            """
            INSERT INTO approvals (approval_id, installation_id, user_id, session_id, interaction_id, tool_call_id, action,
                severity, digest, verified, status, scope, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 'once', ?, ?)
            """,
            id,
            credential.installationID,
            credential.userID,
            body.sessionID,
            body.interactionID,
            body.toolCallID,
            body.action.json.canonical,
            record.severity.rawValue,
            digest,
            record.isVerified,
            now,
            record.expiresAt
        )
        try events.append(
            .approvalRequested,
            userID: credential.userID,
            sessionID: body.sessionID,
            data: ["approval": record.json],
            in: transaction
        )
        return ["approval_id": .string(id), "status": "pending", "digest": .string(digest)]
    }

    // MARK: Reading

    func find(_ id: String, in connection: any Connection) throws -> ApprovalRecord? {
        try connection.row("SELECT * FROM approvals WHERE approval_id = ?", id).map(Self.record)
    }

    func list(
        of userID: String,
        status: ApprovalStatus?,
        limit: Int,
        in connection: any Connection
    ) throws -> [ApprovalRecord] {
        try connection.rows(
            """
            SELECT * FROM approvals WHERE user_id = ? AND (CAST(? AS TEXT) IS NULL OR status = ?) ORDER BY created_at DESC LIMIT ?
            """,
            userID,
            status?.rawValue,
            status?.rawValue,
            limit
        ).map(Self.record).filter { $0.status != .pending || $0.expiresAt > clock.now() || status == nil }
    }

    static func record(_ row: Row) throws -> ApprovalRecord {
        ApprovalRecord(
            id: try row.text("approval_id"),
            installationID: try row.text("installation_id"),
            sessionID: try row.optionalText("session_id"),
            interactionID: try row.optionalText("interaction_id"),
            toolCallID: try row.optionalText("tool_call_id"),
            action: try DisplayedAction(Fields(JSONValue(parsing: row.text("action")))),
            severity: Severity(rawValue: try row.text("severity")) ?? .critical,
            digest: try row.text("digest"),
            isVerified: try row.bool("verified"),
            status: ApprovalStatus(rawValue: try row.text("status")) ?? .cancelled,
            scope: ApprovalScope(rawValue: try row.text("scope")) ?? .once,
            decidedBy: try row.optionalText("decided_by"),
            note: try row.optionalText("note"),
            createdAt: try row.integer("created_at"),
            expiresAt: try row.integer("expires_at"),
            decidedAt: try row.optionalInteger("decided_at")
        )
    }

    // MARK: Deciding

    /// The owner's decision. The same again gives the same answer; another one is told who won.
    func decide(
        _ id: String,
        decision: ApprovalDecision,
        scope: ApprovalScope,
        note: String?,
        by session: UserSession,
        in transaction: any WriteTransaction
    ) throws -> ApprovalRecord {
        guard let owned = try transaction.row("SELECT user_id FROM approvals WHERE approval_id = ?", id),
            try owned.text("user_id") == session.userID,
            let record = try find(id, in: transaction)
        else { throw Self.notFound }
        let wanted: ApprovalStatus = decision == .approve ? .approved : .denied
        if record.status == .pending, record.expiresAt > clock.now() {
            try audit.record(
                .approvalDecided,
                user: session.userID,
                [
                    "approval_id": .string(id), "decision": .string(decision.rawValue), "scope": .string(scope.rawValue),
                    "digest": .string(record.digest), "sign_in_id": .string(session.id),
                ]
            )
            return try close(record, as: wanted, scope: scope, decidedBy: session.userName, note: note, in: transaction)
        }
        guard record.status == wanted else {
            let status = record.status == .pending ? .expired : record.status
            throw HubError(
                .alreadyDecided,
                Self.explanation(of: status),
                details: .object(omittingNil: [
                    "status": .string(status.rawValue),
                    "decided_by": record.decidedBy.map(JSONValue.string),
                    "decided_at": record.decidedAt.map(JSONValue.int),
                ])
            )
        }
        return record
    }

    private static func explanation(of status: ApprovalStatus) -> String {
        switch status {
        case .approved: "This was approved already."
        case .denied: "This was denied already."
        case .expired: "This request expired before it was decided; it did not run."
        case .cancelled: "This request was taken back; it did not run."
        case .pending: "This request is still open."
        }
    }

    /// Leaves `pending`, tells the owner's pages and the connector.
    private func close(
        _ record: ApprovalRecord,
        as status: ApprovalStatus,
        scope: ApprovalScope = .once,
        decidedBy: String? = nil,
        note: String? = nil,
        in transaction: any WriteTransaction
    ) throws -> ApprovalRecord {
        let now = clock.now()
        let row = try transaction.row(
            """
            UPDATE approvals SET status = ?, scope = ?, decided_by = ?, note = ?, decided_at = ?
            WHERE approval_id = ? AND status = 'pending' RETURNING user_id
            """,
            status.rawValue,
            scope.rawValue,
            decidedBy,
            note,
            now,
            record.id
        )
        guard let row else { return record }
        var closed = record
        closed.status = status
        closed.scope = scope
        closed.decidedBy = decidedBy
        closed.note = note
        closed.decidedAt = now
        try events.append(
            .approvalResolved,
            userID: try row.text("user_id"),
            sessionID: record.sessionID,
            data: ["approval": closed.json],
            in: transaction
        )
        do {
            try updates.append(
                .approvalResolved,
                to: record.installationID,
                sessionID: record.sessionID,
                interactionID: record.interactionID,
                payload: ApprovalResolution(
                    approvalID: record.id,
                    status: status,
                    scope: scope,
                    decidedBy: decidedBy,
                    digest: record.digest
                ).json,
                in: transaction
            )
        } catch let error as HubError where error.is(.installationRevoked) {
            // Nobody is left to tell.
        }
        return closed
    }

    // MARK: Ending otherwise

    /// Hands an approved action out, once.
    func redeem(
        _ body: RedeemApproval,
        by credential: BridgeCredential,
        in transaction: any WriteTransaction
    ) throws -> JSONValue {
        guard let record = try find(body.approvalID, in: transaction), record.installationID == credential.installationID else {
            throw Self.notFound
        }
        guard BridgeAuthenticator.isEqual(record.digest, body.digest) else {
            throw HubError(.digestMismatch, "What was approved is another action than this one. It must not run.")
        }
        guard record.status == .approved else {
            throw HubError(
                .notRedeemable,
                record.status == .pending ? "This request has not been decided." : Self.explanation(of: record.status),
                details: ["status": .string(record.status.rawValue)]
            )
        }
        guard clock.now() <= max(record.expiresAt, record.decidedAt ?? 0) + Self.redemptionGrace else {
            throw HubError(
                .notRedeemable,
                "This approval is too old to be used. Ask again.",
                details: ["status": "expired"]
            )
        }
        // Whoever stops a turn stops what was approved in it, too.
        let interaction = try transaction.row(
            "SELECT state FROM interactions WHERE interaction_id = ?",
            record.interactionID
        )
        guard try interaction?.text("state") != "cancelled" else {
            throw HubError(
                .notRedeemable,
                "The turn was stopped; what was approved in it must not run.",
                details: ["status": "cancelled"]
            )
        }
        let count = try transaction.execute(
            "UPDATE approvals SET redeemed_at = ? WHERE approval_id = ? AND redeemed_at IS NULL",
            clock.now(),
            record.id
        )
        guard count == 1 else {
            throw HubError(.notRedeemable, "This approval was used already. Ask again.", details: ["status": "redeemed"])
        }
        try audit.record(
            .approvalRedeemed,
            user: credential.userID,
            ["approval_id": .string(record.id), "digest": .string(record.digest)]
        )
        return ["approval_id": .string(record.id), "scope": .string(record.scope.rawValue)]
    }

    /// The connector takes its question back.
    func cancel(_ id: String, by credential: BridgeCredential, in transaction: any WriteTransaction) throws -> JSONValue {
        guard let record = try find(id, in: transaction), record.installationID == credential.installationID else {
            throw Self.notFound
        }
        let closed = record.status == .pending ? try cancel(record, userID: credential.userID, in: transaction) : record
        return ["approval_id": .string(id), "status": .string(closed.status.rawValue)]
    }

    private func cancel(_ record: ApprovalRecord, userID: String, in transaction: any WriteTransaction) throws -> ApprovalRecord {
        try audit.record(.approvalCancelled, user: userID, ["approval_id": .string(record.id)])
        return try close(record, as: .cancelled, in: transaction)
    }

    /// Takes back what an interaction asked and nobody answered: it has ended.
    func cancelAll(ofInteraction interactionID: String, in transaction: any WriteTransaction) throws {
        let rows = try transaction.rows(
            "SELECT * FROM approvals WHERE interaction_id = ? AND status = 'pending'",
            interactionID
        )
        for row in rows { _ = try cancel(Self.record(row), userID: row.text("user_id"), in: transaction) }
    }

    /// Takes back what a revoked installation asked.
    func cancelAll(ofInstallation installationID: String, in transaction: any WriteTransaction) throws {
        let rows = try transaction.rows(
            "SELECT * FROM approvals WHERE installation_id = ? AND status = 'pending'",
            installationID
        )
        for row in rows { _ = try cancel(Self.record(row), userID: row.text("user_id"), in: transaction) }
    }

    /// Expires what is overdue.
    /// - Returns: When the next one is due, or nil.
    func expire(in transaction: any WriteTransaction) throws -> Int64? {
        let now = clock.now()
        let rows = try transaction.rows("SELECT * FROM approvals WHERE status = 'pending' AND expires_at <= ?", now)
        for row in rows {
            let record = try Self.record(row)
            try audit.record(.approvalExpired, user: row.text("user_id"), ["approval_id": .string(record.id)])
            _ = try close(record, as: .expired, in: transaction)
        }
        return try transaction.row("SELECT MIN(expires_at) AS next FROM approvals WHERE status = 'pending'")?
            .optionalInteger("next")
    }
}
