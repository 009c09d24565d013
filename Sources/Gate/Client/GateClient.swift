// SPDX-License-Identifier: Apache-2.0

import CPlatform
public import Calls
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks the gate, over its socket. One connection; several questions may be open at once.
///
/// Every method throws ``GateClientError`` where there is no answer, and then the call does not run.
public final class GateClient: Sendable {
    private let connection: GateClientConnection
    private let timeout: Duration

    private init(connection: GateClientConnection, timeout: Duration) {
        self.connection = connection
        self.timeout = timeout
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - path: The gate's socket.
    ///   - timeout: How long an answer may take; waiting for an approval is not bound by it.
    ///   - expectedUser: Whose process must listen there; nil: this user's (THREATS 2).
    public static func connect(path: String, timeout: Duration = .seconds(10), expectedUser: UInt32? = nil)
        async throws(GateClientError) -> GateClient
    {
        let descriptor = cplatform_connect_unix(path)
        guard descriptor >= 0 else { throw .unreachable(path: path, reason: String(cString: strerror(errno))) }
        var user: uid_t = 0
        guard cplatform_peer_user(descriptor, &user) == 0, user == expectedUser ?? geteuid() else {
            closeDescriptor(descriptor)
            throw .unreachable(path: path, reason: "another user listens there")
        }
        do {
            let connection = GateClientConnection()
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(connection.makeHandler())
                    }
                }
                .withConnectedSocket(descriptor)
                .get()
            connection.start(channel)
            return GateClient(connection: connection, timeout: timeout)
        } catch {
            throw .unreachable(path: path, reason: "\(error)")
        }
    }

    public func close() async { await connection.close() }

    // MARK: - Questions

    /// Asks what the gate says to a call. On `confirm` the owner is being asked from now on: ``answer(to:)`` waits for it.
    public func judge(_ call: ToolCall, context: CallContext = CallContext()) async throws(GateClientError) -> GateAnswer {
        var members = Self.members(context)
        members["call"] = call.json
        return try GateAnswer(json: try await ask("judge", members, timeout: timeout))
    }

    /// Waits until a question has ended. Cancelling the task ends the waiting, not the question; see ``cancel(approvalID:)``.
    public func answer(to approvalID: String) async throws(GateClientError) -> ApprovalAnswer {
        let json = try await ask("await", ["approval_id": .string(approvalID)], timeout: nil)
        guard let status = json["status"]?.stringValue.flatMap(ApprovalStatus.init(rawValue:)), status != .pending else {
            throw .badAnswer("no status")
        }
        return ApprovalAnswer(
            status: status,
            scope: json["scope"]?.stringValue.flatMap(ApprovalScope.init(rawValue:)) ?? .once,
            decidedBy: json["decided_by"]?.stringValue,
            reason: json["reason"]?.stringValue
        )
    }

    /// The last question before a call runs: may exactly this run now?
    ///
    /// - Parameters:
    ///   - approvalID: The approval that the owner gave. It is used up.
    ///   - digest: For a call that was allowed without one: the digest that it was judged with.
    public func redeem(
        _ call: ToolCall,
        approvalID: String? = nil,
        digest: Digest? = nil,
        context: CallContext = CallContext()
    ) async throws(GateClientError) -> Redemption {
        var members = Self.members(context)
        members["call"] = call.json
        members["approval_id"] = approvalID.map(JSONValue.string)
        members["digest"] = digest.map { .string($0.hex) }
        let json = try await ask("redeem", members, timeout: timeout, takesRefusal: true)
        if json["ok"] == true {
            return .granted(effects: (json["effects"]?.arrayValue ?? []).compactMap(GateAnswer.effect))
        }
        return .refused(reason: json["reason"]?.stringValue ?? "the gate gave no reason")
    }

    /// Hands a piece of a tool's output to the gate, bytes cut anywhere.
    ///
    /// - Parameters:
    ///   - stream: Names the output among those of this connection.
    ///   - isEnd: Whether the tool has ended: what was held back comes with this answer.
    /// - Returns: What can be shown, redacted.
    public func output(
        _ bytes: [UInt8],
        stream: String,
        tool: String,
        isEnd: Bool,
        context: CallContext = CallContext()
    ) async throws(GateClientError) -> ReleasedOutput {
        var members = Self.members(context)
        members["stream"] = .string(stream)
        members["tool"] = .string(tool)
        members["base64"] = .string(Base64.encode(bytes))
        members["end"] = .bool(isEnd)
        let json = try await ask("output", members, timeout: timeout)
        guard let text = json["text"]?.stringValue else { throw .badAnswer("no text") }
        return ReleasedOutput(
            text: text,
            findings: Int(json["findings"]?.intValue ?? 0),
            rules: (json["rules"]?.arrayValue ?? []).compactMap(\.stringValue)
        )
    }

    /// Takes a question back: the run that asked has ended.
    public func cancel(approvalID: String) async throws(GateClientError) {
        _ = try await ask("cancel", ["approval_id": .string(approvalID)], timeout: timeout)
    }

    private func ask(
        _ op: String,
        _ members: [String: JSONValue],
        timeout: Duration?,
        takesRefusal: Bool = false
    ) async throws(GateClientError) -> JSONValue {
        var members = members
        members["op"] = .string(op)
        let json = try await connection.ask(members, timeout: timeout)
        if json["ok"] == true || (takesRefusal && json["reason"] != nil) { return json }
        throw .refused(
            code: json["error"]?["code"]?.stringValue ?? "unknown",
            message: json["error"]?["message"]?.stringValue ?? "no message"
        )
    }

    private static func members(_ context: CallContext) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["session_id"] = context.sessionID.map(JSONValue.string)
        members["interaction_id"] = context.interactionID.map(JSONValue.string)
        members["tool_call_id"] = context.toolCallID.map(JSONValue.string)
        return members
    }
}

/// `close(2)`, where a method of the same name hides it.
private func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }
