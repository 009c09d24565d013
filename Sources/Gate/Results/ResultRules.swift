// SPDX-License-Identifier: Apache-2.0

import Calls
import Cedar

/// A policy that matched a tool's result.
public struct ResultRule: Sendable {
    public let id: String
    /// The texts that its `like` conditions look for in the output, if it has such.
    let literals: [String]
    /// Whether finding the secrets is all that it asks: then their spans are what is replaced.
    let isAboutSecrets: Bool
}

extension ResultRule {
    init(_ policy: Policy) {
        id = policy.id.string
        var literals: [String] = []
        var asksForSecrets = false
        for condition in policy.conditions {
            Self.walk(condition.body, &literals, &asksForSecrets)
        }
        self.literals = literals
        isAboutSecrets = asksForSecrets && literals.isEmpty
    }

    /// Collects the literals of `context.output like "…"` (`context.response` in the plugin's dialect).
    private static func walk(_ expression: Expr, _ literals: inout [String], _ asksForSecrets: inout Bool) {
        switch expression.node {
        case .like(let text, let pattern):
            guard case .attribute(_, let name) = text.node, ["output", "response"].contains(name.string) else { return }
            for case .literal(let literal) in pattern.elements where !literal.isEmpty { literals.append(literal.string) }
        case .and(let parts), .or(let parts): for part in parts { walk(part, &literals, &asksForSecrets) }
        case .not(let part): walk(part, &literals, &asksForSecrets)
        case .binary(_, let left, let right):
            walk(left, &literals, &asksForSecrets)
            walk(right, &literals, &asksForSecrets)
        case .isEmpty(let part): walk(part, &literals, &asksForSecrets)
        case .attribute(_, let name): if name.string == "secrets" { asksForSecrets = true }
        default: break
        }
    }
}

/// Replaces what policies took exception to in a result.
enum ResultMask {
    /// The words that hold what a rule looks for, each replaced by its placeholder; where it looks for nothing in
    /// particular, the whole text.
    ///
    /// - Parameter label: The fixed part of placeholders.
    static func apply(_ rules: [ResultRule], to text: String, label: String) -> String {
        var text = text
        for rule in rules where !rule.isAboutSecrets {
            let placeholder = "\(label) (\(rule.id))"
            if rule.literals.isEmpty { return placeholder }
            text = masked(text, rule.literals, placeholder)
        }
        return text
    }

    private static func masked(_ text: String, _ literals: [String], _ placeholder: String) -> String {
        let bytes = Array(text.utf8)
        var spans: [Range<Int>] = []
        for literal in literals {
            let needle = Array(literal.utf8)
            var start = 0
            while let hit = find(needle, in: bytes, from: start) {
                var range = hit..<(hit + needle.count)
                while range.lowerBound > 0, !isBorder(bytes[range.lowerBound - 1]) {
                    range = (range.lowerBound - 1)..<range.upperBound
                }
                while range.upperBound < bytes.count, !isBorder(bytes[range.upperBound]) {
                    range = range.lowerBound..<(range.upperBound + 1)
                }
                spans.append(range)
                start = range.upperBound
            }
        }
        spans.sort { $0.lowerBound < $1.lowerBound }
        var result: [UInt8] = []
        var place = 0
        for span in spans where span.upperBound > place {
            if span.lowerBound >= place {
                result += bytes[place..<span.lowerBound]
                result += placeholder.utf8
            }
            place = span.upperBound
        }
        result += bytes[place...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Blanks, quotes and separators: what a word ends at.
    private static func isBorder(_ byte: UInt8) -> Bool {
        byte <= 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ",")
            || byte == UInt8(ascii: ";")
    }

    private static func find(_ needle: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard !needle.isEmpty, text.count >= needle.count + start else { return nil }
        var place = start
        while place <= text.count - needle.count {
            if text[place] == needle[0], text[place..<(place + needle.count)].elementsEqual(needle) { return place }
            place += 1
        }
        return nil
    }
}
