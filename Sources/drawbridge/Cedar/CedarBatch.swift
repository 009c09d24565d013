// SPDX-License-Identifier: Apache-2.0

import Cedar

/// The batch forms (INTERFACES.md, "Commands"): one JSON object in, one out.
enum CedarBatch {
    /// `{"policies", "entities", "schema"?, "requests"}` → `{"results": […]}` or `{"error"}`.
    static func authorize(_ line: String) -> String {
        answer(line) { (root: JSONNode) throws(Diagnostic) in
            let schema: Schema? = if let node = root["schema"] { try self.schema(node) } else { nil }
            let policies = try policies(root)
            let entities: Entities =
                if let node = root["entities"] { try Entities(json: node, schema: schema) } else {
                    try Entities(schema?.actionEntities ?? [])
                }
            guard let requests = root["requests"], requests.kind == .array else {
                throw root.problem("`requests` must be an array")
            }
            let authorizer = Authorizer(policies, entities: entities)
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("results")
            writer.beginArray()
            for node in requests.elements {
                do throws(Diagnostic) {
                    let request = try Input.request(node, schema)
                    if let problem = schema?.validate(request) { throw problem }
                    write(authorizer.authorize(request), &writer)
                } catch {
                    write(error: error, &writer)
                }
            }
            writer.endArray()
            writer.endObject()
            return writer.text
        }
    }

    /// `{"policies", "schema", "mode"?}` → `{"valid", "errors"}`.
    static func validate(_ line: String) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        do throws(Diagnostic) {
            let root = try JSONDocument(parsing: line, nesting: .max).root
            guard let node = root["schema"] else { throw root.problem("`schema` is missing") }
            let mode = try mode(root)
            let result = Validator(try schema(node)).validate(try policies(root), mode: mode)
            writer.key("valid")
            writer.bool(result.isValid)
            write("errors", result.errors, &writer)
            write("warnings", result.warnings, &writer)
        } catch {
            writer.key("valid")
            writer.bool(false)
            writer.key("errors")
            writer.beginArray()
            write(error, &writer)
            writer.endArray()
        }
        writer.endObject()
        return writer.text
    }

    private static func mode(_ root: JSONNode) throws(Diagnostic) -> ValidationMode {
        guard let node = root["mode"] else { return .strict }
        guard let mode = node.string.flatMap({ ValidationMode(rawValue: $0) }) else {
            throw node.problem("`mode` must be strict or permissive")
        }
        return mode
    }

    /// `{"policies"}` → `{"ok", "error"?}`.
    static func checkParse(_ line: String) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("ok")
        do throws(Diagnostic) {
            _ = try policies(JSONDocument(parsing: line, nesting: .max).root)
            writer.bool(true)
        } catch {
            writer.bool(false)
            writer.key("error")
            write(error, &writer)
        }
        writer.endObject()
        return writer.text
    }

    /// `{"schema": text}` → `{"schema": JSON}`; a schema in JSON comes back as text.
    static func translateSchema(_ line: String) -> String {
        answer(line) { (root: JSONNode) throws(Diagnostic) in
            guard let node = root["schema"] else { throw root.problem("`schema` is missing") }
            let schema = try self.schema(node)
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("schema")
            if node.kind == .string, node.string?.isJSONObject != true {
                writer.raw(schema.json())
            } else {
                guard let text = schema.cedarText else { throw node.problem("this schema has no form in Cedar's syntax") }
                writer.string(text)
            }
            writer.endObject()
            return writer.text
        }
    }

    // MARK: Reading

    private static func answer(_ line: String, _ body: (JSONNode) throws(Diagnostic) -> String) -> String {
        do throws(Diagnostic) {
            return try body(JSONDocument(parsing: line, nesting: .max).root)
        } catch {
            var writer = JSONWriter()
            write(error: error, &writer)
            return writer.text
        }
    }

    /// Policies as text, as JSON in a text, or as JSON.
    static func policies(_ root: JSONNode) throws(Diagnostic) -> PolicySet {
        guard let node = root["policies"] else { throw root.problem("`policies` is missing") }
        guard let text = node.string else { return try PolicySet(json: node) }
        if text.isJSONObject { return try PolicySet(json: text) }
        return try first { () throws(Diagnostics) in try PolicySet(parsing: text) }
    }

    /// A schema as text, as JSON in a text, or as JSON.
    private static func schema(_ node: JSONNode) throws(Diagnostic) -> Schema {
        let text = node.string ?? node.document.source.text(of: node.span)
        return try first { () throws(Diagnostics) in
            node.kind == .string ? try Schema(parsing: text) : try Schema(json: text)
        }
    }

    /// The first of several problems.
    private static func first<Result>(_ body: () throws(Diagnostics) -> Result) throws(Diagnostic) -> Result {
        do {
            return try body()
        } catch {
            throw error.all[0]
        }
    }

    // MARK: Writing

    static func text(of response: Response) -> String {
        var writer = JSONWriter()
        write(response, &writer)
        return writer.text
    }

    private static func write(_ response: Response, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("decision")
        writer.string(response.decision.rawValue)
        writer.key("reason")
        writer.beginArray()
        for id in response.reasons { writer.string(id) }
        writer.endArray()
        writer.key("errors")
        writer.beginArray()
        for failure in response.errors { writer.string(failure.policy) }
        writer.endArray()
        writer.endObject()
    }

    private static func write(error: Diagnostic, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("error")
        write(error, &writer)
        writer.endObject()
    }

    private static func write(_ problem: Diagnostic, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("message")
        writer.string(problem.help.map { "\(problem.message) (\($0))" } ?? problem.message)
        write(problem.line, problem.column, &writer)
        writer.endObject()
    }

    private static func write(_ line: Int?, _ column: Int?, _ writer: inout JSONWriter) {
        guard let line, let column else { return }
        writer.key("line")
        writer.integer(Int64(line))
        writer.key("column")
        writer.integer(Int64(column))
    }

    static func write(_ key: Text, _ issues: [ValidationIssue], _ writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for issue in issues {
            writer.beginObject()
            writer.key("policy")
            writer.string(issue.policy)
            writer.key("code")
            writer.string(issue.code.rawValue)
            writer.key("message")
            writer.string(issue.message)
            write(issue.line, issue.column, &writer)
            writer.endObject()
        }
        writer.endArray()
    }
}
