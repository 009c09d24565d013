// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Foundation

/// Reads and writes credentials, wherever they are kept.
public struct CredentialStore: Sendable {
    public let place: CredentialPlace
    /// For places that hold a bare token.
    private let hub: HubAddress?

    public init(place: CredentialPlace, hub: HubAddress? = nil) {
        self.place = place
        self.hub = hub
    }

    /// - Throws: ``CredentialError``.
    public func load() throws -> Credential {
        switch place {
        case .file(let path):
            return try Credential(parsing: try PrivateFile.read(path), hub: hub)
        case .systemd(let folder):
            let path = folder + "/" + Self.systemdName
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw CredentialError.missing(path) }
            return try Credential(parsing: text, hub: hub)
        case .keyring:
            guard let text = try Keyring.load() else { throw CredentialError.missing("the keyring") }
            return try Credential(parsing: text, hub: hub)
        }
    }

    public func save(_ credential: Credential) throws {
        switch place {
        case .file(let path):
            // With the hub known otherwise the file holds the bare token, as other tools expect it.
            try PrivateFile.write((hub == nil ? credential.text : credential.token.text) + "\n", to: path)
        case .systemd:
            throw CredentialError.cannotStore(
                "systemd credentials are read-only for services; encrypt the token with systemd-creds and name it \(Self.systemdName)"
            )
        case .keyring: try Keyring.save(credential.text)
        }
    }

    public func remove() throws {
        switch place {
        case .file(let path): try? FileManager.default.removeItem(atPath: path)
        case .systemd: throw CredentialError.cannotStore("systemd credentials are removed in the unit")
        case .keyring: try Keyring.remove()
        }
    }

    /// The credential's name in a unit: `LoadCredentialEncrypted=drawbridge-token:…`.
    public static let systemdName = "drawbridge-token"
}

/// Files that only their owner reads.
enum PrivateFile {
    /// - Throws: ``CredentialError/unsafeMode(path:mode:)`` if others may read it.
    static func read(_ path: String) throws -> String {
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw CredentialError.missing(path)
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else { throw CredentialError.unsafeMode(path: path, mode: "0" + String(mode & 0o777, radix: 8)) }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw CredentialError.unreadable }
        return text
    }

    /// Whole or not at all, with mode 0600 from the first byte on.
    static func write(_ text: String, to path: String) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw CredentialError.cannotStore("\(temporary): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            guard fchmod(descriptor, 0o600) == 0 else { throw CocoaError(.fileWriteNoPermission) }
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
            guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(temporary)
            throw CredentialError.cannotStore("\(path): \(error.localizedDescription)")
        }
    }
}
