// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The commands beside the repository (`../shared/corpora/README.md`), or where `DRAWBRIDGE_CORPORA` says.
enum Corpora {
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["DRAWBRIDGE_CORPORA"].map { URL(fileURLWithPath: $0) }
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = repository.deletingLastPathComponent().appendingPathComponent("shared/corpora")
        let folder = (named ?? beside).appendingPathComponent("commands")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let isAbsent: Comment = "the corpora are not here: set DRAWBRIDGE_CORPORA"

    private struct Line: Decodable { let command: String }

    /// Every command once.
    static func commands() throws -> [String] {
        let folder = try #require(folder)
        var seen: Set<String> = []
        var commands: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where file.hasSuffix(".jsonl") {
            let data = try Data(contentsOf: folder.appendingPathComponent(file))
            for line in data.split(separator: 10) {
                let command = try JSONDecoder().decode(Line.self, from: Data(line)).command
                if seen.insert(command).inserted { commands.append(command) }
            }
        }
        return commands
    }
}

/// Programs that judge scripts.
enum Oracle {
    static func has(_ program: String) -> Bool {
        (try? run(["/bin/sh", "-c", "command -v \(program)"]))?.isEmpty == false
    }

    /// What a program prints.
    static func run(_ arguments: [String], in folder: URL? = nil) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }

    /// Which of the scripts a program refuses: `judge` is a shell command that reads `"$f"` and prints something then.
    static func refused(_ scripts: [String], by judge: String) throws -> Set<Int> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (number, script) in scripts.enumerated() {
            try Data((script + "\n").utf8).write(to: folder.appendingPathComponent("\(number)"))
        }
        let loop = "for f in *; do if [ -n \"$(\(judge))\" ]; then echo \"$f\"; fi; done"
        let output = try run(["/bin/sh", "-c", loop], in: folder)
        return Set(String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { Int($0) })
    }
}

/// Random numbers that are the same every time.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
