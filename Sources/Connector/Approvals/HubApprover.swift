// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging
internal import Synchronization

/// Asks the owner through the hub: request, wait for the decision, redeem it.
final class HubApprover: Approver {
    private let api: BridgeAPI
    private let store: ConnectorStore
    private let clock: WallClock
    private let logger: Logger

    private struct State {
        var waiters: [String: CheckedContinuation<ApprovalResolution?, Never>] = [:]
        var resolved: [String: ApprovalResolution] = [:]
        var asked: Set<String> = []
    }

    private let state = Mutex(State())
    /// The hub tells of an expiry; we wait so much longer for it before we stop on our own.
    private static let grace: Int64 = 5000

    init(api: BridgeAPI, store: ConnectorStore, clock: WallClock, logger: Logger) {
        self.api = api
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    func ask(_ request: ApprovalRequest) async -> ApprovalAnswer {
        let left = request.expiresAt - clock.now()
        guard left > 0 else { return ApprovalAnswer(status: .expired, reason: "The time to decide was over.") }
        state.withLock { _ = $0.asked.insert(request.id) }
        defer {
            state.withLock { state in
                state.asked.remove(request.id)
                state.resolved[request.id] = nil
            }
        }
        try? await store.open(approval: request.id)
        let resolution = await withTaskGroup(of: Step.self) { group in
            group.addTask { await self.request(request) }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(left + Self.grace))
                return .ended(ApprovalAnswer(status: .expired, reason: "Nobody decided in time."))
            }
            let first = await group.next() ?? .ended(ApprovalAnswer(status: .cancelled))
            group.cancelAll()
            return first
        }
        let answer: ApprovalAnswer
        switch resolution {
        case .ended(let ended): answer = ended
        case .resolved(let resolution): answer = await redeem(resolution, for: request)
        }
        if answer.status == .expired || answer.status == .cancelled {
            let id = request.id
            // Whoever waits for this question need not; if the hub hears nothing of it, expiry does the same.
            Task { [api] in _ = try? await api.post("cancelApproval", ["approval_id": .string(id)]) }
        }
        try? await store.close(approval: request.id)
        return answer
    }

    private enum Step: Sendable {
        case resolved(ApprovalResolution)
        case ended(ApprovalAnswer)
    }

    private func request(_ request: ApprovalRequest) async -> Step {
        do {
            let body = RequestApproval(
                request,
                expiresIn: max(1000, min(request.expiresAt - clock.now(), Limits.approvalExpiryMaximum))
            )
            _ = try await api.postUntilAnswered("requestApproval", body.json)
        } catch let error as WireError {
            return .ended(ApprovalAnswer(status: .denied, reason: "The owner could not be asked: \(error.message)"))
        } catch {
            return .ended(ApprovalAnswer(status: .cancelled, reason: "The run was stopped."))
        }
        guard let resolution = await resolution(of: request.id) else {
            return .ended(ApprovalAnswer(status: .cancelled, reason: "The run was stopped."))
        }
        return .resolved(resolution)
    }

    /// Waits for the decision; nil when the waiting task is cancelled.
    private func resolution(of id: String) async -> ApprovalResolution? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> ApprovalResolution?? in
                    if let resolution = state.resolved.removeValue(forKey: id) { return resolution }
                    if Task.isCancelled { return .some(nil) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
        }
    }

    /// An `approval.resolved` came in.
    func resolved(_ resolution: ApprovalResolution) {
        let waiter = state.withLock { state -> CheckedContinuation<ApprovalResolution?, Never>? in
            if let waiter = state.waiters.removeValue(forKey: resolution.approvalID) { return waiter }
            // Decided before anybody waits: faster than the answer to the request.
            if state.asked.contains(resolution.approvalID) { state.resolved[resolution.approvalID] = resolution }
            return nil
        }
        waiter?.resume(returning: resolution)
    }

    /// Approved counts only when it was for this very action and the hub hands it out to us.
    private func redeem(_ resolution: ApprovalResolution, for request: ApprovalRequest) async -> ApprovalAnswer {
        #if DEBUG
            if TestDefect.ignoreDecision.isPlanted || TestDefect.skipRedeem.isPlanted && resolution.status == .approved {
                return ApprovalAnswer(status: .approved, scope: resolution.scope, decidedBy: resolution.decidedBy)
            }
        #endif
        guard resolution.status == .approved else {
            return ApprovalAnswer(status: resolution.status, scope: resolution.scope, decidedBy: resolution.decidedBy)
        }
        let digest = request.action.digest.hex
        guard resolution.digest == digest else {
            return ApprovalAnswer(status: .denied, reason: "What was approved is another action than this one.")
        }
        do {
            _ = try await api.postUntilAnswered(
                "redeemApproval",
                RedeemApproval(approvalID: request.id, digest: digest).json,
                idempotencyKey: "redeem-\(request.id)"
            )
            return ApprovalAnswer(status: .approved, scope: resolution.scope, decidedBy: resolution.decidedBy)
        } catch let error as WireError {
            return ApprovalAnswer(status: .denied, reason: error.message)
        } catch {
            return ApprovalAnswer(status: .cancelled, reason: "The run was stopped.")
        }
    }
}
