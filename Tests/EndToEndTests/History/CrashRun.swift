// SPDX-License-Identifier: Apache-2.0

import BridgeProtocol
import Calls
import Client
import Synchronization

/// One experiment: clients work, a nemesis kills, everything comes to rest, the history is checked.
struct CrashRun: Sendable {
    /// When the nemesis strikes.
    enum Moment: String, Sendable, CaseIterable {
        case anyTime
        case afterAcknowledgement
        case midStream
    }

    var seed: UInt64
    var form = Deployment.Form.separate
    /// How often the nemesis strikes; where it never does, the clients work for ``calm``.
    var rounds = 4
    var parts = Deployment.Part.allCases
    var moments = Moment.allCases
    /// Milliseconds between the moment and the kill.
    var delay = 0...40
    /// Milliseconds until what was killed starts again.
    var down = 0...300
    /// Milliseconds between a restart and the next strike.
    var breath = 300...1800
    var calm = Duration.seconds(4)
    var defects: [String] = []
    var mix = WorkloadMix()
    var clients = 3
    /// How long nothing may happen, with answers still missing, until the run counts as over.
    var patience = Duration.seconds(20)

    struct Report: Sendable {
        let violations: [HistoryChecker.Violation]
        let messages: Int
        let executions: Int
        let questions: Int
        let events: Int
        let crashes: Int

        func has(_ rules: Set<HistoryChecker.Rule>) -> Bool { violations.contains { rules.contains($0.rule) } }
    }

    func run() async throws -> Report {
        try await withMachine { machine in
            let deployment = Deployment(machine: machine, form: form, defects: defects)
            try await deployment.start()
            let client = try await machine.signIn()
            let workload = Workload(client: client, mix: mix)
            let first = try await Chat.open(client, title: "1")
            var sessions = [first.sessionID]
            for number in 2...max(2, clients) {
                sessions.append(try await client.createSession(installationID: first.installationID, title: "\(number)"))
            }
            try await deployment.plantLateDefects()
            let position = try await client.position()
            let readers = [1, 2].map { StreamReader(number: $0, client: client, from: position, recorder: workload.recorder) }
            try await work(deployment, workload, client, sessions, readers, machine)
            return report(workload.recorder.snapshot)
        }
    }

    private func work(
        _ deployment: Deployment,
        _ workload: Workload,
        _ client: HubClient,
        _ sessions: [String],
        _ readers: [StreamReader],
        _ machine: Machine
    ) async throws {
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Void.self) { background in
            for reader in readers {
                background.addTask {
                    await reader.run { event in
                        if event.known == .messageDelta { workload.deltas.withLock { $0 += 1 } }
                    }
                }
            }
            background.addTask { await workload.decide(seed: seed &+ 77) }
            defer { background.cancelAll() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<clients {
                    let session = sessions[number % sessions.count]
                    group.addTask {
                        await workload.run(client: number, session: session, seed: seed &+ UInt64(number)) { isOver.isSet }
                    }
                }
                group.addTask {
                    defer { isOver.set() }
                    try await torment(deployment, workload)
                }
                try await group.waitForAll()
            }
            await observe(workload.recorder, client, sessions, readers, machine)
        }
    }

    /// The nemesis.
    private func torment(_ deployment: Deployment, _ workload: Workload) async throws {
        var random = SeededGenerator(seed: seed &+ 999)
        guard rounds > 0 else { return try await Task.sleep(for: calm) }
        for _ in 0..<rounds {
            // Time to work in between.
            try await Task.sleep(for: .milliseconds(Int.random(in: breath, using: &random)))
            let part = parts.randomElement(using: &random) ?? .hub
            let moment = moments.randomElement(using: &random) ?? .anyTime
            switch moment {
            case .anyTime: try await Task.sleep(for: .milliseconds(Int.random(in: 100...900, using: &random)))
            case .afterAcknowledgement: await rise(of: workload.acknowledgements)
            case .midStream: await rise(of: workload.deltas)
            }
            let delay = Int.random(in: delay, using: &random)
            if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
            await deployment.kill(part)
            workload.recorder.record(.crashed("\(part) \(moment)"))
            try await Task.sleep(for: .milliseconds(Int.random(in: down, using: &random)))
            try await deployment.restart()
        }
    }

    /// Waits until a count rises, or for a while.
    private func rise(of count: borrowing Mutex<Int>) async {
        let before = count.withLock { $0 }
        for _ in 0..<3000 {
            if count.withLock({ $0 }) > before { return }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Every message has its answer, and nobody is asked anything.
    private func isAtRest(_ client: HubClient, _ sessions: [String]) async -> Bool {
        do {
            guard try await client.approvals(status: .pending).isEmpty else { return false }
            for session in sessions {
                let messages = try await client.messages(of: session)
                let answered = Set(messages.filter { $0.role == .agent && $0.state == .final }.map(\.interactionID))
                guard messages.allSatisfy({ $0.role == .agent ? $0.state == .final : answered.contains($0.interactionID) }) else {
                    return false
                }
            }
            return true
        } catch {
            // The hub is on its way back.
            return false
        }
    }

    /// Waits until nothing happens any more, and records how everything stands then.
    private func observe(
        _ recorder: HistoryRecorder,
        _ client: HubClient,
        _ sessions: [String],
        _ readers: [StreamReader],
        _ machine: Machine
    ) async {
        // Whatever does not come to rest, the checker names. As long as something happens, there is no hurry.
        var seen = -1
        var lastProgress = ContinuousClock.now
        _ = try? await eventually("rest", within: .seconds(300), every: .milliseconds(200)) { () -> Void? in
            let count = recorder.count
            if count != seen { (seen, lastProgress) = (count, .now) }
            if ContinuousClock.now - lastProgress > patience { throw TooLate(description: "nothing happens any more") }
            return await isAtRest(client, sessions).asCondition
        }
        // Presence and other stragglers are events too.
        _ = try? await eventually("the end of the stream", within: .seconds(10), every: .milliseconds(300)) { () -> Void? in
            let position = try await client.position()
            guard readers.allSatisfy({ $0.position == position }) else { return nil }
            return ()
        }
        do {
            for session in sessions { recorder.record(.messages(sessionID: session, try await client.messages(of: session))) }
            recorder.record(.approvals(try await client.approvals(status: nil)))
            recorder.record(.streamEnded(at: try await client.position()))
        } catch {
            recorder.record(.crashed("the hub does not answer at the end: \(error)"))
        }
        for line in machine.text(of: machine.hubLog).split(separator: "\n") where line.contains("approval_redeemed") {
            if let id = (try? JSONValue(parsing: String(line)))?["approval_id"]?.stringValue {
                recorder.record(.redeemed(approvalID: id))
            }
        }
        for file in [machine.workspace + "/log.txt", machine.home + "/outside.log"] {
            recorder.record(.executed(machine.text(of: file).split(separator: "\n").map(String.init)))
        }
    }

    private func report(_ history: History) -> Report {
        var messages = 0
        var executions = 0
        var questions = 0
        var events = 0
        var crashes = 0
        for entry in history.entries {
            switch entry {
            case .messages(_, let list): messages += list.filter { $0.role == .user }.count
            case .executed(let words): executions += words.count
            case .approvals(let list): questions = list.count
            case .event: events += 1
            case .crashed: crashes += 1
            default: break
            }
        }
        return Report(
            violations: HistoryChecker.check(history),
            messages: messages,
            executions: executions,
            questions: questions,
            events: events,
            crashes: crashes
        )
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
