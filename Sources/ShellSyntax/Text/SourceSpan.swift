// SPDX-License-Identifier: Apache-2.0

/// A stretch of a script's text, in UTF-8 bytes: `start` inclusive, `end` exclusive.
public struct SourceSpan: Hashable, Sendable {
    public let start: UInt32
    public let end: UInt32

    public init(_ start: Int, _ end: Int) {
        self.start = UInt32(clamping: start)
        self.end = UInt32(clamping: end)
    }

    public var range: Range<Int> { Int(start)..<Int(end) }

    public func contains(_ other: SourceSpan) -> Bool { start <= other.start && other.end <= end }
}

/// A text that spans point into.
public final class SourceText: Sendable {
    public let bytes: [UInt8]

    public init(_ string: String) { bytes = Array(string.utf8) }

    /// The line and column (both from 1, columns in Unicode scalars) of a byte offset.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                column += 1
            }
        }
        return (line, column)
    }

    public func text(of span: SourceSpan) -> String {
        String(decoding: bytes[min(Int(span.start), bytes.count)..<min(Int(span.end), bytes.count)], as: UTF8.self)
    }
}
