// SPDX-License-Identifier: Apache-2.0

/// Where a client's mask keys and handshake keys come from (RFC 6455, 5.3 and 10.3). Must be unpredictable outside tests.
public struct WebSocketRandomness: Sendable {
    let next: @Sendable () -> UInt64

    public init(next: @escaping @Sendable () -> UInt64) {
        self.next = next
    }

    /// The operating system's generator.
    public static let system = Self { UInt64.random(in: .min ... .max) }
}
