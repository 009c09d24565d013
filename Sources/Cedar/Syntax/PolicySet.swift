// SPDX-License-Identifier: Apache-2.0

/// Policies that are evaluated together, and templates to link more from. Ids are unique across both.
public struct PolicySet: Sendable {
    /// Static and linked policies, in the order in which they were added.
    public private(set) var policies: [Policy] = []
    public private(set) var templates: [Policy] = []
    /// All ids; collected when the first policy is added to those that were read.
    private var ids: Set<Text>?

    public init() {}

    /// Reads policies in Cedar's syntax; their ids are `policy0`, `policy1`… by place, templates counted.
    public init(parsing text: String) throws(Diagnostics) {
        try self.init(SourceText(text))
    }

    public init(_ source: SourceText) throws(Diagnostics) {
        var parser = Parser(source)
        policies = try parser.policies()
        guard policies.contains(where: \.isTemplate) else { return }
        templates = policies.filter(\.isTemplate)
        policies.removeAll(where: \.isTemplate)
    }

    /// Adds a static policy or a template under its own id.
    public mutating func add(_ policy: Policy) throws(Diagnostic) {
        var known = ids ?? Set((policies + templates).map(\.id))
        ids = nil
        let isNew = known.insert(policy.id).inserted
        ids = known
        guard isNew else { throw Diagnostic("the id `\(policy.id)` is taken", policy.span, in: policy.source) }
        if policy.isTemplate { templates.append(policy) } else { policies.append(policy) }
    }

    public func policy(_ id: Text) -> Policy? { policies.first { $0.id == id } }
    public func template(_ id: Text) -> Policy? { templates.first { $0.id == id } }

    /// Makes a policy of a template: every slot of it must be given, and no other.
    public mutating func link(
        _ template: Text,
        as id: Text,
        _ values: [Slot: EntityUID]
    ) throws(Diagnostic) {
        guard let body = self.template(template) else {
            let isStatic = policies.contains { $0.id == template }
            throw Diagnostic(isStatic ? "`\(template)` has no slots: it is not a template" : "there is no template `\(template)`")
        }
        for slot in body.slots where values[slot] == nil {
            throw Diagnostic("the template `\(template)` needs a value for `\(slot.rawValue)`")
        }
        for slot in Slot.allCases where values[slot] != nil && !body.slots.contains(slot) {
            throw Diagnostic("the template `\(template)` has no slot `\(slot.rawValue)`")
        }
        var policy = body
        policy.id = id
        policy.link = TemplateLink(template: template, values: values)
        if let entity = values[.principal] { policy.principal = policy.principal.filled(with: entity) }
        if let entity = values[.resource] { policy.resource = policy.resource.filled(with: entity) }
        try add(policy)
    }
}

extension EntityScope {
    fileprivate func filled(with entity: EntityUID) -> EntityScope {
        switch self {
        case .equal(.slot): .equal(.entity(entity))
        case .in(.slot): .in(.entity(entity))
        case .isIn(let type, .slot): .isIn(type, .entity(entity))
        default: self
        }
    }
}
