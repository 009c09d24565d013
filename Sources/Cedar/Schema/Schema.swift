// SPDX-License-Identifier: Apache-2.0

/// What entities, actions and contexts there are, and of which types: the basis of validation and of reading typed JSON.
public struct Schema: Sendable {
    let syntax: SchemaSyntax
    let entityTypes: [EntityType: EntityDefinition]
    let actions: [EntityUID: ActionDefinition]
    /// In the order of the text.
    let actionOrder: [EntityUID]
    /// The types of the actions that actions of a type are in.
    let actionTypeAncestors: [EntityType: Set<EntityType>]
    private let childTypes: [EntityType: [EntityType]]

    /// A schema in Cedar's syntax or in JSON: what starts with `{` is JSON.
    public init(parsing text: String) throws(Diagnostics) {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        if first == "{" { try self.init(json: text) } else { try self.init(cedar: text) }
    }

    /// A schema in Cedar's syntax.
    public init(cedar text: String) throws(Diagnostics) {
        let syntax: SchemaSyntax
        do {
            var parser = Parser(SourceText(text))
            syntax = try parser.schema()
        } catch {
            throw Diagnostics(error)
        }
        try self.init(syntax)
    }

    /// A schema in JSON.
    public init(json text: String) throws(Diagnostics) {
        let syntax: SchemaSyntax
        do {
            syntax = try SchemaJSONReader.read(try JSONDocument(parsing: text))
        } catch {
            throw Diagnostics(error)
        }
        try self.init(syntax)
    }

    init(_ syntax: SchemaSyntax) throws(Diagnostics) {
        var resolver = SchemaResolver(syntax)
        self = try resolver.resolve()
    }

    init(
        syntax: SchemaSyntax,
        entityTypes: [EntityType: EntityDefinition],
        actions: [EntityUID: ActionDefinition],
        actionOrder: [EntityUID]
    ) {
        self.syntax = syntax
        self.entityTypes = entityTypes
        self.actions = actions
        self.actionOrder = actionOrder
        var typeAncestors: [EntityType: Set<EntityType>] = [:]
        for action in actions.values {
            for ancestor in action.ancestors { typeAncestors[action.uid.type, default: []].insert(ancestor.type) }
        }
        actionTypeAncestors = typeAncestors
        var children: [EntityType: [EntityType]] = [:]
        for definition in entityTypes.values {
            for parent in definition.parents { children[parent, default: []].append(definition.type) }
        }
        childTypes = children
    }

    /// Whether a policy may name this type.
    func knows(_ type: EntityType) -> Bool { type.isAction || entityTypes[type] != nil }

    /// Whether the entity's type is known; of actions it is known only of those that are declared.
    func hasType(_ uid: EntityUID) -> Bool { uid.type.isAction ? actions[uid] != nil : entityTypes[uid.type] != nil }

    /// The entity types whose entities may be in entities of this type, directly or not.
    func descendants(of type: EntityType) -> Set<EntityType> {
        var found: Set<EntityType> = []
        var pending = childTypes[type] ?? []
        while let next = pending.popLast() {
            if found.insert(next).inserted { pending.append(contentsOf: childTypes[next] ?? []) }
        }
        return found
    }

    /// The entity types that entities of this type may be in, directly or not.
    func ancestors(of type: EntityType) -> Set<EntityType> {
        var found: Set<EntityType> = []
        var pending = entityTypes[type]?.parents ?? []
        while let next = pending.popLast() {
            guard found.insert(next).inserted else { continue }
            pending.append(contentsOf: entityTypes[next]?.parents ?? [])
        }
        return found
    }
}

/// An entity type of a schema, resolved.
struct EntityDefinition: Sendable {
    let type: EntityType
    /// The types that these entities may be members of.
    let parents: [EntityType]
    let attributes: RecordType
    let tags: Type?
    /// Of an enumerated type: its entities' ids.
    let ids: [Text]?
}

/// An action of a schema, resolved.
struct ActionDefinition: Sendable {
    let uid: EntityUID
    let parents: [EntityUID]
    /// The actions that it is in, directly or not.
    let ancestors: Set<EntityUID>
    let principals: [EntityType]
    let resources: [EntityType]
    let context: RecordType
}
