// SPDX-License-Identifier: Apache-2.0

/// What is to be decided: may this principal do this to that, under these circumstances?
public struct Request: Hashable, Sendable {
    /// Who.
    public let principal: EntityUID
    /// Does what.
    public let action: EntityUID
    /// To what.
    public let resource: EntityUID
    /// Under what circumstances.
    public let context: Record

    /// A request with these parts.
    public init(principal: EntityUID, action: EntityUID, resource: EntityUID, context: Record = .empty) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.context = context
    }
}
