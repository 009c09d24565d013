// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Files, by kind and place.
extension Noun {
    static let files: [Noun] = [
        .ofFiles(
            "files",
            "file",
            "documents",
            "document",
            "folders",
            "folder",
            "directories",
            "directory",
            "data",
            "things",
            "files or folders",
            "file contents",
            "files and folders",
            words: "files",
            when: nil
        ),
        .ofFiles(
            "workspace",
            "workspace files",
            "workspace directory",
            "workspace folder",
            "project",
            "project files",
            "project directory",
            "project folder",
            "repository",
            "repo",
            "working directory",
            "current directory",
            words: "files in the workspace",
            when: .resource("in_workspace")
        ),
        .ofFiles(
            "home",
            "home directory",
            "home folder",
            "personal files",
            words: "files in the home folder",
            when: .resource("in_home")
        ),
        .ofFiles(
            "temporary files",
            "temp files",
            "temporary folder",
            "scratch files",
            words: "temporary files",
            when: .resource("is_scratch")
        ),
        .ofFiles(
            "system files",
            "system directories",
            "system folders",
            "operating system files",
            "os files",
            "system",
            words: "files of the operating system",
            when: .resource("is_system")
        ),
        .ofFiles(
            "system credentials",
            "credentials",
            "credential files",
            "secrets",
            "secret files",
            "passwords",
            "password files",
            "api keys",
            "keys",
            "tokens",
            "access tokens",
            "cloud credentials",
            "sensitive files",
            "credential stores",
            words: "files that hold credentials",
            when: .any([.resource("name").isOne(of: credentialNames), .resource("within").likeAny(credentialPlaces)])
        ),
        .ofFiles(
            "ssh keys",
            "ssh files",
            "private keys",
            "ssh folder",
            "ssh directory",
            words: "keys",
            when: .any([
                .resource("within").likeAny(["*/.ssh/*", "*/.gnupg/*", "*.pem/", "*.key/", "*.ppk/"]),
                .resource("name").likeAny(["id_rsa*", "id_ed25519*", "id_ecdsa*", "id_dsa*"]),
            ])
        ),
        .ofFiles(
            "environment files",
            "env files",
            "dotenv files",
            ".env files",
            words: ".env files",
            when: .resource("name").likeAny([".env", ".env.*", "*.env"])
        ),
        .ofFiles(
            "browser data",
            "browser passwords",
            "browser profiles",
            "cookies",
            "browser history",
            words: "what browsers keep",
            when: .resource("within").likeAny([
                "*/.mozilla/*", "*/.config/google-chrome/*", "*/.config/chromium/*", "*/.config/BraveSoftware/*",
                "*/Application Support/Google/Chrome/*", "*/Application Support/Firefox/*", "*/Library/Cookies/*",
            ])
        ),
        .ofFiles(
            "shell history",
            "command history",
            "history files",
            "shell histories",
            words: "histories of shells",
            when: .resource("name").like("*_history")
        ),
        .ofFiles(
            "startup files",
            "shell profiles",
            "shell startup files",
            "login scripts",
            "autostart entries",
            "dot files",
            words: "files that start by themselves",
            when: .any([
                .resource("name").isOne(of: [
                    ".bashrc", ".bash_profile", ".profile", ".zshrc", ".zprofile", ".zshenv", ".bash_login", ".bash_logout",
                ]),
                .resource("within").likeAny(["*/.config/autostart/*", "*/LaunchAgents/*", "*/.config/systemd/*", "/etc/profile*"]
                ),
            ])
        ),
        .ofFiles("hidden files", "dotfiles", "hidden folders", words: "hidden files", when: .resource("name").like(".*")),
        .ofFiles(
            "build folders",
            "build files",
            "build output",
            "generated files",
            "build artifacts",
            "caches",
            "node_modules",
            words: "what a build makes again",
            when: .resource("is_generated")
        ),
        .ofFiles(
            "log files",
            "logs",
            words: "logs",
            when: .any([.resource("name").like("*.log"), .resource("within").like("/var/log/*")])
        ),
        .ofFiles(
            "source code",
            "source files",
            "code files",
            "code",
            words: "source code",
            when: .resource("name").likeAny(
                [
                    "*.py", "*.js", "*.ts", "*.tsx", "*.jsx", "*.swift", "*.go", "*.rs", "*.c", "*.h", "*.cpp", "*.java", "*.kt",
                    "*.rb", "*.php", "*.sh", "*.cs", "*.html", "*.css", "*.sql",
                ]
            )
        ),
        .ofFiles(
            "configuration files",
            "config files",
            words: "configuration files",
            when: .any([
                .resource("name").likeAny(["*.conf", "*.cfg", "*.ini", "*.toml", "*.yaml", "*.yml", "*config.json"]),
                .resource("within").likeAny(["/etc/*", "*/.config/*"]),
            ])
        ),
        .ofFiles(
            "git hooks",
            "hooks",
            words: "hooks of git",
            when: .resource("within").likeAny(["*/.git/hooks/*", "*/.husky/*"])
        ),
        .ofFiles(
            "git internals",
            "git directory",
            "git folder",
            "git history files",
            words: "git's own files",
            when: .resource("within").like("*/.git/*")
        ),
        .ofFiles(
            "agent instructions",
            "identity files",
            "agent files",
            "agent identity",
            "agent memory",
            "memory files",
            "instruction files",
            "soul",
            "workspace identity files",
            words: "files that steer the agent",
            when: .resource("name").isOne(of: [
                "SOUL.md", "IDENTITY.md", "USER.md", "TOOLS.md", "AGENTS.md", "BOOTSTRAP.md", "HEARTBEAT.md", "MEMORY.md",
                "CLAUDE.md", "SKILL.md",
            ])
        ),
        .ofFiles(
            "spreadsheets",
            "tables and sheets",
            words: "spreadsheets",
            when: .resource("name").likeAny(["*.xls", "*.xlsx", "*.csv", "*.ods"])
        ),
        .ofFiles(
            "images",
            "pictures",
            "photos",
            "photo library",
            words: "pictures",
            when: .any([
                .resource("name").likeAny(["*.jpg", "*.jpeg", "*.png", "*.gif", "*.heic", "*.webp", "*.raw", "*.tiff"]),
                .resource("from_home").likeAny(["~/Photos/*", "~/photos/*", "~/Pictures/*", "~/pictures/*"]),
            ])
        ),
        .ofFiles(
            "videos",
            "movies",
            words: "videos",
            when: .any([
                .resource("name").likeAny(["*.mp4", "*.mov", "*.mkv", "*.avi", "*.webm"]),
                .resource("from_home").likeAny(["~/Videos/*", "~/videos/*", "~/Movies/*"]),
            ])
        ),
        .ofFiles(
            "backups",
            "backup files",
            words: "backups",
            when: .any([
                .resource("name").likeAny(["*.bak", "*.backup", "*backup*"]), .resource("within").like("*/backup*/*"),
            ])
        ),
        .ofFiles(
            "executables",
            "binaries",
            words: "programs on disk",
            when: .resource("within").likeAny([
                "/bin/*", "/sbin/*", "/usr/bin/*", "/usr/sbin/*", "/usr/local/bin/*", "*.exe/",
            ])
        ),
    ]

    /// `file deletion`, `file access`: what is done, as a thing.
    static let fileDeeds: [Noun] = [
        Noun(["file deletion", "file deletions", "deletions", "deletion of files"], [.use]) { _ in
            [Matter(["delete"], [], "files")]
        },
        Noun(["file writes", "file changes", "file edits", "file modifications"], [.use]) { _ in [Matter(["write"], [], "files")]
        },
        Noun(["file reads", "file reading"], [.use]) { _ in [Matter(["read"], [], "files")] },
        Noun(["file access", "file system access", "filesystem access"], [.use]) { _ in
            [Matter(["read", "write", "delete"], [], "files")]
        },
    ]
}
