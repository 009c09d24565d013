// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// The policies of a gate, compiled: made once and used for every call. A set with an error does not become one.
public struct PolicyBundle: Sendable {
    /// The policies in the gate's own dialect, packs among them.
    let native: Authorizer
    /// Those written for the OpenClaw plugin, if there are any.
    let plugin: Authorizer?
    /// What the annotations say, by id.
    let rules: [Text: RuleText]
    let lockdown: Bool
    /// The policies about results, by id.
    let resultRules: [Text: ResultRule]
    private let agentPolicies: [String: AgentPolicy]
    private let asksForSizes: Bool
    /// Whether a Cedar policy speaks of folders.
    let speaksOfFolders: Bool
    private let own: PolicySet
    private let foreign: PolicySet

    /// Why policies cannot be used.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// Which text: `base`, `customRules`, a file's path.
        public let source: String
        /// One message a problem, each with line and column.
        public let messages: [String]

        public var description: String { messages.map { "\(source):\($0)" }.joined(separator: "\n") }
    }

    public init(_ settings: PolicySettings) throws(Failure) {
        var own = PolicySet()
        var foreign = PolicySet()
        if let text = settings.onlyFile {
            try Self.add(text, "policyPath", &own, &foreign)
        } else {
            for pack in Pack.allCases where settings.packs.contains(pack) { try Self.addPack(pack, &own) }
            try Self.add(settings.customRules, "customRules", &own, &foreign)
        }
        for policy in SettingPolicies.policies(settings.blacklist, settings.phoneNumbers) {
            try Self.insert(policy, into: &own, "settings")
        }
        let all = own.policies + foreign.policies
        rules = Dictionary(all.map { ($0.id, RuleText($0)) }, uniquingKeysWith: { first, _ in first })
        resultRules = Dictionary(
            all.filter { PolicyBundle.isAboutResults($0) }.map { ($0.id, ResultRule($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        lockdown = settings.lockdown
        agentPolicies = try Self.parse(settings.agentPolicies)
        speaksOfFolders = (settings.customRules + (settings.onlyFile ?? "")).includes("Directory")
        asksForSizes = (settings.customRules + (settings.onlyFile ?? "")).includes("context.size")
        if !settings.lockdown {
            let everything = try Self.parse(#"@id("default-allow") permit(principal, action, resource);"#, "default")
            for policy in everything.policies {
                try Self.insert(policy, into: &own, "default")
                if !foreign.policies.isEmpty { try Self.insert(policy, into: &foreign, "default") }
            }
        }
        self.own = own
        self.foreign = foreign
        native = Authorizer(own, entities: GateSchema.actions, onForbidError: .deny)
        plugin = foreign.policies.isEmpty ? nil : Authorizer(foreign, onForbidError: .deny)
    }

    private static func parse(_ texts: [String: String]) throws(Failure) -> [String: AgentPolicy] {
        var policies: [String: AgentPolicy] = [:]
        for (agent, text) in texts {
            do {
                policies[agent] = try AgentPolicy(parsing: text)
            } catch {
                throw Failure(source: "policy of \(agent)", messages: error.problems.map(\.description))
            }
        }
        return policies
    }

    /// Whether a policy asks how large a download is.
    var needsSizes: Bool { agentPolicies.values.contains(where: \.needsSizes) || asksForSizes }

    /// The plain-text policies that an agent goes by: its own, and the one for all.
    func policies(for agent: String) -> [AgentPolicy] {
        agentPolicies.isEmpty ? [] : [agentPolicies[agent], agentPolicies["*"]].compactMap { $0 }
    }

    private static func isAboutResults(_ policy: Policy) -> Bool {
        let actions: [EntityUID] =
            switch policy.action {
            case .any: [GateTypes.toolResult]
            case .equal(let action), .in(let action): [action]
            case .inAny(let actions): actions
            }
        return policy.effect == .forbid && actions.contains { $0 == GateTypes.toolResult || $0.id.string.hasSuffix("_result") }
    }

    /// The packs that ship are validated by the tests, not at every start.
    private static func addPack(_ pack: Pack, _ set: inout PolicySet) throws(Failure) {
        for policy in try parse(pack.text, pack.rawValue).policies { try insert(policy, into: &set, pack.rawValue) }
    }

    private static func add(
        _ text: String,
        _ source: String,
        _ own: inout PolicySet,
        _ foreign: inout PolicySet
    ) throws(Failure) {
        let parsed = try parse(text, source)
        guard !parsed.policies.isEmpty else { return }
        var natives: [Policy] = []
        for policy in parsed.policies {
            if PluginDialect.isWritten(policy) {
                try insert(policy, into: &foreign, source)
            } else {
                natives.append(policy)
                try insert(policy, into: &own, source)
            }
        }
        let problems = GateSchema.problems(of: natives)
        guard problems.isEmpty else { throw Failure(source: source, messages: problems) }
    }

    private static func parse(_ text: String, _ source: String) throws(Failure) -> PolicySet {
        do {
            return try PolicySet(parsing: text)
        } catch {
            throw Failure(source: source, messages: error.all.map(\.description))
        }
    }

    /// A policy goes by its `@id`; without one by its source and number.
    private static func insert(_ policy: Policy, into set: inout PolicySet, _ source: String) throws(Failure) {
        var policy = policy
        policy.id = policy.annotation("id").map { Text($0) } ?? Text("\(source)-\(policy.id)")
        do {
            try set.add(policy)
        } catch {
            throw Failure(source: source, messages: [error.description])
        }
    }

    /// The Cedar text of a policy, if there is one of this id.
    public func cedar(of id: String) -> String? {
        let all = [own.policy(Text(id)), foreign.policy(Text(id))].compactMap { $0 }
        let plain = agentPolicies.values.flatMap(\.lines).flatMap(\.policies).filter { $0.id.string == id }
        return (all + plain).first.map { Formatter(lineWidth: 120).format([$0]) }
    }

    /// The rules by id, for listing and for explaining.
    public var catalogue: [RuleText] { rules.values.sorted { $0.id < $1.id } }
}
