// SPDX-License-Identifier: Apache-2.0

public import BridgeProtocol
public import Calls

/// One event of a user's stream.
public struct UserEvent: Sendable {
    /// Where the stream stands after it; nil for deltas, which are not stored.
    public let position: StreamPosition?
    /// A ``StreamEventType``, or a newer one.
    public let type: String
    public let data: JSONValue

    public var known: StreamEventType? { StreamEventType(rawValue: type) }
}

/// Reads `text/event-stream` (WHATWG HTML, 9.2.6) as far as the hub writes it.
struct ServerSentEventParser {
    private var line: [UInt8] = []
    private var id: String?
    private var type = ""
    private var data: [String] = []

    mutating func read(_ bytes: some Sequence<UInt8>) throws -> [UserEvent] {
        var events: [UserEvent] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            line.removeAll(keepingCapacity: true)
            if let event = try take(text) { events.append(event) }
        }
        return events
    }

    private mutating func take(_ text: String) throws -> UserEvent? {
        if text.isEmpty {
            defer {
                id = nil
                type = ""
                data = []
            }
            guard !data.isEmpty else { return nil }
            return UserEvent(
                position: id.flatMap(StreamPosition.init),
                type: type,
                data: try JSONValue(parsing: data.joined(separator: "\n"))
            )
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let value = String(parts[1].first == " " ? parts[1].dropFirst() : parts[1])
        switch parts[0] {
        case "id": id = value
        case "event": type = value
        case "data": data.append(value)
        default: break
        }
        return nil
    }
}
