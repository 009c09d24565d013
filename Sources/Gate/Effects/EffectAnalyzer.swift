// SPDX-License-Identifier: Apache-2.0

public import Calls

/// Finds out what a tool call would do. Rules judge what it says, so that it must rather say too much than too little,
/// and say so (`unknown`, `dynamic`) where it does not know.
public protocol EffectAnalyzer: Sendable {
    func analyze(_ call: ToolCall) -> Analysis
}

/// What a call would do.
public struct Analysis: Sendable {
    public var tool: CanonicalTool
    public var deeds: [Deed] = []
    /// What no single effect says.
    public var notes: [Note] = []
    /// Absolute paths of files whose content decides what the call does: scripts and executables that it names.
    public var contents: [String] = []

    public init(tool: CanonicalTool) { self.tool = tool }

    public var effects: [Effect] { deeds.map(\.effect) }

    /// The targets that the digest covers.
    public var targets: [String] { deeds.map { $0.effect.kind.rawValue + " " + $0.effect.target } }
}

/// An effect, with what the rules of this first form want to know beyond it.
public struct Deed: Sendable, Hashable {
    public var effect: Effect
    /// `rm -f`: goes on where it should have asked.
    public var isForced = false
    /// The target is a pattern and may be many.
    public var isPattern = false

    public init(_ effect: Effect, isForced: Bool = false, isPattern: Bool = false) {
        self.effect = effect
        self.isForced = isForced
        self.isPattern = isPattern
    }
}

/// What the analyzer noticed of a call as a whole.
public enum Note: Sendable, Hashable {
    /// What came from the network goes into a shell or an interpreter.
    case networkIntoInterpreter(String)
    /// An interpreter runs what another program prints.
    case pipedIntoInterpreter(String)
    case forkBomb
    case reverseShell
    /// sudo, su, doas, …
    case privilege(String)
    case gitDestructive(String)
    /// chmod that opens a file to everybody or makes it run as its owner.
    case permissions(String)
    case killsEverything(String)
    /// The target of a kill that is, or may be, a part of Drawbridge.
    case killsOwn(String)
    case power(String)
    case diskDestroyer(String)
    /// Code in an argument that only its interpreter understands.
    case inlineCode(String)
    /// Part of the command line that this analyzer does not understand.
    case notUnderstood(String)
    case environmentDump
    case listens(String)
    /// A command on another machine.
    case remote(String)
    /// Services, firewalls, mounts, users.
    case hostSettings(String)
    /// A container with a door to this machine.
    case hostAccess(String)
    /// Something is published.
    case publishes(String)
    /// A subcommand of Drawbridge that the agent may not use.
    case ownCommand(String)
    /// An agent's own settings or guards are changed.
    case agentSettings(String)
}
