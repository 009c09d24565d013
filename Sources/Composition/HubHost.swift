// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import Hub
public import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Storage

/// A hub on a data folder: opens the files, takes the lock, records the address.
public struct HubHost: Sendable {
    public let hub: Hub
    public let origins: Origins
    private let folder: DataFolder
    private let database: SQLiteDatabase
    private let lock: FolderLock
    private let logger: Logger

    /// - Parameters:
    ///   - listenHost: An address of this machine.
    ///   - port: 0 takes one that is free.
    ///   - publicURL: What people use, if it is not the loopback address.
    public init(
        folder: DataFolder,
        listenHost: String,
        port: Int,
        publicURL: String?,
        logger: Logger
    ) async throws {
        try folder.prepare()
        self.folder = folder
        self.logger = logger
        lock = try folder.lock("hub")
        let port = port == 0 ? try FreePort.find() : port
        origins = try Origins(listenHost: listenHost, port: port, publicURL: publicURL)
        database = try SQLiteDatabase(path: folder.hubDatabase)
        hub = try await Hub(
            configuration: HubConfiguration(
                listenHost: listenHost == "localhost" ? "127.0.0.1" : listenHost,
                port: port,
                origins: origins
            ),
            dependencies: HubDependencies(
                database: database,
                audit: try .file(folder.hubAuditLog),
                logger: logger
            )
        )
    }

    /// Runs until SIGINT or SIGTERM, then stops cleanly.
    public func run(onRunning: @escaping @Sendable () async -> Void) async throws {
        do {
            try await ServiceGroup.runUntilSignal(services(onRunning: onRunning), logger: logger)
        } catch {
            await close()
            throw explained(error)
        }
        await close()
    }

    /// The system's error about the port, in words that say what to do.
    func explained(_ error: any Error) -> any Error {
        guard let error = error as? IOError, error.errnoCode == EADDRINUSE else { return error }
        return HubHostError.portInUse(origins.port)
    }

    /// The hub's services; `onRunning` is called once it listens and its address is recorded.
    func services(onRunning: @escaping @Sendable () async -> Void) -> [any Service] {
        let (folder, origins) = (folder, origins)
        return hub.services { _ in
            try? HubAddressFile(origin: origins.own, processID: Int64(ProcessInfo.processInfo.processIdentifier)).save(to: folder)
            await onRunning()
        }
    }

    /// Finishes what was accepted and closes the database.
    func close() async { await database.close() }
}

/// A sign-in link for a hub whose data are here, whether or not it runs just now.
public enum SignInLinkCommand {
    /// - Throws: ``SignInLinkError/noHub(_:)`` if no hub has run on this folder.
    public static func run(folder: DataFolder) async throws -> String {
        guard let address = HubAddressFile.load(from: folder) else { throw SignInLinkError.noHub(folder.path) }
        let database = try SQLiteDatabase(path: folder.hubDatabase)
        let link = try await SignInLink.make(database: database, origin: address.origin)
        await database.close()
        return link
    }
}

public enum HubHostError: Error, Sendable, Equatable, CustomStringConvertible {
    case portInUse(Int)

    public var description: String {
        switch self {
        case .portInUse(let port): "port \(port) is taken by another program; choose another one, or 0 for a free one"
        }
    }
}

public enum SignInLinkError: Error, Sendable, CustomStringConvertible {
    case noHub(String)

    public var description: String {
        switch self {
        case .noHub(let path): "no hub has run on \(path); start one with drawbridge up, or name its folder with --data"
        }
    }
}
