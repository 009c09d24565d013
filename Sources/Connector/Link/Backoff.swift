// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next try: 1 s, ×1.8 each time, at most 30 s, and up to 250 ms more by chance,
/// so that many connectors do not come back at the same instant (facts A1).
struct Backoff: Sendable {
    private var next: Duration

    private static let first = Duration.seconds(1)
    private static let cap = Duration.seconds(30)
    private static let factor = 1.8
    private static let jitter = 0...250

    init() { next = Self.first }

    mutating func delay(using random: inout some RandomNumberGenerator) -> Duration {
        defer { next = min(Self.cap, next * Self.factor) }
        return next + .milliseconds(Int.random(in: Self.jitter, using: &random))
    }

    mutating func delay() -> Duration {
        var random = SystemRandomNumberGenerator()
        return delay(using: &random)
    }

    mutating func reset() { next = Self.first }
}
