// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The executable under test: `$DRAWBRIDGE_BINARY`, else the one beside the test bundle in the build folder.
enum Binary {
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["DRAWBRIDGE_BINARY"] { return path }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let places = [(own as NSString).deletingLastPathComponent, package + "/.build/debug"].map { $0 + "/drawbridge" }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? places[1]
    }()

    /// Where tests keep what must not lie below /tmp.
    static var folder: String { (path as NSString).deletingLastPathComponent }
}

/// A port that nobody uses, below those that outgoing connections take: it stays free while a process restarts.
enum FreePort {
    struct None: Error {}

    static func find() throws -> Int {
        for _ in 0..<200 {
            let port = UInt16.random(in: 25_000..<32_000)
            if isFree(port) { return Int(port) }
        }
        throw None()
    }

    private static func isFree(_ port: UInt16) -> Bool {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
