// SPDX-License-Identifier: Apache-2.0

/// What keeps hostile input from exhausting the stack, the memory or the time.
public enum Limits {
    /// How deep compound commands, substitutions, expansions and braces may nest, all counted together.
    ///
    /// A level of `$(…)` takes some 6 KB of stack, and the smallest stack of a thread that this may run on is 512 KB.
    public static let nesting = 64
    /// The longest text, in bytes.
    public static let size = 4 << 20

    /// How many warnings, and how many problems that the shell finds late, are told.
    static let notes = 32

    /// How many bytes may be read again because `((` was not arithmetic after all.
    static func reread(of size: Int) -> Int { 2 * size + 65536 }
}
