// SPDX-License-Identifier: Apache-2.0

public import Calls

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `drawbridge gate check`: one JSON object in, one out, and nothing given need exist on disk.
public struct GateCheck: Sendable {
    private let analyzer: any EffectAnalyzer
    private let evaluator: any Evaluator

    public init() {
        analyzer = FirstAnalyzer(files: NoFileSystem())
        evaluator = FirstEvaluator()
    }

    public init(analyzer: any EffectAnalyzer, evaluator: any Evaluator) {
        self.analyzer = analyzer
        self.evaluator = evaluator
    }

    /// Answers a line of the batch form (INTERFACES.md). What is no call is denied, with the policy `invalid-call`.
    ///
    /// - Parameter line: `{"tool", "parameters", "cwd", "home", "env"?, "agent"?, "workspace"?}`.
    /// - Returns: `{"outcome", "policies", "effects", "duration_us"}`, without a newline.
    public func answer(_ line: String) -> String {
        let start = monotonicNanoseconds()
        do {
            let call = try ToolCall(json: JSONValue(parsing: line))
            let (verdict, analysis) = try judge(call)
            return Self.json(verdict, analysis.effects, start).canonical
        } catch {
            let policy = DeterminingPolicy(
                id: "invalid-call",
                title: "Not a tool call",
                reason: "\(error)",
                severity: .high,
                instead: "send one JSON object a line with tool, parameters, cwd and home",
                outcome: .deny
            )
            return Self.json(Verdict(policies: [policy]), [], start).canonical
        }
    }

    /// The verdict for a call, from its text alone.
    public func judge(_ call: ToolCall) throws -> (Verdict, Analysis) {
        let analysis = analyzer.analyze(call)
        return (try evaluator.verdict(for: call, analysis: analysis), analysis)
    }

    private static func json(_ verdict: Verdict, _ effects: [Effect], _ start: UInt64) -> JSONValue {
        .object([
            "outcome": .string(verdict.outcome.rawValue),
            "policies": .array(verdict.policies.map(\.json)),
            "effects": .array(effects.map(\.json)),
            "duration_us": .int(Int64((monotonicNanoseconds() - start) / 1000)),
        ])
    }
}

/// Nanoseconds of a clock that never goes back.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
