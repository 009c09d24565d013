// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What the hub writes down for good: who did what to whose access. No secret is ever part of it.
public enum HubAuditEvent: String, Sendable, CaseIterable {
    case signedIn = "signed_in"
    case signedOut = "signed_out"
    case pairingClaimed = "pairing_claimed"
    case installationConnected = "installation_connected"
    case installationRenamed = "installation_renamed"
    case installationRevoked = "installation_revoked"
    case tokenIssued = "token_issued"
    case tokenRefused = "token_refused"
    case approvalRequested = "approval_requested"
    case approvalDecided = "approval_decided"
    case approvalRedeemed = "approval_redeemed"
    case approvalExpired = "approval_expired"
    case approvalCancelled = "approval_cancelled"
}

/// The hub's side of the audit log. When it cannot be written, the action that it tells of fails.
public struct HubAudit: Sendable {
    /// Appends one entry's members and returns when they are in the log.
    public let append: @Sendable ([String: JSONValue]) throws -> Void
    /// The newest entries, newest first, at most so many, of one user.
    public let recent: @Sendable (_ user: String, _ limit: Int) throws -> [JSONValue]

    public init(
        append: @escaping @Sendable ([String: JSONValue]) throws -> Void,
        recent: @escaping @Sendable (_ user: String, _ limit: Int) throws -> [JSONValue]
    ) {
        self.append = append
        self.recent = recent
    }

    func record(_ event: HubAuditEvent, user: String?, _ details: [String: JSONValue] = [:]) throws {
        var members = details
        members["event"] = .string(event.rawValue)
        if let user { members["user_id"] = .string(user) }
        try append(members)
    }
}
