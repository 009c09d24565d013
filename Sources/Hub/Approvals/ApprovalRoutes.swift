// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Hummingbird
internal import Storage

/// The owner's approvals: see them, decide.
struct ApprovalRoutes: Sendable {
    let database: any Database
    let store: ApprovalStore
    let idempotency: Idempotency

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/approvals") { request, context in
            let session = try context.requireUserSession()
            var status: ApprovalStatus?
            if let text = request.uri.queryParameters.get("status") {
                guard let known = ApprovalStatus(rawValue: text) else {
                    throw HubError(.invalidRequest, "\"status\" must be pending, approved, denied, expired or cancelled.")
                }
                status = known
            }
            let wanted = status
            let approvals = try await database.read { try store.list(of: session.userID, status: wanted, limit: 200, in: $0) }
            return Response.success(["approvals": .array(approvals.map(\.json))])
        }
        group.get("/approvals/:id") { _, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            let record = try await database.read { connection -> ApprovalRecord in
                let row = try connection.row(
                    "SELECT * FROM approvals WHERE approval_id = ? AND user_id = ?",
                    id,
                    session.userID
                )
                guard let row else { throw ApprovalStore.notFound }
                return try ApprovalStore.record(row)
            }
            return Response.success(record.json)
        }
        group.post("/approvals/:id") { request, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            let fields = try await request.jsonFields()
            let decision = try fields.word("decision", ApprovalDecision.self)
            let scope = try fields.optionalWord("scope", ApprovalScope.self) ?? .once
            let note = try fields.optionalString("note", maximum: 2000)
            return try await idempotency.perform(
                request,
                fields: fields,
                credential: session.userID,
                route: "me/approvals/\(id)"
            ) { transaction in
                try store.decide(id, decision: decision, scope: scope, note: note, by: session, in: transaction).json
            }
        }
    }
}
