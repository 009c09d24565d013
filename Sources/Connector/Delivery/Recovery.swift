// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls

/// What a start does about the life before: deliver what was queued, begin what had not begun, and say of what was
/// interrupted that it was, since nobody knows how much of it happened.
struct Recovery: Sendable {
    let store: ConnectorStore
    let api: BridgeAPI
    let outbox: Outbox
    let turns: TurnScheduler
    let handler: UpdateHandler

    private static let note =
        "[The connector was restarted in the middle of this answer. What it had begun may be done in part: look before you ask again.]"

    func run(installationID: String, abandonedApprovals: [String]) async throws {
        for call in try await store.openToolCalls() {
            let report = FinishTask(
                taskID: call.id,
                name: call.tool,
                status: .failed,
                error: "The connector was restarted while this ran.",
                result: nil,
                outcome: nil
            )
            try await store.close(toolCall: call.id, sessionID: call.sessionID, report: report.json)
        }
        for id in abandonedApprovals {
            try await store.enqueue(lane: "approvals", route: "cancelApproval", body: ["approval_id": .string(id)])
            try await store.close(approval: id)
        }
        for answer in try await store.answers() { await turns.resume(answer, note: Self.note) }
        for lane in try await store.lanes() { await outbox.kick(lane) }
        for (update, isStarted) in try await store.unfinished(installationID: installationID) {
            #if DEBUG
                let isStarted = isStarted && !TestDefect.rerunStartedTurns.isPlanted
            #endif
            if isStarted {
                try await store.finish(updateID: update.id)
            } else {
                await handler.handle(update)
            }
        }
    }
}
