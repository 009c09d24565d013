// SPDX-License-Identifier: Apache-2.0

/// Decides whether the value of an ``Assignment`` is a secret, from its name and its look.
enum AssignedRules {
    private static let nameJoints = ByteSet("_-.")
    private static let glue = ByteSet(" \"&+")
    private static let lead = ByteSet(" \t#/-\"'*")

    enum Kind {
        case password
        case secret
        /// `key`: may be anything.
        case weak
        /// `auth`.
        case authorization
        /// `access`, `private`: only before a value that is plainly drawn by chance.
        case access
    }

    /// Endings of names that hold something about a secret, not the secret.
    private static let otherEndings: [StaticString] = [
        "id", "name", "type", "url", "uri", "path", "file", "filename", "dir", "folder", "count", "size", "length", "len",
        "limit", "index",
        "field", "fields", "label", "header", "prefix", "suffix", "format", "expiry", "expires", "expiration", "expired", "ttl",
        "class",
        "param", "params", "regex", "pattern", "policy", "version", "arn", "alias", "schema", "store", "board", "word", "words",
        "usage", "ring",
        "endpoint", "hint", "text", "title", "message", "error", "placeholder", "enabled", "required", "algorithm", "alg", "hash",
        "digest",
        "provider", "manager", "factory", "service", "generator", "validator", "handler", "helper", "request", "response",
        "result", "status",
        "date", "time", "timestamp", "at", "in", "age", "scope", "scopes", "ref", "fingerprint", "thumbprint", "set", "list",
        "map", "stroke", "code",
        "bits", "pair", "space", "frame", "press", "down", "up", "pad", "chain", "point", "kind", "source", "issuer", "audience",
        "mode",
    ]
    /// What before `key` makes it something to look up, or to publish.
    private static let otherKeys: [StaticString] = [
        "public", "pub", "primary", "foreign", "sort", "partition", "cache", "hash", "range", "object", "row", "index", "unique",
        "group",
        "dict", "map", "json", "field", "translation", "i18n", "message", "hot", "short", "arrow", "shift", "parent", "child",
        "section",
        "storagekey", "routing", "lookup", "search", "sha", "commit", "etag", "integrity", "checksum", "digest", "build",
        "version", "state",
        "react", "item", "data", "query", "idempotency", "metadata", "label", "host", "verify", "verification", "peer", "known",
        "s3", "artifact",
        "file", "node", "websocket", "request", "response", "expected", "hex", "for", "by", "with", "of", "coding", "any", "env",
        "config", "attr", "attribute", "property", "xpc",
        "header", "name", "monkey", "turkey", "don", "hoc", "joc", "whis", "jersey", "course", "last", "next", "first", "issue",
        "board",
    ]
    /// What before `key` makes it a secret.
    private static let secretKeys: [StaticString] = [
        "api", "secret", "access", "auth", "private", "priv", "encryption", "encrypt", "signing", "sign", "master", "account",
        "client",
        "consumer", "app", "application", "license", "admin", "write", "deploy", "subscription", "server", "security", "rest",
        "integration",
        "jwt", "session", "cookie", "cipher", "service", "sas", "ingest", "webhook", "preshared", "psk", "user",
        "instrumentation", "token",
        "ssh", "gpg", "root", "vault", "unseal", "recovery", "backup", "provision", "device", "shared",
    ]

    static func judge(_ text: Bytes, _ assignment: Assignment, keyword: Range<Int>, kind: Kind) -> Bool {
        let value = assignment.value
        guard value.count >= 4, value.count <= 2048 else { return false }
        if assignment.isOnNextLine, assignment.quote == 0 { return false }
        guard !isAboutASecret(text, assignment) else { return false }
        // Cheap tests first: most values are words of a program.
        let isSecretLike: Bool
        switch kind {
        case .password: isSecretLike = isPassword(text, assignment, keyword)
        case .secret: isSecretLike = isSecret(text, assignment, qualified: true)
        case .weak: isSecretLike = isWeaklyNamedSecret(text, assignment, keyword)
        case .authorization:
            isSecretLike =
                assignment.separator == .explicit && value.lowerBound - keyword.upperBound <= 6
                && isSecret(text, assignment, qualified: true)
        case .access:
            let shape = ValueShape(text, value)
            isSecretLike =
                assignment.separator != .argument && value.count >= 20 && shape.isMixed && (shape.isRandom || shape.isUUID)
                && isSecret(text, assignment, qualified: false)
        }
        return isSecretLike && !Stand.isIn(text, value, isQuoted: assignment.quote != 0)
    }

