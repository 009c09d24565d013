// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Storage

/// `POST /v1/bridge/*`: what connectors write (facts A1, "Bridge REST").
struct BridgeRoutes: Sendable {
    let database: any Database
    let answers: AnswerStore
    let tasks: TaskStore
    let approvals: ApprovalStore
    let gateLog: GateLogStore
    let conversations: ConversationStore
    let idempotency: Idempotency
    let limiter: RateLimiter

    private typealias Effect = @Sendable (any WriteTransaction, BridgeCredential) throws -> JSONValue

    func addRoutes(to group: RouterGroup<HubContext>) {
        route("sendMessage", .message, in: group) { fields in
            let body = try SendMessage(fields)
            return { try answers.send(body, by: $1, in: $0) }
        }
        route("sendMessageDelta", .delta, in: group) { fields in
            let body = try SendMessageDelta(fields)
            return { try answers.append(body, by: $1, in: $0) }
        }
        route("sendMessageEnd", .message, in: group) { fields in
            let body = try SendMessageEnd(fields)
            return { try answers.end(body, by: $1, in: $0) }
        }
        route("createTask", .task, in: group) { fields in
            let body = try CreateTask(fields)
            return { try tasks.create(body, by: $1, in: $0) }
        }
        route("updateTask", .task, in: group) { fields in
            let body = try UpdateTask(fields)
            return { try tasks.update(body, by: $1, in: $0) }
        }
        route("finishTask", .task, in: group) { fields in
            let body = try FinishTask(fields)
            return { try tasks.finish(body, by: $1, in: $0) }
        }
        route("requestApproval", .approval, in: group) { fields in
            let body = try RequestApproval(fields)
            return { try approvals.request(body, by: $1, in: $0) }
        }
        route("redeemApproval", .approval, in: group) { fields in
            let body = try RedeemApproval(fields)
            return { try approvals.redeem(body, by: $1, in: $0) }
        }
        route("cancelApproval", .approval, in: group) { fields in
            let id = try fields.string("approval_id")
            return { try approvals.cancel(id, by: $1, in: $0) }
        }
        route("gateLog", .other, in: group) { fields in
            let body = try GateLogReport(fields)
            return { try gateLog.append(body, by: $1, in: $0) }
        }
        route("createSession", .other, in: group) { fields in
            let title = try fields.optionalString("title", maximum: 200) ?? ""
            return { transaction, credential in
                try conversations.create(
                    userID: credential.userID,
                    installationID: credential.installationID,
                    title: title,
                    in: transaction
                ).json
            }
        }
    }

    /// A POST: authenticated, limited, checked, repeatable; its body is read before the transaction and runs inside it.
    private func route(
        _ name: String,
        _ bucket: RateBucket,
        in group: RouterGroup<HubContext>,
        parse: @escaping @Sendable (Fields) throws -> Effect
    ) {
        group.post("/\(name)") { request, context in
            let credential = try context.requireBridge()
            let headers = try limiter.take(bucket, owner: credential.installationID)
            let fields = try await request.jsonFields()
            let effect = try parse(fields)
            var response = try await idempotency.perform(
                request,
                fields: fields,
                credential: credential.installationID,
                route: "bridge/\(name)"
            ) { transaction in
                try BridgeAuthenticator.check(credential, in: transaction)
                return try effect(transaction, credential)
            }
            for field in headers { response.headers.append(field) }
            return response
        }
    }
}
