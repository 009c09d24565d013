// SPDX-License-Identifier: Apache-2.0

public import BridgeProtocol
internal import Calls
internal import Logging

/// Where the gate's log is read from.
public struct GateLogSource: Sendable {
    /// Up to `limit` entries after a number, in order.
    public let entries: @Sendable (_ after: Int64, _ limit: Int) async throws -> [GateLogEntry]
    /// Yields when something was written.
    public let changes: AsyncStream<Void>

    public init(
        entries: @escaping @Sendable (_ after: Int64, _ limit: Int) async throws -> [GateLogEntry],
        changes: AsyncStream<Void>
    ) {
        self.entries = entries
        self.changes = changes
    }
}

/// Brings the gate's decisions to the hub, so that the owner sees them and a cut tail of the log is noticed (THREATS 9).
struct GateLogForwarder: Sendable {
    let source: GateLogSource
    let store: ConnectorStore
    let api: BridgeAPI
    let settings: ForwardSettings
    let logger: Logger

    /// Entries of one burst go together.
    private static let pause = Duration.milliseconds(200)

    func run() async throws {
        try await forward()
        for await _ in source.changes {
            try await Task.sleep(for: Self.pause)
            try await forward()
        }
    }

    private func forward() async throws {
        while true {
            let last = try await store.forwardedGateLog()
            var entries = try await source.entries(last, GateLogReport.maximum)
            guard let newest = entries.last else { return }
            // Without metadata only the head goes: how long the log is, and its hash.
            if settings.toolMetadata != .on { entries = [newest.withoutMetadata] }
            do {
                _ = try await api.postUntilAnswered("gateLog", GateLogReport(entries: entries).json)
            } catch let error as WireError {
                logger.error("the hub refused the gate's log", metadata: ["message": "\(error.message)"])
            }
            try await store.set(forwardedGateLog: newest.seq)
        }
    }
}

extension GateLogEntry {
    fileprivate var withoutMetadata: GateLogEntry {
        GateLogEntry(
            seq: seq,
            timestamp: timestamp,
            tool: "",
            decision: decision,
            policies: [],
            durationMicroseconds: 0,
            callDigest: nil,
            hash: hash
        )
    }
}
