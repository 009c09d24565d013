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
        let what = decision.effects.compactMap(sentence).prefix(12)
        var message = reasons.map { "\($0.reason)." }.joined(separator: " ")
        if let first = message.first { message = first.uppercased() + message.dropFirst() }
        if !what.isEmpty { message += "\n\nIt would:\n" + what.map { "- \($0)" }.joined(separator: "\n") }
        if decision.effects.count > 12 { message += "\n- and \(decision.effects.count - 12) more" }
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

    private static func sentence(_ effect: Effect) -> String? {
        let target = effect.target.isEmpty ? "something that is known only when it runs" : effect.target
        let more = effect.isDynamic && !effect.target.isEmpty ? " (a part is known only when it runs)" : ""
        switch effect.kind {
        case .run: return "run \(target)\(more)"
        case .read: return "read \(target)\(more)"
        case .write: return "write \(target)\(more)"
        case .delete: return "delete \(target)\(effect.isRecursive ? " with everything in it" : "")\(more)"
        case .connect: return (effect.sendsData ? "send data to \(target)" : "connect to \(target)") + more
        case .send: return "send a message to \(target)\(more)"
        case .configure: return "change the setting \(target)\(more)"
        case .spend: return "spend at \(target)\(more)"
        case .persist: return "leave something behind that starts by itself: \(target)\(more)"
        case .unknown: return "do something that cannot be told beforehand"
        }
    }
}
