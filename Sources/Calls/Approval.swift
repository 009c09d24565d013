// SPDX-License-Identifier: Apache-2.0

/// Where an approval stands. It leaves `pending` once and stays where it went.
public enum ApprovalStatus: String, Sendable, Codable, CaseIterable {
    case pending
    case approved
    case denied
    case expired
    case cancelled
}

/// What the owner answered.
public enum ApprovalDecision: String, Sendable, Codable, CaseIterable {
    case approve
    case deny
}

/// How far a decision reaches.
public enum ApprovalScope: String, Sendable, Codable, CaseIterable {
    case once
    case session
    case domain
    case tool
    case all
}

/// The action as the owner sees it before deciding, with the secrets in it masked.
///
/// Its ``digest`` is what is approved: it covers every word that the owner reads and, through ``callDigest``,
/// the bytes of the call itself (THREATS 3 to 5). Whoever shows the action computes it again.
public struct DisplayedAction: Sendable, Hashable, Codable {
    /// What kind of action, as a canonical tool's name or a verb: `Bash`, `Write`, `deploy`.
    public var action: String
    /// One line for a card's head.
    public var title: String
    /// The exact command, or what stands for it.
    public var command: String?
    /// The host or service that it happens to.
    public var host: String?
    /// In plain language: what would happen and why the owner is asked.
    public var message: String
    /// What happens on deny.
    public var ifDenied: String?
    public var effects: [Effect]
    /// The digest of the original call, where a gate made one.
    public var callDigest: Digest?

    enum CodingKeys: String, CodingKey {
        case action, title, command, host, message, effects
        case ifDenied = "if_denied"
        case callDigest = "call_digest"
    }

    public init(
        action: String,
        title: String,
        command: String? = nil,
        host: String? = nil,
        message: String,
        ifDenied: String? = nil,
        effects: [Effect] = [],
        callDigest: Digest? = nil
    ) {
        self.action = action
        self.title = title
        self.command = command
        self.host = host
        self.message = message
        self.ifDenied = ifDenied
        self.effects = effects
        self.callDigest = callDigest
    }

    public var digest: Digest {
        Digest(
            of: .object(omittingNil: [
                "action": .string(action),
                "title": .string(title),
                "command": command.map(JSONValue.string),
                "host": host.map(JSONValue.string),
                "message": .string(message),
                "if_denied": ifDenied.map(JSONValue.string),
                "effects": .array(effects.map(\.json)),
                "call_digest": callDigest.map { .string($0.hex) },
            ])
        )
    }
}

/// A question to the owner: may this run?
public struct ApprovalRequest: Sendable, Hashable {
    /// `apr_` and 16 base62 digits.
    public var id: String
    public var action: DisplayedAction
    public var severity: Severity
    /// The tool call's id, `tc_…`, if the runtime gave one.
    public var toolCallID: String?
    /// The conversation and the turn in which the call came up, if the runtime is in one.
    public var sessionID: String?
    public var interactionID: String?
    /// Milliseconds since 1970; not answered by then means it does not run.
    public var expiresAt: Int64

    public init(
        id: String,
        action: DisplayedAction,
        severity: Severity,
        toolCallID: String? = nil,
        sessionID: String? = nil,
        interactionID: String? = nil,
        expiresAt: Int64
    ) {
        self.id = id
        self.action = action
        self.severity = severity
        self.toolCallID = toolCallID
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.expiresAt = expiresAt
    }
}

/// How a question to the owner ended.
public struct ApprovalAnswer: Sendable, Hashable {
    /// Never `pending`.
    public var status: ApprovalStatus
    public var scope: ApprovalScope
    /// Who decided, for the log; nil where nobody did.
    public var decidedBy: String?
    /// In plain words, why it ended so where no person decided.
    public var reason: String?

    public init(status: ApprovalStatus, scope: ApprovalScope = .once, decidedBy: String? = nil, reason: String? = nil) {
        self.status = status
        self.scope = scope
        self.decidedBy = decidedBy
        self.reason = reason
    }
}
