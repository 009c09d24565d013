// SPDX-License-Identifier: Apache-2.0

extension Engine {
    /// Makes rules ready.
    ///
    /// - Parameter cache: Where the built database is kept between starts. Building takes about a second.
    static func make(rules: [SecretRule], cache: DatabaseCache?) throws -> Engine {
        let plan = Plan(rules)
        let key = cache.map { _ in plan.fingerprint }
        if let cache, let key, let database = cache.load(key) {
            return Engine(rules: rules, database: database, triggers: plan.triggers)
        }
        let database: Database
        do {
            database = try Database.compile(plan.expressions)
        } catch {
            throw SecretScanner.Failure(plan.problem(error, rules))
        }
        if let cache, let key { cache.store(database, key) }
        return Engine(rules: rules, database: database, triggers: plan.triggers)
    }

    /// What Vectorscan is to look for, and what each find means.
    struct Plan {
        private(set) var expressions: [Database.Expression] = []
        private(set) var triggers: [Trigger] = []

        init(_ rules: [SecretRule]) {
            for (index, rule) in rules.enumerated() where !rule.pattern.isEmpty { token(rule, index) }
            for (index, rule) in rules.enumerated() where !rule.value.isEmpty && !rule.isCommonWord {
                // Short words are looked up in names alone.
                for word in rule.keywords where word.utf8.count >= 4 { literal(word, .provider(index, count: word.utf8.count)) }
            }
            let shapes = Set(rules.compactMap(\.shape))
            if shapes.contains(.privateKey) { literal("-----BEGIN ", .privateKey, isCaseless: false) }
            if shapes.contains(.urlPassword) { literal("://", .url, isCaseless: false) }
            if shapes.contains(.authorization) {
                literal("authorization", .authorization)
                literal("bearer", .bearer)
            }
            if shapes.contains(.commandPassword) {
                for (index, program) in CommandPassword.programs.enumerated() {
                    literal("\(program.name)", .command(index), isCaseless: program.isFolded)
                }
            }
            let hasNamed = rules.contains { !$0.value.isEmpty }
            if shapes.contains(.assignedPassword) || hasNamed {
                for word in ["passw", "passphrase", "passcode", "pwd"] {
                    keyword(word, .password, count: word.utf8.count, extra: 0)
                }
                keyword("pass[^a-z]", .password, count: 5, extra: 1, isPattern: true)
                keyword("[_-]pw[^a-z0-9]", .password, count: 3, extra: 1, isPattern: true)
            }
            if shapes.contains(.assignedSecret) || hasNamed {
                for word in ["secret", "token", "credential"] { keyword(word, .secret, count: word.utf8.count, extra: 0) }
                keyword("key", .weak, count: 3, extra: 0)
                keyword("[^a-z]pat[^a-z]", .secret, count: 4, extra: 1, isPattern: true)
                keyword("auth[\"' =:]", .authorization, count: 5, extra: 1, isPattern: true)
                expressions.append(
                    Database.Expression(
                        text: "(?:access|private)[ :=-]{1,3}[a-z0-9]{0,14}[0-9]",
                        isCaseless: true,
                        startOfMatch: true
                    )
                )
                triggers.append(.access)
            }
            // What the rest finds is in base64 and percent-encoding too.
            let phrases = [
                "-----BEGIN ", "password", "secret", "api_key", "apiKey", "API_KEY", "SECRET", "TOKEN=", "token\":", "PASSWORD",
            ]
            for phrase in phrases where !shapes.isEmpty { base64(Array(phrase.utf8)) }
            if !shapes.isEmpty {
                expressions.append(Database.Expression(text: "%(?:3d|3a|40|22|2b|2f|5f|2d)", isCaseless: true))
                triggers.append(.percent)
            }
        }

        private mutating func token(_ rule: SecretRule, _ index: Int) {
            let scan = ScanPattern(rule.pattern)
            expressions.append(Database.Expression(text: scan.expression, isCaseless: scan.isCaseless, startOfMatch: true))
            triggers.append(.token(index))
            if !scan.isCaseless { for literal in ScanPattern.literals(rule.pattern) { base64(literal) } }
        }

        private mutating func literal(_ text: String, _ trigger: Trigger, isCaseless: Bool = true) {
            let escaped = text.utf8.map { String(format($0)) }.joined()
            expressions.append(Database.Expression(text: escaped, isCaseless: isCaseless))
            triggers.append(trigger)
        }

        private mutating func keyword(
            _ text: String,
            _ kind: AssignedRules.Kind,
            count: Int,
            extra: Int,
            isPattern: Bool = false
        ) {
            if isPattern {
                expressions.append(Database.Expression(text: text, isCaseless: true))
                triggers.append(.keyword(kind, count: count, extra: extra))
            } else {
                literal(text, .keyword(kind, count: count, extra: extra))
            }
        }

        private mutating func base64(_ literal: [UInt8]) {
            for form in Base64.forms(of: literal) where form.digits.count >= 4 {
                let text = form.digits.map { String(format($0)) }.joined()
                expressions.append(Database.Expression(text: text))
                triggers.append(.base64(count: form.digits.count, place: form.place))
            }
        }

        /// A byte as an expression that matches it alone.
        private func format(_ byte: UInt8) -> String {
            if ByteSet.alphanumeric.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = Array("0123456789abcdef")
            return "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }

        /// What a cached database depends on.
        var fingerprint: [UInt8] {
            var bytes = Array("\(Database.platform)\n".utf8)
            for expression in expressions {
                bytes += expression.text.utf8
                bytes.append(expression.isCaseless ? 1 : 0)
                bytes.append(expression.startOfMatch ? 1 : 0)
            }
            return bytes
        }

        func problem(_ failure: any Error, _ rules: [SecretRule]) -> String {
            guard let failure = failure as? Database.Failure, let index = failure.index, index < triggers.count,
                case .token(let rule) = triggers[index]
            else { return "\(failure)" }
            return "the pattern of the rule \(rules[rule].id) cannot be searched for: \(failure)"
        }
    }
}
