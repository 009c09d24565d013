// SPDX-License-Identifier: Apache-2.0

/// What a script would run, found out without running it.
public struct Resolution: Sendable {
    /// In the order in which the shell would come to them; both branches of a condition, a loop's body once for every
    /// word that is known (up to a limit).
    public internal(set) var invocations: [Invocation] = []
    /// What cannot be known. Empty if the script is resolved fully.
    public internal(set) var unknowns: [Unknown] = []
    /// What the script as a whole does: ``Trait/forkBomb``, ``Trait/endlessLoop``.
    public internal(set) var traits: Set<Trait> = []

    public init() {}

    /// Something that only running tells.
    public struct Unknown: Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// The text is no script: what the parser says.
            case syntax(String)
            /// Which program runs.
            case program
            /// The text of a script that runs.
            case script
            /// A limit of the resolver was met; what follows was not looked at.
            case limit(String)
            /// What a known program does with its arguments.
            case usage(String)
        }

        public let reason: Reason
        public let span: SourceSpan

        public init(_ reason: Reason, _ span: SourceSpan) {
            self.reason = reason
            self.span = span
        }
    }
}

/// A program, builtin or function that would run, with all that is known of how.
public struct Invocation: Sendable {
    /// Its name as it stands, `/bin/rm` or `rm`, then its arguments. Never empty.
    public var words: [Field]
    /// What it does with its arguments, its redirections included.
    public var usage: Usage
    /// Where its standard input comes from.
    public var input: Input
    /// The folder it runs in: absolute and folded; nil where that is not known.
    public var directory: String?
    public var place: Place
    /// The programs that start it, outermost first: `sudo`, `env`, `xargs`, `sh`.
    public var starters: [String]
    /// Whether it runs only if a condition holds that is not known.
    public var isConditional: Bool
    /// The command in the original script that causes it.
    public var span: SourceSpan

    public enum Input: Hashable, Sendable {
        /// The script's own.
        case inherited
        /// `/dev/null`, or closed.
        case nothing
        case text([UInt8])
        /// An absolute path, or a pattern of one.
        case file(String)
        /// What invocations print: indices into ``Resolution/invocations``.
        case output([Int])
        case unknown
    }
}

/// On which machine, and under which root.
public indirect enum Place: Hashable, Sendable {
    case here
    /// Another machine; the name may hold `*` where it is not known.
    case host(String)
    /// A container; folders of the machine it runs on that are inside: `(outside, inside)`, absolute.
    case container(String, mounts: [Mount])
    /// Under another root of this machine.
    case root(String)

    public struct Mount: Hashable, Sendable {
        public let outside: String
        public let inside: String

        public init(outside: String, inside: String) {
            self.outside = outside
            self.inside = inside
        }
    }
}
