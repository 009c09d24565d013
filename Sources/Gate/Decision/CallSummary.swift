// SPDX-License-Identifier: Apache-2.0

import Calls
import Redaction

/// A call in words, secrets masked.
enum CallSummary {
    /// The longest summary in the log, in characters.
    private static let limit = 500

    /// One line for the log.
    static func line(_ call: ToolCall, _ redactor: Redactor) -> String {
        let text = redactor.redact(exact(call)).text
        return text.utf8.count > limit ? String(text.prefix(limit)) + "…" : text
    }

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
