// SPDX-License-Identifier: Apache-2.0

import AuditLog
import Calls
import Foundation
import Gate
import Logging
import Synchronization

/// Answers questions as a test wants, and keeps them.
final class FakeApprover: Approver {
    private let asked = Mutex<[ApprovalRequest]>([])
    private let answer: @Sendable (ApprovalRequest) async -> ApprovalAnswer

    init(_ answer: @escaping @Sendable (ApprovalRequest) async -> ApprovalAnswer) { self.answer = answer }

    convenience init(_ status: ApprovalStatus, scope: ApprovalScope = .once) {
        self.init { _ in ApprovalAnswer(status: status, scope: scope, decidedBy: "test", reason: "as the test says") }
    }

    var requests: [ApprovalRequest] { asked.withLock { $0 } }

    func ask(_ request: ApprovalRequest) async -> ApprovalAnswer {
        asked.withLock { $0.append(request) }
        return await answer(request)
    }
}

/// A gate with its folder, its log and, if asked for, its socket.
struct GateFixture {
    let folder: String
    let configuration: GateConfiguration
    let log: AuditLog
    let judge: Judge
    let service: GateService
    let approver: FakeApprover

    var workspace: String { folder + "/ws" }
    var home: String { folder + "/home" }

    init(_ approver: FakeApprover = FakeApprover(.denied), now: Int64 = 1_700_000_000_000) throws {
        // Sockets want short paths, and the system's temporary folder counts as scratch: neither fits a workspace.
        folder = (ProcessInfo.processInfo.environment["HOME"] ?? "/root") + "/.dbt-\(UUID().uuidString.prefix(8))"
        for name in ["/ws/build", "/ws/src", "/home/keep", "/home/.ssh"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        let folder = folder
        configuration = GateConfiguration(
            dataFolder: folder + "/data",
            redactionKey: Array(0..<32),
            protectedEndpoints: ["localhost:8787"],
            protectedProcesses: [4242],
            clock: WallClock { now }
        )
        log = try AuditLog(path: configuration.auditPath)
        judge = try Judge(configuration: configuration, log: log)
        self.approver = approver
        service = GateService(configuration: configuration, judge: judge, approver: approver)
        _ = folder
    }

    func call(_ command: String) -> ToolCall { call("Bash", ["command": .string(command)]) }

    func call(_ tool: String, _ parameters: [String: JSONValue]) -> ToolCall {
        ToolCall(tool: tool, parameters: parameters, workingDirectory: workspace, home: home, workspace: workspace)
    }

    func serve() async throws -> GateServer {
        try await GateServer.start(path: configuration.socketPath, service: service, logger: Logger(label: "test"))
    }

    func entries() throws -> [JSONValue] {
        try AuditFiles.lines(path: configuration.auditPath).map { try JSONValue(parsing: $0) }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
