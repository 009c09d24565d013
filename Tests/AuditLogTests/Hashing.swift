// SPDX-License-Identifier: Apache-2.0

import Foundation

extension AuditLogTests {
    /// The system's own hash, so that the test does not trust what it tests.
    static func sha256(_ data: Data) throws -> String {
        let file = NSTemporaryDirectory() + UUID().uuidString
        try data.write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "sha256sum \(file) 2>/dev/null || shasum -a 256 \(file)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        process.waitUntilExit()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile().prefix(64), as: UTF8.self)
    }
}
