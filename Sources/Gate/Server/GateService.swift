// SPDX-License-Identifier: Apache-2.0

import AuditLog
public import Calls
import Redaction
import Synchronization

/// What the gate answers to a request, whatever carries it. Judging only: nothing here changes the gate (THREATS 2).
public final class GateService: Sendable {
    private let configuration: GateConfiguration
    private let judge: Judge
    private let desk: ApprovalDesk
    private let grants: GrantStore
    private let streams = Mutex<[String: OutputStream]>([:])
    /// Sizes that were asked for: the call that they were asked for is judged again when it runs.
    private let sizes = Mutex<[String: Int64]>([:])

    private struct OutputStream {
        var redactor: StreamRedactor
        var tool: String
        var context: CallContext
        /// All of it so far, where a policy looks into results.
        var whole: [UInt8] = []
        /// What of it would have gone out, where it is held back for that.
        var held = ""
    }

    /// Output streams that may be open at once.
    private static let streamLimit = 256
    /// Bytes of a result that policies look into; more than that they cannot judge, and it does not go out.
    private static let judgedLimit = 4 << 20

    public init(configuration: GateConfiguration, judge: Judge, approver: any Approver) {
        self.configuration = configuration
        self.judge = judge
        grants = GrantStore(path: configuration.grantsFile)
        desk = ApprovalDesk(approver: approver, kept: configuration.keptApprovals, clock: configuration.clock)
    }

    /// Answers one request; `reply` is called once, at once for everything but `await`.
    ///
    /// - Parameter connection: Tells the output streams of one connection from another's.
    func handle(_ request: JSONValue, connection: Int, reply: @escaping @Sendable (JSONValue) -> Void) {
        let id = request["id"] ?? .null
        @Sendable func answer(_ value: JSONValue) {
            guard case .object(var members) = value else { return reply(value) }
            members["id"] = id
            reply(.object(members))
        }
        switch request["op"]?.stringValue {
        case "judge": judge(request, answer)
        case "redeem": answer(redeem(request))
        case "cancel": answer(cancel(request))
        case "result", "output": answer(output(request, connection))
        case "await":
            guard let approval = request["approval_id"]?.stringValue else {
                return answer(Self.error("invalid_request", "approval_id is missing"))
            }
            Task { [desk] in
                var members: [String: JSONValue] = ["id": id]
                if let ended = await desk.answer(approval) {
                    members["ok"] = true
                    members["status"] = .string(ended.status.rawValue)
                    members["scope"] = .string(ended.scope.rawValue)
                    members["reason"] = ended.reason.map(JSONValue.string)
                    members["decided_by"] = ended.decidedBy.map(JSONValue.string)
                } else {
                    members["ok"] = false
                    members["error"] = Self.error("unknown_approval", "there is no approval \(approval)")["error"]
                }
                reply(.object(members))
            }
        default: answer(Self.error("unknown_op", "op is judge, await, redeem, result, output or cancel"))
        }
    }

    /// A connection has ended: its unfinished output is gone.
    func connectionEnded(_ connection: Int) {
        streams.withLock { streams in streams = streams.filter { !$0.key.hasPrefix("\(connection)/") } }
    }

    /// Ends all open questions.
    public func stop() { desk.cancelAll() }

    static func error(_ code: String, _ message: String) -> JSONValue {
        ["ok": false, "error": ["code": .string(code), "message": .string(message)]]
    }

    private static func context(_ request: JSONValue) -> CallContext {
        CallContext(
            sessionID: request["session_id"]?.stringValue,
            interactionID: request["interaction_id"]?.stringValue,
            toolCallID: request["tool_call_id"]?.stringValue
        )
    }

    // MARK: - Operations

    private func judge(_ request: JSONValue, _ answer: @escaping @Sendable (JSONValue) -> Void) {
        let call: ToolCall
        do {
            call = try ToolCall(json: request["call"] ?? .null)
        } catch {
            return answer(Self.error("invalid_call", error.description))
        }
        let context = Self.context(request)
        let urls = judge.unsizedDownloads(call)
        guard !urls.isEmpty, let size = configuration.downloadSize else { return answer(judge(call, context, sizes: [:])) }
        Task {
            var sizes: [String: Int64] = [:]
            for url in urls { sizes[url] = await size(url) }
            self.sizes.withLock { known in
                if known.count > 256 { known.removeAll() }
                known.merge(sizes) { _, new in new }
            }
            answer(judge(call, context, sizes: sizes))
        }
    }

