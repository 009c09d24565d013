// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import NIOCore

/// The text form of server-sent events (WHATWG HTML, 9.2).
enum ServerSentEvent {
    /// - Parameter data: One line; canonical JSON is.
    static func encode(id: StreamPosition?, event: String, data: String) -> ByteBuffer {
        var text = ""
        if let id { text += "id: \(id)\n" }
        text += "event: \(event)\ndata: \(data)\n\n"
        return ByteBuffer(string: text)
    }

    /// A line that clients ignore and proxies see.
    static let heartbeat = ByteBuffer(string: ": still here\n\n")
}
