// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
internal import BridgeProtocol
public import Calls
public import NIOCore
internal import NIOHTTP1

/// One JSON call to a hub: path, body and headers in, the envelope's result out.
public struct HubTransport: Sendable {
    /// The hub's origin: `http://localhost:8787`. No slash at the end.
    public let origin: String
    private let http: HTTPClient

    /// - Parameter http: A client that follows no redirects: a token must not go where it does not belong.
    public init(origin: String, http: HTTPClient) {
        self.origin = origin
        self.http = http
    }

    /// A client's configuration that fits: no redirects, limits on time.
    public static var httpConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(60))
        )
        // Who wants to try again does so; a hub that is not there is known at once, not after ten seconds.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// What came back, with the headers that some callers look at.
    public struct Answer: Sendable {
        public let result: JSONValue
        public let headers: [String: String]
    }

    /// - Parameters:
    ///   - method: `GET`, `POST`, `PATCH`.
    ///   - path: From the root, with its query.
    ///   - body: For all but GET; nil is an empty object.
    /// - Throws: ``WireError`` when the hub answered with an error; the client's own errors when it did not answer.
    public func call(
        _ method: String,
        _ path: String,
        body: JSONValue? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        let response = try await execute(method, path, body: body, headers: headers, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 32 << 20)
        var fields: [String: String] = [:]
        for (name, value) in response.headers { fields[name.lowercased()] = value }
        return Answer(
            result: try Envelope.open(status: Int(response.status.code), body: Array(bytes.readableBytesView)),
            headers: fields
        )
    }

    /// The response itself, for streams and pages.
    public func execute(
        _ method: String,
        _ path: String,
        body: JSONValue? = nil,
        headers: [(String, String)] = [],
        timeout: TimeAmount
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: origin + path)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if method != "GET" {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes((body ?? [:]).canonicalBytes)
        }
        return try await http.execute(request, timeout: timeout)
    }
}
