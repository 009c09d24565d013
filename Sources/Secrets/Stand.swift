// SPDX-License-Identifier: Apache-2.0

/// Whether a value stands for a secret that is elsewhere: a variable, a template, a path, a word for "put yours here".
enum Stand {
    static func isIn(_ text: Bytes, _ value: Range<Int>, isQuoted: Bool) -> Bool {
        let first = text[value.lowerBound]
        if isMarker(text, value, first) { return true }
        if first == UInt8(ascii: "/"), slashes(text, value) >= 2 || value.count < 16 { return true }
        if first == UInt8(ascii: "."), value.count > 1, text[value.lowerBound + 1] == UInt8(ascii: "/") { return true }
        for literal in within
        where text.containsFolded(literal, in: value.clamped(to: value.lowerBound..<(value.lowerBound + 256))) {
            return true
        }
        if !isQuoted, isExpression(text, value) { return true }
        return isFiller(text, value)
    }

    /// `$X`, `${X}`, `{{x}}`, `<x>`, `%s`, `[x]`, `@x@`, `#{x}`, `&x`, `!vault`.
    private static func isMarker(_ text: Bytes, _ value: Range<Int>, _ first: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "$"):
            guard value.count > 1 else { return true }
            let next = text[value.lowerBound + 1]
            if next == UInt8(ascii: "{") || next == UInt8(ascii: "(") || next == UInt8(ascii: "_") || next == UInt8(ascii: "$") {
                return true
            }
            // A variable, alone or at the head of a path.
            let end = text.end(of: ByteSet.word, from: value.lowerBound + 1, limit: value.count - 1)
            return ByteSet.letterSet.contains(next)
                && (end == value.upperBound || end - value.lowerBound >= 4 && ByteSet("/.-:[").contains(text[end]))
        case UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "["): return true
        case UInt8(ascii: "%"):
            return value.count <= 3 || text[value.upperBound - 1] == first || text[value.lowerBound + 1] == UInt8(ascii: "(")
                || text[value.lowerBound + 1] == UInt8(ascii: "{")
        case UInt8(ascii: "#"): return value.count > 1 && text[value.lowerBound + 1] == UInt8(ascii: "{")
        case UInt8(ascii: "!"):
            // A tag of YAML.
            return text.end(of: ByteSet.letterSet, from: value.lowerBound + 1, limit: value.count - 1) == value.upperBound
        case UInt8(ascii: "@"): return value.count > 1 && text[value.upperBound - 1] == first
        default: return false
        }
    }

    private static func slashes(_ text: Bytes, _ value: Range<Int>) -> Int {
        value.reduce(0) { $0 + (text[$1] == UInt8(ascii: "/") ? 1 : 0) }
    }

    private static let within: [StaticString] = [
        "${", "$(", "{{", "#{", "<%", "%{", "://", "process.env", "os.environ", "your_", "your-", "<your", "yourapi",
        "yoursecret", "yourtoken",
        "changeme", "change_me", "change-me", "placeholder", "xxxxx", "*****", "....", "redacted", "insert_", "insert-", "_here",
        "-here",
        "replace_", "replace-", "example_", "example-", "getenv", "\\u003c", "-----", "arn:aws", "hidden", "removed", "omitted",
    ]

    /// Names, member access, calls: a program's expression, not a literal.
    private static func isExpression(_ text: Bytes, _ value: Range<Int>) -> Bool {
        var hasDot = false
        var isPath = true
        var afterDot = true
        for position in value {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{"): return true
            case UInt8(ascii: "."):
                if afterDot { isPath = false }
                hasDot = true
                afterDot = true
            default:
                if afterDot, !ByteSet.letterSet.contains(byte), byte != UInt8(ascii: "_") { isPath = false }
                if !ByteSet.word.contains(byte) { isPath = false }
                afterDot = false
            }
        }
        return hasDot && isPath && ValueShape(text, value).digits < 3
    }

    /// One or two characters over and over: xxxx, ****, 0000-0000.
    private static func isFiller(_ text: Bytes, _ value: Range<Int>) -> Bool {
        var distinct: (UInt64, UInt64) = (0, 0)
        for position in value.prefix(64) {
            let byte = text[position]
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { continue }
            if byte < 64 { distinct.0 |= 1 << UInt64(byte) } else if byte < 128 { distinct.1 |= 1 << UInt64(byte - 64) }
        }
        return distinct.0.nonzeroBitCount + distinct.1.nonzeroBitCount <= 2
    }

    /// Words that stand where a password would, and are none; in lower case, separators left out.
    static let words: Set<String> = [
        "password", "passwd", "passwort", "passphrase", "secret", "token", "username", "user", "null", "none", "nil", "true",
        "false",
        "undefined", "string", "example", "default", "required", "optional", "invalid", "missing", "unknown", "empty", "notset",
        "unset",
        "yes", "no", "text", "hidden", "encrypted", "plaintext", "basic", "bearer", "admin", "root", "test", "testing", "value",
        "key",
        "pass", "pwd", "confirm", "newpassword", "oldpassword", "currentpassword", "confirmpassword", "resetpassword",
        "forgotpassword",
        "changepassword", "passwordreset", "passwordless", "userpassword", "mypassword", "incorrect", "description",
        "credentials",
        "credential", "security", "authentication", "authorization", "integer", "boolean", "object", "function", "disabled",
        "enabled", "prompt", "private", "public", "self", "this", "void", "number", "type", "input", "anonymous", "oauth",
        "oauth2",
        "ldap", "kerberos", "readonly", "localhost", "application", "development", "production", "staging", "secrets", "tokens",
        "not", "set", "the", "and", "for", "from", "with", "environment", "keychain", "vault", "sha256", "sha512", "md5",
        "bcrypt",
        "argon2", "scrypt", "pbkdf2", "hmac", "base64", "utf8", "utf-8", "latin1", "ascii", "rsa", "ed25519", "str", "option",
        "char", "const", "bytes", "any", "varchar", "aes256", "aes128",
    ]
}
