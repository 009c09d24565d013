// SPDX-License-Identifier: Apache-2.0

/// Stops a tool from writing a placeholder where the secret belongs: the agent saw `(rule-id tag)` instead of the
/// secret, and saving that would destroy it.
///
/// It fires on tags that this installation issued and on nothing else (THREATS 6); a text about placeholders is not stopped.
public struct WriteGuard: Sendable {
    private let placeholders: PlaceholderMaker

    public init(placeholders: PlaceholderMaker) { self.placeholders = placeholders }

    /// A placeholder in a tool's input.
    public struct Violation: Sendable, Equatable {
        public var rule: String
        public var tag: String

        /// For the agent and its owner.
        public var explanation: String {
            "the text holds a placeholder (\(rule) \(tag)) that stands for a redacted secret: writing it would replace the secret itself"
        }

        /// What to do instead.
        public var instead: String { "leave the line with the secret as it is, or ask the owner to edit it" }
    }

    /// - Returns: The first placeholder in `text`, or nil.
    public func check(_ text: String) -> Violation? {
        let bytes = Array(text.utf8)
        var position = 0
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "(")) {
            position = open + 1
            guard let close = bytes[position...].prefix(100).firstIndex(of: UInt8(ascii: ")")) else { continue }
            let words = bytes[position..<close].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard words.count == 2, words[1].count == 16, !words[0].isEmpty else { continue }
            let rule = String(decoding: words[0], as: UTF8.self)
            let tag = String(decoding: words[1], as: UTF8.self)
            if placeholders.issued(tag: tag, rule: rule) { return Violation(rule: rule, tag: tag) }
        }
        return nil
    }
}
