// SPDX-License-Identifier: Apache-2.0

/// Which policies the gate goes by: the keys `packs`, `lockdown`, `customRules`, `policyPath` of its configuration.
public struct PolicySettings: Sendable, Hashable {
    public var packs: Set<Pack> = [.base]
    /// Nothing is allowed that no policy permits.
    public var lockdown = false
    /// Cedar text of the owner's own, in either dialect.
    public var customRules = ""
    /// The content of the one file that takes the place of packs and own rules.
    public var onlyFile: String?
    /// Plain-text policies by agent; `*` for every agent.
    public var agentPolicies: [String: String] = [:]
    /// What is ruled out altogether.
    public var blacklist: Set<Restriction> = []
    public var phoneNumbers = PhoneRule()

    public init(
        packs: Set<Pack> = [.base],
        lockdown: Bool = false,
        customRules: String = "",
        onlyFile: String? = nil,
        agentPolicies: [String: String] = [:]
    ) {
        self.packs = packs
        self.lockdown = lockdown
        self.customRules = customRules
        self.onlyFile = onlyFile
        self.agentPolicies = agentPolicies
    }
}
