// SPDX-License-Identifier: Apache-2.0

/// Files that policies speak of, by where they usually lie. A pattern (`~/.s?h/id_*`) is compared with them, so that a
/// policy about a file sees every pattern that may name it; where the file system folds case, so is every spelling.
enum WellKnownFiles {
    private static let inHome: [String] = [
        ".ssh/id_rsa", ".ssh/id_ed25519", ".ssh/id_ecdsa", ".ssh/id_dsa", ".ssh/authorized_keys", ".ssh/config",
        ".aws/credentials", ".aws/config", ".gnupg/secring.gpg", ".gnupg/private-keys-v1.d", ".kube/config",
        ".docker/config.json", ".netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".gitconfig",
        ".config/gcloud/credentials.db", ".config/gcloud/application_default_credentials.json", ".config/gh/hosts.yml",
        ".azure/accessTokens.json", ".oci/config", ".password-store", ".vault-token", ".s3cfg", ".boto",
        ".cargo/credentials.toml", ".gem/credentials", ".bash_history", ".zsh_history", ".python_history", ".psql_history",
        ".mysql_history", ".bashrc", ".bash_profile", ".profile", ".zshrc", ".zprofile", ".zshenv", ".openclaw/openclaw.json",
        ".openclaw/credentials", ".openclaw/.env", ".claude/settings.json", ".claude/.credentials.json", ".codex/auth.json",
        ".config/autostart", ".config/systemd/user", "Library/LaunchAgents", "Library/Keychains", ".mozilla/firefox",
        ".config/google-chrome", ".local/share/keyrings", ".drawbridge",
    ]

    private static let absolute: [String] = [
        "/etc/passwd", "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/crontab", "/etc/hosts", "/etc/ssh/sshd_config",
        "/etc/ssh/ssh_host_rsa_key", "/etc/ssh/ssh_host_ed25519_key", "/etc/krb5.keytab", "/etc/ssl/private",
        "/var/spool/cron", "/proc/self/environ", "/proc/self/mem", "/dev/sda", "/dev/nvme0n1", "/dev/mem", "/boot/vmlinuz",
    ]

    private static let anywhere: [String] = [
        ".env", ".env.local", ".env.production", ".npmrc", ".netrc", "id_rsa", "id_ed25519", "credentials.json",
        "secrets.yaml", "SOUL.md", "AGENTS.md", "IDENTITY.md", "USER.md", "TOOLS.md", "HEARTBEAT.md", "BOOTSTRAP.md",
        "CLAUDE.md", ".git", ".mcp.json", "openclaw.json",
    ]

    /// The well-known paths that a pattern may name, where its components say more than "anything".
    ///
    /// As in the shell, a `*` or `?` at the start of a name does not match a dot.
    static func named(by pattern: String, home: String) -> [String] {
        let parts = pattern.split(separator: "/").map { Array($0.utf8) }
        guard let last = parts.last else { return [] }
        // What find names is found with a dot at its start, too.
        let isFound = parts.contains { $0 == [UInt8(ascii: "*"), UInt8(ascii: "*")] }
        var found: [String] = []
        for candidate in inHome.map({ home + "/" + $0 }) + absolute {
            if isFound ? finds(parts, candidate) : matches(parts, candidate) { found.append(candidate) }
        }
        let folder = PathText.parent(pattern)
        for name in anywhere where isTelling(last, of: name) {
            let isNamed = isFound ? PathText.matches(Array(name.utf8), last) : matches(last, Array(name.utf8))
            if isNamed { found.append(folder + "/" + name) }
        }
        return found
    }

    /// `path` with components spelled as policies do, where only their case differs.
    static func canonicalCase(_ path: String) -> String {
        "/" + path.split(separator: "/").map { spellings[$0.lowercased()] ?? String($0) }.joined(separator: "/")
    }

    private static let spellings: [String: String] = {
        var table: [String: String] = [:]
        for path in inHome + absolute + anywhere {
            for part in path.split(separator: "/") { table[part.lowercased()] = String(part) }
        }
        return table
    }()

    /// Whether `folder/**/name` may name a file: by what stands before the `**`, and by the name.
    private static func finds(_ parts: [[UInt8]], _ candidate: String) -> Bool {
        let names = candidate.split(separator: "/")
        guard let depth = parts.firstIndex(where: { $0 == [UInt8(ascii: "*"), UInt8(ascii: "*")] }), names.count > depth,
            let part = parts.last, let name = names.last, isTelling(part, of: String(name)),
            PathText.matches(Array(name.utf8), part)
        else { return false }
        return zip(parts[..<depth], names).allSatisfy { matches($0, Array($1.utf8)) }
    }

    /// Component by component; the pattern may end above the candidate only if its end is no pattern itself.
    private static func matches(_ parts: [[UInt8]], _ candidate: String) -> Bool {
        let names = candidate.split(separator: "/")
        guard parts.count == names.count else { return false }
        var isTelling = false
        for (part, name) in zip(parts, names) {
            guard matches(part, Array(name.utf8)) else { return false }
            if part.contains(where: isWild), self.isTelling(part) { isTelling = true }
        }
        return isTelling
    }

    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: "."), let first = pattern.first, isWild(first) { return false }
        return PathText.matches(name, pattern)
    }

    private static func isWild(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
    }

    /// Whether a pattern says something of a name besides its end: `cred*.json` does of `credentials.json`, `*.json` does
    /// not. What only leaves letters out, `[^l]*`, says nothing.
    private static func isTelling(_ part: [UInt8], of name: String) -> Bool {
        let hasEnd = name.utf8.dropFirst().contains(UInt8(ascii: "."))
        let end = hasEnd ? part.lastIndex(of: UInt8(ascii: ".")) ?? part.endIndex : part.endIndex
        var isNegated = false
        var isBracket = false
        for (index, byte) in part[..<end].enumerated() {
            if byte == UInt8(ascii: "[") {
                isBracket = true
                isNegated = index + 1 < end && (part[index + 1] == UInt8(ascii: "^") || part[index + 1] == UInt8(ascii: "!"))
            } else if byte == UInt8(ascii: "]") {
                isBracket = false
            } else if !(isBracket && isNegated), !isWild(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "!") {
                return true
            }
        }
        return false
    }

    /// Whether a component says something: `id_*` does, `*`, `??`, `.*` and `.[^.]*` do not.
    private static func isTelling(_ part: [UInt8]) -> Bool {
        var isInSet = false
        for byte in part {
            switch byte {
            case UInt8(ascii: "["): isInSet = true
            case UInt8(ascii: "]"): isInSet = false
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "."): continue
            default: if !isInSet { return true }
            }
        }
        return false
    }
}
