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

    /// The group that policies know it by (`resource in ToolGroup::"files"`).
    public var group: String {
        switch self {
        case .bash, .process: "shell"
        case .read, .write, .edit, .patch, .glob, .grep: "files"
        case .webFetch, .webSearch, .browser: "web"
        case .message: "messages"
        case .cron, .config, .agent: "agent"
        case .mcp: "mcp"
        case .other: "other"
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

extension ToolCall {
    /// The canonical tool that its name stands for.
    public var canonicalTool: CanonicalTool { CanonicalTool(tool) }

    var effectiveWorkspace: String { workspace ?? workingDirectory }
}
