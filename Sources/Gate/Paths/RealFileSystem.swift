// SPDX-License-Identifier: Apache-2.0

public import Calls
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// This machine's disk. Content digests are remembered by device, inode, size and the time of the last change of
/// content or attributes, which only root can set back.
public final class RealFileSystem: FileSystemView {
    private struct Key: Hashable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        var modified: Int64
        var changed: Int64
    }

    /// Above this size only the beginning of a file is hashed.
    public static let contentLimit = 16 << 20

    private let known = Mutex<[Key: Digest]>([:])

    public init() {}

    public func resolve(_ path: String) -> String {
        var existing = path
        var rest = ""
        var hops = 0
        while true {
            if let resolved = realpath(existing, nil) {
                defer { free(resolved) }
                let start = String(cString: resolved)
                return rest.isEmpty ? start : PathText.folded(start + rest)
            }
            // A link that points to nothing decides where a write lands: it is followed.
            if hops < 40, let target = linkTarget(existing) {
                hops += 1
                existing = PathText.absolute(target, base: PathText.parent(existing), home: "/")
                continue
            }
            guard existing != "/" else { return path }
            rest = "/" + PathText.lastComponent(existing) + rest
            existing = PathText.parent(existing)
        }
    }

    private func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { buffer in
                buffer.baseAddress.map { readlink(path, $0, buffer.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    public func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// Larger scripts are not looked into.
    public static let textLimit = 256 << 10

    public func text(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.textLimit else {
            return nil
        }
        return contents(descriptor, size: Int(status.st_size))
    }

    #if os(macOS)
        public let foldsCase = true
    #else
        public let foldsCase = false
    #endif

    private func contents(_ descriptor: Int32, size: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: min(max(size, 1) + 1, 256 << 10))
        while bytes.count < Self.contentLimit {
            let count = block.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { read(descriptor, $0, buffer.count) } ?? 0
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
        }
        return bytes
    }

    public func contentDigest(_ path: String) -> Digest? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Glibc)
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #else
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #endif
        let key = Key(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modified: Int64(modified.tv_sec) &* 1_000_000_000 &+ Int64(modified.tv_nsec),
            changed: Int64(changed.tv_sec) &* 1_000_000_000 &+ Int64(changed.tv_nsec)
        )
        if let digest = known.withLock({ $0[key] }) { return digest }
        guard var bytes = contents(descriptor, size: Int(key.size)) else { return nil }
        if key.size > Int64(Self.contentLimit) { bytes.append(contentsOf: "\(key)".utf8) }
        let digest = Digest(of: bytes)
        // A file that changed within the clock's grain may change again without a trace: not remembered.
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        if Int64(now.tv_sec) - Int64(changed.tv_sec) > 2 {
            known.withLock {
                if $0.count > 4096 { $0.removeAll() }
                $0[key] = digest
            }
        }
        return digest
    }
}
