// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Storage

/// Sessions: list, open, rename, archive; send into them, read them, stop what runs in them.
struct ConversationRoutes: Sendable {
    let database: any Database
    let store: ConversationStore
    let installations: InstallationStore
    let updates: UpdateStore
    let approvals: ApprovalStore
    let idempotency: Idempotency

    /// The last messages of a session that go with an update, as context: so many, of so many bytes together. Frames stay
    /// below the megabyte that plain connectors' WebSocket libraries take.
    private static let contextLength = 10
    private static let contextBytes = 64 << 10

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/sessions", use: list)
        group.post("/sessions", use: create)
        group.get("/sessions/:id") { _, context in
            let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
            let (conversation, running) = try await database.read { connection in
                let conversation = try store.find(id, of: session.userID, in: connection)
                return (conversation, try store.runningInteractions(of: conversation, in: connection))
            }
            // A page that opens in the middle of a turn knows from this that there is something to stop.
            return Response.success(conversation.json.merging(["running": .array(running.map(JSONValue.string))]))
        }
        group.patch("/sessions/:id") { request, context in
            let title = try await request.jsonFields().string("title", maximum: 200)
            return try await update(context, title: title, isArchived: nil)
        }
        group.post("/sessions/:id/archive") { _, context in try await update(context, title: nil, isArchived: true) }
        group.post("/sessions/:id/unarchive") { _, context in try await update(context, title: nil, isArchived: false) }
        group.get("/sessions/:id/messages", use: messages)
        group.get("/sessions/:id/tasks") { _, context in
            let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
            let tasks = try await database.read { try store.tasks(of: store.find(id, of: session.userID, in: $0), in: $0) }
            return Response.success(["tasks": .array(tasks.map(\.json))])
        }
        group.post("/sessions/:id/send", use: send)
        group.post("/sessions/:id/cancel", use: cancel)
    }

    @Sendable private func list(_ request: Request, context: HubContext) async throws -> Response {
        let session = try context.requireUserSession()
        let installationID = request.uri.queryParameters.get("installation_id")
        let conversations = try await database.read {
            try store.list(of: session.userID, installationID: installationID, in: $0)
        }
        return .success(["sessions": .array(conversations.map(\.json))])
    }

    @Sendable private func create(_ request: Request, context: HubContext) async throws -> Response {
        let session = try context.requireUserSession()
        let fields = try await request.jsonFields()
        let installationID = try fields.string("installation_id")
        let title = try fields.optionalString("title", maximum: 200) ?? ""
        return try await idempotency.perform(request, fields: fields, credential: session.userID, route: "me/sessions") {
            transaction in
            guard
                try installations.find(installationID, of: session.userID, isOnline: { _ in false }, in: transaction) != nil
            else { throw HubError(.installationNotFound, "There is no such installation.") }
            let conversation = try store.create(
                userID: session.userID,
                installationID: installationID,
                title: title,
                in: transaction
            )
            try updates.append(
                .sessionStarted,
                to: installationID,
                sessionID: conversation.id,
                payload: ["session": conversation.json],
                in: transaction
            )
            return conversation.json
        }
    }

    private func update(_ context: HubContext, title: String?, isArchived: Bool?) async throws -> Response {
        let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
        let updated = try await database.write { transaction in
            try store.update(
                store.find(id, of: session.userID, in: transaction),
                title: title,
                isArchived: isArchived,
                in: transaction
            )
        }
        return .success(updated.json)
    }

    @Sendable private func messages(_ request: Request, context: HubContext) async throws -> Response {
        let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
        let after = try Self.number("after_seq", in: request, default: 0, range: 0...Int64.max)
        let limit = try Self.number("limit", in: request, default: 100, range: 1...500)
        let (messages, hasMore) = try await database.read { connection in
            try store.messages(
                of: store.find(id, of: session.userID, in: connection),
                after: after,
                limit: Int(limit),
                in: connection
            )
        }
        return .success(["messages": .array(messages.map(\.json)), "has_more": .bool(hasMore)])
    }

    private static func number(
        _ name: String,
        in request: Request,
        default value: Int64,
        range: ClosedRange<Int64>
    ) throws -> Int64 {
        guard let text = request.uri.queryParameters.get(name) else { return value }
        guard let number = Int64(text), range.contains(number) else {
            throw HubError(
                .invalidRequest,
                "\"\(name)\" must be a whole number from \(range.lowerBound) to \(range.upperBound).",
                problems: [FieldProblem(path: name, code: "invalid", message: "out of range")]
            )
        }
        return number
    }

    @Sendable private func send(_ request: Request, context: HubContext) async throws -> Response {
        let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
        let fields = try await request.jsonFields()
        let body = try SendMessage(Fields(JSONValue.object(fields.members).merging(["session_id": .string(id)])))
        guard !body.text.allSatisfy(\.isWhitespace) || !body.attachments.isEmpty else {
            throw fields.failure("text", "too_small", "is empty")
        }
        return try await idempotency.perform(
            request,
            fields: fields,
            credential: session.userID,
            route: "me/sessions/\(id)/send"
        ) { transaction in
            let conversation = try store.find(id, of: session.userID, in: transaction)
            let isStop = StopWord.matches(body.text)
            if isStop { try stop(conversation, reason: "user_aborted", in: transaction) }
            let interactionID = try store.beginInteraction(in: conversation, transaction: transaction)
            let message = try store.addMessage(
                to: conversation,
                interactionID: interactionID,
                role: .user,
                text: body.text,
                state: .final,
                replyTo: body.replyTo,
                attachments: body.attachments,
                in: transaction
            )
            if isStop {
                try store.endInteraction(interactionID, of: conversation, state: "ended", in: transaction)
            } else {
                try updates.append(
                    .sessionMessage,
                    to: conversation.installationID,
                    sessionID: id,
                    interactionID: interactionID,
                    payload: payload(
                        of: message,
                        in: conversation,
                        from: session,
                        thoughtLevel: try fields.optionalString("thought_level", maximum: 32),
                        connection: transaction
                    ),
                    in: transaction
                )
            }
            return [
                "interaction_id": .string(interactionID), "message_id": .string(message.id), "seq": .int(message.seq),
            ]
        }
    }

    private func payload(
        of message: MessageRecord,
        in conversation: Conversation,
        from session: UserSession,
        thoughtLevel: String?,
        connection: any Connection
    ) throws -> JSONValue {
        let earlier = try store.messages(
            of: conversation,
            after: max(0, message.seq - 1 - Int64(Self.contextLength)),
            limit: Self.contextLength,
            in: connection
        ).messages.filter { $0.seq < message.seq }
        var room = Self.contextBytes
        let context = earlier.reversed().prefix {
            room -= $0.text.utf8.count
            return room >= 0
        }.reversed()
        return [
            "message": .object(omittingNil: [
                "id": .string(message.id),
                "message_id": .string(message.id),
                "text": .string(message.text),
                "attachments": message.attachments ?? [],
                "thought_level": .string(thoughtLevel ?? "default"),
                "reply_to": message.replyTo.map(JSONValue.string),
            ]),
            "session": [
                "session_id": .string(conversation.id),
                "title": .string(conversation.title),
                "context": .array(context.map { ["role": .string($0.role.rawValue), "text": .string($0.text)] }),
            ],
            "user": ["id": .string(session.userID), "display_name": .string(session.userName)],
            "installation": ["permissions": []],
        ]
    }

    @Sendable private func cancel(_ request: Request, context: HubContext) async throws -> Response {
        let (session, id) = (try context.requireUserSession(), try context.parameter("id"))
        let fields = try await request.jsonFields()
        return try await idempotency.perform(
            request,
            fields: fields,
            credential: session.userID,
            route: "me/sessions/\(id)/cancel"
        ) { transaction in
            let conversation = try store.find(id, of: session.userID, in: transaction)
            let stopped = try stop(conversation, reason: "user_aborted", in: transaction)
            return ["cancelled": .array(stopped.map(JSONValue.string))]
        }
    }

    /// Asks the connector to stop all that runs in a session, and takes back what it asks the owner.
    @discardableResult
    private func stop(_ conversation: Conversation, reason: String, in transaction: any WriteTransaction) throws -> [String] {
        let running = try store.runningInteractions(of: conversation, in: transaction)
        for interactionID in running {
            try updates.append(
                .sessionCancelled,
                to: conversation.installationID,
                sessionID: conversation.id,
                interactionID: interactionID,
                payload: ["reason": .string(reason), "interaction_id": .string(interactionID)],
                in: transaction
            )
            try approvals.cancelAll(ofInteraction: interactionID, in: transaction)
            try store.endInteraction(interactionID, of: conversation, state: "cancelled", in: transaction)
        }
        return running
    }
}
