// SPDX-License-Identifier: Apache-2.0

import Calls
import Synchronization

/// Keeps the questions that are open, and the tickets that came of them.
///
/// A ticket is good for one call with one digest, once. Scopes: `once` and `session` are kept apart here; a broader
/// scope that the owner chose counts as `once` until rules can be written from it.
final class ApprovalDesk: Sendable {
    struct Entry {
        var request: ApprovalRequest
        var call: ToolCall
        var context: CallContext
        var digest: Digest
        var ended: @Sendable (ApprovalAnswer) -> ApprovalAnswer
        var isEnding = false
        /// nil while the question is open.
        var answer: ApprovalAnswer?
        var isRedeemed = false
        var waiters: [CheckedContinuation<ApprovalAnswer, Never>] = []
        var tasks: [Task<Void, Never>] = []
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// In the order in which they came, to forget the oldest.
        var order: [String] = []
        /// Session and digest that the owner allowed for the session.
        var remembered: [String: Set<Digest>] = [:]
    }

    private let state = Mutex(State())
    private let approver: any Approver
    private let kept: Int
    private let clock: WallClock

    init(approver: any Approver, kept: Int, clock: WallClock) {
        self.approver = approver
        self.kept = kept
        self.clock = clock
    }

    /// Whether the owner allowed exactly this for the rest of the session.
    func isRemembered(_ digest: Digest, session: String?) -> Bool {
        guard let session else { return false }
        return state.withLock { $0.remembered[session]?.contains(digest) == true }
    }

    /// Puts the question; `ended` is called once, before anybody learns of the answer, and may turn an approval down.
    func open(
        _ request: ApprovalRequest,
        call: ToolCall,
        context: CallContext,
        digest: Digest,
        ended: @escaping @Sendable (ApprovalAnswer) -> ApprovalAnswer
    ) {
        state.withLock { state in
            state.entries[request.id] = Entry(request: request, call: call, context: context, digest: digest, ended: ended)
            state.order.append(request.id)
            while state.order.count > kept, let oldest = state.order.first, state.entries[oldest]?.answer != nil {
                state.order.removeFirst()
                state.entries[oldest] = nil
            }
        }
        let remaining = max(0, request.expiresAt - clock.now())
        let question = Task { [approver] in
            let answer = await approver.ask(request)
            self.end(request.id, answer)
        }
        // An approver that does not keep its word about the end of a question does not keep it open.
        let watch = Task {
            guard (try? await Task.sleep(for: .milliseconds(remaining) + Self.grace)) != nil else { return }
            self.end(request.id, ApprovalAnswer(status: .expired, reason: "nobody answered in time"))
        }
        let hasEnded = state.withLock { state in
            state.entries[request.id]?.tasks = [question, watch]
            return state.entries[request.id]?.answer != nil
        }
        if hasEnded { watch.cancel() }
    }

    /// How long after its expiry an approver may still say how a question ended.
    private static let grace = Duration.seconds(10)

    /// The first answer wins; a late one, or one that says `pending`, counts as expired.
    private func end(_ id: String, _ given: ApprovalAnswer) {
        let claimed = state.withLock { state -> Entry? in
            guard let entry = state.entries[id], !entry.isEnding else { return nil }
            state.entries[id]?.isEnding = true
            return entry
        }
        guard let entry = claimed else { return }
        var answer = given
        if answer.status == .pending || (answer.status == .approved && clock.now() > entry.request.expiresAt) {
            answer = ApprovalAnswer(status: .expired, reason: "nobody answered in time")
        }
        answer = entry.ended(answer)
        let (waiters, tasks) = state.withLock { state in
            state.entries[id]?.answer = answer
            if answer.status == .approved, answer.scope == .session, let session = entry.context.sessionID {
                state.remembered[session, default: []].insert(entry.digest)
            }
            defer { state.entries[id]?.waiters = [] }
            return (state.entries[id]?.waiters ?? [], state.entries[id]?.tasks ?? [])
        }
        for task in tasks { task.cancel() }
        for waiter in waiters { waiter.resume(returning: answer) }
    }

    /// Waits for the end of a question. nil: there is none with this id.
    func answer(_ id: String) async -> ApprovalAnswer? {
        guard state.withLock({ $0.entries[id] != nil }) else { return nil }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> ApprovalAnswer? in
                guard let entry = state.entries[id] else {
                    return ApprovalAnswer(status: .cancelled, reason: "the question is not known any more")
                }
                if let answer = entry.answer { return answer }
                state.entries[id]?.waiters.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// The run that asked has ended: the question goes away.
    /// - Returns: Whether it was open.
    func cancel(_ id: String) -> Bool {
        let isOpen = state.withLock { state in state.entries[id].map { !$0.isEnding } ?? false }
        if isOpen { end(id, ApprovalAnswer(status: .cancelled, reason: "the run that asked has ended")) }
        return isOpen
    }

    enum Redemption {
        case unknown
        case notApproved(ApprovalStatus, reason: String?)
        case used
        /// Another action than the one that was approved.
        case mismatch
        case redeemed
    }

    /// Hands an approval out, once, for the call whose digest was just computed.
    func redeem(_ id: String, digest: Digest) -> Redemption {
        state.withLock { state in
            guard let entry = state.entries[id] else { return .unknown }
            guard let answer = entry.answer else { return .notApproved(.pending, reason: nil) }
            guard answer.status == .approved else { return .notApproved(answer.status, reason: answer.reason) }
            guard !entry.isRedeemed else { return .used }
            // A mismatch uses the ticket up: whoever changed the call asks again.
            state.entries[id]?.isRedeemed = true
            return entry.digest == digest ? .redeemed : .mismatch
        }
    }

    /// Ends what is open, for a gate that stops.
    func cancelAll() {
        let open = state.withLock { state in state.entries.filter { !$0.value.isEnding }.map(\.key) }
        for id in open { _ = cancel(id) }
    }
}
