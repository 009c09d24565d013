// SPDX-License-Identifier: Apache-2.0

public import AuditLog
public import Calls
import Redaction

/// Judges tool calls: effects, digest, rules, log, outcome, in this order.
///
/// It fails closed: whatever goes wrong on the way, a log that cannot be written included, is a deny with the reason.
public struct Judge: Sendable {
    private let configuration: GateConfiguration
    private let analyzer: CallAnalyzer
    private let evaluator: any Evaluator
    private let files: any FileSystemView
    private let log: AuditLog
    private let guardian: WriteGuard
    /// The provider of each rule that finds secrets.
    private let providers: [String: String]

    /// With the policies of the configuration, and those of its file while it runs.
    ///
    /// - Throws: what is wrong with the policies.
    public init(
        configuration: GateConfiguration,
        log: AuditLog,
        files: any FileSystemView = RealFileSystem(),
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let own = OwnRules(
            paths: [configuration.dataFolder, PathText.parent(configuration.socketPath)] + configuration.protectedPaths,
            endpoints: configuration.protectedEndpoints,
            processes: configuration.protectedProcesses,
            files: files
        )
        self.init(
            configuration: configuration,
            log: log,
            files: files,
            evaluator: try LivePolicies(
                path: configuration.policyFile,
                base: configuration.policies,
                own: own,
                files: files,
                report: { message in
                    report(message)
                    _ = try? log.append([("event", "policies"), ("summary", .string(message))])
                }
            )
        )
    }

    public init(
        configuration: GateConfiguration,
        log: AuditLog,
        files: any FileSystemView,
        evaluator: any Evaluator
    ) {
        self.configuration = configuration
        self.log = log
        self.files = files
        analyzer = CallAnalyzer(files: files)
        self.evaluator = evaluator
        guardian = WriteGuard(placeholders: configuration.redactor.placeholders)
        providers = configuration.redactor.providers
    }

    /// Judges a call and records the decision before it is returned.
    ///
    /// - Parameters:
    ///   - sizes: Bytes of what URLs would bring, where a policy asks for that.
    ///   - permission: What turns `confirm` into `allow`, such as an owner's answer for the session; it is recorded with the
    ///     decision.
    public func judge(
        _ call: ToolCall,
        context: CallContext = CallContext(),
        sizes: [String: Int64] = [:],
        permission: (Decision) -> String? = { _ in nil }
    ) -> Decision {
        let start = monotonicNanoseconds()
        var decision = weigh(call, sizes: sizes)
        var granted: String?
        if decision.outcome == .confirm, decision.digest != nil, let given = permission(decision) {
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
    func weigh(_ call: ToolCall, sizes: [String: Int64] = [:]) -> Decision {
        var analysis = analyzer.analyze(call)
        for index in analysis.deeds.indices where !sizes.isEmpty { analysis.deeds[index].size = sizes[analysis.deeds[index].url] }
        var contents: [String: Digest] = [:]
        for path in analysis.contents where contents[path] == nil { contents[path] = files.contentDigest(path) }
        let digest = call.digest(targets: analysis.targets, contents: contents)
        do {
            let judged = try evaluator.verdict(for: call, analysis: analysis)
            var policies = judged.policies
            if let stop = placeholder(call) { policies.append(stop) }
            let verdict = Verdict(policies: policies)
            var decision = Decision(
                tool: analysis.tool.name,
                outcome: verdict.outcome,
                policies: verdict.policies,
                effects: analysis.effects,
                digest: digest,
                durationMicroseconds: 0
            )
            decision.asked = judged.asked
            return decision
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

    /// The URLs whose size a policy asks for; empty where none does.
    func unsizedDownloads(_ call: ToolCall) -> [String] {
        guard evaluator.needsSizes else { return [] }
        let urls = analyzer.analyze(call).deeds.filter { $0.effect.kind == .connect && !$0.effect.isDynamic }.map(\.url)
        return Array(Set(urls.filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }).sorted().prefix(8))
    }

    // MARK: - Results

    /// Whether results must be whole before they are judged.
    var judgesOutput: Bool { evaluator.judgesOutput }

    /// What policies say to a result: the text with their spans replaced, and their ids.
    ///
    /// - Parameters:
    ///   - output: As the tool printed it; empty unless ``judgesOutput``.
    ///   - redacted: The same with its secrets replaced.
    ///   - findings: How many secrets were replaced, by rule.
    func result(of tool: String, output: String, redacted: String, findings: [String: Int]) -> (text: String, policies: [String])
    {
        guard judgesOutput || !findings.isEmpty else { return (redacted, []) }
        let secrets = Set(findings.keys).union(findings.keys.compactMap { providers[$0] })
        let rules = evaluator.rules(forResultOf: tool, output: output, secrets: secrets)
        let masked = ResultMask.apply(rules, to: redacted, label: configuration.redactor.placeholders.label)
        return (masked, rules.map(\.id))
    }

    /// Records what was redacted in a result.
    func recordRedaction(tool: String, findings: [String: Int], policies: [String], context: CallContext) -> Bool {
        var members: [(String, AuditValue)] = [
            ("tool", .string(tool)), ("decision", "REDACT"), ("policies", .array(policies.map(AuditValue.string))),
            ("secrets", .array(findings.keys.sorted().map(AuditValue.string))),
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
        let logged = CallSummary.logged(call, configuration.redactor)
        members.append(("summary", .string(logged.summary)))
        members.append(("call", AuditValue(logged.call)))
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
