// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Bounds and intervals of one WebSocket. Sizes are bytes of payload unless said otherwise.
public struct WebSocketConfiguration: Sendable {
    /// The largest payload of one frame, judged from its header before any of it is kept (close code 1009).
    public var maxFrameSize = 1 << 20
    /// The largest message, over all its fragments, judged from each fragment's header (1009).
    public var maxMessageSize = 1 << 20
    /// The most fragments that one message may come in (1008).
    public var maxFragments = 1 << 17
    /// Time between keep-alive pings, or nil for none.
    public var pingInterval: TimeAmount? = .seconds(25)
    /// How long any byte from the peer may take after a ping before the pong counts as missed. At most `pingInterval`.
    public var pongTimeout: TimeAmount = .seconds(10)
    /// How many pongs in a row may be missed before ``WebSocketDelegate/pongsMissed(on:)`` is asked. At least 1.
    public var missedPongs = 3
    /// The close code for missed pongs unless the delegate says otherwise.
    public var missedPongsCloseCode = WebSocketCloseCode(unchecked: 4001)
    /// How long the peer has to answer a close frame before the connection is cut (RFC 6455, 7.1.1).
    public var closeTimeout: TimeAmount = .seconds(5)
    /// Bytes, frame headers included, that may wait in the channel before ``WebSocket/isWritable`` turns false. It turns true at half of it.
    public var outboundHighWater = 1 << 20
    /// Bytes that may wait before a slow reader is cut off without a closing handshake, reported as 1013.
    public var maxOutboundBytes = 16 << 20
    /// Server: time for the first request head, and again for the upgrade's decision.
    /// Client: time from the first packet to the finished opening handshake.
    public var handshakeTimeout: TimeAmount = .seconds(10)

    /// The defaults above.
    public init() {}
}

/// A configuration that thousands of sockets share.
final class SharedConfiguration: Sendable {
    let value: WebSocketConfiguration

    init(_ value: WebSocketConfiguration) {
        self.value = value
    }
}
