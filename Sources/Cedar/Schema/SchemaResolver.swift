// SPDX-License-Identifier: Apache-2.0

/// Gives the names of a schema their meaning, and checks what the syntax cannot.
struct SchemaResolver {
    private let syntax: SchemaSyntax
    private var problems: [Diagnostic] = []
    private var commonTypes: [Text: (namespace: Text, declaration: SchemaSyntax.CommonType)] = [:]
    private var entityNames: Set<Text> = []
    private var actionUIDs: Set<EntityUID> = []
    /// The namespaces that declare actions.
    private var actionNamespaces: Set<Text> = []
    private var resolvedTypes: [Text: Sized] = [:]
    private var typesInProgress: Set<Text> = []
    /// One object per record type, so that comparing large ones stays cheap.
    private var recordTypes: Set<RecordType> = [.empty]

    /// A type and how deep it nests.
    private struct Sized {
        let type: Type
        let depth: Int
    }

    init(_ syntax: SchemaSyntax) { self.syntax = syntax }

    mutating func resolve() throws(Diagnostics) -> Schema {
        collect()
        checkShadowing()
        if !problems.isEmpty { throw Diagnostics(problems) }
        var entityTypes: [EntityType: EntityDefinition] = [:]
        var actions: [(SchemaSyntax.ActionDeclaration, Text)] = []
        for namespace in syntax.namespaces {
            for declaration in namespace.commonTypes {
                _ = commonType(SchemaNames.joined(namespace.name, declaration.name), declaration.span, level: 0)
            }
            for declaration in namespace.entityTypes {
                let definition = entity(declaration, in: namespace.name)
                entityTypes[definition.type] = definition
            }
            for declaration in namespace.actions { actions.append((declaration, namespace.name)) }
        }
        let resolved = actionDefinitions(actions)
        if !problems.isEmpty { throw Diagnostics(problems) }
        return Schema(
            syntax: syntax,
            entityTypes: entityTypes,
            actions: Dictionary(resolved.map { ($0.uid, $0) }) { first, _ in first },
            actionOrder: resolved.map(\.uid)
        )
    }

    private mutating func report(_ message: String, _ span: SourceSpan) {
        problems.append(Diagnostic(message, span, in: syntax.source))
    }

    // MARK: Declarations

    private mutating func collect() {
        for namespace in syntax.namespaces {
            if namespace.name.isEmpty, !namespace.annotations.isEmpty {
                report("the empty namespace cannot have annotations", .none)
            }
            for type in namespace.commonTypes {
                commonTypes[SchemaNames.joined(namespace.name, type.name)] = (namespace.name, type)
            }
            for entity in namespace.entityTypes {
                if entity.name == "Action" {
                    report("`Action` is the type of actions and cannot be declared as an entity type", entity.span)
                }
                entityNames.insert(SchemaNames.joined(namespace.name, entity.name))
            }
            if !namespace.actions.isEmpty { actionNamespaces.insert(namespace.name) }
            for action in namespace.actions { actionUIDs.insert(SchemaResolver.uid(action.name, in: namespace.name)) }
        }
    }

    private static func uid(_ name: Text, in namespace: Text) -> EntityUID {
        EntityUID(type: EntityType(unchecked: SchemaNames.joined(namespace, "Action")), id: name)
    }

    /// What stands outside of any namespace is visible in all, so no namespace may declare it again.
    private mutating func checkShadowing() {
        guard let outside = syntax.namespaces.first(where: \.name.isEmpty) else { return }
        let types = Set(outside.commonTypes.map(\.name) + outside.entityTypes.map(\.name))
        let actions = Set(outside.actions.map(\.name))
        for namespace in syntax.namespaces where !namespace.name.isEmpty {
            let declared =
                namespace.commonTypes.map { ($0.name, $0.span) } + namespace.entityTypes.map { ($0.name, $0.span) }
            for (name, span) in declared where types.contains(name) {
                report("`\(namespace.name)::\(name)` shadows `\(name)`, which is declared outside of any namespace", span)
            }
            for action in namespace.actions where actions.contains(action.name) {
                let name = Escapes.quoted(action.name)
                report(
                    "`\(namespace.name)::Action::\(name)` shadows `Action::\(name)`, which is declared outside of any namespace",
                    action.span
                )
            }
        }
    }

