// SPDX-License-Identifier: Apache-2.0

/// `test`, `[` and `[[`, as far as no file is asked for.
extension Walker {
    /// `[[ … ]]`: nothing where that is not known.
    mutating func test(_ expression: TestExpression) -> Bool? {
        switch expression {
        case .word(let word): return Self.isEmpty(value(of: word)).map { !$0 }
        case .unary(let sign, let operand):
            let value = value(of: operand)
            return unary(sign.text, value, operand.span)
        case .binary(let sign, let left, let right):
            let subject = value(of: left)
            switch sign.text {
            case "==", "=": return matches(subject, right, right.span)
            case "!=": return matches(subject, right, right.span).map { !$0 }
            case "=~":
                _ = value(of: right)
                state.variables["BASH_REMATCH"] = Variable(.unknown(subject.taint))
                return nil
            default: return binary(sign.text, subject, value(of: right), right.span, isDouble: true)
            }
        case .not(let term): return test(term).map { !$0 }
        case .all(let terms):
            var all: Bool? = true
            for term in terms {
                guard let holds = test(term) else {
                    all = nil
                    continue
                }
                if !holds { return all == nil ? nil : false }
            }
            return all
        case .any(let terms):
            var any: Bool? = false
            for term in terms {
                guard let holds = test(term) else {
                    any = nil
                    continue
                }
                if holds { return any == nil ? nil : true }
            }
            return any
        }
    }

    private static func isEmpty(_ value: Value) -> Bool? {
        if value.isEmpty { return true }
        return value.pieces.contains { if case .unknown = $0 { false } else { true } } ? false : nil
    }

    private mutating func unary(_ sign: String, _ value: Value, _ span: SourceSpan) -> Bool? {
        switch sign {
        case "-n": return Self.isEmpty(value).map { !$0 }
        case "-z": return Self.isEmpty(value)
        case "-v":
            guard let name = value.text else { return nil }
            if name.utf8.contains(UInt8(ascii: "$")) { assign(to: name, Value(), span) }
            guard name.utf8.allSatisfy(Bytes.isName) else { return nil }
            if state.variables[name] == nil, settings.environment == nil { return nil }
            return self.value(named: name) != nil
        default: return nil
        }
    }

    private mutating func binary(_ sign: String, _ left: Value, _ right: Value, _ span: SourceSpan, isDouble: Bool) -> Bool? {
        switch sign {
        case "=", "==", "!=":
            guard let one = left.text, let other = right.text else { return nil }
            return (one == other) == (sign != "!=")
        case "<", ">":
            guard let one = left.text, let other = right.text else { return nil }
            let isLess = Array(one.utf8).lexicographicallyPrecedes(Array(other.utf8))
            return sign == "<" ? isLess : one != other && !isLess
        case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
            guard let one = number(left, span, isDouble), let other = number(right, span, isDouble) else { return nil }
            switch sign {
            case "-eq": return one == other
            case "-ne": return one != other
            case "-lt": return one < other
            case "-le": return one <= other
            case "-gt": return one > other
            default: return one >= other
            }
        default: return nil
        }
    }

    /// In `[[ ]]` numbers are expressions.
    private mutating func number(_ value: Value, _ span: SourceSpan, _ isDouble: Bool) -> Int? {
        guard let text = value.text else { return nil }
        if isDouble { return evaluate(text, span, depth: 0) }
        let bytes = text.utf8.filter { $0 != 32 }
        return Int(String(decoding: bytes, as: UTF8.self))
    }

    /// `test …`, `[ … ]`
    mutating func test(_ arguments: [Value], isBracket: Bool, _ span: SourceSpan) -> Bool? {
        var arguments = arguments[...]
        if isBracket {
            guard arguments.last?.text == "]" else { return nil }
            arguments = arguments.dropLast()
        }
        return test(arguments, span)
    }

    private mutating func test(_ arguments: ArraySlice<Value>, _ span: SourceSpan) -> Bool? {
        // A hole that was not quoted may be any number of words.
        let all = Array(arguments)
        switch all.count {
        case 0: return false
        case 1: return Self.isEmpty(all[0]).map { !$0 }
        case 2:
            guard let sign = all[0].text else { return nil }
            return sign == "!" ? Self.isEmpty(all[1]) : unary(sign, all[1], span)
        case 3:
            guard let sign = all[1].text else { return nil }
            switch sign {
            case "-a": return Self.isEmpty(all[0]).flatMap { one in Self.isEmpty(all[2]).map { !one && !$0 } }
            case "-o": return Self.isEmpty(all[0]).flatMap { one in Self.isEmpty(all[2]).map { !one || !$0 } }
            case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
                return binary(sign, all[0], all[2], span, isDouble: false)
            default:
                if all[0].text == "!" { return test(arguments.dropFirst(), span).map { !$0 } }
                return nil
            }
        default:
            guard all.count < 64 else { return nil }
            if all.count == 4, all[0].text == "!" { return test(arguments.dropFirst(), span).map { !$0 } }
            if let or = arguments.firstIndex(where: { $0.text == "-o" }) {
                guard let one = test(arguments[..<or], span), let other = test(arguments[(or + 1)...], span) else { return nil }
                return one || other
            }
            if let and = arguments.firstIndex(where: { $0.text == "-a" }) {
                guard let one = test(arguments[..<and], span), let other = test(arguments[(and + 1)...], span) else { return nil }
                return one && other
            }
            return nil
        }
    }
}
