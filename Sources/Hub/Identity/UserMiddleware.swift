// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import HTTPTypes
internal import Hummingbird

/// Lets signed-in people through, and only from our own page where they change something.
struct UserMiddleware: RouterMiddleware {
    let store: IdentityStore
    let cookie: SessionCookie
    let origins: Origins
    let limiter: RateLimiter

    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        if request.method != .get, request.method != .head {
            try Self.checkOrigin(of: request, origins: origins)
            guard request.hasJSONContentType else {
                throw HubError(.unsupportedMediaType, "Send the body as Content-Type: application/json.")
            }
        }
        guard let header = request.headers[.cookie], let value = cookie.value(in: header) else {
            throw HubError(.notSignedIn, "Sign in first: drawbridge hub sign-in-link prints a link.")
        }
        guard let session = try await store.userSession(cookie: value) else {
            // Only wrong ones count: a good cookie works whatever else comes from its address.
            try limiter.take(.failedCredential, owner: context.remoteAddress)
            throw HubError(.notSignedIn, "This sign-in has ended. Sign in again: drawbridge hub sign-in-link prints a link.")
        }
        try limiter.take(.user, owner: session.userID)
        var context = context
        context.userSession = session
        return try await next(request, context)
    }

    /// Refuses what another site's page sent with the owner's cookie.
    static func checkOrigin(of request: Request, origins: Origins) throws(HubError) {
        let site = request.headers[.secFetchSite]
        guard request.headers[.origin] == origins.own, site == nil || site == "same-origin" || site == "none" else {
            throw HubError(.originMismatch, "This request must come from \(origins.own) itself.")
        }
    }
}
