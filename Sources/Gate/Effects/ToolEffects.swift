// SPDX-License-Identifier: Apache-2.0

public import Calls

/// The analyzer of this first form: a table of programs and a splitter for shells, one case for each other tool.
public struct FirstAnalyzer: EffectAnalyzer {
    private let files: any FileSystemView

    /// - Parameter files: What is known of the disk; ``NoFileSystem`` where nothing need exist.
    public init(files: any FileSystemView) { self.files = files }

    public func analyze(_ call: ToolCall) -> Analysis {
        let tool = call.canonicalTool
        let parameters = Parameters(values: call.parameters)
        var folder = PathText.folded(call.workingDirectory)
        if let given = parameters.workingDirectory { folder = PathText.absolute(given, base: folder, home: call.home) }
        var walker = ShellWalker(call: call, tool: tool, workingDirectory: folder)
        effects(of: tool, parameters, &walker)
        return resolved(walker.analysis, call)
    }

    private func effects(of tool: CanonicalTool, _ parameters: Parameters, _ walker: inout ShellWalker) {
        switch tool {
        case .bash:
            guard let command = parameters.command else { return walker.unknown("there is no command") }
            walker.walk(command)
        case .read: file(.read, parameters, &walker)
        case .write, .edit: file(.write, parameters, &walker)
        case .patch: patch(parameters, &walker)
        case .glob, .grep:
            // A pattern may itself lead elsewhere (`/etc/*`).
            walker.path(.read, ShellField(parameters.path ?? "."))
            if case .glob = tool, let pattern = parameters.pattern {
                let base = parameters.path.map { $0 + "/" } ?? ""
                walker.path(
                    .read,
                    ShellField(pattern.hasPrefix("/") || pattern.hasPrefix("~") ? pattern : base + pattern, isPattern: true)
                )
            }
        case .webFetch: fetch(parameters, &walker)
        case .webSearch: walker.add(Effect(.connect, "search"))
        case .browser:
            if parameters.url != nil {
                fetch(parameters, &walker)
            } else {
                walker.add(Effect(.run, "browser", arguments: parameters.action.map { [$0] } ?? []))
            }
        case .message:
            let channel = parameters.channel ?? "unknown"
            walker.add(Effect(.send, "\(channel):\(parameters.recipient ?? "")", isDynamic: parameters.recipient == nil))
        case .cron:
            if ["list", "status", "runs"].contains(parameters.action ?? "") { return }
            walker.add(Effect(.persist, "cron"))
        case .config:
            let isRead = ["get", "list", "status", "config.get", "config.schema"].contains(parameters.action ?? "")
            if !isRead {
                walker.add(Effect(.configure, (parameters.values["key"] ?? parameters.values["path"])?.stringValue ?? "agent"))
            }
        case .agent: walker.add(Effect(.run, "agent"))
        case .process:
            if let command = parameters.values["command"]?.stringValue { walker.walk(command) }
            if parameters.action == "kill" || parameters.action == "remove" { walker.add(Effect(.run, "kill")) }
            // Keys typed into a running shell are a command line of their own.
            for name in ["data", "text", "keys", "literal"] {
                if let typed = parameters.values[name]?.stringValue { walker.walk(typed) }
            }
        case .mcp, .other: walker.unknown("what this tool does is not known")
        }
    }

    private func file(_ kind: Effect.Kind, _ parameters: Parameters, _ walker: inout ShellWalker) {
        guard let path = parameters.path else { return walker.unknown("there is no path") }
        guard !path.utf8.contains(0) else { return walker.unknown("the path holds a NUL byte") }
        let local = path.hasPrefix("file://") ? String(path.dropFirst(7)) : path
        walker.path(kind, ShellField(local))
    }

