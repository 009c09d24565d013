// SPDX-License-Identifier: Apache-2.0

/// Where entities come from. ``Entities`` is one that holds them all; a caller with many, or with costly ones, writes its
/// own: an entity is asked for only when a policy's outcome depends on it.
public protocol EntityStore: Sendable {
    /// The entity, or nothing when it does not exist.
    func entity(_ uid: EntityUID) -> Entity?

    /// Everything above an entity: its parents, their parents and so on, without itself. An ancestor need not exist.
    func ancestors(of uid: EntityUID) -> Set<EntityUID>
}

extension EntityStore {
    /// Follows the parents of ``entity(_:)``. A cycle ends where it closes.
    public func ancestors(of uid: EntityUID) -> Set<EntityUID> {
        var found: Set<EntityUID> = []
        var waiting = entity(uid)?.parents ?? []
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting.append(contentsOf: entity(next)?.parents ?? []) }
        }
        return found
    }
}

extension Entities: EntityStore {
    public func entity(_ uid: EntityUID) -> Entity? { self[uid] }
}
