// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AuditLog

struct AuditLogTests {
    let folder = NSTemporaryDirectory() + "audit-\(UUID().uuidString)"
    var path: String { folder + "/gate/audit.log" }

    func log(rotatesAt: Int = 64 << 20) throws -> AuditLog {
        try AuditLog(path: path, options: .init(rotatesAt: rotatesAt, now: { 1_700_000_000_000 }))
    }

    @discardableResult
    func fill(_ count: Int, rotatesAt: Int = 64 << 20) throws -> AuditHead {
        let log = try log(rotatesAt: rotatesAt)
        for index in 0..<count {
            try log.append([("tool", "Bash"), ("decision", "ALLOW"), ("policies", ["a\"b\n"]), ("n", .int(Int64(index)))])
        }
        return log.head
    }

    var lines: [String] {
        get throws { try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init) }
    }

    func write(_ lines: [String]) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test func chainIsIntactAndPrivate() throws {
        let head = try fill(5)
        #expect(try AuditLog.verify(path: path, expecting: head) == .intact(count: 5, head: head))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        let folderMode = try FileManager.default.attributesOfItem(atPath: folder + "/gate")[.posixPermissions] as? Int
        #expect(mode == 0o600 && folderMode == 0o700)
        let first = try lines[0]
        #expect(first.hasPrefix(#"{"ts":1700000000000,"seq":1,"tool":"Bash""#))
        #expect(first.contains(#""prev":"0000000000000000000000000000000000000000000000000000000000000000""#))
    }

    @Test func anyoneCanRecomputeTheHash() throws {
        try fill(1)
        var object = try #require(JSONSerialization.jsonObject(with: Data(try lines[0].utf8)) as? [String: Any])
        let hash = object.removeValue(forKey: "hash") as? String
        let canonical = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        #expect(try AuditLogTests.sha256(canonical) == hash)
    }

    @Test func noLogIsIntactUnlessOneIsExpected() throws {
        #expect(try AuditLog.verify(path: path) == .intact(count: 0, head: .empty))
        guard
            case .broken = try AuditLog.verify(path: path, expecting: AuditHead(seq: 3, hash: String(repeating: "a", count: 64)))
        else { return #expect(Bool(false), "a missing log must not pass") }
    }

    @Test(arguments: ["edit", "delete", "reorder", "insert", "space", "twice", "restamp"])
    func tamperingIsFound(kind: String) throws {
        try fill(6)
        var lines = try lines
        switch kind {
        case "edit": lines[3] = lines[3].replacingOccurrences(of: "ALLOW", with: "DENY")
        case "delete": lines.remove(at: 3)
        case "reorder": lines.swapAt(3, 4)
        case "insert": lines.insert(lines[1], at: 3)
        case "space": lines[3] = lines[3].replacingOccurrences(of: ":\"Bash\"", with: ": \"Bash\"")
        case "twice": lines[3] = lines[3].replacingOccurrences(of: "{\"ts\"", with: "{\"ts\":1,\"ts\"")
        default: lines[3] = lines[3].replacingOccurrences(of: "17000", with: "16000")
        }
        try write(lines)
        guard case .broken(let file, let line, let seq, _) = try AuditLog.verify(path: path) else {
            return #expect(Bool(false), "\(kind) was not found")
        }
        #expect(file == path && line == 4 && seq == 4)
    }

    @Test func cutTailIsNamedAgainstAKnownHead() throws {
        let head = try fill(6)
        try write(Array(try lines.dropLast(2)))
        guard case .intact(count: 4, _) = try AuditLog.verify(path: path) else { return #expect(Bool(false)) }
        guard case .broken(_, _, 5, let reason) = try AuditLog.verify(path: path, expecting: head) else {
            return #expect(Bool(false), "the cut was not found")
        }
        #expect(reason.contains("cut off"))
    }

    @Test func rewrittenLogIsNamedAgainstAKnownHead() throws {
        let head = try fill(3)
        try FileManager.default.removeItem(atPath: path)
        let log = try AuditLog(path: path, options: .init(now: { 1 }))
        for _ in 0..<4 { try log.append([("tool", "other")]) }
        guard case .broken(_, 3, _, _) = try AuditLog.verify(path: path, expecting: head) else {
            return #expect(Bool(false), "another history passed")
        }
    }

    @Test func restartContinuesTheChain() throws {
        try fill(3)
        let head = try fill(2)
        #expect(head.seq == 5)
        #expect(try AuditLog.verify(path: path) == .intact(count: 5, head: head))
    }

    @Test func tornLineIsKeptAsideAndRecorded() throws {
        try fill(3)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"ts\":17,\"seq\":4,\"to".utf8))
        try handle.close()
        guard case .broken = try AuditLog.verify(path: path) else { return #expect(Bool(false)) }
        try fill(1)
        #expect(try String(contentsOfFile: path + ".torn-4", encoding: .utf8) == "{\"ts\":17,\"seq\":4,\"to")
        #expect(try lines[3].contains("torn_line"))
        guard case .intact(count: 5, _) = try AuditLog.verify(path: path) else { return #expect(Bool(false)) }
    }

    @Test func rotationKeepsTheChain() throws {
        try fill(20, rotatesAt: 1000)
        let head = try fill(20, rotatesAt: 1000)
        #expect(AuditFiles.all(path: path).count > 3)
        #expect(try AuditLog.verify(path: path, expecting: head) == .intact(count: 40, head: head))
        #expect(AuditFiles.lines(path: path, last: 7).count == 7)
        try FileManager.default.removeItem(atPath: path + ".2")
        guard case .broken(let file, 1, _, _) = try AuditLog.verify(path: path) else { return #expect(Bool(false)) }
        #expect(file == path + ".3")
        try FileManager.default.removeItem(atPath: path + ".1")
        guard case .broken(_, 1, 1, _) = try AuditLog.verify(path: path) else { return #expect(Bool(false)) }
    }

    @Test func oneWriterOnly() throws {
        let first = try log()
        #expect(throws: AuditLogError.inUse(path: path)) { try log() }
        try first.append([("tool", "x")])
    }

    @Test func damagedEndIsNotContinued() throws {
        try fill(2)
        var lines = try lines
        lines[1] = lines[1].replacingOccurrences(of: "ALLOW", with: "DENY")
        try write(lines)
        #expect(throws: AuditLogError.self) { try log() }
    }

    @Test(arguments: ["ts", "hash", "", "a b\u{1}", "q\"", "é"])
    func badNamesAreRefused(name: String) throws {
        let log = try log()
        #expect(throws: AuditLogError.badMember(name)) { try log.append([(name, 1)]) }
    }

    #if os(Linux)
        @Test func fullDiskIsAnError() throws {
            var state = AuditLog.State(descriptor: open("/dev/full", O_RDWR), lock: -1, size: 0, head: .empty)
            #expect(throws: AuditLogError.system(call: "write", path: path, code: ENOSPC)) {
                try LogFile.write(Array("x\n".utf8), path: path, state: &state)
            }
            close(state.descriptor)
        }
    #endif
}
