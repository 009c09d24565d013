// SPDX-License-Identifier: Apache-2.0

internal import BridgeProtocol
internal import Calls
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An error that the peer is told about, as the protocol writes it.
typealias HubError = WireError

extension Response {
    /// A JSON answer.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: value.canonicalBytes)))
    }

    /// `{"ok": true, "result": …}`.
    static func success(_ result: JSONValue = [:]) -> Response { .json(Envelope.success(result)) }

    /// `{"ok": false, "error": …}` with the status of the error.
    static func failure(_ error: HubError) -> Response {
        var headers: HTTPFields = [:]
        if let milliseconds = error.retryAfterMilliseconds {
            headers[.retryAfter] = String(max(1, (milliseconds + 999) / 1000))
        }
        return .json(Envelope.failure(error), status: .init(code: error.status), headers: headers)
    }
}
