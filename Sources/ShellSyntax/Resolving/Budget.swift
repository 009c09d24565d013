// SPDX-License-Identifier: Apache-2.0

/// What keeps a hostile script from taking long, and what was spent of it.
struct Budget {
    /// How deep lists, functions and scripts in scripts may nest, all counted together.
    static let nesting = 72
    /// How many programs a script may run.
    static let invocations = 4096
    /// How much of what commands print and variables hold is known, in bytes, all counted together.
    static let bytes = 64 << 10
    /// How much text may be run as scripts inside the script, in bytes, all counted together.
    static let scriptBytes = 160 << 10
    /// How much work may be done: a command, an expansion, a comparison count 1 each.
    static let allSteps = 40_000
    /// How many words a loop is walked for one by one; the outermost.
    static let turns = 64
    /// How many words braces may make in a word.
    static let braceWords = 512

    var depth = 0
    var steps = 0
    var bytesKept = 0
    var scriptBytes = 0
    var isSpent = false
    /// Whether known text was given up because there is too much of it.
    var hasForgotten = false
}
