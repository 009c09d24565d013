// SPDX-License-Identifier: Apache-2.0

/// What may be in what, most answers found once; for the time of one validation.
final class Hierarchy {
    private let schema: Schema
    private var memberTypes: [EntityType: Set<EntityType>] = [:]
    private var memberActions: [EntityUID: Set<EntityUID>] = [:]
    /// How many members are remembered in all; a schema can be made so that all would not fit.
    private var remembered = 0

    init(_ schema: Schema) { self.schema = schema }

    /// Whether some entity of one of the types may be in some entity of one of the others.
    func mayBeIn(_ types: EntityTypes, _ containers: EntityTypes) -> Bool {
        containers.types.contains { container in
            types.types.contains { $0 == container } || types.types.contains { members(of: container).contains($0) }
        }
    }

    /// Whether an action is one of these actions or in one of them.
    func isAction(_ uid: EntityUID, in groups: [EntityUID]) -> Bool {
        groups.contains { $0 == uid || members(of: $0).contains(uid) }
    }

    private func members(of group: EntityUID) -> Set<EntityUID> {
        if let known = memberActions[group] { return known }
        let found = schema.descendants(of: group)
        remember(found.count)
        memberActions[group] = found
        return found
    }

    private func members(of type: EntityType) -> Set<EntityType> {
        if let known = memberTypes[type] { return known }
        let found = type.isAction ? actionTypes(in: type) : schema.descendants(of: type)
        remember(found.count)
        memberTypes[type] = found
        return found
    }

    private func remember(_ count: Int) {
        remembered += count
        guard remembered > 1_000_000 else { return }
        memberTypes = [:]
        memberActions = [:]
        remembered = count
    }

    /// The types of the actions that are in actions of this type.
    private func actionTypes(in type: EntityType) -> Set<EntityType> {
        let groups = schema.actionOrder.filter { $0.type == type }
        return Set(schema.descendants(of: groups).map(\.type))
    }
}
