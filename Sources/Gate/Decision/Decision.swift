// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What the gate says to a call, and why.
public struct Decision: Sendable, Hashable {
    /// The canonical tool.
    public var tool: String
    public var outcome: Outcome
    public var policies: [DeterminingPolicy]
    public var effects: [Effect]
    /// Of the call as it was judged; nil if it could not be read at all.
    public var digest: Digest?
    /// Microseconds from the call to this decision, the log entry included.
    public var durationMicroseconds: Int64
    /// What asking rules asked about: what a lasting approval covers.
    var asked: [Verdict.Asked] = []

    public init(
        tool: String,
        outcome: Outcome,
        policies: [DeterminingPolicy],
        effects: [Effect],
        digest: Digest?,
        durationMicroseconds: Int64
    ) {
        self.tool = tool
        self.outcome = outcome
        self.policies = policies
        self.effects = effects
        self.digest = digest
        self.durationMicroseconds = durationMicroseconds
    }

    public var severity: Severity { policies.filter { $0.outcome == outcome }.map(\.severity).max() ?? .low }

    public var json: JSONValue {
        .object(omittingNil: [
            "tool": .string(tool),
            "outcome": .string(outcome.rawValue),
            "severity": .string(severity.rawValue),
            "policies": .array(policies.map(\.json)),
            "effects": .array(effects.map(\.json)),
            "digest": digest.map { .string($0.hex) },
            "duration_us": .int(durationMicroseconds),
        ])
    }

    /// For an agent or its owner: what stopped the call, why, and what to do instead.
    public var explanation: String {
        let determining = policies.filter { $0.outcome == outcome }
        guard !determining.isEmpty else { return outcome.rawValue }
        return determining.map { "\($0.title) (\($0.id)): \($0.reason). Instead: \($0.instead)." }.joined(separator: "\n")
    }
}

/// In which conversation a call came up, if the runtime is in one.
public struct CallContext: Sendable, Hashable {
    public var sessionID: String?
    public var interactionID: String?
    public var toolCallID: String?

    public init(sessionID: String? = nil, interactionID: String? = nil, toolCallID: String? = nil) {
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.toolCallID = toolCallID
    }
}
