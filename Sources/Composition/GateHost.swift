// SPDX-License-Identifier: Apache-2.0

internal import AuditLog
internal import BridgeProtocol
internal import Calls
internal import Connector
internal import Foundation
internal import Gate
internal import Logging
internal import Redaction
internal import Secrets

/// A gate on a data folder: its log, its key, its socket.
struct GateHost: Sendable {
    let configuration: GateConfiguration
    let log: AuditLog
    private let server: GateServer

    /// - Parameters:
    ///   - endpoints: The hub's own addresses as `host:port`; the agent may not talk to them.
    static func start(
        folder: DataFolder,
        endpoints: Set<String>,
        approver: any Approver,
        logger: Logger
    ) async throws -> GateHost {
        SecretScanner.setCache(DatabaseCache(folder: folder.path + "/cache"))
        // The first call need not wait for the rules.
        Task.detached(priority: .utility) { SecretScanner.prepare() }
        var configuration = GateConfiguration(
            dataFolder: folder.path,
            redactionKey: try RedactionKey.loadOrMake(folder.redactionKey),
            socketPath: folder.gateSocket,
            protectedPaths: [URL(fileURLWithPath: folder.gateAuditLog).deletingLastPathComponent().path],
            protectedEndpoints: endpoints,
            protectedProcesses: [getpid()],
            host: ProcessInfo.processInfo.hostName,
            expiry: expiry
        )
        configuration.downloadSize = DownloadSize.ask
        let log = try AuditLog(path: folder.gateAuditLog)
        let service = GateService(
            configuration: configuration,
            judge: try Judge(configuration: configuration, log: log) { logger.warning("\($0)") },
            approver: approver
        )
        let server = try await GateServer.start(path: folder.gateSocket, service: service, logger: logger)
        return GateHost(configuration: configuration, log: log, server: server)
    }

    /// How long a question stays open. In debug builds `DRAWBRIDGE_TEST_EXPIRY_MS` shortens it (docs/testing.md).
    private static var expiry: [Severity: Int64] {
        #if DEBUG
            if let milliseconds = ProcessInfo.processInfo.environment["DRAWBRIDGE_TEST_EXPIRY_MS"].flatMap(Int64.init) {
                return GateConfiguration.defaultExpiry.mapValues { _ in milliseconds }
            }
        #endif
        return GateConfiguration.defaultExpiry
    }

    func stop() async { await server.stop() }
}

/// The key of this installation's redaction tags: 32 random bytes that never leave the machine (THREATS 6).
enum RedactionKey {
    static func loadOrMake(_ path: String) throws -> [UInt8] {
        if let data = FileManager.default.contents(atPath: path), data.count == 32 { return Array(data) }
        var random = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let made = FileManager.default.createFile(
            atPath: path,
            contents: Data(key),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else { throw DataFolderError.cannotMake(path, String(cString: strerror(errno))) }
        return key
    }
}

extension GateLogSource {
    /// The gate's log in a file: read from its end, looked at once a second.
    static func file(_ path: String, log: AuditLog) -> GateLogSource {
        let (changes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watcher = Task {
            var seen: Int64 = 0
            while !Task.isCancelled {
                let head = log.head.seq
                if head != seen {
                    seen = head
                    continuation.yield()
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        continuation.onTermination = { _ in watcher.cancel() }
        return GateLogSource(
            entries: { after, limit in
                let missing = log.head.seq - after
                guard missing > 0 else { return [] }
                let lines = AuditFiles.lines(path: path, last: Int(missing))
                return Array(lines.compactMap(GateLogEntry.init(line:)).filter { $0.seq > after }.prefix(limit))
            },
            changes: changes
        )
    }
}

extension GateLogEntry {
    /// What of a line may leave the machine.
    fileprivate init?(line: String) {
        guard let entry = try? JSONValue(parsing: line), let seq = entry["seq"]?.intValue, let hash = entry["hash"]?.stringValue
        else {
            return nil
        }
        self.init(
            seq: seq,
            timestamp: entry["ts"]?.intValue ?? 0,
            tool: entry["tool"]?.stringValue ?? "",
            decision: entry["decision"]?.stringValue ?? "-",
            policies: (entry["policies"]?.arrayValue ?? []).compactMap(\.stringValue),
            durationMicroseconds: entry["duration_us"]?.intValue ?? 0,
            callDigest: entry["call_digest"]?.stringValue,
            hash: hash
        )
    }
}
