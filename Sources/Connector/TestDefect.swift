// SPDX-License-Identifier: Apache-2.0

#if DEBUG

    internal import Foundation

    /// A mistake that a test plants on purpose, to prove that the history checker finds it (docs/testing.md).
    ///
    /// Debug builds alone have this; it reads `DRAWBRIDGE_TEST_DEFECT`, a list of names with commas between.
    enum TestDefect: String {
        /// Updates are acknowledged some time before they are on disk.
        case acknowledgeBeforeStoring = "connector-acknowledge-before-storing"
        /// A turn that had begun is begun again after a restart.
        case rerunStartedTurns = "connector-rerun-started-turns"
        /// What came before is taken for new.
        case forgetDedupe = "connector-forget-dedupe"
        /// Every decision counts as an approval.
        case ignoreDecision = "connector-ignore-decision"
        /// An approval is used without asking the hub for it.
        case skipRedeem = "connector-skip-redeem"

        private static let planted = Set(
            (ProcessInfo.processInfo.environment["DRAWBRIDGE_TEST_DEFECT"] ?? "").split(separator: ",").map(String.init)
        )

        var isPlanted: Bool { Self.planted.contains(rawValue) }
    }

#endif
