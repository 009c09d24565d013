// SPDX-License-Identifier: Apache-2.0

public import Calls
import ShellSyntax

/// Finds out what a tool call would do. It rather says too much than too little, and says so (`unknown`, `dynamic`) where
/// it does not know.
public struct CallAnalyzer: Sendable {
    private let files: any FileSystemView

    /// - Parameter files: What is known of the disk; ``NoFileSystem`` where nothing need exist.
    public init(files: any FileSystemView) { self.files = files }

    public func analyze(_ call: ToolCall) -> Analysis {
        var collector = EffectCollector(call, files)
        let parameters = Parameters(values: call.parameters)
        var folder = PathText.folded(call.workingDirectory)
        if let given = parameters.workingDirectory {
            folder = PathText.absolute(given, base: folder, home: collector.home)
        }
        collector.tool(call.canonicalTool, parameters, in: folder)
        collector.findExecutables()
        return collector.analysis
    }
}

extension EffectCollector {
    fileprivate mutating func tool(_ tool: CanonicalTool, _ parameters: Parameters, in folder: String) {
        switch tool {
        case .bash:
            guard let command = parameters.command else { return unknown("there is no command") }
            shell(command, in: folder)
        case .read: paths(.read, parameters, folder)
        case .write, .edit: paths(.write, parameters, folder)
        case .patch: patch(parameters, folder)
        case .glob, .grep: search(tool, parameters, folder)
        case .webFetch: fetch(parameters)
        case .webSearch: add(Deed(Effect(.connect, "search")))
        case .browser: browse(parameters, folder)
        case .message: message(parameters, folder)
        case .cron: schedule(parameters, folder)
        case .config: configure(parameters)
        case .agent: add(Deed(Effect(.run, "agent")))
        case .process: process(parameters, folder)
        case .mcp(let name), .other(let name): shape(of: name, parameters, folder)
        }
    }

    mutating func paths(_ kind: Effect.Kind, _ parameters: Parameters, _ folder: String) {
        let paths = parameters.paths
        if paths.isEmpty { return unknown("there is no path") }
        for path in paths {
            touch(Deed(Effect(kind, "")), path.hasPrefix("file://") ? String(path.dropFirst(7)) : path, in: folder)
        }
    }

    private mutating func patch(_ parameters: Parameters, _ folder: String) {
        guard let text = parameters.patch else { return paths(.write, parameters, folder) }
        let changes = PatchText.changes(in: text)
        if changes.isEmpty { return unknown("the patch names no file") }
        for change in changes {
            let kind: Effect.Kind =
                switch change.kind {
                case .write: .write
                case .delete: .delete
                case .read: .read
                }
            touch(Deed(Effect(kind, "")), change.path, in: folder)
        }
    }

    /// A pattern may itself lead elsewhere (`/etc/*`).
    private mutating func search(_ tool: CanonicalTool, _ parameters: Parameters, _ folder: String) {
        var deed = Deed(Effect(.read, "", isRecursive: true))
        deed.isListing = tool == .glob
        let places = parameters.paths
        for place in places.isEmpty ? ["."] : places { touch(deed, place, in: folder) }
        guard tool == .glob, let pattern = parameters.pattern else { return }
        let base = places.first.map { PathText.absolute($0, base: folder, home: home) } ?? folder
        deed.effect.isRecursive = false
        // Who asks for files by such a name means them.
        deed.isListing = false
        touch(deed, pattern, in: base)
    }

    private mutating func fetch(_ parameters: Parameters) {
        guard let url = parameters.url else { return unknown("there is no URL") }
        let lower = url.lowercased()
        let isWeb = lower.hasPrefix("http://") || lower.hasPrefix("https://")
        guard lower.hasPrefix("file:") || isWeb && WebTarget(url) != nil else {
            return unknown("only http and https URLs are known")
        }
        let method = parameters.values["method"]?.stringValue?.uppercased() ?? "GET"
        let sends = !["GET", "HEAD", "OPTIONS"].contains(method) || parameters.values["body"] != nil
        connect(Deed(Effect(.connect, "", sendsData: sends)), url)
    }

    private mutating func browse(_ parameters: Parameters, _ folder: String) {
        add(Deed(Effect(.run, "browser", arguments: parameters.action.map { [$0] } ?? [])))
        if parameters.url != nil { fetch(parameters) }
        // Files go into a page's form.
        if ["upload", "setinputfiles", "fileupload"].contains(parameters.action?.lowercased() ?? "") {
            for path in parameters.paths { touch(Deed(Effect(.read, "", traits: [Trait.uploads.rawValue])), path, in: folder) }
        }
    }

    private mutating func message(_ parameters: Parameters, _ folder: String) {
        let reads = ["read", "list", "search", "history", "fetch", "get"]
        if let action = parameters.action?.lowercased(), reads.contains(action) { return }
        send(parameters)
        for path in parameters.attachments {
            touch(Deed(Effect(.read, "", traits: [Trait.uploads.rawValue])), path, in: folder)
        }
    }

    mutating func send(_ parameters: Parameters) {
        let channel = (parameters.channel ?? "unknown").lowercased()
        let recipients = parameters.recipients
        for recipient in recipients.isEmpty ? [""] : recipients {
            var deed = Deed(
                Effect(.send, "\(channel):\(recipient)", isDynamic: recipient.isEmpty, traits: [Trait.messages.rawValue])
            )
            deed.recipient = recipient
            deed.text = parameters.text ?? ""
            add(deed)
        }
    }

    private mutating func schedule(_ parameters: Parameters, _ folder: String) {
        if ["list", "status", "runs", "get"].contains(parameters.action ?? "") { return }
        add(Deed(Effect(.persist, "cron", traits: [Trait.schedules.rawValue])))
        if let command = parameters.command { shell(command, in: folder) }
    }

    private mutating func configure(_ parameters: Parameters) {
        let reads = ["get", "list", "status", "config.get", "config.schema", "schema", "show"]
        if reads.contains(parameters.action ?? "") { return }
        let key = (parameters.values["key"] ?? parameters.values["path"] ?? parameters.values["setting"])?.stringValue
        add(Deed(Effect(.configure, key ?? "agent", traits: [Trait.agentSettings.rawValue])))
    }

    private mutating func process(_ parameters: Parameters, _ folder: String) {
        if let command = parameters.values["command"]?.stringValue { shell(command, in: folder) }
        if ["kill", "remove", "terminate"].contains(parameters.action ?? "") {
            add(Deed(Effect(.run, "kill", traits: [Trait.kills.rawValue])))
        }
        // Keys typed into a running shell are a command line of their own.
        for name in ["data", "text", "keys", "literal"] {
            if let typed = parameters.values[name]?.stringValue { shell(typed, in: folder) }
        }
    }

    private static let systemFolders: Set = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"]

    /// Where the call's own PATH finds the programs that it names, unless only root can have put them there.
    fileprivate mutating func findExecutables() {
        guard let path = call.environment?["PATH"] else { return }
        for deed in analysis.deeds where deed.effect.kind == .run && !deed.effect.isDynamic {
            let name = deed.effect.target
            guard !name.isEmpty, !name.contains("/") else { continue }
            for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
                if Self.systemFolders.contains(String(folder)) {
                    if files.isExecutable("\(folder)/\(name)") { break }
                    continue
                }
                let place = folder.isEmpty ? name : "\(folder)/\(name)"
                let candidate = PathText.absolute(place, base: call.workingDirectory, home: home)
                if files.isExecutable(candidate) {
                    content(of: candidate)
                    break
                }
            }
        }
    }
}
