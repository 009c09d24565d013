// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird

/// Signing in by link, out, and the list of sign-ins.
struct IdentityRoutes: Sendable {
    let store: IdentityStore
    let cookie: SessionCookie
    let origins: Origins
    let limiter: RateLimiter
    let streams: UserStreams
    let audit: HubAudit

    func addPublicRoutes(to router: Router<HubContext>, page: @escaping @Sendable () -> Response) {
        router.get("/sign-in") { request, context in try await openLink(request, context: context, page: page) }
        router.post("/v1/sign-in") { request, context in try await signIn(request, context: context) }
    }

    func addRoutes(to group: RouterGroup<HubContext>) {
        group.get("/") { _, context in
            let session = try context.requireUserSession()
            return Response.success([
                "user_id": .string(session.userID), "name": .string(session.userName), "sign_in_id": .string(session.id),
            ])
        }
        group.get("/sign-ins") { _, context in
            let session = try context.requireUserSession()
            return Response.success(["sign_ins": .array(try await store.userSessions(of: session.userID))])
        }
        group.post("/sign-ins/:id/end") { _, context in
            let session = try context.requireUserSession()
            let id = try context.parameter("id")
            guard try await end(id, by: session) else { throw HubError(.notFound, "There is no such sign-in.") }
            return Response.success()
        }
        group.post("/sign-out") { _, context in
            let session = try context.requireUserSession()
            _ = try await end(session.id, by: session)
            var response = Response.success()
            response.headers[.setCookie] = cookie.clear
            return response
        }
    }

    private func end(_ id: String, by session: UserSession) async throws -> Bool {
        let ended = try await store.end(userSessionID: id, of: session.userID) {
            try audit.record(.signedOut, user: session.userID, ["sign_in_id": .string(id)])
        }
        if ended { streams.end(userSessionID: id) }
        return ended
    }

    /// `GET /sign-in?token=…`: on loopback it signs in at once, unless a browser is only fetching ahead; elsewhere a page
    /// with a button does, so that whatever follows links by itself uses nothing up.
    private func openLink(
        _ request: Request,
        context: HubContext,
        page: @Sendable () -> Response
    ) async throws -> Response {
        let isPrefetch =
            [request.headers[.purpose], request.headers[.secPurpose]].contains { $0?.lowercased().contains("prefetch") ?? false }
        guard origins.isLoopback, !isPrefetch, let token = request.uri.queryParameters.get("token") else { return page() }
        do {
            let value = try await cookieValue(token: token, request: request, context: context)
            return Response(
                status: .seeOther,
                headers: [.location: "/", .setCookie: cookie.set(value), .cacheControl: "no-store"]
            )
        } catch let error as HubError where error.is(.notSignedIn) {
            // The page says what happened; the link stays useless.
            var response = page()
            response.status = .unauthorized
            return response
        }
    }

    /// `POST /v1/sign-in {token}`: what the button does.
    private func signIn(_ request: Request, context: HubContext) async throws -> Response {
        try UserMiddleware.checkOrigin(of: request, origins: origins)
        guard request.hasJSONContentType else {
            throw HubError(.unsupportedMediaType, "Send the body as Content-Type: application/json.")
        }
        let token = try await request.jsonFields().string("token")
        var response = Response.success()
        response.headers[.setCookie] = cookie.set(try await cookieValue(token: token, request: request, context: context))
        return response
    }

    private func cookieValue(token: String, request: Request, context: HubContext) async throws -> String {
        let label = String((request.headers[.userAgent] ?? "unknown").prefix(200))
        do {
            return try await store.signIn(token: token, label: label) { session in
                try audit.record(
                    .signedIn,
                    user: session.userID,
                    ["sign_in_id": .string(session.id), "address": .string(context.remoteAddress)]
                )
            }
        } catch let error as HubError {
            try limiter.take(.failedCredential, owner: context.remoteAddress)
            throw error
        }
    }
}
