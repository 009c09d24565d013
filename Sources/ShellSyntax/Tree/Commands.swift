// SPDX-License-Identifier: Apache-2.0

/// Commands one after the other.
public struct CommandList: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public let commands: AndOrList
        public let terminator: Terminator
        public let span: SourceSpan
    }

    /// What stands behind a command.
    public enum Terminator: Hashable, Sendable {
        case semicolon, newline
        /// `&`
        case background
        /// `&|` or `&!` of zsh: in the background, and left alone.
        case disowned
        /// Nothing: the list ends.
        case end
    }

    public let items: [Item]
    public let span: SourceSpan
}

/// Pipelines joined by `&&` and `||`, which bind alike and from the left.
public struct AndOrList: Hashable, Sendable {
    public enum Operator: Hashable, Sendable { case and, or }

    public struct Step: Hashable, Sendable {
        public let `operator`: Operator
        public let pipeline: Pipeline
    }

    public let first: Pipeline
    public let rest: [Step]
    public let span: SourceSpan

    /// All of the pipelines.
    public var pipelines: [Pipeline] { [first] + rest.map(\.pipeline) }
}

/// Commands joined by `|` and `|&`.
public struct Pipeline: Hashable, Sendable {
    /// By how many `!` its status is turned round.
    public let negations: Int
    /// Whether `time` stands before it.
    public let isTimed: Bool
    /// Empty only behind `!` or `time`.
    public let commands: [Command]
    /// Between which commands errors go into the pipe too: `|&` behind the command of that index.
    public let joinsErrors: [Int]
    public let span: SourceSpan
}

/// A command of a pipeline.
public indirect enum Command: Hashable, Sendable {
    case simple(SimpleCommand)
    case compound(CompoundCommand)
    case function(FunctionDefinition)
    case coprocess(Coprocess)

    public var span: SourceSpan {
        switch self {
        case .simple(let command): command.span
        case .compound(let command): command.span
        case .function(let command): command.span
        case .coprocess(let command): command.span
        }
    }
}

/// Assignments, words and redirections. Without a word, the assignments stay; with one, they are its environment.
public struct SimpleCommand: Hashable, Sendable {
    public let assignments: [Assignment]
    public let words: [Word]
    /// In the order of the text, wherever they stand.
    public let redirections: [Redirection]
    public let span: SourceSpan
}

/// `name=value`, `name+=value`, `name[subscript]=value`, `name=(…)`.
public struct Assignment: Hashable, Sendable {
    public let name: String
    public let `subscript`: Word?
    public let appends: Bool
    /// Without parts where nothing stands behind the `=`; ``WordPart/array(_:)`` alone for `(…)`.
    public let value: Word
    public let span: SourceSpan
}

/// A command with commands inside.
public struct CompoundCommand: Hashable, Sendable {
    public indirect enum Kind: Hashable, Sendable {
        /// `{ …; }`
        case group(CommandList)
        /// `( … )`
        case subshell(CommandList)
        /// `if`; the branches are `if` and every `elif`.
        case conditional(branches: [Branch], otherwise: CommandList?)
        /// `while`, or `until` if inverted.
        case loop(isUntil: Bool, condition: CommandList, body: CommandList)
        /// `for name in words`; no words where `in` is missing: the arguments.
        case forEach(name: Text, words: [Word]?, body: CommandList)
        /// `for ((…; …; …))`
        case forArithmetic([Arithmetic], body: CommandList)
        /// `select name in words`
        case select(name: Text, words: [Word]?, body: CommandList)
        case match(Word, [MatchItem])
        /// `[[ … ]]`
        case test(TestExpression)
        /// `(( … ))`
        case arithmetic(Arithmetic)
        /// `repeat count` of zsh.
        case repetition(count: Word, body: CommandList)
    }

    public struct Branch: Hashable, Sendable {
        public let condition: CommandList
        public let body: CommandList
    }

    /// An item of `case`.
    public struct MatchItem: Hashable, Sendable {
        public enum Terminator: Hashable, Sendable {
            /// `;;`, or nothing before `esac`.
            case ends
            /// `;&`: the next item's commands run too.
            case fallsThrough
            /// `;;&`: the next patterns are tried.
            case goesOn
        }

        public let patterns: [Word]
        public let body: CommandList
        public let terminator: Terminator
        public let span: SourceSpan
    }

    public let kind: Kind
    public let redirections: [Redirection]
    public let span: SourceSpan
}

/// `name() …` or `function name …`.
public struct FunctionDefinition: Hashable, Sendable {
    /// More than one, or none, only in zsh.
    public let names: [Word]
    public let body: Command
    public let span: SourceSpan
}

/// `coproc …`.
public struct Coprocess: Hashable, Sendable {
    public let name: Text?
    public let body: Command
    public let span: SourceSpan
}

/// What stands in `[[ … ]]`.
public indirect enum TestExpression: Hashable, Sendable {
    /// A word alone is true when it is not empty.
    case word(Word)
    case unary(operator: Text, Word)
    /// The right side of `==`, `=`, `!=` is a pattern, that of `=~` a regular expression.
    case binary(operator: Text, Word, Word)
    case not(TestExpression)
    case all([TestExpression])
    case any([TestExpression])
}
