// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a command ended.
enum ChildEnding: Sendable, Equatable {
    /// By itself; 128 + N where a signal ended it.
    case exited(Int32)
    case timedOut
    case tooMuchOutput
    case cancelled
}

/// A command that runs in a process group of its own; with its leader the whole group ends.
///
/// Two threads of its own wait and read, so that no thread of Swift's pool is held up.
final class ChildProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let stage: String
        let code: Int32
        var description: String { "the command could not be started (\(stage): \(String(cString: strerror(code))))" }
    }

    private struct State {
        var reason: ChildEnding?
        var code: Int32?
        var hasLeaderEnded = false
        /// Nobody holds the writing end any more.
        var hasOutputEnded = false
    }

    private let process: pid_t
    private let killDelay: Duration
    private let state = Mutex(State())
    /// Pieces of standard output and standard error, in order.
    let output: AsyncStream<[UInt8]>

    /// How the command ended; known once ``output`` has ended.
    var ending: ChildEnding {
        state.withLock { $0.reason ?? .exited($0.code ?? -1) }
    }

    init(
        arguments: [String],
        environment: [String: String],
        folder: String,
        ruleset: Int32,
        outputLimit: Int,
        killDelay: Duration
    ) throws(Failure) {
        self.killDelay = killDelay
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(stage: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        do throws(Failure) {
            process = try Self.spawn(arguments, environment, folder, ruleset, ends[1])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[1])
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        output = stream
        let reading = ends[0]
        DispatchQueue(label: "demo.wait").async { self.waitForEnd() }
        DispatchQueue(label: "demo.read").async {
            self.read(reading, outputLimit, continuation)
            close(reading)
            continuation.finish()
        }
    }

    private static func spawn(
        _ arguments: [String],
        _ environment: [String: String],
        _ folder: String,
        _ ruleset: Int32,
        _ output: Int32
    ) throws(Failure) -> pid_t {
        let argumentPointers = arguments.map { strdup($0) }
        let environmentPointers = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        let argumentList = argumentPointers.map { UnsafePointer($0) } + [nil]
        let environmentList = environmentPointers.map { UnsafePointer($0) } + [nil]
        var process: pid_t = 0
        var stage: UnsafePointer<CChar>?
        let code = argumentList.withUnsafeBufferPointer { argumentList in
            environmentList.withUnsafeBufferPointer { environmentList in
                folder.withCString { folder in
                    var child = cplatform_child()
                    child.path = argumentList.first ?? nil
                    child.arguments = argumentList.baseAddress
                    child.environment = environmentList.baseAddress
                    child.folder = folder
                    child.output = output
                    child.ruleset = ruleset
                    return cplatform_spawn(&child, &process, &stage)
                }
            }
        }
        guard code == 0 else { throw Failure(stage: stage.map { String(cString: $0) } ?? "start", code: code) }
        return process
    }

    /// Ends the whole group: SIGTERM, and SIGKILL if it is still there after the delay. The first reason stays.
    func end(_ reason: ChildEnding) {
        let isFirst = state.withLock { state in
            guard state.reason == nil, !state.hasLeaderEnded else { return false }
            state.reason = reason
            // While the leader is not reaped its number cannot be anybody else's.
            _ = kill(-process, SIGTERM)
            return true
        }
        guard isFirst else { return }
        let nanoseconds = killDelay.components.seconds * 1_000_000_000 + killDelay.components.attoseconds / 1_000_000_000
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) {
            self.state.withLock { state in
                if !state.hasLeaderEnded { _ = kill(-self.process, SIGKILL) }
            }
        }
    }

    private func waitForEnd() {
        _ = cplatform_wait_for_end(process)
        // What was asked to end gets its time, even if the shell that started it is gone already.
        let delay = killDelay.components.seconds * 1000 + killDelay.components.attoseconds / 1_000_000_000_000_000
        for _ in 0..<(delay / 5) {
            guard state.withLock({ $0.reason != nil && !$0.hasOutputEnded }) else { break }
            usleep(5000)
        }
        state.withLock { state in
            // What the leader left behind goes with it; its own number is still taken.
            _ = kill(-process, SIGKILL)
            state.code = cplatform_reap(process)
            state.hasLeaderEnded = true
        }
    }

    private func read(_ descriptor: Int32, _ limit: Int, _ continuation: AsyncStream<[UInt8]>.Continuation) {
        var block = [UInt8](repeating: 0, count: 32 << 10)
        var total = 0
        while true {
            let hasEnded = state.withLock { $0.hasLeaderEnded }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // The pipe may be held open by a process that left the group; the leader's end is what counts.
            let ready = systemPoll(&poll, hasEnded ? 50 : 200)
            if ready < 0 && errno == EINTR { continue }
            if ready == 0 {
                if hasEnded { break }
                continue
            }
            let count = block.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { systemRead(descriptor, $0, buffer.count) } ?? 0
            }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                break
            }
            if count == 0 { break }
            let taken = min(count, limit - total)
            if taken > 0 { continuation.yield(Array(block[..<taken])) }
            total += taken
            if taken < count { end(.tooMuchOutput) }
        }
        state.withLock { $0.hasOutputEnded = true }
        // Its output may be closed before it ends.
        while !state.withLock({ $0.hasLeaderEnded }) { usleep(2000) }
    }
}

private func systemPoll(_ descriptor: inout pollfd, _ milliseconds: Int32) -> Int32 { poll(&descriptor, 1, milliseconds) }

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
