// SPDX-License-Identifier: Apache-2.0

/// Why a WebSocket was closed (RFC 6455, 7.4; IANA's WebSocket close code registry).
public struct WebSocketCloseCode: Sendable, Hashable, RawRepresentable {
    public let rawValue: UInt16

    /// A code that may stand in a close frame: 1000-1003, 1007-1014 and 3000-4999. Nil for any other (RFC 6455, 7.4.1 and 7.4.2).
    public init?(rawValue: UInt16) {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: self.rawValue = rawValue
        default: return nil
        }
    }

    init(unchecked rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// 1000: the purpose is fulfilled.
    public static let normal = Self(unchecked: 1000)
    /// 1001: the server shuts down, or the page was left.
    public static let goingAway = Self(unchecked: 1001)
    /// 1002: the peer broke the protocol.
    public static let protocolError = Self(unchecked: 1002)
    /// 1003: a kind of data that cannot be accepted.
    public static let unsupportedData = Self(unchecked: 1003)
    /// 1005: the peer's close frame held no code. Never sent: closing with it sends a close frame without a code.
    public static let noStatus = Self(unchecked: 1005)
    /// 1007: text that is not UTF-8.
    public static let invalidPayload = Self(unchecked: 1007)
    /// 1008: a rule of the application.
    public static let policyViolation = Self(unchecked: 1008)
    /// 1009: a frame or message above the limit.
    public static let messageTooBig = Self(unchecked: 1009)
    /// 1010: the client misses an extension.
    public static let mandatoryExtension = Self(unchecked: 1010)
    /// 1011: the server failed.
    public static let internalError = Self(unchecked: 1011)
    /// 1012: the service restarts.
    public static let serviceRestart = Self(unchecked: 1012)
    /// 1013: overloaded, or a reader too slow; try again later.
    public static let tryAgainLater = Self(unchecked: 1013)

    /// Whether the code may stand in a close frame.
    var isSendable: Bool { Self(rawValue: rawValue) != nil }
}

extension WebSocketCloseCode: CustomStringConvertible {
    public var description: String { String(rawValue) }
}
