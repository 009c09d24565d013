// SPDX-License-Identifier: Apache-2.0

import Cedar

/// Cedar expressions, built as trees: no text of an owner ever becomes Cedar by being pasted into it (THREATS 12).
extension Expr {
    static func resource(_ attribute: String) -> Expr { Expr(.attribute(Expr(.variable(.resource)), Cedar.Text(attribute))) }
    static func context(_ attribute: String) -> Expr { Expr(.attribute(Expr(.variable(.context)), Cedar.Text(attribute))) }
    static func string(_ text: String) -> Expr { Expr(.literal(.string(Cedar.Text(text)))) }
    static func long(_ number: Int64) -> Expr { Expr(.literal(.long(number))) }
    static func entity(_ type: EntityType, _ id: String) -> Expr {
        Expr(.literal(.entity(EntityUID(type: type, id: Cedar.Text(id)))))
    }

    static func all(_ parts: [Expr]) -> Expr? { parts.count > 1 ? Expr(.and(parts)) : parts.first }
    static func any(_ parts: [Expr]) -> Expr? { parts.count > 1 ? Expr(.or(parts)) : parts.first }
    static prefix func ! (part: Expr) -> Expr { Expr(.not(part)) }

    static func == (left: Expr, right: Expr) -> Expr { Expr(.binary(.equal, left, right)) }
    func isIn(_ group: Expr) -> Expr { Expr(.binary(.in, self, group)) }

    /// Whether this text is one of those.
    func isOne(of texts: [String]) -> Expr {
        if let only = texts.first, texts.count == 1 { return self == .string(only) }
        return Expr(.binary(.contains, Expr(.set(texts.map(Expr.string))), self))
    }

    /// Whether this set has one of those texts.
    func hasAny(_ texts: [String]) -> Expr {
        if let only = texts.first, texts.count == 1 { return Expr(.binary(.contains, self, .string(only))) }
        return Expr(.binary(.containsAny, self, Expr(.set(texts.map(Expr.string)))))
    }

    /// `like`, where `*` in the text stands for anything.
    func like(_ pattern: String) -> Expr {
        var elements: [Pattern.Element] = []
        for (index, literal) in pattern.split(separator: "*", omittingEmptySubsequences: false).enumerated() {
            if index > 0, elements.last != .wildcard { elements.append(.wildcard) }
            if !literal.isEmpty { elements.append(.literal(Cedar.Text(String(literal)))) }
        }
        return Expr(.like(self, Pattern(elements)))
    }

    /// `like` any of these.
    func likeAny(_ patterns: [String]) -> Expr { .any(patterns.map(like)) ?? Expr(.literal(.bool(false))) }
}
