// SPDX-License-Identifier: Apache-2.0

import AuditLog
import Calls
import Connector
import DemoRuntime
import Foundation
import Gate
import Logging
import Synchronization

/// Keeps what a runtime reports.
final class RecordingReporter: TurnReporter {
    struct Record {
        var text = ""
        var origins: [TextOrigin: String] = [:]
        var started: [ReportedToolCall] = []
        var ended: [ReportedToolResult] = []
    }

    private let record = Mutex(Record())
    private let onText: @Sendable (String) -> Void

    init(onText: @escaping @Sendable (String) -> Void = { _ in }) { self.onText = onText }

    var current: Record { record.withLock { $0 } }

    func append(_ text: String, origin: TextOrigin) async {
        let whole = record.withLock { record in
            record.text += text
            record.origins[origin, default: ""] += text
            return record.text
        }
        onText(whole)
    }

    func toolCallStarted(_ call: ReportedToolCall) async { record.withLock { $0.started.append(call) } }
    func toolCallEnded(_ result: ReportedToolResult) async { record.withLock { $0.ended.append(result) } }
}

struct FakeApprover: Approver {
    let answer: @Sendable (ApprovalRequest) async -> ApprovalAnswer

    init(_ status: ApprovalStatus) { answer = { _ in ApprovalAnswer(status: status, decidedBy: "the owner") } }
    init(answer: @escaping @Sendable (ApprovalRequest) async -> ApprovalAnswer) { self.answer = answer }

    func ask(_ request: ApprovalRequest) async -> ApprovalAnswer { await answer(request) }
}

/// A real gate behind a real socket, a workspace and a home, for the time of `body`.
struct DemoWorld {
    let folder: String
    let runtime: DemoRuntime
    let auditPath: String
    var workspace: String { folder + "/ws" }
    var home: String { folder + "/home" }

    static func with(
        _ approver: FakeApprover = FakeApprover(.denied),
        timeLimit: Duration = .seconds(30),
        outputLimit: Int = 1 << 20,
        _ body: (DemoWorld) async throws -> Void
    ) async throws {
        let folder = (ProcessInfo.processInfo.environment["HOME"] ?? "/root") + "/.dbd-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["/ws/build", "/home/keep"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        let configuration = GateConfiguration(dataFolder: folder + "/data", redactionKey: Array(0..<32))
        let log = try AuditLog(path: configuration.auditPath)
        let judge = try Judge(configuration: configuration, log: log)
        let service = GateService(configuration: configuration, judge: judge, approver: approver)
        let server = try await GateServer.start(path: configuration.socketPath, service: service, logger: Logger(label: "test"))
        let runtime = DemoRuntime(
            configuration: DemoConfiguration(
                gateSocket: configuration.socketPath,
                workspace: folder + "/ws",
                home: folder + "/home",
                timeLimit: timeLimit,
                outputLimit: outputLimit,
                killDelay: .milliseconds(100)
            )
        )
        do {
            try await body(DemoWorld(folder: folder, runtime: runtime, auditPath: configuration.auditPath))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @discardableResult
    func say(_ text: String, _ reporter: RecordingReporter = RecordingReporter()) async throws -> RecordingReporter.Record {
        try await runtime.run(
            Turn(sessionID: "ses_1", interactionID: "int_1", messageID: "msg_1", text: text),
            reporter: reporter
        )
        return reporter.current
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

/// Whether all of these processes end; what is dead and not yet reaped by init has ended. Gives up after ten seconds.
func haveEnded(_ processes: [Int32]) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while processes.contains(where: isAlive) {
        guard ContinuousClock.now < deadline else { return false }
        await Task.yield()
    }
    return true
}

private func isAlive(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
    return status.split(separator: ")").last?.hasPrefix(" Z") != true
}