    private func judge(_ call: ToolCall, _ context: CallContext, sizes: [String: Int64]) -> JSONValue {
        let decision = judge.judge(call, context: context, sizes: sizes) { permission($0, context) }
        guard case .object(var members) = decision.json else { return Self.error("internal", "no decision") }
        members["ok"] = true
        if decision.outcome != .allow {
            members["explanation"] = .string(configuration.redactor.redact(decision.explanation).text)
        }
        if decision.outcome == .confirm, let digest = decision.digest {
            let request = ask(call, decision, digest, context)
            members["approval_id"] = .string(request.id)
            members["expires_at"] = .int(request.expiresAt)
        }
        return .object(members)
    }

    /// What the owner allowed before, for the session or for good.
    private func permission(_ decision: Decision, _ context: CallContext) -> String? {
        if let digest = decision.digest, desk.isRemembered(digest, session: context.sessionID) {
            return "approved for this session"
        }
        return grants.grant(for: decision.asked, tool: decision.tool).map { "grant \($0.id)" }
    }

    private func ask(_ call: ToolCall, _ decision: Decision, _ digest: Digest, _ context: CallContext) -> ApprovalRequest {
        let severity = decision.severity
        let request = ApprovalRequest(
            id: configuration.newApprovalID(),
            action: CallSummary.displayed(call, decision, host: configuration.host, configuration.redactor),
            severity: severity,
            toolCallID: context.toolCallID,
            sessionID: context.sessionID,
            interactionID: context.interactionID,
            expiresAt: configuration.clock.now() + (configuration.expiry[severity] ?? 180_000)
        )
        desk.open(request, call: call, context: context, digest: digest, ended: recorder(request.id, call, context, decision))
        return request
    }

    /// Records how a question ended; an approval that cannot be recorded is none.
    private func recorder(_ id: String, _ call: ToolCall, _ context: CallContext, _ decision: Decision)
        -> @Sendable (ApprovalAnswer) -> ApprovalAnswer
    {
        { [judge, grants, configuration] answer in
            let digest = decision.digest
            let isRecorded = judge.record(
                answer.status == .approved ? "ALLOW" : "DENY",
                call,
                context,
                digest: digest,
                extra: [("event", "approval_ended"), ("approval_id", .string(id)), ("status", .string(answer.status.rawValue))]
                    + (answer.status == .approved ? [("scope", .string(answer.scope.rawValue))] : [])
                    + (answer.decidedBy.map { [("decided_by", .string($0))] } ?? [])
            )
            guard isRecorded || answer.status != .approved else {
                return ApprovalAnswer(status: .denied, reason: "the approval could not be recorded")
            }
            // What is critical is asked about every time.
            if answer.status == .approved, [.domain, .tool, .all].contains(answer.scope), decision.severity < .critical {
                let grant = Grant(
                    id: "grant_" + id.drop { $0 != "_" }.dropFirst(),
                    scope: answer.scope,
                    tool: decision.tool,
                    asked: decision.asked,
                    createdAt: configuration.clock.now(),
                    decidedBy: answer.decidedBy
                )
                _ = grants.add(grant)
            }
            return answer
        }
    }

    /// The last question before a call runs: is it still the call that was judged or approved?
    private func redeem(_ request: JSONValue) -> JSONValue {
        let call: ToolCall
        do {
            call = try ToolCall(json: request["call"] ?? .null)
        } catch {
            return Self.error("invalid_call", error.description)
        }
        let context = Self.context(request)
        let decision = judge.weigh(call, sizes: sizes.withLock { $0 })
        let reason = refusal(request, decision, context)
        if let reason {
            let extra: [(String, AuditValue)] = [("event", "redeem_refused"), ("error", .string(reason))]
            _ = judge.record("DENY", call, context, digest: decision.digest, extra: extra)
            return ["ok": false, "reason": .string(reason)]
        }
        if request["approval_id"] != nil {
            let extra: [(String, AuditValue)] = [
                ("event", "redeemed"), ("approval_id", .string(request["approval_id"]?.stringValue ?? "")),
            ]
            guard judge.record("ALLOW", call, context, digest: decision.digest, extra: extra) else {
                return ["ok": false, "reason": "the redemption could not be recorded"]
            }
        }
        return ["ok": true, "effects": .array(decision.effects.map(\.json))]
    }

