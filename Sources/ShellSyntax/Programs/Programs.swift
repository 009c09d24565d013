// SPDX-License-Identifier: Apache-2.0

/// What programs do with their arguments.
public enum Programs {
    /// What is known of the surroundings of an argument list.
    public struct Surroundings: Sendable {
        /// The owner's home, absolute.
        public var home: String
        /// The folder the program runs in: absolute; nil where that is not known.
        public var directory: String?
        /// A file's content, for make files, package scripts and the like; nil where there is none or nobody may look.
        public var readFile: @Sendable (String) -> [UInt8]?

        public init(home: String, directory: String?, readFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }) {
            self.home = home
            self.directory = directory
            self.readFile = readFile
        }
    }

    /// How many words of an argument list are looked at.
    static let longest = 2048

    /// What an argument list would do.
    ///
    /// - Parameter words: The program's name or path, then its arguments. Not empty.
    public static func usage(of words: [Field], in surroundings: Surroundings) -> Usage {
        if let typed = typedEscape(words) { return typed }
        guard let word = words.first?.text, let found = ProgramTable.find(word) else { return Usage(isKnown: false) }
        // A list of this length is no person's; what stands behind is not looked at, and that is said.
        let isLong = words.count > longest
        var call = Call(isLong ? Array(words.prefix(longest)) : words, name: found.name, program: found.program, in: surroundings)
        call.interpret()
        call.listNames()
        if isLong { call.usage.doubt = "there are too many arguments" }
        call.usage.isKnown = found.isTrusted
        return call.usage
    }

    /// `!sh` where a program's name would stand: typed into the program in front of it (a pager, an editor, ftp), or the
    /// shell's own history. No program is called so.
    private static func typedEscape(_ words: [Field]) -> Usage? {
        guard let first = words.first, let head = first.knownPrefix.utf8.first,
            head == UInt8(ascii: "!") || head == UInt8(ascii: ":")
        else { return nil }
        // `!!`, `!3`, `!$`: the history, which no script has.
        let second = first.knownPrefix.utf8.dropFirst().first ?? 0
        if head == UInt8(ascii: "!"), "!$#-?^*:=0123456789".utf8.contains(second) { return nil }
        for mark in ["!", ":!"] where first.knownPrefix.hasPrefix(mark) && first.knownPrefix.utf8.count > mark.utf8.count {
            var usage = Usage()
            usage.traits.insert(.escapes)
            usage.starts.append(Start(.script(.joined([first.dropping(mark.utf8.count)] + words.dropFirst()), .bash)))
            return usage
        }
        return nil
    }

    /// What a program's text would do, as far as the calls in it tell.
    ///
    /// Shell text comes back as a ``Start``. What is put together while it runs has ``Trait/evaluatesCode``.
    /// - Parameter arguments: The program's own arguments; for ``Language/make`` the targets, for
    ///   ``Language/packageScripts`` the script's name and its arguments.
    public static func usage(ofCode code: Field, in language: Language, arguments: [Field] = []) -> Usage {
        CodeScanner.usage(of: code, in: language, arguments: arguments)
    }

    /// Whether a program is in the table, by its name or path.
    public static func knows(_ program: String) -> Bool { ProgramTable.find(program) != nil }
}
