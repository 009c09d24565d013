// SPDX-License-Identifier: Apache-2.0

import Cedar

/// What programs are and do.
extension Noun {
    static let running: Set<Verb.Class> = [.run, .use, .start, .access, .open, .make]

    static let programs: [Noun] = [
        Noun(
            [
                "commands", "command", "shell commands", "shell command", "os commands", "terminal commands", "programs",
                "program",
                "anything", "bash commands", "the shell", "shell", "bash", "terminal", "processes", "applications", "apps",
                "command line", "tools", "binaries", "executables", "shell access", "terminal access", "code execution",
                "command execution",
            ],
            [.run, .use]
        ) { _ in [Matter(["run"], [], "any program")] },
        doing(
            [.run, .use, .become, .access, .open, .start],
            [
                "sudo", "sudo commands", "elevated commands", "privileged commands", "elevated privileges", "root", "root access",
                "root commands", "administrator commands", "admin commands", "superuser", "root privileges", "privileges",
                "commands as root", "another user", "other users", "administrator", "admin rights", "sudo rights",
                "administrative commands",
            ],
            ["privilege"],
            "commands with another user's rights"
        ),
        Noun(
            [
                "code", "scripts", "script", "any code", "python code", "javascript code", "programs in the sandbox", "snippets",
                "source code", "arbitrary code",
            ],
            [.run]
        ) { _ in
            let interpreters = Expr(.variable(.resource)).isIn(.entity(GateTypes.programGroup, "interpreters"))
            let shells = Expr(.variable(.resource)).isIn(.entity(GateTypes.programGroup, "shells"))
            let path = !(Expr.resource("path") == .string(""))
            return [Matter(["run"], [Expr.any([interpreters, shells, path]) ?? interpreters], "code and scripts")]
        },
        doing(running, ["inline code", "code in arguments", "one-liners"], ["inline-code"], "code in an argument"),
        doing(
            running,
            [
                "downloaded scripts", "downloaded code", "code from the internet", "scripts from the internet", "remote scripts",
                "remote code", "downloads",
            ],
            ["runs-download"],
            "what was just fetched"
        ),
        doing(
            running,
            ["background processes", "background jobs", "background commands", "daemons", "detached processes"],
            ["detaches"],
            "what goes on by itself"
        ),
        doing(running, ["interactive shells", "an interactive shell"], ["opens-shell"], "shells to type into"),
        doing(running.union([.open]), ["reverse shells", "a reverse shell"], ["reverse-shell"], "shells for somebody else"),
        doing(
            running,
            ["obfuscated commands", "encoded commands", "hidden commands", "obfuscated code", "encoded scripts"],
            ["runs-decoded", "evaluates-code"],
            "what was hidden"
        ),
        doing(
            running.union([.connect]),
            [
                "remote commands", "commands on other machines", "commands on remote machines", "remote machines",
                "remote servers",
            ],
            ["remote"],
            "commands on other machines"
        ),
        doing(running, ["containers", "docker containers"], ["container"], "containers"),
        Noun(["unknown programs", "unknown commands", "unrecognized commands", "unrecognised commands"], running) { _ in
            [Matter(["run"], [!Expr.context("known")], "programs that the gate does not know")]
        },
        Noun(["dynamic commands", "commands that cannot be analyzed", "commands that cannot be checked"], running) { _ in
            [Matter(["run"], [.context("dynamic")], "programs that are known only when they run")]
        },
        doing(
            [.run, .use, .make],
            ["dangerous commands", "destructive commands"],
            [
                "disk", "kills-all", "fork-bomb", "exhausts", "power", "destroys-data", "destroys-infrastructure",
                "discards-changes",
                "rewrites-history", "shredded",
            ],
            "commands that destroy"
        ),
        doing(
            [.stop, .start, .use, .run],
            ["machine", "computer", "vm", "laptop", "pc", "server", "host", "shutdown", "reboot", "system"],
            ["power"],
            "switching the machine off"
        ),
        doing([.stop], ["processes", "process", "other processes", "programs"], ["kills", "kills-all"], "ending processes"),
        doing(
            [.start, .stop, .disable, .write, .make],
            ["services", "service", "system services", "daemons", "systemd services", "units"],
            ["services"],
            "services"
        ),
        doing([.start, .open], ["servers", "server", "web servers", "a server"], ["listens"], "servers"),
        doing([.make, .write, .delete], ["users", "user accounts", "accounts", "groups"], ["users"], "users and groups"),
        doing([.write, .make], ["passwords", "password"], ["passwords"], "changing passwords"),
        doing(
            [.write, .disable, .open, .delete],
            [
                "firewall", "firewall rules", "firewall settings", "network settings", "iptables", "dns settings", "dns",
                "proxy settings", "routes", "hosts file",
            ],
            ["firewall"],
            "the firewall and the network's settings"
        ),
        doing(
            [.write, .open, .make],
            ["permissions", "file permissions", "modes"],
            ["opens-permissions", "setuid", "ownership"],
            "permissions"
        ),
        doing([.write], ["ownership", "file ownership", "owners"], ["ownership"], "owners of files"),
        doing(
            [.disable, .write, .stop],
            [
                "security tools", "antivirus", "security software", "security settings", "selinux", "apparmor", "guardrails",
                "the gate", "protections", "safety checks",
            ],
            ["disables-security", "agent-settings"],
            "guards"
        ),
        doing(
            [.mount, .write, .delete],
            ["disks", "disk", "drives", "partitions", "volumes", "file systems", "filesystems"],
            ["mounts", "disk"],
            "disks"
        ),
        doing(
            [.scan],
            ["networks", "network", "ports", "hosts", "machines", "passwords"],
            ["scans"],
            "looking into other machines"
        ),
        doing(
            [.record],
            [
                "screenshots", "screen", "the screen", "keystrokes", "audio", "microphone", "camera", "webcam", "clipboard",
                "a screenshot", "photos",
            ],
            ["surveils"],
            "screen, keys, microphone and camera"
        ),
        doing([.read], ["clipboard", "microphone", "camera"], ["surveils"], "screen, keys, microphone and camera"),
        doing(
            [.show, .read],
            ["environment variables", "environment", "env vars", "env"],
            ["environment-dump"],
            "printing the environment"
        ),
        doing(
            [.show],
            ["secrets", "credentials", "tokens", "passwords", "api keys", "keys"],
            ["prints-secrets", "environment-dump"],
            "printing credentials"
        ),
        doing(
            [.open, .make, .start, .use],
            ["tunnels", "tunnel", "port forwarding", "ssh tunnels", "vpn"],
            ["tunnels"],
            "tunnels"
        ),
        doing([.delete], ["history", "logs", "traces", "audit logs", "shell history"], ["erases-traces"], "removing traces"),
        // Packages
        doing(
            [.install, .make, .use],
            [
                "packages", "software", "dependencies", "libraries", "apps", "applications", "programs", "npm packages",
                "python packages", "pip packages", "apt packages", "system packages", "anything", "tools", "updates",
            ],
            ["installs", "installs-from-address"],
            "installing packages"
        ),
        doing(
            [.install],
            ["packages from urls", "packages from git", "unreleased packages", "packages from unknown sources"],
            ["installs-from-address", "adds-source"],
            "packages from anywhere"
        ),
        doing([.delete], ["packages", "software", "dependencies"], ["uninstalls"], "removing packages"),
        doing(
            [.make, .use],
            ["package sources", "repositories for packages", "package repositories"],
            ["adds-source"],
            "new sources of packages"
        ),
        // Version control
        doing(
            [.push],
            [
                "code", "commits", "git", "changes", "branches", "to git", "remote", "remotes", "to remote", "github", "origin",
                "main", "master",
            ],
            ["pushes", "rewrites-history"],
            "pushing commits"
        ),
        doing(
            [.use, .run, .write, .push, .make],
            ["force pushes", "force push", "git force push", "git push --force", "forced pushes"],
            ["rewrites-history"],
            "replacing commits that others have"
        ),
        doing(
            [.write, .delete],
            ["git history", "commit history", "published commits"],
            ["rewrites-history"],
            "replacing commits that others have"
        ),
        doing([.delete], ["branches", "tags", "git branches", "stashes", "refs"], ["deletes-refs"], "deleting branches"),
        doing(
            [.delete, .write],
            ["uncommitted changes", "uncommitted work", "local changes"],
            ["discards-changes"],
            "losing what is not committed"
        ),
        doing([.disable, .use], ["git hooks", "commit hooks", "pre-commit hooks"], ["skips-hooks"], "skipping hooks"),
        // Databases and clouds
        doing(
            [.delete, .write],
            [
                "tables", "databases", "database", "database tables", "database data", "data from databases", "production data",
                "database rows", "records",
            ],
            ["destroys-data"],
            "destroying data"
        ),
        doing(
            [.show, .download, .upload, .make, .read],
            ["databases", "database dumps", "whole databases", "the database"],
            ["dumps-data"],
            "writing out whole databases"
        ),
        doing(
            [.delete, .stop, .write],
            [
                "infrastructure", "cloud resources", "containers", "clusters", "instances", "servers", "buckets", "pods",
                "namespaces", "docker volumes", "virtual machines", "production",
            ],
            ["destroys-infrastructure", "removes-resource"],
            "destroying infrastructure"
        ),
        doing(
            [.make, .start, .spend],
            ["cloud resources", "instances", "virtual machines", "cloud servers", "paid resources"],
            ["spends"],
            "what costs money"
        ),
        doing(
            [.make, .write, .open],
            ["access rights", "cloud permissions", "iam roles", "iam policies", "roles"],
            ["grants-access"],
            "rights in a cloud"
        ),
        doing(
            [.publish, .upload, .push, .send],
            [
                "packages", "releases", "npm packages", "docker images", "images", "gists", "websites", "apps", "code publicly",
                "anything publicly", "to production", "production",
            ],
            ["publishes"],
            "publishing"
        ),
        // Agents
        Noun(
            ["agents", "subagents", "sub-agents", "other agents", "another agent", "sub agents"],
            [.start, .make, .use, .run, .connect]
        ) { _ in
            let group = Expr(.variable(.resource)).isIn(.entity(GateTypes.programGroup, "agents"))
            let tool = Expr(.variable(.resource)) == .entity(GateTypes.program, "agent")
            return [Matter(["run"], [Expr.any([group, tool]) ?? group], "other agents")]
        },
    ]
}
