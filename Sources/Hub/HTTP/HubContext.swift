// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Hummingbird
internal import NIOCore

/// What a request carries through middleware and routes.
struct HubContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The peer's IP address, or `unix` where there is none.
    let remoteAddress: String
    /// `req_…`, ours or the client's.
    var requestID = ""
    /// Who is signed in, on `/v1/me` routes.
    var userSession: UserSession?
    /// Whose token it is, on `/v1/bridge` routes.
    var bridge: BridgeCredential?

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "unix"
    }

    /// What the JSON routes take at most.
    var maxUploadSize: Int { 1 << 20 }

    func requireUserSession() throws -> UserSession {
        guard let userSession else { throw HubError(.notSignedIn, "Sign in first.") }
        return userSession
    }

    func requireBridge() throws -> BridgeCredential {
        guard let bridge else { throw HubError(.invalidToken, "Send the bridge token in the Authorization header.") }
        return bridge
    }

    /// A path parameter.
    func parameter(_ name: String) throws -> String {
        guard let value = parameters.get(name) else { throw HubError(.notFound, "There is no such page.") }
        return value
    }
}
