// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar

extension CedarCommand {
    struct PartiallyAuthorize: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "partially-authorize",
            abstract: "Decide a request of which not everything is known; print what is left of the policies.",
            discussion: """
                What is not given is unknown: --principal, --action, --resource, --context, and the attributes of the context
                that --unknown names. With --actions every action of the schema is tried: what may this principal do?
                Exit 0 when allowed or open, 2 when denied whatever the rest is.
                """
        )

        @OptionGroup var policies: PolicyOptions
        @OptionGroup var schema: SchemaOption

        @Option(name: .long, help: "The entities, a JSON array.")
        var entities: String?

        @Option(name: [.customShort("l"), .long], help: "The principal.")
        var principal: String?

        @Option(name: .customLong("principal-type"), help: "The type of an unknown principal.")
        var principalType: String?

        @Option(name: .shortAndLong, help: "The action.")
        var action: String?

        @Option(name: .shortAndLong, help: "The resource.")
        var resource: String?

        @Option(name: .customLong("resource-type"), help: "The type of an unknown resource.")
        var resourceType: String?

        @Option(name: .shortAndLong, help: "A file with what is known of the context, a JSON object.")
        var context: String?

        @Option(name: .long, help: "An attribute of the context with an unknown value; may be repeated.")
        var unknown: [String] = []

        @Flag(name: .long, help: "Try every action of the schema.")
        var actions = false

        @Flag(name: .long, help: "Answer in JSON.")
        var json = false

        func run() throws {
            let set = try policies.load()
            let schema = try schema.load()
            let entities = try entities.map { try Input.entities($0, schema) } ?? Entities()
            let request = PartialRequest(
                principal: try participant(principal, principalType),
                action: try participant(action, nil),
                resource: try participant(resource, resourceType),
                context: try context.map { try Record(contextJSON: Input.document($0)) } ?? (unknown.isEmpty ? nil : .empty),
                unknownAttributes: Set(unknown.map { Text($0) })
            )
            if actions {
                guard let schema else { throw ValidationError("--actions needs --schema") }
                for (action, response) in set.permittedActions(among: schema.actionEntities.map(\.uid), request, entities) {
                    Output.answer("\(action): \(words(response.decision))")
                }
                return
            }
            let response = PartialEvaluator(request, entities).authorize(set)
            json ? printJSON(response) : print(response)
            if response.decision == .deny { throw ExitStatus.no }
        }

        private func participant(_ uid: String?, _ type: String?) throws -> PartialRequest.Participant {
            if let uid { return .known(try EntityUID(parsing: uid)) }
            guard let type else { return .unknown(nil) }
            guard let parsed = EntityType(parsing: type) else { throw ValidationError("`\(type)` is no entity type") }
            return .unknown(parsed)
        }

        private func words(_ decision: Decision?) -> String {
            switch decision {
            case .allow: "ALLOW"
            case .deny: "DENY"
            case nil: "UNKNOWN"
            }
        }

        private func print(_ response: PartialResponse) {
            Output.answer(words(response.decision))
            for id in response.errors { Output.tell("error while evaluating policy `\(id)`") }
            for policy in response.residuals { Output.answer("// \(policy.id)\n\(policy)") }
        }

        private func printJSON(_ response: PartialResponse) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("decision")
            if let decision = response.decision { writer.string(decision.rawValue) } else { writer.null() }
            for (key, ids) in [(Text("satisfied"), response.satisfied), ("errors", response.errors)] {
                writer.key(key)
                writer.beginArray()
                for id in ids { writer.string(id) }
                writer.endArray()
            }
            writer.key("residuals")
            writer.beginObject()
            for policy in response.residuals {
                writer.key(policy.id)
                writer.raw(policy.json())
            }
            writer.endObject()
            writer.endObject()
            Output.answer(writer.text)
        }
    }
}
