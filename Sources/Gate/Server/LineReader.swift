// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Cuts a stream into lines.
struct LineReader {
    /// The longest line, in bytes without its newline.
    static let limit = 1 << 20

    private var pending: [UInt8] = []
    private var scanned = 0

    enum Problem: Error { case tooLong }

    /// The whole lines that are there now.
    mutating func append(_ buffer: inout ByteBuffer) throws(Problem) -> [[UInt8]] {
        buffer.withUnsafeReadableBytes { pending.append(contentsOf: $0) }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        var lines: [[UInt8]] = []
        var start = 0
        while let end = pending[max(start, scanned)...].firstIndex(of: UInt8(ascii: "\n")) {
            guard end - start <= Self.limit else { throw .tooLong }
            lines.append(Array(pending[start..<end]))
            start = end + 1
            scanned = start
        }
        if start > 0 { pending.removeFirst(start) }
        scanned = pending.count
        guard pending.count <= Self.limit else { throw .tooLong }
        return lines
    }
}
