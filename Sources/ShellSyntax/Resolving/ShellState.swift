// SPDX-License-Identifier: Apache-2.0

/// What a shell knows at some place in a script. A copy costs little; a subshell is one.
struct ShellState: Sendable {
    /// What `name() …` defined, with the script it stands in.
    struct Function: Sendable {
        let body: Command
        let context: Walker.Context
    }

    struct Options: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        /// `set -e`
        static let exitsOnError = Options(rawValue: 1)
        /// `set -f`
        static let noGlob = Options(rawValue: 2)
        /// zsh: `setopt shwordsplit`
        static let splitsWords = Options(rawValue: 4)
    }

    var variables: [String: Variable] = [:]
    /// Names of variables with more than one possible value.
    var choices: Set<String> = []
    /// `$1` and on; nil where they are not known.
    var arguments: [Value]? = []
    var zeroth = Value("bash")
    var functions: [String: Function] = [:]
    var aliases: [String: String] = [:]
    /// `alias -g` of zsh.
    var globalAliases: [String: String] = [:]
    /// The folders that the shell may be in; nil where that is not known.
    var directories: [String]?
    /// Those it is in if the last command failed, where that makes a difference: behind `cd`.
    var directoriesOnFailure: [String]??
    var previousDirectory: Value?
    var stack: [[String]?] = []
    var options: Options = []
    /// `$?`; nil where it is not known.
    var status: Int? = 0
    var exitTrap: Value?
    var streams = Streams()
    /// What was printed into pipes and substitutions.
    var captures: [Value] = []
    var files = VirtualFiles()
    /// `env -i`
    var isEnvironmentCleared = false
    /// Whether what stands behind runs only on a condition, since a branch left the script.
    var isPastCondition = false

    /// The folders that a command finds itself in, whatever the last one said.
    mutating func settleDirectories() {
        guard let onFailure = directoriesOnFailure else { return }
        directoriesOnFailure = nil
        if options.contains(.exitsOnError) { return }
        directories = Self.union(directories, onFailure)
    }

    static func union(_ left: [String]?, _ right: [String]?) -> [String]? {
        guard var all = left, let right else { return nil }
        for one in right where !all.contains(one) { all.append(one) }
        return all.count <= 4 ? all : nil
    }

    /// What holds where two ways through a script meet.
    mutating func join(_ other: ShellState) {
        if variables != other.variables {
            for (name, variable) in other.variables where variables[name] != variable { join(name, variable) }
            for name in variables.keys where other.variables[name] == nil { join(name, nil) }
        }
        if arguments != other.arguments { arguments = nil }
        if !other.functions.isEmpty { functions.merge(other.functions) { mine, _ in mine } }
        if !other.aliases.isEmpty { aliases.merge(other.aliases) { mine, _ in mine } }
        if directories != other.directories { directories = Self.union(directories, other.directories) }
        if let onFailure = other.directoriesOnFailure {
            directoriesOnFailure = .some(directoriesOnFailure.map { Self.union($0, onFailure) } ?? onFailure)
        }
        if status != other.status { status = nil }
        if exitTrap == nil { exitTrap = other.exitTrap }
        options.formIntersection(other.options)
        isPastCondition = isPastCondition || other.isPastCondition
        if streams != other.streams { streams.join(other.streams) }
        if captures != other.captures {
            for index in captures.indices where index < other.captures.count && captures[index] != other.captures[index] {
                captures[index] = Self.join(captures[index], other.captures[index])
            }
        }
        files.join(other.files)
    }

    private mutating func join(_ name: String, _ other: Variable?) {
        let joined = Variable.join(variables[name], other, name)
        if case .choice = joined.content { choices.insert(name) }
        variables[name] = joined
    }

    /// The text that both begin with, then a hole.
    static func join(_ left: Value, _ right: Value) -> Value {
        var shared = Value()
        var count = 0
        while count < left.pieces.count, count < right.pieces.count, left.pieces[count] == right.pieces[count] {
            shared.append(left.pieces[count])
            count += 1
        }
        let rest = Array(left.pieces[count...]) + Array(right.pieces[count...])
        shared.append(.unknown(Value.origin(of: rest, otherwise: .other)))
        shared.taint = left.taint.union(right.taint)
        return shared
    }
}
