// SPDX-License-Identifier: Apache-2.0

/// A stretch of a source text, in UTF-8 bytes: `start` inclusive, `end` exclusive.
public struct SourceSpan: Hashable, Sendable {
    public let start: UInt32
    public let end: UInt32

    public init(_ start: Int, _ end: Int) {
        self.start = UInt32(clamping: start)
        self.end = UInt32(clamping: end)
    }

    /// Of nodes that have no source, such as those of JSON policies.
    public static let none = SourceSpan(0, 0)

    public func joined(_ other: SourceSpan) -> SourceSpan { SourceSpan(Int(start), Int(other.end)) }
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

/// One thing that is wrong with a text: what, where, and what was expected.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let span: SourceSpan
    /// From 1; nothing where there is no text, as in JSON.
    public let line: Int?
    public let column: Int?
    /// What to do about it.
    public let help: String?

    public init(_ message: String, _ span: SourceSpan = .none, in source: SourceText? = nil, help: String? = nil) {
        self.message = message
        self.span = span
        self.help = help
        (line, column) = source.map { $0.position(of: Int(span.start)) } ?? (nil, nil)
    }

    public var description: String {
        var text = message
        if let line, let column { text = "\(line):\(column): \(text)" }
        if let help { text += " (\(help))" }
        return text
    }
}

/// Everything that is wrong with a text; never empty.
public struct Diagnostics: Error, Sendable, CustomStringConvertible {
    public let all: [Diagnostic]

    public init(_ all: [Diagnostic]) { self.all = all }
    public init(_ one: Diagnostic) { all = [one] }

    public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// What keeps hostile input from exhausting the stack or the memory.
public enum Limits {
    #if canImport(Darwin)
        /// How deep brackets and `if` may nest in a policy or a schema. Threads other than the first have 512 KB of stack here.
        public static let nesting = 100
    #else
        /// How deep brackets and `if` may nest in a policy or a schema. Takes up to 1 MB of stack.
        public static let nesting = 256
    #endif
    /// How high an expression's tree may be; chains of `&&`, `||`, `+`, `-`, `*` and extended `has` count as one.
    public static let height = nesting
    /// How deep data in JSON may nest.
    public static let dataNesting = 127
}
