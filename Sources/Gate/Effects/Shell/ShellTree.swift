// SPDX-License-Identifier: Apache-2.0

// What the splitter makes of a shell command line. It is a first form: what it does not know it says (`isUnclear`),
// and the gate asks. A real parser takes its place behind `EffectAnalyzer`.

/// Commands joined by `|`.
struct ShellPipeline {
    var commands: [ShellCommand] = []
    /// Ended by `&`.
    var isBackground = false
    /// Followed by `&&`: what comes next runs only if this succeeds.
    var guardsNext = false
}

enum ShellCommand {
    case simple(SimpleCommand)
    /// `( … )` and `{ …; }`.
    case group([ShellPipeline], redirections: [ShellRedirection], isSubshell: Bool)
    /// `for NAME in WORDS; do … done`.
    case loop(variable: String, words: [ShellWord], body: [ShellPipeline], redirections: [ShellRedirection])
    /// `NAME() { … }`.
    case function(name: String, body: [ShellPipeline], redirections: [ShellRedirection])
}

struct SimpleCommand {
    var assignments: [(name: String, value: ShellWord)] = []
    var words: [ShellWord] = []
    var redirections: [ShellRedirection] = []
}

struct ShellRedirection {
    enum Kind {
        case input
        case output
        case append
        case readWrite
        /// `>&` and `<&` with a number or `-`.
        case duplicate
        case hereDocument
        case hereString
    }

    var descriptor: Int?
    var kind: Kind
    var target: ShellWord
}

struct ShellWord {
    enum Part {
        case literal(String, quoted: Bool)
        /// `$NAME` or `${NAME…}`; `rest` is what follows the name in braces.
        case variable(String, rest: String, quoted: Bool)
        /// `$(…)` and backticks.
        case command(String, quoted: Bool)
        /// `<(…)` and `>(…)`.
        case process(String)
        /// `$((…))`.
        case arithmetic(String)
    }

    var parts: [Part] = []

    static func quoted(_ text: String) -> ShellWord { ShellWord(parts: [.literal(text, quoted: true)]) }

    /// The text, if the word is nothing but unquoted literal text: how keywords are told.
    var keyword: String? {
        if parts.count == 1, case .literal(let text, quoted: false) = parts[0] { return text }
        return nil
    }
}

enum ShellText {
    /// `word` in single quotes where it needs them.
    static func quoted(_ word: String) -> String {
        let plain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_./:=@%+,".utf8.contains($0)
            }
        if plain { return word }
        var text = "'"
        for character in word { text += character == "'" ? "'\\''" : String(character) }
        return text + "'"
    }
}
