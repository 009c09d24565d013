// SPDX-License-Identifier: Apache-2.0

extension Entities {
    /// Entities in JSON: an array of objects with `uid`, `attrs`, `parents` and maybe `tags`.
    ///
    /// With a schema they must conform to it, values may be written without `__entity` and `__extn`, and the actions are
    /// added.
    public init(json text: String, schema: Schema? = nil) throws(Diagnostic) {
        let root = try JSONDocument(tolerant: text).root
        guard root.kind == .array else { throw root.problem("entities must be an array, not \(root.kindName)") }
        try self.init(json: root, schema: schema)
    }

    /// The array of entities that is a node of another document.
    public init(json root: JSONNode, schema: Schema? = nil) throws(Diagnostic) {
        guard root.kind == .array else { throw root.problem("entities must be an array, not \(root.kindName)") }
        self.init()
        var reader = EntityJSONReader(schema: schema)
        for node in root.elements {
            let entity = try reader.entity(node)
            do {
                try insert(entity)
            } catch {
                throw node.problem(error.message)
            }
        }
        try checkCycles()
        if let schema { try check(against: schema, root) }
    }

    private mutating func check(against schema: Schema, _ root: JSONNode) throws(Diagnostic) {
        if let problem = schema.validate(self).first { throw root.problem(problem.message) }
        for action in schema.actionEntities { replace(action) }
    }
}

/// Reads one entity after the other.
struct EntityJSONReader {
    private let schema: Schema?

    init(schema: Schema?) { self.schema = schema }

    mutating func entity(_ node: JSONNode) throws(Diagnostic) -> Entity {
        guard node.kind == .object else { throw node.problem("an entity must be an object, not \(node.kindName)") }
        let known: [Text] = ["uid", "attrs", "parents", "tags"]
        var found: [Text: JSONNode] = [:]
        let members = node.members
        guard members.count == node.count else { throw node.problem("a key with a lone surrogate") }
        for (key, value) in members where known.contains(key) {
            guard found.updateValue(value, forKey: key) == nil else { throw value.problem("`\(key)` stands twice") }
        }
        guard let uidNode = found["uid"], let attributes = found["attrs"], let parents = found["parents"] else {
            throw node.problem("an entity needs `uid`, `attrs` and `parents`")
        }
        guard parents.kind == .array else { throw parents.problem("`parents` must be an array, not \(parents.kindName)") }
        var reader = ValueJSONReader(depth: 2)
        let uid = try reader.entityUID(uidNode)
        let definition = try definition(of: uid, uidNode)
        var parentReader = ValueJSONReader(depth: 3)
        var parentUIDs: [EntityUID] = []
        parentUIDs.reserveCapacity(parents.count)
        for parent in parents.elements { parentUIDs.append(try parentReader.entityUID(parent)) }
        return Entity(
            uid,
            attributes: try record(attributes, "attrs", definition.map { .each($0.attributes) } ?? .unknown),
            parents: parentUIDs,
            tags: try found["tags"].map { (node) throws(Diagnostic) in
                try record(node, "tags", definition.map { .all($0.tags) } ?? .unknown)
            } ?? .empty
        )
    }

    /// What values of a record are expected to be.
    private enum Expectation {
        case unknown
        case each(RecordType)
        case all(Type?)
    }

    private func definition(of uid: EntityUID, _ node: JSONNode) throws(Diagnostic) -> EntityDefinition? {
        guard let schema else { return nil }
        if let problem = schema.undeclared(uid) { throw node.problem(problem) }
        return schema.entityTypes[uid.type]
            ?? EntityDefinition(type: uid.type, parents: [], attributes: .empty, tags: nil, ids: nil)
    }

    private func record(_ node: JSONNode, _ what: String, _ expected: Expectation) throws(Diagnostic) -> Record {
        guard node.kind == .object else { throw node.problem("`\(what)` must be an object, not \(node.kindName)") }
        var reader = ValueJSONReader(depth: 2)
        switch expected {
        case .unknown: return try reader.fields(node, as: nil)
        case .each(let type): return try reader.fields(node, as: type)
        case .all(let type):
            guard let type else {
                guard node.count == 0 else { throw node.problem("entities of this type have no tags") }
                return .empty
            }
            reader = ValueJSONReader(depth: 3)
            var fields: [Record.Field] = []
            for (key, value) in try ValueJSONReader.members(node) {
                fields.append(Record.Field(key, try reader.value(value, as: type)))
            }
            return Record(fields)
        }
    }
}
