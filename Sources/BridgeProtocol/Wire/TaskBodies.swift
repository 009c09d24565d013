// SPDX-License-Identifier: Apache-2.0

public import Calls

/// How a tool call stands, as the owner sees it.
public enum TaskStatus: String, Sendable, CaseIterable {
    case running
    case completed
    case failed
    case cancelled
}

/// `POST /v1/bridge/createTask`: a tool call began. The task's id makes it repeatable.
public struct CreateTask: Sendable, Hashable {
    public var sessionID: String
    public var interactionID: String?
    /// The provider's id of the call, at most 256 bytes.
    public var taskID: String
    /// The tool: `Bash`.
    public var kind: String
    public var statusLabel: String?
    public var arguments: JSONValue?

    public init(
        sessionID: String,
        interactionID: String?,
        taskID: String,
        kind: String,
        statusLabel: String?,
        arguments: JSONValue?
    ) {
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.taskID = taskID
        self.kind = kind
        self.statusLabel = statusLabel
        self.arguments = arguments
    }

    public init(_ fields: Fields) throws(WireError) {
        sessionID = try fields.string("session_id")
        interactionID = try fields.optionalString("interaction_id")
        taskID = try fields.string("task_id", maximum: Limits.taskID)
        kind = try fields.string("kind")
        statusLabel = try fields.optionalString("status_label")
        arguments = try fields.optionalJSON("args", maximum: Limits.toolData)
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "session_id": .string(sessionID),
            "interaction_id": interactionID.map(JSONValue.string),
            "task_id": .string(taskID),
            "kind": .string(kind),
            "status_label": statusLabel.map(JSONValue.string),
            "args": arguments,
        ])
    }
}

/// `POST /v1/bridge/updateTask`: how far it is.
public struct UpdateTask: Sendable, Hashable {
    public var taskID: String
    public var progressPercent: Int64?
    public var statusLabel: String?
    public var partialResult: JSONValue?

    public init(_ fields: Fields) throws(WireError) {
        taskID = try fields.string("task_id", maximum: Limits.taskID)
        progressPercent = try fields.optionalInteger("progress_percent", in: 0...100)
        statusLabel = try fields.optionalString("status_label")
        partialResult = try fields.optionalJSON("partial_result", maximum: Limits.toolData)
    }
}

/// `POST /v1/bridge/finishTask`: how it ended.
public struct FinishTask: Sendable, Hashable {
    public var taskID: String
    public var name: String?
    /// Not `running`.
    public var status: TaskStatus
    public var error: String?
    public var result: JSONValue?
    /// Ours: the gate's outcome, so that a denied call is shown as denied.
    public var outcome: Outcome?

    public init(taskID: String, name: String?, status: TaskStatus, error: String?, result: JSONValue?, outcome: Outcome?) {
        self.taskID = taskID
        self.name = name
        self.status = status
        self.error = error
        self.result = result
        self.outcome = outcome
    }

    public init(_ fields: Fields) throws(WireError) {
        taskID = try fields.string("task_id", maximum: Limits.taskID)
        name = try fields.optionalString("name")
        status = try fields.word("status")
        guard status != .running else {
            throw fields.failure("status", "unknown_value", "must be completed, failed or cancelled")
        }
        // Published connectors send either a text or an object.
        error =
            switch fields.value("error") {
            case .some(.string): try fields.optionalString("error", maximum: Limits.toolData)
            case .some(let other): other["message"]?.stringValue ?? other.canonical
            case nil: nil
            }
        result = try fields.optionalJSON("result", maximum: Limits.toolData)
        outcome = try fields.optionalWord("outcome")
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "task_id": .string(taskID),
            "name": name.map(JSONValue.string),
            "status": .string(status.rawValue),
            "error": error.map(JSONValue.string),
            "result": result,
            "outcome": outcome.map { .string($0.rawValue) },
        ])
    }
}
