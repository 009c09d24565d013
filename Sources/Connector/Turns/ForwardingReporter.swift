// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Redaction

/// What stands between a runtime and the wire: the owner's `forward.*` choices, and once more the secrets.
actor ForwardingReporter: FinishingReporter {
    private let turn: Turn
    private let stream: AnswerStream
    private let settings: ForwardSettings
    private let store: ConnectorStore
    private let outbox: Outbox
    private let redactor: Redactor
    private let approver: any Approver
    private let clock: WallClock

    /// One for each origin: a secret may lie across two pieces, but not across two origins.
    private var redactors: [TextOrigin: StreamRedactor] = [:]
    /// What the owner answered to `ask`, in this turn.
    private var answers: [String: Bool] = [:]
    private var noticed: Set<TextOrigin> = []

    init(
        turn: Turn,
        stream: AnswerStream,
        settings: ForwardSettings,
        store: ConnectorStore,
        outbox: Outbox,
        redactor: Redactor,
        approver: any Approver,
        clock: WallClock
    ) {
        self.turn = turn
        self.stream = stream
        self.settings = settings
        self.store = store
        self.outbox = outbox
        self.redactor = redactor
        self.approver = approver
        self.clock = clock
    }

    // MARK: Text

    func append(_ text: String, origin: TextOrigin) async {
        guard !text.isEmpty else { return }
        guard await isForwarded(origin) else {
            if noticed.insert(origin).inserted {
                await stream.append("[\(Self.name(of: origin)): stays on this machine, forward.\(Self.setting(of: origin)) is off]\n")
            }
            return
        }
        // Text of another origin ends what the one before may have held back, so that the order stays.
        for other in TextOrigin.allCases where other != origin { await flush(other) }
        let clean = redactors[origin, default: StreamRedactor(redactor: redactor)].append(text.utf8)
        await stream.append(clean)
    }

    private func flush(_ origin: TextOrigin) async {
        guard var held = redactors.removeValue(forKey: origin) else { return }
        await stream.append(held.finish())
    }

    func finish() async {
        for origin in TextOrigin.allCases { await flush(origin) }
    }

    // MARK: Tool calls

    func toolCallStarted(_ call: ReportedToolCall) async {
        var report: JSONValue?
        if await allowed(settings.toolMetadata, what: "that tools are called, and with which parameters") {
            report =
                CreateTask(
                    sessionID: turn.sessionID,
                    interactionID: turn.interactionID,
                    taskID: call.id,
                    kind: call.tool,
                    statusLabel: clean(call.label).prefix(utf8Bytes: Limits.label),
                    arguments: shortened(clean(.object(call.parameters)))
                ).json
        }
        try? await store.open(toolCall: call.id, sessionID: turn.sessionID, tool: call.tool, report: report)
        await outbox.kick(turn.sessionID)
    }

    func toolCallEnded(_ result: ReportedToolResult) async {
        var report: JSONValue?
        if await allowed(settings.toolMetadata, what: "that tools are called, and with which parameters") {
            var output: JSONValue?
            if let text = result.output, await isForwarded(result.origin) {
                output = .string(clean(text).prefix(utf8Bytes: Limits.toolData - 1024))
            }
            report =
                FinishTask(
                    taskID: result.id,
                    name: result.tool,
                    status: TaskStatus(rawValue: result.status.rawValue) ?? .failed,
                    error: result.error.map { clean($0).prefix(utf8Bytes: Limits.label * 4) },
                    result: output.map(shortened),
                    outcome: result.outcome
                ).json
        }
        try? await store.close(toolCall: result.id, sessionID: turn.sessionID, report: report)
        await outbox.kick(turn.sessionID)
    }

    // MARK: What may leave

    private func isForwarded(_ origin: TextOrigin) async -> Bool {
        await allowed(settings.choice(for: origin), what: Self.name(of: origin))
    }

    private func allowed(_ choice: ForwardSettings.Choice, what: String) async -> Bool {
        switch choice {
        case .on: return true
        case .off: return false
        case .ask:
            if let answer = answers[what] { return answer }
            let request = ApprovalRequest(
                id: Identifier.approval.new(),
                action: DisplayedAction(
                    action: "forward",
                    title: "Send \(what) to the hub?",
                    message: "The settings of this machine say that you are asked before \(what) leave it, once for each turn.",
                    ifDenied: "They stay on the machine; the agent goes on.",
                    effects: [Effect(.send, "hub", sendsData: true)]
                ),
                severity: .low,
                sessionID: turn.sessionID,
                interactionID: turn.interactionID,
                expiresAt: clock.now() + Limits.approvalExpiry
            )
            let answer = await approver.ask(request).status == .approved
            answers[what] = answer
            return answer
        }
    }

    private static func name(of origin: TextOrigin) -> String {
        switch origin {
        case .agent: "the agent's text"
        case .toolOutput: "what tools print"
        case .fileContents: "the contents of files"
        }
    }

    private static func setting(of origin: TextOrigin) -> String {
        switch origin {
        case .agent: "text"
        case .toolOutput: "tool_results"
        case .fileContents: "file_contents"
        }
    }

    // MARK: Secrets and sizes

    private func clean(_ text: String) -> String { redactor.redact(text).text }

    private func clean(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(clean(text))
        case .array(let elements): .array(elements.map(clean))
        case .object(let members): .object(members.mapValues(clean))
        default: value
        }
    }

    /// What is too large for the wire is named, not sent.
    private func shortened(_ value: JSONValue) -> JSONValue {
        let size = value.canonicalBytes.count
        if size <= Limits.toolData { return value }
        return ["note": .string("\(size) bytes, too many to be forwarded; they stay on the machine")]
    }
}
