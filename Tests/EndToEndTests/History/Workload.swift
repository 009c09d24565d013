// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Synchronization

/// SplitMix64: small, seeded, the same everywhere.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// How much of what clients do.
struct WorkloadMix: Sendable {
    var slow = 0.3
    var asking = 0.08
    var duplicate = 0.15
    var cancel = 0.04
    /// Milliseconds between a client's messages.
    var pause = 80...350
    /// The hub takes thirty questions an hour from one installation.
    var askingLimit = 18
    /// The owner's decisions: approve, deny; otherwise nothing, until it expires.
    var approve = 0.5
    var deny = 0.3
}

/// Clients that talk to the demonstration while everything around them breaks.
final class Workload: Sendable {
    let recorder = HistoryRecorder()
    let acknowledgements = Mutex(0)
    let deltas = Mutex(0)
    private let asked = Mutex(0)
    private let client: HubClient
    private let mix: WorkloadMix

    init(client: HubClient, mix: WorkloadMix) { (self.client, self.mix) = (client, mix) }

    /// One client, in one session, until `isOver`.
    func run(client number: Int, session: String, seed: UInt64, isOver: @Sendable () -> Bool) async {
        var random = SeededGenerator(seed: seed)
        var count = 0
        while !isOver(), !Task.isCancelled {
            count += 1
            let message = makeMessage(word: "w\(seed % 1000)c\(number)n\(count)", session: session, using: &random)
            if Double.random(in: 0..<1, using: &random) < mix.duplicate {
                async let first: Void = deliver(message)
                async let second: Void = deliver(message)
                _ = await (first, second)
            } else {
                await deliver(message)
            }
            if Double.random(in: 0..<1, using: &random) < mix.cancel { await cancel(session) }
            try? await Task.sleep(for: .milliseconds(Int.random(in: mix.pause, using: &random)))
        }
    }

    private func makeMessage(word: String, session: String, using random: inout SeededGenerator) -> History.Message {
        let roll = Double.random(in: 0..<1, using: &random)
        if roll < mix.asking,
            asked.withLock({ count in
                count += 1
                return count <= mix.askingLimit
            })
        {
            return .init(word: word, kind: .asking, sessionID: session, text: "run echo \(word) >> ~/outside.log")
        }
        if roll < mix.asking + mix.slow {
            let text = "run echo \(word) >> log.txt; for i in 1 2 3 4 5; do echo \(word) says $i; sleep 0.08; done"
            return .init(word: word, kind: .slow, sessionID: session, text: text)
        }
        return .init(word: word, kind: .plain, sessionID: session, text: "run echo \(word) >> log.txt")
    }

    /// Sends until the hub has answered, under one key; an answer that got lost is asked for again.
    private func deliver(_ message: History.Message) async {
        for _ in 0..<8 where !Task.isCancelled {
            let operation = recorder.newOperation()
            recorder.record(.sendBegan(operation: operation, message))
            do {
                let sent = try await client.send(message.text, to: message.sessionID, idempotencyKey: message.word)
                recorder.record(
                    .sendEnded(operation: operation, .ok(messageID: sent.messageID, interactionID: sent.interactionID))
                )
                acknowledgements.withLock { $0 += 1 }
                return
            } catch let error as WireError
                where error.status < 500 && !error.is(.idempotencyInProgress) && !error.is(.rateLimited)
            {
                recorder.record(.sendEnded(operation: operation, .failed(error.code)))
                return
            } catch {
                recorder.record(.sendEnded(operation: operation, .unknown("\(error)")))
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func cancel(_ session: String) async {
        recorder.record(.cancelBegan(sessionID: session))
        let answer = try? await client.call("POST", "/sessions/\(session)/cancel")
        recorder.record(.cancelled(interactionIDs: answer?["cancelled"]?.arrayValue?.compactMap(\.stringValue) ?? []))
    }

    /// The owner: decides about each question once, or leaves it.
    func decide(seed: UInt64) async {
        var random = SeededGenerator(seed: seed)
        var plans: [String: ApprovalDecision?] = [:]
        while !Task.isCancelled {
            for question in (try? await client.approvals(status: .pending)) ?? [] {
                if plans[question.id] == nil {
                    let roll = Double.random(in: 0..<1, using: &random)
                    plans[question.id] = .some(roll < mix.approve ? .approve : roll < mix.approve + mix.deny ? .deny : nil)
                }
                guard let decision = plans[question.id] ?? nil else { continue }
                if (try? await client.decide(question.id, decision)) != nil {
                    recorder.record(.decided(approvalID: question.id, decision))
                    plans[question.id] = .some(nil)
                }
            }
            try? await Task.sleep(for: .milliseconds(60))
        }
    }
}
