// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file behind an ``AuditLog``: opening with a torn tail, one write per line, rotation.
enum LogFile {
    struct Opened {
        var state: AuditLog.State
        var torn: (bytes: Int, keptIn: String)?
    }

    static func open(path: String) throws(AuditLogError) -> Opened {
        try makeFolder(of: path)
        let lockPath = path + ".lock"
        let lock = openFile(lockPath, O_RDWR | O_CREAT)
        guard lock >= 0 else { throw .system(call: "open", path: lockPath, code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(lock)
            if code == EWOULDBLOCK { throw .inUse(path: path) }
            throw .system(call: "flock", path: lockPath, code: code)
        }
        var descriptor: Int32 = -1
        do throws(AuditLogError) {
            descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND)
            guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
            guard fchmod(descriptor, 0o600) == 0 else { throw .system(call: "fchmod", path: path, code: errno) }
            let length = Int(lseek(descriptor, 0, SEEK_END))
            var tail = try tail(of: descriptor, path: path, length: length)
            if tail.lastLine == nil, let previous = AuditFiles.all(path: path).dropLast().last {
                tail.lastLine = try lastLine(ofRotated: previous)
            }
            var head = AuditHead.empty
            if let line = tail.lastLine {
                guard let entry = AuditEntry(line: line[...]), let seq = entry.integer("seq"), let hash = entry.string("hash"),
                    hash == entry.computedHash
                else { throw .damaged(path: path, reason: "its last entry does not carry its own hash") }
                head = AuditHead(seq: seq, hash: hash)
            }
            var torn: (bytes: Int, keptIn: String)?
            if !tail.torn.isEmpty {
                let aside = path + ".torn-\(head.seq + 1)"
                try keep(tail.torn, in: aside)
                guard ftruncate(descriptor, off_t(length - tail.torn.count)) == 0 else {
                    throw .system(call: "ftruncate", path: path, code: errno)
                }
                torn = (tail.torn.count, aside)
            }
            let state = AuditLog.State(descriptor: descriptor, lock: lock, size: length - tail.torn.count, head: head)
            return Opened(state: state, torn: torn)
        } catch {
            if descriptor >= 0 { close(descriptor) }
            close(lock)
            throw error
        }
    }

    static func write(_ line: [UInt8], path: String, state: inout AuditLog.State) throws(AuditLogError) {
        var written = 0
        repeat {
            written = line.withUnsafeBytes { systemWrite(state.descriptor, $0.baseAddress, $0.count) }
        } while written < 0 && errno == EINTR
        guard written != line.count else { return }
        let code = written < 0 ? errno : ENOSPC
        if written > 0 { undo(path: path, state: &state) }
        throw .system(call: "write", path: path, code: code)
    }

    /// Takes back what stands after the last whole entry; if that fails too, the log is stopped.
    static func undo(path: String, state: inout AuditLog.State) {
        if ftruncate(state.descriptor, off_t(state.size)) != 0 { state.isStopped = true }
    }

    static func rotate(path: String, state: inout AuditLog.State) throws(AuditLogError) {
        let aside = path + ".\(AuditFiles.lastNumber(path: path) + 1)"
        guard rename(path, aside) == 0 else { throw .system(call: "rename", path: path, code: errno) }
        let descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND)
        guard descriptor >= 0 else {
            let code = errno
            _ = rename(aside, path)
            throw .system(call: "open", path: path, code: code)
        }
        close(state.descriptor)
        state.descriptor = descriptor
        state.size = 0
    }

    // MARK: -

    /// The last whole line (without its newline) and what stands after it, read backwards in growing blocks.
    private static func tail(
        of descriptor: Int32,
        path: String,
        length: Int
    ) throws(AuditLogError) -> (lastLine: [UInt8]?, torn: [UInt8]) {
        var block = 16 << 10
        while true {
            let start = max(0, length - block)
            var bytes = [UInt8](repeating: 0, count: length - start)
            var filled = 0
            while filled < bytes.count {
                let count = bytes.withUnsafeMutableBytes {
                    pread(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(start + filled))
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw .system(call: "pread", path: path, code: errno) }
                filled += count
            }
            if let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                let torn = Array(bytes[(end + 1)...])
                if let before = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")) {
                    return (Array(bytes[(before + 1)..<end]), torn)
                }
                if start == 0 { return (Array(bytes[..<end]), torn) }
            } else if start == 0 {
                return (nil, bytes)
            }
            block *= 4
        }
    }

    private static func lastLine(ofRotated path: String) throws(AuditLogError) -> [UInt8]? {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
        defer { close(descriptor) }
        return try tail(of: descriptor, path: path, length: Int(lseek(descriptor, 0, SEEK_END))).lastLine
    }

    private static func keep(_ bytes: [UInt8], in path: String) throws(AuditLogError) {
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw .system(call: "write", path: path, code: errno) }
    }

    private static func makeFolder(of path: String) throws(AuditLogError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        var status = stat()
        if stat(folder, &status) == 0 { return }
        try makeFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .system(call: "mkdir", path: folder, code: errno) }
    }

    private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #else
            Darwin.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #endif
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
    #else
        Darwin.write(descriptor, bytes, count)
    #endif
}
