// SPDX-License-Identifier: Apache-2.0

public import Calls

/// `POST /v1/bridge/requestApproval`. The approval's id makes it repeatable.
public struct RequestApproval: Sendable, Hashable {
    public var sessionID: String?
    public var interactionID: String?
    /// `apr_…`; nil lets the hub choose.
    public var approvalID: String?
    public var toolCallID: String?
    public var action: DisplayedAction
    public var severity: Severity
    /// Milliseconds from now.
    public var expiresIn: Int64
    /// What the sender computed over ``action``; the hub computes it again and compares (THREATS 4).
    public var digest: Digest?

    public init(_ request: ApprovalRequest, expiresIn: Int64) {
        sessionID = request.sessionID
        interactionID = request.interactionID
        approvalID = request.id
        toolCallID = request.toolCallID
        action = request.action
        severity = request.severity
        self.expiresIn = expiresIn
        digest = request.action.digest
    }

    public init(_ fields: Fields) throws(WireError) {
        sessionID = try fields.optionalString("session_id")
        interactionID = try fields.optionalString("interaction_id")
        approvalID = try fields.optionalString("approval_id")
        toolCallID = try fields.optionalString("tool_call_id", maximum: Limits.taskID)
        action = try DisplayedAction(fields)
        severity = try fields.word("severity")
        expiresIn = try fields.optionalInteger("expires_in_ms", in: 1000...Limits.approvalExpiryMaximum) ?? Limits.approvalExpiry
        digest = nil
        if let text = try fields.optionalString("digest") {
            guard let digest = Digest(hex: text) else {
                throw fields.failure("digest", "invalid", "must be 64 lower-case hexadecimal digits")
            }
            self.digest = digest
        }
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "session_id": sessionID.map(JSONValue.string),
            "interaction_id": interactionID.map(JSONValue.string),
            "approval_id": approvalID.map(JSONValue.string),
            "tool_call_id": toolCallID.map(JSONValue.string),
            "severity": .string(severity.rawValue),
            "expires_in_ms": .int(expiresIn),
            "digest": digest.map { .string($0.hex) },
        ])
        .merging(action.json)
    }
}

extension DisplayedAction {
    /// Reads the members that a person sees. Whether they are specific enough is the hub's to say.
    public init(_ fields: Fields) throws(WireError) {
        let action = try fields.optionalString("action", maximum: Limits.toolData) ?? ""
        var effects: [Effect] = []
        if let value = fields.value("effects") {
            guard let elements = value.arrayValue else { throw fields.failure("effects", "wrong_type", "must be an array") }
            guard elements.count <= 256 else { throw fields.failure("effects", "too_big", "has more than 256 elements") }
            for (index, element) in elements.enumerated() {
                effects.append(try Effect(Fields(element, at: "effects.\(index)")))
            }
        }
        var callDigest: Digest?
        if let text = try fields.optionalString("call_digest") {
            guard let digest = Digest(hex: text) else {
                throw fields.failure("call_digest", "invalid", "must be 64 lower-case hexadecimal digits")
            }
            callDigest = digest
        }
        self.init(
            action: action,
            title: try fields.optionalString("title") ?? "",
            command: try fields.optionalString("command", maximum: Limits.toolData),
            host: try fields.optionalString("host"),
            message: try fields.optionalString("message", maximum: Limits.text) ?? "",
            ifDenied: try fields.optionalString("if_denied", maximum: Limits.text),
            effects: effects,
            callDigest: callDigest
        )
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "action": .string(action),
            "title": .string(title),
            "command": command.map(JSONValue.string),
            "host": host.map(JSONValue.string),
            "message": .string(message),
            "if_denied": ifDenied.map(JSONValue.string),
            "effects": .array(effects.map(\.json)),
            "call_digest": callDigest.map { .string($0.hex) },
        ])
    }
}

extension Effect {
    public init(_ fields: Fields) throws(WireError) {
        self.init(
            try fields.word("kind"),
            try fields.optionalString("target", maximum: 4096) ?? "",
            isDynamic: fields.value("dynamic")?.boolValue ?? false,
            arguments: (fields.value("arguments")?.arrayValue ?? []).compactMap(\.stringValue),
            isRecursive: fields.value("recursive")?.boolValue ?? false,
            isRecoverable: fields.value("recoverable")?.boolValue ?? false,
            sendsData: fields.value("sends_data")?.boolValue ?? false,
            traits: (fields.value("traits")?.arrayValue ?? []).compactMap(\.stringValue)
        )
    }
}

extension JSONValue {
    /// Two objects in one; the other's members win. Anything else stays as it is.
    public func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let members) = self, case .object(let more) = other else { return self }
        return .object(members.merging(more) { $1 })
    }
}

/// `POST /v1/bridge/redeemApproval`: hands out an approved action, once.
public struct RedeemApproval: Sendable, Hashable {
    public var approvalID: String
    public var digest: String

    public init(approvalID: String, digest: String) {
        self.approvalID = approvalID
        self.digest = digest
    }

    public init(_ fields: Fields) throws(WireError) {
        approvalID = try fields.string("approval_id")
        digest = try fields.string("digest")
    }

    public var json: JSONValue { ["approval_id": .string(approvalID), "digest": .string(digest)] }
}

/// The payload of the update `approval.resolved`.
public struct ApprovalResolution: Sendable, Hashable {
    public var approvalID: String
    /// `deny` for everything but `approved`.
    public var decision: ApprovalDecision
    public var status: ApprovalStatus
    public var scope: ApprovalScope
    public var decidedBy: String?
    public var digest: String

    public init(
        approvalID: String,
        status: ApprovalStatus,
        scope: ApprovalScope,
        decidedBy: String?,
        digest: String
    ) {
        self.approvalID = approvalID
        decision = status == .approved ? .approve : .deny
        self.status = status
        self.scope = scope
        self.decidedBy = decidedBy
        self.digest = digest
    }

    public init(_ fields: Fields) throws(WireError) {
        self.init(
            approvalID: try fields.string("approval_id"),
            status: try fields.word("status"),
            scope: try fields.optionalWord("scope") ?? .once,
            decidedBy: try fields.optionalString("decided_by"),
            digest: try fields.optionalString("digest") ?? ""
        )
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "approval_id": .string(approvalID),
            "decision": .string(decision.rawValue),
            "status": .string(status.rawValue),
            "scope": .string(scope.rawValue),
            "decided_by": decidedBy.map(JSONValue.string),
            "digest": .string(digest),
        ])
    }
}
