// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#endif

/// Keeps what a runtime starts recognisable as its offspring.
enum ProcessFamily {
    /// Orphans of this process's children become its own children, not init's (prctl(2), PR_SET_CHILD_SUBREAPER).
    static func adoptOrphans() {
        #if canImport(Glibc)
        let setChildSubreaper: Int32 = 36
        _ = prctl(setChildSubreaper, 1, 0, 0, 0)
        #endif
    }
}
