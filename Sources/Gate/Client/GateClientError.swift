// SPDX-License-Identifier: Apache-2.0

/// Why the gate gave no answer. Whoever asked does not run the call (rule 3 of the design: fail closed).
public enum GateClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No socket, no listener, or one of another user.
    case unreachable(path: String, reason: String)
    /// The connection ended before the answer came.
    case connectionLost
    case timedOut
    /// The gate refused the request itself.
    case refused(code: String, message: String)
    /// An answer that is none.
    case badAnswer(String)

    public var description: String {
        let reason =
            switch self {
            case .unreachable(let path, let reason): "it cannot be reached at \(path) (\(reason))"
            case .connectionLost: "the connection to it ended"
            case .timedOut: "it took too long"
            case .refused(let code, let message): "it refused the question (\(code): \(message))"
            case .badAnswer(let what): "its answer is not one (\(what))"
            }
        return "the gate did not answer: \(reason). The call does not run"
    }
}
