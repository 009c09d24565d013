// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// Issue 2's main job on `drawbridge up`: sign in, chat, a question, a decision, the audit log.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct MainJob {
        @Test func aLinkIsOneLineAndSignsInOnce() async throws {
            try await withMachine { machine in
                let (_, link) = try await machine.up()
                let client = try await machine.signIn(link: link)
                #expect(try await client.call("GET", "/")["name"] == "Owner")
                await #expect(throws: WireError.self) { try await machine.signIn(link: link) }

                let again = try await machine.run("hub", "sign-in-link")
                #expect(again.code == 0)
                #expect(again.output.split(separator: "\n").count == 1)
                #expect(again.output.hasPrefix(machine.origin + "/sign-in?token="))
                let token = again.output.trimmingCharacters(in: .whitespacesAndNewlines)
                _ = try await machine.signIn(link: token)
                await #expect(throws: WireError.self) { try await machine.signIn(link: token) }
            }
        }

        @Test func anAnswerStreams() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                let events = client.events(after: try await client.position())
                let interaction = try await client.send(
                    "run for i in 1 2 3; do echo line $i; sleep 0.2; done",
                    to: chat.sessionID
                ).interactionID
                var text = ""
                var deltas = 0
                for try await event in events {
                    if event.known == .messageDelta {
                        deltas += 1
                        #expect(event.data["offset"]?.intValue == Int64(text.utf8.count))
                        text += event.data["delta"]?.stringValue ?? ""
                    }
                    if event.known == .messageFinalized { break }
                }
                #expect(deltas > 1)
                let answer = try await chat.answer(to: interaction)
                #expect(answer.text == text)
                #expect(answer.text.contains("line 1\nline 2\nline 3"))
                #expect(try await chat.ask("help").text.contains("demonstration"))
            }
        }

        @Test func harmlessRunsAndRiskyAsks() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)

                _ = try await chat.ask("run mkdir -p build/objects && touch build/objects/a.o")
                #expect(machine.exists(machine.workspace + "/build/objects/a.o"))
                _ = try await chat.ask("run rm -rf build")
                #expect(!machine.exists(machine.workspace + "/build"))
                #expect(try await client.approvals(status: nil).isEmpty)

                try machine.write("mine", to: machine.home + "/keep/file")
                let (question, _) = try await chat.ask("run rm -rf ~/keep", deciding: .deny)
                #expect(machine.exists(machine.home + "/keep/file"))
                expectSpecific(question)

                let (second, answer) = try await chat.ask("run rm -rf ~/keep", deciding: .approve)
                #expect(second.id != question.id)
                #expect(!machine.exists(machine.home + "/keep"), "\(answer.text)")
                #expect(try await client.approvals(status: .approved).map(\.id) == [second.id])
                #expect(try await client.approvals(status: .denied).map(\.id) == [question.id])
            }
        }

        /// A card says all that one needs to decide.
        private func expectSpecific(_ question: ApprovalRecord) {
            #expect(question.action.command == "rm -rf ~/keep")
            #expect(question.action.host?.isEmpty == false)
            #expect(!question.action.message.isEmpty)
            #expect(!question.action.title.isEmpty)
            #expect(question.action.ifDenied?.isEmpty == false)
            #expect(question.action.effects.contains { $0.kind == .delete && $0.target.hasSuffix("/keep") })
            #expect(question.severity == .high)
            #expect(question.digest == question.action.digest.hex)
            #expect(question.isVerified)
            let left = question.expiresAt - Int64(Date().timeIntervalSince1970 * 1000)
            #expect((200_000...300_000).contains(left))
        }

        @Test func theFirstDecisionWins() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                try machine.write("mine", to: machine.home + "/keep/file")
                let (question, _) = try await chat.ask("run rm -rf ~/keep", deciding: .deny)
                #expect(try await client.decide(question.id, .deny).status == .denied)
                let error = await #expect(throws: WireError.self) { try await client.decide(question.id, .approve) }
                #expect(error?.is(.alreadyDecided) == true)
                #expect(error?.details?["status"] == "denied")
                #expect(machine.exists(machine.home + "/keep/file"))
            }
        }

        @Test func whatNobodyDecidesDoesNotRun() async throws {
            try await withMachine(environment: ["DRAWBRIDGE_TEST_EXPIRY_MS": "1500"]) { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                try machine.write("mine", to: machine.home + "/keep/file")
                let answer = try await chat.ask("run rm -rf ~/keep")
                #expect(machine.exists(machine.home + "/keep/file"))
                #expect(answer.text.contains("Nobody answered in time"))
                let expired = try await client.approvals(status: .expired)
                #expect(expired.count == 1)
                let error = await #expect(throws: WireError.self) { try await client.decide(expired.first?.id ?? "", .approve) }
                #expect(error?.is(.alreadyDecided) == true)
                #expect(error?.details?["status"] == "expired")
            }
        }

        @Test func sudoIsDeniedWithTheRuleAndWhatToDoInstead() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                let answer = try await chat.ask("run sudo id")
                #expect(answer.text.contains("base-privilege"))
                #expect(answer.text.lowercased().contains("instead"))
                let task = try await chat.endedTask()
                #expect(task["outcome"] == "deny")
                #expect(task["status"] == "failed")
                #expect(try await client.approvals(status: nil).isEmpty)
            }
        }

        @Test func cancelEndsTheWholeProcessGroup() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                let interaction = try await client.send("run sleep 1000 & sleep 1000; echo never", to: chat.sessionID)
                    .interactionID
                try await eventually("both sleeps") { (machine.processes(running: "sleep 1000").count >= 2).asCondition }
                try await client.cancel(sessionID: chat.sessionID)
                let answer = try await chat.answer(to: interaction)
                #expect(answer.finishReason == "cancelled")
                #expect(!answer.text.contains("never"))
                try await eventually("the end of both") { machine.processes(running: "sleep 1000").isEmpty.asCondition }
                #expect(try await chat.endedTask()["status"] == "cancelled")
                #expect(try await chat.ask("help").text.contains("demonstration"), "the session goes on")
            }
        }

        @Test func theWordStopStops() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                _ = try await client.send("run sleep 1000", to: chat.sessionID)
                try await eventually("the sleep") { (!machine.processes(running: "sleep 1000").isEmpty).asCondition }
                _ = try await client.send("Stop!", to: chat.sessionID)
                try await eventually("its end") { machine.processes(running: "sleep 1000").isEmpty.asCondition }
            }
        }
    }
}
