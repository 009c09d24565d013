// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// Variables that decide what a program loads or runs, where the script sets them.
    mutating func addPreloads(_ name: String, _ usage: inout Usage) {
        guard !state.variables.isEmpty else { return }
        for variable in Self.preloading {
            guard let held = state.variables[variable], held.attributes.contains(.exported), let value = held.scalar(variable),
                !value.isEmpty
            else { continue }
            usage.traits.insert(.preloads)
        }
        for variable in Self.commands(for: name) {
            guard let held = state.variables[variable], held.attributes.contains(.exported), let value = held.scalar(variable),
                !value.isEmpty
            else { continue }
            var start = Start(.script(Field(value.pieces, span: SourceSpan(0, 0)), .posix))
            start.repeats = true
            usage.starts.append(start)
        }
    }

    /// Libraries and start files.
    private static let preloading = [
        "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES", "DYLD_LIBRARY_PATH", "BASH_ENV", "ENV",
        "PYTHONSTARTUP",
        "PYTHONPATH", "PYTHONHOME", "NODE_OPTIONS", "NODE_PATH", "PERL5OPT", "PERL5LIB", "RUBYOPT", "RUBYLIB",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS", "GIT_CONFIG_GLOBAL", "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR", "PROMPT_COMMAND", "PS4",
    ]

    /// Variables whose value is a command, for the programs that run it.
    private static func commands(for name: String) -> [String] {
        switch name {
        case "git":
            [
                "GIT_SSH_COMMAND", "GIT_SSH", "GIT_PAGER", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_EXTERNAL_DIFF",
                "GIT_ASKPASS",
                "GIT_PROXY_COMMAND", "PAGER", "EDITOR", "VISUAL",
            ]
        case "man": ["MANPAGER", "PAGER"]
        case "less": ["LESSOPEN", "LESSCLOSE", "LESSEDIT"]
        case "crontab", "sudoedit", "visudo", "vipw", "systemctl":
            ["EDITOR", "VISUAL", "SYSTEMD_EDITOR", "SYSTEMD_PAGER", "PAGER"]
        case "rsync": ["RSYNC_RSH"]
        case "svn": ["SVN_SSH", "SVN_EDITOR"]
        case "cvs": ["CVS_RSH"]
        case "sudo": ["SUDO_ASKPASS"]
        case "ssh", "scp", "ssh-add": ["SSH_ASKPASS"]
        case "gh", "aws", "psql", "mysql", "journalctl", "bat": ["PAGER", "GH_PAGER", "AWS_PAGER", "PSQL_PAGER", "BAT_PAGER"]
        default: []
        }
    }
}
