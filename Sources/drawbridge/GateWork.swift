// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AuditLog
import Calls
import Composition
import Foundation
import Gate

extension GateCommand {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge a shell command and say why, with the text of every policy that had a say."
        )

        @OptionGroup var policies: GatePolicyOptions

        @Argument(help: "The command.")
        var command: String

        func run() throws {
            let settings = try policies.settings()
            let answer = try GateCheck(settings).answer(GateCommand.call(command).json.canonical)
            Output.answer(GateCommand.explanation(of: answer))
            let bundle = try PolicyBundle(settings)
            for policy in (try? JSONValue(parsing: answer))?["policies"]?.arrayValue ?? [] {
                if let text = policy["id"]?.stringValue.flatMap({ bundle.cedar(of: $0) }) { Output.answer("\n\(text)") }
            }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the gate alone, on its socket, until a signal. Questions have nobody to go to: they are denied."
        )

        @OptionGroup var options: DataOptions

        func run() async throws {
            let logger = Output.logger(isVerbose: options.verbose)
            try await GateAlone.run(folder: options.folder, logger: logger) { socket in
                Output.tell("The gate answers at \(socket)")
            }
        }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What other policies would have done to the calls in the log.",
            discussion: """
                Every call that the log keeps is judged again, by the policies that the options say, and those that would
                have been decided otherwise are printed. Texts were masked and cut when they were logged.
                """
        )

        @OptionGroup var options: DataOptions
        @OptionGroup var policies: GatePolicyOptions

        @Option(help: ArgumentHelp("How far back: 7d, 12h, all.", valueName: "time"))
        var since = "7d"

        @Flag(help: "Only count.")
        var summary = false

        @Argument(help: "The log's file; by default that of the gate.")
        var path: String?

        func run() throws {
            let path = path ?? options.folder.gateAuditLog
            guard FileManager.default.fileExists(atPath: path) else {
                Output.tell("drawbridge: there is no log at \(path)")
                throw ExitStatus.error
            }
            let start = try Self.start(since)
            var replay = try Gate.Replay(GateCheck(policies.settings()))
            for line in AuditFiles.lines(path: path) {
                guard let entry = try? JSONValue(parsing: line), entry["ts"]?.intValue ?? 0 >= start else { continue }
                replay.add(entry)
            }
            if !summary {
                for change in replay.changes {
                    let ids = change.policies.isEmpty ? "" : " (\(change.policies.joined(separator: ", ")))"
                    let call = change.summary.replacing("\n", with: " ⏎ ")
                    Output.answer("\(change.seq)  \(change.before.rawValue) → \(change.after.rawValue)\(ids)  \(call)")
                }
            }
            Output.answer(
                "\(replay.judged) calls, \(replay.changes.count) would be decided otherwise, \(replay.skipped) could not be read"
            )
        }

        /// Milliseconds since 1970.
        private static func start(_ text: String) throws -> Int64 {
            if text == "all" { return 0 }
            let units: [Character: Int64] = ["d": 86_400_000, "h": 3_600_000, "m": 60_000]
            guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
                throw ValidationError("--since takes 7d, 12h, 30m or all")
            }
            return Int64(Date().timeIntervalSince1970 * 1000) - count * unit
        }
    }

    struct Grants: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What you allowed for good: list it, or remove it.",
            subcommands: [List.self, Remove.self],
            defaultSubcommand: List.self
        )

        struct List: ParsableCommand {
            @OptionGroup var options: DataOptions

            @Flag(help: "JSON lines.")
            var json = false

            func run() {
                for grant in GrantStore(path: options.folder.gate + "/grants.json").all {
                    if json {
                        Output.answer(grant.json.canonical)
                        continue
                    }
                    let what = grant.entries.map { entry in
                        [entry.kind?.rawValue, entry.program, entry.target, "(\(entry.policy))"].compactMap { $0 }.joined(
                            separator: " "
                        )
                    }
                    Output.answer("\(grant.id)  \(grant.scope.rawValue)  \(grant.tool)  \(what.joined(separator: "; "))")
                }
            }
        }

        struct Remove: ParsableCommand {
            @OptionGroup var options: DataOptions

            @Argument(help: "The grant's id.")
            var id: String

            func run() throws {
                guard GrantStore(path: options.folder.gate + "/grants.json").remove(id) else {
                    Output.tell("drawbridge: there is no grant \(id), or it cannot be removed")
                    throw ExitStatus.error
                }
                Output.tell("Removed: the gate asks again.")
            }
        }
    }
}
