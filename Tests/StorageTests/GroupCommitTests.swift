// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Synchronization
import Testing

/// A value that many tasks change.
private final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    @discardableResult
    func withLock<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
}

@Suite struct GroupCommitTests {
    private struct Refused: Error {}

    private func withDatabase(_ body: @Sendable (SQLiteDatabase, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storage-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/test.sqlite"
        let database = try SQLiteDatabase(path: path)
        try await database.migrate([Migration(1, "t", ["CREATE TABLE t (n BIGINT PRIMARY KEY, s TEXT)"])])
        try await body(database, path)
        await database.close()
    }

    @Test func whatReturnedIsThereForReadersAndAfterOpeningAgain() async throws {
        try await withDatabase { database, path in
            try await database.write { try $0.execute("INSERT INTO t (n, s) VALUES (?, ?)", 1, "é") }
            let row = try await database.read { try $0.row("SELECT * FROM t") }
            #expect(try row?.integer("n") == 1)
            #expect(try row?.text("s") == "é")
            await database.close()
            let again = try SQLiteDatabase(path: path)
            #expect(try await again.read { try $0.rows("SELECT * FROM t").count } == 1)
            await again.close()
        }
    }

    /// One bad member of a shared commit leaves no trace and takes nobody with it.
    @Test func aWriteThatThrowsFailsAlone() async throws {
        try await withDatabase { database, _ in
            let failed = Shared(0)
            await withTaskGroup(of: Void.self) { group in
                for n in 0..<300 {
                    group.addTask {
                        do {
                            try await database.write { transaction in
                                try transaction.execute("INSERT INTO t (n) VALUES (?)", n)
                                if n % 3 == 0 { throw Refused() }
                                // A broken constraint is no different.
                                if n % 3 == 1 { try transaction.execute("INSERT INTO t (n) VALUES (?)", n) }
                            }
                        } catch {
                            failed.withLock { $0 += 1 }
                        }
                    }
                }
            }
            #expect(failed.withLock { $0 } == 200)
            let rows = try await database.read { try $0.rows("SELECT n FROM t ORDER BY n").map { try $0.integer("n") } }
            #expect(rows == (0..<300).filter { $0 % 3 == 2 })
        }
    }

    @Test func actionsAfterCommitRunInTheOrderOfCommitsAndNotForFailures() async throws {
        try await withDatabase { database, _ in
            let seen = Shared<[Int64]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<200 {
                    group.addTask {
                        _ = try? await database.write { transaction in
                            let row = try transaction.row("SELECT COALESCE(MAX(n), 0) + 1 AS next FROM t")
                            let next = try row?.integer("next") ?? 0
                            try transaction.execute("INSERT INTO t (n) VALUES (?)", next)
                            transaction.afterCommit { seen.withLock { $0.append(next) } }
                            if n % 5 == 0 { throw Refused() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(seen.withLock { $0 } == Array(1...160))
        }
    }

    @Test func afterClosingWritesAreRefused() async throws {
        try await withDatabase { database, _ in
            await database.close()
            await #expect(throws: StorageError.closed) {
                try await database.write { try $0.execute("INSERT INTO t (n) VALUES (1)") }
            }
        }
    }

    @Test func aNewerSchemaIsNotTouched() async throws {
        try await withDatabase { database, _ in
            try await database.migrate([Migration(1, "t", []), Migration(2, "u", ["CREATE TABLE u (n BIGINT)"])])
            await #expect(throws: StorageError.schemaTooNew(version: 2, known: 1)) {
                try await database.migrate([Migration(1, "t", [])])
            }
        }
    }

    @Test func aMigrationThatFailsLeavesNothing() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: StorageError.self) {
                try await database.migrate([
                    Migration(1, "t", []), Migration(2, "bad", ["CREATE TABLE v (n BIGINT)", "CREATE NONSENSE"]),
                ])
            }
            let tables = try await database.read { try $0.rows("SELECT name FROM sqlite_master WHERE name = 'v'").count }
            #expect(tables == 0)
        }
    }

    @Test func wrongColumnsAreErrors() async throws {
        try await withDatabase { database, _ in
            try await database.write { try $0.execute("INSERT INTO t (n, s) VALUES (1, NULL)") }
            let row = try #require(try await database.read { try $0.row("SELECT * FROM t") })
            #expect(throws: StorageError.column("s")) { try row.text("s") }
            #expect(throws: StorageError.column("x")) { try row.integer("x") }
            #expect(try row.optionalText("s") == nil)
        }
    }

    @Test func aFolderThatDoesNotExistIsAnErrorWithItsPath() {
        #expect { try SQLiteDatabase(path: "/nonexistent/x.sqlite") } throws: { "\($0)".contains("/nonexistent/x.sqlite") }
    }

    @Test func everyConnectionSyncsFully() async throws {
        try await withDatabase { database, _ in
            let mode = try await database.write { try $0.row("PRAGMA synchronous")?.integer("synchronous") }
            #expect(mode == 2)
            let journal = try await database.write { try $0.row("PRAGMA journal_mode")?.text("journal_mode") }
            #expect(journal == "wal")
        }
    }
}