    private static func isWeaklyNamedSecret(_ text: Bytes, _ assignment: Assignment, _ keyword: Range<Int>) -> Bool {
        switch qualifier(text, assignment.name.lowerBound, keyword.lowerBound) {
        case .secret: isSecret(text, assignment, qualified: true)
        case .some: assignment.separator != .argument && isSecret(text, assignment, qualified: false)
        case .none: false
        }
    }

    private enum Qualifier {
        case secret
        case some
        case none
    }

    /// What stands before `key` in a name.
    private static func qualifier(_ text: Bytes, _ nameStart: Int, _ keywordStart: Int) -> Qualifier {
        var end = keywordStart
        while end > nameStart, nameJoints.contains(text[end - 1]) { end -= 1 }
        if end == nameStart {
            // `api key`, `secret key` in words.
            let blank = text.start(of: .blank, to: end, limit: 2)
            guard blank < end else { return .none }
            end = blank
            let start = text.start(of: .word, to: end, limit: 32)
            for word in secretKeys where ends(text, start..<end, with: word) { return .secret }
            return .none
        }
        let before = nameStart..<end
        for word in otherKeys where ends(text, before, with: word) { return .none }
        for word in secretKeys where ends(text, before, with: word) { return .secret }
        return before.count >= 2 ? .some : .none
    }

    private static func ends(_ text: Bytes, _ range: Range<Int>, with word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard range.count >= length, text.hasFolded(word, at: range.upperBound - length) else { return false }
        // A whole word, or the end of a run-together one that is long enough to mean it.
        let start = range.upperBound - length
        return start == range.lowerBound || length >= 5 || !ByteSet.letterSet.contains(text[start - 1])
            || text[start] < 97 && text[start - 1] >= 97
    }

    private static func isAboutASecret(_ text: Bytes, _ assignment: Assignment) -> Bool {
        var tail = assignment.tail
        while let last = tail.last, ByteSet.digitSet.contains(text[last]) || nameJoints.contains(text[last]) {
            tail = tail.dropLast()
        }
        guard !tail.isEmpty else { return false }
        for word in otherEndings where tail.count >= word.utf8CodeUnitCount {
            let start = tail.upperBound - word.utf8CodeUnitCount
            guard text.hasFolded(word, at: start) else { continue }
            if start == tail.lowerBound || !ByteSet.letterSet.contains(text[start - 1]) { return true }
            if text[start] < 97, text[start - 1] >= 97 { return true }
        }
        return false
    }

    // MARK: - Passwords

