// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// The credentials that are found, the more specific before the more general.
    public static let builtIn: [SecretRule] = [
        SecretRule(
            id: "private-key",
            name: "PEM private key",
            severity: .critical,
            shape: .privateKeyBlock,
            examples: [
                Example(pem("RSA PRIVATE KEY")),
                Example("key:\n\(pem("OPENSSH PRIVATE KEY"))\nend", pem("OPENSSH PRIVATE KEY")),
                Example(#""key": "\#(pem("PRIVATE KEY", newline: #"\n"#))""#, pem("PRIVATE KEY", newline: #"\n"#)),
            ],
            counterExamples: [
                pem("PUBLIC KEY"),
                "the line -----BEGIN PRIVATE KEY----- starts a key",
                "-----BEGIN CERTIFICATE-----\nMIIEvgIBADANBgkqhkiG9w0BAQEFAASC\n-----END CERTIFICATE-----",
            ]
        ),
        SecretRule(
            id: "anthropic-api-key",
            name: "Anthropic API key",
            severity: .critical,
            shape: .token(prefixes: ["sk-ant-"], body: .base64URL, count: 20...256, mixed: true),
            examples: [
                Example("ANTHROPIC_API_KEY=sk-ant-\("api03-" + filler(93))AA", "sk-ant-\("api03-" + filler(93))AA"),
                Example("sk-ant-\("admin01-" + filler(93))AA"),
            ],
            counterExamples: [
                "sk-ant-short1", "task-ant-hill-with-many-many-words-1234567", "sk-ant-api-key-goes-here-please-thanks",
            ]
        ),
        SecretRule(
            id: "openai-api-key",
            name: "OpenAI API key",
            severity: .critical,
            shape: .token(
                prefixes: ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"],
                body: .base64URL,
                count: 20...256,
                mixed: true
            ),
            examples: [
                Example("OPENAI_API_KEY=sk-proj-\(filler(48))", "sk-proj-\(filler(48))"),
                Example("sk-svcacct-\(filler(60))"),
            ],
            counterExamples: [
                "sk-proj-short", "risk-proj-0123456789012345678901234", "sk-proj-your-own-key-goes-here-and-only-here",
            ]
        ),
        SecretRule(
            id: "openai-legacy-key",
            name: "OpenAI API key (older form)",
            severity: .critical,
            shape: .token(prefixes: ["sk-"], body: .alphanumeric, count: 32...64, mixed: true),
            examples: [
                Example("sk-\(filler(20))T3BlbkFJ\(filler(20))"),
                Example("key sk-\(filler(48))!", "sk-\(filler(48))"),
            ],
            counterExamples: ["sk-learn", "disk-0123456789abcdef0123456789abcdef0123", "sk-abcdefghijklmnopqrstuvwxyzabcdefghij"]
        ),
        SecretRule(
            id: "stripe-key",
            name: "Stripe secret or restricted key",
            severity: .critical,
            shape: .token(
                prefixes: ["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"],
                body: .alphanumeric,
                count: 10...247,
                mixed: true
            ),
            examples: [Example("sk_live_\(filler(24))"), Example("k='rk_test_\(filler(99))'", "rk_test_\(filler(99))")],
            counterExamples: ["pk_live_\(filler(24))", "sk_live_abc", "desk_live_\(filler(24))"]
        ),
        SecretRule(
            id: "github-token",
            name: "GitHub token",
            severity: .critical,
            shape: .token(prefixes: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], body: .alphanumeric, count: 36...255),
            examples: [
                Example("ghp_\(filler(36))"),
                Example("oauth_token: gho_\(filler(36))", "gho_\(filler(36))"),
                Example("ghr_\(filler(76))"),
            ],
            counterExamples: ["ghp_short", "xghp_\(filler(36))", "ghx_\(filler(36))"]
        ),
        SecretRule(
            id: "github-fine-grained-token",
            name: "GitHub fine-grained token",
            severity: .critical,
            shape: .twoPart(
                prefix: "github_pat_",
                first: (.alphanumeric, 22...22),
                separator: "_",
                second: (.alphanumeric, 59...59)
            ),
            examples: [
                Example("github_pat_\(filler(22))_\(filler(59))"),
                Example("t=github_pat_\(filler(22))_\(filler(59));", "github_pat_\(filler(22))_\(filler(59))"),
            ],
            counterExamples: [
                "github_pat_\(filler(22))", "github_pat_\(filler(21))_\(filler(59))", "github_pat_\(filler(22))_\(filler(60))",
            ]
        ),
        SecretRule(
            id: "drawbridge-bridge-token",
            name: "Drawbridge bridge token",
            severity: .critical,
            shape: .twoPart(
                prefix: "inst_",
                first: (.alphanumeric, 16...16),
                separator: ":s_live_",
                second: (.alphanumeric, 16...128)
            ),
            examples: [
                Example("inst_\(filler(16)):s_live_\(filler(43))"),
                Example("token=inst_\(filler(16)):s_live_\(filler(32))\n", "inst_\(filler(16)):s_live_\(filler(32))"),
            ],
            counterExamples: [
                "inst_\(filler(16))", "inst_\(filler(15)):s_live_\(filler(43))", "inst_\(filler(16)):s_test_\(filler(43))",
            ]
        ),
        SecretRule(
            id: "aws-secret-access-key",
            name: "AWS secret access key",
            severity: .critical,
            shape: .awsSecretAssignment,
            examples: [
                Example("aws_secret_access_key = \(awsSecret)", awsSecret),
                Example(#"{"SecretAccessKey": "\#(awsSecret)"}"#, awsSecret),
                Example(#"\"awsSecretKey\":\"\#(awsSecret)\","#, awsSecret),
            ],
            counterExamples: [
                "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
                "commit \(filler(40))",
                "aws_secret_access_key = \(String(repeating: "x", count: 40))",
                "secret_access_key=\(awsSecret)A",
            ]
        ),
        SecretRule(
            id: "aws-access-key-id",
            name: "AWS access key id",
            severity: .high,
            shape: .token(prefixes: ["AKIA", "ASIA", "ABIA", "ACCA"], body: .upperAlphanumeric, count: 16...16),
            examples: [Example("AKIAIOSFODNN7EXAMPLE"), Example("id=ASIAOZW6VBVAZFJHJLQA,", "ASIAOZW6VBVAZFJHJLQA")],
            counterExamples: ["AKIAIOSFODNN7EXAMPL", "AKIAIOSFODNN7EXAMPLEX", "XAKIAIOSFODNN7EXAMPLE", "akiaiosfodnn7example"]
        ),
        SecretRule(
            id: "json-web-token",
            name: "JSON Web Token",
            severity: .high,
            shape: .jsonWebToken,
            examples: [
                Example("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.\(filler(43))"),
                Example(
                    "t: eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJhIjoxfQ.\(filler(20)) x",
                    "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJhIjoxfQ.\(filler(20))"
                ),
            ],
            counterExamples: [
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
                "eyJmb28iOiJiYXIifQ.eyJzdWIiOiIxMjM0NTY3ODkwIn0.\(filler(43))",
                "heyJude.eyJack.everyone",
            ]
        ),
        SecretRule(
            id: "authorization-header",
            name: "Credential in an Authorization header",
            severity: .high,
            shape: .authorizationHeader,
            examples: [
                Example("Authorization: Bearer \(filler(32))", filler(32)),
                Example(#"-H "authorization: token \#(filler(20))""#, filler(20)),
                Example(#"{"Authorization": "Basic dXNlcjpwYXNzdzByZA=="}"#, "dXNlcjpwYXNzdzByZA=="),
            ],
            counterExamples: [
                "Authorization: Bearer $TOKEN", "Authorization: Bearer YOUR_TOKEN_HERE", "the bearer \(filler(32))",
            ]
        ),
        SecretRule(
            id: "url-password",
            name: "Password in a URL",
            severity: .high,
            shape: .urlPassword,
            examples: [
                Example("https://user:hunter2@example.com/path", "hunter2"),
                Example("redis://:p%40ss@cache:6379/0", "p%40ss"),
            ],
            counterExamples: [
                "https://user@example.com", "http://localhost:8080/@scope/package", "postgres://me:${PASSWORD}@db/x",
            ]
        ),
    ]

    // Examples are put together here so that the source itself holds nothing that looks like a credential.

    private static func filler(_ count: Int) -> String {
        let digits = Array("q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsAeKuQoWi")
        return String((0..<count).map { digits[($0 * 7 + $0 / 39) % digits.count] })
    }

    private static let awsSecret = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"

    private static func pem(_ label: String, newline: String = "\n") -> String {
        ["-----BEGIN \(label)-----", filler(64), filler(64), filler(20) + "==", "-----END \(label)-----"].joined(
            separator: newline
        )
    }
}
