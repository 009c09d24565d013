// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// A context in JSON: an object. With a schema it must be what the action takes, and values may be written without
    /// `__entity` and `__extn`.
    public init(contextJSON text: String, schema: Schema? = nil, action: EntityUID? = nil) throws(Diagnostic) {
        try self.init(contextJSON: try JSONDocument(parsing: text).root, schema: schema, action: action)
    }

    /// The context that is a node of another document.
    public init(contextJSON node: JSONNode, schema: Schema? = nil, action: EntityUID? = nil) throws(Diagnostic) {
        var expected: RecordType?
        if let schema, let action {
            guard let definition = schema.actions[action] else { throw node.problem("there is no action `\(action)`") }
            expected = definition.context
        }
        var reader = ValueJSONReader(depth: 0)
        let value = try reader.value(node, as: expected.map(Type.record))
        guard case .record(let record) = value else { throw node.problem("a context must be a record") }
        if let schema, let expected, let problem = schema.mismatch(record, expected) { throw node.problem(problem) }
        self = record
    }
}

extension EntityUID {
    /// `{"type", "id"}` or `{"__entity": {"type", "id"}}`.
    public init(json node: JSONNode) throws(Diagnostic) {
        var reader = ValueJSONReader(depth: 0)
        self = try reader.entityUID(node)
    }
}