    private func refusal(_ request: JSONValue, _ decision: Decision, _ context: CallContext) -> String? {
        guard let digest = decision.digest else { return "the call cannot be read" }
        if decision.outcome == .deny { return "the call is denied: \(decision.explanation)" }
        if let approval = request["approval_id"]?.stringValue {
            switch desk.redeem(approval, digest: digest) {
            case .redeemed: return nil
            case .unknown: return "there is no approval \(approval)"
            case .used: return "the approval was used already"
            case .notApproved(let status, let why): return "the approval is \(status.rawValue)" + (why.map { ": \($0)" } ?? "")
            case .mismatch:
                return
                    "this is not what was approved: the call, a file that it names or where a path leads has changed since. Ask again"
            }
        }
        guard let given = request["digest"]?.stringValue else {
            return "neither an approval nor the digest of the judged call is given"
        }
        guard given == digest.hex else {
            return
                "this is not what was judged: the call, a file that it names or where a path leads has changed since. Ask again"
        }
        if decision.outcome == .confirm, permission(decision, context) == nil {
            return "the call needs an approval"
        }
        return nil
    }

    private func cancel(_ request: JSONValue) -> JSONValue {
        guard let approval = request["approval_id"]?.stringValue else {
            return Self.error("invalid_request", "approval_id is missing")
        }
        let isCancelled = desk.cancel(approval)
        return ["ok": true, "cancelled": .bool(isCancelled)]
    }

    /// A piece of a tool's output: what of it can go out, redacted.
    private func output(_ request: JSONValue, _ connection: Int) -> JSONValue {
        let bytes: [UInt8]
        if let text = request["text"]?.stringValue {
            bytes = Array(text.utf8)
        } else if let encoded = request["base64"]?.stringValue {
            guard let decoded = Base64.decode(encoded) else { return Self.error("invalid_request", "base64 is not base64") }
            bytes = decoded
        } else {
            bytes = []
        }
        let isEnd = request["op"]?.stringValue == "result" || request["end"]?.boolValue == true
        let key = "\(connection)/\(request["stream"]?.stringValue ?? "")"
        let piece = streams.withLock { streams -> (text: String, stream: OutputStream)? in
            let known = streams[key]
            guard known != nil || streams.count < Self.streamLimit else { return nil }
            var stream =
                known
                ?? OutputStream(
                    redactor: StreamRedactor(redactor: configuration.redactor),
                    tool: request["tool"]?.stringValue ?? "",
                    context: Self.context(request)
                )
            var text = stream.redactor.append(bytes)
            if isEnd { text += stream.redactor.finish() }
            if judge.judgesOutput {
                stream.whole += bytes.prefix(Self.judgedLimit + 1 - min(stream.whole.count, Self.judgedLimit + 1))
                stream.held += text
                text = isEnd ? stream.held : ""
            }
            streams[key] = isEnd ? nil : stream
            return (text, stream)
        }
        guard let (released, stream) = piece else {
            return Self.error("too_many_streams", "at most \(Self.streamLimit) outputs may be open")
        }
        guard isEnd else { return ["ok": true, "text": .string(released)] }
        guard stream.whole.count <= Self.judgedLimit else {
            return Self.error("result_too_large", "policies look into results of at most \(Self.judgedLimit) bytes")
        }
        let findings = stream.redactor.findings
        let (text, policies) = judge.result(
            of: stream.tool,
            output: String(decoding: stream.whole, as: UTF8.self),
            redacted: released,
            findings: findings
        )
        let tool = CanonicalTool(stream.tool).name
        if !findings.isEmpty || !policies.isEmpty,
            !judge.recordRedaction(tool: tool, findings: findings, policies: policies, context: stream.context)
        {
            return Self.error("audit_failed", "the redaction could not be recorded")
        }
        return [
            "ok": true, "text": .string(text), "findings": .int(Int64(findings.values.reduce(0, +))),
            "rules": .array(findings.keys.sorted().map(JSONValue.string)),
            "policies": .array(policies.map(JSONValue.string)),
        ]
    }
}
