// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What the gate said to a call, as a client sees it.
public struct GateAnswer: Sendable, Hashable {
    public var decision: Decision
    /// Why it was stopped and what to do instead, secrets masked; empty where it was allowed.
    public var explanation: String
    /// Where the owner is being asked.
    public var approvalID: String?
    /// Milliseconds since 1970: when the question ends without an answer.
    public var expiresAt: Int64?

    init(json: JSONValue) throws(GateClientError) {
        guard let outcome = json["outcome"]?.stringValue.flatMap(Outcome.init(rawValue:)), let tool = json["tool"]?.stringValue
        else {
            throw .badAnswer("no outcome")
        }
        decision = Decision(
            tool: tool,
            outcome: outcome,
            policies: (json["policies"]?.arrayValue ?? []).compactMap(Self.policy),
            effects: (json["effects"]?.arrayValue ?? []).compactMap(Self.effect),
            digest: json["digest"]?.stringValue.flatMap(Digest.init(hex:)),
            durationMicroseconds: json["duration_us"]?.intValue ?? 0
        )
        explanation = json["explanation"]?.stringValue ?? ""
        approvalID = json["approval_id"]?.stringValue
        expiresAt = json["expires_at"]?.intValue
        guard outcome != .confirm || approvalID != nil else { throw .badAnswer("a confirmation without an approval") }
        guard outcome != .allow || decision.digest != nil else { throw .badAnswer("no digest") }
    }

    private static func policy(_ json: JSONValue) -> DeterminingPolicy? {
        guard let id = json["id"]?.stringValue, let outcome = json["outcome"]?.stringValue.flatMap(Outcome.init(rawValue:)) else {
            return nil
        }
        return DeterminingPolicy(
            id: id,
            title: json["title"]?.stringValue ?? id,
            reason: json["reason"]?.stringValue ?? "",
            severity: json["severity"]?.stringValue.flatMap(Severity.init(rawValue:)) ?? .high,
            instead: json["instead"]?.stringValue ?? "",
            outcome: outcome
        )
    }

    static func effect(_ json: JSONValue) -> Effect? {
        guard let kind = json["kind"]?.stringValue.flatMap(Effect.Kind.init(rawValue:)), let target = json["target"]?.stringValue
        else { return nil }
        return Effect(
            kind,
            target,
            isDynamic: json["dynamic"]?.boolValue ?? false,
            arguments: (json["arguments"]?.arrayValue ?? []).compactMap(\.stringValue),
            isRecursive: json["recursive"]?.boolValue ?? false,
            isRecoverable: json["recoverable"]?.boolValue ?? false,
            sendsData: json["sends_data"]?.boolValue ?? false
        )
    }
}

/// Whether a call may run now.
public enum Redemption: Sendable, Hashable {
    /// It may; these are its effects as they were resolved a moment ago.
    case granted(effects: [Effect])
    case refused(reason: String)
}

/// A piece of output that can be shown.
public struct ReleasedOutput: Sendable, Hashable {
    public var text: String
    /// At the end: how many secrets were replaced.
    public var findings: Int
    /// At the end: the rules that found them.
    public var rules: [String]

    public init(text: String, findings: Int, rules: [String]) {
        self.text = text
        self.findings = findings
        self.rules = rules
    }
}
