// SPDX-License-Identifier: Apache-2.0

/// Whether data is as a schema says.
extension Schema {
    /// Nothing when the value is of the type; else what is wrong.
    func mismatch(_ value: Value, _ type: Type) -> String? {
        switch (value, type) {
        case (.bool, .bool), (.long, .long), (.string, .string): return nil
        case (.decimal, .extension(.decimal)), (.ip, .extension(.ipaddr)): return nil
        case (.datetime, .extension(.datetime)), (.duration, .extension(.duration)): return nil
        case (.entity(let uid), .entity(let types)) where types.contains(uid.type): return undeclared(uid)
        case (.set(let set), .set(let element?)):
            for value in set.elements {
                if let problem = mismatch(value, element) { return problem }
            }
            return nil
        case (.record(let record), .record(let expected)): return mismatch(record, expected)
        default: return "a value is not of the type \(type)"
        }
    }

    /// Nothing when the record has what the type demands, and nothing else.
    func mismatch(_ record: Record, _ type: RecordType) -> String? {
        for field in record.fields {
            guard let attribute = type[field.name] else { return "there is no attribute `\(field.name)`" }
            if let problem = mismatch(field.value, attribute.type) { return "`\(field.name)`: \(problem)" }
        }
        return type.firstMissing(in: record).map { "the attribute `\($0)` is missing" }
    }

    /// Nothing when there can be such an entity; else what is wrong.
    func undeclared(_ uid: EntityUID) -> String? {
        if uid.type.isAction { return actions[uid] == nil ? "there is no action `\(uid)`" : nil }
        guard let definition = entityTypes[uid.type] else { return "there is no entity type `\(uid.type)`" }
        guard let ids = definition.ids, !ids.contains(uid.id) else { return nil }
        return "`\(uid)` is not one of the enumerated entities of its type"
    }

    /// Checks an entity. Actions are checked by ``mismatch(action:ancestors:)``.
    func mismatch(_ entity: Entity, _ ancestorTypes: inout [EntityType: Set<EntityType>]) -> String? {
        if let problem = undeclared(entity.uid) { return problem }
        guard let definition = entityTypes[entity.uid.type] else { return nil }
        if let problem = mismatch(entity.attributes, definition.attributes) { return "`\(entity.uid)`: \(problem)" }
        if !entity.tags.fields.isEmpty {
            guard let type = definition.tags else { return "`\(entity.uid)`: entities of its type have no tags" }
            for tag in entity.tags.fields {
                if let problem = mismatch(tag.value, type) { return "`\(entity.uid)`, tag `\(tag.name)`: \(problem)" }
            }
        }
        if entity.parents.isEmpty { return nil }
        let allowed = ancestorTypes[entity.uid.type] ?? ancestors(of: entity.uid.type)
        ancestorTypes[entity.uid.type] = allowed
        for parent in entity.parents {
            guard allowed.contains(parent.type) else {
                return "`\(entity.uid)`: entities of its type cannot be in `\(parent.type)`"
            }
            if let problem = undeclared(parent) { return "`\(entity.uid)`: \(problem)" }
        }
        return nil
    }

    /// Checks that an action is exactly what the schema says.
    func mismatch(action: Entity, ancestors: Set<EntityUID>) -> String? {
        guard actions[action.uid] != nil else { return "there is no action `\(action.uid)`" }
        let hasNoData = action.attributes.fields.isEmpty && action.tags.fields.isEmpty
        let isSame = hasNoData && ancestors == self.ancestors(of: action.uid)
        return isSame ? nil : "the action `\(action.uid)` is not as the schema declares it"
    }

    /// The actions, as entities.
    public var actionEntities: [Entity] {
        actionOrder.compactMap { uid in actions[uid].map { Entity(uid, parents: $0.parents) } }
    }

    /// Everything that is wrong with entities.
    public func validate(_ entities: Entities) -> [Diagnostic] {
        var ancestorTypes: [EntityType: Set<EntityType>] = [:]
        return entities.all.compactMap { entity in
            let problem =
                entity.uid.type.isAction
                ? mismatch(action: entity, ancestors: entities.ancestors(of: entity.uid))
                : mismatch(entity, &ancestorTypes)
            return problem.map { Diagnostic($0) }
        }
    }

    /// Nothing when the request is one that the schema foresees; else what is wrong.
    public func validate(_ request: Request) -> Diagnostic? {
        guard let action = actions[request.action] else { return Diagnostic("there is no action `\(request.action)`") }
        if let problem = undeclared(request.principal) ?? undeclared(request.resource) { return Diagnostic(problem) }
        guard action.principals.contains(request.principal.type) else {
            return Diagnostic("`\(action.uid)` does not apply to principals of the type `\(request.principal.type)`")
        }
        guard action.resources.contains(request.resource.type) else {
            return Diagnostic("`\(action.uid)` does not apply to resources of the type `\(request.resource.type)`")
        }
        return mismatch(request.context, action.context).map { Diagnostic("context: \($0)") }
    }
}
