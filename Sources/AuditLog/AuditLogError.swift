// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why the log cannot be opened or written. Whoever needs the entry must not go on without it.
public enum AuditLogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process writes this log.
    case inUse(path: String)
    /// The last entry does not carry its own hash: somebody changed the file. `verify` says where.
    case damaged(path: String, reason: String)
    /// A system call failed.
    case system(call: String, path: String, code: Int32)
    /// An earlier failure could not be undone; the log takes no more entries until it is opened again.
    case stopped(path: String)
    /// A member's name is one of the log's own (`ts`, `seq`, `prev`, `hash`), is given twice or is not plain ASCII.
    case badMember(String)

    public var description: String {
        switch self {
        case .inUse(let path): "\(path) is being written by another process: end that one first"
        case .damaged(let path, let reason):
            "\(path) was changed since it was written (\(reason)): run `drawbridge log verify`, then move the file aside"
        case .system(let call, let path, let code): "\(call) failed on \(path): \(String(cString: strerror(code)))"
        case .stopped(let path): "\(path) takes no more entries after a failed write: make room on the disk and start again"
        case .badMember(let name): "\"\(name)\" cannot name a member of an audit entry"
        }
    }
}
