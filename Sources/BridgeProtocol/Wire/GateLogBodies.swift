// SPDX-License-Identifier: Apache-2.0

public import Calls

/// One line of the gate's audit log, as far as it leaves the machine: which tool, which decision, which rules,
/// and its place in the chain. Never parameters or output.
public struct GateLogEntry: Sendable, Hashable {
    /// Counts up from 1 in the gate's log.
    public var seq: Int64
    /// Milliseconds since 1970.
    public var timestamp: Int64
    public var tool: String
    /// `ALLOW`, `DENY`, `CONFIRM` or `REDACT`.
    public var decision: String
    public var policies: [String]
    public var durationMicroseconds: Int64
    public var callDigest: String?
    public var hash: String

    public init(
        seq: Int64,
        timestamp: Int64,
        tool: String,
        decision: String,
        policies: [String],
        durationMicroseconds: Int64,
        callDigest: String?,
        hash: String
    ) {
        self.seq = seq
        self.timestamp = timestamp
        self.tool = tool
        self.decision = decision
        self.policies = policies
        self.durationMicroseconds = durationMicroseconds
        self.callDigest = callDigest
        self.hash = hash
    }

    public init(json: JSONValue, at path: String) throws(WireError) {
        let fields = try Fields(json, at: path)
        guard let seq = try fields.optionalInteger("seq") else { throw fields.failure("seq", "missing", "is missing") }
        self.seq = seq
        timestamp = try fields.optionalInteger("ts") ?? 0
        tool = try fields.optionalString("tool") ?? ""
        decision = try fields.string("decision")
        policies = (fields.value("policies")?.arrayValue ?? []).compactMap(\.stringValue)
        durationMicroseconds = try fields.optionalInteger("duration_us") ?? 0
        callDigest = try fields.optionalString("call_digest")
        hash = try fields.string("hash")
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "seq": .int(seq),
            "ts": .int(timestamp),
            "tool": .string(tool),
            "decision": .string(decision),
            "policies": .array(policies.map(JSONValue.string)),
            "duration_us": .int(durationMicroseconds),
            "call_digest": callDigest.map(JSONValue.string),
            "hash": .string(hash),
        ])
    }
}

/// `POST /v1/bridge/gateLog`, ours: new entries of the gate's log, its head last (THREATS 9).
public struct GateLogReport: Sendable, Hashable {
    public var entries: [GateLogEntry]

    /// The most entries in one report.
    public static let maximum = 200

    public init(entries: [GateLogEntry]) { self.entries = entries }

    public init(_ fields: Fields) throws(WireError) {
        guard let elements = fields.value("entries")?.arrayValue else {
            throw fields.failure("entries", "wrong_type", "must be an array")
        }
        guard elements.count <= Self.maximum else {
            throw fields.failure("entries", "too_big", "has more than \(Self.maximum) elements")
        }
        entries = []
        for (index, element) in elements.enumerated() {
            entries.append(try GateLogEntry(json: element, at: "entries.\(index)"))
        }
    }

    public var json: JSONValue { ["entries": .array(entries.map(\.json))] }
}
