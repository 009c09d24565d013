// SPDX-License-Identifier: Apache-2.0

/// The name of an entity type: identifiers joined by `::`, without spaces, such as `Drawbridge::File`.
public struct EntityType: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: Text

    /// The caller knows that the name is well formed; ``init(parsing:)`` checks.
    public init(unchecked name: Text) { self.name = name }

    /// The type of this name, or nothing when it is not a path of identifiers, or one that Cedar reserves.
    public init?(parsing name: String) {
        guard Identifiers.isPath(name) else { return nil }
        self.name = Text(name)
    }

    /// The last identifier of the path.
    public var basename: Substring {
        let bytes = name.string.utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return name.string[...] }
        return name.string[bytes.index(after: colon)...]
    }

    /// What stands before the last `::`; empty for a type of the empty namespace.
    public var namespace: Substring {
        let bytes = name.string.utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return "" }
        return name.string[..<bytes.index(before: colon)]
    }

    /// Whether entities of this type are actions: the basename is `Action`.
    public var isAction: Bool { basename == "Action" }

    public static func < (left: EntityType, right: EntityType) -> Bool { left.name < right.name }
    public var description: String { name.string }
}

/// The identity of an entity: its type and an identifier, any string.
public struct EntityUID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let type: EntityType
    public let id: Text

    public init(type: EntityType, id: Text) {
        self.type = type
        self.id = id
    }

    public static func < (left: EntityUID, right: EntityUID) -> Bool {
        left.type == right.type ? left.id < right.id : left.type < right.type
    }

    /// As in policies: `User::"alice"`, with escapes.
    public var description: String { "\(type.name.string)::\(Escapes.quoted(id))" }
}
