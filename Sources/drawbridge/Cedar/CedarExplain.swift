// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar

extension CedarCommand {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell why a request is decided as it is: each policy, each condition, the values that were read.",
            discussion: "Exit codes as of authorize. Policies whose scope excludes the request are told of with --verbose."
        )

        @OptionGroup var options: DecisionOptions

        @Flag(name: .long, help: "Answer in JSON.")
        var json = false

        @Flag(name: .shortAndLong, help: "Also policies whose scope excludes the request.")
        var verbose = false

        func run() throws {
            let inputs = try options.load()
            let explanation = Explanation(inputs.policies, inputs.request, inputs.entities)
            Output.answer(json ? ExplanationJSON.text(of: explanation) : text(of: explanation))
            if explanation.decision == .deny { throw ExitStatus.no }
        }

        private func text(of explanation: Explanation) -> String {
            var lines = [explanation.decision == .allow ? "ALLOW" : "DENY"]
            for part in explanation.policies {
                if case .outOfScope = part.outcome, !verbose { continue }
                lines.append("\(part.policy.id) (\(part.policy.effect.rawValue)): \(part.outcome.words)")
                for (condition, step) in zip(part.policy.conditions, part.conditions) {
                    lines.append("  \(condition.kind.rawValue)")
                    add(step, 2, part.policy, &lines)
                }
            }
            return lines.joined(separator: "\n")
        }

        private func add(_ step: Explanation.Step, _ level: Int, _ policy: Policy, _ lines: inout [String]) {
            let place = policy.source.map { source in
                let (line, column) = source.position(of: Int(step.expr.span.start))
                return "\(line):\(column) "
            }
            let indent = String(repeating: "  ", count: level)
            lines.append("\(indent)\(place ?? "")\(step.expr) → \(step.result.words)")
            for part in step.parts { add(part, level + 1, policy, &lines) }
            for read in step.reads where read.expr.description != step.expr.description {
                lines.append("\(indent)  \(read.expr) is \(read.value?.description ?? "missing")")
            }
        }
    }
}

extension Explanation.Outcome {
    var words: String {
        switch self {
        case .satisfied: "satisfied"
        case .outOfScope(let variable): "does not apply: the scope of \(variable.rawValue)"
        case .unsatisfied: "not satisfied"
        case .failed(let error): "failed: \(error)"
        }
    }

    /// For JSON.
    var code: String {
        switch self {
        case .satisfied: "satisfied"
        case .outOfScope: "out_of_scope"
        case .unsatisfied: "unsatisfied"
        case .failed: "failed"
        }
    }
}

extension Explanation.Step.Result {
    var words: String {
        switch self {
        case .value(let value): value.description
        case .failed(let error): "error: \(error)"
        case .skipped: "not evaluated"
        }
    }
}

/// `{"decision", "policies": [{"policy", "effect", "outcome", "conditions": [step]}]}`.
enum ExplanationJSON {
    static func text(of explanation: Explanation) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        member("decision", explanation.decision.rawValue, &writer)
        writer.key("policies")
        writer.beginArray()
        for part in explanation.policies {
            writer.beginObject()
            member("policy", part.policy.id.string, &writer)
            member("effect", part.policy.effect.rawValue, &writer)
            member("outcome", part.outcome.code, &writer)
            if case .failed(let error) = part.outcome { member("error", error.description, &writer) }
            if case .outOfScope(let variable) = part.outcome { member("scope", variable.rawValue, &writer) }
            writer.key("conditions")
            writer.beginArray()
            for (condition, step) in zip(part.policy.conditions, part.conditions) {
                writer.beginObject()
                member("kind", condition.kind.rawValue, &writer)
                write(step, part.policy, &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.text
    }

    private static func member(_ key: Text, _ value: String, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.string(value)
    }

    private static func write(_ step: Explanation.Step, _ policy: Policy, _ writer: inout JSONWriter) {
        member("expression", step.expr.description, &writer)
        if let source = policy.source {
            let (line, column) = source.position(of: Int(step.expr.span.start))
            writer.key("line")
            writer.integer(Int64(line))
            writer.key("column")
            writer.integer(Int64(column))
        }
        switch step.result {
        case .value(let value): member("value", value.description, &writer)
        case .failed(let error): member("error", error.description, &writer)
        case .skipped:
            writer.key("skipped")
            writer.bool(true)
        }
        if !step.reads.isEmpty {
            writer.key("reads")
            writer.beginObject()
            for read in step.reads {
                writer.key(Text(read.expr.description))
                if let value = read.value { writer.string(value.description) } else { writer.null() }
            }
            writer.endObject()
        }
        guard !step.parts.isEmpty else { return }
        writer.key("parts")
        writer.beginArray()
        for part in step.parts {
            writer.beginObject()
            write(part, policy, &writer)
            writer.endObject()
        }
        writer.endArray()
    }
}
