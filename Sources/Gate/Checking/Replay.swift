// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What other policies would have done to calls that the log keeps.
public struct Replay: Sendable {
    /// A decision that would have been another.
    public struct Change: Sendable {
        public let seq: Int64
        /// Milliseconds since 1970.
        public let time: Int64
        public let summary: String
        public let before: Outcome
        public let after: Outcome
        public let policies: [String]
    }

    public private(set) var judged = 0
    /// Entries without a call, from before the log kept them.
    public private(set) var skipped = 0
    public private(set) var changes: [Change] = []

    private let gate: GateCheck

    public init(_ gate: GateCheck) { self.gate = gate }

    /// - Parameter entry: A line of the audit log.
    public mutating func add(_ entry: JSONValue) {
        guard let word = entry["decision"]?.stringValue, entry["event"] == nil, word != "REDACT" else { return }
        guard let call = entry["call"].flatMap({ try? ToolCall(json: $0) }),
            let before = Outcome(rawValue: word.lowercased()), let (verdict, _) = try? gate.judge(call)
        else {
            skipped += 1
            return
        }
        judged += 1
        // What the owner had allowed for good was a question all the same.
        let asked: Outcome = entry["permission"] == nil ? before : .confirm
        guard verdict.outcome != asked else { return }
        changes.append(
            Change(
                seq: entry["seq"]?.intValue ?? 0,
                time: entry["ts"]?.intValue ?? 0,
                summary: entry["summary"]?.stringValue ?? "",
                before: asked,
                after: verdict.outcome,
                policies: verdict.policies.filter { $0.outcome == verdict.outcome }.map(\.id)
            )
        )
    }
}
