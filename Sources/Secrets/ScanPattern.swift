// SPDX-License-Identifier: Apache-2.0

/// The part of a rule's pattern that Vectorscan looks for.
///
/// Long counted repeats and open ends make a database large and slow, and an open repeat is reported at each of its
/// ends (docs/secrets-efficacy.md). So the pattern is cut where it has said enough: counts go to their least, what
/// may be absent at the end is left out, look-around and word boundaries are for PCRE2, which verifies the rest.
struct ScanPattern {
    let expression: String
    let isCaseless: Bool

    /// Bytes of least width after which the rest of a pattern is cut off.
    static let width = 14

    init(_ pattern: String) {
        var parser = Parser(bytes: Array(pattern.utf8))
        if pattern.hasPrefix("(?i)") {
            isCaseless = true
            parser.position = 4
        } else {
            isCaseless = false
        }
        expression = parser.sequence(budget: Self.width).text
    }

    private struct Parser {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// Atoms up to a `)`, a `|` at this level, or the end, cut `budget` bytes of least width after the first
        /// literal that is worth looking for; nothing is cut before it.
        mutating func sequence(budget: Int, isCut: Bool = true) -> (text: String, width: Int) {
            var text = ""
            var width = 0
            var literal = 0
            var left = isCut ? Int.max : budget
            var opened = 0
            while position < bytes.count, bytes[position] != UInt8(ascii: ")") || opened > 0 {
                if bytes[position] == UInt8(ascii: ")") {
                    opened -= 1
                    position += 1
                    continue
                }
                if bytes[position] == UInt8(ascii: "|") {
                    // Alternatives: each whole, the width of the narrowest.
                    position += 1
                    let other = sequence(budget: budget, isCut: isCut)
                    return (text + "|" + other.text, min(width, other.width))
                }
                if isPlainGroup {
                    opened += 1
                    position += 1
                    continue
                }
                let atom = nextAtom()
                if atom.text.isEmpty { continue }
                let count = quantifier()
                if left <= 0 { continue }
                let isAnchored = left != .max
                let least = isAnchored ? min(count.least, (left + atom.width - 1) / max(1, atom.width)) : count.least
                if count.least == 0 {
                    // What may be absent stays if it is short, since more may follow.
                    text += atom.text + (count.most == 1 ? "?" : count.most > 64 ? "*" : "{0,\(count.most)}")
                } else if count.most > count.least, least == count.least, !isAnchored || left > least * atom.width {
                    text += atom.text + (count.most <= 64 ? "{\(count.least),\(count.most)}" : least == 1 ? "+" : "{\(least),}")
                } else {
                    text += least == 1 ? atom.text : atom.text + "{\(least)}"
                }
                width += least * atom.width
                if isAnchored { left -= least * atom.width }
                literal = count == (1, 1) && atom.isLiteral ? literal + atom.width : 0
                if !isAnchored, literal >= 3 { left = budget - literal }
            }
            return (text, width)
        }

