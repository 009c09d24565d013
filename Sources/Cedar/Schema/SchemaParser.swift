// SPDX-License-Identifier: Apache-2.0

/// Schemas in Cedar's syntax.
extension Parser {
    mutating func schema() throws(Diagnostic) -> SchemaSyntax {
        var outside = SchemaSyntax.Namespace(name: "")
        var namespaces: [SchemaSyntax.Namespace] = []
        var names = DeclaredNames()
        var seen: Set<Text> = []
        while !at(.end) {
            let annotations = try annotations()
            guard takeWord("namespace") else {
                try declaration(annotations, into: &outside, &names)
                continue
            }
            let start = current
            var namespace = SchemaSyntax.Namespace(name: try declaredPath(), annotations: annotations.valued)
            guard seen.insert(namespace.name).inserted else {
                throw error("the namespace `\(namespace.name)` stands twice", start)
            }
            try expect(.leftBrace, "`{`")
            var inside = DeclaredNames()
            while !take(.rightBrace) {
                try declaration(try self.annotations(), into: &namespace, &inside)
            }
            namespaces.append(namespace)
        }
        let hasOutside = !(outside.entityTypes.isEmpty && outside.actions.isEmpty && outside.commonTypes.isEmpty)
        return SchemaSyntax(namespaces: (hasOutside ? [outside] : []) + namespaces, source: source)
    }

    /// The names that a namespace has declared so far.
    fileprivate struct DeclaredNames {
        var entities: Set<Text> = []
        var types: Set<Text> = []
        var actions: Set<Text> = []
    }

    private mutating func declaration(
        _ annotations: [Annotation],
        into namespace: inout SchemaSyntax.Namespace,
        _ names: inout DeclaredNames
    ) throws(Diagnostic) {
        let start = current
        if takeWord("entity") {
            try entity(annotations.valued, start, into: &namespace, &names.entities)
        } else if takeWord("action") {
            try action(annotations.valued, start, into: &namespace, &names.actions)
        } else if takeWord("type") {
            let token = current
            let name = try declaredName("the type's name")
            guard !SchemaNames.reservedForCommonTypes.contains(name) else {
                throw error("`\(name)` is reserved and cannot be the name of a type", token)
            }
            guard names.types.insert(name).inserted else { throw error("`\(name)` is declared twice", token) }
            try expect(.equal, "`=`")
            let type = try schemaType()
            try expect(.semicolon, "`;`")
            namespace.commonTypes.append(
                SchemaSyntax.CommonType(name: name, annotations: annotations.valued, type: type, span: span(from: start))
            )
        } else {
            throw unexpected("expected `entity`, `action`, `type` or `namespace`")
        }
    }

    private mutating func entity(
        _ annotations: [Annotation],
        _ start: Token,
        into namespace: inout SchemaSyntax.Namespace,
        _ declared: inout Set<Text>
    ) throws(Diagnostic) {
        var names: [Text] = []
        repeat {
            let token = current
            let name = try declaredName("the entity type's name")
            guard declared.insert(name).inserted else { throw error("`\(name)` is declared twice", token) }
            names.append(name)
        } while take(.comma)
        let kind: SchemaSyntax.EntityDeclaration.Kind
        if takeWord("enum") {
            var ids: [Text] = []
            try expect(.leftBracket, "`[`")
            repeat { ids.append(try string("an entity's id, a string")) } while take(.comma)
            try expect(.rightBracket, "`,` or `]`")
            kind = .enumerated(ids)
        } else {
            let parents = takeWord("in") ? try typeNames() : []
            var shape: TypeSyntax?
            if take(.equal) {
                guard at(.leftBrace) else { throw unexpected("expected `{`") }
            }
            if at(.leftBrace) { shape = try recordType() }
            let tags = takeWord("tags") ? try schemaType() : nil
            kind = .standard(parents: parents, shape: shape, tags: tags)
        }
        try expect(.semicolon, "`;`")
        for name in names {
            namespace.entityTypes.append(
                SchemaSyntax.EntityDeclaration(name: name, annotations: annotations, kind: kind, span: span(from: start))
            )
        }
    }

    private mutating func action(
        _ annotations: [Annotation],
        _ start: Token,
        into namespace: inout SchemaSyntax.Namespace,
        _ declared: inout Set<Text>
    ) throws(Diagnostic) {
        var names: [Text] = []
        repeat {
            let token = current
            let name = try nameOrString("the action's name")
            guard declared.insert(name).inserted else { throw error("`\(name)` is declared twice", token) }
            names.append(name)
        } while take(.comma)
        var groups: [SchemaSyntax.ActionReference] = []
        if takeWord("in") {
            if take(.leftBracket) {
                repeat { groups.append(try actionReference()) } while take(.comma)
                try expect(.rightBracket, "`,` or `]`")
            } else {
                groups.append(try actionReference())
            }
        }
        // Without appliesTo an action applies to nothing.
        let appliesTo = takeWord("appliesTo") ? try appliesTo() : SchemaSyntax.AppliesTo(principals: [], resources: [])
        if takeWord("attributes") {
            try expect(.leftBrace, "`{`")
            try expect(.rightBrace, "`}`; actions have no attributes")
        }
        try expect(.semicolon, "`;`")
        for name in names {
            namespace.actions.append(
                SchemaSyntax.ActionDeclaration(
                    name: name,
                    annotations: annotations,
                    groups: groups,
                    appliesTo: appliesTo,
                    span: span(from: start)
                )
            )
        }
    }

