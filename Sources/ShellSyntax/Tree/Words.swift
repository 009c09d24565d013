// SPDX-License-Identifier: Apache-2.0

/// A piece of text and where it stands. The text has no line continuations, and no escapes of backquotes around it.
public struct Text: Hashable, Sendable {
    public let text: String
    public let span: SourceSpan
}

/// A word as it is written, in parts.
public struct Word: Hashable, Sendable {
    public let parts: [WordPart]
    public let span: SourceSpan
}

/// A part of a word.
public indirect enum WordPart: Hashable, Sendable {
    /// Unquoted text, or the plain text inside double quotes.
    case literal(Text)
    /// A backslash and the character, which the text holds alone.
    case escaped(Text)
    /// `'…'`
    case singleQuoted(Text)
    /// `$'…'`
    case ansiQuoted(AnsiQuoted)
    /// `"…"`
    case doubleQuoted(DoubleQuoted)
    /// `$x`, `${…}`
    case parameter(ParameterExpansion)
    /// `$(…)`, `` `…` ``
    case command(CommandSubstitution)
    /// `$((…))`, `$[…]`
    case arithmetic(Arithmetic)
    /// `<(…)`, `>(…)`
    case process(ProcessSubstitution)
    /// `~`, `~name`; the text is the name.
    case tilde(Text)
    /// `*`, `?`, `[…]`. A set with quotes or expansions inside stays in its parts.
    case glob(Text)
    /// `@(a|b)` and its kin.
    case extendedGlob(ExtendedGlob)
    /// `{a,b}`, `{1..9}`
    case braces(BraceExpansion)
    /// `(…)` behind the `=` of an assignment.
    case array(ArrayLiteral)

    public var span: SourceSpan {
        switch self {
        case .literal(let part), .escaped(let part), .singleQuoted(let part), .tilde(let part), .glob(let part): part.span
        case .ansiQuoted(let part): part.span
        case .doubleQuoted(let part): part.span
        case .parameter(let part): part.span
        case .command(let part): part.span
        case .arithmetic(let part): part.span
        case .process(let part): part.span
        case .extendedGlob(let part): part.span
        case .braces(let part): part.span
        case .array(let part): part.span
        }
    }
}

/// `$'…'`
public struct AnsiQuoted: Hashable, Sendable {
    /// What it stands for; not always UTF-8.
    public let value: [UInt8]
    public let span: SourceSpan
}

/// `"…"`, or `$"…"`, which is translated.
public struct DoubleQuoted: Hashable, Sendable {
    public let isTranslated: Bool
    public let parts: [WordPart]
    public let span: SourceSpan
}

/// `$(…)`, `` `…` ``, and `${ …; }` of bash 5.3.
public struct CommandSubstitution: Hashable, Sendable {
    public enum Style: Hashable, Sendable {
        case dollar, backquotes
        /// `${ …; }` and `${| …; }`: in the shell itself.
        case inPlace
    }

    public let style: Style
    public let body: CommandList
    public let span: SourceSpan
}

/// `<(…)`, `>(…)`, and `=(…)` of zsh.
public struct ProcessSubstitution: Hashable, Sendable {
    public enum Style: Hashable, Sendable { case output, input, file }

    public let style: Style
    public let body: CommandList
    public let span: SourceSpan
}

/// An arithmetic expression as text, with the expansions inside.
public struct Arithmetic: Hashable, Sendable {
    public let parts: [WordPart]
    public let span: SourceSpan

    /// The names in its text, whose values the shell evaluates in turn: a subscript in one of them may run a command.
    public var names: [String] {
        var names: [String] = []
        for case .literal(let literal) in parts {
            var name: [UInt8] = []
            for byte in Array(literal.text.utf8) + [0] {
                if Bytes.isName(byte), !name.isEmpty || !Bytes.isDigit(byte) {
                    name.append(byte)
                } else if !name.isEmpty {
                    names.append(String(decoding: name, as: UTF8.self))
                    name = []
                }
            }
        }
        return names
    }
}

/// `@(a|b)`: one of `?`, `*`, `+`, `@`, `!`, and the patterns. In zsh a glob qualifier too, as the only pattern of `(`.
public struct ExtendedGlob: Hashable, Sendable {
    public let `operator`: String
    public let patterns: [Word]
    public let span: SourceSpan
}

/// `{a,b}` or `{1..9..2}`.
public struct BraceExpansion: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case list([Word])
        case numbers(from: Int, through: Int, step: Int, width: Int)
        case characters(from: UInt8, through: UInt8, step: Int)
    }

    public let kind: Kind
    public let span: SourceSpan
}

/// `(a b [3]=c)`
public struct ArrayLiteral: Hashable, Sendable {
    public struct Element: Hashable, Sendable {
        public let `subscript`: Word?
        public let appends: Bool
        public let value: Word
    }

    public let elements: [Element]
    public let span: SourceSpan
}

/// `$x` or `${…}`.
public struct ParameterExpansion: Hashable, Sendable {
    /// What stands before the name.
    public enum Prefix: Hashable, Sendable {
        case none
        /// `${#x}`
        case length
        /// `${!x}`
        case indirect
    }

    /// What is done with the value.
    public indirect enum Operation: Hashable, Sendable {
        case none
        /// `-`, `=`, `?`, `+`; with a colon, an empty value counts as none.
        case conditional(Conditional, withColon: Bool, Word)
        /// `#`, `##`
        case removePrefix(Word, longest: Bool)
        /// `%`, `%%`
        case removeSuffix(Word, longest: Bool)
        /// `/`, `//`, `/#`, `/%`
        case replace(Replacement, pattern: Word, with: Word?)
        /// `^`, `^^`, `,`, `,,`, `~`, `~~`
        case changeCase(String, pattern: Word)
        /// `:offset`, `:offset:length`
        case substring(offset: Arithmetic, length: Arithmetic?)
        /// `@Q` and its kin.
        case transform(String)
        /// `${!x*}`, `${!x@}`: the names that begin so.
        case names(String)
        /// Something that only the shell at hand understands, or none.
        case unknown(Word)
    }

    public enum Conditional: Hashable, Sendable { case useDefault, assignDefault, failIfUnset, useAlternative }
    public enum Replacement: Hashable, Sendable { case first, all, atStart, atEnd }

    /// A variable's name, digits, or one of `@*#?-$!`.
    public let name: String
    public let prefix: Prefix
    public let `subscript`: Word?
    public let operation: Operation
    /// The letters in `${(…)x}` of zsh.
    public let flags: String
    public let span: SourceSpan
}
