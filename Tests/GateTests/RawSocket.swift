// SPDX-License-Identifier: Apache-2.0

import CPlatform
import Foundation

/// A socket without manners.
enum RawSocket {
    #if canImport(Glibc)
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let noSignal: Int32 = 0
    #endif

    /// Sends a text and reads until the other end closes, or until `lines` lines have come.
    static func exchange(_ path: String, _ text: String, lines: Int = .max) -> String {
        let descriptor = cplatform_connect_unix(path)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var sent = 0
        let bytes = Array(text.utf8)
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + sent, bytes.count - sent, noSignal) }
            if count <= 0 { break }
            sent += count
        }
        var answer: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while answer.count(where: { $0 == 10 }) < lines {
            let count = read(descriptor, &block, block.count)
            if count <= 0 { break }
            answer += block[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}

enum DeadSocket {
    /// Leaves a socket file on which nobody listens.
    static func leave(at path: String) -> Bool {
        #if canImport(Glibc)
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            for (index, byte) in path.utf8.enumerated() where index < buffer.count { buffer[index] = byte }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        } == 0
    }
}
