// SPDX-License-Identifier: Apache-2.0

public import Calls

/// An agent's runtime on this machine, as the connector sees it: it gets a turn and reports what it does.
///
/// A runtime asks the gate before each tool call by itself (through the gate's socket, like any other runtime);
/// the connector carries text, tool calls and approvals, and decides what of it leaves the machine.
public protocol Runtime: Sendable {
    /// Its name on the wire and in the owner's list: `demo`, `openclaw`.
    var kind: String { get }

    /// Runs one turn to its end.
    ///
    /// Cancelling the surrounding task stops the run: the runtime ends its tool calls (whole process groups)
    /// and returns. Turns of one session come one after the other; those of different sessions may overlap.
    /// - Throws: What went wrong, for a person; the connector ends the answer with it.
    func run(_ turn: Turn, reporter: any TurnReporter) async throws
}

/// One turn: a message of the user that the runtime answers.
public struct Turn: Sendable, Hashable {
    /// The conversation, `ses_…`.
    public var sessionID: String
    /// The turn, `int_…`.
    public var interactionID: String
    /// The user's message, `msg_…`.
    public var messageID: String
    public var text: String

    public init(sessionID: String, interactionID: String, messageID: String, text: String) {
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.messageID = messageID
        self.text = text
    }
}

/// Where a piece of an answer comes from: the owner's `forward.*` settings decide what leaves the machine (THREATS 15).
public enum TextOrigin: String, Sendable, CaseIterable {
    /// The agent's own words.
    case agent
    /// What a tool printed.
    case toolOutput
    /// What stands in a file that was read.
    case fileContents
}

/// Takes what a runtime reports of a turn. Calls return when the report is durable on this machine, and never fail:
/// what cannot be delivered now is queued.
public protocol TurnReporter: Sendable {
    /// More of the answer's text. It is already redacted; pieces of any size, they are coalesced.
    func append(_ text: String, origin: TextOrigin) async

    /// A tool call began, or asks to.
    func toolCallStarted(_ call: ReportedToolCall) async

    /// A tool call ended.
    func toolCallEnded(_ result: ReportedToolResult) async
}

public struct ReportedToolCall: Sendable, Hashable {
    /// `tc_` and 12 base62 digits.
    public var id: String
    /// The canonical tool: `Bash`, `Read`, `Write`, `WebFetch`.
    public var tool: String
    /// One line: what it does.
    public var label: String
    /// The parameters, secrets masked.
    public var parameters: [String: JSONValue]

    public init(id: String, tool: String, label: String, parameters: [String: JSONValue]) {
        self.id = id
        self.tool = tool
        self.label = label
        self.parameters = parameters
    }
}

public struct ReportedToolResult: Sendable, Hashable {
    public enum Status: String, Sendable {
        case completed
        case failed
        case cancelled
    }

    /// The id of the ``ReportedToolCall``.
    public var id: String
    public var tool: String
    public var status: Status
    /// The gate's outcome, so that the owner sees "denied" as what it is.
    public var outcome: Outcome?
    /// For a person: why it failed or was stopped, and what to do instead.
    public var error: String?
    /// What came back, redacted and shortened; nil where there is nothing to show.
    public var output: String?
    /// Where ``output`` comes from.
    public var origin: TextOrigin

    public init(
        id: String,
        tool: String,
        status: Status,
        outcome: Outcome? = nil,
        error: String? = nil,
        output: String? = nil,
        origin: TextOrigin = .toolOutput
    ) {
        self.id = id
        self.tool = tool
        self.status = status
        self.outcome = outcome
        self.error = error
        self.output = output
        self.origin = origin
    }
}