    private func fetch(_ parameters: Parameters, _ walker: inout ShellWalker) {
        guard let url = parameters.url else { return walker.unknown("there is no URL") }
        let lower = url.lowercased()
        if lower.hasPrefix("file:") { return walker.connect(ShellField("file:" + url.dropFirst(5)), sends: false) }
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), WebTarget(url) != nil else {
            return walker.unknown("only http and https URLs are known")
        }
        let method = parameters.values["method"]?.stringValue?.uppercased() ?? "GET"
        walker.connect(ShellField(url), sends: !["GET", "HEAD", "OPTIONS"].contains(method) || parameters.values["body"] != nil)
    }

    /// Both common forms: `*** Update File: PATH` and unified diffs.
    private func patch(_ parameters: Parameters, _ walker: inout ShellWalker) {
        guard let text = parameters.patch else { return file(.write, parameters, &walker) }
        var found = false
        for line in text.split(separator: "\n") {
            for (prefix, kind) in [
                ("*** Update File: ", Effect.Kind.write), ("*** Add File: ", .write), ("*** Delete File: ", .delete),
                ("*** Move to: ", .write), ("+++ ", .write), ("--- ", .read),
            ]
            where line.hasPrefix(prefix) {
                var name = line.dropFirst(prefix.count).prefix { $0 != "\t" && $0 != "\r" }
                if name == "/dev/null" { continue }
                if prefix.hasPrefix("+") || prefix.hasPrefix("-"), name.hasPrefix("a/") || name.hasPrefix("b/") {
                    name = name.dropFirst(2)
                }
                walker.path(kind, ShellField(String(name)))
                found = true
            }
        }
        if !found { walker.unknown("the patch names no file") }
    }

    /// Symbolic links resolved, regenerated folders marked, unknown programs on the call's own PATH found.
    private func resolved(_ given: Analysis, _ call: ToolCall) -> Analysis {
        var analysis = given
        for index in analysis.deeds.indices {
            var effect = analysis.deeds[index].effect
            switch effect.kind {
            case .read, .write:
                if !effect.target.isEmpty { effect.target = files.resolve(effect.target) }
            case .delete:
                // What goes is the link, not what it leads to; the folders above it count.
                if !effect.target.isEmpty, effect.target != "/" {
                    let parent = files.resolve(PathText.parent(effect.target))
                    effect.target = PathText.folded(parent + "/" + PathText.lastComponent(effect.target))
                }
                effect.isRecoverable = Regenerated.isRegenerated(effect.target, workspace: files.resolve(call.effectiveWorkspace))
            case .run:
                if effect.target.hasPrefix("/") { effect.target = files.resolve(effect.target) }
            default: break
            }
            analysis.deeds[index].effect = effect
        }
        for deed in analysis.deeds where deed.effect.kind == .run && !deed.effect.isDynamic && !deed.effect.target.contains("/") {
            if let path = executable(deed.effect.target, call) { analysis.contents.append(path) }
        }
        return analysis
    }

    private static let systemFolders: Set = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"]

    /// Where the call's PATH finds a program, unless only root can have put it there.
    private func executable(_ name: String, _ call: ToolCall) -> String? {
        guard let path = call.environment?["PATH"] else { return nil }
        for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
            if Self.systemFolders.contains(String(folder)) {
                if files.isExecutable("\(folder)/\(name)") { return nil }
                continue
            }
            let candidate = PathText.absolute(
                folder.isEmpty ? name : "\(folder)/\(name)",
                base: call.workingDirectory,
                home: call.home
            )
            if files.isExecutable(candidate) { return candidate }
        }
        return nil
    }
}

/// What a build makes again.
enum Regenerated {
    static let names: Set<String> = [
        "build", ".build", "dist", "node_modules", "target", "__pycache__", "coverage", ".coverage", ".cache", "tmp", "temp",
        "out", ".next",
        ".nuxt", ".turbo", ".parcel-cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".venv", "venv", ".gradle",
        "DerivedData",
        "htmlcov", ".nyc_output", ".eggs", "bin", "obj", ".swiftpm", "_build", "cmake-build-debug", "cmake-build-release",
        ".terraform", "Pods",
        ".svelte-kit", ".angular", "storybook-static", "elm-stuff", ".dart_tool", "zig-cache", "zig-out", ".DS_Store", "logs",
    ]
    static let suffixes = [
        ".o", ".pyc", ".pyo", ".class", ".obj", ".log", ".tmp", ".swp", ".bak", "~", ".egg-info", ".tsbuildinfo", ".orig",
    ]

    /// Whether `path` lies in the workspace, below something that is made again.
    static func isRegenerated(_ path: String, workspace: String) -> Bool {
        guard PathText.isInside(path, workspace), path.utf8.count > workspace.utf8.count else { return false }
        let parts = path.dropFirst(workspace == "/" ? 0 : workspace.count).split(separator: "/")
        if parts.contains(where: { $0 == ".git" }) { return false }
        if parts.contains(where: { names.contains(String($0)) }) { return true }
        guard let last = parts.last else { return false }
        return suffixes.contains { last.hasSuffix($0) }
    }
}
