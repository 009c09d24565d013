// SPDX-License-Identifier: Apache-2.0

import Calls
import Connector
import Synchronization

/// A runtime that does what the test says, and remembers what it was asked.
final class ScriptedRuntime: Runtime {
    let kind = "scripted"
    private let script: @Sendable (Turn, any TurnReporter) async throws -> Void
    private let seen = Mutex<[Turn]>([])

    init(_ script: @escaping @Sendable (Turn, any TurnReporter) async throws -> Void) { self.script = script }

    var turns: [Turn] { seen.withLock { $0 } }

    func run(_ turn: Turn, reporter: any TurnReporter) async throws {
        seen.withLock { $0.append(turn) }
        try await script(turn, reporter)
    }
}

/// Opens once; whoever waits goes on.
final class Gateway: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}
