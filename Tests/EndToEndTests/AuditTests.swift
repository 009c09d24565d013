// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// What is redacted, what is logged, and that changes to the log show.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct Audit {
        /// Put together here, so that no scanner takes this file for a leak.
        private static let awsKey = "AKIA" + "Q3EGVN7XKZ5TL2WM"
        private static let githubToken = "ghp_" + "9fK2mQ7xRv4TzB8nLc5WyJ3hGd6PsA1eU0Xk"

        @Test func secretsInOutputStayOnTheMachine() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                let secrets = [Self.awsKey, Self.githubToken]
                try machine.write(
                    "aws_access_key_id = \(Self.awsKey)\ntoken=\(Self.githubToken)\nplain words\n",
                    to: machine.workspace + "/notes.txt"
                )
                let answer = try await chat.ask("run cat notes.txt")
                #expect(answer.text.contains("[REDACTED BY DRAWBRIDGE POLICY] (aws-access-key-id"))
                #expect(answer.text.contains("[REDACTED BY DRAWBRIDGE POLICY] (github-token"))
                #expect(answer.text.contains("plain words"))
                // In the command itself, in an argument, split over two writes.
                _ = try await chat.ask("run echo \(Self.githubToken)")
                _ = try await chat.ask("run printf ghp_; sleep 0.3; printf \(Self.githubToken.dropFirst(4))")
                let tasks = JSONValue.array(try await chat.tasks()).canonical
                #expect(tasks.contains("REDACTED"))
                for secret in secrets {
                    #expect(!tasks.contains(secret))
                    for message in try await client.messages(of: chat.sessionID) where message.role == .agent {
                        #expect(!message.text.contains(secret))
                    }
                    let logs = [machine.gateLog, machine.hubLog].filter { machine.text(of: $0).contains(secret) }
                    #expect(logs.isEmpty)
                    #expect(machine.files(withOutput: secret).isEmpty)
                }
                // What the owner typed is the owner's; nothing else put a secret into the hub's database.
                #expect(!Machine.files(below: machine.data + "/connector", containing: Self.awsKey).contains { _ in true })
                #expect(!Machine.files(below: machine.data + "/hub", containing: Self.awsKey).contains { _ in true })
                #expect(machine.text(of: machine.gateLog).contains("REDACT"))
            }
        }

        @Test func theLogTellsEverythingAndChangesShow() async throws {
            try await withMachine { machine in
                let (process, link) = try await machine.up()
                let client = try await machine.signIn(link: link)
                let chat = try await Chat.open(client)
                try machine.write("mine", to: machine.home + "/keep/file")
                _ = try await chat.ask("run echo hello")
                _ = try await chat.ask("run sudo id")
                let (question, _) = try await chat.ask("run rm -rf ~/keep", deciding: .approve)

                let entries = try await machine.run("log", "show", "--json", "--last", "100").output
                    .split(separator: "\n").map { try JSONValue(parsing: String($0)) }
                let decisions = entries.compactMap { $0["decision"]?.stringValue }
                #expect(decisions.contains("ALLOW"))
                #expect(decisions.contains("DENY"))
                #expect(decisions.contains("CONFIRM"))
                #expect(entries.contains { $0["event"] == "approval_ended" && $0["approval_id"]?.stringValue == question.id })
                #expect(entries.contains { $0["event"] == "redeemed" && $0["approval_id"]?.stringValue == question.id })
                #expect(entries.contains { $0["policies"]?.arrayValue?.contains("base-privilege") == true })
                for event in ["signed_in", "approval_requested", "approval_decided", "approval_redeemed"] {
                    #expect(machine.text(of: machine.hubLog).contains(event))
                }
                // The hub gets the gate's log too.
                try await eventually("the gate's log at the hub") {
                    let log = try await client.call("GET", "/installations/\(chat.installationID)/gate-log")
                    return (log["entries"]?.arrayValue?.count == entries.count).asCondition
                }

                for log in [machine.gateLog, machine.hubLog] {
                    let intact = try await machine.run("log", "verify", "--json", log)
                    #expect(intact.code == 0)
                    #expect(try JSONValue(parsing: intact.output)["intact"] == true)
                }
                process.signal(SIGTERM)
                #expect(try await process.ended() == 0)
                try await expectChangesShow(machine)
            }
        }

        private func expectChangesShow(_ machine: Machine) async throws {
            let lines = machine.text(of: machine.gateLog).split(separator: "\n").map(String.init)
            let copy = machine.home + "/copy.log"
            var changed = lines
            changed[1] = changed[1].replacingOccurrences(of: "\"duration_us\":", with: "\"duration_us\":1")
            var reordered = lines
            reordered.swapAt(1, 2)
            let cut = Array(lines.dropLast())
            for (name, broken) in [("changed", changed), ("removed", [lines[0]] + lines.dropFirst(2)), ("reordered", reordered)] {
                try machine.write(broken.joined(separator: "\n") + "\n", to: copy)
                let verdict = try await machine.run("log", "verify", copy)
                #expect(verdict.code == 2, "\(name): \(verdict.output)")
                #expect(verdict.output.hasPrefix("broken at entry"))
            }
            try machine.write(cut.joined(separator: "\n") + "\n", to: copy)
            #expect(try await machine.run("log", "verify", copy).code == 0, "a cut tail shows only against the head")
            let head = try JSONValue(parsing: lines[lines.count - 1])
            let kept = "\(head["seq"]?.intValue ?? 0):\(head["hash"]?.stringValue ?? "")"
            #expect(try await machine.run("log", "verify", copy, "--head", kept).code == 2)
            #expect(try await machine.run("log", "verify", "--head", kept).code == 0)
        }
    }
}
