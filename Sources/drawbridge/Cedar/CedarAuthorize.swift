// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar

extension CedarCommand {
    struct Authorize: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Decide a request: ALLOW (exit 0) or DENY (exit 2).")

        @Flag(name: .long, help: "Read JSON lines from standard input and answer each with one line.")
        var batch = false

        @OptionGroup var options: DecisionOptions

        @Flag(name: .long, help: "Answer in JSON.")
        var json = false

        @Flag(name: .shortAndLong, help: "Tell which policies made the decision.")
        var verbose = false

        @Flag(name: .customLong("forbid-errors-deny"), help: "A forbid that cannot be evaluated denies, as in the gate.")
        var forbidErrorsDeny = false

        func run() throws {
            if batch {
                while let line = readLine() { Output.answer(CedarBatch.authorize(line)) }
                return
            }
            let inputs = try options.load()
            let authorizer = Authorizer(
                inputs.policies,
                entities: inputs.entities,
                onForbidError: forbidErrorsDeny ? .deny : .ignore
            )
            let response = authorizer.authorize(inputs.request)
            json ? Output.answer(CedarBatch.text(of: response)) : print(response, inputs)
            if response.decision == .deny { throw ExitStatus.no }
        }

        private func print(_ response: Response, _ inputs: DecisionOptions.Inputs) {
            Output.answer(response.decision == .allow ? "ALLOW" : "DENY")
            let evaluator = Evaluator(inputs.request, inputs.entities)
            for failure in response.errors {
                let reason = inputs.policies.policy(failure.policy).flatMap { $0.failure(evaluator) }
                Output.tell("error while evaluating policy `\(failure.policy)`: \(reason?.description ?? "")")
            }
            guard verbose else { return }
            if response.reasons.isEmpty {
                Output.answer("\nnote: no policies applied to this request")
            } else {
                Output.answer("\nnote: this decision was due to the following policies:")
                for id in response.reasons { Output.answer("  \(id)") }
            }
        }
    }

    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Evaluate an expression for a request.")

        @Argument(help: "The expression, such as 'context.size < 10'.")
        var expression: String

        @OptionGroup var schema: SchemaOption

        @Option(name: .long, help: "The entities, a JSON array.")
        var entities: String?

        @OptionGroup var request: RequestOptions

        @Flag(name: .long, help: "Answer in JSON.")
        var json = false

        func run() throws {
            let schema = try schema.load()
            let entities = try entities.map { try Input.entities($0, schema) } ?? Entities()
            let nobody = try EntityUID(parsing: "Nobody::\"\"")
            let isGiven = request.request != nil || request.principal != nil
            let loaded = isGiven ? try request.load(schema) : Request(principal: nobody, action: nobody, resource: nobody)
            let source = SourceText(expression)
            do {
                let value = try Evaluator(loaded, entities).value(of: Expr(source))
                Output.answer(json ? value.json() : value.description)
            } catch let error as EvaluationError {
                throw Diagnostic(error.description, error.span, in: source)
            }
        }
    }
}

/// What a decision needs.
struct DecisionOptions: ParsableArguments {
    struct Inputs {
        let policies: PolicySet
        let entities: Entities
        let request: Request
    }

    @Option(name: [.short, .customLong("policies")], help: "The policies, in Cedar's syntax or in JSON; - is standard input.")
    var policies: String?

    @Option(name: .customLong("policy-format"), help: "cedar, json or detect.")
    var format = PolicyFormat.detect

    @Option(
        name: [.customShort("k"), .customLong("template-linked")],
        help: "A file with links of templates, as `link` writes it."
    )
    var links: String?

    @Option(name: .long, help: "The entities, a JSON array.")
    var entities: String?

    @OptionGroup var schema: SchemaOption
    @OptionGroup var request: RequestOptions

    func loadPolicies() throws -> PolicySet {
        guard let policies else { throw ValidationError("give --policies, or --batch") }
        var set = try Input.policies(policies, format)
        if let links { try TemplateLinks.add(links, to: &set) }
        return set
    }

    func load() throws -> Inputs {
        let set = try loadPolicies()
        let schema = try schema.load()
        return Inputs(
            policies: set,
            entities: try entities.map { try Input.entities($0, schema) } ?? Entities(),
            request: try request.load(schema)
        )
    }
}

extension Policy {
    /// Why the policy cannot be evaluated, with the place.
    func failure(_ evaluator: Evaluator) -> Diagnostic? {
        do {
            _ = try isSatisfied(evaluator)
            return nil
        } catch {
            return Diagnostic(error.description, error.span, in: source)
        }
    }
}
