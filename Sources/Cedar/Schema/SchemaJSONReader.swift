// SPDX-License-Identifier: Apache-2.0

/// Schemas in JSON. Unknown and repeated members are errors everywhere.
enum SchemaJSONReader {
    static func read(_ document: JSONDocument) throws(Diagnostic) -> SchemaSyntax {
        var syntax = SchemaSyntax(namespaces: [], source: document.source)
        for (name, body) in try members(document.root, "a schema") {
            if !name.isEmpty, !Identifiers.isPath(name.string) {
                throw body.problem("`\(name)` is not the name of a namespace")
            }
            syntax.namespaces.append(try namespace(name, body))
        }
        return syntax
    }

    private static func namespace(_ name: Text, _ node: JSONNode) throws(Diagnostic) -> SchemaSyntax.Namespace {
        let fields = try fields(node, ["entityTypes", "actions", "commonTypes", "annotations"], "a namespace")
        guard let entities = fields["entityTypes"], let actions = fields["actions"] else {
            throw node.problem("a namespace needs both `entityTypes` and `actions`")
        }
        var namespace = SchemaSyntax.Namespace(name: name, annotations: try annotations(fields["annotations"]))
        for (name, body) in try members(entities, "entityTypes") {
            try checkDeclared(name, body)
            namespace.entityTypes.append(try entity(name, body))
        }
        for (name, body) in try members(actions, "actions") { namespace.actions.append(try action(name, body)) }
        if let types = fields["commonTypes"] {
            for (name, body) in try members(types, "commonTypes") {
                try checkDeclared(name, body)
                guard !SchemaNames.reservedForCommonTypes.contains(name) else {
                    throw body.problem("`\(name)` is reserved and cannot be the name of a type")
                }
                let (type, rest) = try type(body, allowing: ["annotations"])
                namespace.commonTypes.append(
                    SchemaSyntax.CommonType(
                        name: name,
                        annotations: try annotations(rest["annotations"]),
                        type: type,
                        span: body.span
                    )
                )
            }
        }
        return namespace
    }

    private static func entity(_ name: Text, _ node: JSONNode) throws(Diagnostic) -> SchemaSyntax.EntityDeclaration {
        let fields = try fields(node, ["memberOfTypes", "shape", "tags", "enum", "annotations"], "an entity type")
        let kind: SchemaSyntax.EntityDeclaration.Kind
        if let ids = fields["enum"] {
            guard fields["memberOfTypes"] == nil, fields["shape"] == nil, fields["tags"] == nil else {
                throw node.problem("an enumerated entity type has neither memberOfTypes nor shape nor tags")
            }
            guard ids.count > 0 else { throw ids.problem("enum must be an array of at least one id") }
            kind = .enumerated(try strings(ids, "enum").map(\.0))
        } else {
            var parents: [SchemaSyntax.Reference] = []
            if let types = fields["memberOfTypes"] { parents = try references(types, "memberOfTypes") }
            var shape: TypeSyntax?
            if let node = fields["shape"] { shape = try type(node).0 }
            var tags: TypeSyntax?
            if let node = fields["tags"] { tags = try type(node).0 }
            kind = .standard(parents: parents, shape: shape, tags: tags)
        }
        return SchemaSyntax.EntityDeclaration(
            name: name,
            annotations: try annotations(fields["annotations"]),
            kind: kind,
            span: node.span
        )
    }

    private static func action(_ name: Text, _ node: JSONNode) throws(Diagnostic) -> SchemaSyntax.ActionDeclaration {
        let fields = try fields(node, ["memberOf", "appliesTo", "attributes", "annotations"], "an action")
        if let attributes = fields["attributes"], attributes.kind != .null {
            throw attributes.problem("attributes of actions are not supported")
        }
        var groups: [SchemaSyntax.ActionReference] = []
        if let memberOf = fields["memberOf"], memberOf.kind != .null {
            for node in try array(memberOf, "memberOf") { groups.append(try actionReference(node)) }
        }
        var appliesTo: SchemaSyntax.AppliesTo?
        if let node = fields["appliesTo"], node.kind != .null { appliesTo = try applies(node) }
        return SchemaSyntax.ActionDeclaration(
            name: name,
            annotations: try annotations(fields["annotations"]),
            groups: groups,
            appliesTo: appliesTo,
            span: node.span
        )
    }

    private static func actionReference(_ node: JSONNode) throws(Diagnostic) -> SchemaSyntax.ActionReference {
        let fields = try fields(node, ["id", "type"], "a group of actions")
        guard let id = fields["id"]?.text else { throw node.problem("a group of actions needs an `id`, a string") }
        var type: Text?
        if let node = fields["type"], node.kind != .null { type = try path(node) }
        return SchemaSyntax.ActionReference(type: type, id: id, span: node.span)
    }

    private static func applies(_ node: JSONNode) throws(Diagnostic) -> SchemaSyntax.AppliesTo {
        let fields = try fields(node, ["principalTypes", "resourceTypes", "context"], "appliesTo")
        guard let principals = fields["principalTypes"], let resources = fields["resourceTypes"] else {
            throw node.problem("appliesTo needs both `principalTypes` and `resourceTypes`")
        }
        var context: TypeSyntax?
        if let node = fields["context"] { context = try type(node).0 }
        return SchemaSyntax.AppliesTo(
            principals: try references(principals, "principalTypes"),
            resources: try references(resources, "resourceTypes"),
            context: context
        )
    }

    // MARK: Types

