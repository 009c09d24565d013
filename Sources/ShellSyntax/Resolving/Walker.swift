// SPDX-License-Identifier: Apache-2.0

/// Goes through a script as the shell would, running nothing; its other files hold what it finds on the way.
struct Walker {
    /// The script whose tree is walked.
    struct Context: Sendable {
        let documents: [HereDocument]
        let source: SourceText
        let dialect: Dialect
        /// What stands for every place in it, where it is not the script that was passed.
        let span: SourceSpan?
    }

    /// How a list of commands ends.
    enum Flow: Hashable {
        case normal, exits, returns
        case breaks(Int)
        case continues(Int)
    }

    /// A function that is being called.
    struct Call {
        let name: String
        let arguments: [Value]
        /// How many times its body names itself.
        var selfCalls = 0
    }

    let settings: Resolver.Settings
    var resolution = Resolution()
    var state = ShellState()
    var context: Context
    var budget = Budget()
    /// Whether what is walked runs only if something holds that is not known.
    var isConditional = false
    var starters: [String] = []
    var place = Place.here
    /// Of everything that is started here.
    var traits: Set<Trait> = []
    var loops = 0
    var calls: [Call] = []
    /// How many pipes and `&` stand around.
    var concurrency = 0
    /// How many conditions stand around, where `set -e` means nothing.
    var conditions = 0
    /// Whether `return` means something.
    var isSourced = false
    /// The states in which `break`, `continue` and `return` left what is walked.
    var escapes: [ShellState] = []
    /// Names of aliases that are being taken.
    var takenAliases: [String] = []
    /// Uses of the redirections of the command at hand.
    var redirectionUses: [Use] = []
    var redirectionTraits: Set<Trait> = []
    /// What the command's substitutions were, for process substitutions that it writes to.
    var writers: [Writer] = []
    /// The file descriptors given to process substitutions and `{name}>`.
    var nextDescriptor = 63

    /// The captures behind the paths of `>(…)`.
    var writerPaths: [String: Int] = [:]
    /// What `${x:-…}` gave where it is not known whether `x` is set.
    var defaults: [String: Value] = [:]
    /// What the names held that the functions being called made their own.
    var locals: [[(name: String, held: Variable?)]] = []
    /// The arguments of the declaration at hand.
    var declarations: [Declaration] = []
    /// What the holes in the text of the script at hand are.
    var holes: [Value] = []

    /// `>(…)`: what it runs once the command has written.
    struct Writer {
        let body: CommandList
        let capture: Int
    }

    init(_ settings: Resolver.Settings, _ script: ShellScript) {
        self.settings = settings
        context = Context(documents: script.hereDocuments, source: script.source, dialect: script.dialect, span: nil)
        let name = script.dialect == .bash ? "bash" : script.dialect == .zsh ? "zsh" : "sh"
        state.zeroth = Value(name)
        state.directories = [settings.directory]
    }

    // MARK: - Bounds

    /// One level deeper; false where it is too deep or all is spent.
    mutating func enter(_ span: SourceSpan) -> Bool {
        guard !budget.isSpent else { return false }
        guard budget.depth < Budget.nesting else {
            stop("nesting", span)
            return false
        }
        budget.depth += 1
        return true
    }

    mutating func leave() { budget.depth -= 1 }

    /// Counts work; false where the limit is met.
    mutating func spend(_ steps: Int, _ span: SourceSpan) -> Bool {
        guard !budget.isSpent else { return false }
        budget.steps += steps
        guard budget.steps <= Budget.allSteps else {
            stop("steps", span)
            return false
        }
        return true
    }

    mutating func stop(_ limit: String, _ span: SourceSpan) {
        guard !budget.isSpent else { return }
        budget.isSpent = true
        note(.limit(limit), span)
    }

    mutating func note(_ reason: Resolution.Unknown.Reason, _ span: SourceSpan) {
        let unknown = Resolution.Unknown(reason, self.span(span))
        if resolution.unknowns.last != unknown, resolution.unknowns.count < 4096 { resolution.unknowns.append(unknown) }
    }

    func span(_ span: SourceSpan) -> SourceSpan { context.span ?? span }

    // MARK: - Lists

    mutating func walk(_ list: CommandList) -> Flow {
        guard enter(list.span) else { return .normal }
        defer { leave() }
        for item in list.items {
            if budget.isSpent { return .normal }
            state.settleDirectories()
            switch item.terminator {
            case .background, .disowned:
                let saved = enterSubshell()
                let outer = traits
                if item.terminator == .disowned { traits.insert(.detaches) }
                concurrency += 1
                _ = walk(item.commands)
                concurrency -= 1
                traits = outer
                leaveSubshell(saved)
                state.status = 0
            default:
                let flow = walk(item.commands)
                if flow != .normal { return flow }
            }
        }
        return .normal
    }

    mutating func walk(_ list: AndOrList) -> Flow {
        if list.rest.isEmpty { return walk(list.first) }
        var flow = condition(list.first)
        let wasConditional = isConditional
        defer { isConditional = wasConditional }
        for step in list.rest {
            if budget.isSpent { return .normal }
            let isAnd = step.operator == .and
            if flow != .normal { return flow }
            if let status = state.status, (status == 0) == isAnd {
                state.directoriesOnFailure = nil
                flow = walk(step.pipeline)
                continue
            }
            let skipped = state
            let isKnown = state.status != nil
            isConditional = true
            if isAnd {
                state.directoriesOnFailure = nil
            } else if let onFailure = state.directoriesOnFailure {
                state.directories = onFailure
                state.directoriesOnFailure = nil
            }
            let branch = walk(step.pipeline)
            if isKnown {
                // It does not come to this, if the status is right: what it runs is told, what it changes is not.
                state = skipped
                continue
            }
            isConditional = wasConditional
            if branch != .normal {
                escape(branch)
                state = skipped
                state.status = isAnd ? 1 : 0
                if !isAnd { state.directoriesOnFailure = nil }
                if branch == .exits || isAnd { state.isPastCondition = true }
            } else {
                meet(skipped, afterAnd: isAnd)
            }
        }
        return flow
    }

