// SPDX-License-Identifier: Apache-2.0

#if DEBUG

    internal import Foundation

    /// A mistake that a test plants on purpose, to prove that the history checker finds it (docs/testing.md).
    ///
    /// Debug builds alone have this; it reads `DRAWBRIDGE_TEST_DEFECT`, a list of names with commas between.
    enum TestDefect: String {
        /// Acknowledgements of connectors are forgotten, so that every connection gets everything again. A connector copes.
        case redeliver = "hub-redeliver"
        /// Every page of updates goes out backwards.
        case deliverOutOfOrder = "hub-deliver-out-of-order"
        /// Every seventh event does not reach those who listen.
        case loseStreamEvents = "hub-lose-stream-events"
        /// Deltas say that they begin one byte earlier than they do.
        case moveDeltas = "hub-move-deltas"
        /// The record of an idempotency key is not looked for.
        case forgetIdempotency = "hub-forget-idempotency"

        private static let planted = Set(
            (ProcessInfo.processInfo.environment["DRAWBRIDGE_TEST_DEFECT"] ?? "").split(separator: ",").map(String.init)
        )

        var isPlanted: Bool { Self.planted.contains(rawValue) }
    }

#endif
