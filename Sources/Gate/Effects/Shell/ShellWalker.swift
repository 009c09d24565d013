// SPDX-License-Identifier: Apache-2.0

import Calls

/// Goes through a command line as a shell would, running nothing, and collects what would happen.
struct ShellWalker {
    var analysis: Analysis
    var variables: [String: ShellField]
    var workingDirectory: String
    /// Where relative paths may lie too, if a `cd` on the way fails.
    var otherDirectories: [String] = []
    var substitutionDepth = 0
    /// After a `cd` to somewhere unknown, relative paths are unknown too.
    var isLost = false
    let home: String
    /// Whether the environment was given; otherwise an unset variable may be set where the command runs.
    let hasEnvironment: Bool
    var positional = ShellField()
    var aliases: [String: String] = [:]
    var functions: Set<String> = []
    /// Files that this very command line fetches from the network.
    var downloads: Set<String> = []
    /// What `<(…)` holds, by the name that stands for it.
    var processTexts: [String: String] = [:]
    /// What the last pipeline prints.
    var lastOutput = ShellInput()
    private var depth = 0
    var runDepth = 0
    private var budget = 2000

    init(call: ToolCall, tool: CanonicalTool, workingDirectory: String) {
        analysis = Analysis(tool: tool)
        self.workingDirectory = workingDirectory
        home = call.home
        hasEnvironment = call.environment != nil
        var variables: [String: ShellField] = [:]
        if let environment = call.environment {
            for (name, value) in environment { variables[name] = ShellField(value) }
        } else {
            variables["TMPDIR"] = ShellField("/tmp")
        }
        if variables["HOME"] == nil { variables["HOME"] = ShellField(call.home) }
        variables["PWD"] = ShellField(workingDirectory)
        self.variables = variables
    }

    mutating func note(_ note: Note) { if !analysis.notes.contains(note) { analysis.notes.append(note) } }

    mutating func add(_ effect: Effect, isForced: Bool = false, isPattern: Bool = false) {
        let deed = Deed(effect, isForced: isForced, isPattern: isPattern)
        if !analysis.deeds.contains(deed) { analysis.deeds.append(deed) }
    }

    /// Notes that something about the command is not known.
    mutating func unknown(_ reason: String) {
        note(.notUnderstood(reason))
        add(Effect(.unknown, "", isDynamic: true))
    }

    // MARK: - Scripts

