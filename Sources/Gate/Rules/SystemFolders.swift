// SPDX-License-Identifier: Apache-2.0

/// Places that belong to the machine.
enum SystemFolders {
    private static let all = [
        "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/boot", "/sys", "/proc", "/dev", "/var", "/run", "/efi",
        "/System", "/Library",
        "/private/etc", "/private/var", "/cores",
    ]
    private static let top = [
        "/", "/home", "/Users", "/root", "/opt", "/srv", "/mnt", "/media", "/tmp", "/var/tmp", "/Applications", "/Volumes",
    ]

    /// Whether `path` lies in one.
    static func contains(_ path: String) -> Bool {
        if path == "/" || path == "/home" || path == "/Users" { return true }
        for folder in all where PathText.isInside(path, folder) {
            return !Programs.quietDevices.contains(path) && !path.hasPrefix("/dev/shm/") && !path.hasPrefix("/dev/pts/")
        }
        return false
    }

    /// Whether `folder` is one, or somebody's home.
    static func isOne(_ folder: String) -> Bool {
        if top.contains(folder) || contains(folder) { return true }
        let parts = folder.split(separator: "/")
        return parts.count == 2 && (parts[0] == "home" || parts[0] == "Users")
    }

    static func isDisk(_ path: String) -> Bool {
        guard path.hasPrefix("/dev/") else { return false }
        let name = path.dropFirst(5)
        return [
            "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "mapper/", "md", "dm-", "loop", "mem", "kmem", "port",
            "mtd", "zd",
        ].contains { name.hasPrefix($0) }
    }

    private static let startupInHome = [
        ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zprofile", ".zshenv", ".zlogin",
        ".kshrc", ".cshrc", ".tcshrc",
        ".config/fish", ".config/autostart", ".config/systemd", ".local/share/systemd", ".xinitrc", ".xprofile", ".xsessionrc",
        ".pam_environment",
        "Library/LaunchAgents", ".ssh/rc", ".ssh/environment", ".ssh/config", ".vimrc", ".config/nvim", ".emacs", ".emacs.d",
        ".gitconfig", ".config/git", ".tmux.conf", ".inputrc", ".config/environment.d", ".local/bin",
    ]

    static func isStartup(_ path: String, home: String) -> Bool {
        if path.includes("/.git/hooks/") || path.hasSuffix("/.git/config") || path.includes("/cron.") || path.includes("/cron/")
            || path.hasSuffix("/.envrc")
        {
            return true
        }
        guard PathText.isInside(path, home), path.utf8.count > home.utf8.count else { return false }
        let rest = String(path.dropFirst(home == "/" ? 1 : home.count + 1))
        return startupInHome.contains { PathText.isInside(rest, $0) }
    }

    private static let steering: Set = [
        "SOUL.md", "IDENTITY.md", "HEARTBEAT.md", "BOOTSTRAP.md", ".mcp.json", "openclaw.json", "openclaw.plugin.json",
    ]

    static func steersAgent(_ path: String) -> Bool {
        steering.contains(String(PathText.lastComponent(path))) || path.hasSuffix("/.claude/settings.json")
            || path.hasSuffix("/.claude/settings.local.json")
            || path.includes("/.claude/hooks/") || path.includes("/.openclaw/extensions/") || path.includes("extensions/sondera")
            || path.hasSuffix("/.cursor/mcp.json") || path.hasSuffix(".cedar")
    }
}
