// SPDX-License-Identifier: Apache-2.0

/// What may be in what, each answer found once; for the time of one validation.
final class Hierarchy {
    private let schema: Schema
    private var containers: [EntityType: Set<EntityType>] = [:]
    private var actionContainers: [EntityType: Set<EntityType>] = [:]
    private var members: [EntityUID: Set<EntityUID>] = [:]

    init(_ schema: Schema) { self.schema = schema }

    /// Whether some entity of one of the types may be in some entity of one of the others.
    func mayBeIn(_ types: EntityTypes, _ others: EntityTypes) -> Bool {
        types.types.contains { type in
            others.types.contains { $0 == type || containers(of: type).contains($0) }
        }
    }

    /// Whether an action is one of these actions or in one of them.
    func isAction(_ uid: EntityUID, in groups: [EntityUID]) -> Bool {
        groups.contains { $0 == uid || members(of: $0).contains(uid) }
    }

    private func members(of group: EntityUID) -> Set<EntityUID> {
        if let known = members[group] { return known }
        let found = schema.descendants(of: group)
        members[group] = found
        return found
    }

    private func containers(of type: EntityType) -> Set<EntityType> {
        if let known = containers[type] { return known }
        let found = type.isAction ? actionContainers(of: type) : schema.ancestors(of: type)
        containers[type] = found
        return found
    }

    /// The types of the actions that actions of this type are in.
    private func actionContainers(of type: EntityType) -> Set<EntityType> {
        var seen: Set<EntityUID> = []
        var types: Set<EntityType> = []
        var pending = schema.actionOrder.filter { $0.type == type }
        while let action = pending.popLast() {
            for parent in schema.actions[action]?.parents ?? [] where seen.insert(parent).inserted {
                types.insert(parent.type)
                pending.append(parent)
            }
        }
        return types
    }
}
