// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A process in a process group of its own, with its output in two files.
final class Child: Sendable {
    struct CannotStart: Error { let code: Int32 }

    let processID: pid_t
    let outputPath: String
    let errorPath: String
    private let status = Mutex<Int32?>(nil)

    init(_ arguments: [String], environment: [String: String], folder: String, input: String, output: String, error: String)
        throws
    {
        (outputPath, errorPath) = (output, error)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // The test's own sockets are not for its children.
        for descriptor in Int32(3)..<1024 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        // A shell changes to the folder and becomes the program.
        let arguments = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + arguments
        let argumentPointers = arguments.map { strdup($0) }
        let environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawn(
            &process,
            arguments[0],
            &actions,
            &attributes,
            argumentPointers + [nil],
            environmentPointers + [nil]
        )
        guard code == 0 else { throw CannotStart(code: code) }
        processID = process
    }

    var output: String { Self.text(outputPath) }
    var errorText: String { Self.text(errorPath) }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// The lines of standard output that are complete.
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    /// The exit code, 128 + N after a signal; nil while it runs.
    var exitCode: Int32? {
        status.withLock { status in
            if let status { return status }
            var raw: Int32 = 0
            guard waitpid(processID, &raw, WNOHANG) == processID else { return nil }
            let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
            status = code
            return code
        }
    }

    var isRunning: Bool { exitCode == nil }

    /// A complete line with this in it, from standard output.
    func line(containing text: String, within limit: Duration = .seconds(30)) async throws -> String {
        try await eventually("a line with \"\(text)\"", within: limit, seen: { "output: \(output)\nerror: \(errorText)" }) {
            if let line = lines.first(where: { $0.contains(text) }) { return line }
            if let exitCode { throw TooLate(description: "it ended with \(exitCode) before \"\(text)\": \(output)\(errorText)") }
            return nil
        }
    }

    func ended(within limit: Duration = .seconds(30)) async throws -> Int32 {
        try await eventually("the end of the process", within: limit, seen: { "output: \(output)\nerror: \(errorText)" }) {
            exitCode
        }
    }

    func signal(_ number: Int32) { if isRunning { kill(processID, number) } }

    /// SIGKILL, to this process alone, and waits until it is gone.
    func killHard() async throws {
        signal(SIGKILL)
        _ = try await ended()
    }

    /// For the end of a test: the whole group, without asking.
    func endGroup() {
        kill(-processID, SIGKILL)
        status.withLock { status in
            guard status == nil else { return }
            var raw: Int32 = 0
            waitpid(processID, &raw, 0)
            status = 137
        }
    }
}
