// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What this way of running cannot protect, in plain words (THREATS 1): better said than assumed.
public enum Protection {
    public static var limits: [String] {
        var limits = [
            "the agent runs as your own user, so the gate is all that stands between it and your files;"
                + " an installed service with a user of its own protects more."
        ]
        #if os(Linux)
            if !FileManager.default.fileExists(atPath: "/proc/self/stat") {
                limits.append("there is no /proc here, so a command that the agent starts cannot be told from yours.")
            }
        #else
            limits.append("on this system a command that the agent starts cannot be told from yours.")
        #endif
        return limits
    }
}
