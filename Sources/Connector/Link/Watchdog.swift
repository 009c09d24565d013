// SPDX-License-Identifier: Apache-2.0

/// Finds sockets that are dead without having closed: nothing came in for 30 s, or the machine slept (facts A1).
struct Watchdog: Sendable {
    enum Verdict: Sendable, Equatable {
        case fine
        case silent
        case slept
    }

    /// How often to look.
    static let interval = Duration.seconds(5)
    private static let silence = Duration.seconds(30)
    private static let sleepGap = Duration.seconds(12)

    private var lastTick: Duration?

    /// - Parameters:
    ///   - now: A clock that goes on while the machine sleeps.
    ///   - sinceInbound: How long ago the last byte came in.
    mutating func tick(now: Duration, sinceInbound: Duration) -> Verdict {
        defer { lastTick = now }
        if let lastTick, now - lastTick > Self.sleepGap { return .slept }
        return sinceInbound > Self.silence ? .silent : .fine
    }
}
