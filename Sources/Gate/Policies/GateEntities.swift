// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// The entities of one request, made when a policy asks for them.
struct GateEntities: EntityStore {
    enum Resource {
        case file(PathFacts)
        case program(name: String, path: String)
        case host(String)
        case tool(String, group: String)
        /// Channels, settings and the like have nothing but a name.
        case plain
    }

    let uid: EntityUID
    let resource: Resource
    /// Whether a policy asks what lies in which folder; most sets ask of the path's text instead.
    var knowsFolders = true

    func entity(_ asked: EntityUID) -> Entity? {
        guard asked == uid else { return nil }
        return Entity(uid, attributes: attributes, parents: Array(parents))
    }

    func ancestors(of asked: EntityUID) -> Set<EntityUID> {
        if asked == uid { return Set(parents) }
        // Folders lie in the folders above them, whether or not somebody named them before.
        return asked.type == GateTypes.directory ? Set(Self.folders(above: asked.id.string)) : []
    }

    private var attributes: Record {
        switch resource {
        case .file(let facts):
            // In the order of their names, so that nothing is sorted.
            Record([
                Record.Field("directory", .entity(EntityUID(type: GateTypes.directory, id: uid.id))),
                Record.Field("from_home", .string(Text(facts.fromHome))),
                Record.Field("from_workspace", .string(Text(facts.fromWorkspace))),
                Record.Field("in_home", .bool(facts.isInHome)), Record.Field("in_workspace", .bool(facts.isInWorkspace)),
                Record.Field("is_device", .bool(facts.isDevice)),
                Record.Field(
                    "is_generated",
                    .bool(GeneratedFiles.contains(facts.path, workspace: facts.surroundings.workspace))
                ),
                Record.Field("is_scratch", .bool(facts.isScratch)), Record.Field("is_system", .bool(facts.isSystem)),
                Record.Field("is_vital", .bool(facts.isVital)),
                Record.Field("name", .string(Text(String(PathText.lastComponent(facts.path))))),
                Record.Field("path", .string(uid.id)), Record.Field("within", .string(Text(facts.path + "/"))),
            ])
        case .program(let name, let path):
            Record([Record.Field("name", .string(Text(name))), Record.Field("path", .string(Text(path)))])
        case .host(let name):
            Record(
                [Record.Field("name", .string(uid.id)), Record.Field("scope", .string(Text(HostFacts.scope(of: name))))]
                    + (HostFacts.isAddress(name)
                        ? Value.IPAddress(parsing: Text(name)).map { [Record.Field("address", .ip($0))] } ?? [] : [])
            )
        case .tool, .plain: .empty
        }
    }

    private var parents: [EntityUID] {
        switch resource {
        case .file(let facts):
            knowsFolders ? [EntityUID(type: GateTypes.directory, id: uid.id)] + Self.folders(above: facts.path) : []
        case .program(let name, _):
            ProgramGroups.groups(of: name).map { EntityUID(type: GateTypes.programGroup, id: Text($0)) }
        case .host(let name): HostFacts.domains(of: name).map { EntityUID(type: GateTypes.domain, id: Text($0)) }
        case .tool(_, let group): [EntityUID(type: GateTypes.toolGroup, id: Text(group))]
        case .plain: []
        }
    }

    private static func folders(above path: String) -> [EntityUID] {
        var folders: [EntityUID] = []
        var path = path
        while path != "/", path.contains("/"), folders.count < 256 {
            path = PathText.parent(path)
            folders.append(EntityUID(type: GateTypes.directory, id: Text(path)))
        }
        return folders
    }
}

/// The types of the gate's schema.
enum GateTypes {
    static let agent = EntityType(unchecked: "Agent")
    static let action = EntityType(unchecked: "Action")
    static let tool = EntityType(unchecked: "Tool")
    static let toolGroup = EntityType(unchecked: "ToolGroup")
    static let program = EntityType(unchecked: "Program")
    static let programGroup = EntityType(unchecked: "ProgramGroup")
    static let directory = EntityType(unchecked: "Directory")
    static let file = EntityType(unchecked: "File")
    static let host = EntityType(unchecked: "Host")
    static let domain = EntityType(unchecked: "Domain")
    static let channel = EntityType(unchecked: "Channel")
    static let setting = EntityType(unchecked: "Setting")
    static let startup = EntityType(unchecked: "Startup")
    static let service = EntityType(unchecked: "Service")

    /// The action of a kind of effect.
    static let actions = Dictionary(
        uniqueKeysWithValues: Effect.Kind.allCases.map { ($0, EntityUID(type: action, id: Text($0.rawValue))) }
    )
    static let toolCall = EntityUID(type: action, id: "tool_call")
    static let toolResult = EntityUID(type: action, id: "tool_result")
}
