// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Calls
import Connector
import Gate

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension DemoStep {
    /// Does what was granted.
    func execute(_ command: DemoCommand, _ call: ToolCall, _ effects: [Effect]) async throws -> Result {
        switch command {
        case .run(let line): try await run(line, effects)
        case .read: try await read(effects)
        case .write(_, let text): write(text, effects)
        case .fetch(let url): try await fetch(url)
        case .help, .unknown: Result()
        }
    }

    // MARK: - Commands

    private func run(_ line: String, _ effects: [Effect]) async throws -> Result {
        var arguments = ["/bin/sh", "-c", line]
        var ruleset: Int32 = -1
        switch Confinement.available {
        case .landlock:
            ruleset = Confinement.ruleset(workspace: configuration.workspace, effects: effects)
            guard ruleset >= 0 else {
                return Result(
                    status: .failed,
                    error: "The command was not started: it could not be confined (\(String(cString: strerror(errno))))."
                )
            }
        case .bubblewrap(let path):
            arguments = Confinement.bubblewrap(path, arguments, workspace: configuration.workspace, effects: effects)
        case .none: await reporter.append("(\(Confinement.none.description))\n", origin: .agent)
        }
        defer { if ruleset >= 0 { close(ruleset) } }
        let child: ChildProcess
        do {
            child = try ChildProcess(
                arguments: arguments,
                environment: configuration.environment,
                folder: configuration.workspace,
                ruleset: ruleset,
                outputLimit: configuration.outputLimit,
                killDelay: configuration.killDelay
            )
        } catch {
            return Result(status: .failed, error: error.description)
        }
        let timer = Task { [limit = configuration.timeLimit] in
            try await Task.sleep(for: limit)
            child.end(.timedOut)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            var shown = ""
            do {
                for await piece in child.output {
                    try await show(piece, isEnd: false, tool: "Bash", origin: .toolOutput, into: &shown)
                }
                try await show([], isEnd: true, tool: "Bash", origin: .toolOutput, into: &shown)
            } catch {
                // Without the gate nothing can be shown, and nobody would see what goes on.
                child.end(.cancelled)
                for await _ in child.output {}
                throw error
            }
            return result(of: child.ending, shown)
        } onCancel: {
            child.end(.cancelled)
        }
    }

    private func result(of ending: ChildEnding, _ output: String) -> Result {
        switch ending {
        case .exited(0): Result(output: output)
        case .exited(let code): Result(status: .failed, error: "The command ended with code \(code).", output: output)
        case .timedOut:
            Result(
                status: .failed,
                error: "The command was ended: it took longer than \(configuration.timeLimit).",
                output: output
            )
        case .tooMuchOutput:
            Result(
                status: .failed,
                error: "The command was ended: it printed more than \(configuration.outputLimit) bytes.",
                output: output
            )
        case .cancelled: Result(status: .cancelled, error: "The command was stopped.", output: output)
        }
    }

    // MARK: - Files

    /// The file as the gate resolved it a moment ago. No part of that path is a link, and none may become one.
    private func read(_ effects: [Effect]) async throws -> Result {
        guard let path = effects.first(where: { $0.kind == .read })?.target else {
            return Result(status: .failed, error: "There is no path.")
        }
        let descriptor = cplatform_open_without_links(path, O_RDONLY | O_NONBLOCK, 0)
        guard descriptor >= 0 else { return failure("read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return Result(status: .failed, error: "\(path) is not a plain file.")
        }
        var shown = ""
        var total = 0
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while total < configuration.outputLimit {
            let count = systemRead(descriptor, &block, min(block.count, configuration.outputLimit - total))
            guard count > 0 else { break }
            total += count
            try await show(Array(block[..<count]), isEnd: false, tool: "Read", origin: .fileContents, into: &shown)
        }
        try await show([], isEnd: true, tool: "Read", origin: .fileContents, into: &shown)
        var result = Result(output: shown, origin: .fileContents)
        if total >= configuration.outputLimit, status.st_size > total {
            result.error = "Only the first \(total) bytes are shown."
        }
        return result
    }

    private func write(_ text: String, _ effects: [Effect]) -> Result {
        guard let path = effects.first(where: { $0.kind == .write })?.target else {
            return Result(status: .failed, error: "There is no path.")
        }
        let descriptor = cplatform_open_without_links(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { return failure("written", path) }
        defer { close(descriptor) }
        let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { systemWrite(descriptor, $0 + written, bytes.count - written) } ?? -1
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return failure("written", path) }
            written += count
        }
        return Result(output: "\(bytes.count) bytes written to \(path)")
    }

    private func failure(_ what: String, _ path: String) -> Result {
        let reason = errno == ELOOP ? "a link stands where none was a moment ago" : String(cString: strerror(errno))
        return Result(status: .failed, error: "\(path) could not be \(what): \(reason).")
    }
}

private func systemRead(_ descriptor: Int32, _ block: inout [UInt8], _ count: Int) -> Int {
    block.withUnsafeMutableBytes { buffer in
        guard let start = buffer.baseAddress else { return 0 }
        #if canImport(Glibc)
            return Glibc.read(descriptor, start, count)
        #else
            return Darwin.read(descriptor, start, count)
        #endif
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
    #else
        Darwin.write(descriptor, bytes, count)
    #endif
}
