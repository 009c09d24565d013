// SPDX-License-Identifier: Apache-2.0

public import AuditLog
public import Calls
import Redaction

/// Judges tool calls: effects, digest, rules, log, outcome, in this order.
///
/// It fails closed: whatever goes wrong on the way, a log that cannot be written included, is a deny with the reason.
public struct Judge: Sendable {
    private let configuration: GateConfiguration
    private let analyzer: any EffectAnalyzer
    private let evaluator: any Evaluator
    private let files: any FileSystemView
    private let log: AuditLog
    private let guardian: WriteGuard

    /// With the analyzer and the rules of this first form.
    public init(configuration: GateConfiguration, log: AuditLog, files: any FileSystemView = RealFileSystem()) {
        self.init(
            configuration: configuration,
            log: log,
            files: files,
            analyzer: FirstAnalyzer(files: files),
            evaluator: FirstEvaluator(
                protectedPaths: [configuration.dataFolder, PathText.parent(configuration.socketPath)]
                    + configuration.protectedPaths,
                protectedEndpoints: configuration.protectedEndpoints,
                protectedProcesses: configuration.protectedProcesses,
                files: files
            )
        )
    }

    public init(
        configuration: GateConfiguration,
        log: AuditLog,
        files: any FileSystemView,
        analyzer: any EffectAnalyzer,
        evaluator: any Evaluator
    ) {
        self.configuration = configuration
        self.log = log
        self.files = files
        self.analyzer = analyzer
        self.evaluator = evaluator
        guardian = WriteGuard(placeholders: configuration.redactor.placeholders)
    }

    /// Judges a call and records the decision before it is returned.
    ///
    /// - Parameter permission: A policy that turns `confirm` into `allow`, such as an owner's answer for the session;
    ///   it is recorded with the decision.
    public func judge(
        _ call: ToolCall,
        context: CallContext = CallContext(),
        permission: (Digest) -> String? = { _ in nil }
    ) -> Decision {
        let start = monotonicNanoseconds()
        var decision = weigh(call)
        var granted: String?
        if decision.outcome == .confirm, let digest = decision.digest, let given = permission(digest) {
            granted = given
            decision.outcome = .allow
        }
        var entry = members(decision.outcome.rawValue.uppercased(), decision, call, context)
        if let granted { entry.append(("permission", .string(granted))) }
        // The log's entry carries the time up to itself.
        entry.append(("duration_us", .int(Int64((monotonicNanoseconds() - start) / 1000))))
        do {
            try log.append(entry)
        } catch {
            decision.outcome = .deny
            decision.policies = [Self.failure("audit-failed", "The decision could not be recorded", error.description)]
        }
        decision.durationMicroseconds = Int64((monotonicNanoseconds() - start) / 1000)
        return decision
    }

    /// Judges again at the moment of execution, without recording: targets are resolved and content is read anew (THREATS 3).
    func weigh(_ call: ToolCall) -> Decision {
        let analysis = analyzer.analyze(call)
        var contents: [String: Digest] = [:]
        for path in analysis.contents where contents[path] == nil { contents[path] = files.contentDigest(path) }
        let digest = call.digest(targets: analysis.targets, contents: contents)
        do {
            var policies = try evaluator.verdict(for: call, analysis: analysis).policies
            if let stop = placeholder(call) { policies.append(stop) }
            let verdict = Verdict(policies: policies)
            return Decision(
                tool: analysis.tool.name,
                outcome: verdict.outcome,
                policies: verdict.policies,
                effects: analysis.effects,
                digest: digest,
                durationMicroseconds: 0
            )
        } catch {
            return Decision(
                tool: analysis.tool.name,
                outcome: .deny,
                policies: [Self.failure("rule-failed", "A rule could not be evaluated", "\(error)")],
                effects: analysis.effects,
                digest: digest,
                durationMicroseconds: 0
            )
        }
    }

    /// Records how a question ended, or a redemption that was refused.
    func record(_ decision: String, _ call: ToolCall, _ context: CallContext, digest: Digest?, extra: [(String, AuditValue)])
        -> Bool
    {
        var members: [(String, AuditValue)] = [
            ("tool", .string(call.canonicalTool.name)), ("decision", .string(decision)), ("policies", []),
        ]
        if let digest { members.append(("call_digest", .string(digest.hex))) }
        members += Self.members(context)
        members.append(("duration_us", 0))
        return (try? log.append(members + extra)) != nil
    }

    /// Records what was redacted in a result.
    func recordRedaction(tool: String, findings: [String: Int], context: CallContext) -> Bool {
        let rules = findings.keys.sorted()
        var members: [(String, AuditValue)] = [
            ("tool", .string(tool)), ("decision", "REDACT"), ("policies", .array(rules.map(AuditValue.string))),
            ("findings", .int(Int64(findings.values.reduce(0, +)))), ("duration_us", 0),
        ]
        members += Self.members(context)
        return (try? log.append(members)) != nil
    }

    // MARK: -

    private func placeholder(_ call: ToolCall) -> DeterminingPolicy? {
        var violation: WriteGuard.Violation?
        Parameters(values: call.parameters).forEachText { text in
            if violation == nil, text.utf8.contains(UInt8(ascii: "(")) { violation = guardian.check(text) }
        }
        guard let violation else { return nil }
        return DeterminingPolicy(
            id: "redaction-placeholder",
            title: "A placeholder instead of the secret",
            reason: violation.explanation,
            severity: .medium,
            instead: violation.instead,
            outcome: .deny
        )
    }

    private func members(_ word: String, _ decision: Decision, _ call: ToolCall, _ context: CallContext) -> [(String, AuditValue)]
    {
        var members: [(String, AuditValue)] = [
            ("tool", .string(decision.tool)), ("decision", .string(word)),
            ("policies", .array(decision.policies.map { .string($0.id) })),
        ]
        if let digest = decision.digest { members.append(("call_digest", .string(digest.hex))) }
        members.append(("summary", .string(CallSummary.line(call, configuration.redactor))))
        if let agent = call.agent { members.append(("agent", .string(agent))) }
        if let failure = decision.policies.first(where: { $0.id == "rule-failed" }) {
            members.append(("error", .string(failure.reason)))
        }
        return members + Self.members(context)
    }

    private static func members(_ context: CallContext) -> [(String, AuditValue)] {
        var members: [(String, AuditValue)] = []
        if let id = context.sessionID { members.append(("session_id", .string(id))) }
        if let id = context.interactionID { members.append(("interaction_id", .string(id))) }
        if let id = context.toolCallID { members.append(("tool_call_id", .string(id))) }
        return members
    }

    static func failure(_ id: String, _ title: String, _ reason: String) -> DeterminingPolicy {
        DeterminingPolicy(
            id: id,
            title: title,
            reason: reason,
            severity: .high,
            instead: "ask the owner to run `drawbridge doctor`",
            outcome: .deny
        )
    }
}