    /// A pipeline whose status decides something.
    private mutating func condition(_ pipeline: Pipeline) -> Flow {
        conditions += 1
        defer { conditions -= 1 }
        return walk(pipeline)
    }

    /// Joins the way on which the last step was left out; folders are kept apart by what the status says of them.
    private mutating func meet(_ skipped: ShellState, afterAnd isAnd: Bool) {
        let directories = state.directories
        let onFailure = state.directoriesOnFailure
        var other = skipped
        let otherFailure = other.directoriesOnFailure ?? .some(other.directories)
        other.directories = directories
        other.directoriesOnFailure = nil
        state.directoriesOnFailure = nil
        join(other)
        if isAnd {
            // Success means that both ran; failure that either failed.
            let failed = onFailure.map { ShellState.union($0, otherFailure ?? nil) } ?? otherFailure
            state.directoriesOnFailure = failed == .some(directories) ? nil : failed
        } else {
            state.directories = ShellState.union(skipped.directories, directories)
            state.directoriesOnFailure = onFailure
        }
    }

    /// What holds where two ways meet.
    mutating func join(_ other: ShellState) {
        budget.steps += state.variables.count / 3 + state.captures.count
        state.join(other)
    }

    /// Keeps the state in which a branch went elsewhere.
    mutating func escape(_ flow: Flow) {
        guard flow != .exits, flow != .normal, escapes.count < 64 else { return }
        escapes.append(state)
    }

    mutating func walk(_ pipeline: Pipeline) -> Flow {
        guard spend(1, pipeline.span) else { return .normal }
        var flow = Flow.normal
        if pipeline.negations > 0 { conditions += 1 }
        if pipeline.commands.count == 1 {
            flow = walk(pipeline.commands[0])
        } else if !pipeline.commands.isEmpty {
            pipe(pipeline)
        } else {
            state.status = 0
        }
        if pipeline.negations > 0 { conditions -= 1 }
        if pipeline.negations % 2 == 1 { state.status = state.status.map { $0 == 0 ? 1 : 0 } }
        return flow
    }

    private mutating func pipe(_ pipeline: Pipeline) {
        let outer = state.streams
        var input: Value?
        let last = pipeline.commands.count - 1
        let first = resolution.invocations.count
        concurrency += 1
        for (index, command) in pipeline.commands.enumerated() {
            if budget.isSpent { break }
            let capture = index < last ? openCapture() : nil
            // The last command of a pipe is run by the shell itself in zsh.
            let saved = index == last && context.dialect == .zsh ? nil : enterSubshell()
            state.streams = outer
            if let input { state.streams.input = .value(input) }
            if let capture {
                state.streams.output = .capture(capture)
                if pipeline.joinsErrors.contains(index) { state.streams.errors = .capture(capture) }
            }
            let flow = walk(command)
            if flow != .normal { escapes.removeAll() }
            if let saved { leaveSubshell(saved) }
            if let capture { input = closeCapture(capture) }
        }
        concurrency -= 1
        state.streams = outer
        judgePipe(from: first)
    }

    // MARK: - Subshells and captures

    mutating func enterSubshell() -> ShellState {
        let saved = state
        state.exitTrap = nil
        return saved
    }

    /// Back to the shell around: what was printed and written stays.
    mutating func leaveSubshell(_ saved: ShellState) {
        runExitTrap()
        let inner = state
        state = saved
        state.captures = inner.captures
        state.files = inner.files
        state.status = inner.status
    }

    mutating func openCapture() -> Int {
        state.captures.append(Value())
        return state.captures.count - 1
    }

    /// What was printed since.
    mutating func closeCapture(_ index: Int) -> Value {
        guard index < state.captures.count else { return Value(unknown: .other) }
        let value = state.captures[index]
        state.captures.removeSubrange(index...)
        return value
    }

    /// Runs commands in a subshell and returns what they print.
    mutating func captured(_ list: CommandList, inShell: Bool = false) -> Value {
        let outerStreams = state.streams
        let wasPast = isConditional
        let saved = inShell ? nil : enterSubshell()
        let capture = openCapture()
        state.streams.output = .capture(capture)
        let outerEscapes = escapes
        _ = walk(list)
        escapes = outerEscapes
        isConditional = wasPast
        if let saved { leaveSubshell(saved) }
        state.streams = outerStreams
        return closeCapture(capture)
    }

    /// What `trap '…' EXIT` asked for.
    mutating func runExitTrap() {
        guard let trap = state.exitTrap else { return }
        state.exitTrap = nil
        runText(trap, context.dialect, context.span ?? SourceSpan(0, 0), inShell: true)
    }

    // MARK: - Commands

    mutating func walk(_ command: Command) -> Flow {
        switch command {
        case .simple(let simple): return run(simple)
        case .compound(let compound): return walk(compound)
        case .function(let function):
            for name in function.names {
                if let text = name.literalText { state.functions[text] = .init(body: function.body, context: context) }
            }
            if function.names.isEmpty {
                // `() { … }` of zsh runs at once.
                return walk(function.body)
            }
            state.status = 0
            return .normal
        case .coprocess(let coprocess):
            let saved = enterSubshell()
            concurrency += 1
            state.streams.input = .unknown
            _ = walk(coprocess.body)
            concurrency -= 1
            leaveSubshell(saved)
            state.variables[coprocess.name?.text ?? "COPROC"] = Variable(.unknown([]))
            return .normal
        }
    }
}
