// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
internal import BridgeProtocol
internal import Calls
internal import NIOCore
internal import NIOHTTP1

/// Pairs this machine with a hub: shows a code, waits until its owner has typed it into a signed-in page.
public struct PairingClient: Sendable {
    public enum Event: Sendable {
        /// Show the code; it is good until then, in milliseconds since 1970.
        case started(code: String, expiresAt: Int64)
        case waiting
    }

    public struct Paired: Sendable {
        public let installationID: String
        /// The bridge token. Store it; never print it.
        public let token: String
        /// Who typed the code in.
        public let claimedBy: String
    }

    private let address: HubAddress
    private let http: HTTPClient
    private static let pollInterval = Duration.seconds(1)
    /// The hub says when the code has expired; without a hub that says so, this is the end.
    private static let patience = Duration.seconds(300)

    public init(address: HubAddress, http: HTTPClient) {
        self.address = address
        self.http = http
    }

    /// - Throws: ``PairingError``, or what kept the hub from being reached.
    public func pair(
        connectorType: String,
        hostLabel: String,
        report: @Sendable (Event) -> Void
    ) async throws -> Paired {
        let started: Fields
        do {
            started = try Fields(
                await post("start", ["connector_type": .string(connectorType), "host_label": .string(hostLabel)])
            )
        } catch let error where !(error is WireError || error is CancellationError) {
            throw PairingError.unreachable(hub: address.origin, reason: "\(error)")
        }
        let code = try started.string("code")
        let expiresAt = try started.optionalInteger("expires_at") ?? 0
        let pollToken = try started.string("poll_token")
        report(.started(code: code, expiresAt: expiresAt))
        var polls = 0
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            try await Task.sleep(for: Self.pollInterval)
            polls += 1
            if polls % 15 == 0 { report(.waiting) }
            let answer: JSONValue
            do {
                answer = try await post("poll", ["poll_token": .string(pollToken)])
            } catch let error as WireError where error.is(.codeExpired) || error.is(.notFound) {
                throw PairingError.codeExpired
            } catch let error as WireError where error.isWorthRetrying {
                continue
            } catch let error where !(error is WireError || error is CancellationError) {
                // The hub may have missed this one; the code may be typed in by now.
                continue
            }
            guard answer["status"] == "paired" else { continue }
            let fields = try Fields(answer)
            return Paired(
                installationID: try fields.string("installation_id"),
                token: try fields.string("token"),
                claimedBy: try fields.optionalString("claimed_by") ?? ""
            )
        }
        throw PairingError.timedOut
    }

    private func post(_ route: String, _ body: JSONValue) async throws -> JSONValue {
        var request = HTTPClientRequest(url: "\(address.origin)/v1/pairing/\(route)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(body.canonicalBytes)
        let response = try await http.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return try Envelope.open(status: Int(response.status.code), body: Array(bytes.readableBytesView))
    }
}

public enum PairingError: Error, Sendable, CustomStringConvertible {
    case codeExpired
    case refusedByOwner
    case unreachable(hub: String, reason: String)
    case timedOut

    public var description: String {
        switch self {
        case .codeExpired: "nobody typed the code in within two minutes; run pair again for a new one"
        case .refusedByOwner: "pairing was refused at this terminal; nothing was stored"
        case .unreachable(let hub, let reason): "\(hub) does not answer; is the address right, and the hub running? (\(reason))"
        case .timedOut: "the hub stopped answering; run pair again"
        }
    }
}