        private mutating func nextAtom() -> (text: String, width: Int, isLiteral: Bool) {
            switch bytes[position] {
            case UInt8(ascii: "["):
                let text = classText()
                // Few enough to be looked for one by one.
                return (
                    text, 1,
                    text.utf8.count <= 10
                        && !text.utf8.dropFirst().contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "^") }
                )
            case UInt8(ascii: "\\"):
                let escaped = bytes[position + 1]
                position += 2
                if escaped == UInt8(ascii: "b") || escaped == UInt8(ascii: "B") { return ("", 0, false) }
                if escaped == UInt8(ascii: "x") {
                    let text = "\\x" + String(decoding: bytes[position..<(position + 2)], as: UTF8.self)
                    position += 2
                    return (text, 1, true)
                }
                return ("\\" + String(UnicodeScalar(escaped)), 1, !ByteSet.letterSet.contains(escaped))
            case UInt8(ascii: "("): return group()
            case UInt8(ascii: "^"), UInt8(ascii: "$"):
                position += 1
                return ("", 0, false)
            default:
                position += 1
                return (String(UnicodeScalar(bytes[position - 1])), 1, bytes[position - 1] != UInt8(ascii: "."))
            }
        }

        private mutating func group() -> (text: String, width: Int, isLiteral: Bool) {
            position += 1
            var isAssertion = false
            if bytes[position] == UInt8(ascii: "?") {
                let kind = bytes[position + 1]
                isAssertion = kind != UInt8(ascii: ":")
                if !isAssertion { position += 2 }
            }
            if isAssertion {
                skipToClose()
                return ("", 0, false)
            }
            let start = position
            let inner = sequence(budget: 1 << 20, isCut: false)
            let isLiteral = bytes[start..<position].allSatisfy {
                ByteSet.word.contains($0) || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "\\")
                    || $0 == UInt8(ascii: ".")
            }
            position += 1
            return ("(?:" + inner.text + ")", inner.width, isLiteral)
        }

        /// A group that only marks the secret: no alternatives, no quantifier behind it.
        private var isPlainGroup: Bool {
            guard bytes[position] == UInt8(ascii: "("), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "?")
            else { return false }
            var look = self
            look.position += 1
            let inner = look.sequence(budget: 1 << 20, isCut: false)
            guard look.position < bytes.count, !inner.text.utf8.contains(UInt8(ascii: "|")) else { return false }
            look.position += 1
            return look.position >= bytes.count || !"?*+{".utf8.contains(bytes[look.position])
        }

        private mutating func skipToClose() {
            var depth = 1
            while position < bytes.count, depth > 0 {
                switch bytes[position] {
                case UInt8(ascii: "\\"): position += 1
                case UInt8(ascii: "["):
                    _ = classText()
                    continue
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"): depth -= 1
                default: break
                }
                position += 1
            }
        }

        private mutating func classText() -> String {
            let start = position
            position += 1
            if bytes[position] == UInt8(ascii: "^") { position += 1 }
            if bytes[position] == UInt8(ascii: "]") { position += 1 }
            while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
                if bytes[position] == UInt8(ascii: "\\") { position += 1 }
                position += 1
            }
            position += 1
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }

        private mutating func quantifier() -> (least: Int, most: Int) {
            var count = (least: 1, most: 1)
            guard position < bytes.count else { return count }
            switch bytes[position] {
            case UInt8(ascii: "?"): count = (0, 1)
            case UInt8(ascii: "*"): count = (0, .max)
            case UInt8(ascii: "+"): count = (1, .max)
            case UInt8(ascii: "{"):
                guard let close = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else { return count }
                let parts = bytes[(position + 1)..<close].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                let numbers = parts.map { Int(String(decoding: $0, as: UTF8.self)) }
                guard let first = numbers.first, let least = first else { return count }
                count = (least, numbers.count == 1 ? least : (numbers[1] ?? .max))
                position = close
            default: return count
            }
            position += 1
            // Lazy or possessive makes no difference here.
            if position < bytes.count, bytes[position] == UInt8(ascii: "?") || bytes[position] == UInt8(ascii: "+") {
                position += 1
            }
            return count
        }
    }
}

extension ScanPattern {
    /// Least number of bytes that `pattern` matches.
    static func leastWidth(_ pattern: String) -> Int {
        var parser = Parser(bytes: Array(pattern.utf8))
        return parser.sequence(budget: 1 << 20, isCut: false).width
    }

    /// What a match of `pattern` can begin with: literals of up to eight bytes, none where there are many or they are short.
    static func literals(_ pattern: String) -> [[UInt8]] {
        var texts: [[UInt8]] = [[]]
        let bytes = Array(pattern.utf8)
        var position = 0
        func peek(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }
        loop: while position < bytes.count, texts.allSatisfy({ $0.count < 8 }) {
            var choices: [[UInt8]] = []
            switch bytes[position] {
            case UInt8(ascii: "("):
                if peek(1) == UInt8(ascii: "?"), peek(2) != UInt8(ascii: ":") {
                    // Look-around in front of the token.
                    var depth = 0
                    repeat {
                        if bytes[position] == UInt8(ascii: "\\") {
                            position += 1
                        } else if bytes[position] == UInt8(ascii: "(") {
                            depth += 1
                        } else if bytes[position] == UInt8(ascii: ")") {
                            depth -= 1
                        }
                        position += 1
                    } while depth > 0 && position < bytes.count
                    continue loop
                }
                if peek(1) == UInt8(ascii: "?") {
                    // (?:a|b|c) of literals.
                    guard let close = bytes[position...].firstIndex(of: UInt8(ascii: ")")) else { break loop }
                    let inner = bytes[(position + 3)..<close]
                    guard inner.allSatisfy({ ByteSet.word.contains($0) || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "-") })
                    else { break loop }
                    choices = inner.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map(Array.init)
                    position = close + 1
                } else {
                    position += 1
                    continue loop
                }
            case UInt8(ascii: ")"):
                position += 1
                continue loop
            case UInt8(ascii: "\\"):
                let next = peek(1)
                position += 2
                if next == UInt8(ascii: "b") { continue loop }
                if ByteSet.alphanumeric.contains(next) { break loop }
                choices = [[next]]
            case UInt8(ascii: "["):
                guard let close = bytes[position...].firstIndex(of: UInt8(ascii: "]")) else { break loop }
                let inner = bytes[(position + 1)..<close]
                guard inner.count <= 8, inner.allSatisfy({ ByteSet.word.contains($0) }) else { break loop }
                choices = inner.map { [$0] }
                position = close + 1
            case let byte where ByteSet.word.contains(byte) || byte == UInt8(ascii: "-"):
                choices = [[byte]]
                position += 1
            default: break loop
            }
            if [UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "{"), UInt8(ascii: "+")].contains(peek(0)) { break }
            guard texts.count * choices.count <= 16 else { break }
            texts = texts.flatMap { text in choices.map { text + $0 } }
        }
        return texts.allSatisfy { $0.count >= 4 } ? texts : []
    }
}