    private mutating func actionReference() throws(Diagnostic) -> SchemaSyntax.ActionReference {
        let start = current
        if at(.string) {
            return SchemaSyntax.ActionReference(type: nil, id: try string("an action"), span: span(from: start))
        }
        let name = try schemaName("an action")
        guard at(.doubleColon) else { return SchemaSyntax.ActionReference(type: nil, id: name, span: span(from: start)) }
        var path = name.string
        while take(.doubleColon) {
            if at(.string) {
                let id = try string("the action's id")
                return SchemaSyntax.ActionReference(type: Text(path), id: id, span: span(from: start))
            }
            path += "::"
            path += try schemaName("part of a name").string
        }
        throw unexpected("expected `::` and the action's name in quotes")
    }

    private mutating func appliesTo() throws(Diagnostic) -> SchemaSyntax.AppliesTo {
        let open = try expect(.leftBrace, "`{`")
        var principals: [SchemaSyntax.Reference]?
        var resources: [SchemaSyntax.Reference]?
        var context: TypeSyntax?
        repeat {
            let token = current
            if takeWord("principal") {
                guard principals == nil else { throw error("`principal` stands twice", token) }
                principals = try applicableTypes()
            } else if takeWord("resource") {
                guard resources == nil else { throw error("`resource` stands twice", token) }
                resources = try applicableTypes()
            } else if takeWord("context") {
                guard context == nil else { throw error("`context` stands twice", token) }
                try expect(.colon, "`:`")
                context = at(.leftBrace) ? try recordType() : .reference(.common, try typeName())
            } else {
                throw unexpected("expected `principal`, `resource` or `context`")
            }
        } while take(.comma) && !at(.rightBrace)
        try expect(.rightBrace, "`,` or `}`")
        guard let principals, let resources else {
            throw error("appliesTo needs both `principal` and `resource`", open)
        }
        return SchemaSyntax.AppliesTo(principals: principals, resources: resources, context: context)
    }

    private mutating func applicableTypes() throws(Diagnostic) -> [SchemaSyntax.Reference] {
        try expect(.colon, "`:`")
        let token = current
        let names = try typeNames()
        guard !names.isEmpty else { throw error("at least one entity type", token) }
        return names
    }

    /// `Type`, or `[Type, Type…]`.
    private mutating func typeNames() throws(Diagnostic) -> [SchemaSyntax.Reference] {
        guard take(.leftBracket) else { return [try typeName()] }
        var names: [SchemaSyntax.Reference] = []
        if take(.rightBracket) { return names }
        repeat { names.append(try typeName()) } while take(.comma)
        try expect(.rightBracket, "`,` or `]`")
        return names
    }

    private mutating func typeName() throws(Diagnostic) -> SchemaSyntax.Reference {
        let start = current
        let path = try referencedPath()
        return SchemaSyntax.Reference(path: path, span: span(from: start))
    }

    private mutating func schemaType() throws(Diagnostic) -> TypeSyntax {
        if at(.leftBrace) { return try recordType() }
        guard atWord("Set"), following.kind == .less else { return .reference(.any, try typeName()) }
        _ = advance()
        _ = advance()
        let element = try nested { (parser) throws(Diagnostic) in try parser.schemaType() }
        try expect(.greater, "`>`")
        return .set(element)
    }

    private mutating func recordType() throws(Diagnostic) -> TypeSyntax {
        try expect(.leftBrace, "`{`")
        return try nested { (parser) throws(Diagnostic) in
            var attributes: [SchemaSyntax.Attribute] = []
            try parser.list(until: .rightBrace, "`}`") { (parser) throws(Diagnostic) in
                let annotations = try parser.annotations()
                let name = try parser.nameOrString("an attribute's name")
                let isOptional = parser.take(.question)
                try parser.expect(.colon, "`:`")
                let type = try parser.schemaType()
                attributes.append(
                    SchemaSyntax.Attribute(
                        name: name,
                        annotations: annotations.valued,
                        isRequired: !isOptional,
                        type: type
                    )
                )
            }
            return .record(keepingLast: attributes)
        }
    }
}

/// Names and words.
extension Parser {
    private func atWord(_ word: StaticString) -> Bool {
        guard at(.identifier) else { return false }
        return word.withUTF8Buffer { bytes(of: current).elementsEqual($0) }
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        guard atWord(word) else { return false }
        _ = advance()
        return true
    }

    /// An identifier that may be declared: neither reserved nor `__cedar`.
    private mutating func declaredName(_ what: String) throws(Diagnostic) -> Text {
        let token = current
        let name = try schemaName(what)
        guard name != "__cedar" else { throw error("`__cedar` is reserved", token) }
        return name
    }

    private mutating func declaredPath() throws(Diagnostic) -> Text {
        var path = try declaredName("the namespace's name").string
        while take(.doubleColon) {
            path += "::"
            path += try declaredName("part of the namespace's name").string
        }
        return Text(path)
    }

    private mutating func referencedPath() throws(Diagnostic) -> Text {
        var path = try schemaName("a type").string
        while take(.doubleColon) {
            path += "::"
            path += try schemaName("part of a type's name").string
        }
        return Text(path)
    }

    private mutating func nameOrString(_ what: String) throws(Diagnostic) -> Text {
        at(.string) ? try string(what) : try schemaName(what)
    }

    /// An identifier that is not one of the policies' keywords; `__cedar` is left to the caller.
    private mutating func schemaName(_ what: String) throws(Diagnostic) -> Text {
        if atWord("__cedar") { return text(of: advance()) }
        return try name(what)
    }
}

extension [Annotation] {
    /// In schemas an annotation without a value has the empty one.
    fileprivate var valued: [Annotation] { map { Annotation($0.key, $0.value ?? "") } }
}
