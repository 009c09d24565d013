// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// `${x#…}`, `${x/…}`, `${x:…}`, `${x^}`, `${x@…}`: of a value, or of every element.
    mutating func changed(_ held: Held, by operation: ParameterExpansion.Operation, _ name: String, _ span: SourceSpan) -> Held {
        switch (held, operation) {
        case (.unset, .transform("K")), (.unset, .transform("k")): return .unset
        case (.unset, .substring(let offset, let length)):
            _ = evaluate(offset.parts, offset.span)
            if let length { _ = evaluate(length.parts, length.span) }
            return .unset
        case (.unset, _): return .unset
        case (.many(let values, let isStar), .substring(let offset, let length)):
            return slice(values, isStar, offset, length, name)
        case (.many(let values, let isStar), _):
            guard let change = change(operation, span) else {
                return .many(values.map { $0.blurred(.parameter(name)) }, isStar: isStar)
            }
            return .many(values.map { apply(change, to: $0, name, span) }, isStar: isStar)
        case (.one(let value), .substring(let offset, let length)):
            let from = evaluate(offset.parts, offset.span)
            let count = length.map { evaluate($0.parts, $0.span) }
            guard let from, count != .some(nil) else { return .one(value.blurred(.parameter(name))) }
            return .one(substring(value, from, count ?? nil, name))
        case (.one(let value), _):
            guard let change = change(operation, span) else { return .one(value.blurred(.parameter(name))) }
            return .one(apply(change, to: value, name, span))
        }
    }

    // MARK: - Substrings

    private func substring(_ value: Value, _ from: Int, _ count: Int?, _ name: String) -> Value {
        if let text = value.text { return Value(Self.substring(text, from, count), taint: value.taint) }
        let (known, _) = value.prefix
        if from >= 0, let count, count >= 0, known.unicodeScalars.count >= from.addingReportingOverflow(count).partialValue {
            return Value(Self.substring(known, from, count), taint: value.taint)
        }
        if from == 0, count == 1, Self.isPathList(name), value.pieces.count == 1 { return Value("/") }
        return value.blurred(.parameter(name))
    }

    /// Whether a variable's value begins with a slash, whatever it is.
    private static func isPathList(_ name: String) -> Bool {
        switch name {
        case "PATH", "HOME", "PWD", "OLDPWD", "SHELL", "TMPDIR", "BASH", "MAIL", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS", "_": true
        default: false
        }
    }

    static func substring(_ text: String, _ from: Int, _ count: Int?) -> String {
        let scalars = Array(text.unicodeScalars)
        let start = from < 0 ? scalars.count + from : from
        guard start >= 0, start <= scalars.count else { return "" }
        var end = scalars.count
        if let count {
            end = count < 0 ? scalars.count + count : min(scalars.count, start.addingReportingOverflow(count).partialValue)
            if count > scalars.count { end = scalars.count }
        }
        guard end > start else { return "" }
        return String(String.UnicodeScalarView(scalars[start..<end]))
    }

    private mutating func slice(
        _ values: [Value],
        _ isStar: Bool,
        _ offset: Arithmetic,
        _ length: Arithmetic?,
        _ name: String
    ) -> Held {
        let from = evaluate(offset.parts, offset.span)
        let count = length.map { evaluate($0.parts, $0.span) }
        guard var from, count != .some(nil) else { return .many(values.map { $0.blurred(.parameter(name)) }, isStar: isStar) }
        var all = values
        if name == "@" || name == "*" {
            guard state.arguments != nil else { return .many([Value(unknown: .parameter("@"))], isStar: isStar) }
            all.insert(state.zeroth, at: 0)
            if from < 0 { from += all.count }
        } else {
            if case .indexed(let indexed)? = state.variables[name]?.content {
                // Counted by subscripts.
                if from < 0 { from += (indexed.keys.max() ?? -1) + 1 }
                guard from >= 0 else { return .many([], isStar: isStar) }
                all = indexed.filter { $0.key >= from }.sorted { $0.key < $1.key }.map(\.value)
                from = 0
            } else if from < 0 {
                from += all.count
            }
        }
        guard from >= 0, from <= all.count else { return .many([], isStar: isStar) }
        var rest = Array(all[from...])
        if let count = count ?? nil { rest = Array(rest.prefix(max(0, count))) }
        return .many(rest, isStar: isStar)
    }

    // MARK: - Patterns, cases, transformations

    /// An operation whose operands are expanded.
    private enum Change {
        case removePrefix(Pattern, longest: Bool)
        case removeSuffix(Pattern, longest: Bool)
        case replace(ParameterExpansion.Replacement, Pattern, Value)
        case changeCase(String, Pattern?)
        case transform(String)
    }

    private mutating func change(_ operation: ParameterExpansion.Operation, _ span: SourceSpan) -> Change? {
        switch operation {
        case .removePrefix(let pattern, let longest):
            return self.pattern(of: pattern).flatMap { Pattern($0) }.map { .removePrefix($0, longest: longest) }
        case .removeSuffix(let pattern, let longest):
            return self.pattern(of: pattern).flatMap { Pattern($0) }.map { .removeSuffix($0, longest: longest) }
        case .replace(let kind, let pattern, let with):
            let text = self.pattern(of: pattern)
            let replacement = with.map { value(of: $0) } ?? Value()
            guard let compiled = text.flatMap({ Pattern($0) }) else { return nil }
            return .replace(kind, compiled, replacement)
        case .changeCase(let sign, let pattern):
            if pattern.parts.isEmpty { return .changeCase(sign, nil) }
            return self.pattern(of: pattern).flatMap { Pattern($0) }.map { .changeCase(sign, $0) }
        case .transform(let letter): return .transform(letter)
        case .unknown(let word):
            _ = value(of: word)
            return nil
        case .none, .conditional, .substring, .names: return nil
        }
    }

    private mutating func apply(_ change: Change, to value: Value, _ name: String, _ span: SourceSpan) -> Value {
        guard spend(1 + value.size / 16, span) else { return value.blurred(.parameter(name)) }
        guard let text = value.text else { return partly(change, value) ?? value.blurred(.parameter(name)) }
        switch change {
        case .removePrefix(let pattern, let longest):
            return result(pattern.withoutPrefix(text, longest: longest), value, name)
        case .removeSuffix(let pattern, let longest):
            return result(pattern.withoutSuffix(text, longest: longest), value, name)
        case .replace(let kind, let pattern, let with):
            guard let replacement = with.text else {
                guard let found = pattern.replaced(text, kind, with: ""), found == text else {
                    return Value(
                        unknown: Value.origin(of: with.pieces, otherwise: .parameter(name)),
                        taint: value.taint.union(with.taint)
                    )
                }
                return value
            }
            var outcome = result(pattern.replaced(text, kind, with: replacement), value, name)
            outcome.taint.formUnion(with.taint)
            return outcome
        case .changeCase(let sign, let pattern): return Value(Self.changedCase(text, sign, pattern), taint: value.taint)
        case .transform(let letter): return transformed(text, letter, value.taint, name)
        }
    }

    private func result(_ text: String?, _ value: Value, _ name: String) -> Value {
        text.map { Value($0, taint: value.taint) } ?? value.blurred(.parameter(name))
    }

    /// What can be said where the value has holes: a literal end that is known goes.
    private func partly(_ change: Change, _ value: Value) -> Value? {
        switch change {
        case .removeSuffix(let pattern, _):
            guard let end = pattern.literal, case .text(let text)? = value.pieces.last, text.hasSuffix(end) else { return nil }
            return Value(pieces: value.pieces.dropLast() + [.text(String(text.dropLast(end.count)))], taint: value.taint)
        case .removePrefix(let pattern, _):
            guard let start = pattern.literal, case .text(let text)? = value.pieces.first, text.hasPrefix(start) else {
                return nil
            }
            return Value(pieces: [.text(String(text.dropFirst(start.count)))] + value.pieces.dropFirst(), taint: value.taint)
        default: return nil
        }
    }

    static func changedCase(_ text: String, _ sign: String, _ pattern: Pattern?) -> String {
        var result = ""
        let isAll = sign.utf8.count == 2
        for (index, scalar) in text.unicodeScalars.enumerated() {
            let one = String(scalar)
            if index > 0, !isAll {
                result += one
            } else if let pattern, pattern.matches(one) == false {
                result += one
            } else {
                switch sign.utf8.first {
                case UInt8(ascii: "^"): result += one.uppercased()
                case UInt8(ascii: ","): result += one.lowercased()
                default: result += one == one.lowercased() ? one.uppercased() : one.lowercased()
                }
            }
        }
        return result
    }

    private mutating func transformed(_ text: String, _ letter: String, _ taint: Taint, _ name: String) -> Value {
        switch letter {
        case "Q": return Value(Quoting.forShell(text), taint: taint)
        case "U": return Value(text.uppercased(), taint: taint)
        case "u": return Value(Self.changedCase(text, "^", nil), taint: taint)
        case "L": return Value(text.lowercased(), taint: taint)
        case "E": return Value(String(decoding: AnsiEscapes.decode(text.utf8), as: UTF8.self), taint: taint)
        default: return Value(unknown: .parameter(name), taint: taint)
        }
    }

    // MARK: - zsh

    /// `${(…)x}`
    mutating func flagged(_ parameter: ParameterExpansion) -> Held {
        guard case .none = parameter.operation, parameter.prefix == .none else {
            return .one(Value(unknown: .parameter(parameter.name), taint: state.variables[parameter.name]?.taint ?? []))
        }
        let held = held(parameter.name)
        guard parameter.subscript == nil, case .one(let value) = held else {
            return .one(Value(unknown: .parameter(parameter.name), taint: state.variables[parameter.name]?.taint ?? []))
        }
        switch parameter.flags {
        case "U": return .one(value.map { $0.uppercased() })
        case "L": return .one(value.map { $0.lowercased() })
        case "C": return .one(value.map { Self.changedCase($0, "^", nil) })
        case "P":
            guard let name = value.text else { return .one(value.blurred()) }
            return self.held(name)
        case "f":
            guard let text = value.text else { return .one(value.blurred()) }
            return .many(text.utf8.split(separator: 10).map { Value(String(Substring($0)), taint: value.taint) }, isStar: false)
        case "Q", "e", "z", "s: :", "=":
            return .one(value.blurred(.parameter(parameter.name)))
        default: return .one(value.blurred(.parameter(parameter.name)))
        }
    }
}
