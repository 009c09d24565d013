// SPDX-License-Identifier: Apache-2.0

/// A type of the validator. Booleans that are known have types of their own, so that dead branches can be left unchecked.
indirect enum Type: Hashable, Sendable {
    /// Of no value.
    case never
    case bool
    case `true`
    case `false`
    case long
    case string
    /// Without an element type: any set.
    case set(Type?)
    /// One entity type, or (only in permissive mode) several, sorted.
    case entity(EntityTypes)
    case anyEntity
    case record(RecordType)
    case `extension`(ExtensionType)

    static func entity(_ type: EntityType) -> Type { .entity(EntityTypes(type)) }

    static func bool(_ value: Bool) -> Type { value ? .true : .false }

    /// What policies and schemas call the extension types.
    enum ExtensionType: String, Hashable, Sendable {
        case decimal, ipaddr, datetime, duration
    }

    /// The type of a built-in name.
    init(_ builtin: BuiltinType) {
        switch builtin {
        case .bool: self = .bool
        case .long: self = .long
        case .string: self = .string
        case .decimal: self = .extension(.decimal)
        case .ipaddr: self = .extension(.ipaddr)
        case .datetime: self = .extension(.datetime)
        case .duration: self = .extension(.duration)
        }
    }
}

/// At least one entity type; sorted.
struct EntityTypes: Hashable, Sendable {
    let types: [EntityType]

    init(_ type: EntityType) { types = [type] }

    private init(sorted types: [EntityType]) { self.types = types }

    /// The type, where it is one.
    var single: EntityType? { types.count == 1 ? types[0] : nil }

    func contains(_ type: EntityType) -> Bool { types.contains(type) }

    func isSubset(of other: EntityTypes) -> Bool { types.allSatisfy { other.contains($0) } }

    func isDisjoint(with other: EntityTypes) -> Bool { !types.contains { other.contains($0) } }

    func union(_ other: EntityTypes) -> EntityTypes {
        EntityTypes(sorted: (types + other.types.filter { !contains($0) }).sorted())
    }
}
