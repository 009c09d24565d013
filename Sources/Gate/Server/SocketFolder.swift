// SPDX-License-Identifier: Apache-2.0

import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The place of the gate's socket: a folder that nobody else can enter (THREATS 2).
enum SocketFolder {
    /// Makes the folder if there is none, checks it, and takes a dead socket away.
    static func prepare(socket path: String) throws(GateServerError) {
        let limit = Int(cplatform_unix_path_limit())
        guard path.utf8.count <= limit else { throw .pathTooLong(path: path, limit: limit) }
        let folder = PathText.parent(path)
        try make(folder)
        var status = stat()
        guard lstat(folder, &status) == 0 else { throw .system(call: "lstat", path: folder, code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .unsafeFolder(path: folder, reason: "is no folder of its own") }
        guard status.st_uid == geteuid() else { throw .unsafeFolder(path: folder, reason: "belongs to another user") }
        guard status.st_mode & 0o077 == 0 else { throw .unsafeFolder(path: folder, reason: "can be entered by others") }
        try removeDeadSocket(path)
    }

    private static func make(_ folder: String) throws(GateServerError) {
        var status = stat()
        if stat(folder, &status) == 0 { return }
        let parent = PathText.parent(folder)
        if parent != folder { try make(parent) }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .system(call: "mkdir", path: folder, code: errno) }
    }

    private static func removeDeadSocket(_ path: String) throws(GateServerError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let descriptor = cplatform_connect_unix(path)
        if descriptor >= 0 {
            close(descriptor)
            throw .alreadyRunning(path: path)
        }
        guard errno == ECONNREFUSED || errno == ENOENT else { throw .system(call: "connect", path: path, code: errno) }
        unlink(path)
    }
}