    private static func isPassword(_ text: Bytes, _ assignment: Assignment, _ keyword: Range<Int>) -> Bool {
        let value = assignment.value
        guard value.count <= 128, assignment.separator != .joined, isPasswordName(text, assignment, keyword) else { return false }
        let shape = ValueShape(text, value)
        // `User Id=x;Password=secret;` and a build file's credentials mean what they say, be it a word.
        if assignment.quote == 0, shape.spaces == 0, isConnectionString(text, assignment) { return true }
        if assignment.quote != 0, assignment.separator == .blank, isInCredentials(text, assignment) { return true }
        if isWord(text, value) { return false }
        func hasUser() -> Bool { mentionsUser(text, before: assignment.name.lowerBound) }
        let isOption = assignment.name.count > 2 && text[assignment.name.lowerBound] == UInt8(ascii: "-")
        if assignment.separator == .blank {
            // Streams let other scripts go by a character at a time (OpenEnd).
            if value.contains(where: { text[$0] >= 0x80 }) { return false }
            if isOption {
                // `--passwd path/to/file`, `-no-pass domain/user@host`: what is no password has slashes.
                return value.count >= 4 && text[value.lowerBound] != UInt8(ascii: "-") && (shape.slashes == 0 || shape.isRandom)
            }
            // A Dockerfile's `ENV NAME value`.
            if assignment.name.lowerBound >= 4, text.hasFolded("env ", at: assignment.name.lowerBound - 4), shape.isMixed {
                return true
            }
            // `machine host login name password …` (netrc).
            guard value.count >= 4, shape.isMixed || assignment.quote != 0,
                !value.contains(where: { text[$0] == UInt8(ascii: "=") })
            else { return false }
            let before = max(0, assignment.name.lowerBound - 80)..<assignment.name.lowerBound
            return text.containsFolded("login ", in: before) || text.containsFolded("machine ", in: before)
        }
        if assignment.isElement { return shape.spaces == 0 && value.count >= 5 && (shape.isMixed || hasSymbol(text, value)) }
        if assignment.separator == .argument {
            return assignment.quote != 0 && shape.spaces == 0 && shape.isMixed && value.count >= 6
                && shape.count - shape.other >= 4
                && (hasSymbol(text, value) || shape.changes >= 3 || value.count >= 8)
        }
        if assignment.quote != 0 {
            if shape.spaces > 0 {
                return shape.spaces <= 2 && value.count <= 24 && shape.upper == 0 && shape.other == shape.spaces
                    && hasUser()
            }
            if shape.isMixed { return value.count >= 5 && !isSentenceLike(shape) }
            if hasSymbol(text, value) { return value.count >= 6 && shape.letters > 0 }
            if shape.letters == value.count {
                return value.count >= 8 && (shape.upper == 0 || shape.lower == 0) && assignment.tail.count <= 4
                    || hasUser() && value.count >= 6 && shape.upper == 0 || shape.isRandom
            }
            return hasUser() && value.count >= 6 && shape.digits > 0 && shape.letters > 4 || shape.isRandom || shape.digits >= 6
        }
        guard shape.spaces == 0 else { return false }
        let isSetting = isLineStart(text, assignment) || isConnectionString(text, assignment)
        if isIdentifier(text, value, shape) {
            // `password = open_sesame`: a program's name, unless a setting's line says otherwise.
            if isEnvironmentName(text, assignment), assignment.isTight {
                return value.count >= 5 && !endsStatement(assignment.after)
            }
            guard isSetting, assignment.after == 0 || assignment.after == 0x0A || assignment.after == 0x0D else { return false }
            return shape.isMixed && shape.upper == 0 && value.count >= 6 || hasUser() && value.count >= 6
        }
        guard isSetting, !endsStatement(assignment.after) else { return shape.isRandom && value.count >= 12 }
        return value.count >= 5 && (shape.isMixed || hasSymbol(text, value))
    }

    private static func isSentenceLike(_ shape: ValueShape) -> Bool {
        shape.digits == 1 && shape.hyphens + shape.underscores + shape.dots >= 2 && shape.changes <= 2
    }

    /// `password`, `dbPassword1`, `PASS`: the keyword's word ends the name, and begins one.
    private static func isPasswordName(_ text: Bytes, _ assignment: Assignment, _ keyword: Range<Int>) -> Bool {
        var end = keyword.upperBound
        if keyword.count == 5 || keyword.count == 4 {
            for ending in ["ord", "wd", "rd", "ort", "d"] as [StaticString] where text.hasFolded(ending, at: end) {
                end += ending.utf8CodeUnitCount
                break
            }
        }
        if keyword.count <= 4, keyword.lowerBound > 0, text[assignment.name.lowerBound] != UInt8(ascii: "-"),
            ByteSet.letterSet.contains(text[keyword.lowerBound - 1]),
            !(text[keyword.lowerBound] < 97 && text[keyword.lowerBound - 1] >= 97)
        {
            return false
        }
        guard end < assignment.tail.upperBound else { return true }
        // `password_prod`, `passwords[0]`, `password1`: something short may follow.
        return assignment.tail.upperBound - end <= 12
    }

