// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Hummingbird
internal import Storage

/// The owner's list of installations: see, rename, give a new token, revoke.
struct InstallationRoutes: Sendable {
    let database: any Database
    let store: InstallationStore
    let connections: BridgeConnections
    let events: EventLog
    let conversations: ConversationStore
    let approvals: ApprovalStore
    let audit: HubAudit

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/installations") { _, context in
            let session = try context.requireUserSession()
            let list = try await database.read { connection in
                try store.list(of: session.userID, isOnline: connections.isOnline, in: connection)
            }
            return Response.success(["installations": .array(list.map(\.json))])
        }
        group.get("/installations/:id") { _, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            return Response.success(try await find(id, of: session).json)
        }
        group.patch("/installations/:id") { request, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            let name = try await request.jsonFields().string("name", maximum: 100)
            return Response.success(try await rename(id, to: name, by: session))
        }
        group.post("/installations/:id/token") { _, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            return Response.success(["token": .string(try await issueToken(for: id, by: session))])
        }
        group.post("/installations/:id/revoke") { _, context in
            let session = try context.requireUserSession()
            try await revoke(try context.parameter("id"), by: session)
            return Response.success()
        }
    }

    private static let notFound = HubError(.installationNotFound, "There is no such installation.")

    private func find(_ id: String, of session: UserSession) async throws -> InstallationRecord {
        let record = try await database.read { connection in
            try store.find(id, of: session.userID, isOnline: connections.isOnline, in: connection)
        }
        guard let record else { throw Self.notFound }
        return record
    }

    private func rename(_ id: String, to name: String, by session: UserSession) async throws -> JSONValue {
        try await database.write { transaction in
            try store.rename(id, to: name, in: transaction)
            guard let record = try store.find(id, of: session.userID, isOnline: connections.isOnline, in: transaction) else {
                throw Self.notFound
            }
            try audit.record(.installationRenamed, user: session.userID, ["installation_id": .string(id), "name": .string(name)])
            try events.append(
                .installationChanged,
                userID: session.userID,
                data: ["installation": record.json, "change": "renamed"],
                in: transaction
            )
            return record.json
        }
    }

    private func issueToken(for id: String, by session: UserSession) async throws -> String {
        try await database.write { transaction in
            guard try store.find(id, of: session.userID, isOnline: { _ in false }, in: transaction) != nil else {
                throw Self.notFound
            }
            try audit.record(.tokenIssued, user: session.userID, ["installation_id": .string(id)])
            return try store.issueToken(installationID: id, in: transaction).text
        }
    }

    private func revoke(_ id: String, by session: UserSession) async throws {
        try await database.write { transaction in
            guard let record = try store.find(id, of: session.userID, isOnline: { _ in false }, in: transaction) else {
                throw Self.notFound
            }
            try audit.record(.installationRevoked, user: session.userID, ["installation_id": .string(id)])
            try store.revoke(id, in: transaction)
            try approvals.cancelAll(ofInstallation: id, in: transaction)
            try conversations.endAll(ofInstallation: id, in: transaction)
            try events.append(
                .installationChanged,
                userID: session.userID,
                data: ["installation": record.json, "change": "revoked"],
                in: transaction
            )
        }
    }
}
