// SPDX-License-Identifier: Apache-2.0

import Cedar

/// The things that lines speak of, by their usual names.
struct Noun {
    let phrases: [String]
    /// The verbs that it is an object of in this sense; nil: of every verb that fits what it is.
    let verbs: Set<Verb.Class>?
    let make: @Sendable (Verb.Class) -> [Matter]?

    init(_ phrases: [String], _ verbs: Set<Verb.Class>? = nil, _ make: @escaping @Sendable (Verb.Class) -> [Matter]?) {
        self.phrases = phrases
        self.verbs = verbs
        self.make = make
    }
}

extension Noun {
    /// Files of a kind.
    static func ofFiles(_ phrases: String..., words: String, when condition: Expr?) -> Noun {
        Noun(phrases) { verb in
            Verb.fileActions(verb).map { [Matter($0, condition.map { [$0] } ?? [], words)] }
        }
    }

    /// Something that programs do, by their traits.
    static func doing(_ verbs: Set<Verb.Class>?, _ phrases: [String], _ traits: [String], _ words: String) -> Noun {
        Noun(phrases, verbs) { _ in [Matter.running(traits, words)] }
    }

    static let credentialNames = [
        ".env", ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".vault-token", ".htpasswd",
        "credentials", "credentials.json", "credentials.toml", "service-account.json", "secrets.yml", "secrets.yaml", "shadow",
        "shadow-", "gshadow", "sudoers", "auth-profiles.json", "auth.json", "hosts.yml", "terraform.tfstate", "kubeconfig",
    ]
    static let credentialPlaces = [
        "*/.ssh/*", "*/.gnupg/*", "*/.aws/*", "*/.azure/*", "*/.config/gcloud/*", "*/.kube/*", "*/.docker/config.json/*",
        "*/.password-store/*", "*/.openclaw/credentials/*", "*/Library/Keychains/*", "*/.local/share/keyrings/*",
        "/etc/shadow*", "/etc/gshadow*", "/etc/sudoers*", "/etc/ssl/private/*", "/run/secrets/*", "*.pem/", "*.key/", "*.p12/",
        "*.pfx/", "*.ppk/", "*.kdbx/", "*/.env.*/",
    ]

    static let all: [Noun] = fileDeeds + files + programs + network + messages + others
}
