// SPDX-License-Identifier: Apache-2.0

/// A request of which not everything is known.
public struct PartialRequest: Sendable {
    public enum Participant: Hashable, Sendable {
        case known(EntityUID)
        /// Some entity, of this type where one is given.
        case unknown(EntityType?)
    }

    public var principal: Participant
    public var action: Participant
    public var resource: Participant
    /// What is known of the context; nothing when it is unknown as a whole.
    public var context: Record?
    /// Attributes of the context that are there, with values that are not known.
    public var unknownAttributes: Set<Text>

    public init(
        principal: Participant = .unknown(nil),
        action: Participant = .unknown(nil),
        resource: Participant = .unknown(nil),
        context: Record? = nil,
        unknownAttributes: Set<Text> = []
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.context = context
        self.unknownAttributes = unknownAttributes
    }

    func participant(_ variable: Variable) -> Participant? {
        switch variable {
        case .principal: principal
        case .action: action
        case .resource: resource
        case .context: nil
        }
    }
}

/// What can be said of a request of which not everything is known.
public struct PartialResponse: Sendable {
    /// The decision, where it is the same whatever the unknowns are.
    public let decision: Decision?
    /// The policies that are satisfied whatever the unknowns are.
    public let satisfied: [Text]
    /// Those that fail whatever the unknowns are.
    public let errors: [Text]
    /// What is left of the policies whose outcome depends on the unknowns, over the same variables: evaluated with the
    /// complete request, a residual policy does what its policy would.
    public let residuals: [Policy]
}
