// SPDX-License-Identifier: Apache-2.0

public import Calls

/// The kinds of update that this hub sends. Others may come: a connector ignores what it does not know.
public enum UpdateType: String, Sendable {
    case sessionMessage = "session.message"
    case sessionCancelled = "session.cancelled"
    case sessionStarted = "session.started"
    case sessionEnded = "session.ended"
    case approvalResolved = "approval.resolved"
    case installationRevoked = "installation.revoked"
}

/// One durable, numbered item for a connector.
public struct Update: Sendable, Hashable {
    /// Counts up from 1 for each installation; a string on the wire.
    public var id: Int64
    /// An ``UpdateType``, or a newer one.
    public var type: String
    public var payload: JSONValue
    public var sessionID: String?
    public var interactionID: String?
    public var installationID: String
    /// Milliseconds since 1970.
    public var createdAt: Int64

    public init(
        id: Int64,
        type: String,
        payload: JSONValue,
        sessionID: String?,
        interactionID: String?,
        installationID: String,
        createdAt: Int64
    ) {
        self.id = id
        self.type = type
        self.payload = payload
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.installationID = installationID
        self.createdAt = createdAt
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "update_id": .string(String(id)),
            "type": .string(type),
            "payload": payload,
            "session_id": sessionID.map(JSONValue.string),
            "interaction_id": interactionID.map(JSONValue.string),
            "installation_id": .string(installationID),
            "created_at": .int(createdAt),
        ])
    }

    public init(json: JSONValue) throws(WireError) {
        let fields = try Fields(json, at: "update")
        guard let id = UpdateID.read(fields.value("update_id")) else {
            throw fields.failure("update_id", "wrong_type", "must be a number, as a string")
        }
        self.id = id
        type = try fields.string("type")
        payload = fields.value("payload") ?? .object([:])
        sessionID = try fields.optionalString("session_id")
        interactionID = try fields.optionalString("interaction_id")
        installationID = try fields.optionalString("installation_id") ?? ""
        createdAt = try fields.optionalInteger("created_at") ?? 0
    }
}

/// Update ids are strings on the wire; some connectors send them back as numbers.
enum UpdateID {
    static func read(_ value: JSONValue?) -> Int64? {
        switch value {
        case .string(let text): Int64(text)
        case .int(let number): number
        default: nil
        }
    }
}

/// What the hub sends on `/v1/bridge/ws`.
public enum HubFrame: Sendable, Hashable {
    /// The first one. `generation` counts the installation's connections; a writer that names an older one is refused.
    case ready(installationID: String, generation: Int64)
    case update(Update)
    case ping
    /// A call that expects an answer with the same `req_id` (THREATS 14: connectors refuse nearly all).
    case call(requestID: String, type: String)
    /// A type that is not known here, to be ignored.
    case unknown(String)

    public var json: JSONValue {
        switch self {
        case .ready(let installationID, let generation):
            ["type": "ready", "installation_id": .string(installationID), "generation": .int(generation)]
        case .update(let update): ["type": "update", "update": update.json]
        case .ping: ["type": "ping"]
        case .call(let requestID, let type): ["type": .string(type), "req_id": .string(requestID)]
        case .unknown(let type): ["type": .string(type)]
        }
    }

    public init(parsing text: String) throws {
        let json = try JSONValue(parsing: text)
        let fields = try Fields(json)
        let type = try fields.string("type")
        if let requestID = try fields.optionalString("req_id") {
            self = .call(requestID: requestID, type: type)
            return
        }
        switch type {
        case "ready":
            self = .ready(
                installationID: try fields.string("installation_id"),
                generation: try fields.optionalInteger("generation") ?? 0
            )
        case "update": self = .update(try Update(json: fields.value("update") ?? .null))
        case "ping": self = .ping
        default: self = .unknown(type)
        }
    }
}

/// What a connector sends on `/v1/bridge/ws`.
public enum ConnectorFrame: Sendable, Hashable {
    /// The first one. `capability` is the dated number of docs/protocol.md; the published protocol has none (0).
    case hello(version: String, capability: Int64)
    /// Everything up to this update is durable at the connector and need not come again.
    case ack(upTo: Int64)
    case pong
    /// The turn was stopped.
    case acknowledgeCancel(interactionID: String)
    /// A type that is not known here, to be ignored.
    case unknown(String)

    /// The capability number of this build; docs/protocol.md says what each step means.
    public static let currentCapability: Int64 = 20261121

    public var json: JSONValue {
        switch self {
        case .hello(let version, let capability):
            ["type": "hello", "version": .string(version), "capability": .int(capability)]
        case .ack(let id): ["type": "ack", "up_to_update_id": .string(String(id))]
        case .pong: ["type": "pong"]
        case .acknowledgeCancel(let interactionID):
            ["type": "session.acknowledge_cancel", "interaction_id": .string(interactionID)]
        case .unknown(let type): ["type": .string(type)]
        }
    }

    public init(parsing text: String) throws {
        let fields = try Fields(try JSONValue(parsing: text))
        let type = try fields.string("type")
        switch type {
        case "hello":
            self = .hello(
                version: try fields.optionalString("version") ?? "",
                capability: try fields.optionalInteger("capability") ?? 0
            )
        case "ack":
            guard let id = UpdateID.read(fields.value("up_to_update_id")) else {
                throw fields.failure("up_to_update_id", "wrong_type", "must be a number, as a string")
            }
            self = .ack(upTo: id)
        case "pong": self = .pong
        case "session.acknowledge_cancel":
            self = .acknowledgeCancel(interactionID: try fields.string("interaction_id"))
        default: self = .unknown(type)
        }
    }
}

/// The close codes of `/v1/bridge/ws`.
public enum BridgeCloseCode {
    /// Three pings went without a pong.
    public static let missedPongs: UInt16 = 4001
    /// The token was revoked.
    public static let revoked: UInt16 = 4003
    /// A newer connection of the same installation took over.
    public static let displaced: UInt16 = 4009
    /// Too much that has not been acknowledged, or frames that make no sense.
    public static let protocolViolation: UInt16 = 4000
}

/// The header in which our connector names its connection's generation.
public let generationHeader = "Drawbridge-Generation"
