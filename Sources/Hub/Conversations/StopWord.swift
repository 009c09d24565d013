// SPDX-License-Identifier: Apache-2.0

/// The words that, alone in a message, stop the run at once.
enum StopWord {
    private static let words: Set<String> = ["stop", "abort", "halt", "interrupt", "exit"]

    static func matches(_ text: String) -> Bool {
        let trimmed = text.drop { !$0.isLetter }.prefix(20)
        let word = trimmed.prefix { $0.isLetter }
        let rest = text.drop { !$0.isLetter }.dropFirst(word.count)
        let before = text.prefix { !$0.isLetter }
        let isFiller: (Character) -> Bool = { $0.isWhitespace || "!./".contains($0) }
        return words.contains(word.lowercased()) && rest.allSatisfy(isFiller) && before.allSatisfy(isFiller)
    }
}
