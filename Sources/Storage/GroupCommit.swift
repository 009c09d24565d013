// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
import Synchronization

#if DEBUG
    import Foundation
#endif

/// One writer that runs whatever has queued up since its last commit in one transaction.
///
/// There is no timer: the sync to disk is the window in which the next batch gathers. Each member runs in a
/// savepoint of its own, so that one that throws is undone alone; callers hear of their success after the commit.
final class GroupCommit: Sendable {
    /// A queued write.
    private struct Member: Sendable {
        /// Runs the body; the returned action resumes the caller with its result once the commit is done.
        let run: @Sendable (SQLiteWriteTransaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var queue: [Member] = []
        var isDraining = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let queue = DispatchQueue(label: "drawbridge.storage.writer", qos: .userInitiated)
    private let state = Mutex(State())
    /// So many share a commit at most: a bound on how long the first one waits.
    private static let batchLimit = 1024

    init(pool: DatabasePool) { self.pool = pool }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            enqueue(
                Member(
                    run: { transaction in
                        let value = try body(transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }
                )
            )
        }
    }

    /// Waits for what was accepted; refuses what comes later.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            state.withLock { $0.isClosed = true }
            queue.async { continuation.resume() }
        }
    }

    private func enqueue(_ member: Member) {
        enum Next { case refuse, start, wait }
        let next = state.withLock { state -> Next in
            if state.isClosed { return .refuse }
            state.queue.append(member)
            if state.isDraining { return .wait }
            state.isDraining = true
            return .start
        }
        switch next {
        case .refuse: member.fail(StorageError.closed)
        case .start: queue.async { self.drain() }
        case .wait: break
        }
    }

    private func drain() {
        while true {
            let batch = state.withLock { state -> [Member] in
                let batch = Array(state.queue.prefix(Self.batchLimit))
                state.queue.removeFirst(batch.count)
                if batch.isEmpty { state.isDraining = false }
                return batch
            }
            if batch.isEmpty { return }
            commit(batch)
        }
    }

    private func commit(_ batch: [Member]) {
        var successes: [(member: Member, transaction: SQLiteWriteTransaction, resume: @Sendable () -> Void)] = []
        var failures: [(Member, any Error)] = []
        do {
            try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "BEGIN IMMEDIATE")
                do {
                    for member in batch {
                        let transaction = SQLiteWriteTransaction(connection: connection)
                        try connection.execute(sql: "SAVEPOINT member")
                        do {
                            let resume = try member.run(transaction)
                            try connection.execute(sql: "RELEASE SAVEPOINT member")
                            successes.append((member, transaction, resume))
                        } catch {
                            // SQLite itself ends the whole transaction when the disk is full or fails.
                            guard connection.isInsideTransaction else { throw StorageError.rolledBack("\(error)") }
                            try connection.execute(sql: "ROLLBACK TO SAVEPOINT member")
                            try connection.execute(sql: "RELEASE SAVEPOINT member")
                            failures.append((member, error))
                        }
                    }
                    #if DEBUG
                        if TestDefect.acknowledgeBeforeCommit.isPlanted {
                            for success in successes { success.resume() }
                            usleep(200_000)
                        }
                    #endif
                    try connection.execute(sql: "COMMIT")
                } catch {
                    if connection.isInsideTransaction { try? connection.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        } catch {
            let failure = (error as? StorageError) ?? .rolledBack("\(error)")
            let known = failures.count
            for (member, error) in failures { member.fail(error) }
            // Members run in order: those neither succeeded nor failed alone were not reached.
            for success in successes { success.member.fail(failure) }
            for member in batch.dropFirst(successes.count + known) { member.fail(failure) }
            return
        }
        for (member, error) in failures { member.fail(error) }
        for success in successes {
            for action in success.transaction.actions { action() }
            #if DEBUG
                if TestDefect.acknowledgeBeforeCommit.isPlanted { continue }
            #endif
            success.resume()
        }
    }
}

/// One member's view of the shared transaction.
final class SQLiteWriteTransaction: WriteTransaction {
    private let connection: SQLiteConnection
    private(set) var actions: [@Sendable () -> Void] = []

    init(connection: GRDB.Database) { self.connection = SQLiteConnection(connection: connection) }

    func rows(_ sql: String, arguments: [SQLValue]) throws -> [Row] { try connection.rows(sql, arguments: arguments) }

    @discardableResult
    func execute(_ sql: String, arguments: [SQLValue]) throws -> Int { try connection.execute(sql, arguments: arguments) }

    func afterCommit(_ action: @escaping @Sendable () -> Void) { actions.append(action) }
}
