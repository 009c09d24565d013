// SPDX-License-Identifier: Apache-2.0

/// Entities that refer to each other; without cycles, each identity once.
public struct Entities: Sendable {
    /// In the order in which they were added.
    public private(set) var all: [Entity] = []
    private var indices: [EntityUID: Int] = [:]

    /// No entities.
    public init() {}

    /// Of two entities of one identity, equal ones are one; different ones are an error, as is a cycle.
    public init(_ entities: some Sequence<Entity>) throws(Diagnostic) {
        for entity in entities { try insert(entity) }
        try checkCycles()
    }

    /// How many there are.
    public var count: Int { all.count }

    /// The entity of this identity.
    public subscript(uid: EntityUID) -> Entity? { indices[uid].map { all[$0] } }

    /// Adds entities to these.
    public mutating func add(_ entities: some Sequence<Entity>) throws(Diagnostic) {
        for entity in entities { try insert(entity) }
        try checkCycles()
    }

    /// Leaves cycles unchecked.
    mutating func insert(_ entity: Entity) throws(Diagnostic) {
        if let index = indices[entity.uid] {
            guard all[index] == entity else { throw Diagnostic("two different entities `\(entity.uid)`") }
            return
        }
        if entity.uid.type.isAction, let parent = entity.parents.first(where: { !$0.type.isAction }) {
            throw Diagnostic("the action `\(entity.uid)` has the parent `\(parent)`, which is no action")
        }
        indices[entity.uid] = all.count
        all.append(entity)
    }

    /// Puts an entity in the place of the one of its identity, or adds it.
    mutating func replace(_ entity: Entity) {
        if let index = indices[entity.uid] {
            all[index] = entity
        } else {
            indices[entity.uid] = all.count
            all.append(entity)
        }
    }

    /// The entities that this one is in, directly or not; those too that are not here themselves.
    public func ancestors(of uid: EntityUID) -> Set<EntityUID> {
        var found: Set<EntityUID> = []
        var pending = self[uid]?.parents ?? []
        while let next = pending.popLast() {
            if found.insert(next).inserted { pending.append(contentsOf: self[next]?.parents ?? []) }
        }
        return found
    }

    /// Takes entities away whose parents are all gone, until none is left, or those of the cycles are.
    func checkCycles() throws(Diagnostic) {
        var children: [[Int]] = Array(repeating: [], count: all.count)
        var waiting = Array(repeating: 0, count: all.count)
        for (index, entity) in all.enumerated() {
            for parent in entity.parents {
                guard let parentIndex = indices[parent] else { continue }
                children[parentIndex].append(index)
                waiting[index] += 1
            }
        }
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        var gone = 0
        while let index = ready.popLast() {
            gone += 1
            for child in children[index] {
                waiting[child] -= 1
                if waiting[child] == 0 { ready.append(child) }
            }
        }
        guard gone < all.count, let left = waiting.firstIndex(where: { $0 > 0 }) else { return }
        throw Diagnostic("`\(all[left].uid)` is in a cycle of parents, or below one")
    }
}
