// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct CedarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cedar",
        abstract: "Work with Cedar policies: decide, validate, format, translate, explain, measure.",
        discussion: """
            The commands and options are those of the official `cedar`. Exit codes: 0 allowed or done, 2 denied, 1 error,
            3 validation failed. With --batch a command reads JSON lines and answers each with one line (docs/cli.md).
            """,
        subcommands: [
            Authorize.self, Evaluate.self, Validate.self, CheckParse.self, Format.self, Link.self, TranslatePolicy.self,
            TranslateSchema.self, PartiallyAuthorize.self, Explain.self, Bench.self, LanguageVersion.self,
        ]
    )

    struct LanguageVersion: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "language-version",
            abstract: "The version of the Cedar language."
        )

        func run() { Output.answer("Cedar language version: 4.5") }
    }
}
