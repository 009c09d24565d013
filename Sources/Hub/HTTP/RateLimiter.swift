// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// How many requests of a kind fit, and how fast they come back (facts A1, "Buckets").
struct RateBucket: Sendable, Hashable {
    let name: String
    let capacity: Double
    /// Tokens a second.
    let refill: Double

    static let message = RateBucket(name: "msg", capacity: 30, refill: 10)
    static let delta = RateBucket(name: "delta", capacity: 200, refill: 100)
    static let task = RateBucket(name: "task", capacity: 60, refill: 30)
    static let approval = RateBucket(name: "approval", capacity: 10, refill: 2)
    static let other = RateBucket(name: "default", capacity: 30, refill: 10)
    /// What a signed-in person's page may do.
    static let user = RateBucket(name: "user", capacity: 300, refill: 100)
    /// Pairing by address.
    static let pairing = RateBucket(name: "pairing", capacity: 60, refill: 2)
    /// Claims of pairing codes, by user (THREATS 18: five a minute), and by everybody together.
    static let claim = RateBucket(name: "claim", capacity: 5, refill: 5.0 / 60)
    static let claimBreaker = RateBucket(name: "claim_breaker", capacity: 50, refill: 50.0 / 60)
    /// Wrong credentials by address: 100 in ten minutes.
    static let failedCredential = RateBucket(name: "failed_credential", capacity: 100, refill: 100.0 / 600)
}

/// Token buckets in memory, by bucket and owner.
final class RateLimiter: Sendable {
    private struct Level {
        var tokens: Double
        var at: Int64
    }

    private struct Key: Hashable {
        let bucket: RateBucket
        let owner: String
    }

    private let clock: WallClock
    private let levels = Mutex<[Key: Level]>([:])
    private static let maximumOwners = 100_000

    init(clock: WallClock) { self.clock = clock }

    /// Takes one token.
    /// - Returns: The headers that tell the client where it stands.
    /// - Throws: `rate_limited` with the time to wait.
    @discardableResult
    func take(_ bucket: RateBucket, owner: String) throws(HubError) -> HTTPFields {
        let now = clock.now()
        let remaining = levels.withLock { levels -> Double in
            let key = Key(bucket: bucket, owner: owner)
            if levels[key] == nil, levels.count >= Self.maximumOwners { levels.removeAll(keepingCapacity: true) }
            let level = levels[key] ?? Level(tokens: bucket.capacity, at: now)
            let refilled = min(bucket.capacity, level.tokens + Double(max(0, now - level.at)) / 1000 * bucket.refill)
            let remaining = refilled - 1
            levels[key] = Level(tokens: max(remaining, refilled < 1 ? refilled : 0), at: now)
            return remaining
        }
        guard remaining >= 0 else {
            let milliseconds = Int64((-remaining / bucket.refill * 1000).rounded(.up))
            throw HubError(
                .rateLimited,
                "Too many requests of this kind. Wait and send it again.",
                details: ["bucket": .string(bucket.name)],
                retryAfterMilliseconds: max(1, milliseconds)
            )
        }
        return [
            .rateLimitBucket: bucket.name,
            .rateLimitLimit: String(Int(bucket.capacity)),
            .rateLimitRemaining: String(Int(remaining)),
            .rateLimitResetAfter: String(Int(((bucket.capacity - remaining) / bucket.refill).rounded(.up))),
            .rateLimitScope: "installation",
        ]
    }

    /// Whether a token is there, without taking it.
    func hasToken(_ bucket: RateBucket, owner: String) -> Bool {
        let now = clock.now()
        return levels.withLock { levels in
            guard let level = levels[Key(bucket: bucket, owner: owner)] else { return true }
            return level.tokens + Double(max(0, now - level.at)) / 1000 * bucket.refill >= 1
        }
    }
}
