// SPDX-License-Identifier: Apache-2.0

extension PolicySet {
    /// Reads a policy set, or a single policy (under the id `policy0`), in the JSON format.
    public init(json text: String) throws(Diagnostic) {
        try self.init(json: JSONDocument(parsing: text, nesting: .max).root)
    }

    /// Reads a policy set, or a single policy (under the id `policy0`), in the JSON format.
    public init(json node: JSONNode) throws(Diagnostic) {
        self.init()
        if node["effect"] != nil {
            try add(Policy(json: node, id: "policy0"))
            return
        }
        let reader = PolicyJSONReader()
        try reader.check(node, allowed: ["staticPolicies", "templates", "templateLinks"])
        for (id, policy) in try reader.members(node, "staticPolicies") {
            let policy = try Policy(json: policy, id: id)
            guard !policy.isTemplate else { throw node.problem("the static policy `\(id)` has slots") }
            try add(policy)
        }
        for (id, template) in try reader.members(node, "templates") {
            let template = try Policy(json: template, id: id)
            guard template.isTemplate else { throw node.problem("the template `\(id)` has no slots") }
            try add(template)
        }
        for link in node["templateLinks"]?.elements ?? [] { try reader.link(link, &self) }
    }
}

extension Policy {
    /// Reads a policy or a template in the JSON format.
    public init(json node: JSONNode, id: Text) throws(Diagnostic) {
        self = try PolicyJSONReader().policy(node, id)
    }
}

/// Reads the JSON format of policies (the official engine's "EST"). Unknown and repeated keys are errors.
struct PolicyJSONReader {
    func check(_ node: JSONNode, allowed: Set<Text>) throws(Diagnostic) {
        guard node.kind == .object else { throw node.problem("expected an object, found \(node.kindName)") }
        if let repeated = node.firstRepeatedKey { throw repeated.problem("a key stands twice") }
        for key in node.keys {
            guard let text = key.text, allowed.contains(text) else {
                throw key.problem("unknown key", help: "known are \(allowed.map(\.string).sorted().joined(separator: ", "))")
            }
        }
    }

    func members(_ node: JSONNode, _ key: Text) throws(Diagnostic) -> [(Text, JSONNode)] {
        guard let node = node[key] else { return [] }
        guard node.kind == .object else { throw node.problem("expected an object, found \(node.kindName)") }
        if let repeated = node.firstRepeatedKey { throw repeated.problem("a key stands twice") }
        return node.members.map { ($0.key, $0.value) }
    }

    private func member(_ node: JSONNode, _ key: Text) throws(Diagnostic) -> JSONNode {
        guard let value = node[key] else { throw node.problem("`\(key)` is missing") }
        return value
    }

    private func string(_ node: JSONNode) throws(Diagnostic) -> Text {
        guard let text = node.text else { throw node.problem("expected a string, found \(node.kindName)") }
        return text
    }

    private func elements(_ node: JSONNode) throws(Diagnostic) -> [JSONNode] {
        guard node.kind == .array else { throw node.problem("expected an array, found \(node.kindName)") }
        return node.elements
    }

    // MARK: Policies

    func link(_ node: JSONNode, _ set: inout PolicySet) throws(Diagnostic) {
        try check(node, allowed: ["newId", "templateId", "values"])
        var values: [Slot: EntityUID] = [:]
        for (key, value) in try members(node, "values") {
            guard let slot = Slot(rawValue: key.string) else { throw value.problem("there is no slot `\(key)`") }
            values[slot] = try entity(value)
        }
        try set.link(string(member(node, "templateId")), as: string(member(node, "newId")), values)
    }

