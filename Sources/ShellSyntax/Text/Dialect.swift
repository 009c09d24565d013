// SPDX-License-Identifier: Apache-2.0

/// Whose reading of a script is wanted.
public enum Dialect: Sendable, CaseIterable {
    /// The POSIX shell as Debian's dash reads it: `[[`, `<(`, `$'…'`, `&>`, arrays and braces mean nothing special.
    case posix
    /// bash 5, with its extended patterns.
    case bash
    /// zsh, where what runs differs from bash.
    case zsh
}
