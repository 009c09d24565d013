// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Foundation
import Testing

extension EndToEnd {
    /// What strangers send to the port.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct Intruders {
        @Test func bodiesThatAreTooLargeOrNoJSON() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                _ = try await machine.pair(client)
                let large = JSONValue.string(String(repeating: "x", count: 2 << 20))
                #expect(await machine.post("sendMessage", ["text": large], token: machine.token) == "payload_too_large")
                #expect(
                    await machine.post(
                        "sendMessage",
                        ["text": .string(String(repeating: "x", count: 70 << 10)), "session_id": "s"],
                        token: machine.token
                    ) != "ok"
                )
                #expect(await machine.post("sendMessage", [1, 2], token: machine.token) == "invalid_request")
                for body in ["{", "", "nul", "{\"a\":1,\"a\":2}", String(repeating: "[", count: 10_000), "\u{0}"] {
                    let connection = try await RawConnection.open(port: machine.port)
                    try await connection.send(request("/v1/pairing/start", machine, body: body))
                    try await connection.says("invalid_request")
                    #expect(connection.received.hasPrefix("HTTP/1.1 400"))
                    connection.close()
                }
                // A length that is never sent, and one that is a lie.
                let lying = try await RawConnection.open(port: machine.port)
                try await lying.send(
                    "POST /v1/pairing/start HTTP/1.1\r\nHost: localhost:\(machine.port)\r\nContent-Length: 99999999999\r\n\r\n"
                )
                try await lying.says("413")
                let host = try await RawConnection.open(port: machine.port)
                try await host.send("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                try await host.says("421")
                try await expectHealthy(client)
            }
        }

        @Test func bytesWithoutSense() async throws {
            try await withMachine { machine in
                let hub = try await machine.hub()
                let client = try await machine.signIn()
                var random = SeededGenerator(seed: 42)
                for _ in 0..<5 {
                    let connection = try await RawConnection.open(port: machine.port)
                    try? await connection.send((0..<10_000).map { _ in UInt8.random(in: 0...255, using: &random) })
                    try await connection.closed(within: .seconds(10))
                }
                try await expectHealthy(client)
                #expect(hub.isRunning)
            }
        }

        @Test func framesThatAreNoFrames() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                _ = try await machine.pair(client)
                let frames: [(String, [UInt8])] = [
                    ("not masked", [0x81, 0x02, 0x7B, 0x7D]),
                    ("a reserved bit", [0xC1, 0x80, 0, 0, 0, 0]),
                    ("an unknown opcode", [0x83, 0x80, 0, 0, 0, 0]),
                    ("too large", [0x81, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
                    ("a long ping", [0x89, 0xFE, 0x01, 0x00, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 256)),
                    ("not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28]),
                    ("not JSON", [0x81, 0x83, 0, 0, 0, 0] + Array("{x}".utf8)),
                    ("binary", [0x82, 0x81, 0, 0, 0, 0, 0x01]),
                ]
                for (name, bytes) in frames {
                    let socket = try await openSocket(machine)
                    let before = socket.receivedBytes.count
                    try await socket.send(bytes)
                    try await eventually("a close frame after what is \(name)") {
                        (!socket.isOpen || socket.receivedBytes.dropFirst(before).contains(0x88)).asCondition
                    }
                    socket.close()
                }
                // After all of it the real connector works.
                _ = try machine.connector()
                #expect(try await Chat.open(client).ask("run echo fine").text.contains("fine"))
            }
        }

        @Test func headersThatNeverEnd() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                var slow: [RawConnection] = []
                for _ in 0..<50 {
                    let connection = try await RawConnection.open(port: machine.port)
                    try await connection.send("GET /healthz HTTP/1.1\r\nHost: loc")
                    slow.append(connection)
                }
                try await expectHealthy(client)
                let endless = try await RawConnection.open(port: machine.port)
                try await endless.send("GET /healthz HTTP/1.1\r\nHost: localhost:\(machine.port)\r\n")
                for _ in 0..<200 where endless.isOpen {
                    try? await endless.send("X-Filler: \(String(repeating: "y", count: 8000))\r\n")
                }
                try await endless.closed(within: .seconds(10))
                try await expectHealthy(client)
                for connection in slow { connection.close() }
            }
        }

        private func expectHealthy(_ client: HubClient) async throws {
            #expect(try await client.call("GET", "/")["name"] == "Owner")
        }

        private func request(_ path: String, _ machine: Machine, body: String) -> String {
            "POST \(path) HTTP/1.1\r\nHost: localhost:\(machine.port)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }

        private func openSocket(_ machine: Machine) async throws -> RawConnection {
            let connection = try await RawConnection.open(port: machine.port)
            try await connection.send(
                "GET /v1/bridge/ws HTTP/1.1\r\nHost: localhost:\(machine.port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                    + "Authorization: Bearer \(machine.token)\r\n\r\n"
            )
            try await connection.says("\"ready\"")
            return connection
        }
    }

    /// What the machine itself does to it.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct Surroundings {
        @Test(arguments: [SIGTERM, SIGINT]) func stopsCleanlyAndGoesOn(_ number: Int32) async throws {
            try await withMachine { machine in
                let (process, link) = try await machine.up()
                let client = try await machine.signIn(link: link)
                let chat = try await Chat.open(client)
                _ = try await chat.ask("run echo before")
                // With a stream open and a command at work.
                let events = client.events(after: try await client.position())
                let listener = Task { for try await _ in events {} }
                _ = try await client.send("run sleep 1000", to: chat.sessionID)
                try await eventually("the sleep") { (!machine.processes(running: "sleep 1000").isEmpty).asCondition }
                process.signal(number)
                #expect(try await process.ended(within: .seconds(3)) == 0, "\(process.errorText)")
                listener.cancel()
                try await eventually("the end of the sleep") { machine.processes(running: "sleep 1000").isEmpty.asCondition }

                _ = try await machine.up()
                let again = try await Chat.open(client)
                #expect(again.installationID == chat.installationID)
                let messages = try await eventually("the end of what was interrupted") { () -> [MessageRecord]? in
                    let messages = try await client.messages(of: chat.sessionID)
                    return messages.last?.role == .agent && messages.last?.state == .final ? messages : nil
                }
                #expect(messages.map(\.seq) == [1, 2, 3, 4])
                #expect(messages[1].text.contains("before"))
                #expect(messages[3].text.contains(HistoryChecker.restartNote), "\(messages[3].text)")
                #expect(try await chat.ask("run echo after").text.contains("after"))
            }
        }

        @Test func aPageResumesWithoutAGap() async throws {
            try await withMachine { machine in
                let deployment = Deployment(machine: machine, form: .separate)
                try await deployment.start()
                let client = try await machine.signIn()
                let chat = try await Chat.open(client)
                let recorder = HistoryRecorder()
                let reader = StreamReader(number: 1, client: client, from: try await client.position(), recorder: recorder)
                let reading = Task { await reader.run() }
                for number in 1...3 {
                    _ = try await chat.ask("run echo round \(number)")
                    await deployment.kill(.hub)
                    try await deployment.restart()
                }
                _ = try await chat.ask("run echo last", within: .seconds(40))
                let end = try await client.position()
                try await eventually("the reader catches up") { (reader.position.seq >= end.seq).asCondition }
                reading.cancel()
                recorder.record(.streamEnded(at: end))
                #expect(HistoryChecker.check(recorder.snapshot).isEmpty)
                let seqs = recorder.snapshot.entries.compactMap { entry -> Int64? in
                    if case .event(_, let event) = entry { event.position?.seq } else { nil }
                }
                #expect(seqs.count > 8 && Set(seqs).count == seqs.count)
            }
        }

        @Test func portOrFolderInUse() async throws {
            try await withMachine { machine in
                _ = try await machine.up()
                let folder = try await machine.run("up", "--port", "0")
                #expect(folder.code == 1)
                #expect(folder.error.contains("another drawbridge"))
                let port = try await machine.run("up", "--port", "\(machine.port)", "--data", machine.data + "-2", data: false)
                #expect(port.code == 1)
                #expect(
                    port.error.split(separator: "\n").map(String.init) == [port.error.trimmingCharacters(in: .newlines)],
                    "one line"
                )
                #expect(port.error.contains("is taken by another program"), "\(port.error)")
                #expect(!port.output.contains("running"))
                #expect(try await machine.run("connect", "--demo").error.contains("another drawbridge"))
            }
        }

        @Test(.enabled(if: canMount)) func aFolderThatIsReadOnly() async throws {
            try await withMachine { machine in
                try FileManager.default.createDirectory(atPath: machine.data, withIntermediateDirectories: true)
                let script = """
                    mount -t tmpfs -o ro,mode=700 tmpfs '\(machine.data)'
                    exec '\(Binary.path)' up --port 0 --data '\(machine.data)'
                    """
                let process = try machine.spawn(["/usr/bin/unshare", "-rm", "/bin/sh", "-c", script])
                #expect(try await process.ended() == 1)
                #expect(process.errorText == "drawbridge: \(machine.data) cannot be made: Read-only file system\n")
            }
        }

        @Test func aFolderThatCannotBe() async throws {
            try await withMachine { machine in
                try machine.write("a file", to: machine.data)
                for arguments in [["up", "--port", "0"], ["hub", "serve", "--listen", "127.0.0.1:\(machine.port)"]] {
                    let process = try machine.start(arguments)
                    #expect(try await process.ended() == 1)
                    #expect(process.errorText.contains("cannot be made"), "\(process.errorText)")
                    #expect(process.output.isEmpty)
                }
            }
        }

        /// A disk that is full: the gate's log cannot be written, so nothing runs.
        @Test(.enabled(if: canMount)) func aLogThatCannotBeWrittenDenies() async throws {
            try await withMachine { machine in
                _ = try await machine.hub()
                let client = try await machine.signIn()
                _ = try await machine.pair(client)
                // The gate's folder on a small disk of its own, which nobody else sees.
                let script = """
                    mount -t tmpfs -o size=24k,mode=700 tmpfs '\(machine.data)/gate'
                    exec '\(Binary.path)' connect --demo --data '\(machine.data)'
                    """
                _ = try machine.spawn(["/usr/bin/unshare", "-rm", "/bin/sh", "-c", script])
                let chat = try await Chat.open(client)
                _ = try await chat.ask("run echo fine > first.txt")
                #expect(machine.exists(machine.workspace + "/first.txt"))
                var answer = ""
                for number in 1...60 {
                    answer = try await chat.ask("run echo \(number) \(String(repeating: "x", count: 4000)) > count.txt").text
                    if answer.contains("Denied") { break }
                }
                #expect(answer.contains("log"), "\(answer.prefix(300))")
                let count = machine.text(of: machine.workspace + "/count.txt").prefix(3)
                _ = try await chat.ask("run echo again \(String(repeating: "x", count: 4000)) > count.txt")
                #expect(machine.text(of: machine.workspace + "/count.txt").hasPrefix(count), "nothing runs that is not logged")
                // The rest of the bridge goes on.
                #expect(try await chat.ask("help").text.contains("demonstration"))
            }
        }

        /// Whether this system lets a user mount a disk in a namespace of their own.
        private static let canMount: Bool = {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
            process.arguments = ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }()
    }
}
