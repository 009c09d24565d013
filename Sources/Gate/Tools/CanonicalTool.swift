// SPDX-License-Identifier: Apache-2.0

public import Calls

/// The tools by the names that rules use (INTERFACES.md), and the names that runtimes have for them.
public enum CanonicalTool: Sendable, Hashable {
    case bash, read, write, edit, patch, glob, grep, webFetch, webSearch, browser, message, cron, config, agent, process
    /// A tool of an MCP server: `mcp__<server>__<tool>`.
    case mcp(String)
    /// Any other, by the name that it came with.
    case other(String)

    /// Maps any adapter's name; letter case and the separators `-`, `_` do not matter.
    public init(_ name: String) {
        if let known = Self.exact[name] {
            self = known
        } else if name.hasPrefix("mcp__") {
            self = .mcp(name)
        } else {
            let folded = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != "." }
            self = Self.folded[folded] ?? .other(name)
        }
    }

    /// The canonical name, which rules and the log show.
    public var name: String {
        switch self {
        case .bash: "Bash"
        case .read: "Read"
        case .write: "Write"
        case .edit: "Edit"
        case .patch: "Patch"
        case .glob: "Glob"
        case .grep: "Grep"
        case .webFetch: "WebFetch"
        case .webSearch: "WebSearch"
        case .browser: "Browser"
        case .message: "Message"
        case .cron: "Cron"
        case .config: "Config"
        case .agent: "Agent"
        case .process: "Process"
        case .mcp(let name), .other(let name): name
        }
    }

    static let named: [CanonicalTool] = [
        .bash, .read, .write, .edit, .patch, .glob, .grep, .webFetch, .webSearch, .browser, .message, .cron, .config, .agent,
        .process,
    ]

    private static let exact = Dictionary(named.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static let folded: [String: CanonicalTool] = {
        let names: [(CanonicalTool, [String])] = [
            (
                .bash,
                [
                    "exec", "shell", "sh", "runcommand", "runterminalcmd", "executecommand", "terminal", "command", "run",
                    "localshell", "execcommand", "runshellcommand",
                ]
            ),
            (.read, ["readfile", "viewfile", "view", "openfile", "cat", "notebookread", "readmanyfiles"]),
            (.write, ["writefile", "createfile", "writetofile", "savefile"]),
            (
                .edit,
                [
                    "editfile", "multiedit", "strreplace", "replaceinfile", "replace", "notebookedit", "searchreplace",
                    "strreplaceeditor",
                ]
            ),
            (.patch, ["applypatch", "applydiff"]),
            (.glob, ["find", "findfiles", "globfiles", "listfiles", "ls", "listdir", "listdirectory"]),
            (.grep, ["search", "searchfiles", "grepfiles", "grepsearch", "ripgrep", "searchfilecontent"]),
            (.webFetch, ["fetch", "fetchurl", "urlfetch", "httprequest", "readurl"]),
            (.webSearch, ["googlewebsearch", "googlesearch", "bravesearch", "internetsearch"]),
            (.browser, ["browsernavigate", "browseraction", "playwright"]),
            (.message, ["sendmessage", "send", "messagesend", "reply", "sendemail"]),
            (.cron, ["schedule", "crontab", "reminder"]),
            (.config, ["gateway", "configure", "setconfig", "updateconfig"]),
            (.agent, ["task", "subagent", "spawn", "sessionsspawn", "spawnagent"]),
            (.process, ["processes", "bashoutput", "killshell", "killbash"]),
        ]
        var table: [String: CanonicalTool] = [:]
        for tool in named { table[tool.name.lowercased()] = tool }
        for (tool, others) in names { for name in others { table[name] = tool } }
        return table
    }()
}

/// A call's parameters under the names that runtimes give them.
struct Parameters {
    let values: [String: JSONValue]

    private func first(_ names: [String]) -> JSONValue? {
        for name in names { if let value = values[name], value != .null { return value } }
        return nil
    }

    /// The command line. An argument list is what `execve` gets, so that its words are quoted here and not split again.
    var command: String? {
        switch first(["command", "cmd", "script", "input"]) {
        case .string(let command): return command
        case .array(let words):
            let strings = words.compactMap(\.stringValue)
            return strings.count == words.count ? strings.map(ShellText.quoted).joined(separator: " ") : nil
        default: return nil
        }
    }

    var path: String? {
        first([
            "path", "file_path", "filePath", "file", "filename", "absolute_path", "notebook_path", "target_file", "directory",
            "dir",
        ])?.stringValue
    }

    var pattern: String? { first(["pattern", "query", "glob", "regex"])?.stringValue }
    var url: String? { first(["url", "uri", "href", "targetUrl", "target_url"])?.stringValue }
    var workingDirectory: String? { first(["cwd", "workdir", "working_directory", "workingDirectory"])?.stringValue }
    var patch: String? { first(["input", "patch", "diff"])?.stringValue }
    var action: String? { first(["action", "operation", "op"])?.stringValue }
    var channel: String? { first(["channel", "provider", "service"])?.stringValue }
    var recipient: String? { first(["to", "target", "recipient", "chat_id", "chatId", "address"])?.stringValue }

    /// Every text that the tool would put somewhere: what the write guard looks at.
    func forEachText(_ body: (String) -> Void) {
        func walk(_ value: JSONValue) {
            switch value {
            case .string(let text): body(text)
            case .array(let elements): elements.forEach(walk)
            case .object(let members): members.values.forEach(walk)
            default: break
            }
        }
        values.values.forEach(walk)
    }
}

extension ToolCall {
    /// The canonical tool that its name stands for.
    public var canonicalTool: CanonicalTool { CanonicalTool(tool) }

    var effectiveWorkspace: String { workspace ?? workingDirectory }
}
