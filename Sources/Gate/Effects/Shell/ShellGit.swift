// SPDX-License-Identifier: Apache-2.0

import Calls

extension ShellWalker {
    /// Settings of git that name a program to run.
    private static let runningKeys = [
        "core.sshcommand", "core.pager", "core.editor", "core.fsmonitor", "core.hookspath", "core.askpass", "alias.",
        "credential.helper", "diff.external", "filter.", "gpg.program", "sequence.editor", "uploadpack.", "remote.",
        "protocol.ext", "pager.", "difftool.", "mergetool.",
    ]

    private static func runs(_ key: String) -> Bool {
        let key = key.lowercased()
        return runningKeys.contains { key.hasPrefix($0) && ($0 != "remote." || key.includes("vcs") || key.includes("pack")) }
    }

    mutating func git(_ arguments: [ShellField]) {
        var index = 0
        let before = workingDirectory
        defer { workingDirectory = before }
        while index < arguments.count, arguments[index].isOption {
            let text = arguments[index].text
            switch text {
            case "-C":
                if index + 1 < arguments.count { workingDirectory = absolute(arguments[index + 1].text) }
                index += 2
            case "-c", "--config-env":
                if index + 1 < arguments.count, Self.runs(arguments[index + 1].text) { code("git -c") }
                index += 2
            case "--git-dir", "--work-tree", "--namespace", "--exec-path": index += 2
            default:
                if text == "-p" || text == "--paginate" { code("git -p") }
                if text.hasPrefix("--exec-path=") { code("git") }
                index += 1
            }
        }
        guard index < arguments.count else { return }
        let verb = arguments[index].text
        let rest = Array(arguments[(index + 1)...])
        looseReads(rest.filter { !$0.text.includes("://") })
        for field in rest
        where field.text.hasPrefix("--upload-pack") || field.text.hasPrefix("--receive-pack") || field.text.hasPrefix("ext::")
            || field.text.hasPrefix("--exec=") || field.text.hasPrefix("--open-files-in-pager")
        {
            code("git \(verb)")
        }
        gitDestructive(verb, rest)
        switch verb {
        case "push", "clone", "fetch", "pull", "ls-remote", "remote", "submodule": gitRemote(verb, rest)
        case "config": gitConfig(rest)
        case "bisect", "rebase", "submodule_", "filter-branch":
            if rest.contains(where: { $0.text == "run" || $0.text == "-x" || $0.text.hasPrefix("--exec") })
                || verb == "filter-branch"
            {
                code("git \(verb)")
            }
        case "init": for field in operands(rest, ["-b", "--initial-branch", "--template"]) { path(.write, field) }
        case "apply", "am": break
        case "send-email", "daemon", "instaweb", "http-backend": note(.publishes("git \(verb)"))
        default: break
        }
        if rest.contains(where: { $0.text == "-i" || $0.text == "help" }), verb == "help" { return }
        lastOutput = ShellInput(
            source: .program("git"),
            paths: verb == "ls-files" || verb == "diff" ? [ShellField(workingDirectory)] : []
        )
    }

    private mutating func gitDestructive(_ verb: String, _ rest: [ShellField]) {
        let texts = Set(rest.map(\.text))
        func any(_ options: String...) -> Bool { options.contains { texts.contains($0) } }
        let isDestructive: Bool
        switch verb {
        case "push":
            let refspecs = operands(rest, ["-o", "--push-option", "--repo"]).dropFirst()
            isDestructive =
                has(rest, "f", "--force") && !(any("--force-with-lease") && !any("-f", "--force"))
                || any("--mirror", "--delete", "-d", "--prune")
                || refspecs.contains { $0.text.hasPrefix("+") || $0.text.hasPrefix(":") }
        case "reset": isDestructive = any("--hard", "--merge") || rest.contains { $0.text.hasPrefix("--hard") }
        case "clean": isDestructive = has(rest, "f", "--force") && !has(rest, "n", "--dry-run")
        case "checkout":
            let isBranch = any("-b", "-B", "--orphan", "-t", "--track")
            // With a second name the first is where files are taken from, over what is there.
            isDestructive =
                has(rest, "f", "--force")
                || !isBranch
                    && (any("--", ".", "--ours", "--theirs", "-p", "--patch") || operands(rest, ["--conflict"]).count > 1
                        || rest.contains { $0.text.hasPrefix("--pathspec") })
        case "switch": isDestructive = has(rest, "fC", "--force", "--discard-changes", "--force-create")
        case "restore": isDestructive = !(any("--staged", "-S") && !any("--worktree", "-W"))
        case "branch": isDestructive = any("-D") || any("-d", "--delete") && any("-f", "--force") || has(rest, "D")
        case "stash": isDestructive = any("drop", "clear")
        case "reflog": isDestructive = any("expire", "delete")
        case "filter-branch", "filter-repo": isDestructive = true
        case "gc":
            isDestructive =
                rest.contains { $0.text.hasPrefix("--prune") }
                || any("--aggressive") && rest.contains { $0.text.hasPrefix("--prune") }
        case "prune": isDestructive = true
        case "worktree": isDestructive = any("remove") && any("-f", "--force")
        case "update-ref": isDestructive = any("-d", "--stdin")
        case "tag": isDestructive = any("-d", "--delete", "-f", "--force")
        case "rm": isDestructive = any("-f", "--force") || has(rest, "f")
        case "replace", "rebase", "commit": isDestructive = false
        case "submodule": isDestructive = any("deinit") && any("-f", "--force", "--all")
        case "lfs": isDestructive = any("prune")
        default: isDestructive = false
        }
        if isDestructive { note(.gitDestructive("git \(verb)")) }
    }

    private mutating func gitRemote(_ verb: String, _ rest: [ShellField]) {
        if verb == "submodule", rest.first?.text == "foreach" {
            walkText(
                ShellField(rest.dropFirst().filter { !$0.isOption }.map(\.text).joined(separator: " ")),
                "git submodule foreach"
            )
            return
        }
        for field in operands(
            rest,
            ["-b", "--branch", "-o", "--origin", "--depth", "-c", "--config", "-j", "--reference", "--push-option"]
        ) {
            let text = field.text
            let isURL = text.includes("://") || (text.contains("@") && text.contains(":"))
            if isURL {
                let host = text.includes("://") ? text : String(text.split(separator: "@").last?.prefix { $0 != ":" } ?? "")
                connect(ShellField(host, isDynamic: field.isDynamic), sends: verb == "push")
            } else if field.isDynamic, verb == "push" {
                add(Effect(.connect, "", isDynamic: true, sendsData: true))
            }
        }
        if verb == "clone", let folder = operands(rest, ["-b", "--branch", "-o", "--depth", "-c", "-j"]).dropFirst().first {
            path(.write, folder)
        }
    }

    private mutating func gitConfig(_ rest: [ShellField]) {
        if rest.contains(where: { ["--get", "--list", "-l", "--get-all", "--get-regexp", "list", "get"].contains($0.text) }) {
            return
        }
        let named = operands(rest, ["-f", "--file", "--type"])
        guard let key = named.first,
            named.count > 1 || rest.contains(where: { $0.text.hasPrefix("--unset") || $0.text.hasPrefix("--add") })
        else { return }
        if rest.contains(where: { $0.text == "--global" || $0.text == "--system" }) {
            path(.write, ShellField(home + "/.gitconfig"))
        }
        add(Effect(.configure, "git:\(key.text)", isDynamic: key.isDynamic))
        if Self.runs(key.text) { code("git config \(key.text)") }
    }
}