    /// A type, and the members that stand beside it.
    private static func type(
        _ node: JSONNode,
        allowing more: Set<Text> = []
    ) throws(Diagnostic) -> (TypeSyntax, [Text: JSONNode]) {
        let all: Set<Text> = ["type", "element", "attributes", "additionalAttributes", "name"]
        let fields = try fields(node, all.union(more), "a type")
        guard let name = fields["type"]?.text else { throw node.problem("a type needs a `type`, a string") }
        func allow(_ names: Set<Text>) throws(Diagnostic) {
            for (key, value) in fields where key != "type" && !names.contains(key) && !more.contains(key) {
                throw value.problem("`\(key)` does not belong to `\(name)`")
            }
        }
        func required(_ key: Text) throws(Diagnostic) -> JSONNode {
            guard let value = fields[key] else { throw node.problem("`\(name)` needs `\(key)`") }
            return value
        }
        let type: TypeSyntax
        switch name {
        case "Long", "String", "Boolean":
            try allow([])
            type = .builtin(name == "Long" ? .long : name == "String" ? .string : .bool)
        case "Set":
            try allow(["element"])
            type = .set(try self.type(try required("element")).0)
        case "Record":
            try allow(["attributes", "additionalAttributes"])
            if let additional = fields["additionalAttributes"], additional.bool != false {
                throw additional.problem("additionalAttributes are not supported")
            }
            type = try record(try required("attributes"))
        case "Entity", "EntityOrCommon":
            try allow(["name"])
            let node = try required("name")
            let reference = SchemaSyntax.Reference(path: try path(node), span: node.span)
            type = .reference(name == "Entity" ? .entity : .any, reference)
        case "Extension":
            try allow(["name"])
            let node = try required("name")
            guard let name = node.text, let builtin = BuiltinType.byName[name], builtin.isExtension else {
                throw node.problem("there is no such extension type")
            }
            type = .builtin(builtin)
        default:
            try allow([])
            let path = try path(fields["type"] ?? node)
            type = .reference(.common, SchemaSyntax.Reference(path: path, span: node.span))
        }
        return (type, fields)
    }

    private static func record(_ node: JSONNode) throws(Diagnostic) -> TypeSyntax {
        var attributes: [SchemaSyntax.Attribute] = []
        for (name, body) in try members(node, "attributes") {
            let (type, rest) = try type(body, allowing: ["required", "annotations"])
            var isRequired = true
            if let node = rest["required"] {
                guard let bool = node.bool else { throw node.problem("required must be a boolean") }
                isRequired = bool
            }
            attributes.append(
                SchemaSyntax.Attribute(
                    name: name,
                    annotations: try annotations(rest["annotations"]),
                    isRequired: isRequired,
                    type: type
                )
            )
        }
        return .record(attributes.sorted { $0.name < $1.name })
    }

    // MARK: Pieces

    private static func annotations(_ node: JSONNode?) throws(Diagnostic) -> [Annotation] {
        guard let node else { return [] }
        var annotations: [Annotation] = []
        for (key, value) in try members(node, "annotations") {
            guard Identifiers.isIdentifier(key.string) else { throw value.problem("`\(key)` is not the name of an annotation") }
            guard value.kind == .null || value.kind == .string else {
                throw value.problem("an annotation's value is a string or null")
            }
            annotations.append(Annotation(key, value.text))
        }
        return annotations
    }

    private static func checkDeclared(_ name: Text, _ node: JSONNode) throws(Diagnostic) {
        guard Identifiers.isName(name.string) else { throw node.problem("`\(name)` cannot be the name of a type") }
    }

    /// Identifiers joined by `::`; `__cedar` may be one of them.
    private static func path(_ node: JSONNode) throws(Diagnostic) -> Text {
        guard let text = node.text else { throw node.problem("expected a name, found \(node.kindName)") }
        let parts = text.string.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let name = String(Substring(part))
            let isFitting = index % 2 == 0 ? name == "__cedar" || Identifiers.isName(name) : name.isEmpty
            guard isFitting, parts.count % 2 == 1 else { throw node.problem("`\(text)` is not a name") }
        }
        return text
    }

    private static func references(_ node: JSONNode, _ what: String) throws(Diagnostic) -> [SchemaSyntax.Reference] {
        var references: [SchemaSyntax.Reference] = []
        for element in try array(node, what) {
            references.append(SchemaSyntax.Reference(path: try path(element), span: element.span))
        }
        return references
    }

    private static func strings(_ node: JSONNode, _ what: String) throws(Diagnostic) -> [(Text, JSONNode)] {
        var strings: [(Text, JSONNode)] = []
        for element in try array(node, what) {
            guard let text = element.text else { throw element.problem("expected a string, found \(element.kindName)") }
            strings.append((text, element))
        }
        return strings
    }

    private static func array(_ node: JSONNode, _ what: String) throws(Diagnostic) -> [JSONNode] {
        guard node.kind == .array else { throw node.problem("\(what) must be an array, not \(node.kindName)") }
        return node.elements
    }

    private static func members(_ node: JSONNode, _ what: String) throws(Diagnostic) -> [(key: Text, value: JSONNode)] {
        guard node.kind == .object else { throw node.problem("\(what) must be an object, not \(node.kindName)") }
        if let key = node.firstRepeatedKey { throw key.problem("`\(key.text ?? "")` stands twice") }
        return node.members
    }

    private static func fields(
        _ node: JSONNode,
        _ allowed: Set<Text>,
        _ what: String
    ) throws(Diagnostic) -> [Text: JSONNode] {
        var fields: [Text: JSONNode] = [:]
        for (key, value) in try members(node, what) {
            guard allowed.contains(key) else { throw value.problem("`\(key)` does not belong to \(what)") }
            fields[key] = value
        }
        return fields
    }
}
