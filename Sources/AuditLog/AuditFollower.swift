// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads what is appended to a log, from now on, and goes on with the new file when the log is rotated.
public struct AuditFollower {
    private let path: String
    private var descriptor: Int32 = -1
    private var inode: UInt64 = 0
    private var rest: [UInt8] = []
    private var isFirst = true

    /// - Parameter path: Of the log; it need not exist yet.
    public init(path: String) { self.path = path }

    /// The entries since the last call, in order; of one that is half written nothing.
    public mutating func next() -> [String] {
        var lines = read()
        // The old file is read to its end before the new one is begun.
        if let current = Self.inode(of: path), current != inode {
            reopen()
            lines += read()
        }
        return lines
    }

    private mutating func reopen() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return }
        inode = UInt64(status.st_ino)
        rest = []
        if isFirst { lseek(descriptor, 0, SEEK_END) }
        isFirst = false
    }

    private mutating func read() -> [String] {
        guard descriptor >= 0 else { return [] }
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = block.withUnsafeMutableBytes { buffer in Self.take(descriptor, buffer) }
            guard count > 0 else { break }
            rest += block[..<count]
        }
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[..<end].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        rest.removeFirst(end + 1)
        return lines
    }

    private static func take(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}
