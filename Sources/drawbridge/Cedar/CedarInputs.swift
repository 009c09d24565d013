// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cedar
import Foundation

/// An error of an input, with the file that it lies in.
struct InputProblem: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ problem: Diagnostic) { description = "\(path): \(problem)" }

    init(_ path: String, _ problems: Diagnostics) {
        description = problems.all.map { "\(path):\($0)" }.joined(separator: "\n")
    }

    init(_ message: String) { description = message }
}

enum Input {
    /// The text of a file; `-` is standard input.
    static func text(_ path: String) throws -> String {
        let data: Data
        do {
            data = path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw InputProblem("cannot read \(path): \(error.localizedDescription)")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw InputProblem("\(path) is not UTF-8") }
        return text
    }

    static func policies(_ path: String, _ format: PolicyFormat = .detect) throws -> PolicySet {
        try policies(text(path), format, path)
    }

    static func policies(_ text: String, _ format: PolicyFormat, _ path: String) throws -> PolicySet {
        if format == .json || format == .detect && text.isJSONObject {
            do {
                return try PolicySet(json: text)
            } catch {
                throw InputProblem(path, error)
            }
        }
        do {
            return try PolicySet(parsing: text)
        } catch {
            throw InputProblem(path, error)
        }
    }

    static func schema(_ path: String, _ format: PolicyFormat = .detect) throws -> Schema {
        let text = try text(path)
        do throws(Diagnostics) {
            switch format {
            case .cedar: return try Schema(cedar: text)
            case .json: return try Schema(json: text)
            case .detect: return try Schema(parsing: text)
            }
        } catch {
            throw InputProblem(path, error)
        }
    }

    static func entities(_ path: String, _ schema: Schema?) throws -> Entities {
        let text = try text(path)
        do {
            return try Entities(json: text, schema: schema)
        } catch {
            throw InputProblem(path, error)
        }
    }

    static func document(_ path: String) throws -> JSONNode {
        let text = try text(path)
        do {
            return try JSONDocument(parsing: text).root
        } catch {
            throw InputProblem(path, error)
        }
    }

    /// `Type::"id"`, or the object that JSON has for it.
    static func entity(_ node: JSONNode) throws(Diagnostic) -> EntityUID {
        guard let text = node.string else { return try EntityUID(json: node) }
        return try EntityUID(parsing: text)
    }

    /// `{"principal", "action", "resource", "context"?}`.
    static func request(_ node: JSONNode, _ schema: Schema?) throws(Diagnostic) -> Request {
        func entity(_ key: Text) throws(Diagnostic) -> EntityUID {
            guard let value = node[key] else { throw node.problem("`\(key)` is missing") }
            return try Input.entity(value)
        }
        let action = try entity("action")
        let context: Record =
            if let node = node["context"] { try Record(contextJSON: node, schema: schema, action: action) } else { .empty }
        return Request(
            principal: try entity("principal"),
            action: action,
            resource: try entity("resource"),
            context: context
        )
    }
}

enum PolicyFormat: String, ExpressibleByArgument, CaseIterable {
    case cedar, json, detect
}

extension String {
    /// Whether the first thing in it is a `{`; Cedar policies never begin so.
    var isJSONObject: Bool {
        utf8.first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 } == UInt8(ascii: "{")
    }
}

struct PolicyOptions: ParsableArguments {
    @Option(name: [.short, .customLong("policies")], help: "The policies, in Cedar's syntax or in JSON; - is standard input.")
    var policies: String

    @Option(name: .customLong("policy-format"), help: "cedar, json or detect.")
    var format = PolicyFormat.detect

    @Option(
        name: [.customShort("k"), .customLong("template-linked")],
        help: "A file with links of templates, as `link` writes it."
    )
    var links: String?

    func load() throws -> PolicySet {
        var set = try Input.policies(policies, format)
        if let links { try TemplateLinks.add(links, to: &set) }
        return set
    }
}

struct SchemaOption: ParsableArguments {
    @Option(name: [.short, .customLong("schema")], help: "The schema, in Cedar's syntax or in JSON.")
    var schema: String?

    @Option(name: .customLong("schema-format"), help: "cedar, json or detect.")
    var schemaFormat = PolicyFormat.detect

    func load() throws -> Schema? { try schema.map { try Input.schema($0, schemaFormat) } }
}

struct RequestOptions: ParsableArguments {
    @Option(name: .customLong("request-json"), help: "A file with {\"principal\", \"action\", \"resource\", \"context\"}.")
    var request: String?

    @Option(name: [.customShort("l"), .long], help: "The principal, such as 'User::\"alice\"'.")
    var principal: String?

    @Option(name: .shortAndLong, help: "The action, such as 'Action::\"view\"'.")
    var action: String?

    @Option(name: .shortAndLong, help: "The resource, such as 'File::\"readme\"'.")
    var resource: String?

    @Option(name: .shortAndLong, help: "A file with the context, a JSON object.")
    var context: String?

    @Flag(name: .customLong("request-validation"), inversion: .prefixedNo, help: "Check the request against the schema.")
    var validates = true

    func load(_ schema: Schema?) throws -> Request {
        let loaded = try request.map { try Input.request(Input.document($0), schema) } ?? fromOptions(schema)
        if validates, let schema, let problem = schema.validate(loaded) {
            throw InputProblem("the request does not conform to the schema: \(problem.message)")
        }
        return loaded
    }

    private func fromOptions(_ schema: Schema?) throws -> Request {
        guard let principal, let action, let resource else {
            throw ValidationError("give --principal, --action and --resource, or --request-json")
        }
        let uid = try EntityUID(parsing: action)
        return Request(
            principal: try EntityUID(parsing: principal),
            action: uid,
            resource: try EntityUID(parsing: resource),
            context: try context.map { try Record(contextJSON: Input.document($0), schema: schema, action: uid) } ?? .empty
        )
    }
}
