// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with a script: what and where.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it means for the script.
    public enum Severity: Sendable {
        /// The shell does not run the command it stands in, nor what follows.
        case error
        /// The shell finds out only when it gets there: a part that it reads again when it expands it.
        case deferred
        /// The shell goes on, perhaps otherwise than was meant.
        case warning
    }

    public let severity: Severity
    public let message: String
    public let span: SourceSpan
    /// Of the span's start, from 1.
    public let line: Int
    public let column: Int

    public var description: String { "\(line):\(column): \(message)" }
}

/// What stops the parser.
struct Problem: Error {
    let message: String
    /// In the parser's own bytes.
    let offset: Int
    /// Nothing else may be tried.
    var isLimit = false
}
