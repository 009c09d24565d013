// SPDX-License-Identifier: Apache-2.0

/// Attributes and tags, and what is known of them.
extension Typechecker {
    mutating func attribute(
        _ receiver: Answer,
        _ operand: Expr,
        _ name: Text,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let answer = require(.entityOrRecord, receiver, operand)
        var result = Answer(level: answer.level.map { .attribute($0, name, ofEntity: answer.type.isEntity, span) })
        guard let type = answer.type else { return result.unsound }
        guard let attribute = lookUp(name, in: type) else {
            findings.report(.unknownAttribute, "there is no attribute `\(name)` in \(describe(operand, type))", span)
            return result.unsound
        }
        result.type = attribute.type
        if !attribute.isRequired, !prior.contains(CapabilityKey.attribute(name, of: operand)) {
            findings.report(
                .unsafeOptionalAttribute,
                "the attribute `\(name)` in \(describe(operand, type)) is optional; ask with `has` first",
                span
            )
            return result.unsound
        }
        return answer.isSound ? result : result.unsound
    }

    private func describe(_ operand: Expr, _ type: Type) -> String {
        if case .variable(.context) = operand.node { return "the context of \(environment.action.uid)" }
        return "`\(type)`"
    }

    /// `e has a.b.c` is `e has a && e.a has b && e.a.b has c`.
    mutating func has(_ operand: Expr, _ names: [Text], _ span: SourceSpan, _ prior: Capabilities) -> Answer {
        var receiver = check(operand, prior)
        var result = hasOne(receiver, operand, names[0], span, prior)
        var known = prior.union(result.capabilities)
        var path = operand
        for index in 1..<max(1, names.count) {
            if result.type == .false { break }
            let operand = path
            path = Expr(.attribute(path, names[index - 1]), span)
            // After an error what was known is not known any more, so the whole path is looked at again.
            receiver =
                result.isSound ? attribute(receiver, operand, names[index - 1], span, known) : check(path, known)
            conjoin(&result, hasOne(receiver, path, names[index], span, known), prior, &known)
        }
        if result.type == .false { result.capabilities = [] }
        return result
    }

    private mutating func hasOne(
        _ receiver: Answer,
        _ operand: Expr,
        _ name: Text,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let answer = require(.entityOrRecord, receiver, operand)
        var result = Answer(
            type: .bool,
            level: answer.level.map { .hasAttribute($0, ofEntity: answer.type.isEntity, span) },
            isSound: answer.isSound
        )
        guard let type = answer.type else { return result.unsound }
        guard let attribute = lookUp(name, in: type) else {
            if !mayHave(name, type) { result.type = .false }
            return result
        }
        let key = CapabilityKey.attribute(name, of: operand)
        // An entity need not exist, so a required attribute of one may still be absent.
        if case .record = type, attribute.isRequired {
            result.type = .true
        } else if prior.contains(key) {
            result.type = .true
        }
        if result.isSound { result.capabilities = [key] }
        return result
    }

    /// The attribute, where every value of the type has it or may have it.
    private func lookUp(_ name: Text, in type: Type) -> RecordType.Attribute? {
        switch type {
        case .record(let record): return record[name]
        case .entity(let types):
            if let single = types.single { return schema.entityTypes[single]?.attributes[name] }
            var bound: RecordType?
            for type in types.types {
                let attributes = schema.entityTypes[type]?.attributes ?? .empty
                bound = bound.map { $0.upperBound(attributes, .permissive) ?? .empty } ?? attributes
            }
            return bound?[name]
        default: return nil
        }
    }

    private func mayHave(_ name: Text, _ type: Type) -> Bool {
        switch type {
        case .never, .anyEntity: true
        case .record(let record): record.isOpen || record[name] != nil
        case .entity(let types): types.types.contains { schema.entityTypes[$0]?.attributes[name] != nil }
        default: false
        }
    }

    // MARK: Tags

    mutating func hasTag(_ entity: Answer, _ operand: Expr, _ tag: Expr, _ prior: Capabilities) -> Answer {
        let key = expect(.string, tag, prior)
        var result = Answer(type: .bool, isSound: entity.isSound && key.isSound)
        if let left = entity.level, let right = key.level { result.level = .dereference(left, right, tag.span) }
        guard let type = entity.type else {
            result.type = nil
            return result.unsound
        }
        let capability = CapabilityKey.tag(tag, of: operand)
        if tagTypes(type).isEmpty {
            result.type = .false
        } else if prior.contains(capability) {
            result.type = .true
        }
        if result.isSound { result.capabilities = [capability] }
        return result
    }

    mutating func getTag(
        _ entity: Answer,
        _ operand: Expr,
        _ tag: Expr,
        _ span: SourceSpan,
        _ prior: Capabilities
    ) -> Answer {
        let key = expect(.string, tag, prior)
        var result = Answer(isSound: entity.isSound && key.isSound)
        if let left = entity.level, let right = key.level { result.level = .getTag(left, right, span) }
        guard let type = entity.type else { return result.unsound }
        guard prior.contains(CapabilityKey.tag(tag, of: operand)) else {
            findings.report(.unsafeTag, "the tag of `\(type)` need not be there; ask with `hasTag` first", span)
            return result.unsound
        }
        let types = tagTypes(type)
        guard !types.isEmpty else {
            findings.report(.noTagsAllowed, "entities of `\(type)` have no tags", span)
            return result.unsound
        }
        result.type = bound(types, "tags", span)
        return result.type == nil ? result.unsound : result
    }

    /// The types of the tags that entities of these types may have.
    private func tagTypes(_ type: Type) -> [Type] {
        switch type {
        case .entity(let types): types.types.compactMap { schema.entityTypes[$0]?.tags }
        case .anyEntity: schema.entityTypes.values.compactMap(\.tags)
        default: []
        }
    }
}

extension Type? {
    /// Whether it is of entities.
    var isEntity: Bool {
        switch self {
        case .entity?, .anyEntity?: true
        default: false
        }
    }
}
