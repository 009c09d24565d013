// SPDX-License-Identifier: Apache-2.0

/// What entities, actions and contexts there are, and of which types: the basis of validation and of reading typed JSON.
public struct Schema: Sendable {
    let syntax: SchemaSyntax
    let entityTypes: [EntityType: EntityDefinition]
    let actions: [EntityUID: ActionDefinition]
    /// In the order of the text.
    let actionOrder: [EntityUID]
    private let childTypes: [EntityType: [EntityType]]
    private let childActions: [EntityUID: [EntityUID]]

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
        var children: [EntityType: [EntityType]] = [:]
        for definition in entityTypes.values {
            for parent in definition.parents { children[parent, default: []].append(definition.type) }
        }
        childTypes = children
        var members: [EntityUID: [EntityUID]] = [:]
        for action in actions.values {
            for parent in action.parents { members[parent, default: []].append(action.uid) }
        }
        childActions = members
    }

    /// Whether a policy may name this type.
    func knows(_ type: EntityType) -> Bool { type.isAction || entityTypes[type] != nil }

    /// Whether the entity's type is known; of actions it is known only of those that are declared.
    func hasType(_ uid: EntityUID) -> Bool { uid.type.isAction ? actions[uid] != nil : entityTypes[uid.type] != nil }

    /// The entity types whose entities may be in entities of this type, directly or not.
    func descendants(of type: EntityType) -> Set<EntityType> { Schema.reachable(from: [type]) { childTypes[$0] ?? [] } }

    /// The entity types that entities of this type may be in, directly or not.
    func ancestors(of type: EntityType) -> Set<EntityType> { Schema.reachable(from: [type]) { entityTypes[$0]?.parents ?? [] } }

    /// The actions that are in this one, directly or not.
    func descendants(of action: EntityUID) -> Set<EntityUID> { descendants(of: [action]) }

    /// The actions that are in one of these, directly or not.
    func descendants(of actions: [EntityUID]) -> Set<EntityUID> { Schema.reachable(from: actions) { childActions[$0] ?? [] } }

    /// The actions that this one is in, directly or not.
    func ancestors(of action: EntityUID) -> Set<EntityUID> { Schema.reachable(from: [action]) { actions[$0]?.parents ?? [] } }

    private static func reachable<Node: Hashable>(from starts: [Node], _ next: (Node) -> [Node]) -> Set<Node> {
        var found: Set<Node> = []
        var pending = starts.flatMap(next)
        while let node = pending.popLast() {
            if found.insert(node).inserted { pending.append(contentsOf: next(node)) }
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
    let ids: Set<Text>?
}

/// An action of a schema, resolved.
struct ActionDefinition: Sendable {
    let uid: EntityUID
    let parents: [EntityUID]
    let principals: [EntityType]
    let resources: [EntityType]
    let context: RecordType
}
