// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Composition
import Foundation
import Secrets

struct SecretsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Find secrets in files; see and test the rules.",
        subcommands: [Scan.self, Rules.self, Test.self]
    )

    struct Scan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for secrets in files and folders.",
            discussion: """
                What .gitignore excludes and what is no text is passed over. Exit 2: there are findings that the baseline
                does not hold. No secret is printed: the excerpts are masked.
                """
        )

        @OptionGroup var options: DataOptions

        @Argument(help: "Files and folders.")
        var paths: [String]

        @Flag(help: "The answer as JSON.")
        var json = false

        @Flag(help: "The answer as SARIF 2.1.0.")
        var sarif = false

        @Option(help: ArgumentHelp("Findings that are known; made by --write-baseline.", valueName: "file"))
        var baseline: String?

        @Option(help: ArgumentHelp("Write the findings of this scan as a baseline.", valueName: "file"))
        var writeBaseline: String?

        @Option(help: ArgumentHelp("Leave out what is less severe: low, medium, high or critical.", valueName: "severity"))
        var minimum: String = "medium"

        @Option(help: ArgumentHelp("A file of rules beside the built-in ones.", valueName: "file"))
        var rules: String?

        @Flag(help: "No progress bar.")
        var quiet = false

        func validate() throws {
            if json, sarif { throw ValidationError("--json and --sarif: one of them") }
            if SecretRule.Severity(rawValue: minimum) == nil {
                throw ValidationError("--minimum takes low, medium, high or critical")
            }
        }

        func run() throws {
            for path in paths where !FileManager.default.fileExists(atPath: path) {
                Output.tell("drawbridge: there is no \(path)")
                throw ExitStatus.error
            }
            let known = try baseline.map { try SecretBaseline(path: $0) } ?? SecretBaseline()
            let scanner = try RedactHost.scanner(folder: options.folder, rules: rules)
            let tree = SecretTree(scanner: scanner)
            let files = tree.files(below: paths)
            var progress = ProgressBar(total: files.count, isShown: !quiet && isatty(STDERR_FILENO) == 1)
            let least = SecretRule.Severity(rawValue: minimum) ?? .medium
            var counts = SecretTree.Counts()
            var hits: [SecretTree.Hit] = []
            for file in files {
                hits += tree.hits(in: file, &counts).filter { $0.severity >= least }
                progress.advance()
            }
            progress.finish()
            if let writeBaseline { try SecretBaseline.write(hits, to: writeBaseline) }
            let news = hits.filter { !known.contains($0) }
            if json {
                Output.answer(SecretReport.json(news, counts, known: hits.count - news.count))
            } else if sarif {
                Output.answer(SecretReport.sarif(news, rules: scanner.rules, version: Version.text))
            } else {
                for hit in news { Output.answer(SecretReport.text(hit)) }
                let baselined = hits.count == news.count ? "" : ", \(hits.count - news.count) known"
                Output.tell(
                    "\(news.count) findings\(baselined) in \(counts.files) files, \(counts.bytes >> 10) KiB; \(counts.skipped) files passed over"
                )
            }
            if !news.isEmpty, writeBaseline == nil { throw ExitStatus.no }
        }
    }

    struct Rules: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The built-in rules.")

        @Flag(help: "As JSON lines.")
        var json = false

        func run() {
            for rule in SecretRule.builtIn {
                if json {
                    Output.answer(SecretReport.rule(rule))
                } else {
                    Output.answer([rule.id, rule.severity.rawValue, rule.provider, rule.name].joined(separator: "\t"))
                }
            }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a file of rules: that it reads, and that its examples keep their word.",
            discussion: "Exit 3: something is wrong; what, and where, is said on standard error."
        )

        @Argument(help: "The file.")
        var file: String

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                Output.tell("drawbridge: \(file) cannot be read")
                throw ExitStatus.error
            }
            let outcome = RuleTest.run(Array(data), file: file)
            for problem in outcome.problems { Output.tell(problem) }
            Output.answer("\(outcome.rules) rules, \(outcome.problems.count) problems")
            if !outcome.problems.isEmpty { throw ExitStatus.validationFailed }
        }
    }
}

/// How far a scan is, on the terminal's last line.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var done = 0
    private var shown = -1

    init(total: Int, isShown: Bool) {
        self.total = total
        self.isShown = isShown
    }

    mutating func advance() {
        done += 1
        guard isShown, total > 0 else { return }
        let percent = done * 100 / total
        guard percent != shown else { return }
        shown = percent
        let bar = String(repeating: "█", count: percent / 4) + String(repeating: "░", count: 25 - percent / 4)
        FileHandle.standardError.write(Data("\r\(bar) \(done)/\(total) files".utf8))
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
