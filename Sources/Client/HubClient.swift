// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
public import BridgeProtocol
public import Calls
internal import NIOCore
internal import NIOHTTP1

/// A signed-in user of a hub: the API under `/v1/me`.
public struct HubClient: Sendable {
    public let transport: HubTransport
    /// The name and value of the user session's cookie. Keep it as a secret.
    public let cookie: String

    public init(transport: HubTransport, cookie: String) {
        self.transport = transport
        self.cookie = cookie
    }

    /// Signs in with a link that `drawbridge hub sign-in-link` printed. The link is used up.
    /// - Throws: ``WireError`` when the link is not good any more.
    public static func signIn(link: String, http: HTTPClient) async throws -> HubClient {
        guard let path = link.range(of: "/sign-in?token=") else {
            throw WireError(.invalidRequest, "This is no sign-in link: it has no /sign-in?token=….")
        }
        let transport = HubTransport(origin: String(link[..<path.lowerBound]), http: http)
        let token = String(link[path.upperBound...])
        let response = try await transport.execute(
            "POST",
            "/v1/sign-in",
            body: ["token": .string(token)],
            headers: [("Origin", transport.origin)],
            timeout: .seconds(30)
        )
        let body = try await response.body.collect(upTo: 1 << 20)
        _ = try Envelope.open(status: Int(response.status.code), body: Array(body.readableBytesView))
        guard let cookie = response.headers.first(name: "set-cookie")?.prefix(while: { $0 != ";" }) else {
            throw WireError(.internalError, "The hub signed in and set no cookie.")
        }
        return HubClient(transport: transport, cookie: String(cookie))
    }

    /// A call under `/v1/me`.
    @discardableResult
    public func call(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        idempotencyKey: String? = nil
    ) async throws -> JSONValue {
        var headers = [("Cookie", cookie), ("Origin", transport.origin)]
        if let idempotencyKey { headers.append((IdempotencyKey.header, idempotencyKey)) }
        return try await transport.call(method, "/v1/me" + path, body: body, headers: headers).result
    }

    // MARK: Installations

    public func installations() async throws -> [InstallationRecord] {
        try await call("GET", "/installations")["installations"]?.arrayValue?.map(InstallationRecord.init(json:)) ?? []
    }

    /// - Returns: The new installation's id.
    public func claim(code: String) async throws -> String {
        try await call("POST", "/pairing/claim", ["code": .string(code)])["installation_id"]?.stringValue ?? ""
    }

    // MARK: Sessions

    /// - Returns: The new session's id.
    public func createSession(installationID: String, title: String = "") async throws -> String {
        let result = try await call(
            "POST",
            "/sessions",
            ["installation_id": .string(installationID), "title": .string(title)]
        )
        return try Fields(result).string("session_id")
    }

    /// Sends a message. With a key it may be repeated after a lost answer.
    public func send(
        _ text: String,
        to sessionID: String,
        idempotencyKey: String? = nil
    ) async throws -> (interactionID: String, messageID: String) {
        let result = try await call(
            "POST",
            "/sessions/\(sessionID)/send",
            ["text": .string(text)],
            idempotencyKey: idempotencyKey
        )
        let fields = try Fields(result)
        return (try fields.string("interaction_id"), try fields.string("message_id"))
    }

    /// All messages after a number, page by page.
    public func messages(of sessionID: String, after seq: Int64 = 0) async throws -> [MessageRecord] {
        var messages: [MessageRecord] = []
        var last = seq
        while true {
            let page = try await call("GET", "/sessions/\(sessionID)/messages?after_seq=\(last)&limit=500")
            messages += try page["messages"]?.arrayValue?.map(MessageRecord.init(json:)) ?? []
            guard page["has_more"] == true, let newest = messages.last?.seq else { return messages }
            last = newest
        }
    }

    public func cancel(sessionID: String) async throws { try await call("POST", "/sessions/\(sessionID)/cancel") }

    // MARK: Approvals

    public func approvals(status: ApprovalStatus? = .pending) async throws -> [ApprovalRecord] {
        let query = status.map { "?status=\($0.rawValue)" } ?? ""
        return try await call("GET", "/approvals\(query)")["approvals"]?.arrayValue?.map(ApprovalRecord.init(json:)) ?? []
    }

    @discardableResult
    public func decide(
        _ approvalID: String,
        _ decision: ApprovalDecision,
        scope: ApprovalScope = .once
    ) async throws -> ApprovalRecord {
        try ApprovalRecord(
            json: await call(
                "POST",
                "/approvals/\(approvalID)",
                ["decision": .string(decision.rawValue), "scope": .string(scope.rawValue)]
            )
        )
    }

    // MARK: Stream

    /// Everything that happens from a position on, until the connection ends: then ask again with the last position.
    public func events(after position: StreamPosition? = nil) -> AsyncThrowingStream<UserEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var headers = [("Cookie", cookie)]
                    if let position { headers.append(("Last-Event-ID", position.description)) }
                    let response = try await transport.execute("GET", "/v1/me/stream", headers: headers, timeout: .hours(24))
                    guard response.status == .ok else {
                        let body = try await response.body.collect(upTo: 1 << 20)
                        _ = try Envelope.open(status: Int(response.status.code), body: Array(body.readableBytesView))
                        throw WireError(status: Int(response.status.code), json: nil)
                    }
                    var parser = ServerSentEventParser()
                    for try await chunk in response.body {
                        for event in try parser.read(chunk.readableBytesView) { continuation.yield(event) }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<String.Index>? { firstRange(of: needle) }
}
