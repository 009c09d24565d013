// SPDX-License-Identifier: Apache-2.0

// Tool call to decision through the gate's socket. `swift run -c release GateBench [calls] [--fsync]`,
// or `GateBench check | effects`.

import AuditLog
import Calls
import Foundation
import Gate
import Logging

let arguments = CommandLine.arguments.dropFirst()
// `GateBench check` is `drawbridge gate check` without what the rest of the executable takes to build.
if arguments.first == "check" {
    let gate = try GateCheck()
    while let line = readLine() { print(gate.answer(line)) }
    exit(0)
}
if arguments.first == "effects" {
    let gate = try GateCheck()
    while let line = readLine() { print(gate.effects(line)) }
    exit(0)
}
let count = arguments.compactMap { Int($0) }.first ?? 20_000
let folder = (ProcessInfo.processInfo.environment["HOME"] ?? "/tmp") + "/.dbb-\(UUID().uuidString.prefix(8))"
let workspace = folder + "/ws"
try FileManager.default.createDirectory(atPath: workspace + "/build", withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

let configuration = GateConfiguration(dataFolder: folder + "/data", redactionKey: Array(0..<32))
let log = try AuditLog(path: configuration.auditPath, options: .init(synchronizes: arguments.contains("--fsync")))
let judge = try Judge(configuration: configuration, log: log)
let service = GateService(configuration: configuration, judge: judge, approver: DenyingApprover())
let server = try await GateServer.start(path: configuration.socketPath, service: service, logger: Logger(label: "bench"))
let client = try await GateClient.connect(path: configuration.socketPath)

func call(_ command: String) -> ToolCall {
    ToolCall(
        tool: "Bash",
        parameters: ["command": .string(command)],
        workingDirectory: workspace,
        home: folder + "/home",
        workspace: workspace
    )
}

func measure(_ name: String, _ commands: [String], _ body: (ToolCall) async throws -> Void) async rethrows {
    let calls = commands.map(call)
    for index in 0..<500 { try await body(calls[index % calls.count]) }
    var durations: [Double] = []
    for index in 0..<count {
        let duration = try await ContinuousClock().measure { try await body(calls[index % calls.count]) }
        durations.append(Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12)
    }
    durations.sort()
    let format = { (value: Double) in String(format: "%.1f", value) }
    print(
        "\(name): p50 \(format(durations[count / 2])) µs, p99 \(format(durations[count * 99 / 100])) µs, max \(format(durations[count - 1])) µs (\(count) calls)"
    )
}

let typical = [
    "git status && git diff --stat", "ls -la src", "grep -rn 'needle' src | head -20", "cat README.md", "npm test",
    "swift build 2>&1 | tail -5", "echo hi > notes.txt",
    "rm -rf build && mkdir -p build && cd build && cmake ..", "for f in *.txt; do wc -l \"$f\"; done",
    "python3 script.py --flag value",
]
try await measure("socket, mixed shell calls", typical) { _ = try await client.judge($0) }
try await measure("socket, ls", ["ls"]) { _ = try await client.judge($0) }
await measure("in process, mixed shell calls", typical) { _ = judge.judge($0) }
await measure("in process, ls", ["ls"]) { _ = judge.judge($0) }
let check = try GateCheck()
try await measure("analysis and rules alone, mixed", typical) { _ = try check.judge($0) }
await client.close()
await server.stop()
