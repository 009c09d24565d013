// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// Policies written for the OpenClaw plugin: `Sondera::Action::"exec"`, `Resource::"cli"`, `context.params.command`, and
/// `Sondera::Action::"read_result"`, `context.response` for results (facts, gate-and-posture 1.3).
///
/// They see a call as that plugin shows it, without effects; the gate's own dialect says more.
enum PluginDialect {
    private static let namespace = "Sondera::Action"

    /// Whether a policy is in this dialect.
    static func isWritten(_ policy: Policy) -> Bool {
        let actions: [EntityUID] =
            switch policy.action {
            case .any: []
            case .equal(let action), .in(let action): [action]
            case .inAny(let actions): actions
            }
        if actions.contains(where: { $0.type.name.string == namespace }) { return true }
        for scope in [policy.principal, policy.resource] {
            if case .entity(let uid)? = scope.reference, ["User", "Resource"].contains(uid.type.name.string) { return true }
            switch scope {
            case .is(let type), .isIn(let type, _): if ["User", "Resource"].contains(type.name.string) { return true }
            default: break
            }
        }
        return actions.isEmpty && policy.conditions.contains { mentions($0.body) }
    }

    /// `context.params` or `context.response`.
    private static func mentions(_ expression: Expr) -> Bool {
        let texts: Set<String> = ["params", "response"]
        switch expression.node {
        case .attribute(let base, let name):
            if case .variable(.context) = base.node, texts.contains(name.string) { return true }
            return mentions(base)
        case .has(let base, let names):
            if case .variable(.context) = base.node, let first = names.first, texts.contains(first.string) { return true }
            return mentions(base)
        case .and(let parts), .or(let parts), .product(let parts), .set(let parts), .call(_, let parts):
            return parts.contains(where: mentions)
        case .not(let part), .negate(let part), .isEmpty(let part), .like(let part, _): return mentions(part)
        case .binary(_, let left, let right): return mentions(left) || mentions(right)
        case .sum(let first, let terms): return mentions(first) || terms.contains { mentions($0.operand) }
        case .isType(let part, _, let folder): return mentions(part) || folder.map(mentions) ?? false
        case .conditional(let condition, let then, let otherwise):
            return mentions(condition) || mentions(then) || mentions(otherwise)
        case .record(let fields): return fields.contains { mentions($0.value) }
        case .literal, .variable, .unknown: return false
        }
    }

    private static let principal = EntityUID(type: EntityType(unchecked: "User"), id: "openclaw-agent")
    private static let resource = EntityUID(type: EntityType(unchecked: "Resource"), id: "cli")

    /// The plugin's names of the canonical tools.
    private static func names(of tool: CanonicalTool, _ original: String) -> [String] {
        let usual: String =
            switch tool {
            case .bash: "exec"
            case .read: "read"
            case .write: "write"
            case .edit: "edit"
            case .patch: "apply_patch"
            case .glob: "glob"
            case .grep: "grep"
            case .webFetch: "web_fetch"
            case .webSearch: "web_search"
            case .browser: "browser"
            case .message: "message"
            case .cron: "cron"
            case .config: "gateway"
            case .agent: "sessions_spawn"
            case .process: "process"
            case .mcp(let name), .other(let name): name
            }
        return usual == original || tool.name == original ? [usual] : [usual, original]
    }

    /// The call as the plugin would ask about it: once for each name that its tool may have.
    static func requests(_ call: ToolCall, _ tool: CanonicalTool) -> [Request] {
        let parameters = Parameters(values: call.parameters)
        var params = call.parameters.mapValues { $0 as JSONValue? }
        // Under the plugin's own names too, and never missing: its policies read them without asking.
        params["command"] = .string(parameters.command ?? "")
        params["path"] = .string(parameters.path ?? "")
        params["pattern"] = .string(parameters.pattern ?? "")
        params["url"] = .string(parameters.url ?? "")
        let context = Record([Record.Field("params", value(.object(params.compactMapValues { $0 })))])
        return names(of: tool, call.tool).map { request($0, context) }
    }

    static func results(_ call: ToolCall, _ tool: CanonicalTool, output: String) -> [Request] {
        let context = Record([Record.Field("response", .string(Text(output)))])
        return names(of: tool, call.tool).map { request($0 + "_result", context) }
    }

    private static func request(_ action: String, _ context: Record) -> Request {
        Request(
            principal: principal,
            action: EntityUID(type: EntityType(unchecked: Text(namespace)), id: Text(action)),
            resource: resource,
            context: context
        )
    }

    /// Cedar has no null and no fractions: the one is left out, the others are texts.
    private static func value(_ json: JSONValue) -> Value {
        switch json {
        case .string(let text): .string(Text(text))
        case .bool(let bool): .bool(bool)
        case .int(let number): .long(number)
        case .array(let elements): .set(ValueSet(elements.filter { $0 != .null }.map(value)))
        case .object(let members):
            .record(Record(members.filter { $0.value != .null }.map { Record.Field(Text($0.key), value($0.value)) }))
        default: .string(Text(json.canonical))
        }
    }
}
