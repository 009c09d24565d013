// SPDX-License-Identifier: Apache-2.0

/// A value that a column can hold.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
}

/// What can be an argument of a statement.
public protocol SQLValueConvertible: Sendable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLValueConvertible {
    public var sqlValue: SQLValue { self }
}

extension String: SQLValueConvertible {
    public var sqlValue: SQLValue { .text(self) }
}

extension Int64: SQLValueConvertible {
    public var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLValueConvertible {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLValueConvertible {
    /// 0 or 1.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

/// One row of an answer, its columns by name.
public struct Row: Sendable, Hashable {
    private let values: [String: SQLValue]

    public init(_ values: [String: SQLValue]) { self.values = values }

    /// - Throws: ``StorageError/column(_:)`` if the column is missing, NULL or no text.
    public func text(_ column: String) throws -> String {
        guard case .text(let value) = values[column] else { throw StorageError.column(column) }
        return value
    }

    public func integer(_ column: String) throws -> Int64 {
        guard case .integer(let value) = values[column] else { throw StorageError.column(column) }
        return value
    }

    public func bool(_ column: String) throws -> Bool { try integer(column) != 0 }

    /// nil for NULL.
    public func optionalText(_ column: String) throws -> String? {
        try values[column] == .null ? nil : text(column)
    }

    public func optionalInteger(_ column: String) throws -> Int64? {
        try values[column] == .null ? nil : integer(column)
    }
}
