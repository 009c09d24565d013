// SPDX-License-Identifier: Apache-2.0

public import Calls

/// An installation, as its owner sees it.
public struct InstallationRecord: Sendable, Hashable {
    public var id: String
    public var name: String
    public var connectorType: String
    public var hostLabel: String
    public var isOnline: Bool
    /// Milliseconds since 1970.
    public var createdAt: Int64
    public var lastSeenAt: Int64?

    public init(
        id: String,
        name: String,
        connectorType: String,
        hostLabel: String,
        isOnline: Bool,
        createdAt: Int64,
        lastSeenAt: Int64?
    ) {
        self.id = id
        self.name = name
        self.connectorType = connectorType
        self.hostLabel = hostLabel
        self.isOnline = isOnline
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }

    public init(json: JSONValue) throws(WireError) {
        let fields = try Fields(json)
        self.init(
            id: try fields.string("installation_id"),
            name: try fields.optionalString("name") ?? "",
            connectorType: try fields.optionalString("connector_type") ?? "",
            hostLabel: try fields.optionalString("host_label") ?? "",
            isOnline: try fields.string("state") == "online",
            createdAt: try fields.optionalInteger("created_at") ?? 0,
            lastSeenAt: try fields.optionalInteger("last_seen_at")
        )
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "installation_id": .string(id),
            "name": .string(name),
            "connector_type": .string(connectorType),
            "host_label": .string(hostLabel),
            "state": .string(isOnline ? "online" : "offline"),
            "created_at": .int(createdAt),
            "last_seen_at": lastSeenAt.map(JSONValue.int),
        ])
    }
}

public enum MessageRole: String, Sendable, CaseIterable {
    case user
    case agent
}

public enum MessageState: String, Sendable, CaseIterable {
    case streaming
    case final
}

/// A message of a session.
public struct MessageRecord: Sendable, Hashable {
    public var id: String
    public var sessionID: String
    public var interactionID: String?
    /// Counts a session's messages from 1 without gaps.
    public var seq: Int64
    public var role: MessageRole
    public var text: String
    public var state: MessageState
    public var createdAt: Int64
    public var finishReason: String?
    public var replyTo: String?
    public var usage: JSONValue?
    public var attachments: JSONValue?

    public init(
        id: String,
        sessionID: String,
        interactionID: String?,
        seq: Int64,
        role: MessageRole,
        text: String,
        state: MessageState,
        createdAt: Int64,
        finishReason: String? = nil,
        replyTo: String? = nil,
        usage: JSONValue? = nil,
        attachments: JSONValue? = nil
    ) {
        self.id = id
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.seq = seq
        self.role = role
        self.text = text
        self.state = state
        self.createdAt = createdAt
        self.finishReason = finishReason
        self.replyTo = replyTo
        self.usage = usage
        self.attachments = attachments
    }

    public init(json: JSONValue) throws(WireError) {
        let fields = try Fields(json)
        self.init(
            id: try fields.string("message_id"),
            sessionID: try fields.optionalString("session_id") ?? "",
            interactionID: try fields.optionalString("interaction_id"),
            seq: try fields.optionalInteger("seq") ?? 0,
            role: try fields.word("role"),
            text: try fields.optionalString("text", maximum: Int.max) ?? "",
            state: try fields.word("state"),
            createdAt: try fields.optionalInteger("created_at") ?? 0,
            finishReason: try fields.optionalString("finish_reason"),
            replyTo: try fields.optionalString("reply_to"),
            usage: fields.value("usage"),
            attachments: fields.value("attachments")
        )
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "message_id": .string(id),
            "session_id": .string(sessionID),
            "interaction_id": interactionID.map(JSONValue.string),
            "seq": .int(seq),
            "role": .string(role.rawValue),
            "text": .string(text),
            "state": .string(state.rawValue),
            "created_at": .int(createdAt),
            "finish_reason": finishReason.map(JSONValue.string),
            "reply_to": replyTo.map(JSONValue.string),
            "usage": usage,
            "attachments": attachments,
        ])
    }
}

/// An approval, as its owner sees it.
public struct ApprovalRecord: Sendable, Hashable {
    public var id: String
    public var installationID: String
    public var sessionID: String?
    public var interactionID: String?
    public var toolCallID: String?
    public var action: DisplayedAction
    public var severity: Severity
    public var digest: String
    /// Whether a gate of ours vouches for severity and effects; a plain connector's word is not verified.
    public var isVerified: Bool
    public var status: ApprovalStatus
    public var scope: ApprovalScope
    public var decidedBy: String?
    public var note: String?
    public var createdAt: Int64
    public var expiresAt: Int64
    public var decidedAt: Int64?

