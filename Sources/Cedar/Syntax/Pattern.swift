// SPDX-License-Identifier: Apache-2.0

/// What stands right of `like`: literal stretches and wildcards, each of which matches any run of characters.
public struct Pattern: Hashable, Sendable {
    public enum Element: Hashable, Sendable {
        case wildcard
        /// Never empty; two literals never stand side by side.
        case literal(Text)
    }

    public let elements: [Element]

    /// Joins literals that stand side by side.
    public init(_ elements: [Element]) {
        var joined: [Element] = []
        joined.reserveCapacity(elements.count)
        for element in elements {
            guard case .literal(let text) = element else {
                joined.append(element)
                continue
            }
            if text.isEmpty { continue }
            if case .literal(let before)? = joined.last {
                joined[joined.count - 1] = .literal(Text(before.string + text.string))
            } else {
                joined.append(element)
            }
        }
        self.elements = joined
    }
}
