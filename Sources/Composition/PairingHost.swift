// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import BridgeProtocol
internal import Calls
internal import Client
public import Connector
internal import Foundation

/// Which hub this machine is paired with, and where its token is kept; the token itself is elsewhere.
public struct Pairing: Sendable {
    public let hub: HubAddress
    public let place: CredentialPlace
    public let installationID: String

    public init(hub: HubAddress, place: CredentialPlace, installationID: String) {
        self.hub = hub
        self.place = place
        self.installationID = installationID
    }

    /// - Returns: nil if this machine is not paired.
    public static func load(from folder: DataFolder) throws -> Pairing? {
        guard let json = folder.read(folder.pairing) else { return nil }
        guard let hub = json["hub"]?.stringValue, let id = json["installation_id"]?.stringValue else {
            throw CredentialError.unreadable
        }
        let place: CredentialPlace =
            switch json["place"]?.stringValue {
            case "keyring": .keyring
            case "systemd":
                .systemd(
                    folder: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] ?? "/run/credentials/drawbridge.service"
                )
            default: .file(json["file"]?.stringValue ?? folder.credential)
            }
        return Pairing(hub: try HubAddress(hub), place: place, installationID: id)
    }

    public func save(to folder: DataFolder) throws {
        var members: [String: JSONValue] = ["hub": .string(hub.origin), "installation_id": .string(installationID)]
        switch place {
        case .file(let path):
            members["place"] = "file"
            members["file"] = .string(path)
        case .keyring: members["place"] = "keyring"
        case .systemd: members["place"] = "systemd"
        }
        try folder.write(.object(members), to: folder.pairing)
    }

    /// The token's store. The file holds the bare token: the hub is in the pairing.
    public var store: CredentialStore {
        switch place {
        case .keyring: CredentialStore(place: place)
        default: CredentialStore(place: place, hub: hub)
        }
    }

    public func credential() throws -> Credential { try store.load() }
}

/// Pairs this machine with a hub and stores what comes of it.
public struct PairingHost: Sendable {
    private let folder: DataFolder
    private let address: HubAddress

    public init(folder: DataFolder, hub: String) throws {
        self.folder = folder
        address = try HubAddress(hub)
        try folder.prepare()
    }

    /// - Parameters:
    ///   - place: Where the token goes.
    ///   - accept: Shown who typed the code in; false stores nothing.
    public func pair(
        hostLabel: String,
        place: CredentialPlace,
        report: @Sendable (PairingClient.Event) -> Void,
        accept: (_ claimedBy: String) -> Bool
    ) async throws -> Pairing {
        let http = HTTPClient(configuration: HubTransport.httpConfiguration)
        do {
            let paired = try await PairingClient(address: address, http: http)
                .pair(connectorType: "drawbridge", hostLabel: hostLabel, report: report)
            guard accept(paired.claimedBy) else { throw PairingError.refusedByOwner }
            guard let token = BridgeToken(paired.token) else { throw CredentialError.unreadable }
            let pairing = Pairing(hub: address, place: place, installationID: paired.installationID)
            try adopt(token, into: pairing)
            try await http.shutdown()
            return pairing
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    /// Takes a token that came another way: in a file, as a systemd credential.
    public func adopt(from place: CredentialPlace) throws -> Pairing {
        let credential = try CredentialStore(place: place, hub: address).load()
        let pairing = Pairing(hub: address, place: place, installationID: credential.token.installationID)
        try pairing.save(to: folder)
        return pairing
    }

    private func adopt(_ token: BridgeToken, into pairing: Pairing) throws {
        try pairing.store.save(Credential(hub: address, token: token))
        try pairing.save(to: folder)
    }
}
