// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB

/// SQLite in a file, by GRDB: write-ahead log, `synchronous=FULL`, one writer with group commit, many readers.
public final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let writer: GroupCommit

    /// Opens the file, making it if it is not there.
    /// - Throws: ``StorageError/cannotOpen(path:reason:)``.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { connection in
            // The committing thread does the checkpoint: small ones keep the 99th percentile low
            // (shared facts, swift-feasibility 2).
            try connection.execute(sql: "PRAGMA wal_autocheckpoint = 200")
            try connection.execute(sql: "PRAGMA foreign_keys = ON")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL when it opens a pool, which loses commits with the power.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw StorageError.cannotOpen(path: path, reason: "\(error)")
        }
        writer = GroupCommit(pool: pool)
    }

    public func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteConnection(connection: $0)) }
        } catch let error as DatabaseError {
            throw error.resultCode == .SQLITE_MISUSE ? StorageError.closed : StorageError.statement(error.description)
        }
    }

    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await writer.write(body)
    }

    public func migrate(_ migrations: [Migration]) async throws {
        let known = migrations.map(\.version).max() ?? 0
        try await write { transaction in
            try transaction.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)"
            )
            let applied = Set(try transaction.rows("SELECT version FROM schema_migrations").map { try $0.integer("version") })
            if let newest = applied.max(), newest > known {
                throw StorageError.schemaTooNew(version: Int(newest), known: known)
            }
            for migration in migrations.sorted(by: { $0.version < $1.version }) where !applied.contains(Int64(migration.version))
            {
                for statement in migration.statements { try transaction.execute(statement) }
                try transaction.execute(
                    "INSERT INTO schema_migrations (version, name) VALUES (?, ?)",
                    migration.version,
                    migration.name
                )
            }
        }
    }

    public func close() async {
        await writer.close()
        try? pool.close()
    }
}

/// A GRDB connection as ours. Statements are prepared once for each connection and text.
struct SQLiteConnection: Connection {
    let connection: GRDB.Database

    func rows(_ sql: String, arguments: [SQLValue]) throws -> [Row] {
        do {
            let statement = try connection.cachedStatement(sql: sql)
            statement.arguments = StatementArguments(arguments.map(\.databaseValue))
            let names = statement.columnNames
            var rows: [Row] = []
            let cursor = try GRDB.Row.fetchCursor(statement)
            while let row = try cursor.next() {
                var values: [String: SQLValue] = [:]
                values.reserveCapacity(names.count)
                for (index, name) in names.enumerated() { values[name] = SQLValue(row[index] as DatabaseValue) }
                rows.append(Row(values))
            }
            return rows
        } catch let error as DatabaseError {
            throw StorageError.statement(error.description)
        }
    }

    @discardableResult
    func execute(_ sql: String, arguments: [SQLValue]) throws -> Int {
        do {
            let statement = try connection.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(arguments.map(\.databaseValue)))
            return connection.changesCount
        } catch let error as DatabaseError {
            throw StorageError.statement(error.description)
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .integer(Int64(value))
        case .string(let value): self = .text(value)
        case .blob(let value): self = .text(String(decoding: value, as: UTF8.self))
        }
    }
}