    private static func endsStatement(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    }

    private static func isWord(_ text: Bytes, _ value: Range<Int>) -> Bool {
        guard value.count <= 24 else { return false }
        var word: [UInt8] = []
        for position in value {
            let byte = text[position]
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == 0x20 || byte == UInt8(ascii: "@") { continue }
            word.append(byte >= 65 && byte <= 90 ? byte | 0x20 : byte)
        }
        return Stand.words.contains(String(decoding: word, as: UTF8.self))
    }

    private static let symbols = ByteSet("!$%^&*#?~+=@")

    /// A character of the kind that people put into passwords; one at the end may be punctuation.
    private static func hasSymbol(_ text: Bytes, _ value: Range<Int>) -> Bool {
        value.dropLast().contains { symbols.contains(text[$0]) }
    }

    private static func isIdentifier(_ text: Bytes, _ value: Range<Int>, _ shape: ValueShape) -> Bool {
        !ByteSet.digitSet.contains(text[value.lowerBound])
            && text.end(of: .word, from: value.lowerBound, limit: value.count) == value.upperBound
            && !shape.isRandom
    }

    /// The name begins its line, but for blanks, a comment sign, `export`, `set`, `-`, or a quotation mark.
    private static func isLineStart(_ text: Bytes, _ assignment: Assignment) -> Bool {
        var position = assignment.name.lowerBound
        position = text.start(of: lead, to: position, limit: 64)
        if position == 0 || text[position - 1] == 0x0A { return true }
        for word in ["export", "set", "env", "arg", "setx"] as [StaticString] {
            let start = position - word.utf8CodeUnitCount
            if start >= 0, text.hasFolded(word, at: start), start == 0 || text[start - 1] <= 0x20 { return true }
        }
        return false
    }

    private static func isEnvironmentName(_ text: Bytes, _ assignment: Assignment) -> Bool {
        assignment.name.count >= 6 && assignment.name.allSatisfy { !(97...122).contains(text[$0]) }
            && isLineStart(text, assignment)
    }

    /// `…;User Id=x;Password=y;…`
    private static func isConnectionString(_ text: Bytes, _ assignment: Assignment) -> Bool {
        guard assignment.separator == .explicit else { return false }
        var start = assignment.name.lowerBound
        start = text.start(of: glue, to: start, limit: 16)
        guard start > 0,
            start < assignment.name.lowerBound || text[start - 1] == UInt8(ascii: ";") || text[start - 1] == UInt8(ascii: "?")
        else { return false }
        let before = max(0, start - 200)..<start
        for word in [
            "server=", "host=", "data source=", "database=", "uid=", "user id=", "username=", "user=", "dsn=", "provider=",
        ] as [StaticString]
        where text.containsFolded(word, in: before) { return true }
        return false
    }

    /// `credentials { username 'x' password 'y' }` (Gradle).
    private static func isInCredentials(_ text: Bytes, _ assignment: Assignment) -> Bool {
        let before = max(0, assignment.name.lowerBound - 120)..<assignment.name.lowerBound
        return text.containsFolded("credentials {", in: before) || text.containsFolded("credentials{", in: before)
    }

    private static func mentionsUser(_ text: Bytes, before position: Int) -> Bool {
        let range = max(0, position - 160)..<position
        return text.containsFolded("user", in: range) || text.containsFolded("login", in: range)
            || text.containsFolded("uid", in: range)
    }

    // MARK: - Secrets, tokens, keys

    private static let secretBytes = ByteSet(ByteSet.letters + "0123456789_-+/=.~:!@#$%^*|")

