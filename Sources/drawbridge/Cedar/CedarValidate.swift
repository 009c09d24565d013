// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar

extension CedarCommand {
    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check policies against a schema (exit 3 when they fail).")

        @Flag(name: .long, help: "Read JSON lines from standard input and answer each with one line.")
        var batch = false

        @Option(name: [.short, .customLong("policies")], help: "The policies, in Cedar's syntax or in JSON.")
        var policies: String?

        @Option(name: [.short, .customLong("schema")], help: "The schema, in Cedar's syntax or in JSON.")
        var schema: String?

        @Option(name: .customLong("schema-format"), help: "cedar, json or detect.")
        var schemaFormat = PolicyFormat.detect

        @Option(name: .customLong("policy-format"), help: "cedar, json or detect.")
        var policyFormat = PolicyFormat.detect

        @Option(name: .customLong("validation-mode"), help: "strict or permissive.")
        var mode = "strict"

        @Option(name: .long, help: "How many entities deep policies may read.")
        var level: Int?

        @Flag(name: .customLong("deny-warnings"), help: "Warnings fail, too.")
        var denyWarnings = false

        @Flag(name: .long, help: "Answer in JSON.")
        var json = false

        func run() throws {
            if batch {
                while let line = readLine() { Output.answer(CedarBatch.validate(line)) }
                return
            }
            guard let policies, let schema else { throw ValidationError("give --policies and --schema, or --batch") }
            guard let mode = ValidationMode(rawValue: mode) else {
                throw ValidationError("--validation-mode must be strict or permissive")
            }
            let set = try Input.policies(policies, policyFormat)
            let result = Validator(try Input.schema(schema, schemaFormat)).validate(set, mode: mode, level: level)
            json ? printJSON(result) : print(result)
            if !result.isValid || denyWarnings && !result.warnings.isEmpty { throw ExitStatus.validationFailed }
        }

        private func print(_ result: ValidationResult) {
            for issue in result.errors { Output.tell("error: \(issue)") }
            for issue in result.warnings { Output.tell("warning: \(issue)") }
            let failed = !result.isValid || denyWarnings && !result.warnings.isEmpty
            Output.answer("policy set validation \(failed ? "failed" : "passed")")
            if result.errors.isEmpty, result.warnings.isEmpty { Output.answer("no errors or warnings") }
        }

        private func printJSON(_ result: ValidationResult) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("valid")
            writer.bool(result.isValid)
            CedarBatch.write("errors", result.errors, &writer)
            CedarBatch.write("warnings", result.warnings, &writer)
            writer.endObject()
            Output.answer(writer.text)
        }
    }

    struct CheckParse: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-parse",
            abstract: "Check that policies, an expression, a schema or entities can be read."
        )

        @Flag(name: .long, help: "Read JSON lines from standard input and answer each with one line.")
        var batch = false

        @Option(name: [.short, .customLong("policies")], help: "The policies; standard input when nothing is given.")
        var policies: String?

        @Option(name: .long, help: "A lone expression.")
        var expression: String?

        @Option(name: [.short, .customLong("schema")], help: "The schema.")
        var schema: String?

        @Option(name: .long, help: "The entities; with --schema they must conform to it.")
        var entities: String?

        @Flag(name: .long, help: "Also report what is legal but makes a forbid vanish.")
        var lint = false

        func run() throws {
            if batch {
                while let line = readLine() { Output.answer(CedarBatch.checkParse(line)) }
                return
            }
            if let expression { _ = try Expr(parsing: expression) }
            let schema = try schema.map { try Input.schema($0) }
            if let entities { _ = try Input.entities(entities, schema) }
            guard policies != nil || expression == nil && schema == nil && entities == nil else { return }
            let set = try Input.policies(policies ?? "-")
            guard lint else { return }
            for finding in PolicyLint.check(set) {
                let source = (set.policy(finding.policy) ?? set.template(finding.policy))?.source
                Output.tell("warning: \(Diagnostic(finding.description, finding.span, in: source))")
            }
        }
    }
}
