// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging

/// Parses the command line, runs the command, and turns what it throws into a line for a person and an exit code.
enum CommandLineMain {
    static func run() async {
        // A peer that went away is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Drawbridge.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitStatus {
            exit(code.rawValue)
        } catch {
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
