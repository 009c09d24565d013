// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// Tokens that are wrong, revoked or in the wrong place; commands that are the owner's alone.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct Tokens {
        @Test func wrongRevokedAndMisplaced() async throws {
            try await withMachine { machine in
                let hub = try await machine.hub()
                let client = try await machine.signIn()
                let id = try await machine.pair(client)
                let token = machine.token
                #expect(await machine.post("sendMessage", token: token) == "session_not_found", "a good one")

                // Wrong: a digit changed (the checksum), another secret, no secret, another installation.
                let last = token.last == "a" ? "b" : "a"
                #expect(await machine.post("sendMessage", token: token.dropLast() + last) == "invalid_token")
                #expect(await machine.post("sendMessage", token: id) == "invalid_token")
                #expect(await machine.post("sendMessage", token: "") == "invalid_token")
                let other = "inst_0000000000000000:" + (token.split(separator: ":").last ?? "")
                #expect(await machine.post("sendMessage", token: other) == "invalid_token")

                // Misplaced: in the query, in the path, and never in a log.
                #expect(await machine.post("sendMessage", token: token, query: "?token=\(token)") == "invalid_token_location")
                #expect(await machine.post("sendMessage/" + token, token: token) == "invalid_token_location")
                let secret = String(token.split(separator: ":").last ?? "")
                #expect(hub.errorText.contains("a bridge token came in a URL"))
                #expect(Machine.files(below: machine.data + "/hub", containing: secret).isEmpty)
                #expect(machine.files(withOutput: secret).isEmpty)
                // A bridge token is no sign-in, and a cookie no bridge token.
                let asUser = HubClient(transport: client.transport, cookie: "drawbridge_\(machine.port)=\(token)")
                let refusal = await #expect(throws: WireError.self) { try await asUser.installations() }
                #expect(refusal?.is(.notSignedIn) == true)
                let cookie = String(client.cookie.split(separator: "=").last ?? "")
                #expect(await machine.post("sendMessage", token: cookie) == "invalid_token")

                let connector = try machine.connector()
                _ = try await connector.errorLine(containing: "connected to")
                try await client.call("POST", "/installations/\(id)/revoke")
                #expect(try await connector.ended(within: .seconds(5)) == 23, "\(connector.errorText)")
                #expect(await machine.post("sendMessage", token: token) == "installation_revoked")
                #expect(try await machine.run("connect", "--demo").code == 23)
            }
        }

        /// THREATS 1: the gate denies it, and should a way around the gate be found, the command itself refuses.
        @Test func theAgentGetsNoSignInLink() async throws {
            try await withMachine { machine in
                let client = try await machine.signIn(link: machine.up().link)
                let chat = try await Chat.open(client)
                let answer = try await chat.ask("run \(Binary.path) hub sign-in-link --data \(machine.data)")
                #expect(answer.text.contains("drawbridge-own"))
                #expect(!answer.text.contains("/sign-in?token="))
                let task = try await chat.endedTask()
                #expect(task["outcome"] == "deny")

                // A program that the gate cannot see through. It forks twice and leaves its session.
                let script = """
                    #!/usr/bin/env python3
                    import os, subprocess, sys
                    command = [\(quoted(Binary.path)), "hub", "sign-in-link", "--data", \(quoted(machine.data))]
                    here = os.path.dirname(os.path.abspath(__file__))
                    def attempt(name):
                        done = subprocess.run(command, capture_output=True, text=True)
                        with open(os.path.join(here, name), "w") as file:
                            file.write("%d\\n%s%s" % (done.returncode, done.stdout, done.stderr))
                    attempt("direct.txt")
                    if os.fork() == 0:
                        os.setsid()
                        if os.fork() == 0:
                            while os.getppid() != 1 and open("/proc/%d/comm" % os.getppid()).read().strip().startswith("python"): pass
                            attempt("daemon.txt.new")
                            os.rename(os.path.join(here, "daemon.txt.new"), os.path.join(here, "daemon.txt"))
                        os._exit(0)
                    import time
                    for _ in range(600):
                        if os.path.exists(os.path.join(here, "daemon.txt")): break
                        time.sleep(0.02)
                    """
                try machine.write(script, to: machine.workspace + "/tool.py")
                let interaction = try await client.send("run python3 tool.py", to: chat.sessionID).interactionID
                let text = try await answer2(chat, interaction)
                for file in ["direct.txt", "daemon.txt"] {
                    let result = machine.text(of: machine.workspace + "/" + file)
                    #expect(result.hasPrefix("1\n"), "\(file): \(result); \(text)")
                    #expect(result.contains("is for the owner"))
                    #expect(!result.contains("/sign-in?token="))
                }
                // Here, in the owner's terminal, it works.
                #expect(try await machine.run("hub", "sign-in-link").code == 0)
            }
        }

        /// The answer, with a question approved on the way if there is one.
        private func answer2(_ chat: Chat, _ interaction: String) async throws -> String {
            let asked = try await eventually("an answer or a question") { () -> Bool? in
                if let question = try await chat.client.approvals(status: .pending).first {
                    try await chat.client.decide(question.id, .approve)
                    return true
                }
                return try await chat.client.messages(of: chat.sessionID).contains {
                    $0.interactionID == interaction && $0.state == .final && $0.role == .agent
                } ? false : nil
            }
            return try await chat.answer(to: interaction).text + (asked ? " (approved)" : "")
        }

        private func quoted(_ text: String) -> String { JSONValue.string(text).canonical }
    }
}

extension Child {
    /// A line with this in it, from standard error.
    func errorLine(containing text: String, within limit: Duration = .seconds(30)) async throws -> String {
        try await eventually("\"\(text)\" on standard error", within: limit, seen: { errorText }) {
            errorText.split(separator: "\n").map(String.init).first { $0.contains(text) }
        }
    }
}
