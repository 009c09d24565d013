// SPDX-License-Identifier: Apache-2.0

/// How exact the validator is.
public enum ValidationMode: String, Sendable {
    /// Types must be equal to be used together; literals are demanded where they can be checked.
    case strict
    /// Types may have an upper bound instead; what passes cannot raise a type error at run time either.
    case permissive
}

/// The order of types.
extension Type {
    /// Whether every value of this type is one of the other.
    func isSubtype(of other: Type, _ mode: ValidationMode) -> Bool {
        switch (self, other) {
        case (.never, _): true
        case (.true, .true), (.false, .false), (.true, .bool), (.false, .bool), (.bool, .bool): true
        case (.long, .long), (.string, .string): true
        case (.set, .set(nil)): true
        case (.set(let element?), .set(let otherElement?)): element.isSubtype(of: otherElement, mode)
        case (.extension(let type), .extension(let otherType)): type == otherType
        case (.record(let record), .record(let otherRecord)): record.isSubtype(of: otherRecord, mode)
        case (.entity(let types), .entity(let otherTypes)):
            mode == .strict ? types == otherTypes : types.isSubset(of: otherTypes)
        case (.anyEntity, .anyEntity): true
        case (.entity, .anyEntity): mode == .permissive
        default: false
        }
    }

    /// The least type that both are subtypes of, if there is one.
    func upperBound(_ other: Type, _ mode: ValidationMode) -> Type? {
        if isSubtype(of: other, mode) { return other }
        if other.isSubtype(of: self, mode) { return self }
        switch (self, other) {
        case (.true, .false), (.false, .true): return .bool
        case (.set(let element?), .set(let otherElement?)):
            return element.upperBound(otherElement, mode).map { .set($0) }
        case (.record(let record), .record(let otherRecord)):
            return record.upperBound(otherRecord, mode).map(Type.record)
        case (.entity(let types), .entity(let otherTypes)):
            return mode == .strict ? nil : .entity(types.union(otherTypes))
        default: return nil
        }
    }

    /// Of none: ``Type/never``.
    static func upperBound(of types: [Type], _ mode: ValidationMode) -> Type? {
        var bound = Type.never
        for type in types {
            guard let next = bound.upperBound(type, mode) else { return nil }
            bound = next
        }
        return bound
    }

    /// Whether no value can be of both types. (Of fewer pairs than one might think: the empty set is of every set type.)
    func isDisjoint(with other: Type) -> Bool {
        if case (.entity(let types), .entity(let otherTypes)) = (self, other) { return types.isDisjoint(with: otherTypes) }
        return false
    }
}

extension RecordType {
    func isSubtype(of other: RecordType, _ mode: ValidationMode) -> Bool {
        if self === other { return true }
        guard !isOpen || other.isOpen else { return false }
        guard other.isOpen && mode == .permissive || hasSameNames(as: other) else { return false }
        return other.attributes.allSatisfy { attribute in
            guard let own = self[attribute.name] else { return false }
            let isFitting =
                mode == .strict ? own.isRequired == attribute.isRequired : own.isRequired || !attribute.isRequired
            return isFitting && own.type.isSubtype(of: attribute.type, mode)
        }
    }

    func upperBound(_ other: RecordType, _ mode: ValidationMode) -> RecordType? {
        if mode == .strict, !hasSameNames(as: other) { return nil }
        var common: [Attribute] = []
        common.reserveCapacity(attributes.count)
        for attribute in attributes {
            let bound = other[attribute.name].flatMap { attribute.upperBound($0, mode) }
            if let bound { common.append(bound) } else if mode == .strict { return nil }
        }
        let isComplete = common.count == attributes.count && hasSameNames(as: other)
        return RecordType(common, isOpen: isOpen || other.isOpen || !isComplete)
    }
}

extension RecordType.Attribute {
    fileprivate func upperBound(_ other: Self, _ mode: ValidationMode) -> Self? {
        if mode == .strict, isRequired != other.isRequired { return nil }
        return type.upperBound(other.type, mode).map {
            Self(name: name, type: $0, isRequired: isRequired && other.isRequired)
        }
    }
}
