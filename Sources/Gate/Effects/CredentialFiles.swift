// SPDX-License-Identifier: Apache-2.0

/// Files that hold credentials, by where they usually lie.
enum CredentialFiles {
    /// Below the home folder: the whole folder, or the one file.
    private static let inHome: [String] = [
        ".ssh", ".aws", ".gnupg", ".kube", ".docker/config.json", ".netrc", "_netrc", ".npmrc", ".pypirc", ".git-credentials",
        ".pgpass", ".my.cnf",
        ".config/gcloud", ".config/gh", ".config/hub", ".azure", ".oci", ".config/op", ".1password", ".password-store",
        ".config/rclone",
        ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".terraform.d/credentials.tfrc.json", ".vault-token",
        ".boto",
        ".s3cfg", ".mozilla", ".config/google-chrome", ".config/chromium", ".config/BraveSoftware", ".config/microsoft-edge",
        ".thunderbird",
        ".local/share/keyrings", ".local/share/kwalletd", "Library/Keychains", "Library/Application Support/Google/Chrome",
        "Library/Application Support/Firefox", "Library/Cookies", ".openclaw/credentials", ".openclaw/openclaw.json",
        ".openclaw/agents",
        ".clawdbot/credentials", ".claude/.credentials.json", ".codex/auth.json", ".gemini/oauth_creds.json", ".config/doctl",
        ".fly",
        ".bitcoin", ".ethereum", ".electrum", ".config/solana", ".bash_history", ".zsh_history", ".python_history",
        ".mysql_history", ".psql_history",
    ]
    /// Within those, what is no secret.
    private static let exceptions: [String] = [
        ".ssh/known_hosts", ".ssh/config", ".aws/config", ".gnupg/pubring.kbx", ".docker/config.d",
    ]

    private static let system: [String] = [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssh/ssh_host_rsa_key",
        "/etc/ssh/ssh_host_ed25519_key",
        "/etc/ssh/ssh_host_ecdsa_key", "/etc/krb5.keytab", "/etc/master.passwd", "/etc/kubernetes", "/var/run/secrets",
        "/run/secrets", "/var/lib/docker",
        "/proc/self/environ", "/proc/self/mem", "/dev/mem", "/dev/kmem", "/etc/ssl/private", "/private/etc/master.passwd",
    ]

    private static let names: Set<String> = [
        ".env", ".netrc", "_netrc", ".npmrc", ".pypirc", ".git-credentials", ".pgpass", ".htpasswd", "id_rsa", "id_dsa",
        "id_ecdsa", "id_ed25519",
        "id_ecdsa_sk", "id_ed25519_sk", "credentials.json", "service-account.json", "terraform.tfstate", "secrets.yml",
        "secrets.yaml", ".vault-token", "kubeconfig",
        "wallet.dat", "authorized_keys", "logins.json", "key4.db", "cookies.sqlite", "Login Data", ".dockercfg",
    ]
    private static let suffixes = [".pem", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".tfstate"]
    private static let exampleSuffixes = [".example", ".sample", ".template", ".dist", ".defaults", ".pub"]

    static func isNameOfOne(_ name: some StringProtocol) -> Bool {
        let text = String(name)
        if names.contains(text) { return true }
        if text.hasPrefix(".env."), !exampleSuffixes.contains(where: text.hasSuffix), !text.hasSuffix(".test") { return true }
        return suffixes.contains { text.hasSuffix($0) }
    }

    /// Whether reading or writing `path` would touch one.
    static func contains(_ path: String, home: String) -> Bool {
        if isNameOfOne(PathText.lastComponent(path)) { return true }
        if path.hasPrefix("/proc/"), path.hasSuffix("/environ") || path.hasSuffix("/mem") { return true }
        for entry in system where PathText.isInside(path, entry) { return true }
        for place in places(home) {
            guard PathText.isInside(path, place) else { continue }
            let rest = String(Substring(path.utf8.dropFirst(place.utf8.count + 1)))
            for exception in exceptions where PathText.isInside(rest, exception) { return false }
            if rest.hasSuffix(".pub") { return false }
            for entry in inHome where PathText.isInside(rest, entry) { return true }
        }
        return false
    }

    /// Other people's homes hold the same.
    private static func places(_ home: String) -> [String] { home == "/root" ? [home] : [home, "/root"] }

    /// Whether a pattern may name one.
    static func mayContain(pattern: String, home: String) -> Bool {
        let last = String(PathText.lastComponent(pattern))
        // A pattern without a fixed part (`*`, `**/*`) means everything, not credentials.
        if [".*", ".??*", ".[!.]*"].contains(last) { return false }
        if PathText.isPattern(last), last.utf8.contains(where: { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }) {
            let bytes = Array(last.utf8)
            for name in ["id_rsa", "id_ed25519", ".env", ".netrc", ".npmrc", ".git-credentials"]
            where PathText.matches(Array(name.utf8), bytes) { return !last.hasPrefix("*") || last == "*_rsa" }
        } else if isNameOfOne(last) {
            return true
        }
        // Below `**` only the last name says something.
        if pattern.includes("/**/") { return false }
        let candidates = places(home).flatMap { place in inHome.prefix(12).map { place + "/" + $0 } } + system.prefix(8)
        let fixed = pattern.split(separator: "/").count
        for candidate in candidates {
            // As deep as the candidate, so that `~/*` does not count as `~/.ssh`.
            guard fixed >= candidate.split(separator: "/").count, PathText.pattern(pattern, couldTouch: candidate) else {
                continue
            }
            let component = pattern.split(separator: "/")[candidate.split(separator: "/").count - 1]
            if component != "*", component != "**" { return true }
        }
        return false
    }
}
