// SPDX-License-Identifier: Apache-2.0

/// What the peer did wrong, as the close frame says it.
struct WebSocketViolation: Error, Equatable {
    let code: WebSocketCloseCode
    let reason: String

    static func protocolError(_ reason: String) -> Self { .init(code: .protocolError, reason: reason) }
    static func tooBig(_ reason: String) -> Self { .init(code: .messageTooBig, reason: reason) }
    static let notUTF8 = Self(code: .invalidPayload, reason: "text is not UTF-8")
}
