// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// Hub and connector as processes of their own: pairing, tokens, diagnosis.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct SeparateProcesses {
        @Test func pairConnectAndChat() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                #expect(try await machine.run("connect", "--demo").code == 11, "not paired yet")
                let id = try await machine.pair(client)
                #expect(machine.token.hasPrefix(id + ":s_live_"))
                let mode = try FileManager.default.attributesOfItem(atPath: machine.data + "/connector/credential")[
                    .posixPermissions
                ]
                #expect((mode as? NSNumber)?.intValue == 0o600)

                let connector = try machine.connector()
                let chat = try await Chat.open(client)
                #expect(chat.installationID == id)
                #expect(try await chat.ask("run echo hello").text.contains("hello"))
                for command in ["status", "doctor"] {
                    let answer = try await machine.run(command, "--json")
                    let json = try JSONValue(parsing: answer.output)
                    #expect(answer.code == 0, "\(answer.output)")
                    #expect(json["ok"] == true)
                    #expect((json["checks"]?.arrayValue?.count ?? 0) > 5)
                }
                connector.signal(SIGTERM)
                #expect(try await connector.ended() == 0)
                let answer = try await machine.run("doctor", "--json")
                #expect(answer.code == 1)
                let checks = try JSONValue(parsing: answer.output)["checks"]?.arrayValue ?? []
                let bad = checks.first { $0["name"] == "connector" }
                #expect(bad?["ok"] == false)
                #expect(bad?["remedy"]?.stringValue?.contains("drawbridge connect") == true)
            }
        }

        @Test func statusKnowsAtOnceThatNoHubIsThere() async throws {
            try await withMachine { machine in
                let hub = try await machine.hub()
                _ = try await machine.pair(machine.signIn())
                try await hub.killHard()
                let clock = ContinuousClock()
                var code: Int32 = 0
                let time = try await clock.measure { code = try await machine.run("status", "--json").code }
                #expect(code == 1)
                #expect(time < .seconds(4))
            }
        }

        @Test func aTokenInAFileOfChoice() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                let file = machine.home + "/token"
                let id = try await machine.pair(client, arguments: ["--token-file", file])
                #expect(machine.text(of: file).hasPrefix(id))
                #expect(!machine.exists(machine.data + "/connector/credential"))
                // A file that has a token already is taken as it is.
                let adopted = try await machine.run(
                    "pair",
                    machine.origin,
                    "--token-file",
                    file,
                    "--json",
                    "--data",
                    machine.data + "-second",
                    data: false
                )
                #expect(adopted.code == 0, "\(adopted.error)")
                #expect(try JSONValue(parsing: adopted.output)["installation_id"]?.stringValue == id)
                try? FileManager.default.removeItem(atPath: machine.data + "-second")
            }
        }

        @Test func pairingByTheRoutesAlone() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                let pairing = HubTransport(origin: machine.origin, http: Machine.http)
                let started = try await pairing.call(
                    "POST",
                    "/v1/pairing/start",
                    body: ["connector_type": "x", "host_label": "y"]
                ).result
                let poll: JSONValue = ["poll_token": started["poll_token"] ?? .null]
                #expect(try await pairing.call("POST", "/v1/pairing/poll", body: poll).result["status"] == "pending")
                await #expect(throws: WireError.self) { try await client.claim(code: "2222222") }
                let id = try await client.claim(code: started["code"]?.stringValue ?? "")
                let paired = try await pairing.call("POST", "/v1/pairing/poll", body: poll).result
                #expect(paired["status"] == "paired")
                #expect(paired["installation_id"]?.stringValue == id)
                let again = try await pairing.call("POST", "/v1/pairing/poll", body: poll).result
                #expect(again["token"] != paired["token"], "a secret is not told twice; the first one is revoked")
                let first = await machine.post("sendMessage", token: paired["token"]?.stringValue ?? "")
                #expect(first == "installation_revoked")
                let unknown = await #expect(throws: WireError.self) {
                    _ = try await pairing.call("POST", "/v1/pairing/poll", body: ["poll_token": "p_unknown"])
                }
                #expect(unknown?.is(.codeExpired) == true)
            }
        }

        @Test func pairSaysThatItsCodeExpired() async throws {
            try await withMachine { machine in
                let hub = try await machine.hub()
                let pair = try machine.start(["pair", machine.origin, "--json"])
                _ = try await pair.line(containing: "pairing_started")
                try await hub.killHard()
                // Another hub on the same port knows nothing of the code, which is what an expired one looks like.
                let other = try machine.start(
                    ["hub", "serve", "--listen", "127.0.0.1:\(machine.port)", "--data", machine.data + "-other"],
                    data: false
                )
                _ = try await other.line(containing: "hub: ")
                #expect(try await pair.ended() == 22)
                #expect(pair.errorText.contains("two minutes"))
                #expect(!machine.exists(machine.data + "/connector/credential"))
            }
        }

        @Test func plainHTTPStaysOnThisMachine() async throws {
            try await withMachine { machine in
                for hub in [
                    "http://hub.example.org", "ws://192.168.0.1:8787", "http://127.0.0.1.example.org", "http://user@localhost",
                ] {
                    let answer = try await machine.run("pair", hub)
                    #expect(answer.code == 1, "\(hub)")
                    #expect(answer.error.contains("https") || answer.error.contains("user name"), "\(answer.error)")
                }
                // Not even by editing the file.
                try machine.write(
                    "{\"hub\":\"http://hub.example.org\",\"installation_id\":\"inst_x\"}",
                    to: machine.data + "/connector/pairing.json"
                )
                let connect = try await machine.run("connect", "--demo")
                #expect(connect.code == 1)
                #expect(connect.error.contains("plain http"))
            }
        }
    }
}

extension Machine {
    /// Pairs by code: `pair --json` shows it, the client types it in.
    func pair(_ client: HubClient, arguments: [String] = []) async throws -> String {
        let pair = try start(["pair", origin, "--json"] + arguments)
        let line = try await pair.line(containing: "pairing_started")
        let code = try JSONValue(parsing: line)["code"]?.stringValue ?? ""
        let id = try await client.claim(code: code)
        guard try await pair.ended() == 0 else { throw TooLate(description: "pair failed: \(pair.errorText)") }
        let claimed = try await pair.line(containing: "pairing_claimed")
        guard try JSONValue(parsing: claimed)["installation_id"]?.stringValue == id else {
            throw TooLate(description: "paired with another installation: \(claimed)")
        }
        return id
    }

    /// What the hub says to a bridge call: the error's code, or "ok".
    func post(
        _ route: String,
        _ body: JSONValue = ["session_id": "ses_0000000000000000", "text": "x"],
        token: String,
        query: String = ""
    ) async -> String {
        let transport = HubTransport(origin: origin, http: Self.http)
        do {
            _ = try await transport.call(
                "POST",
                "/v1/bridge/\(route)\(query)",
                body: body,
                headers: [("Authorization", "Bearer \(token)")]
            )
            return "ok"
        } catch let error as WireError {
            return error.code
        } catch {
            return "\(error)"
        }
    }
}
