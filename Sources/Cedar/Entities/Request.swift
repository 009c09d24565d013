// SPDX-License-Identifier: Apache-2.0

/// What is to be decided: may this principal do this to that, under these circumstances?
public struct Request: Hashable, Sendable {
    public let principal: EntityUID
    public let action: EntityUID
    public let resource: EntityUID
    public let context: Record

    public init(principal: EntityUID, action: EntityUID, resource: EntityUID, context: Record = .empty) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.context = context
    }
}
