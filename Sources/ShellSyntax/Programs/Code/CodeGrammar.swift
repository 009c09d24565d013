// SPDX-License-Identifier: Apache-2.0

/// How a language writes strings and comments, as far as telling calls from text needs it.
struct CodeGrammar: Sendable {
    var lineComments: [String]
    var blockComments = false
    /// `'''…'''`
    var tripleQuotes = false
    /// Quotes inside which `$x`, `${x}` or `#{x}` are filled in.
    var interpolates: Interpolation = .none
    /// `` `…` `` runs a program (Ruby, Perl, PHP); in JavaScript it is a string.
    var backquoteRuns = false
    var backquoteIsString = false
    /// `/…/` may be a pattern.
    var hasPatterns = false
    /// Calls need no parentheses.
    var bareCalls = false
    /// `qx{…}`, `q(…)`, `%x{…}`
    var perlQuotes = false
    var rubyQuotes = false

    enum Interpolation: Sendable { case none, dollar, hash, template, prefixed }

    static func of(_ language: Language) -> CodeGrammar {
        switch language {
        case .python: CodeGrammar(lineComments: ["#"], tripleQuotes: true, interpolates: .prefixed)
        case .perl:
            CodeGrammar(
                lineComments: ["#"],
                interpolates: .dollar,
                backquoteRuns: true,
                hasPatterns: true,
                bareCalls: true,
                perlQuotes: true
            )
        case .ruby:
            CodeGrammar(
                lineComments: ["#"],
                interpolates: .hash,
                backquoteRuns: true,
                hasPatterns: true,
                bareCalls: true,
                rubyQuotes: true
            )
        case .node:
            CodeGrammar(
                lineComments: ["//"],
                blockComments: true,
                interpolates: .template,
                backquoteIsString: true,
                hasPatterns: true
            )
        case .php:
            CodeGrammar(
                lineComments: ["//", "#"],
                blockComments: true,
                interpolates: .dollar,
                backquoteRuns: true,
                bareCalls: true
            )
        case .awk: CodeGrammar(lineComments: ["#"], hasPatterns: true)
        case .lua: CodeGrammar(lineComments: ["--"], bareCalls: true)
        case .r: CodeGrammar(lineComments: ["#"])
        default: CodeGrammar(lineComments: ["//", "#"], bareCalls: true)
        }
    }
}

/// A piece of code.
enum CodeToken: Sendable {
    /// A name with its dots: `os.path.join`, `File::open`, `$x`.
    case name(String)
    case string(Field)
    /// A string that runs: `` `…` ``, `qx{…}`.
    case command(Field)
    case number(String)
    case sign(UInt8)
    case lineEnd
    case hole

    func isSign(_ text: Character) -> Bool {
        if case .sign(let byte) = self { return byte == text.asciiValue }
        return false
    }
}
