// SPDX-License-Identifier: Apache-2.0

/// Writes schemas in JSON.
enum SchemaJSONWriter {
    static func write(_ schema: SchemaSyntax, to writer: inout JSONWriter) {
        writer.beginObject()
        for namespace in schema.namespaces.sorted(by: { $0.name < $1.name }) {
            writer.key(namespace.name)
            write(namespace, to: &writer)
        }
        writer.endObject()
    }

    private static func write(_ namespace: SchemaSyntax.Namespace, to writer: inout JSONWriter) {
        writer.beginObject()
        if !namespace.commonTypes.isEmpty {
            writer.key("commonTypes")
            writer.beginObject()
            for type in namespace.commonTypes.sorted(by: { $0.name < $1.name }) {
                writer.key(type.name)
                writer.beginObject()
                writeMembers(type.type, to: &writer)
                write(type.annotations, to: &writer)
                writer.endObject()
            }
            writer.endObject()
        }
        writer.key("entityTypes")
        writer.beginObject()
        for entity in namespace.entityTypes.sorted(by: { $0.name < $1.name }) {
            writer.key(entity.name)
            write(entity, to: &writer)
        }
        writer.endObject()
        writer.key("actions")
        writer.beginObject()
        for action in namespace.actions.sorted(by: { $0.name < $1.name }) {
            writer.key(action.name)
            write(action, to: &writer)
        }
        writer.endObject()
        write(namespace.annotations, to: &writer)
        writer.endObject()
    }

    private static func write(_ entity: SchemaSyntax.EntityDeclaration, to writer: inout JSONWriter) {
        writer.beginObject()
        switch entity.kind {
        case .enumerated(let ids):
            writer.key("enum")
            writer.beginArray()
            for id in ids { writer.string(id) }
            writer.endArray()
        case .standard(let parents, let shape, let tags):
            if !parents.isEmpty { write(parents, "memberOfTypes", to: &writer) }
            if let shape, !shape.isEmptyRecord {
                writer.key("shape")
                write(shape, to: &writer)
            }
            if let tags {
                writer.key("tags")
                write(tags, to: &writer)
            }
        }
        write(entity.annotations, to: &writer)
        writer.endObject()
    }

    private static func write(_ action: SchemaSyntax.ActionDeclaration, to writer: inout JSONWriter) {
        writer.beginObject()
        if let applies = action.appliesTo {
            writer.key("appliesTo")
            writer.beginObject()
            write(applies.resources, "resourceTypes", to: &writer)
            write(applies.principals, "principalTypes", to: &writer)
            if let context = applies.context, !context.isEmptyRecord {
                writer.key("context")
                write(context, to: &writer)
            }
            writer.endObject()
        }
        if !action.groups.isEmpty {
            writer.key("memberOf")
            writer.beginArray()
            for group in action.groups {
                writer.beginObject()
                writer.key("id")
                writer.string(group.id)
                if let type = group.type {
                    writer.key("type")
                    writer.string(type)
                }
                writer.endObject()
            }
            writer.endArray()
        }
        write(action.annotations, to: &writer)
        writer.endObject()
    }

    private static func write(_ references: [SchemaSyntax.Reference], _ key: Text, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for reference in references { writer.string(reference.path) }
        writer.endArray()
    }

    private static func write(_ annotations: [Annotation], to writer: inout JSONWriter) {
        guard !annotations.isEmpty else { return }
        writer.key("annotations")
        writer.beginObject()
        for annotation in annotations.sorted(by: { $0.key < $1.key }) {
            writer.key(annotation.key)
            if let value = annotation.value { writer.string(value) } else { writer.null() }
        }
        writer.endObject()
    }

    private static func write(_ type: TypeSyntax, to writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(type, to: &writer)
        writer.endObject()
    }

    private static func writeMembers(_ type: TypeSyntax, to writer: inout JSONWriter) {
        writer.key("type")
        switch type {
        case .builtin(let builtin):
            if let name = builtin.jsonName {
                writer.string(name)
            } else {
                writer.string("Extension")
                writer.key("name")
                writer.string(builtin.rawValue)
            }
        case .set(let element):
            writer.string("Set")
            writer.key("element")
            write(element, to: &writer)
        case .record(let attributes):
            writer.string("Record")
            writer.key("attributes")
            writer.beginObject()
            for attribute in attributes {
                writer.key(attribute.name)
                writer.beginObject()
                writeMembers(attribute.type, to: &writer)
                write(attribute.annotations, to: &writer)
                if !attribute.isRequired {
                    writer.key("required")
                    writer.bool(false)
                }
                writer.endObject()
            }
            writer.endObject()
        case .reference(.common, let reference):
            writer.string(reference.path)
        case .reference(let kind, let reference):
            writer.string(kind == .entity ? "Entity" : "EntityOrCommon")
            writer.key("name")
            writer.string(reference.path)
        }
    }
}
