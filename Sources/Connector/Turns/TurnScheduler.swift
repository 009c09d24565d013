// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import Logging

/// Runs turns: those of a session one after the other, sessions beside each other; stops them when asked.
actor TurnScheduler {
    private struct Pending {
        let update: Update
        let turn: Turn
    }

    private let runtime: any Runtime
    private let store: ConnectorStore
    private let api: BridgeAPI
    private let makeReporter: @Sendable (Turn, AnswerStream) -> any FinishingReporter
    private let logger: Logger

    private var queues: [String: [Pending]] = [:]
    private var workers: [String: Task<Void, Never>] = [:]
    private var running: [String: Task<Void, any Error>] = [:]
    private var cancelled: Set<String> = []
    private var deliveries: [String: Task<Void, Never>] = [:]
    private var isStopped = false

    init(
        runtime: any Runtime,
        store: ConnectorStore,
        api: BridgeAPI,
        logger: Logger,
        makeReporter: @escaping @Sendable (Turn, AnswerStream) -> any FinishingReporter
    ) {
        self.runtime = runtime
        self.store = store
        self.api = api
        self.logger = logger
        self.makeReporter = makeReporter
    }

    /// Queues the turn of a `session.message`.
    func enqueue(_ update: Update) async {
        guard let turn = Turn(update) else {
            logger.warning("a message without session or text was skipped", metadata: ["update_id": "\(update.id)"])
            try? await store.finish(updateID: update.id)
            return
        }
        queues[turn.sessionID, default: []].append(Pending(update: update, turn: turn))
        guard workers[turn.sessionID] == nil, !isStopped else { return }
        workers[turn.sessionID] = Task { await self.work(turn.sessionID) }
    }

    /// Stops a turn that runs or waits.
    func cancel(interactionID: String) {
        cancelled.insert(interactionID)
        running[interactionID]?.cancel()
    }

    /// Goes on with an answer that a former life left behind.
    func resume(_ answer: ConnectorStore.Answer, note: String) async {
        let stream = AnswerStream(answer: answer, store: store, api: api, logger: logger)
        if answer.finishReason == nil {
            await stream.append(answer.text.isEmpty ? note : "\n\n" + note)
            await stream.finish(.error, updateID: nil)
        }
        deliver(stream)
    }

    private func deliver(_ stream: AnswerStream) {
        let id = stream.interactionID
        deliveries[id] = Task {
            await stream.deliver()
            self.deliveries[id] = nil
        }
    }

    private func work(_ sessionID: String) async {
        while !isStopped, let pending = queues[sessionID]?.first {
            queues[sessionID]?.removeFirst()
            await run(pending)
        }
        queues[sessionID] = nil
        workers[sessionID] = nil
    }

    private func run(_ pending: Pending) async {
        let (update, turn) = (pending.update, pending.turn)
        do {
            try await store.begin(update, interactionID: turn.interactionID, sessionID: turn.sessionID)
        } catch {
            logger.error("a turn cannot be stored and is not begun", metadata: ["reason": "\(error)"])
            return
        }
        let stream = AnswerStream(
            answer: .init(
                interactionID: turn.interactionID,
                sessionID: turn.sessionID,
                messageID: nil,
                text: "",
                finishReason: nil
            ),
            store: store,
            api: api,
            logger: logger
        )
        deliver(stream)
        let reporter = makeReporter(turn, stream)
        let task = Task { [runtime] in try await runtime.run(turn, reporter: reporter) }
        running[turn.interactionID] = task
        if cancelled.contains(turn.interactionID) { task.cancel() }
        var reason = FinishReason.stop
        do {
            try await task.value
        } catch is CancellationError {
            reason = .cancelled
        } catch {
            reason = .error
            await reporter.append("\n\nThe agent stopped: \(error)", origin: .agent)
        }
        running[turn.interactionID] = nil
        if cancelled.remove(turn.interactionID) != nil { reason = .cancelled }
        // A stop of the whole connector is no end of the turn: the next start tells what became of it.
        if isStopped { return }
        await reporter.finish()
        await stream.finish(reason, updateID: update.id)
        // The next turn of the session answers after this one.
        await deliveries[turn.interactionID]?.value
    }

    /// Stops everything; what is stored goes on with the next start.
    func stop() async {
        isStopped = true
        for task in running.values { task.cancel() }
        for task in running.values { _ = try? await task.value }
        for task in deliveries.values { task.cancel() }
        for task in workers.values { await task.value }
    }
}

/// A reporter with something left to do when the turn is over.
protocol FinishingReporter: TurnReporter {
    func finish() async
}

extension Turn {
    /// The turn in a `session.message`; nil if it has no session or no message.
    init?(_ update: Update) {
        let message = update.payload["message"]
        guard let sessionID = update.sessionID, let text = message?["text"]?.stringValue else { return nil }
        self.init(
            sessionID: sessionID,
            interactionID: update.interactionID ?? "update-\(update.id)",
            messageID: message?["message_id"]?.stringValue ?? message?["id"]?.stringValue ?? "",
            text: text
        )
    }
}
