// SPDX-License-Identifier: Apache-2.0

public import Calls
import ShellSyntax

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `drawbridge gate check`: one JSON object in, one out, and nothing given need exist on disk.
public struct GateCheck: Sendable {
    private let analyzer = CallAnalyzer(files: NoFileSystem())
    private let evaluator: any Evaluator

    public init(_ settings: PolicySettings = PolicySettings()) throws(PolicyBundle.Failure) {
        evaluator = CedarEvaluator(try PolicyBundle(settings))
    }

    /// With the base pack; made once.
    public static let standard = Result { try GateCheck() }

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

    /// Answers a line of `drawbridge gate effects`: what the call would do, and which part of the command line does it.
    ///
    /// - Parameter line: As for ``answer(_:)``.
    /// - Returns: `{"tool", "effects": [{"kind", "target", …, "span": {"start", "end"}?, "command"?, "doubt"?}], "traits"}`,
    ///   or `{"error"}`; spans are UTF-8 bytes of the command, the end exclusive.
    public func effects(_ line: String) -> String {
        do {
            let call = try ToolCall(json: JSONValue(parsing: line))
            let analysis = analyzer.analyze(call)
            let command = Array((Parameters(values: call.parameters).command ?? "").utf8)
            return JSONValue.object([
                "tool": .string(analysis.tool.name),
                "effects": .array(analysis.deeds.map { Self.json($0, command) }),
                "traits": .array(analysis.traits.sorted().map(JSONValue.string)),
            ]).canonical
        } catch {
            return JSONValue.object(["error": .string("\(error)")]).canonical
        }
    }

    private static func json(_ deed: Deed, _ command: [UInt8]) -> JSONValue {
        guard case .object(var members) = deed.effect.json else { return deed.effect.json }
        if let span = deed.span, Int(span.end) <= command.count, span.start < span.end {
            members["span"] = ["start": .int(Int64(span.start)), "end": .int(Int64(span.end))]
            members["command"] = .string(String(decoding: command[span.range], as: UTF8.self))
        }
        if !deed.doubt.isEmpty { members["doubt"] = .string(deed.doubt) }
        return .object(members)
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
