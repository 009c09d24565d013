// SPDX-License-Identifier: Apache-2.0

import Calls
import Connector
import Gate

/// One tool call of the demonstration: asked, perhaps approved, redeemed, executed, reported.
struct DemoStep {
    let configuration: DemoConfiguration
    let client: GateClient
    let turn: Turn
    let reporter: any TurnReporter
    private let id = Identifier.toolCall.new()

    init(configuration: DemoConfiguration, client: GateClient, turn: Turn, reporter: any TurnReporter) {
        self.configuration = configuration
        self.client = client
        self.turn = turn
        self.reporter = reporter
    }

    var context: CallContext { CallContext(sessionID: turn.sessionID, interactionID: turn.interactionID, toolCallID: id) }

    /// What came of executing.
    struct Result {
        var status: ReportedToolResult.Status = .completed
        var error: String?
        var output: String?
        var origin: TextOrigin = .toolOutput
    }

    func perform(_ command: DemoCommand) async {
        let call: ToolCall
        let label: String
        switch command {
        case .run(let line): (call, label) = (tool("Bash", ["command": .string(line)]), line)
        case .read(let path): (call, label) = (tool("Read", ["path": .string(path)]), "read \(path)")
        case .write(let path, let text):
            (call, label) = (tool("Write", ["path": .string(path), "content": .string(text)]), "write \(path)")
        case .fetch(let url): (call, label) = (tool("WebFetch", ["url": .string(url)]), "fetch \(url)")
        case .help, .unknown: return
        }
        do {
            let parameters = try JSONValue(parsing: try await masked(JSONValue.object(call.parameters).canonical))
            await reporter.toolCallStarted(
                ReportedToolCall(
                    id: id,
                    tool: call.tool,
                    label: try await masked(label),
                    parameters: parameters.objectValue ?? [:]
                )
            )
            let (outcome, permission) = try await ask(call)
            switch permission {
            case .refused(let reason):
                await end(call, outcome, Result(status: Task.isCancelled ? .cancelled : .failed, error: reason))
            case .granted(let effects): await end(call, outcome, try await execute(command, call, effects))
            }
        } catch {
            await end(call, nil, Result(status: Task.isCancelled ? .cancelled : .failed, error: "\(error)"))
        }
    }

    private func tool(_ name: String, _ parameters: [String: JSONValue]) -> ToolCall {
        ToolCall(
            tool: name,
            parameters: parameters,
            workingDirectory: configuration.workspace,
            home: configuration.home,
            environment: configuration.environment,
            agent: "demo",
            workspace: configuration.workspace
        )
    }

    private func end(_ call: ToolCall, _ outcome: Outcome?, _ result: Result) async {
        if let error = result.error {
            await reporter.append("\n\(error)\n", origin: .agent)
        } else if call.tool == "Write", let output = result.output {
            await reporter.append("\(output)\n", origin: .agent)
        } else if call.tool == "Bash", result.output?.isEmpty ?? true {
            await reporter.append("Done; it printed nothing.\n", origin: .agent)
        }
        await reporter.toolCallEnded(
            ReportedToolResult(
                id: id,
                tool: call.tool,
                status: result.status,
                outcome: outcome,
                error: result.error,
                output: result.output,
                origin: result.origin
            )
        )
    }

    /// A text with the secrets in it replaced.
    func masked(_ text: String) async throws(GateClientError) -> String {
        try await client.output(Array(text.utf8), stream: "\(id)/mask", tool: "", isEnd: true, context: context).text
    }

    // MARK: - The gate

    /// Asks the gate, waits for the owner where it must, and redeems: what comes back as granted runs now.
    func ask(_ call: ToolCall) async throws(GateClientError) -> (Outcome, Redemption) {
        let answer = try await client.judge(call, context: context)
        switch answer.decision.outcome {
        case .deny: return (.deny, .refused(reason: "Denied. \(answer.explanation)"))
        case .allow: return (.allow, try await client.redeem(call, digest: answer.decision.digest, context: context))
        case .confirm:
            guard let approval = answer.approvalID else {
                return (.confirm, .refused(reason: "Denied. There is no way to ask the owner."))
            }
            await reporter.append("This needs your approval.\n", origin: .agent)
            let ended: ApprovalAnswer
            do {
                ended = try await client.answer(to: approval)
            } catch {
                // The run was stopped or the gate is gone: the question must not stay.
                let client = client
                _ = await Task { try? await client.cancel(approvalID: approval) }.value
                throw error
            }
            guard ended.status == .approved else {
                return (.confirm, .refused(reason: Self.refusal(ended, answer.explanation)))
            }
            return (.confirm, try await client.redeem(call, approvalID: approval, context: context))
        }
    }

    private static func refusal(_ answer: ApprovalAnswer, _ explanation: String) -> String {
        let what =
            switch answer.status {
            case .denied: "Denied by \(answer.decidedBy ?? "the gate")."
            case .expired: "Nobody answered in time, so it did not run."
            default: "The question was cancelled, so it did not run."
            }
        return [what, answer.reason, explanation].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: - Output

    /// Shows a piece of output, redacted by the gate; at the end, what was held back too.
    func show(_ bytes: [UInt8], isEnd: Bool, tool: String, origin: TextOrigin, into shown: inout String)
        async throws(GateClientError)
    {
        let released = try await client.output(bytes, stream: id, tool: tool, isEnd: isEnd, context: context)
        guard !released.text.isEmpty else { return }
        await reporter.append(released.text, origin: origin)
        // The result carries the beginning; the answer has all of it.
        if shown.utf8.count < 16 << 10 { shown += released.text }
    }
}
