// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// THREATS 15: what stays on the machine is neither in the hub's files, nor in a log, nor on the wire.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct Canary {
        /// The six things that stay local. Plain words: no rule for secrets knows them, so nothing but the bridge's own
        /// restraint keeps them here.
        private enum Canary: String, CaseIterable {
            case providerKey = "canary-provider-key-7f3a91"
            case localFile = "canary-local-file-2b8c44"
            case toolCredentials = "canary-mcp-credentials-90de17"
            case gatewayToken = "canary-gateway-token-c61f05"
            case privatePrompt = "canary-private-prompt-e4477a"
        }

        private static let messages = [
            "help", "run echo hello", "read notes.txt", "read ~/documents/diary.txt", "read ~/.openclaw/openclaw.json",
            "read ~/.config/mcp/credentials.json", "read ~/.config/agent/prompt.md", "read ~/.anthropic/key", "run ls -la",
            "run false", "run cat /nonexistent", "run env", "run printenv ANTHROPIC_API_KEY", "run cat ~/.openclaw/openclaw.json",
            "run sudo cat ~/documents/diary.txt", "write out.txt something", "fetch http://127.0.0.1:1/", "read missing.txt",
            "run sh -c 'exit 3'", "nonsense",
        ]

        @Test func nothingPrivateLeaves() async throws {
            let environment = ["ANTHROPIC_API_KEY": Canary.providerKey.rawValue, "OPENAI_API_KEY": Canary.providerKey.rawValue]
            try await withMachine(environment: environment) { machine in
                let proxy = try await RecordingProxy.start(to: machine.port)
                defer { proxy.stop() }
                let hub = try machine.start(
                    [
                        "hub", "serve", "--listen", "127.0.0.1:\(machine.port)", "--public-url", "http://localhost:\(proxy.port)",
                        "--verbose", "--data", machine.data + "-hub",
                    ],
                    data: false
                )
                _ = try await hub.line(containing: "hub: ")
                let link = try await machine.run("hub", "sign-in-link", "--data", machine.data + "-hub", data: false).output
                let client = try await machine.signIn(link: link.trimmingCharacters(in: .whitespacesAndNewlines))
                try plant(in: machine)
                try await pair(machine, client, through: proxy)
                let connector = try machine.start(["connect", "--demo", "--verbose"])
                let chat = try await Chat.open(client)
                for message in Self.messages {
                    let interaction = try await client.send(message, to: chat.sessionID).interactionID
                    try await finish(interaction, chat)
                }
                // The gate's log goes to the hub a moment later.
                try await eventually("the gate's log at the hub") {
                    (try await client.call("GET", "/installations/\(chat.installationID)/gate-log")["entries"]?.arrayValue?.count
                        ?? 0 > 10).asCondition
                }
                connector.signal(SIGTERM)
                _ = try await connector.ended()
                try expectNothing(machine, proxy, hub, connector)
            }
        }

        private func plant(in machine: Machine) throws {
            try machine.write(Canary.providerKey.rawValue, to: machine.home + "/.anthropic/key")
            try machine.write("Dear diary, \(Canary.localFile.rawValue)", to: machine.home + "/documents/diary.txt")
            try machine.write("note: \(Canary.localFile.rawValue)", to: machine.workspace + "/notes.txt")
            try machine.write(
                "{\"server\":\"\(Canary.toolCredentials.rawValue)\"}",
                to: machine.home + "/.config/mcp/credentials.json"
            )
            try machine.write(
                "{\"gateway\":{\"auth\":{\"token\":\"\(Canary.gatewayToken.rawValue)\"}}}",
                to: machine.home + "/.openclaw/openclaw.json"
            )
            try machine.write("You are \(Canary.privatePrompt.rawValue)", to: machine.home + "/.config/agent/prompt.md")
        }

        /// Pairs without the proxy, which would see the token when it is handed out, and moves to the proxy then.
        private func pair(_ machine: Machine, _ client: HubClient, through proxy: RecordingProxy) async throws {
            _ = try await machine.pair(client)
            let pairing = machine.data + "/connector/pairing.json"
            let moved = machine.text(of: pairing).replacingOccurrences(
                of: "localhost:\(machine.port)",
                with: "localhost:\(proxy.port)"
            )
            try machine.write(moved, to: pairing)
        }

        /// Waits for the answer; what asks is approved: the owner is curious.
        private func finish(_ interaction: String, _ chat: Chat) async throws {
            try await eventually("an answer to \(interaction)", within: .seconds(30), every: .milliseconds(40)) { () -> Void? in
                for question in try await chat.client.approvals(status: .pending) {
                    try await chat.client.decide(question.id, .deny)
                }
                return try await chat.client.messages(of: chat.sessionID)
                    .contains { $0.interactionID == interaction && $0.role == .agent && $0.state == .final }.asCondition
            }
        }

        private func expectNothing(_ machine: Machine, _ proxy: RecordingProxy, _ hub: Child, _ connector: Child) throws {
            let hubFolder = machine.data + "-hub"
            let traffic = proxy.upstream.text + proxy.downstream.text
            #expect(proxy.upstream.all.count > 10_000, "the proxy saw the traffic")
            for canary in Canary.allCases {
                #expect(Machine.files(below: hubFolder, containing: canary.rawValue).isEmpty, "\(canary) is in the hub's files")
                #expect(!traffic.contains(canary.rawValue), "\(canary) went over the wire")
                #expect(machine.files(withOutput: canary.rawValue).isEmpty, "\(canary) is in what a process printed")
                #expect(!machine.text(of: machine.gateLog).contains(canary.rawValue), "\(canary) is in the gate's log")
            }
            // The sixth: the bridge token, which travels in one header and nowhere else.
            let secret = String(machine.token.split(separator: ":").last ?? "")
            #expect(secret.count > 20)
            #expect(Machine.files(below: hubFolder, containing: secret).isEmpty)
            #expect(machine.files(withOutput: secret).isEmpty)
            #expect(!proxy.downstream.text.contains(secret))
            #expect(!machine.text(of: machine.gateLog).contains(secret))
            let upstream = proxy.upstream.text
            let all = upstream.ranges(of: secret).count
            let inHeader = upstream.matches(of: /(?i)\r\nauthorization: Bearer inst_\w+:(s_live_\w+)\r\n/).filter {
                $0.output.1 == secret
            }.count
            #expect(all > 5)
            #expect(all == inHeader, "\(all) times on the wire, \(inHeader) times in the Authorization header")
        }
    }
}
