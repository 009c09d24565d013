// SPDX-License-Identifier: Apache-2.0

public import Calls

/// A file that goes with a message: uploaded before, named by its key.
public struct Attachment: Sendable, Hashable {
    public var key: String
    public var mime: String
    public var name: String
    /// In bytes.
    public var size: Int64

    public init(json: JSONValue, at path: String) throws(WireError) {
        let fields = try Fields(json, at: path)
        key = try fields.string("key")
        mime = try fields.string("mime")
        name = try fields.string("name")
        size = try fields.optionalInteger("size", in: 0...Int64(Limits.attachment)) ?? 0
    }

    public var json: JSONValue {
        ["key": .string(key), "mime": .string(mime), "name": .string(name), "size": .int(size)]
    }

    static func list(in fields: Fields) throws(WireError) -> [Attachment] {
        guard let value = fields.value("attachments") else { return [] }
        guard let elements = value.arrayValue else { throw fields.failure("attachments", "wrong_type", "must be an array") }
        guard elements.count <= 32 else { throw fields.failure("attachments", "too_big", "has more than 32 elements") }
        var attachments: [Attachment] = []
        for (index, element) in elements.enumerated() {
            attachments.append(try Attachment(json: element, at: "attachments.\(index)"))
        }
        return attachments
    }
}

/// `POST /v1/bridge/sendMessage`. An empty or one-space text is a placeholder: the answer streams into it.
public struct SendMessage: Sendable, Hashable {
    public var sessionID: String
    public var interactionID: String?
    public var text: String
    public var attachments: [Attachment]
    public var replyTo: String?
    public var usage: JSONValue?

    public init(sessionID: String, interactionID: String?, text: String) {
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.text = text
        attachments = []
    }

    public init(_ fields: Fields) throws(WireError) {
        sessionID = try fields.string("session_id")
        interactionID = try fields.optionalString("interaction_id")
        text = try fields.string("text", maximum: Limits.text, emptyAllowed: true)
        attachments = try Attachment.list(in: fields)
        replyTo = try fields.optionalString("reply_to")
        usage = try fields.optionalJSON("usage", maximum: 4096)
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "session_id": .string(sessionID),
            "interaction_id": interactionID.map(JSONValue.string),
            "text": .string(text),
            "attachments": attachments.isEmpty ? nil : .array(attachments.map(\.json)),
            "reply_to": replyTo.map(JSONValue.string),
            "usage": usage,
        ])
    }

    /// Whether text will stream into this message.
    public var isPlaceholder: Bool { text.isEmpty || text == " " }
}

/// `POST /v1/bridge/sendMessageDelta`.
public struct SendMessageDelta: Sendable, Hashable {
    public var messageID: String
    public var delta: String
    /// Where the delta begins, in UTF-8 bytes of the message; nil appends in order of arrival.
    public var offset: Int64?

    public init(messageID: String, delta: String, offset: Int64?) {
        self.messageID = messageID
        self.delta = delta
        self.offset = offset
    }

    public init(_ fields: Fields) throws(WireError) {
        messageID = try fields.string("message_id")
        delta = try fields.string("delta", maximum: Limits.text, emptyAllowed: true)
        offset = try fields.optionalInteger("offset")
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "message_id": .string(messageID), "delta": .string(delta), "offset": offset.map(JSONValue.int),
        ])
    }
}

public enum FinishReason: String, Sendable, CaseIterable {
    case stop
    case length
    case contentFilter = "content_filter"
    case toolCall = "tool_call"
    case cancelled
    /// Ours: the runtime failed.
    case error
}

/// `POST /v1/bridge/sendMessageEnd`.
public struct SendMessageEnd: Sendable, Hashable {
    public var messageID: String
    /// The authoritative text; nil leaves what has streamed.
    public var text: String?
    public var usage: JSONValue?
    public var finishReason: FinishReason

    public init(messageID: String, text: String?, finishReason: FinishReason) {
        self.messageID = messageID
        self.text = text
        self.finishReason = finishReason
    }

    public init(_ fields: Fields) throws(WireError) {
        messageID = try fields.string("message_id")
        text = try fields.optionalString("text", maximum: Limits.text)
        usage = try fields.optionalJSON("usage", maximum: 4096)
        finishReason = try fields.optionalWord("finish_reason") ?? .stop
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "message_id": .string(messageID),
            "text": text.map(JSONValue.string),
            "usage": usage,
            "finish_reason": .string(finishReason.rawValue),
        ])
    }
}
