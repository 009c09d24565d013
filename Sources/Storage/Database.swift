// SPDX-License-Identifier: Apache-2.0

/// A SQL database, behind one of its drivers.
///
/// SQL is written once, in the subset that SQLite and PostgreSQL share: `?` for arguments, `BIGINT` and `TEXT`
/// columns, `ON CONFLICT`, `RETURNING`. Write it so, and a driver does the rest.
public protocol Database: Sendable {
    /// Runs `body` on a snapshot that contains every write which returned before this call.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value

    /// Runs `body` in a transaction and returns after it is synced to disk.
    ///
    /// Writes of many callers share one commit. A body that throws leaves no trace and fails alone. Writes take
    /// effect one after the other, in the order of the calls.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> Value) async throws -> Value

    /// Brings the schema up to date, each migration once and whole.
    /// - Throws: ``StorageError/schemaTooNew(version:known:)`` if a newer program has written here.
    func migrate(_ migrations: [Migration]) async throws

    /// Finishes the writes that were accepted and closes the files. Later calls fail with ``StorageError/closed``.
    func close() async
}

/// Runs statements. Valid only inside the body that received it.
public protocol Connection {
    /// - Throws: ``StorageError``.
    func rows(_ sql: String, arguments: [SQLValue]) throws -> [Row]
}

/// A connection that may change things.
public protocol WriteTransaction: Connection {
    /// - Returns: How many rows changed.
    @discardableResult
    func execute(_ sql: String, arguments: [SQLValue]) throws -> Int

    /// Runs `action` once this transaction is on disk: before ``Database/write(_:)`` returns, and for all writes in
    /// the order of their commits. It must be short and must not wait.
    func afterCommit(_ action: @escaping @Sendable () -> Void)
}

extension Connection {
    /// Rows for arguments of any kind that SQL knows; nil is NULL.
    public func rows(_ sql: String, _ arguments: (any SQLValueConvertible)?...) throws -> [Row] {
        try rows(sql, arguments: arguments.map { $0?.sqlValue ?? .null })
    }

    /// The first row, if there is one.
    public func row(_ sql: String, _ arguments: (any SQLValueConvertible)?...) throws -> Row? {
        try rows(sql, arguments: arguments.map { $0?.sqlValue ?? .null }).first
    }
}

extension WriteTransaction {
    @discardableResult
    public func execute(_ sql: String, _ arguments: (any SQLValueConvertible)?...) throws -> Int {
        try execute(sql, arguments: arguments.map { $0?.sqlValue ?? .null })
    }
}

/// A numbered change of the schema. Never edited once it has been released: a later one corrects it.
public struct Migration: Sendable {
    /// 1, 2, 3 …
    public var version: Int
    public var name: String
    public var statements: [String]

    public init(_ version: Int, _ name: String, _ statements: [String]) {
        self.version = version
        self.name = name
        self.statements = statements
    }
}

/// What can go wrong with a database, in words for the operator.
public enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    case closed
    /// The file cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// A statement failed: broken constraint, full disk, bad SQL.
    case statement(String)
    /// The transaction was rolled back by the database itself, with all that shared its commit.
    case rolledBack(String)
    case schemaTooNew(version: Int, known: Int)
    /// A column has another type than the code expects, or is missing.
    case column(String)

    public var description: String {
        switch self {
        case .closed: "the database is closed"
        case .cannotOpen(let path, let reason): "the database \(path) cannot be opened: \(reason)"
        case .statement(let reason): "the database refused a statement: \(reason)"
        case .rolledBack(let reason): "the database rolled the transaction back: \(reason)"
        case .schemaTooNew(let version, let known):
            "the database has schema version \(version), this program knows \(known): use the newer program, or restore a backup"
        case .column(let name): "the database's column \(name) is missing or has another type"
        }
    }
}
