// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Hummingbird
internal import Storage

/// What the owner can look up: the hub's own log, and each gate's.
struct AuditRoutes: Sendable {
    let database: any Database
    let audit: HubAudit
    let gateLog: GateLogStore
    let installations: InstallationStore

    private static let limit = 200

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/audit") { _, context in
            let session = try context.requireUserSession()
            return Response.success(["entries": .array(try audit.recent(session.userID, Self.limit))])
        }
        group.get("/installations/:id/gate-log") { request, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            let before = request.uri.queryParameters.get("before").flatMap { Int64($0) } ?? Int64.max
            let (entries, head) = try await database.read { connection -> ([JSONValue], JSONValue?) in
                guard
                    try installations.find(id, of: session.userID, isOnline: { _ in false }, in: connection) != nil
                else { throw HubError(.installationNotFound, "There is no such installation.") }
                return (
                    try gateLog.list(of: id, before: before, limit: Self.limit, in: connection),
                    try gateLog.head(of: id, in: connection)
                )
            }
            return Response.success(.object(omittingNil: ["entries": .array(entries), "head": head]))
        }
    }
}
