// SPDX-License-Identifier: Apache-2.0

/// A schema as written, in either syntax: names are not resolved yet.
struct SchemaSyntax: Sendable {
    /// Of one name each.
    var namespaces: [Namespace] = []
    /// What the spans point into.
    var source: SourceText?

    struct Namespace: Sendable {
        /// Identifiers joined by `::`; empty for what stands outside of any namespace.
        var name: Text
        var annotations: [Annotation] = []
        var commonTypes: [CommonType] = []
        var entityTypes: [EntityDeclaration] = []
        var actions: [ActionDeclaration] = []
    }

    struct CommonType: Sendable {
        var name: Text
        var annotations: [Annotation]
        var type: TypeSyntax
        var span: SourceSpan
    }

    struct EntityDeclaration: Sendable {
        var name: Text
        var annotations: [Annotation]
        var kind: Kind
        var span: SourceSpan

        enum Kind: Sendable {
            case standard(parents: [Reference], shape: TypeSyntax?, tags: TypeSyntax?)
            /// The ids that there are; at least one.
            case enumerated([Text])
        }
    }

    struct ActionDeclaration: Sendable {
        var name: Text
        var annotations: [Annotation]
        var groups: [ActionReference]
        var appliesTo: AppliesTo?
        var span: SourceSpan
    }

    struct AppliesTo: Sendable {
        var principals: [Reference]
        var resources: [Reference]
        var context: TypeSyntax?
    }

    /// A name of a type: identifiers joined by `::`.
    struct Reference: Sendable {
        var path: Text
        var span: SourceSpan
    }

    struct ActionReference: Sendable {
        /// Without one, an action of the same namespace or of none.
        var type: Text?
        var id: Text
        var span: SourceSpan
    }

    struct Attribute: Sendable {
        var name: Text
        var annotations: [Annotation]
        var isRequired: Bool
        var type: TypeSyntax
    }
}

/// A type as written. Nests at most ``Limits/nesting`` deep.
indirect enum TypeSyntax: Sendable {
    case builtin(BuiltinType)
    case set(TypeSyntax)
    /// Sorted by name; a name occurs once.
    case record([SchemaSyntax.Attribute])
    case reference(ReferenceKind, SchemaSyntax.Reference)

    /// What a name may stand for: in Cedar's syntax mostly anything; the JSON format can be explicit.
    enum ReferenceKind: Sendable {
        case any, entity, common
    }

    /// Of two attributes of one name the last is kept.
    static func record(keepingLast attributes: [SchemaSyntax.Attribute]) -> TypeSyntax {
        var last: [Text: Int] = [:]
        for (index, attribute) in attributes.enumerated() { last[attribute.name] = index }
        let kept = attributes.enumerated().filter { last[$0.element.name] == $0.offset }.map(\.element)
        return .record(kept.sorted { $0.name < $1.name })
    }

    var isEmptyRecord: Bool {
        if case .record(let attributes) = self { return attributes.isEmpty }
        return false
    }
}

/// The types that every schema knows. The raw value is the name in Cedar's schema syntax.
enum BuiltinType: String, Sendable, CaseIterable {
    case bool = "Bool"
    case long = "Long"
    case string = "String"
    case decimal, ipaddr, datetime, duration

    /// The name in the JSON format's `type`; extension types have none, they are `{"type": "Extension"}`.
    var jsonName: String? {
        switch self {
        case .bool: "Boolean"
        case .long: "Long"
        case .string: "String"
        default: nil
        }
    }

    var isExtension: Bool { jsonName == nil }

    static let byName = Dictionary(uniqueKeysWithValues: allCases.map { (Text($0.rawValue), $0) })
}

/// The names that a schema cannot give to common types.
enum SchemaNames {
    static let reservedForCommonTypes: Set<Text> = [
        "Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String",
    ]

    /// What names without a path are taken to be.
    static let builtinNamespace = "__cedar::"

    static func joined(_ namespace: Text, _ name: Text) -> Text {
        namespace.isEmpty ? name : Text("\(namespace.string)::\(name.string)")
    }
}
