// SPDX-License-Identifier: Apache-2.0

internal import Calls
public import Foundation

/// Where everything of one Drawbridge lies: `--data`, `$DRAWBRIDGE_DATA`, `~/.drawbridge` (INTERFACES.md).
public struct DataFolder: Sendable, Hashable {
    /// Absolute, without a slash at the end.
    public let path: String
    /// The owner's home, absolute.
    public let home: String
    /// Where the gate writes its log.
    public let gateAuditLog: String

    /// - Parameters:
    ///   - option: What `--data` says.
    ///   - home: What `--home` says.
    ///   - environment: The process's.
    public init(
        option: String?,
        home: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.home = home.map(AbsolutePath.make) ?? HomeFolder.path(environment: environment)
        let given = option ?? environment["DRAWBRIDGE_DATA"] ?? ""
        path = given.isEmpty ? self.home + "/.drawbridge" : AbsolutePath.make(given)
        let own = path + "/gate/audit.log"
        // A chain that was begun goes on where it is; a new one lies with OpenClaw where that is found (INTERFACES.md).
        let openClaw = OpenClawState.find(home: self.home, environment: environment)
        let isBegun = FileManager.default.fileExists(atPath: own)
        gateAuditLog = openClaw.flatMap { isBegun ? nil : $0 + "/.drawbridge/audit.log" } ?? own
    }

    public var hub: String { path + "/hub" }
    public var connector: String { path + "/connector" }
    public var gate: String { path + "/gate" }

    public var hubDatabase: String { hub + "/hub.sqlite" }
    public var hubAuditLog: String { hub + "/audit.log" }
    /// The address that the running hub answers, and its process.
    public var hubAddress: String { hub + "/address.json" }
    public var connectorDatabase: String { connector + "/connector.sqlite" }
    /// Hub and token, if they are kept in a file.
    public var credential: String { connector + "/credential" }
    /// Which hub, and where its token is kept.
    public var pairing: String { connector + "/pairing.json" }
    public var connectorState: String { connector + "/state.json" }
    public var redactionKey: String { connector + "/redaction.key" }
    public var settings: String { path + "/settings.json" }
    public var gateSocket: String { gate + "/gate.sock" }
    /// The demonstration's scratch folder. It lies beside, not inside: the agent may write there and nowhere here.
    public var workspace: String { path + "-workspace" }

    /// Makes the folders, for their owner alone.
    /// - Throws: ``DataFolderError``.
    public func prepare() throws {
        for folder in [path, hub, connector, gate] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw DataFolderError.cannotMake(folder, error.localizedDescription)
            }
            guard chmod(folder, 0o700) == 0 else {
                let reason = errno == EPERM ? "it belongs to somebody else" : String(cString: strerror(errno))
                throw DataFolderError.cannotMake(folder, reason)
            }
        }
    }

    /// Keeps a second program off the same part of the folder until this one ends.
    /// - Returns: Hold on to it; the lock goes with the process.
    public func lock(_ part: String) throws -> FolderLock {
        let file = "\(path)/\(part)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DataFolderError.cannotMake(file, String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw DataFolderError.inUse(part: part, path: path)
        }
        return FolderLock(descriptor: descriptor)
    }

    /// Writes a small JSON file, whole or not at all, for its owner alone.
    func write(_ value: JSONValue, to file: String) throws {
        let temporary = file + ".new"
        let made = FileManager.default.createFile(
            atPath: temporary,
            contents: Data((value.canonical + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made, rename(temporary, file) == 0 else { throw DataFolderError.cannotMake(file, String(cString: strerror(errno))) }
    }

    /// A small JSON file, or nil if there is none that can be read.
    func read(_ file: String) -> JSONValue? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        return try? JSONValue(parsing: Array(data))
    }
}

/// A part of the data folder, held for this process.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

public enum DataFolderError: Error, Sendable, CustomStringConvertible {
    case cannotMake(String, String)
    case inUse(part: String, path: String)

    public var description: String {
        switch self {
        case .cannotMake(let path, let reason): "\(path) cannot be made: \(reason)"
        case .inUse(let part, let path):
            "another drawbridge runs its \(part) on \(path); stop it, or use another folder with --data"
        }
    }
}

/// The home folder: `$HOME`, then the passwd entry.
enum HomeFolder {
    static func path(environment: [String: String]) -> String {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        // NSHomeDirectory() reads the passwd entry here.
        return NSHomeDirectory()
    }
}

/// Paths as people give them.
public enum AbsolutePath {
    /// Against the current folder, `.` and `..` folded.
    public static func make(_ path: String) -> String {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return URL(fileURLWithPath: absolute).standardizedFileURL.path
    }
}

/// OpenClaw on this machine, as far as anybody needs to know yet.
enum OpenClawState {
    /// Its state folder: `$OPENCLAW_STATE_DIR` or `~/.openclaw`, if a configuration is there.
    static func find(home: String, environment: [String: String]) -> String? {
        let folder = environment["OPENCLAW_STATE_DIR"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.openclaw"
        let configuration = environment["OPENCLAW_CONFIG_PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? folder + "/openclaw.json"
        return FileManager.default.fileExists(atPath: configuration) ? folder : nil
    }
}
