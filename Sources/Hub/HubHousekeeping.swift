// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import ServiceLifecycle
internal import Storage

/// What a hub does by the clock: pings, heartbeats, expiry, forgetting.
struct HubHousekeeping: Service {
    let parts: HubParts
    let logger: Logger

    /// Seconds between pings to connectors, and between heartbeats on streams.
    private static let pingInterval = 25
    private static let heartbeatInterval = 15
    private static let sweepInterval = 3600
    /// How long events stay for clients that come back: 30 days.
    private static let eventAge: Int64 = 30 * 86_400_000

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            var second = 0
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
                second += 1
                await attempt("expiry") { try await parts.expireApprovals() }
                if second % Self.pingInterval == 0 { parts.connections.tick() }
                if second % Self.heartbeatInterval == 0 { parts.streams.heartbeat() }
                if second % Self.sweepInterval == 0 { await sweep() }
            }
        } onCancelOrGracefulShutdown: {
            parts.streams.close()
        }
    }

    private func sweep() async {
        await attempt("sweep") {
            try await parts.idempotency.sweep()
            try await parts.database.write { try parts.events.prune(olderThan: Self.eventAge, in: $0) }
        }
    }

    private func attempt(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
            // The hub stops, or could not start.
        } catch StorageError.closed {
            // The hub stops.
        } catch is CancellationError {
            // So does it here.
        } catch {
            logger.error("\(what) failed", metadata: ["error": "\(error)"])
        }
    }
}
