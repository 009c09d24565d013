// SPDX-License-Identifier: Apache-2.0

import Calls
import Redaction

/// A call in words, secrets masked.
enum CallSummary {
    /// The longest summary in the log, in characters.
    private static let limit = 500

    /// The call as the log keeps it, to be read, and to be judged again later (`gate replay`): secrets masked, once for both,
    /// and long texts cut.
    ///
    /// - Returns: one line of it, and all of it.
    static func logged(_ call: ToolCall, _ redactor: Redactor) -> (summary: String, call: JSONValue) {
        let masked = shortened(.object(call.parameters), redactor, depth: 0)
        var copy = call
        if case .object(let parameters) = masked { copy.parameters = parameters }
        let line = exact(copy)
        let json = JSONValue.object(omittingNil: [
            "tool": .string(call.tool), "parameters": masked, "cwd": .string(call.workingDirectory), "home": .string(call.home),
            "workspace": call.workspace.map(JSONValue.string),
        ])
        return (line.utf8.count > limit ? String(line.prefix(limit)) + "…" : line, json)
    }

    private static func shortened(_ value: JSONValue, _ redactor: Redactor, depth: Int) -> JSONValue {
        guard depth < 8 else { return .null }
        switch value {
        case .string(let text):
            guard text.utf8.count > recordLimit else { return .string(redactor.redact(text).text) }
            // Masked before it is cut, as far as the longest secret reaches, so that no part of one is left.
            let window = String(decoding: text.utf8.prefix(recordLimit + Self.longestSecret), as: UTF8.self)
            return .string(String(redactor.redact(window).text.prefix(recordLimit)) + "…")
        case .array(let elements): return .array(elements.prefix(32).map { shortened($0, redactor, depth: depth + 1) })
        case .object(let members): return .object(members.mapValues { shortened($0, redactor, depth: depth + 1) })
        default: return value
        }
    }

    /// The longest text in a recorded call, in characters.
    private static let recordLimit = 1000
    /// Bytes that a rule may take for one secret.
    private static let longestSecret = 64 << 10

    /// The command, or what stands for it.
    static func exact(_ call: ToolCall) -> String {
        let parameters = Parameters(values: call.parameters)
        switch call.canonicalTool {
        case .bash: return parameters.command ?? JSONValue.object(call.parameters).canonical
        case .read, .glob, .grep: return [parameters.path, parameters.pattern].compactMap { $0 }.joined(separator: " ")
        case .write, .edit:
            let content = (call.parameters["content"] ?? call.parameters["edits"] ?? call.parameters["new_string"]).map {
                $0.stringValue ?? $0.canonical
            }
            return [parameters.path, content].compactMap { $0 }.joined(separator: "\n")
        case .webFetch, .browser: return [parameters.action, parameters.url].compactMap { $0 }.joined(separator: " ")
        default: return JSONValue.object(call.parameters).canonical
        }
    }

    /// What the owner reads before deciding.
    static func displayed(_ call: ToolCall, _ decision: Decision, host: String?, _ redactor: Redactor) -> DisplayedAction {
        func masked(_ text: String) -> String { redactor.redact(text).text }
        let reasons = decision.policies.filter { $0.outcome == decision.outcome }
        let title = reasons.first?.title ?? decision.tool
        var message = reasons.map { "\($0.reason)." }.joined(separator: " ")
        if let first = message.first { message = first.uppercased() + message.dropFirst() }
        let deletes = decision.effects.filter { $0.kind == .delete }
        if !deletes.isEmpty, !deletes.contains(where: \.isRecoverable) { message += " Nothing is known that brings it back." }
        if decision.effects.contains(where: \.isDynamic) { message += " A part of it is known only when it runs." }
        var effects = decision.effects
        for index in effects.indices {
            effects[index].target = masked(effects[index].target)
            effects[index].arguments = effects[index].arguments.map(masked)
        }
        return DisplayedAction(
            action: decision.tool,
            title: title,
            command: masked(exact(call)),
            host: host,
            message: masked(message),
            ifDenied: "The call does not run. The agent is told why"
                + (reasons.first.map { " and what to do instead: \($0.instead)." } ?? "."),
            effects: effects,
            callDigest: decision.digest
        )
    }
}
