// SPDX-License-Identifier: Apache-2.0

/// Warnings about texts that look like something else.
enum TextChecks {
    static func check(_ policy: Policy, _ findings: inout Findings) {
        for scope in [policy.principal, policy.resource] {
            if case .entity(let uid)? = scope.reference { check(uid, policy.span, &findings) }
        }
        switch policy.action {
        case .any: break
        case .equal(let action), .in(let action): check(action, policy.span, &findings)
        case .inAny(let actions): for action in actions { check(action, policy.span, &findings) }
        }
        for condition in policy.conditions { condition.body.forEach { check($0, &findings) } }
    }

    private static func check(_ expression: Expr, _ findings: inout Findings) {
        switch expression.node {
        case .literal(.string(let text)): check(string: text.string, expression.span, &findings)
        case .literal(.entity(let uid)): check(uid, expression.span, &findings)
        case .attribute(_, let name): check(identifier: name.string, expression.span, &findings)
        case .has(_, let names): for name in names { check(identifier: name.string, expression.span, &findings) }
        case .record(let fields):
            for field in fields { check(identifier: field.name.string, expression.span, &findings) }
        case .like(_, let pattern):
            let texts = pattern.elements.map { element in
                switch element {
                case .wildcard: "*"
                case .literal(let text): text.string
                }
            }
            check(string: texts.joined(), expression.span, &findings)
        default: break
        }
    }

    /// Types are ASCII; the id may be anything.
    private static func check(_ uid: EntityUID, _ span: SourceSpan, _ findings: inout Findings) {
        check(identifier: uid.id.string, span, &findings)
    }

    private static func check(string: String, _ span: SourceSpan, _ findings: inout Findings) {
        if string.utf8.allSatisfy({ $0 < 0x80 }) { return }
        if string.unicodeScalars.contains(where: isDirectional) {
            let message = "the string \(quoted(string)) contains characters that change the direction of text"
            findings.warn(.bidirectionalString, message, span)
        } else if !Scripts.isSingle(string) {
            findings.warn(.mixedScriptString, "the string \(quoted(string)) mixes scripts", span)
        }
    }

    private static func check(identifier: String, _ span: SourceSpan, _ findings: inout Findings) {
        if identifier.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return }
        if identifier.unicodeScalars.contains(where: isDirectional) {
            let message = "the identifier \(quoted(identifier)) contains characters that change the direction of text"
            findings.warn(.bidirectionalIdentifier, message, span)
        } else if let scalar = identifier.unicodeScalars.first(where: isConfusable) {
            let message = "the identifier \(quoted(identifier)) contains the character \(quoted(String(scalar)))"
            findings.warn(.confusableIdentifier, message, span)
        } else if !Scripts.isSingle(identifier) {
            findings.warn(.mixedScriptIdentifier, "the identifier \(quoted(identifier)) mixes scripts", span)
        }
    }

    private static func quoted(_ string: String) -> String { Escapes.quoted(Text(string)) }

    private static func isConfusable(_ scalar: Unicode.Scalar) -> Bool {
        !(0x20...0x7E).contains(scalar.value) && !Scripts.isAllowedInIdentifiers(scalar)
    }

    /// Embeddings, overrides and isolates, and their ends.
    private static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
