// SPDX-License-Identifier: Apache-2.0

#if DEBUG

    internal import Foundation

    /// A mistake that a test plants on purpose, to prove that the history checker finds it (docs/testing.md).
    ///
    /// Debug builds alone have this; it reads `DRAWBRIDGE_TEST_DEFECT`, a list of names with commas between.
    enum TestDefect: String {
        /// Callers hear of their success before the commit.
        case acknowledgeBeforeCommit = "storage-acknowledge-before-commit"

        private static let planted = Set(
            (ProcessInfo.processInfo.environment["DRAWBRIDGE_TEST_DEFECT"] ?? "").split(separator: ",").map(String.init)
        )

        var isPlanted: Bool { Self.planted.contains(rawValue) }
    }

#endif