    private mutating func entity(_ declaration: SchemaSyntax.EntityDeclaration, in namespace: Text) -> EntityDefinition {
        let type = EntityType(unchecked: SchemaNames.joined(namespace, declaration.name))
        switch declaration.kind {
        case .enumerated(let ids):
            return EntityDefinition(type: type, parents: [], attributes: .empty, tags: nil, ids: Set(ids))
        case .standard(let parents, let shape, let tags):
            return EntityDefinition(
                type: type,
                parents: declaredEntities(parents, in: namespace),
                attributes: record(shape, in: namespace, declaration.span, "the attributes of `\(type)`"),
                tags: tags.map { self.type($0, in: namespace, level: 0).type },
                ids: nil
            )
        }
    }

    private mutating func record(
        _ syntax: TypeSyntax?,
        in namespace: Text,
        _ span: SourceSpan,
        _ what: String
    ) -> RecordType {
        guard let syntax else { return .empty }
        let count = problems.count
        if case .record(let record) = type(syntax, in: namespace, level: 0).type { return record }
        if problems.count == count { report("\(what) must be a record type", span) }
        return .empty
    }

    /// The declared entity types of these names; not actions.
    private mutating func declaredEntities(_ references: [SchemaSyntax.Reference], in namespace: Text) -> [EntityType] {
        var types: [EntityType] = []
        for reference in references {
            let name = candidates(reference.path, in: namespace).first { entityNames.contains($0) }
            guard let name else {
                report("there is no entity type `\(reference.path)`", reference.span)
                continue
            }
            let type = EntityType(unchecked: name)
            if !types.contains(type) { types.append(type) }
        }
        return types
    }

    // MARK: Actions

    private mutating func actionDefinitions(_ declarations: [(SchemaSyntax.ActionDeclaration, Text)]) -> [ActionDefinition] {
        var parents: [EntityUID: [EntityUID]] = [:]
        for (declaration, namespace) in declarations {
            let uid = SchemaResolver.uid(declaration.name, in: namespace)
            parents[uid] = declaration.groups.compactMap { group(of: $0, in: namespace) }
        }
        checkCycles(parents, declarations)
        guard problems.isEmpty else { return [] }
        return declarations.map { declaration, namespace in
            let uid = SchemaResolver.uid(declaration.name, in: namespace)
            let applies = declaration.appliesTo
            return ActionDefinition(
                uid: uid,
                parents: parents[uid] ?? [],
                principals: declaredEntities(applies?.principals ?? [], in: namespace),
                resources: declaredEntities(applies?.resources ?? [], in: namespace),
                context: record(applies?.context, in: namespace, declaration.span, "the context of `\(uid)`")
            )
        }
    }

    private mutating func group(of reference: SchemaSyntax.ActionReference, in namespace: Text) -> EntityUID? {
        let uids = candidates(reference.type ?? "Action", in: namespace)
            .map { EntityUID(type: EntityType(unchecked: $0), id: reference.id) }
        if let uid = uids.first(where: { actionUIDs.contains($0) }) { return uid }
        report("there is no action `\(uids.last?.description ?? "")`", reference.span)
        return nil
    }

    /// Takes actions away whose groups are all gone, until none is left, or those of the cycles are.
    private mutating func checkCycles(
        _ parents: [EntityUID: [EntityUID]],
        _ declarations: [(SchemaSyntax.ActionDeclaration, Text)]
    ) {
        var children: [EntityUID: [EntityUID]] = [:]
        var waiting: [EntityUID: Int] = [:]
        for (uid, groups) in parents {
            waiting[uid] = groups.count
            for group in groups { children[group, default: []].append(uid) }
        }
        var ready = waiting.filter { $0.value == 0 }.map(\.key)
        while let uid = ready.popLast() {
            waiting[uid] = nil
            for child in children[uid] ?? [] {
                guard let count = waiting[child] else { continue }
                waiting[child] = count - 1
                if count == 1 { ready.append(child) }
            }
        }
        for (declaration, namespace) in declarations {
            let uid = SchemaResolver.uid(declaration.name, in: namespace)
            guard waiting[uid] != nil else { continue }
            report("`\(uid)` is in a cycle of action groups, or below one", declaration.span)
            return
        }
    }