    public init(
        id: String,
        installationID: String,
        sessionID: String?,
        interactionID: String?,
        toolCallID: String?,
        action: DisplayedAction,
        severity: Severity,
        digest: String,
        isVerified: Bool,
        status: ApprovalStatus,
        scope: ApprovalScope,
        decidedBy: String?,
        note: String?,
        createdAt: Int64,
        expiresAt: Int64,
        decidedAt: Int64?
    ) {
        self.id = id
        self.installationID = installationID
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.toolCallID = toolCallID
        self.action = action
        self.severity = severity
        self.digest = digest
        self.isVerified = isVerified
        self.status = status
        self.scope = scope
        self.decidedBy = decidedBy
        self.note = note
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.decidedAt = decidedAt
    }

    public init(json: JSONValue) throws(WireError) {
        let fields = try Fields(json)
        self.init(
            id: try fields.string("approval_id"),
            installationID: try fields.string("installation_id"),
            sessionID: try fields.optionalString("session_id"),
            interactionID: try fields.optionalString("interaction_id"),
            toolCallID: try fields.optionalString("tool_call_id"),
            action: try DisplayedAction(fields),
            severity: try fields.word("severity"),
            digest: try fields.string("digest"),
            isVerified: fields.value("verified")?.boolValue ?? false,
            status: try fields.word("status"),
            scope: try fields.optionalWord("scope") ?? .once,
            decidedBy: try fields.optionalString("decided_by"),
            note: try fields.optionalString("note", maximum: Limits.text),
            createdAt: try fields.optionalInteger("created_at") ?? 0,
            expiresAt: try fields.optionalInteger("expires_at") ?? 0,
            decidedAt: try fields.optionalInteger("decided_at")
        )
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "approval_id": .string(id),
            "installation_id": .string(installationID),
            "session_id": sessionID.map(JSONValue.string),
            "interaction_id": interactionID.map(JSONValue.string),
            "tool_call_id": toolCallID.map(JSONValue.string),
            "severity": .string(severity.rawValue),
            "digest": .string(digest),
            "verified": .bool(isVerified),
            "status": .string(status.rawValue),
            "scope": .string(scope.rawValue),
            "decided_by": decidedBy.map(JSONValue.string),
            "note": note.map(JSONValue.string),
            "created_at": .int(createdAt),
            "expires_at": .int(expiresAt),
            "decided_at": decidedAt.map(JSONValue.int),
        ])
        .merging(action.json)
    }
}

/// A tool call of a session, as the owner sees it.
public struct TaskRecord: Sendable, Hashable {
    public var id: String
    public var sessionID: String
    public var interactionID: String?
    public var kind: String
    public var statusLabel: String?
    public var arguments: JSONValue?
    public var status: TaskStatus
    public var outcome: Outcome?
    public var progressPercent: Int64?
    public var partialResult: JSONValue?
    public var error: String?
    public var result: JSONValue?
    public var createdAt: Int64
    public var endedAt: Int64?
    /// After which message of the session it began: its place in the page.
    public var afterMessageSeq: Int64

    public init(
        id: String,
        sessionID: String,
        interactionID: String?,
        kind: String,
        statusLabel: String?,
        arguments: JSONValue?,
        status: TaskStatus,
        outcome: Outcome? = nil,
        progressPercent: Int64? = nil,
        partialResult: JSONValue? = nil,
        error: String? = nil,
        result: JSONValue? = nil,
        createdAt: Int64,
        endedAt: Int64? = nil,
        afterMessageSeq: Int64
    ) {
        self.id = id
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.kind = kind
        self.statusLabel = statusLabel
        self.arguments = arguments
        self.status = status
        self.outcome = outcome
        self.progressPercent = progressPercent
        self.partialResult = partialResult
        self.error = error
        self.result = result
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.afterMessageSeq = afterMessageSeq
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "task_id": .string(id),
            "session_id": .string(sessionID),
            "interaction_id": interactionID.map(JSONValue.string),
            "kind": .string(kind),
            "status_label": statusLabel.map(JSONValue.string),
            "args": arguments,
            "status": .string(status.rawValue),
            "outcome": outcome.map { .string($0.rawValue) },
            "progress_percent": progressPercent.map(JSONValue.int),
            "partial_result": partialResult,
            "error": error.map(JSONValue.string),
            "result": result,
            "created_at": .int(createdAt),
            "ended_at": endedAt.map(JSONValue.int),
            "after_message_seq": .int(afterMessageSeq),
        ])
    }
}
