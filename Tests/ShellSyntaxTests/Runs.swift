// SPDX-License-Identifier: Apache-2.0

@testable import ShellSyntax

/// What a script would run, in short lines to be compared.
enum Runs {
    static let home = "/home/u"
    static let directory = "/home/u/work"

    static func resolution(
        _ text: String,
        _ dialect: Dialect = .bash,
        environment: [String: String]? = nil,
        files: [String: String] = [:]
    ) -> Resolution {
        let settings = Resolver.Settings(home: home, directory: directory, environment: environment) { path in
            files[path].map { Array($0.utf8) }
        }
        return Resolver(settings).resolve(ShellScript(parsing: text, dialect: dialect))
    }

    /// Every invocation: `?` where it is conditional, `…` for a hole, words in quotes where they have blanks.
    static func of(_ text: String, _ dialect: Dialect = .bash, environment: [String: String]? = [:]) -> [String] {
        resolution(text, dialect, environment: environment).invocations.map(line)
    }

    static func line(_ invocation: Invocation) -> String {
        (invocation.isConditional ? "?" : "") + invocation.words.map(word).joined(separator: " ")
    }

    static func word(_ field: Field) -> String {
        let text = field.pieces.map { piece in
            switch piece {
            case .text(let text), .glob(let text): text
            case .unknown: "…"
            }
        }
        .joined()
        return text.isEmpty || text.contains(" ") || text.contains("\n") ? "'\(text)'" : text
    }

    /// The words of the last invocation.
    static func last(_ text: String, _ dialect: Dialect = .bash, environment: [String: String]? = [:]) -> String? {
        of(text, dialect, environment: environment).last
    }
}

/// Not the one of Testing.
typealias RunTrait = ShellSyntax.Trait
