// SPDX-License-Identifier: Apache-2.0

/// What the table says of a program or a subcommand.
struct Program: Sendable {
    /// The names, or for a subcommand the words that choose it; one `*` stands for any text.
    var names: [String] = []
    var operands: [Operand] = []
    var options: [Option] = []
    var subcommands: [Program] = []
    var traits: [Trait] = []
    /// Uses that no argument names: `+persist.cron`.
    var fixed: [Fixed] = []
    var style: Style = []
    /// What data cannot say.
    var special: Special?

    struct Operand: Hashable, Sendable {
        enum Count: Sendable { case one, rest, last }
        var role: Role
        var count: Count
    }

    struct Fixed: Hashable, Sendable {
        var kind: Use.Kind
        var target: String
    }

    struct Option: Sendable {
        enum Value: Sendable { case none, needed, attached }
        /// With their dashes.
        var names: [String] = []
        var value: Value = .none
        var role: Role = .ignore
        var effects: Effects = []
        var traits: [Trait] = []
        var removed: [Trait] = []
    }

    /// What an option does to the whole command.
    struct Effects: OptionSet, Sendable {
        let rawValue: UInt16
        /// Whole folders.
        static let recursive = Effects(rawValue: 1)
        /// What would be read is written.
        static let inplace = Effects(rawValue: 2)
        /// Nothing changes: a dry run.
        static let dry = Effects(rawValue: 4)
        /// It stands for the first operand: `grep -e`.
        static let skip = Effects(rawValue: 8)
        /// No options come behind it.
        static let stop = Effects(rawValue: 16)
        /// What is read is deleted: `gzip` without `-k`, `mv`.
        static let removes = Effects(rawValue: 32)
        /// What would be deleted or written stays: `gzip -k`, `gzip -c`.
        static let keeps = Effects(rawValue: 64)
        /// All operands are read: `tar -t`.
        static let reads = Effects(rawValue: 128)
        /// All operands are ignored.
        static let ignores = Effects(rawValue: 256)
        /// Standard input is not a program then.
        static let quiet = Effects(rawValue: 512)

        static let words: [String: Effects] = [
            "recursive": .recursive, "inplace": .inplace, "dry": .dry, "skip": .skip, "stop": .stop, "removes": .removes,
            "keeps": .keeps, "reads": .reads, "ignores": .ignores, "quiet": .quiet,
        ]
    }

    struct Style: OptionSet, Sendable {
        let rawValue: UInt16
        /// The first operand ends the options.
        static let posix = Style(rawValue: 1)
        /// Options are whole words behind one dash: `-name`.
        static let dashwords = Style(rawValue: 2)
        /// There are no options.
        static let plain = Style(rawValue: 4)
        /// Its arguments are read by its special code alone.
        static let raw = Style(rawValue: 8)
        /// The list of options is complete: another one is in doubt.
        static let strict = Style(rawValue: 16)
        /// `--help` is an argument like any other.
        static let nohelp = Style(rawValue: 32)
        /// A subcommand may stand behind other operands: gcloud, az.
        static let deep = Style(rawValue: 64)
        /// What it deletes goes as a part of its work: reading means deleting (`mv`, `gzip`).
        static let removes = Style(rawValue: 128)

        static let words: [String: Style] = [
            "posix": .posix, "dashwords": .dashwords, "plain": .plain, "raw": .raw, "strict": .strict, "nohelp": .nohelp,
            "deep": .deep, "removes": .removes,
        ]
    }
}