    mutating func walk(_ script: String) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 12 else { return unknown("commands are nested too deep") }
        do throws(ShellProblem) {
            let (pipelines, unclear) = try ShellParser.parse(script)
            for reason in unclear { unknown(reason) }
            walk(pipelines)
        } catch {
            unknown(error.reason)
            scavenge(script)
        }
    }

    /// Where parsing failed, the words still say what programs may be meant, so that a denied one stays denied.
    private mutating func scavenge(_ script: String) {
        let separators = Set(" \t\n;&|()<>`\"'{}".utf8)
        for line in script.utf8.split(whereSeparator: { ";&|\n(`".utf8.contains($0) }).prefix(64) {
            let words = line.split(whereSeparator: { separators.contains($0) }).prefix(64).map {
                ShellField(String(decoding: $0, as: UTF8.self))
            }
            if let first = words.first, Programs.table[String(PathText.lastComponent(first.text))] != nil {
                run(Array(words), input: ShellInput())
            }
        }
    }

    mutating func walk(_ pipelines: [ShellPipeline]) {
        // A `cd` may fail; what does not hang on it by `&&` may then run where it came from.
        var chainStart = workingDirectory
        for pipeline in pipelines {
            var input = ShellInput()
            let before = shellState
            defer {
                // Each part of a pipeline, and what runs in the background, is a subshell.
                if pipeline.commands.count > 1 || pipeline.isBackground { shellState = before }
                if !pipeline.guardsNext {
                    if workingDirectory != chainStart, !otherDirectories.contains(chainStart), otherDirectories.count < 4 {
                        otherDirectories.append(chainStart)
                    }
                    chainStart = workingDirectory
                }
            }
            for command in pipeline.commands {
                budget -= 1
                guard budget > 0 else { return unknown("the command has more parts than are looked at") }
                lastOutput = ShellInput(source: .program(""))
                let part = shellState
                walk(command, input: input)
                if pipeline.commands.count > 1 { shellState = part }
                input = lastOutput
            }
        }
    }

    private mutating func walk(_ command: ShellCommand, input: ShellInput) {
        switch command {
        case .simple(let simple): walk(simple, input: input)
        case .group(let body, let redirections, let isSubshell):
            let inner = redirect(redirections, input: input)
            let saved = shellState
            groupInput = inner
            walk(body)
            if isSubshell { shellState = saved }
        case .loop(let variable, let words, let body, let redirections):
            groupInput = redirect(redirections, input: input)
            let values = words.flatMap { expand($0) }
            for value in values.prefix(16) {
                variables[variable] = value
                walk(body)
            }
            if values.count > 16 {
                variables[variable] = ShellField(isDynamic: true)
                walk(body)
            }
        case .function(let name, let body, let redirections):
            _ = redirect(redirections, input: input)
            functions.insert(name)
            if isForkBomb(name, body) { note(.forkBomb) }
            let saved = (positional, shellState)
            positional = ShellField(isDynamic: true)
            for index in 1...9 { variables[String(index)] = ShellField(isDynamic: true) }
            walk(body)
            (positional, shellState) = saved
        }
    }

    /// What a subshell changes only for itself.
    var shellState: (variables: [String: ShellField], workingDirectory: String, isLost: Bool, otherDirectories: [String]) {
        get { (variables, workingDirectory, isLost, otherDirectories) }
        set { (variables, workingDirectory, isLost, otherDirectories) = newValue }
    }

    /// What a group's first command reads.
    private var groupInput = ShellInput()

    private func isForkBomb(_ name: String, _ body: [ShellPipeline]) -> Bool {
        func calls(_ command: ShellCommand) -> Bool {
            if case .simple(let simple) = command { return simple.words.first?.keyword == name }
            if case .group(let inner, _, _) = command { return inner.contains { $0.commands.contains(where: calls) } }
            return false
        }
        return body.contains { ($0.isBackground || $0.commands.count > 1) && $0.commands.contains(where: calls) }
    }

    private mutating func walk(_ command: SimpleCommand, input given: ShellInput) {
        var fields: [ShellField] = []
        for word in command.words { fields += expand(word) }
        var input = given
        if case .nothing = given.source, case .nothing = groupInput.source {
        } else if case .nothing = given.source {
            input = groupInput
        }
        groupInput = ShellInput()
        for (name, word) in command.assignments {
            let value = expandWhole(word)
            if fields.isEmpty {
                variables[name] = value
            } else if Self.loaders.contains(name) {
                note(.inlineCode(name))
                add(Effect(.unknown, "", isDynamic: true))
            }
        }
        input = redirect(command.redirections, input: input)
        // An unset variable in front of the program's name vanishes.
        while let first = fields.first, first.text.isEmpty, !first.isDynamic, fields.count > 1,
            command.words.count != fields.count
        {
            fields.removeFirst()
        }
        guard !fields.isEmpty else { return }
        run(fields, input: input)
        if command.redirections.contains(where: { $0.kind == .output || $0.kind == .append }),
            command.redirections.allSatisfy({ $0.descriptor != 2 })
        {
            lastOutput = ShellInput()
        }
    }

    /// Variables that make a program load or run something else.
    private static let loaders: Set = [
        "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES", "BASH_ENV", "ENV", "PROMPT_COMMAND",
        "PYTHONSTARTUP",
        "PYTHONPATH", "PERL5OPT", "PERL5LIB", "RUBYOPT", "NODE_OPTIONS", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_EXTERNAL_DIFF",
        "GIT_PAGER",
        "GIT_EDITOR", "PAGER", "LESSOPEN", "MANPAGER", "PATH", "IFS", "GIT_CONFIG_COUNT", "GIT_PROXY_COMMAND",
    ]

    // MARK: - Redirections

    private mutating func redirect(_ redirections: [ShellRedirection], input: ShellInput) -> ShellInput {
        var input = input
        for redirection in redirections {
            switch redirection.kind {
            case .duplicate: continue
            case .hereDocument, .hereString:
                let field = expandWhole(redirection.target)
                input.source = field.isFromNetwork ? .network : field.isDynamic ? .program("") : .text(field.text + "\n")
            case .input, .readWrite, .output, .append:
                for target in expand(redirection.target) {
                    if target.text.hasPrefix("/dev/tcp/") || target.text.hasPrefix("/dev/udp/") {
                        let parts = target.text.split(separator: "/")
                        let host = parts.count > 2 ? String(parts[2]) : ""
                        let port = parts.count > 3 ? ":\(parts[3])" : ""
                        add(Effect(.connect, host + port, isDynamic: target.isDynamic, sendsData: redirection.kind != .input))
                        input.source = .network
                        if redirection.kind == .output || redirection.kind == .readWrite { note(.listens("/dev/tcp")) }
                        continue
                    }
                    if redirection.kind == .input {
                        path(.read, target)
                        input.source = target.isFromNetwork ? .network : .file(absolute(target.text))
                        if let text = processTexts[target.text] { input.source = .text(text) }
                    } else {
                        path(.write, target)
                        if redirection.kind == .readWrite { path(.read, target) }
                    }
                }
            }
        }
        return input
    }

    // MARK: - Paths

    func absolute(_ text: String) -> String { PathText.absolute(text, base: workingDirectory, home: home) }

    /// Adds an effect on a path as it stands in the command line.
    mutating func path(_ kind: Effect.Kind, _ field: ShellField, isRecursive: Bool = false, isForced: Bool = false) {
        if field.text == "-", kind != .delete { return }
        // `<(…)` and `>(…)`: what happens behind it has been looked at.
        if field.text == "/dev/fd/63" { return }
        let isRelative = field.text.utf8.first != UInt8(ascii: "/")
        // `$x/foo` begins with something unknown: nothing of where it lies is known.
        let isDynamic = field.isDynamic || (isLost && isRelative)
        let target = field.text.isEmpty && field.isDynamic ? "" : absolute(field.text)
        if kind == .write, Programs.quietDevices.contains(target) { return }
        if kind == .write, downloads.contains(target) == false, field.isFromNetwork { downloads.insert(target) }
        if isRelative, !field.text.hasPrefix("~"), !field.text.isEmpty, kind == .delete || kind == .write {
            for other in otherDirectories {
                let target = PathText.absolute(field.text, base: other, home: home)
                add(
                    Effect(kind, target, isDynamic: field.isDynamic, isRecursive: isRecursive),
                    isForced: isForced,
                    isPattern: field.isPattern
                )
            }
        }
        add(
            Effect(kind, target, isDynamic: isDynamic, isRecursive: isRecursive),
            isForced: isForced,
            isPattern: field.isPattern
        )
    }
}
