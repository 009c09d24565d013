// SPDX-License-Identifier: Apache-2.0

internal import CVectorscan

/// A place where Vectorscan saw one of its expressions, counted from where it began to look.
struct Hit {
    var expression: UInt32
    var from: Int
    var to: Int
}

/// What one scan needs for itself.
///
/// Unchecked, since it goes from thread to thread, but only through the engine's lock: `Engine.take` removes it from the
/// idle ones and `Engine.give` puts it back, so that no two scans ever hold the same.
final class Workspace: @unchecked Sendable {
    private var scratch: OpaquePointer?
    /// What Vectorscan's callback writes to; memory of its own, so that a report costs nothing but a store.
    private let found: UnsafeMutablePointer<Found>
    let matchData = CompiledPattern.MatchData()
    /// The engine's compiled patterns as far as this workspace has used them, by rule.
    var patterns: [CompiledPattern?]
    /// For each rule, where it was tried last, counted on through all scans: an expression with an open middle is
    /// reported at several ends.
    var tried: [Int]
    /// What is added to a place of this scan.
    var base = 0

    init?(database: Database, rules: Int) {
        found = .allocate(capacity: 1)
        found.initialize(to: Found())
        guard hs_alloc_scratch(database.pointer, &scratch) == HS_SUCCESS else {
            found.deallocate()
            return nil
        }
        patterns = Array(repeating: nil, count: rules)
        tried = Array(repeating: -1, count: rules)
    }

    deinit {
        hs_free_scratch(scratch)
        found.pointee.hits.deallocate()
        found.deallocate()
    }

    private struct Found {
        var hits = UnsafeMutableBufferPointer<Hit>.allocate(capacity: 4096)
        var count = 0

        mutating func append(_ hit: Hit) {
            if count == hits.count {
                let larger = UnsafeMutableBufferPointer<Hit>.allocate(capacity: 2 * count)
                _ = larger.initialize(from: hits)
                hits.deallocate()
                hits = larger
            }
            hits[count] = hit
            count += 1
        }
    }

    /// What `find` found, in the order of ends: good until it is called again.
    var hits: UnsafeBufferPointer<Hit> { UnsafeBufferPointer(rebasing: found.pointee.hits[..<found.pointee.count]) }

    /// Looks through `range` of `text`; places in ``hits`` are counted from its start.
    func find(_ database: Database, _ text: Bytes, _ range: Range<Int>) -> Bool {
        found.pointee.count = 0
        guard let base = text.baseAddress, !range.isEmpty else { return true }
        let status = (base + range.lowerBound).withMemoryRebound(to: CChar.self, capacity: range.count) { pointer in
            hs_scan(
                database.pointer,
                pointer,
                UInt32(range.count),
                0,
                scratch,
                { id, from, to, _, context in
                    guard let context else { return 1 }
                    let found = context.assumingMemoryBound(to: Found.self)
                    found.pointee.append(Hit(expression: id, from: Int(truncatingIfNeeded: from), to: Int(to)))
                    return 0
                },
                found
            )
        }
        return status == HS_SUCCESS
    }
}