    func policy(_ node: JSONNode, _ id: Text) throws(Diagnostic) -> Policy {
        try check(node, allowed: ["effect", "principal", "action", "resource", "conditions", "annotations"])
        guard let effect = PolicyEffect(rawValue: try string(member(node, "effect")).string) else {
            throw node.problem("`effect` must be permit or forbid")
        }
        var conditions: [Condition] = []
        for condition in try elements(member(node, "conditions")) {
            try check(condition, allowed: ["kind", "body"])
            guard let kind = Condition.Kind(rawValue: try string(member(condition, "kind")).string) else {
                throw condition.problem("`kind` must be when or unless")
            }
            var reader = ExprJSONReader()
            conditions.append(Condition(kind, try reader.expr(member(condition, "body"))))
        }
        var annotations: [Annotation] = []
        for (key, value) in try members(node, "annotations") {
            guard Identifiers.isIdentifier(key.string) else { throw value.problem("`\(key)` is no annotation's name") }
            annotations.append(Annotation(key, value.kind == .null ? nil : try string(value)))
        }
        return Policy(
            id: id,
            annotations: annotations,
            effect: effect,
            principal: try scope(member(node, "principal"), .principal),
            action: try action(member(node, "action")),
            resource: try scope(member(node, "resource"), .resource),
            conditions: conditions
        )
    }

    private func scope(_ node: JSONNode, _ slot: Slot) throws(Diagnostic) -> EntityScope {
        let operation = try string(member(node, "op")).string
        switch operation {
        case "All", "all":
            try check(node, allowed: ["op"])
            return .any
        case "==":
            try check(node, allowed: ["op", "entity", "slot"])
            return .equal(try reference(node, slot))
        case "in":
            try check(node, allowed: ["op", "entity", "slot"])
            return .in(try reference(node, slot))
        case "is":
            try check(node, allowed: ["op", "entity_type", "in"])
            let type = try type(member(node, "entity_type"))
            guard let container = node["in"] else { return .is(type) }
            try check(container, allowed: ["entity", "slot"])
            return .isIn(type, try reference(container, slot))
        default:
            throw node.problem("unknown operation `\(operation)`", help: "known are All, ==, in and is")
        }
    }

    private func reference(_ node: JSONNode, _ slot: Slot) throws(Diagnostic) -> EntityScope.Reference {
        switch (node["entity"], node["slot"]) {
        case (let node?, nil): return .entity(try entity(node))
        case (nil, let node?):
            guard try string(node).string == slot.rawValue else {
                throw node.problem("only the slot `\(slot.rawValue)` can stand here")
            }
            return .slot
        default: throw node.problem("expected one of `entity` and `slot`")
        }
    }

    private func action(_ node: JSONNode) throws(Diagnostic) -> ActionScope {
        let operation = try string(member(node, "op")).string
        switch operation {
        case "All", "all":
            try check(node, allowed: ["op"])
            return .any
        case "==":
            try check(node, allowed: ["op", "entity"])
            return .equal(try actionEntity(member(node, "entity")))
        case "in":
            try check(node, allowed: ["op", "entity", "entities"])
            if let entity = node["entity"], node["entities"] == nil { return .in(try actionEntity(entity)) }
            guard node["entity"] == nil else { throw node.problem("expected one of `entity` and `entities`") }
            var uids: [EntityUID] = []
            for element in try elements(member(node, "entities")) { uids.append(try actionEntity(element)) }
            return .inAny(uids)
        default:
            throw node.problem("unknown operation `\(operation)`", help: "known are All, == and in")
        }
    }

    private func actionEntity(_ node: JSONNode) throws(Diagnostic) -> EntityUID {
        let uid = try entity(node)
        guard uid.type.isAction else { throw node.problem("`\(uid)` is not an action") }
        return uid
    }

    /// `{"type", "id"}`, or that under `__entity`.
    func entity(_ node: JSONNode) throws(Diagnostic) -> EntityUID {
        let inner = node["__entity"] ?? node
        guard inner.kind == .object else { throw node.problem("expected an entity, found \(node.kindName)") }
        return EntityUID(type: try type(member(inner, "type")), id: try string(member(inner, "id")))
    }

    func type(_ node: JSONNode) throws(Diagnostic) -> EntityType {
        guard let type = EntityType(parsing: try string(node).string) else {
            throw node.problem("not the name of an entity type")
        }
        return type
    }
}
