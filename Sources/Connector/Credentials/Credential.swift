// SPDX-License-Identifier: Apache-2.0

public import BridgeProtocol
internal import Calls

/// What a paired machine keeps: which hub, and the token that is good there and nowhere else.
public struct Credential: Sendable, Hashable {
    /// The hub's origin. The token is never sent to another one (THREATS 16).
    public let hub: HubAddress
    public let token: BridgeToken

    public init(hub: HubAddress, token: BridgeToken) {
        self.hub = hub
        self.token = token
    }

    /// `{"hub", "token"}`: one line, so that every store can hold it.
    var text: String { JSONValue.object(["hub": .string(hub.origin), "token": .string(token.text)]).canonical }

    /// Reads ``text``, or a bare token when the hub is known otherwise.
    init(parsing text: String, hub known: HubAddress?) throws {
        let trimmed = text.trimmingWhitespace
        if let known, let token = BridgeToken(trimmed) {
            self.init(hub: known, token: token)
            return
        }
        guard let json = try? JSONValue(parsing: trimmed), let hub = json["hub"]?.stringValue,
            let token = json["token"]?.stringValue.flatMap(BridgeToken.init)
        else { throw CredentialError.unreadable }
        self.init(hub: try HubAddress(hub), token: token)
        if let known, known != self.hub { throw CredentialError.otherHub(self.hub.origin) }
    }
}

/// Where a credential is kept.
public enum CredentialPlace: Sendable, Hashable {
    /// A file with mode 0600 in a folder of ours.
    case file(String)
    /// `systemd-creds` or `LoadCredential=`: read-only, in `$CREDENTIALS_DIRECTORY`.
    case systemd(folder: String)
    /// The desktop's Secret Service, by `secret-tool`; on macOS the Keychain.
    case keyring
}

public enum CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(String)
    case unreadable
    case otherHub(String)
    case unsafeMode(path: String, mode: String)
    case cannotStore(String)
    case notAvailable(String)

    public var description: String {
        switch self {
        case .missing(let place): "this machine is not paired: no token in \(place); run drawbridge pair HUB_URL"
        case .unreadable: "the stored token cannot be read; pair again"
        case .otherHub(let hub): "the stored token is for \(hub), and is sent nowhere else"
        case .unsafeMode(let path, let mode):
            "\(path) has mode \(mode): others could read the token; chmod 600 it, and rotate the token"
        case .cannotStore(let reason): "the token cannot be stored: \(reason)"
        case .notAvailable(let what): "\(what) is not available here"
        }
    }
}

extension String {
    var trimmingWhitespace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
