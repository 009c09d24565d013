// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Calls
import Connector
import DemoRuntime
import Foundation
import Synchronization
import Testing

/// A value that two tasks share.
final class Mutexed<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>
    init(_ value: Value) { storage = Mutex(value) }

    var value: Value {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }
}

enum LandlockState {
    static var isThere: Bool { cplatform_landlock_version() > 0 }
}

/// Whatever ends a command ends all that it started.
@Suite(.serialized)
struct ProcessGroupTests {
    /// Prints the numbers of the shell and of a child that ignores SIGTERM, then waits.
    static let stubborn = "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & echo $$; wait"

    private func processes(_ text: String) -> [Int32] { text.split(separator: "\n").compactMap { Int32($0) } }

    @Test func timeLimitEndsTheGroup() async throws {
        try await DemoWorld.with(FakeApprover(.approved), timeLimit: .milliseconds(700)) { world in
            let record = try await world.say("run \(Self.stubborn)")
            #expect(
                record.ended.first?.status == .failed && record.ended.first?.error?.contains("took longer") == true,
                "\(record)"
            )
            let processes = processes(record.origins[.toolOutput] ?? "")
            let ended = await haveEnded(processes)
            #expect(processes.count == 2 && ended, "\(record)")
        }
    }

    @Test func cancellationEndsTheGroup() async throws {
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            let task = Mutexed<Task<Void, any Error>?>(nil)
            let reporter = RecordingReporter { text in
                // Both have said who they are: now stop.
                if text.split(separator: "\n").count(where: { Int32($0) != nil }) == 2 { task.value?.cancel() }
            }
            let (started, go) = AsyncStream.makeStream(of: Void.self)
            let run = Task {
                for await _ in started { break }
                _ = try await world.say("run \(Self.stubborn)", reporter)
            }
            task.value = run
            go.yield()
            await #expect(throws: CancellationError.self) { try await run.value }
            let processes = processes(reporter.current.origins[.toolOutput] ?? "")
            let ended = await haveEnded(processes)
            #expect(processes.count == 2 && ended)
            #expect(reporter.current.ended.first?.status == .cancelled)
        }
    }

    @Test func endOfTheLeaderEndsTheRest() async throws {
        try await DemoWorld.with(FakeApprover(.approved)) { world in
            let record = try await world.say("run sleep 1000 & echo $!")
            let processes = processes(record.origins[.toolOutput] ?? "")
            let ended = await haveEnded(processes)
            #expect(record.ended.first?.status == .completed && processes.count == 1 && ended, "\(record)")
        }
    }

    @Test func outputLimitEndsTheCommand() async throws {
        try await DemoWorld.with(outputLimit: 10_000) { world in
            let record = try await world.say("run yes")
            #expect(record.ended.first?.status == .failed && record.ended.first?.error?.contains("printed more") == true)
            #expect((record.origins[.toolOutput] ?? "").utf8.count <= 10_000)
        }
    }

    @Test func cancellingWhileTheOwnerThinksTakesTheQuestionBack() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let approver = FakeApprover { _ in
            ask.yield()
            while !Task.isCancelled { await Task.yield() }
            return ApprovalAnswer(status: .cancelled)
        }
        try await DemoWorld.with(approver) { world in
            let reporter = RecordingReporter()
            let run = Task { _ = try await world.say("run rm -rf ~/keep", reporter) }
            for await _ in asked { break }
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
            #expect(world.exists(world.home + "/keep") && reporter.current.ended.first?.status == .cancelled)
        }
    }

    @Test func exitCodeIsTold() async throws {
        try await DemoWorld.with { world in
            let record = try await world.say("run exit 3")
            #expect(record.ended.first?.error == "The command ended with code 3." && record.ended.first?.outcome == .allow)
        }
    }
}
