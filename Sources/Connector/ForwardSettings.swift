// SPDX-License-Identifier: Apache-2.0

public import Calls

/// What of a turn leaves this machine: the owner's choice (THREATS 15).
public struct ForwardSettings: Sendable, Hashable {
    public enum Choice: String, Sendable, CaseIterable {
        case on
        case off
        /// The owner is asked, once for each turn and kind.
        case ask
    }

    /// The agent's own words.
    public var text: Choice = .on
    /// That a tool was called, with which parameters and outcome.
    public var toolMetadata: Choice = .on
    /// What tools printed.
    public var toolResults: Choice = .on
    /// What stands in files that were read.
    public var fileContents: Choice = .off
    public var attachments: Choice = .off

    public init() {}

    /// Reads `{"forward": {"text": "on", …}}`; names and words that are not known are errors.
    public init(json: JSONValue) throws(ForwardSettingsError) {
        guard case .object(let settings) = json else { throw .notAnObject }
        guard let forward = settings["forward"] else { return }
        guard case .object(let choices) = forward else { throw .notAnObject }
        for (name, value) in choices {
            guard let word = value.stringValue, let choice = Choice(rawValue: word) else { throw .unknownChoice(name) }
            switch name {
            case "text": text = choice
            case "tool_metadata": toolMetadata = choice
            case "tool_results": toolResults = choice
            case "file_contents": fileContents = choice
            case "attachments": attachments = choice
            default: throw .unknownName(name)
            }
        }
    }

    public func choice(for origin: TextOrigin) -> Choice {
        switch origin {
        case .agent: text
        case .toolOutput: toolResults
        case .fileContents: fileContents
        }
    }
}

public enum ForwardSettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    case notAnObject
    case unknownName(String)
    case unknownChoice(String)

    public var description: String {
        switch self {
        case .notAnObject: "the settings must be an object: {\"forward\": {\"tool_results\": \"off\"}}"
        case .unknownName(let name):
            "forward.\(name) is not known; there are text, tool_metadata, tool_results, file_contents and attachments"
        case .unknownChoice(let name): "forward.\(name) must be \"on\", \"off\" or \"ask\""
        }
    }
}
