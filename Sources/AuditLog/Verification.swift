// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What ``AuditLog/verify(path:expecting:)`` found.
public enum AuditVerification: Sendable, Equatable {
    /// Every entry is as it was written. With `count` 0 there is none.
    case intact(count: Int, head: AuditHead)
    /// The first entry that is not, or the place where one is missing.
    /// `line` counts from 1 inside `file`; `seq` is the number that should stand there.
    case broken(file: String, line: Int, seq: Int64, reason: String)
}

extension AuditLog {
    /// Reads a log with its rotated files from the first entry to the last and checks numbers, hashes and chain.
    ///
    /// - Parameters:
    ///   - path: The current file; the rotated ones are found beside it.
    ///   - expected: A head that was kept elsewhere: a log that does not contain it was cut (THREATS 9).
    /// - Throws: ``AuditLogError/system(call:path:code:)`` if a file cannot be read.
    public static func verify(path: String, expecting expected: AuditHead? = nil) throws(AuditLogError) -> AuditVerification {
        var checker = ChainChecker(expected: expected)
        let files = AuditFiles.all(path: path)
        for file in files {
            var line = 0
            var problem: String?
            let end = AuditFiles.forEachLine(path: file) { bytes in
                line += 1
                problem = checker.check(bytes)
                return problem == nil
            }
            if let problem { return .broken(file: file, line: line, seq: checker.head.seq + 1, reason: problem) }
            if let end, end.code != 0 { throw .system(call: "open", path: file, code: end.code) }
            if let end, end.rest > 0 {
                return .broken(
                    file: file,
                    line: line + 1,
                    seq: checker.head.seq + 1,
                    reason: "the last line is not whole (\(end.rest) bytes)"
                )
            }
        }
        if let expected, checker.head.seq < expected.seq {
            let reason = "the log ends here, but entry \(expected.seq) is known to have been written: its tail was cut off"
            return .broken(file: files.last ?? path, line: 0, seq: checker.head.seq + 1, reason: reason)
        }
        return .intact(count: checker.count, head: checker.head)
    }
}

private struct ChainChecker {
    let expected: AuditHead?
    var head = AuditHead.empty
    var count = 0

    /// - Returns: What is wrong with the line, or nil.
    mutating func check(_ line: ArraySlice<UInt8>) -> String? {
        guard let entry = AuditEntry(line: line) else { return "not an entry of this log" }
        guard let seq = entry.integer("seq"), let prev = entry.string("prev"), let hash = entry.string("hash") else {
            return "seq, prev or hash is missing"
        }
        guard entry.computedHash == hash else { return "the entry was changed: its hash does not match" }
        guard seq == head.seq + 1 else {
            return count == 0 && head.seq == 0
                ? "the log starts at entry \(seq): what came before is missing"
                : "entry \(seq) stands where \(head.seq + 1) belongs"
        }
        guard prev == head.hash else { return "the entry does not follow the one before it: their hashes do not match" }
        head = AuditHead(seq: seq, hash: hash)
        count += 1
        if let expected, expected.seq == seq, expected.hash != hash {
            return "another entry with this number is known to have been written"
        }
        return nil
    }
}
