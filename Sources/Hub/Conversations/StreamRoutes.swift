// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Storage

/// `GET /v1/me/stream`: everything that happens, as server-sent events, from where the client left off.
struct StreamRoutes: Sendable {
    let database: any Database
    let identity: IdentityStore
    let events: EventLog
    let streams: UserStreams
    let conversations: ConversationStore
    let installations: InstallationStore
    let approvals: ApprovalStore
    let connections: BridgeConnections

    private static let page = 500

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/stream") { request, context in
            let session = try context.requireUserSession()
            let text = request.headers[.lastEventID] ?? request.uri.queryParameters.get("after")
            var position: StreamPosition?
            if let text {
                // An id that is none of ours belongs to another log.
                position = StreamPosition(text) ?? StreamPosition(epoch: "", seq: 0)
            }
            return stream(session: session, after: position)
        }
        group.get("/snapshot") { _, context in
            let session = try context.requireUserSession()
            return Response.success(try await snapshot(of: session))
        }
    }

    private func stream(session: UserSession, after given: StreamPosition?) -> Response {
        // Listen first, then read the log: nothing falls between. What comes twice is dropped by its number.
        let live = streams.subscribe(userID: session.userID, userSessionID: session.id)
        let body = ResponseBody { writer in
            // It may have ended between the check of the cookie and now; later ends are told by `streams`.
            guard try await identity.isOpen(userSessionID: session.id) else { return try await writer.finish(nil) }
            try await writer.write(ServerSentEvent.heartbeat)
            var seen: Int64
            var position = given
            catchup: while true {
                let after = position
                let (next, isComplete) = try await database.read {
                    try events.catchup(of: session.userID, after: after, limit: Self.page, in: $0)
                }
                switch next {
                case .items(let items, let upTo):
                    for item in items { try await writer.write(item.frame) }
                    seen = upTo
                case .gap(let item, let upTo):
                    try await writer.write(item.frame)
                    seen = upTo
                }
                if isComplete { break catchup }
                position = StreamPosition(epoch: events.epoch, seq: seen)
            }
            for item in try await database.read({ try events.streamingTexts(of: session.userID, in: $0) }) {
                try await writer.write(item.frame)
            }
            for await item in live {
                if let seq = item.seq {
                    if seq <= seen { continue }
                    seen = seq
                } else if item.isHeartbeat, !(try await identity.isOpen(userSessionID: session.id)) {
                    break
                }
                try await writer.write(item.frame)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: body
        )
    }

    /// All that a page shows first, and the position from which its stream goes on.
    private func snapshot(of session: UserSession) async throws -> JSONValue {
        try await database.read { connection in
            [
                "position": .string(try events.position(of: session.userID, in: connection).description),
                "user": ["user_id": .string(session.userID), "name": .string(session.userName)],
                "installations": .array(
                    try installations.list(of: session.userID, isOnline: connections.isOnline, in: connection).map(\.json)
                ),
                "sessions": .array(try conversations.list(of: session.userID, installationID: nil, in: connection).map(\.json)),
                "approvals": .array(
                    try approvals.list(of: session.userID, status: .pending, limit: 100, in: connection).map(\.json)
                ),
            ]
        }
    }
}
