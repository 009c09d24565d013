// SPDX-License-Identifier: Apache-2.0

/// An entity: what policies can know of a principal, an action or a resource.
public struct Entity: Hashable, Sendable {
    public let uid: EntityUID
    public let attributes: Record
    /// The entities that it is a direct member of; sorted, each once.
    public let parents: [EntityUID]
    public let tags: Record

    public init(_ uid: EntityUID, attributes: Record = .empty, parents: [EntityUID] = [], tags: Record = .empty) {
        self.uid = uid
        self.attributes = attributes
        self.parents = parents.count < 2 ? parents : Set(parents).sorted()
        self.tags = tags
    }
}
