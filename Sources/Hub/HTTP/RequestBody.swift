// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Request {
    /// The JSON object in the body; no body at all is an empty object.
    ///
    /// - Throws: `payload_too_large`, or `invalid_request` with the byte where the JSON breaks.
    func jsonFields() async throws -> Fields {
        if let length = headers[.contentLength].flatMap(Int.init), length > Limits.body { throw Self.tooLarge }
        var request = self
        let buffer: ByteBuffer
        do {
            buffer = try await request.collectBody(upTo: Limits.body)
        } catch let error as HTTPError where error.status == .contentTooLarge {
            throw Self.tooLarge
        }
        guard buffer.readableBytes > 0 else { return try Fields([:]) }
        do {
            return try Fields(JSONValue(parsing: Array(buffer.readableBytesView), limits: .init(depth: 64, bytes: Limits.body)))
        } catch let error as JSONParseError {
            throw HubError(.invalidRequest, "The body is not JSON that this hub takes: \(error).")
        }
    }

    private static var tooLarge: HubError { HubError(.payloadTooLarge, "The body is larger than \(Limits.body) bytes.") }

    /// Whether the body says that it is JSON.
    var hasJSONContentType: Bool {
        guard let type = headers[.contentType] else { return false }
        let mime = type.prefix { $0 != ";" }
        return mime.lowercased().filter { $0 != " " } == "application/json"
    }
}
