// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar
import Foundation

enum TranslationDirection: String, ExpressibleByArgument, CaseIterable {
    case cedarToJSON = "cedar-to-json"
    case jsonToCedar = "json-to-cedar"
}

extension CedarCommand {
    struct TranslatePolicy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "translate-policy",
            abstract: "Translate policies between Cedar's syntax and JSON."
        )

        @Option(name: .long, help: "cedar-to-json or json-to-cedar.")
        var direction: TranslationDirection

        @Option(name: [.short, .customLong("policies")], help: "The policies; standard input when nothing is given.")
        var policies: String?

        func run() throws {
            switch direction {
            case .cedarToJSON: Output.answer(try Input.policies(policies ?? "-", .cedar).json(pretty: true))
            case .jsonToCedar:
                let set = try Input.policies(policies ?? "-", .json)
                Output.answer(Formatter().format(set.policies.filter { $0.link == nil } + set.templates))
            }
        }
    }

    struct TranslateSchema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "translate-schema",
            abstract: "Translate a schema between Cedar's syntax and JSON."
        )

        @Flag(name: .long, help: "Read JSON lines from standard input and answer each with one line.")
        var batch = false

        @Option(name: .long, help: "cedar-to-json or json-to-cedar.")
        var direction: TranslationDirection?

        @Option(name: [.short, .customLong("schema")], help: "The schema; standard input when nothing is given.")
        var schema: String?

        func run() throws {
            if batch {
                while let line = readLine() { Output.answer(CedarBatch.translateSchema(line)) }
                return
            }
            guard let direction else { throw ValidationError("give --direction, or --batch") }
            let schema = try Input.schema(schema ?? "-")
            switch direction {
            case .cedarToJSON: Output.answer(schema.json(pretty: true))
            case .jsonToCedar:
                guard let text = schema.cedarText else {
                    throw InputProblem(
                        "this schema has no form in Cedar's syntax: a name in it is both a common and an entity type"
                    )
                }
                Output.answer(text)
            }
        }
    }

    struct Format: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lay policies out in the usual way.")

        @Option(name: [.short, .customLong("policies")], help: "The policies; standard input when nothing is given.")
        var policies: String?

        @Option(name: [.short, .customLong("line-width")], help: "In characters.")
        var lineWidth = 80

        @Option(name: [.short, .customLong("indent-width")], help: "In characters.")
        var indentWidth = 2

        @Flag(name: .shortAndLong, help: "Write the file instead of standard output.")
        var write = false

        @Flag(name: .shortAndLong, help: "Only tell (by exit code 1) whether the layout would change.")
        var check = false

        func run() throws {
            guard (1...1000).contains(lineWidth), (0...16).contains(indentWidth) else {
                throw ValidationError("--line-width is 1 to 1000, --indent-width 0 to 16")
            }
            let path = policies ?? "-"
            let text = try Input.text(path)
            let formatted: String
            do {
                formatted = try Formatter(lineWidth: lineWidth, indentWidth: indentWidth).format(text)
            } catch {
                throw InputProblem(path, error)
            }
            if check {
                guard formatted != text else { return }
                throw InputProblem("\(path) is not laid out in the usual way")
            }
            guard write, path != "-" else {
                try FileHandle.standardOutput.write(contentsOf: Data(formatted.utf8))
                return
            }
            if formatted != text { try Data(formatted.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) }
        }
    }
}
