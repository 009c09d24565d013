// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// kill -9 of hub and connector at random points, mid-stream and right after an acknowledged message: nothing that
    /// was acknowledged is lost, nothing happens twice, order is kept.
    ///
    /// `DRAWBRIDGE_E2E_ROUNDS` sets how often the nemesis strikes in each run, `DRAWBRIDGE_E2E_SEED` what happens.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct Crashes {
        private static let environment = ProcessInfo.processInfo.environment
        private static let rounds = environment["DRAWBRIDGE_E2E_ROUNDS"].flatMap(Int.init)
        private static let seed = environment["DRAWBRIDGE_E2E_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...999_999)

        @Test func hubAndConnectorApart() async throws {
            try await expectNothingBroken(CrashRun(seed: Self.seed, rounds: Self.rounds ?? 12))
        }

        @Test func everythingInOneProcess() async throws {
            try await expectNothingBroken(CrashRun(seed: Self.seed &+ 1, form: .together, rounds: Self.rounds ?? 8))
        }

        /// The hub may say everything again: a connector does it once.
        @Test func aHubThatRepeatsItself() async throws {
            let run = CrashRun(
                seed: Self.seed &+ 2,
                rounds: Self.rounds.map { $0 / 4 } ?? 4,
                parts: [.hub],
                defects: ["hub-redeliver"]
            )
            try await expectNothingBroken(run)
        }

        private func expectNothingBroken(_ run: CrashRun) async throws {
            let report = try await run.run()
            #expect(report.violations.isEmpty, "DRAWBRIDGE_E2E_SEED=\(Self.seed): \(report.violations)")
            // A run in which nothing happened proves nothing.
            #expect(report.messages > 10 && report.executions > 5 && report.events > 30, "\(report)")
            #expect(report.crashes == run.rounds)
            print(
                "\(run.form), \(report.crashes) crashes: \(report.messages) messages, \(report.executions) executions,",
                "\(report.questions) questions, \(report.events) events"
            )
        }
    }

    /// The checker is worth something if it finds mistakes: each of these is planted in the real executable.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct PlantedDefects {
        private func expect(_ rules: HistoryChecker.Rule..., in run: CrashRun) async throws {
            var run = run
            run.patience = patience
            run.breath = 100...600
            run.calm = .seconds(2)
            // What strikes only now and then gets a second and a third chance.
            var seen: [HistoryChecker.Violation] = []
            for attempt in 0..<3 {
                run.seed &+= UInt64(attempt)
                let report = try await run.run()
                if report.has(Set(rules)) { return }
                seen += report.violations
            }
            Issue.record("\(run.defects) was not found; found was \(seen)")
        }

        private var patience: Duration { .seconds(5) }

        /// No questions, no cancelling: what is planted shows alone.
        private var plain: WorkloadMix {
            var mix = WorkloadMix()
            (mix.asking, mix.cancel, mix.duplicate) = (0, 0, 0)
            return mix
        }

        private var asking: WorkloadMix {
            var mix = plain
            (mix.asking, mix.slow, mix.approve, mix.deny) = (0.7, 0, 0.4, 0.6)
            return mix
        }

        @Test func aHubThatAcknowledgesBeforeTheCommit() async throws {
            try await expect(
                .acknowledgedMessageLost,
                in: CrashRun(
                    seed: 1,
                    rounds: 3,
                    parts: [.hub],
                    moments: [.afterAcknowledgement],
                    delay: 0...5,
                    defects: ["storage-acknowledge-before-commit"],
                    mix: plain
                )
            )
        }

        @Test func aConnectorThatAcknowledgesBeforeStoring() async throws {
            try await expect(
                .noAnswer,
                .notExecuted,
                in: CrashRun(
                    seed: 2,
                    rounds: 3,
                    parts: [.connector],
                    moments: [.afterAcknowledgement],
                    delay: 60...120,
                    defects: ["connector-acknowledge-before-storing"],
                    mix: plain
                )
            )
        }

        /// Without a defect the same runs, as short of patience, break nothing: "no answer" above is not just "not yet".
        @Test func withoutADefectNothingIsFound() async throws {
            let run = CrashRun(
                seed: 2,
                rounds: 3,
                parts: [.connector],
                moments: [.afterAcknowledgement],
                delay: 60...120,
                down: 600...900,
                breath: 100...600,
                mix: plain,
                patience: patience
            )
            let report = try await run.run()
            #expect(report.violations.isEmpty, "\(report.violations)")
        }

        @Test func aConnectorThatRepeatsStartedTurns() async throws {
            var mix = plain
            mix.slow = 1
            try await expect(
                .executedTwice,
                in: CrashRun(
                    seed: 3,
                    rounds: 2,
                    parts: [.connector],
                    moments: [.midStream],
                    defects: ["connector-rerun-started-turns"],
                    mix: mix
                )
            )
        }

        @Test func aHubThatDeliversOutOfOrder() async throws {
            try await expect(
                .noAnswer,
                .executionOrder,
                in: CrashRun(
                    seed: 4,
                    rounds: 2,
                    parts: [.connector],
                    down: 600...900,
                    defects: ["hub-deliver-out-of-order"],
                    mix: plain
                )
            )
        }

        @Test func aConnectorThatDoesNotDedupe() async throws {
            try await expect(
                .executedTwice,
                in: CrashRun(
                    seed: 5,
                    rounds: 1,
                    parts: [.hub],
                    defects: ["hub-redeliver", "connector-forget-dedupe"],
                    mix: plain
                )
            )
        }

        @Test func aConnectorThatIgnoresTheDecision() async throws {
            try await expect(
                .executedWithoutApproval,
                in: CrashRun(seed: 6, rounds: 0, defects: ["connector-ignore-decision"], mix: asking)
            )
        }

        @Test func aConnectorThatDoesNotRedeem() async throws {
            var mix = asking
            mix.approve = 1
            try await expect(
                .approvalNotRedeemedOnce,
                in: CrashRun(seed: 7, rounds: 0, defects: ["connector-skip-redeem"], mix: mix)
            )
        }

        @Test func aHubThatLosesStreamEvents() async throws {
            try await expect(
                .eventSeqGap,
                in: CrashRun(seed: 8, rounds: 0, defects: ["hub-lose-stream-events"], mix: plain)
            )
        }

        @Test func aHubThatMovesDeltas() async throws {
            var mix = plain
            mix.slow = 1
            try await expect(
                .deltaContradicts,
                .streamedTextDiffers,
                in: CrashRun(seed: 9, rounds: 0, defects: ["hub-move-deltas"], mix: mix)
            )
        }

        @Test func aHubThatForgetsIdempotencyKeys() async throws {
            var mix = plain
            mix.duplicate = 1
            try await expect(
                .messageTwice,
                in: CrashRun(seed: 10, rounds: 0, defects: ["hub-forget-idempotency"], mix: mix)
            )
        }
    }
}
