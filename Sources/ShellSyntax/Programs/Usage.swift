// SPDX-License-Identifier: Apache-2.0

/// What a program does with an argument list.
public struct Usage: Hashable, Sendable {
    /// Files, hosts and the like that it touches.
    public var uses: [Use] = []
    public var traits: Set<Trait> = []
    /// What it runs in turn.
    public var starts: [Start] = []
    /// Names of files that it prints, line by line: each a name or a pattern of any number of them. Empty where it prints
    /// none, and where nobody knows what it prints.
    public var prints: [Field] = []
    /// Whether the program is in the table. What is not known may do anything.
    public var isKnown: Bool
    /// Why an argument list of a known program was not understood, if so.
    public var doubt: String?

    public init(isKnown: Bool = true) { self.isKnown = isKnown }
}

/// Something that an argument names, and what happens to it.
public struct Use: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Paths.
        case read, write, delete
        /// `host`, `host:port`, or a URL.
        case connect
        /// `channel:recipient`.
        case send
        /// A setting's name.
        case configure
        /// What starts by itself later: `cron`, a unit's name, a path.
        case persist
        /// What costs money: the service's name.
        case spend
    }

    public var kind: Kind
    public var target: Field
    /// The folder that a relative path starts at, if not the invocation's own: `tar -C`, `git -C`.
    public var base: Field?
    /// `delete`, `write` (chmod -R) and `read`: whole folders.
    public var isRecursive = false
    /// `connect`: local data goes out.
    public var sendsData = false
    /// Of this use alone: ``Trait/forced``, ``Trait/shredded``, …
    public var traits: Set<Trait> = []

    public init(
        _ kind: Kind,
        _ target: Field,
        base: Field? = nil,
        isRecursive: Bool = false,
        sendsData: Bool = false,
        traits: Set<Trait> = []
    ) {
        self.kind = kind
        self.target = target
        self.base = base
        self.isRecursive = isRecursive
        self.sendsData = sendsData
        self.traits = traits
    }
}

/// What a program runs in turn, and under which circumstances.
public struct Start: Hashable, Sendable {
    public indirect enum What: Hashable, Sendable {
        /// An argument list, as `execve` gets it: sudo, env, nohup, `find -exec`.
        /// With `input`, words of standard input come in its place or behind it: xargs, parallel.
        case command([Field], input: InputWords? = nil)
        /// Shell text: `sh -c`, `ssh host '…'`, `su -c`, system() in inline code. The arguments are `$0`, `$1`, …
        case script(Field, Dialect, arguments: [Field] = [])
        /// A file that an interpreter runs.
        case file(Field, Language, arguments: [Field] = [])
        /// Standard input is the program.
        case input(Language)
        /// A shell for somebody to type into.
        case interactiveShell
    }

    /// How words from standard input become arguments.
    public enum InputWords: Hashable, Sendable {
        case appended
        /// This text in the arguments is replaced, `{}` as a rule.
        case replacing(String)
        /// The same within shell text, each quoted as one word: parallel.
        case quoted(String)
    }

    public var what: What
    /// `env A=b`, in order. A nil value unsets.
    public var environment: [EnvironmentChange] = []
    /// `env -i`
    public var clearsEnvironment = false
    /// `env -C`, `sudo -D`
    public var directory: Field?
    public var place: Place = .here
    /// Of everything that is started: ``Trait/privilege``, ``Trait/detaches``, …
    public var traits: Set<Trait> = []
    /// Whether it may run any number of times, or never: `xargs`, `find -exec`, `watch`.
    public var repeats = false

    public init(_ what: What) { self.what = what }

    public struct EnvironmentChange: Hashable, Sendable {
        public let name: String
        public let value: Field?

        public init(name: String, value: Field?) {
            self.name = name
            self.value = value
        }
    }
}

/// What a program text is written in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case shell, python, perl, ruby, node, php, awk, sed, lua, tcl, r, make, packageScripts, vim, sql, powershell
    /// Any other, or not known.
    case other
}
