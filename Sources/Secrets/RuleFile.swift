// SPDX-License-Identifier: Apache-2.0

/// Rules as text: a part of TOML that can be read in a millisecond.
///
/// Tables `[[rule]]` with keys `id`, `name`, `provider`, `severity`, `pattern`, `keywords`, `value`, `needs-word`,
/// `common-word`, `shape`, `checks`, `entropy`, `examples` and `counter-examples`; values are strings (`"…"` with `\n`, `\t`, `\"`,
/// `\\`, or `'…'` as it stands), numbers, `true`, `false`, and arrays of strings. In examples `«` and `»` stand around
/// the secret, and `·` is taken out, so that no file of rules holds what looks like a credential.
public enum RuleFile {
    /// What is wrong with a file of rules, and where.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let file: String
        public let line: Int
        public let problem: String

        public var description: String { "\(file), line \(line): \(problem)" }
    }

    /// Reads the rules of a file.
    ///
    /// - Throws: ``Failure`` at the first thing that is no rule. Patterns are compiled by ``SecretScanner``, not here.
    public static func parse(_ text: some Sequence<UInt8>, file: String) throws -> [SecretRule] {
        try parse(text, file: file, withExamples: true)
    }

    /// - Parameter withExamples: Without them it takes a fifth of the time.
    static func parse(_ text: some Sequence<UInt8>, file: String, withExamples: Bool) throws -> [SecretRule] {
        var reader = Reader(bytes: Array(text), file: file, withExamples: withExamples)
        return try reader.rules()
    }

    private struct Reader {
        let bytes: [UInt8]
        let file: String
        let withExamples: Bool
        var position = 0
        var line = 1

        init(bytes: [UInt8], file: String, withExamples: Bool) {
            self.bytes = bytes
            self.file = file
            self.withExamples = withExamples
        }

        func failure(_ problem: String) -> Failure { Failure(file: file, line: line, problem: problem) }

        mutating func rules() throws -> [SecretRule] {
            var rules: [SecretRule] = []
            var rule: SecretRule?
            while true {
                skipSpace()
                guard position < bytes.count else { break }
                if bytes[position] == UInt8(ascii: "[") {
                    guard take("[[rule]]") else { throw failure("only [[rule]] tables stand here") }
                    if let rule { rules.append(try checked(rule)) }
                    rule = SecretRule(id: "")
                    continue
                }
                guard rule != nil else { throw failure("a [[rule]] must come first") }
                let key = try bareKey()
                skipSpace()
                guard take("=") else { throw failure("= is missing after \(key)") }
                skipSpace()
                try set(key, &rule)
            }
            if let rule { rules.append(try checked(rule)) }
            return rules
        }

        private mutating func set(_ key: String, _ rule: inout SecretRule?) throws {
            switch key {
            case "id": rule?.id = try string()
            case "name": rule?.name = try string()
            case "provider": rule?.provider = try string()
            case "pattern": rule?.pattern = try string()
            case "value": rule?.value = try string()
            case "keywords": rule?.keywords = try strings().map { $0.lowercased() }
            case "severity": rule?.severity = try named(try string(), "severity")
            case "shape": rule?.shape = try named(try string(), "shape") as SecretRule.Shape
            case "checks": rule?.checks = try strings().map { try named($0, "check") }
            case "needs-word": rule?.needsWord = try boolean()
            case "common-word": rule?.isCommonWord = try boolean()
            case "entropy": rule?.entropy = try number()
            case "examples", "counter-examples":
                guard withExamples else { return try skipArray() }
                let texts = try strings()
                if key == "examples" {
                    rule?.examples = try texts.map { try example($0) }
                } else {
                    rule?.counterExamples = texts.map { String(decoding: Self.joined($0), as: UTF8.self) }
                }
            default: throw failure("unknown key \(key)")
            }
        }

        private func checked(_ rule: SecretRule) throws -> SecretRule {
            guard !rule.id.isEmpty else { throw failure("a rule without id") }
            guard rule.id.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }) else {
                throw failure("the id \(rule.id) is not made of lower-case letters, digits and hyphens")
            }
            let kinds = [!rule.pattern.isEmpty, !rule.value.isEmpty, rule.shape != nil].filter { $0 }.count
            guard kinds == 1 else { throw failure("\(rule.id) needs exactly one of pattern, value and shape") }
            guard rule.value.isEmpty || !rule.keywords.isEmpty else { throw failure("\(rule.id) has a value but no keywords") }
            return rule
        }

        private func named<Value: RawRepresentable<String>>(_ text: String, _ what: String) throws -> Value {
            guard let value = Value(rawValue: text) else { throw failure("there is no \(what) \(text)") }
            return value
        }

        private func example(_ text: String) throws -> SecretRule.Example {
            let text = Self.joined(text)
            let open: [UInt8] = [0xC2, 0xAB]
            let close: [UInt8] = [0xC2, 0xBB]
            guard let start = text.indices.first(where: { text[$0...].starts(with: open) }),
                let end = text.indices.last(where: { text[$0...].starts(with: close) }), end > start
            else { throw failure("an example without «secret»") }
            let secret = text[(start + 2)..<end]
            return SecretRule.Example(
                text: String(decoding: text[..<start] + secret + text[(end + 2)...], as: UTF8.self),
                secret: String(decoding: secret, as: UTF8.self),
                range: start..<(start + secret.count)
            )
        }

        /// The bytes of `text` without the dots that keep it from looking like a credential.
        private static func joined(_ text: String) -> [UInt8] {
            var joined: [UInt8] = []
            var bytes = text.utf8.makeIterator()
            var held: UInt8?
            while let byte = bytes.next() {
                if held != nil {
                    held = nil
                    if byte == 0xB7 { continue }
                    joined.append(0xC2)
                }
                if byte == 0xC2 { held = byte } else { joined.append(byte) }
            }
            return joined
        }

        /// Past an array of strings on lines of their own, unread.
        private mutating func skipArray() throws {
            guard take("[") else { throw failure("[ is missing") }
            while true {
                skipSpace()
                if take("]") { return }
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else {
                    throw failure("a string is missing")
                }
                let quote = bytes[position]
                position += 1
                while position < bytes.count, bytes[position] != quote {
                    if bytes[position] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { position += 1 }
                    position += 1
                }
                position += 1
                skipSpace()
                _ = take(",")
            }
        }

        // MARK: - Tokens

        private mutating func skipSpace() {
            while position < bytes.count {
                switch bytes[position] {
                case 0x0A:
                    line += 1
                    position += 1
                case 0x20, 0x09, 0x0D: position += 1
                case UInt8(ascii: "#"):
                    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
                default: return
                }
            }
        }

        private mutating func take(_ literal: String) -> Bool {
            guard bytes[position...].starts(with: literal.utf8) else { return false }
            position += literal.utf8.count
            return true
        }

        private mutating func bareKey() throws -> String {
            let start = position
            while position < bytes.count, bytes[position] == 45 || (97...122).contains(bytes[position]) { position += 1 }
            guard position > start else { throw failure("a key is missing") }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }

        private mutating func string() throws -> String {
            guard position < bytes.count else { throw failure("a string is missing") }
            let quote = bytes[position]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw failure("a string is missing") }
            position += 1
            let start = position
            if quote == UInt8(ascii: "'") {
                while position < bytes.count, bytes[position] != quote, bytes[position] != 0x0A { position += 1 }
                guard position < bytes.count, bytes[position] == quote else { throw failure("the string does not end") }
                position += 1
                return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
            }
            var content: [UInt8] = []
            while position < bytes.count, bytes[position] != 0x0A {
                let byte = bytes[position]
                position += 1
                if byte == quote { return String(decoding: content, as: UTF8.self) }
                guard byte == UInt8(ascii: "\\") else {
                    content.append(byte)
                    continue
                }
                guard position < bytes.count else { break }
                switch bytes[position] {
                case UInt8(ascii: "n"): content.append(0x0A)
                case UInt8(ascii: "t"): content.append(0x09)
                case UInt8(ascii: "r"): content.append(0x0D)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(bytes[position])
                default: throw failure("\\n, \\r, \\t, \\\" and \\\\ are the escapes")
                }
                position += 1
            }
            throw failure("the string does not end")
        }

        private mutating func strings() throws -> [String] {
            guard take("[") else { throw failure("[ is missing") }
            var values: [String] = []
            while true {
                skipSpace()
                if take("]") { return values }
                values.append(try string())
                skipSpace()
                _ = take(",")
            }
        }

        private mutating func boolean() throws -> Bool {
            if take("true") { return true }
            if take("false") { return false }
            throw failure("true or false is missing")
        }

        private mutating func number() throws -> Double {
            let start = position
            while position < bytes.count, bytes[position] == 46 || (48...57).contains(bytes[position]) { position += 1 }
            guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
                throw failure("a number is missing")
            }
            return value
        }
    }
}
