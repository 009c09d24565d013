// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar
import Foundation

/// A file of template links: `[{"template_id", "link_id", "args": {"?principal": "User::\"alice\""}}]`.
enum TemplateLinks {
    static func add(_ path: String, to set: inout PolicySet) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let root = try Input.document(path)
        guard root.kind == .array else { throw InputProblem("\(path): expected an array of links") }
        for node in root.elements {
            guard let template = node["template_id"]?.text, let id = node["link_id"]?.text, let values = node["args"] else {
                throw InputProblem(path, node.problem("a link needs template_id, link_id and args"))
            }
            try set.link(template, as: id, slots(values))
        }
    }

    static func slots(_ node: JSONNode) throws -> [Slot: EntityUID] {
        var values: [Slot: EntityUID] = [:]
        for (key, value) in node.members {
            guard let slot = Slot(rawValue: key.string) else { throw InputProblem("there is no slot `\(key)`") }
            values[slot] = try Input.entity(value)
        }
        return values
    }

    /// Writes all links of a set.
    static func write(_ set: PolicySet, to path: String) throws {
        var writer = JSONWriter(pretty: true)
        writer.beginArray()
        for policy in set.policies {
            guard let link = policy.link else { continue }
            writer.beginObject()
            writer.key("template_id")
            writer.string(link.template)
            writer.key("link_id")
            writer.string(policy.id)
            writer.key("args")
            writer.beginObject()
            for slot in Slot.allCases {
                guard let uid = link.values[slot] else { continue }
                writer.key(Text(slot.rawValue))
                writer.string(uid.description)
            }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        try Data((writer.text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

extension CedarCommand {
    struct Link: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a policy of a template.")

        @OptionGroup var policies: PolicyOptions

        @Option(name: [.customShort("t"), .customLong("template-id")], help: "The template, such as policy0.")
        var template: String

        @Option(name: [.short, .customLong("new-id")], help: "The new policy's id.")
        var newID: String

        @Option(name: .shortAndLong, help: "The slots' values: '{\"?principal\": \"User::\\\"alice\\\"\"}'.")
        var arguments: String

        func run() throws {
            var set = try policies.load()
            let values: [Slot: EntityUID]
            do {
                values = try TemplateLinks.slots(JSONDocument(parsing: arguments).root)
            } catch let error as Diagnostic {
                throw InputProblem("--arguments", error)
            }
            try set.link(Text(template), as: Text(newID), values)
            if let path = policies.links { try TemplateLinks.write(set, to: path) }
            if let policy = set.policy(Text(newID)) { Output.answer(policy.description) }
        }
    }
}
