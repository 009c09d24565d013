// SPDX-License-Identifier: Apache-2.0

/// Writes schemas in Cedar's syntax: namespaces and declarations sorted by name, types before entity types before actions.
struct SchemaPrinter {
    private var text = ""
    private var indentation = ""
    /// Whether all that was printed means in Cedar's syntax what it means here.
    private var isFaithful = true
    private let entityNames: Set<Text>
    private let commonNames: Set<Text>
    private var namespace: Text = ""

    static func print(_ schema: SchemaSyntax) -> String? {
        var printer = SchemaPrinter(schema)
        for namespace in schema.namespaces.sorted(by: { $0.name < $1.name }) { printer.print(namespace) }
        return printer.isFaithful ? printer.text : nil
    }

    private init(_ schema: SchemaSyntax) {
        var entityNames: Set<Text> = []
        var commonNames: Set<Text> = []
        for namespace in schema.namespaces {
            entityNames.formUnion(namespace.entityTypes.map { SchemaNames.joined(namespace.name, $0.name) })
            commonNames.formUnion(namespace.commonTypes.map { SchemaNames.joined(namespace.name, $0.name) })
        }
        self.entityNames = entityNames
        self.commonNames = commonNames
    }

    private mutating func print(_ namespace: SchemaSyntax.Namespace) {
        self.namespace = namespace.name
        guard !namespace.name.isEmpty else {
            declarations(namespace)
            return
        }
        if !text.isEmpty { text += "\n" }
        annotations(namespace.annotations)
        text += "namespace \(namespace.name) {\n"
        indentation = "  "
        declarations(namespace)
        indentation = ""
        text += "}\n"
    }

    private mutating func declarations(_ namespace: SchemaSyntax.Namespace) {
        var isFirst = true
        func start(_ printer: inout SchemaPrinter, _ annotations: [Annotation]) {
            if !isFirst { printer.text += "\n" }
            isFirst = false
            printer.annotations(annotations)
            printer.text += printer.indentation
        }
        for type in namespace.commonTypes.sorted(by: { $0.name < $1.name }) {
            start(&self, type.annotations)
            text += "type \(type.name) = "
            self.type(type.type)
            text += ";\n"
        }
        for entity in namespace.entityTypes.sorted(by: { $0.name < $1.name }) {
            start(&self, entity.annotations)
            text += "entity \(entity.name)"
            self.entity(entity.kind)
            text += ";\n"
        }
        for action in namespace.actions.sorted(by: { $0.name < $1.name }) {
            start(&self, action.annotations)
            text += "action \(Escapes.quoted(action.name))"
            self.action(action)
            text += ";\n"
        }
    }

    private mutating func entity(_ kind: SchemaSyntax.EntityDeclaration.Kind) {
        switch kind {
        case .enumerated(let ids):
            text += " enum [\(ids.map { Escapes.quoted($0) }.joined(separator: ", "))]"
        case .standard(let parents, let shape, let tags):
            if !parents.isEmpty { text += " in [\(paths(parents))]" }
            if let shape, !shape.isEmptyRecord {
                if case .record = shape {} else { isFaithful = false }
                text += " = "
                type(shape)
            }
            if let tags {
                text += " tags "
                type(tags)
            }
        }
    }

    private mutating func action(_ action: SchemaSyntax.ActionDeclaration) {
        if !action.groups.isEmpty {
            let groups = action.groups.map { group in
                group.type.map { "\($0)::\(Escapes.quoted(group.id))" } ?? "Action::\(Escapes.quoted(group.id))"
            }
            text += " in [\(groups.joined(separator: ", "))]"
        }
        // Applying to nothing is the same as not applying.
        guard let applies = action.appliesTo, !applies.principals.isEmpty, !applies.resources.isEmpty else { return }
        text += " appliesTo {\n"
        text += "\(indentation)  principal: [\(paths(applies.principals))],\n"
        text += "\(indentation)  resource: [\(paths(applies.resources))]"
        if let context = applies.context, !context.isEmptyRecord {
            text += ",\n\(indentation)  context: "
            switch context {
            case .record, .reference(.common, _): break
            case .reference(_, let reference): if !commonNames.contains(reference.path) { isFaithful = false }
            default: isFaithful = false
            }
            let outer = indentation
            indentation += "  "
            type(context)
            indentation = outer
        }
        text += "\n\(indentation)}"
    }

    private func paths(_ references: [SchemaSyntax.Reference]) -> String {
        references.map(\.path.string).joined(separator: ", ")
    }

    private mutating func annotations(_ annotations: [Annotation]) {
        for annotation in annotations.sorted(by: { $0.key < $1.key }) {
            let value = annotation.value.map { "(\(Escapes.quoted($0)))" } ?? ""
            text += "\(indentation)@\(annotation.key)\(value)\n"
        }
    }

    private mutating func type(_ type: TypeSyntax) {
        switch type {
        case .builtin(let builtin): text += SchemaNames.builtinNamespace + builtin.rawValue
        case .set(let element):
            text += "Set<"
            self.type(element)
            text += ">"
        case .record(let attributes): record(attributes)
        case .reference(let kind, let reference):
            checkMeaning(of: reference.path, as: kind)
            text += reference.path.string
        }
    }

    /// Here a name means a common type before an entity type, and an entity type before a built-in one.
    private mutating func checkMeaning(of path: Text, as kind: TypeSyntax.ReferenceKind) {
        guard kind != .any else { return }
        let names = path.string.utf8.contains(UInt8(ascii: ":")) ? [path] : [SchemaNames.joined(namespace, path), path]
        for name in names {
            if commonNames.contains(name) {
                if kind == .entity { isFaithful = false }
                return
            }
            if entityNames.contains(name) {
                if kind == .common { isFaithful = false }
                return
            }
        }
    }

    private mutating func record(_ attributes: [SchemaSyntax.Attribute]) {
        guard !attributes.isEmpty else {
            text += "{}"
            return
        }
        text += "{\n"
        let outer = indentation
        indentation += "  "
        for (index, attribute) in attributes.enumerated() {
            annotations(attribute.annotations)
            let name = attribute.name.string
            text += indentation
            text += Identifiers.isName(name) ? name : Escapes.quoted(attribute.name)
            text += attribute.isRequired ? ": " : "?: "
            type(attribute.type)
            text += index < attributes.count - 1 ? ",\n" : "\n"
        }
        indentation = outer
        text += "\(indentation)}"
    }
}
