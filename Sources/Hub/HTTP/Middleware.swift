// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Names each request, turns every error into the envelope, and logs what went wrong without headers or bodies.
struct EnvelopeMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = Self.requestID(request.headers[.requestID])
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HubError {
            response = .failure(error)
        } catch let error as HTTPError {
            response = .failure(Self.hubError(for: error))
        } catch is CancellationError {
            response = .failure(HubError(.temporarilyUnavailable, "The hub is shutting down. Try again."))
        } catch {
            context.logger.error(
                "request failed",
                metadata: ["path": "\(request.uri.path)", "request_id": "\(context.requestID)", "error": "\(error)"]
            )
            response = .failure(
                HubError(.internalError, "Something went wrong in the hub; its log has the request id \(context.requestID).")
            )
        }
        response.headers[.requestID] = context.requestID
        return response
    }

    /// The client's own id if it has the form that the protocol allows, else a new one.
    private static func requestID(_ given: String?) -> String {
        guard let given, (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ Base62.isDigit($0) || [0x2E, 0x5F, 0x3A, 0x2D].contains($0) })
        else { return Identifier.request.new() }
        return given
    }

    private static func hubError(for error: HTTPError) -> HubError {
        switch error.status.code {
        case 404: HubError(.notFound, "There is no such page.")
        case 405: HubError(.methodNotAllowed, "This page does not take that method.")
        case 413: HubError(.payloadTooLarge, "The body is larger than \(Limits.body) bytes.")
        case 400..<500: HubError(.invalidRequest, error.body ?? "The request cannot be read.")
        default: HubError(.internalError, "Something went wrong in the hub.")
        }
    }
}

/// Refuses what no route should ever see: another host's requests and tokens in URLs.
struct BoundaryMiddleware: RouterMiddleware {
    let origins: Origins

    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        try check(authority: request.head.authority, target: request.uri.description, logger: context.logger)
        var response = try await next(request, context)
        response.headers[.contentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.frameOptions] = "DENY"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if origins.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }

    /// The same check for the WebSocket's upgrade, which no middleware sees.
    func check(authority: String?, target: String, logger: Logger) throws(HubError) {
        guard !BridgeToken.appears(in: target) else {
            logger.warning("a bridge token came in a URL and was refused; it should be rotated")
            throw HubError(
                .invalidTokenLocation,
                "A bridge token goes into the Authorization header, never into a URL. Rotate this one: it may be in a log."
            )
        }
        guard let authority, origins.isOurs(authority: authority) else {
            throw HubError(.misdirectedRequest, "This hub does not answer for that host name. Use \(origins.own).")
        }
    }
}

extension HTTPField.Name {
    /// Names that are tokens by construction, so that making them cannot fail.
    private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .userAgent }

    static let requestID = known("X-Request-ID")
    static let idempotencyKey = known(IdempotencyKey.header)
    static let idempotentReplayed = known(IdempotencyKey.replayedHeader)
    static let generation = known(generationHeader)
    static let purpose = known("Purpose")
    static let secPurpose = known("Sec-Purpose")
    static let secFetchSite = known("Sec-Fetch-Site")
    static let contentTypeOptions = known("X-Content-Type-Options")
    static let referrerPolicy = known("Referrer-Policy")
    static let frameOptions = known("X-Frame-Options")
    static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
    static let rateLimitBucket = known("X-RateLimit-Bucket")
    static let rateLimitLimit = known("X-RateLimit-Limit")
    static let rateLimitRemaining = known("X-RateLimit-Remaining")
    static let rateLimitResetAfter = known("X-RateLimit-Reset-After")
    static let rateLimitScope = known("X-RateLimit-Scope")
    static let lastEventID = known("Last-Event-ID")
    static let accelBuffering = known("X-Accel-Buffering")
}
