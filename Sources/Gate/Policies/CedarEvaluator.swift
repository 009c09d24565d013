// SPDX-License-Identifier: Apache-2.0

public import Calls
import Cedar

/// Judges a call by Cedar policies: one request for the call, one for each effect, the strictest outcome.
public struct CedarEvaluator: Evaluator {
    private let bundle: PolicyBundle
    private let own: OwnRules
    private let files: any FileSystemView

    public init(_ bundle: PolicyBundle, protection: OwnRules = OwnRules(), files: any FileSystemView = NoFileSystem()) {
        self.bundle = bundle
        own = protection
        self.files = files
    }

    public func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict {
        let surroundings = PathFacts.Surroundings(
            home: PathText.folded(call.home),
            workspace: files.resolve(PathText.folded(call.effectiveWorkspace)),
            temporary: Self.temporary(call)
        )
        let common = GateRequest.Call(call, tool: analysis.tool, surroundings: surroundings)
        var findings = Findings()
        for policy in own.policies(for: call, analysis) { findings.add(policy) }
        var plain = bundle.policies(for: call.agent ?? "main").map(PlainJudgement.init)
        let whole = GateRequest.call(call, analysis, common)
        let isPermitted = judge(whole, nil, &findings)
        for index in plain.indices { plain[index].judge(whole, nil) }
        var isEveryEffectPermitted = !analysis.deeds.isEmpty
        for deed in analysis.deeds {
            var request = GateRequest.effect(deed, common, tool: analysis.tool)
            request.entities.knowsFolders = bundle.speaksOfFolders || !plain.isEmpty
            if !judge(request, deed, &findings) { isEveryEffectPermitted = false }
            for index in plain.indices { plain[index].judge(request, deed) }
        }
        for judgement in plain {
            for policy in judgement.policies { findings.add(policy) }
            findings.asked += judgement.asked
        }
        var isPermittedByPlugin = false
        if let plugin = bundle.plugin {
            for request in PluginDialect.requests(call, analysis.tool) {
                if judge(plugin.authorize(request), nil, &findings) { isPermittedByPlugin = true }
            }
        }
        if bundle.lockdown, !isPermitted, !isPermittedByPlugin, !isEveryEffectPermitted { findings.add(Self.lockdown) }
        return Verdict(policies: findings.policies, asked: findings.asked)
    }

    public var needsSizes: Bool { bundle.needsSizes }

    public var judgesOutput: Bool { bundle.resultRules.values.contains { !$0.isAboutSecrets } }

    public func rules(forResultOf tool: String, output: String, secrets: Set<String>) -> [ResultRule] {
        guard !bundle.resultRules.isEmpty else { return [] }
        let call = ToolCall(tool: tool, parameters: [:], workingDirectory: "/", home: "/")
        let canonical = call.canonicalTool
        let surroundings = PathFacts.Surroundings(home: "/", workspace: "/", temporary: [])
        let common = GateRequest.Call(call, tool: canonical, surroundings: surroundings)
        let request = GateRequest.result(of: canonical, common, output: output, secrets: secrets)
        var responses = [bundle.native.authorize(request.request, entities: request.entities)]
        if let plugin = bundle.plugin {
            responses += PluginDialect.results(call, canonical, output: output).map { plugin.authorize($0) }
        }
        return responses.filter { $0.decision == .deny }.flatMap(\.reasons).compactMap { bundle.resultRules[$0] }
    }

    private func judge(_ request: GateRequest, _ deed: Deed?, _ findings: inout Findings) -> Bool {
        judge(bundle.native.authorize(request.request, entities: request.entities), deed, &findings)
    }

    /// - Returns: whether a policy permits it and none forbids it.
    private func judge(_ response: Response, _ deed: Deed?, _ findings: inout Findings) -> Bool {
        guard response.decision == .deny else { return true }
        for id in response.reasons {
            guard let rule = bundle.rules[id] else { continue }
            findings.add(id: rule.id, rule.determining(deed))
            if rule.outcome == .confirm { findings.asked.append(Verdict.Asked(policy: rule.id, deed: deed)) }
        }
        return false
    }

    /// Every policy once, by the first effect that it matched.
    private struct Findings {
        private(set) var policies: [DeterminingPolicy] = []
        var asked: [Verdict.Asked] = []
        private var seen: Set<String> = []

        mutating func add(_ policy: DeterminingPolicy) { add(id: policy.id, policy) }

        mutating func add(id: String, _ policy: @autoclosure () -> DeterminingPolicy) {
            if seen.insert(id).inserted { policies.append(policy()) }
        }
    }

    /// What the call says of TMPDIR counts only where temporary folders usually are: the agent may have set it.
    private static func temporary(_ call: ToolCall) -> [String] {
        guard let given = call.environment?["TMPDIR"].map(PathText.folded),
            given.hasPrefix("/var/folders/") || given.hasPrefix("/private/var/folders/")
        else { return PathFacts.temporary }
        return PathFacts.temporary + [given]
    }

    private static let lockdown = DeterminingPolicy(
        id: "lockdown",
        title: "Lockdown",
        reason: "no policy permits it, and in lockdown nothing is allowed that no policy permits",
        severity: .high,
        instead: "ask the owner for a policy that permits it",
        outcome: .deny
    )
}
