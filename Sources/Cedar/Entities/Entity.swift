// SPDX-License-Identifier: Apache-2.0

/// An entity: what policies can know of a principal, an action or a resource.
public struct Entity: Hashable, Sendable {
    /// Its identity.
    public let uid: EntityUID
    /// What `.` and `has` see.
    public let attributes: Record
    /// The entities that it is a direct member of; sorted, each once.
    public let parents: [EntityUID]
    /// What `getTag` and `hasTag` see.
    public let tags: Record

    /// An entity with these parts; parents may repeat.
    public init(_ uid: EntityUID, attributes: Record = .empty, parents: [EntityUID] = [], tags: Record = .empty) {
        self.uid = uid
        self.attributes = attributes
        self.parents = parents.count < 2 ? parents : Set(parents).sorted()
        self.tags = tags
    }
}
