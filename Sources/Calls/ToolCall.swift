// SPDX-License-Identifier: Apache-2.0

/// What a runtime wants to do: a tool, its parameters, and where it would run.
///
/// The tool may carry a runtime's own name (`exec`, `read_file`); the gate maps it to the canonical one
/// (INTERFACES.md) and keeps this as it came.
public struct ToolCall: Sendable, Hashable {
    public var tool: String
    /// The parameters by name, as the runtime gave them.
    public var parameters: [String: JSONValue]
    /// The absolute folder in which the call would run.
    public var workingDirectory: String
    /// The absolute home folder of whom it would run as.
    public var home: String
    /// The environment that it would see; nil means `HOME`, `PWD` and `TMPDIR=/tmp` alone.
    public var environment: [String: String]?
    /// The agent that asks.
    public var agent: String?
    /// The folder that is the agent's to work in; nil means ``workingDirectory``.
    public var workspace: String?

    public init(
        tool: String,
        parameters: [String: JSONValue],
        workingDirectory: String,
        home: String,
        environment: [String: String]? = nil,
        agent: String? = nil,
        workspace: String? = nil
    ) {
        self.tool = tool
        self.parameters = parameters
        self.workingDirectory = workingDirectory
        self.home = home
        self.environment = environment
        self.agent = agent
        self.workspace = workspace
    }
}

/// Why a JSON object is not a tool call.
public enum ToolCallError: Error, Sendable, Equatable, CustomStringConvertible {
    case notAnObject
    case missing(String)
    case wrongType(String, expected: String)
    case notAbsolute(String, String)

    public var description: String {
        switch self {
        case .notAnObject: "a tool call is a JSON object"
        case .missing(let name): "\"\(name)\" is missing"
        case .wrongType(let name, let expected): "\"\(name)\" must be \(expected)"
        case .notAbsolute(let name, let path): "\"\(name)\" must be an absolute path, not \"\(path)\""
        }
    }
}

extension ToolCall {
    /// Reads `{"tool", "parameters", "cwd", "home", "env"?, "agent"?, "workspace"?}`; other members are ignored.
    ///
    /// - Throws: ``ToolCallError`` naming the member that is missing or wrong.
    public init(json: JSONValue) throws(ToolCallError) {
        guard case .object(let members) = json else { throw .notAnObject }
        func string(_ name: String) throws(ToolCallError) -> String? {
            guard let value = members[name], value != .null else { return nil }
            guard let string = value.stringValue else { throw .wrongType(name, expected: "a string") }
            return string
        }
        func path(_ name: String) throws(ToolCallError) -> String? {
            guard let path = try string(name) else { return nil }
            guard path.hasPrefix("/") else { throw .notAbsolute(name, path) }
            return path
        }
        guard let tool = try string("tool"), !tool.isEmpty else { throw .missing("tool") }
        let parameters: [String: JSONValue]
        switch members["parameters"] {
        case .object(let given): parameters = given
        case nil, .null: parameters = [:]
        default: throw .wrongType("parameters", expected: "an object")
        }
        guard let workingDirectory = try path("cwd") else { throw .missing("cwd") }
        guard let home = try path("home") else { throw .missing("home") }
        var environment: [String: String]?
        switch members["env"] {
        case .object(let given):
            var strings: [String: String] = [:]
            for (name, value) in given {
                guard let value = value.stringValue else { throw .wrongType("env.\(name)", expected: "a string") }
                strings[name] = value
            }
            environment = strings
        case nil, .null: break
        default: throw .wrongType("env", expected: "an object of strings")
        }
        self.init(
            tool: tool,
            parameters: parameters,
            workingDirectory: workingDirectory,
            home: home,
            environment: environment,
            agent: try string("agent"),
            workspace: try path("workspace")
        )
    }

    /// The same object back.
    public var json: JSONValue {
        .object(omittingNil: [
            "tool": .string(tool),
            "parameters": .object(parameters),
            "cwd": .string(workingDirectory),
            "home": .string(home),
            "env": environment.map { .object($0.mapValues(JSONValue.string)) },
            "agent": agent.map(JSONValue.string),
            "workspace": workspace.map(JSONValue.string),
        ])
    }
}