    // MARK: Types

    /// What a name may mean, most likely first.
    private func candidates(_ path: Text, in namespace: Text) -> [Text] {
        if namespace.isEmpty || path.string.utf8.contains(UInt8(ascii: ":")) { return [path] }
        return [SchemaNames.joined(namespace, path), path]
    }

    private mutating func type(_ syntax: TypeSyntax, in namespace: Text, level: Int) -> Sized {
        switch syntax {
        case .builtin(let builtin): return Sized(type: Type(builtin), depth: 1)
        case .set(let element):
            let element = type(element, in: namespace, level: level + 1)
            return Sized(type: .set(element.type), depth: element.depth + 1)
        case .record(let attributes):
            var depth = 0
            var resolved: [RecordType.Attribute] = []
            resolved.reserveCapacity(attributes.count)
            for attribute in attributes {
                let sized = type(attribute.type, in: namespace, level: level + 1)
                depth = max(depth, sized.depth)
                resolved.append(
                    RecordType.Attribute(name: attribute.name, type: sized.type, isRequired: attribute.isRequired)
                )
            }
            return Sized(type: .record(shared(RecordType(resolved))), depth: depth + 1)
        case .reference(let kind, let reference):
            return type(reference, kind, in: namespace, level: level)
        }
    }

    private mutating func shared(_ record: RecordType) -> RecordType {
        recordTypes.insert(record).memberAfterInsert
    }

    private mutating func type(
        _ reference: SchemaSyntax.Reference,
        _ kind: TypeSyntax.ReferenceKind,
        in namespace: Text,
        level: Int
    ) -> Sized {
        for name in candidates(reference.path, in: namespace) {
            if kind != .entity, commonTypes[name] != nil { return commonType(name, reference.span, level: level + 1) }
            if kind != .common, isEntity(name) {
                return Sized(type: .entity(EntityType(unchecked: name)), depth: 1)
            }
        }
        if kind != .entity, let builtin = builtin(reference.path) { return Sized(type: Type(builtin), depth: 1) }
        report("there is no type `\(reference.path)`", reference.span)
        return Sized(type: .never, depth: 1)
    }

    private func isEntity(_ name: Text) -> Bool {
        if entityNames.contains(name) { return true }
        let type = EntityType(unchecked: name)
        return type.isAction && actionNamespaces.contains(Text(String(type.namespace)))
    }

    private func builtin(_ path: Text) -> BuiltinType? {
        if let builtin = BuiltinType.byName[path] {
            return entityNames.contains(path) || commonTypes[path] != nil ? nil : builtin
        }
        guard path.string.hasPrefix(SchemaNames.builtinNamespace) else { return nil }
        return BuiltinType.byName[Text(String(path.string.dropFirst(SchemaNames.builtinNamespace.count)))]
    }

    /// The meaning of a declared type; resolved once.
    private mutating func commonType(_ name: Text, _ span: SourceSpan, level: Int) -> Sized {
        if let known = resolvedTypes[name] { return known }
        guard let (namespace, declaration) = commonTypes[name] else { return Sized(type: .never, depth: 1) }
        guard typesInProgress.insert(name).inserted else {
            report("the type `\(name)` contains itself", span)
            return Sized(type: .never, depth: 1)
        }
        defer { typesInProgress.remove(name) }
        var sized = Sized(type: .never, depth: 1)
        if level <= Limits.nesting { sized = type(declaration.type, in: namespace, level: level) }
        if level > Limits.nesting || sized.depth > Limits.nesting {
            report("the type `\(name)` nests too deep", declaration.span)
            sized = Sized(type: .never, depth: 1)
        }
        resolvedTypes[name] = sized
        return sized
    }
}
