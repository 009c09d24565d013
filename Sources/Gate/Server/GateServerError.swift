// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why the gate cannot listen.
public enum GateServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The socket's folder lets others in, or is not this user's.
    case unsafeFolder(path: String, reason: String)
    /// Another gate answers on this socket.
    case alreadyRunning(path: String)
    /// The path is longer than a Unix socket's can be.
    case pathTooLong(path: String, limit: Int)
    /// Something other than a socket stands there.
    case notASocket(path: String)
    case system(call: String, path: String, code: Int32)

    public var description: String {
        switch self {
        case .unsafeFolder(let path, let reason):
            "\(path) \(reason): make it yours alone (chown, chmod 700), or choose another data folder"
        case .alreadyRunning(let path): "a gate answers on \(path) already: end that one first"
        case .pathTooLong(let path, let limit):
            "\(path) is too long for a socket (at most \(limit) bytes): choose a shorter data folder"
        case .notASocket(let path): "\(path) is no socket: move it away"
        case .system(let call, let path, let code): "\(call) failed on \(path): \(String(cString: strerror(code)))"
        }
    }
}
