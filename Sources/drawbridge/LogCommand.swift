// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AuditLog
import Calls
import Composition
import Foundation

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "The audit log: every decision of the gate, chained so that changes show.",
        subcommands: [Show.self, Follow.self, Verify.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the newest entries.")

        @OptionGroup var options: DataOptions

        @Argument(help: "The log's file; by default that of the gate.")
        var path: String?

        @Option(name: [.short, .long], help: "How many entries.")
        var last = 20

        @Flag(help: "The entries as they stand in the file.")
        var json = false

        func run() throws {
            let path = path ?? options.folder.gateAuditLog
            guard FileManager.default.fileExists(atPath: path) else {
                Output.tell("drawbridge: there is no log at \(path) yet")
                throw ExitStatus.error
            }
            for line in AuditFiles.lines(path: path, last: last) {
                Output.answer(json ? line : Self.describe(line))
            }
        }

        static func describe(_ line: String) -> String {
            guard let entry = try? JSONValue(parsing: line) else { return line }
            let time = entry["ts"]?.intValue.map { Date(timeIntervalSince1970: Double($0) / 1000).formatted(.iso8601) } ?? "?"
            let decision = (entry["decision"]?.stringValue ?? entry["event"]?.stringValue ?? "-")
                .padding(toLength: 8, withPad: " ", startingAt: 0)
            let tool = (entry["tool"]?.stringValue ?? "").padding(toLength: 10, withPad: " ", startingAt: 0)
            let policies = (entry["policies"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
            let summary = (entry["summary"]?.stringValue ?? entry["error"]?.stringValue ?? "").replacing("\n", with: " ⏎ ")
            return ["\(entry["seq"]?.intValue ?? 0)", time, decision, tool, policies, summary]
                .filter { !$0.isEmpty }.joined(separator: "  ")
        }
    }

    struct Follow: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print entries as they are written, until a signal or the end of whoever reads."
        )

        @OptionGroup var options: DataOptions

        @Argument(help: "The log's file; by default that of the gate.")
        var path: String?

        @Flag(help: "The entries as they stand in the file.")
        var json = false

        func run() throws {
            var follower = AuditFollower(path: path ?? options.folder.gateAuditLog)
            while true {
                for line in follower.next() { Output.answer(json ? line : Show.describe(line)) }
                usleep(200_000)
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check that no entry was changed, removed, inserted or moved.",
            discussion: """
                Exit 0: intact. Exit 2: broken; the first bad entry is named. With --head SEQ:HASH, as the hub keeps it,
                a tail that was cut off is found too.
                """
        )

        @OptionGroup var options: DataOptions

        @Argument(help: "The log's file; by default that of the gate.")
        var path: String?

        @Option(help: ArgumentHelp("A head that was kept elsewhere.", valueName: "seq:hash"))
        var head: String?

        @Flag(help: "The answer as JSON.")
        var json = false

        func run() throws {
            let path = path ?? options.folder.gateAuditLog
            guard FileManager.default.fileExists(atPath: path) else {
                Output.tell("drawbridge: there is no log at \(path)")
                throw ExitStatus.error
            }
            switch try AuditLog.verify(path: path, expecting: try head.map(Self.parse)) {
            case .intact(let count, let head):
                Output.answer(
                    json
                        ? JSONValue.object([
                            "intact": true, "entries": .int(Int64(count)), "seq": .int(head.seq), "hash": .string(head.hash),
                        ]).canonical
                        : "intact: \(count) entries, head \(head.seq):\(head.hash)"
                )
            case .broken(let file, let line, let seq, let reason):
                Output.answer(
                    json
                        ? JSONValue.object([
                            "intact": false, "file": .string(file), "line": .int(Int64(line)), "seq": .int(seq),
                            "reason": .string(reason),
                        ]).canonical
                        : "broken at entry \(seq) (\(file), line \(line)): \(reason)"
                )
                throw ExitStatus.no
            }
        }

        private static func parse(_ text: String) throws -> AuditHead {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let seq = Int64(parts[0]) else { throw ValidationError("--head takes SEQ:HASH") }
            return AuditHead(seq: seq, hash: String(parts[1]))
        }
    }
}
