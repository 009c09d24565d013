// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import BridgeProtocol
internal import Calls
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// `POST /v1/bridge/*` with the token of one installation, to the one hub that gave it.
final class BridgeAPI: Sendable {
    private let address: HubAddress
    private let token: String
    private let http: HTTPClient
    /// Of the connection that is open now; the hub refuses writes for an older one.
    private let generation = Mutex<Int64?>(nil)

    init(address: HubAddress, token: String, http: HTTPClient) {
        self.address = address
        self.token = token
        self.http = http
    }

    func set(generation: Int64?) { self.generation.withLock { $0 = generation } }

    /// One try.
    /// - Throws: ``WireError`` for an answer that is an error; the client's errors when there is none.
    func post(_ route: String, _ body: JSONValue, idempotencyKey: String? = nil) async throws -> JSONValue {
        var request = HTTPClientRequest(url: "\(address.origin)/v1/bridge/\(route)")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Content-Type", value: "application/json")
        if let generation = generation.withLock({ $0 }) {
            request.headers.add(name: generationHeader, value: String(generation))
        }
        if let idempotencyKey { request.headers.add(name: IdempotencyKey.header, value: idempotencyKey) }
        request.body = .bytes(body.canonicalBytes)
        let response = try await http.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return try Envelope.open(status: Int(response.status.code), body: Array(bytes.readableBytesView))
    }

    /// Tries until the hub has answered for good.
    /// - Throws: ``WireError`` that another try would not change; `CancellationError`.
    func postUntilAnswered(_ route: String, _ body: JSONValue, idempotencyKey: String? = nil) async throws -> JSONValue {
        var backoff = Backoff()
        while true {
            do {
                return try await post(route, body, idempotencyKey: idempotencyKey)
            } catch let error as WireError where !error.isWorthRetrying {
                throw error
            } catch let error as WireError {
                let told = error.retryAfterMilliseconds.map { Duration.milliseconds($0) }
                try await Task.sleep(for: told ?? backoff.delay())
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                try Task.checkCancellation()
                try await Task.sleep(for: backoff.delay())
            }
        }
    }
}

extension WireError {
    /// Whether the same request may get another answer later.
    var isWorthRetrying: Bool {
        status >= 500 || status == 429 || self.is(.idempotencyInProgress) || self.is(.displaced)
    }
}
