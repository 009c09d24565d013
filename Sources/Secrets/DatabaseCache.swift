// SPDX-License-Identifier: Apache-2.0

internal import Crypto

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Keeps Vectorscan's database between starts (THREATS 25): in a folder of our own, mode 0600, under a name made of
/// rules, processor and library version, and authenticated with a key of this machine before it is loaded.
///
/// Whatever is wrong with the folder or the file, the database is built anew; nothing fails for want of a cache.
public struct DatabaseCache: Sendable {
    /// The folder; made with mode 0700 if its parent exists.
    public let folder: String

    public init(folder: String) { self.folder = folder }

    /// `$DRAWBRIDGE_DATA/cache`, `~/.drawbridge/cache`; nil where there is no home.
    public static var standard: DatabaseCache? {
        if let data = getenv("DRAWBRIDGE_DATA"), data.pointee != 0 {
            return DatabaseCache(folder: String(cString: data) + "/cache")
        }
        if let home = getenv("HOME"), home.pointee != 0 {
            return DatabaseCache(folder: String(cString: home) + "/.drawbridge/cache")
        }
        return nil
    }

    private static let magic = Array("DBVS0001".utf8)
    private static let overhead = 8 + 32
    private static let limit = 64 << 20

    func load(_ fingerprint: [UInt8]) -> Database? {
        guard let key = key(making: false), let bytes = Self.read(path(fingerprint), limit: Self.limit),
            bytes.count > Self.overhead,
            bytes.starts(with: Self.magic)
        else { return nil }
        let payload = bytes[Self.overhead...]
        var code = HMAC<SHA256>(key: key)
        code.update(data: Self.magic)
        code.update(data: SHA256.hash(data: fingerprint).map { $0 })
        code.update(data: payload)
        guard Self.isEqual(Array(code.finalize()), bytes[8..<Self.overhead]) else { return nil }
        return payload.withUnsafeBytes { Database(authenticated: $0) }
    }

    func store(_ database: Database, _ fingerprint: [UInt8]) {
        guard let key = key(making: true), let payload = database.serialized else { return }
        var code = HMAC<SHA256>(key: key)
        code.update(data: Self.magic)
        code.update(data: SHA256.hash(data: fingerprint).map { $0 })
        code.update(data: payload)
        Self.write(Self.magic + Array(code.finalize()) + payload, to: path(fingerprint))
    }

    private func path(_ fingerprint: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        let name = SHA256.hash(data: fingerprint).prefix(12).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        return folder + "/secrets-\(name).db"
    }

    /// 32 random bytes beside the databases, made once.
    private func key(making: Bool) -> SymmetricKey? {
        let path = folder + "/cache.key"
        if let bytes = Self.read(path, limit: 32), bytes.count == 32 { return SymmetricKey(data: bytes) }
        guard making else { return nil }
        let parent = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        // `~/.drawbridge` itself may not be there yet.
        mkdir(parent, 0o700)
        mkdir(folder, 0o700)
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard Self.write(key, to: path) else { return nil }
        // Another process may have been faster: its key counts.
        return Self.read(path, limit: 32).flatMap { $0.count == 32 ? SymmetricKey(data: $0) : nil }
    }

    private static func isEqual(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A regular file of ours that nobody else can write or read; no symbolic link.
    private static func read(_ path: String, limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG,
            status.st_mode & 0o077 == 0,
            status.st_size <= limit
        else { return nil }
        var done = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while done < buffer.count {
                let part = systemRead(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if part <= 0 { break }
                done += part
            }
            count = done
        }
        return done == Int(status.st_size) ? bytes : nil
    }

    @discardableResult
    private static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let temporary = "\(path).\(getpid())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        var done = 0
        bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let part = systemWrite(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if part <= 0 { break }
                done += part
            }
        }
        let isWhole = close(file) == 0 && done == bytes.count
        if isWhole, rename(temporary, path) == 0 { return true }
        unlink(temporary)
        return false
    }
}
