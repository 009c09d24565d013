// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An append-only log of JSON lines in which every entry carries the hash of the one before it.
///
/// An entry is `{"ts", "seq", …, "prev", "hash"}`: `hash` is SHA-256 over the entry's canonical JSON (RFC 8785)
/// without `hash`, `prev` the hash of the entry before, 64 zeros for the first. What was changed, removed,
/// inserted or moved breaks the chain; ``AuditLog/verify(path:expecting:)`` says where. A tail that was cut off
/// shows only against a head that was kept elsewhere.
///
/// An entry is handed to the kernel with one `write(2)` before ``append(_:)`` returns, so it survives the end of
/// this process, kill -9 included. With ``Options/synchronizes`` it survives the end of the machine as well.
/// The gate leaves that off: a decision is asked for in the middle of a run, `fsync` costs milliseconds, and what
/// a power cut takes with the last entries it also takes with the runtime that asked.
public final class AuditLog: Sendable {
    public struct Options: Sendable {
        /// A file that has grown to this many bytes is set aside as `PATH.1`, `PATH.2`, …; the chain goes on in a new one.
        public var rotatesAt: Int
        /// Whether `append` waits for the disk (`fsync`).
        public var synchronizes: Bool
        /// Milliseconds since 1970.
        public var now: @Sendable () -> Int64

        public init(rotatesAt: Int = 64 << 20, synchronizes: Bool = false, now: (@Sendable () -> Int64)? = nil) {
            self.rotatesAt = rotatesAt
            self.synchronizes = synchronizes
            self.now = now ?? { systemMilliseconds() }
        }
    }

    public let path: String
    private let options: Options
    private let state: Mutex<State>

    struct State {
        var descriptor: Int32
        var lock: Int32
        var size: Int
        var head: AuditHead
        var isStopped = false
    }

    /// Opens the log and continues its chain; makes its folder (0700) and file (0600) if there are none.
    ///
    /// A last line that a killed process left half written is moved to `PATH.torn-SEQ` and an entry says so.
    /// - Throws: ``AuditLogError``.
    public init(path: String, options: Options = Options()) throws(AuditLogError) {
        self.path = path
        self.options = options
        let opened = try LogFile.open(path: path)
        state = Mutex(opened.state)
        if let torn = opened.torn {
            _ = try append([
                ("event", "torn_line"), ("bytes", .int(Int64(torn.bytes))), ("kept_in", .string(torn.keptIn)),
            ])
        }
    }

    deinit {
        state.withLock { state in
            close(state.descriptor)
            close(state.lock)
        }
    }

    /// The last entry's number and hash.
    public var head: AuditHead { state.withLock { $0.head } }

    /// Adds an entry with these members, in this order, after `ts` and `seq`.
    ///
    /// - Throws: ``AuditLogError``: the entry is not in the log, and what it would have recorded must not happen.
    @discardableResult
    public func append(_ members: [(String, AuditValue)]) throws(AuditLogError) -> AuditHead {
        for (index, (name, _)) in members.enumerated()
        where ["ts", "seq", "prev", "hash"].contains(name) || name.isEmpty
            || !name.utf8.allSatisfy({ (0x23..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") })
            || members[..<index].contains(where: { $0.0 == name })
        {
            throw .badMember(name)
        }
        let now = options.now()
        return try state.withLock { state throws(AuditLogError) in
            guard !state.isStopped else { throw .stopped(path: path) }
            if state.size >= options.rotatesAt { try LogFile.rotate(path: path, state: &state) }
            let (line, head) = Self.line(ts: now, after: state.head, members: members)
            try LogFile.write(line, path: path, state: &state)
            if options.synchronizes, fsync(state.descriptor) != 0 {
                let code = errno
                LogFile.undo(path: path, state: &state)
                throw .system(call: "fsync", path: path, code: code)
            }
            state.size += line.count
            state.head = head
            return head
        }
    }

    private static func line(ts: Int64, after last: AuditHead, members: [(String, AuditValue)]) -> ([UInt8], AuditHead) {
        let all: [(String, AuditValue)] =
            [("ts", .int(ts)), ("seq", .int(last.seq + 1))] + members + [("prev", .string(last.hash))]
        var encoded: [(name: String, json: ArraySlice<UInt8>)] = []
        encoded.reserveCapacity(all.count + 1)
        for (name, value) in all {
            var json: [UInt8] = []
            value.write(to: &json)
            encoded.append((name, json[...]))
        }
        let hash = AuditEntry.hash(of: encoded)
        var line: [UInt8] = [UInt8(ascii: "{")]
        for member in encoded {
            AuditValue.write(member.name, to: &line)
            line.append(UInt8(ascii: ":"))
            line.append(contentsOf: member.json)
            line.append(UInt8(ascii: ","))
        }
        line.append(contentsOf: "\"hash\":\"\(hash)\"}\n".utf8)
        return (line, AuditHead(seq: last.seq + 1, hash: hash))
    }
}

private func systemMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
