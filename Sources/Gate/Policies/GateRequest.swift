// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar
import ShellSyntax

/// What Cedar is asked: about a call as a whole, one of its effects, or its result (packs/gate.cedarschema).
struct GateRequest {
    let request: Request
    var entities: GateEntities

    private init(
        _ principal: EntityUID,
        _ action: EntityUID,
        _ uid: EntityUID,
        _ resource: GateEntities.Resource,
        _ context: Record
    ) {
        request = Request(principal: principal, action: action, resource: uid, context: context)
        entities = GateEntities(uid: uid, resource: resource)
    }

    /// What all requests about a call have in common.
    struct Call {
        let principal: EntityUID
        let tool: Cedar.Text
        let originalTool: Cedar.Text
        let surroundings: PathFacts.Surroundings

        init(_ call: ToolCall, tool: CanonicalTool, surroundings: PathFacts.Surroundings) {
            principal = EntityUID(type: GateTypes.agent, id: Text(call.agent ?? "main"))
            self.tool = Text(tool.name)
            originalTool = Text(call.tool)
            self.surroundings = surroundings
        }
    }

    // MARK: - The call

    static func call(_ call: ToolCall, _ analysis: Analysis, _ common: Call) -> GateRequest {
        let parameters = Parameters(values: call.parameters)
        func text(_ value: String?) -> Value { .string(Text(value ?? "")) }
        let content = (call.parameters["content"] ?? call.parameters["edits"] ?? call.parameters["new_string"]).map {
            $0.stringValue ?? $0.canonical
        }
        // In the order of their names, so that nothing is sorted.
        let context = Record([
            Record.Field("channel", text(parameters.channel)), Record.Field("command", text(parameters.command)),
            Record.Field("content", text(content)), Record.Field("cwd", text(call.workingDirectory)),
            Record.Field("dynamic", .bool(analysis.deeds.contains { $0.effect.isDynamic })),
            Record.Field("effects", set(Set(analysis.deeds.map(\.effect.kind.rawValue)))),
            Record.Field("home", text(common.surroundings.home)), Record.Field("operation", text(parameters.action)),
            Record.Field("original_tool", .string(common.originalTool)), Record.Field("path", text(parameters.path)),
            Record.Field("pattern", text(parameters.pattern)), Record.Field("recipient", text(parameters.recipients.first)),
            Record.Field("text", text(parameters.text)), Record.Field("timeout", .long(parameters.timeout)),
            Record.Field("tool", .string(common.tool)), Record.Field("traits", set(analysis.traits)),
            Record.Field("url", text(parameters.url)), Record.Field("workspace", text(common.surroundings.workspace)),
        ])
        return tool(common, GateTypes.toolCall, analysis.tool, context)
    }

    static func result(of tool: CanonicalTool, _ common: Call, output: String, secrets: Set<String>) -> GateRequest {
        let context = Record([
            Record.Field("tool", .string(common.tool)), Record.Field("original_tool", .string(common.originalTool)),
            Record.Field("output", .string(Text(output))), Record.Field("secrets", set(secrets)),
        ])
        return self.tool(common, GateTypes.toolResult, tool, context)
    }

    private static func tool(_ common: Call, _ action: EntityUID, _ tool: CanonicalTool, _ context: Record) -> GateRequest {
        let uid = EntityUID(type: GateTypes.tool, id: common.tool)
        return GateRequest(common.principal, action, uid, .tool(tool.name, group: tool.group), context)
    }

    // MARK: - Effects

    static func effect(_ deed: Deed, _ common: Call, tool: CanonicalTool) -> GateRequest {
        let effect = deed.effect
        var fields = [
            Record.Field("dynamic", .bool(effect.isDynamic)), Record.Field("original_tool", .string(common.originalTool)),
            Record.Field("program", .string(Text(deed.program))), Record.Field("tool", .string(common.tool)),
            Record.Field("traits", set(effect.traits)),
        ]
        let uid: EntityUID
        let resource: GateEntities.Resource
        switch effect.kind {
        case .run:
            let program = effect.isDynamic ? "" : PathText.lastComponent(effect.target)
            uid = EntityUID(type: GateTypes.program, id: Text(String(program)))
            resource = .program(name: String(program), path: effect.target.contains("/") ? effect.target : "")
            fields += [
                Record.Field("arguments", set(effect.arguments)),
                Record.Field("command_line", .string(Text(([String(program)] + effect.arguments).joined(separator: " ")))),
                Record.Field("known", .bool(deed.isKnown)),
                Record.Field("dynamic_arguments", .bool(deed.hasDynamicArguments)),
            ]
        case .read, .write, .delete:
            uid = EntityUID(type: GateTypes.file, id: Text(effect.target))
            resource = .file(
                PathFacts(
                    path: effect.target,
                    surroundings: common.surroundings,
                    isElsewhere: deed.has(.remote) || deed.has(.container)
                )
            )
            fields.append(Record.Field("recursive", .bool(effect.isRecursive)))
            if effect.kind == .read {
                fields.append(Record.Field("listing", .bool(deed.isListing)))
            } else {
                fields.append(Record.Field("recoverable", .bool(effect.isRecoverable)))
            }
            if effect.kind == .write { fields.append(Record.Field("content", .bool(!deed.isAttributes))) }
            if effect.kind == .delete { fields.append(Record.Field("bulk", .bool(deed.isPattern || deed.has(.bulk)))) }
        case .connect:
            let target = WebTarget(effect.target)
            let host = target?.host ?? ""
            uid = EntityUID(type: GateTypes.host, id: Text(host))
            resource = .host(host)
            let port = effect.target.isEmpty ? 0 : deed.port ?? target?.port ?? 0
            fields += [
                Record.Field("port", .long(Int64(port))), Record.Field("url", .string(Text(deed.url))),
                Record.Field("sends_data", .bool(effect.sendsData)), Record.Field("downloads", .bool(deed.has(.downloads))),
                Record.Field("size", .long(deed.size ?? -1)),
            ]
        case .send:
            let channel = effect.target.prefix { $0 != ":" }
            uid = EntityUID(type: GateTypes.channel, id: Text(String(channel)))
            resource = .plain
            fields += [
                Record.Field("recipient", .string(Text(deed.recipient))),
                Record.Field("phone", .string(Text(PhoneNumber.canonical(deed.recipient) ?? ""))),
                Record.Field("text", .string(Text(deed.text))),
            ]
        case .configure: (uid, resource) = (EntityUID(type: GateTypes.setting, id: Text(effect.target)), .plain)
        case .persist: (uid, resource) = (EntityUID(type: GateTypes.startup, id: Text(effect.target)), .plain)
        case .spend: (uid, resource) = (EntityUID(type: GateTypes.service, id: Text(effect.target)), .plain)
        case .unknown:
            uid = EntityUID(type: GateTypes.tool, id: common.tool)
            resource = .tool(tool.name, group: tool.group)
        }
        let action = GateTypes.actions[effect.kind] ?? GateTypes.toolCall
        return GateRequest(common.principal, action, uid, resource, Record(fields))
    }

    private static func set(_ strings: some Sequence<String>) -> Value { .set(ValueSet(strings.map { .string(Text($0)) })) }
}
