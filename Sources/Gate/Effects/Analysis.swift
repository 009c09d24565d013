// SPDX-License-Identifier: Apache-2.0

public import Calls
public import ShellSyntax

/// What a call would do.
public struct Analysis: Sendable {
    public var tool: CanonicalTool
    public var deeds: [Deed] = []
    /// Absolute paths of files whose content decides what the call does: scripts and executables that it names.
    public var contents: [String] = []
    /// Of the call as a whole: those of its effects, and what only all of them together say.
    public var traits: Set<String> = []

    public init(tool: CanonicalTool) { self.tool = tool }

    public var effects: [Effect] { deeds.map(\.effect) }

    /// The targets that the digest covers.
    public var targets: [String] { deeds.map { $0.effect.kind.rawValue + " " + $0.effect.target } }
}

/// An effect, with what policies and people want to know of it beyond what goes over the wire.
public struct Deed: Sendable, Hashable {
    public var effect: Effect
    /// The program at work, without its folder; empty outside shells.
    public var program = ""
    /// Only for `run`: whether the gate knows what the program does.
    public var isKnown = true
    /// Only for `run`: some of the arguments are known only when it runs.
    public var hasDynamicArguments = false
    /// The target is a pattern and may be many.
    public var isPattern = false
    /// Only for `read`: names, sizes and times alone.
    public var isListing = false
    /// Only for `write`: a name, mode, owner or time changes, not what is in a file.
    public var isAttributes = false
    /// Only for `connect`: where it goes, in full, as far as that is known.
    public var url = ""
    /// Only for `connect`: the port, if it says one or the program has its own.
    public var port: Int?
    /// Only for `connect`: bytes of what would be downloaded; nil where nobody knows.
    public var size: Int64?
    /// Only for `send`.
    public var recipient = ""
    public var text = ""
    /// Why nothing better than this can be said, for `unknown` and what is dynamic.
    public var doubt = ""
    /// Where in the command line it comes from; nil outside shells.
    public var span: SourceSpan?

    public init(_ effect: Effect) { self.effect = effect }

    public func has(_ trait: Trait) -> Bool { effect.traits.contains(trait.rawValue) }
}
