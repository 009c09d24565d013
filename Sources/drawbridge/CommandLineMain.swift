// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging

/// Parses the command line, runs the command, and turns what it throws into a line for a person and an exit code.
enum CommandLineMain {
    /// A command that waits for nothing runs on the main thread, before there is any other: `redact` and the like start in
    /// a third of the time.
    static func run() {
        // A peer that went away is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Drawbridge.parseAsRoot()
            guard command is any AsyncParsableCommand else { return try command.run() }
            runToEnd()
        } catch {
            end(error)
        }
    }

    /// The main thread stays and waits. `dispatchMain()` would end it, which unwinds its stack, and in a static executable
    /// the first unwinding sorts the unwind tables of the whole program: 60 ms.
    private static func runToEnd() -> Never {
        Task {
            do {
                // Parsed where it runs, since a command does not go from one thread to another.
                var command = try Drawbridge.parseAsRoot() as? any AsyncParsableCommand
                try await command?.run()
            } catch {
                end(error)
            }
            exit(0)
        }
        while true { pause() }
    }

    private static func end(_ error: any Error) -> Never {
        if let code = error as? ExitStatus { exit(code.rawValue) }
        let code = Drawbridge.exitCode(for: error)
        if code == .success || code == .validationFailure {
            // Help, version, or a usage error with its message.
            let text = Drawbridge.fullMessage(for: error)
            if !text.isEmpty { code == .success ? Output.answer(text) : Output.tell(text) }
            exit(code == .success ? 0 : ExitStatus.usage.rawValue)
        }
        if let code = error as? ExitCode { exit(code.rawValue) }
        Output.tell("drawbridge: \(error)")
        exit(ExitStatus.error.rawValue)
    }
}

/// The exit codes (INTERFACES.md, "Commands"). docs/cli.md explains each.
enum ExitStatus: Int32, Error {
    case error = 1
    /// Wrong usage; where a command judges, "no".
    case usage = 2
    case validationFailed = 3
    case notPaired = 11
    case hubUnreachable = 20
    case pairingTimeout = 21
    case codeExpired = 22
    case refused = 23

    static let no = ExitStatus.usage
}

/// Standard output is for the answer, standard error for people.
enum Output {
    static func answer(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            // Whoever read the answer has enough of it (`| head`), or the disk is full: there is nobody to answer.
            exit(ExitStatus.error.rawValue)
        }
    }

    static func tell(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    static func logger(isVerbose: Bool) -> Logger {
        var logger = Logger(label: "drawbridge") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = isVerbose ? .debug : .warning
        return logger
    }
}