    private static func isSecret(_ text: Bytes, _ assignment: Assignment, qualified: Bool) -> Bool {
        let value = assignment.value
        guard value.count >= 10 else { return false }
        if qualified, assignment.separator == .explicit, assignment.quote != 0, isLongPhrase(text, value) { return true }
        guard text.end(of: secretBytes, from: value.lowerBound, limit: value.count) == value.upperBound else { return false }
        let shape = ValueShape(text, value)
        if isWord(text, value) { return false }
        if shape.isHexadecimal, isComputed(text, assignment) { return false }
        if shape.isUUID { return qualified || assignment.separator == .explicit }
        if isVersionOrNumber(shape) { return false }
        switch assignment.separator {
        case .explicit:
            // A program's names and calls, not literals.
            if assignment.quote == 0, isProgram(text, assignment, shape) { return false }
            if shape.isRandom, value.count >= (qualified ? 14 : 20) { return !isNameLike(text, assignment, shape) }
            guard qualified, assignment.quote != 0 || isLineStart(text, assignment) || assignment.isTight else { return false }
            // Too long for a word, and of letters that no name has: hexadecimal, an alphabet, digits.
            if shape.other == 0, shape.distinct >= 6, value.count >= 20,
                shape.isHexadecimal || shape.upper == 0 && assignment.quote != 0 || shape.letters == 0
            {
                return true
            }
            return value.count >= 10 && shape.digits >= 3 && shape.letters >= 3 && shape.other == 0
                && (shape.changes >= 3 || shape.distinct >= 12)
        case .argument:
            return qualified && assignment.quote != 0 && shape.isRandom && value.count >= 20
                && !isNameLike(text, assignment, shape)
        case .blank:
            guard value.count >= (qualified ? 16 : 20), shape.isRandom, shape.isMixed || shape.isHexadecimal else { return false }
            return assignment.quote != 0 || shape.other <= 6
        case .joined:
            return shape.isRandom && shape.isMixed && value.count >= 16 && shape.underscores <= 1 && shape.dots <= 2
        }
    }

    /// What a framework draws from letters, digits and all kinds of symbols: `SECRET_KEY = "…"`.
    private static func isLongPhrase(_ text: Bytes, _ value: Range<Int>) -> Bool {
        guard value.count >= 40, value.count <= 128 else { return false }
        for position in value where text[position] <= 0x20 || text[position] >= 0x7F || text[position] == UInt8(ascii: "<") {
            return false
        }
        let shape = ValueShape(text, value)
        return shape.distinct >= 20 && shape.digits > 0
            && shape.other - shape.slashes - shape.dots - shape.underscores - shape.hyphens >= 3
            && shape.slashes <= 2
    }

    /// Hexadecimal that a computation wrote down: longer than any token, or a step of a key agreement by its name.
    private static func isComputed(_ text: Bytes, _ assignment: Assignment) -> Bool {
        if assignment.value.count > 130 { return true }
        for name in ["exporter_secret", "shared_secret", "sharedsecret"] as [StaticString]
        where text.containsFolded(name, in: assignment.name) { return true }
        return false
    }

    /// An unquoted value that is a program's: a call, a member, a name that speaks of keys.
    private static func isProgram(_ text: Bytes, _ assignment: Assignment, _ shape: ValueShape) -> Bool {
        if assignment.after == UInt8(ascii: "(") || assignment.after == UInt8(ascii: "[") { return true }
        let value = assignment.value
        guard ByteSet.letterSet.contains(text[value.lowerBound]) || text[value.lowerBound] == UInt8(ascii: "_"),
            !shape.isHexadecimal,
            text.end(of: .name, from: value.lowerBound, limit: value.count) == value.upperBound
        else { return false }
        for word in ["key", "token", "secret", "cert", "impl", "self.", "this.", "config", "param", "curve", "string", "data"]
            as [StaticString]
        where text.containsFolded(word, in: value) { return true }
        return false
    }

    private static func isVersionOrNumber(_ shape: ValueShape) -> Bool {
        shape.letters == 0 && (shape.digits < 20 || shape.other > 0)
    }

    /// Words joined by hyphens, dots, underscores or slashes, with a number or two.
    private static func isNameLike(_ text: Bytes, _ assignment: Assignment, _ shape: ValueShape) -> Bool {
        let separators = shape.hyphens + shape.underscores + shape.dots + shape.slashes
        guard separators >= 2, !shape.isHexadecimal else { return false }
        return shape.digits * 6 < shape.count && shape.rarePairs * 12 < shape.count && shape.changes <= separators * 2 + 2
    }
}
