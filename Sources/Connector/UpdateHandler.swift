// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging

/// Takes updates from the hub: stores each once, then does what it says.
struct UpdateHandler: Sendable {
    let store: ConnectorStore
    let turns: TurnScheduler
    let approver: HubApprover
    let socket: CurrentSocket
    let logger: Logger

    /// Returns when the update is on disk: then it may be acknowledged.
    func receive(_ update: Update) async throws {
        guard try await store.receive(update) else {
            #if DEBUG
                if TestDefect.forgetDedupe.isPlanted { await handle(update) }
            #endif
            return
        }
        await handle(update)
    }

    func handle(_ update: Update) async {
        switch UpdateType(rawValue: update.type) {
        case .sessionMessage:
            // Done when its answer is.
            await turns.enqueue(update)
            return
        case .sessionCancelled:
            let interactionID = update.interactionID ?? update.payload["interaction_id"]?.stringValue ?? ""
            do {
                // On disk first: a turn that waits must not begin after a restart.
                try await store.cancelUnstarted(interactionID: interactionID)
            } catch {
                logger.error("a cancellation cannot be stored", metadata: ["reason": "\(error)"])
            }
            await turns.cancel(interactionID: interactionID)
            socket.send(.acknowledgeCancel(interactionID: interactionID))
        case .approvalResolved:
            do {
                approver.resolved(try ApprovalResolution(Fields(update.payload)))
            } catch {
                logger.warning("a decision makes no sense", metadata: ["reason": "\(error)"])
            }
        case .sessionStarted, .sessionEnded, .installationRevoked, nil:
            logger.debug("nothing to do", metadata: ["type": "\(update.type)"])
        }
        do {
            try await store.finish(updateID: update.id)
        } catch {
            logger.error("an update cannot be marked as done", metadata: ["reason": "\(error)"])
        }
    }
}
