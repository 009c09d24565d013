// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging

/// Delivers queued reports, those of one lane in order, lanes beside each other: a session that is stuck stops no other.
actor Outbox {
    private let store: ConnectorStore
    private let api: BridgeAPI
    private let logger: Logger
    private var workers: [String: Task<Void, Never>] = [:]
    private var again: Set<String> = []

    init(store: ConnectorStore, api: BridgeAPI, logger: Logger) {
        self.store = store
        self.api = api
        self.logger = logger
    }

    /// Something may lie in a lane.
    func kick(_ lane: String) {
        guard workers[lane] == nil else {
            again.insert(lane)
            return
        }
        workers[lane] = Task { await self.work(lane) }
    }

    private func work(_ lane: String) async {
        do {
            repeat {
                again.remove(lane)
                while let report = try await store.firstReport(in: lane) {
                    do {
                        _ = try await api.postUntilAnswered(report.route, report.body)
                    } catch let error as WireError {
                        // Sending it again would change nothing; what comes after it is still good.
                        logger.warning(
                            "the hub refused a report",
                            metadata: ["route": "\(report.route)", "code": "\(error.code)"]
                        )
                    }
                    try await store.remove(report: report.seq)
                }
            } while again.contains(lane)
        } catch is CancellationError {
            // The connector stops; the rest stays in the queue.
        } catch {
            logger.error("the queue cannot be read", metadata: ["reason": "\(error)"])
        }
        workers[lane] = nil
    }

    func stop() {
        for worker in workers.values { worker.cancel() }
    }
}
