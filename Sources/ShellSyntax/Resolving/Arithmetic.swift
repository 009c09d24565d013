// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// What an arithmetic expression comes to; nil where that is not known. Its assignments are made.
    mutating func evaluate(_ parts: [WordPart], _ span: SourceSpan) -> Int? {
        if parts.isEmpty { return 0 }
        let value = quotedValue(of: parts, span)
        guard let text = value.text else {
            forget(assignedIn: parts)
            return nil
        }
        return evaluate(text, span, depth: 0)
    }

    /// - Parameter depth: How deep the expression is nested already that leads here: values of variables are expressions, too.
    mutating func evaluate(_ text: String, _ span: SourceSpan, depth: Int) -> Int? {
        if let number = Int(text), text.utf8.first != UInt8(ascii: "0"), text.utf8.first != UInt8(ascii: "+") { return number }
        guard depth < ArithmeticReader.limit, text.utf8.count <= 4096, spend(1 + text.utf8.count / 8, span) else { return nil }
        var reader = ArithmeticReader(bytes: Array(text.utf8), span: span, nesting: depth)
        reader.skip()
        if reader.isAtEnd { return 0 }
        let number = sequence(&reader, true)
        return reader.isAtEnd && !reader.failed ? number : nil
    }

    /// An expression with holes may have assigned to any name in it.
    private mutating func forget(assignedIn parts: [WordPart]) {
        let text = parts.contains { part in
            if case .literal(let literal) = part {
                return literal.text.utf8.contains {
                    $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                }
            }
            return false
        }
        guard text else { return }
        for name in Arithmetic(parts: parts, span: SourceSpan(0, 0)).names where state.variables[name] != nil {
            state.variables[name] = Variable(.unknown([]), state.variables[name]?.attributes ?? [])
        }
    }

    // MARK: - From the loosest to the tightest

    private mutating func sequence(_ reader: inout ArithmeticReader, _ runs: Bool) -> Int? {
        var value = assignment(&reader, runs)
        while reader.accept(",") { value = assignment(&reader, runs) }
        return value
    }

    private mutating func assignment(_ reader: inout ArithmeticReader, _ runs: Bool) -> Int? {
        guard reader.enter() else { return nil }
        defer { reader.nesting -= 1 }
        let start = reader.place
        if let name = reader.name() {
            let bracketed = reader.bracketed()
            if let sign = reader.assignment() {
                let key = key(bracketed, reader, runs)
                let right = assignment(&reader, runs)
                guard runs else { return nil }
                let value: Int?
                if sign.isEmpty {
                    value = right
                } else if let left = number(of: name, key, reader), let right {
                    value = Self.compute(sign, left, right, &reader)
                } else {
                    value = nil
                }
                store(value, name, key)
                return value
            }
        }
        reader.place = start
        return choice(&reader, runs)
    }

    private mutating func choice(_ reader: inout ArithmeticReader, _ runs: Bool) -> Int? {
        let condition = binary(&reader, 0, runs)
        guard reader.accept("?") else { return condition }
        let left = assignment(&reader, runs && condition.map { $0 != 0 } ?? true)
        guard reader.accept(":") else {
            reader.failed = true
            return nil
        }
        let right = assignment(&reader, runs && condition.map { $0 == 0 } ?? true)
        return condition.flatMap { $0 != 0 ? left : right }
    }

    private mutating func binary(_ reader: inout ArithmeticReader, _ strength: Int, _ runs: Bool) -> Int? {
        guard reader.enter() else { return nil }
        defer { reader.nesting -= 1 }
        var left = unary(&reader, runs)
        while let (sign, level) = reader.binary(atLeast: strength) {
            var runsRight = runs
            if sign == "&&" { runsRight = runs && left != 0 }
            if sign == "||" { runsRight = runs && (left == 0 || left == nil) }
            // `**` binds to the right.
            let right = binary(&reader, sign == "**" ? level : level + 1, runsRight)
            switch sign {
            case "&&":
                left = left == 0 ? 0 : left == nil ? (right == 0 ? 0 : nil) : right.map { $0 != 0 ? 1 : 0 }
            case "||":
                left = left.map { $0 != 0 } == true ? 1 : left == nil ? nil : right.map { $0 != 0 ? 1 : 0 }
            default:
                guard let one = left, let other = right else {
                    left = nil
                    continue
                }
                left = runs ? Self.compute(sign, one, other, &reader) : 0
            }
        }
        return left
    }

    private static func compute(_ sign: String, _ left: Int, _ right: Int, _ reader: inout ArithmeticReader) -> Int? {
        switch sign {
        case "+": return left &+ right
        case "-": return left &- right
        case "*": return left &* right
        case "/", "%":
            guard right != 0 else {
                reader.failed = true
                return nil
            }
            if right == -1 { return sign == "/" ? 0 &- left : 0 }
            return sign == "/" ? left / right : left % right
        case "**":
            guard right >= 0 else {
                reader.failed = true
                return nil
            }
            var (result, base, power) = (1, left, right)
            while power > 0 {
                if power & 1 == 1 { result = result &* base }
                base = base &* base
                power >>= 1
            }
            return result
        case "<<": return left << (right & 63)
        case ">>": return left >> (right & 63)
        case "&": return left & right
        case "|": return left | right
        case "^": return left ^ right
        case "<": return left < right ? 1 : 0
        case ">": return left > right ? 1 : 0
        case "<=": return left <= right ? 1 : 0
        case ">=": return left >= right ? 1 : 0
        case "==": return left == right ? 1 : 0
        case "!=": return left != right ? 1 : 0
        default: return nil
        }
    }

    private mutating func unary(_ reader: inout ArithmeticReader, _ runs: Bool) -> Int? {
        guard reader.enter() else { return nil }
        defer { reader.nesting -= 1 }
        for sign in ["++", "--"] where reader.isAt(sign) {
            let start = reader.place
            reader.place += 2
            reader.skip()
            if let name = reader.name() {
                let key = key(reader.bracketed(), reader, runs)
                let value = number(of: name, key, reader).map { sign == "++" ? $0 &+ 1 : $0 &- 1 }
                if runs { store(value, name, key) }
                return value
            }
            reader.place = start
        }
        if reader.accept("!", unless: "=") { return unary(&reader, runs).map { $0 == 0 ? 1 : 0 } }
        if reader.accept("~") { return unary(&reader, runs).map { ~$0 } }
        if reader.accept("-") { return unary(&reader, runs).map { 0 &- $0 } }
        if reader.accept("+") { return unary(&reader, runs) }
        return primary(&reader, runs)
    }

    private mutating func primary(_ reader: inout ArithmeticReader, _ runs: Bool) -> Int? {
        if reader.accept("(") {
            let value = sequence(&reader, runs)
            if !reader.accept(")") { reader.failed = true }
            return value
        }
        if let name = reader.name() {
            let key = key(reader.bracketed(), reader, runs)
            let value = runs ? number(of: name, key, reader) : 0
            for sign in ["++", "--"] where reader.isAt(sign) {
                reader.place += 2
                reader.skip()
                if runs { store(value.map { sign == "++" ? $0 &+ 1 : $0 &- 1 }, name, key) }
            }
            return value
        }
        return reader.number()
    }

    // MARK: - Variables

    private enum Key { case none, index(Int), unknown }

    private mutating func key(_ text: String?, _ reader: ArithmeticReader, _ runs: Bool) -> Key {
        guard let text else { return .none }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") }) {
            // Hidden in a value that is evaluated, a subscript runs commands.
            // It takes more of the stack than other scripts in scripts.
            budget.depth += 6
            runText(Value(": \"\(text)\""), context.dialect, reader.span, inShell: true)
            budget.depth -= 6
            return .unknown
        }
        guard runs, let index = evaluate(text, reader.span, depth: reader.nesting + 4) else { return .unknown }
        return .index(index)
    }

    private mutating func number(of name: String, _ key: Key, _ reader: ArithmeticReader) -> Int? {
        let held: Value?
        switch key {
        case .none: held = value(named: name)
        case .index(let index):
            guard case .indexed(let values)? = state.variables[name]?.content else {
                return state.variables[name] == nil ? 0 : nil
            }
            held = values[context.dialect == .zsh ? index - 1 : index]
        case .unknown: return nil
        }
        guard let held else { return 0 }
        guard let text = held.text else { return nil }
        return evaluate(text, reader.span, depth: reader.nesting + 4)
    }

    private mutating func store(_ value: Int?, _ name: String, _ key: Key) {
        let content = value.map { Value("\($0)") } ?? Value(unknown: .parameter(name))
        switch key {
        case .none: set(name, content)
        case .index(let index): set(name, content, index: index)
        case .unknown: state.variables[name] = Variable(.unknown([]))
        }
    }
}

/// Reads an arithmetic expression.
struct ArithmeticReader {
    let bytes: [UInt8]
    let span: SourceSpan
    /// How many levels a parenthesis or a variable costs is three or four.
    var nesting: Int
    var place = 0
    var failed = false

    static let limit = 96

    init(bytes: [UInt8], span: SourceSpan, nesting: Int) {
        self.bytes = bytes
        self.span = span
        self.nesting = nesting
    }

    var isAtEnd: Bool { place >= bytes.count }
    private func byte(_ offset: Int = 0) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }

    mutating func enter() -> Bool {
        nesting += 1
        if nesting > Self.limit { failed = true }
        return !failed
    }

    mutating func skip() { while byte() == 32 || byte() == 9 || byte() == 10 { place += 1 } }

    func isAt(_ sign: String) -> Bool { sign.utf8.elementsEqual(bytes[min(place, bytes.count)...].prefix(sign.utf8.count)) }

    mutating func accept(_ sign: Unicode.Scalar, unless next: Unicode.Scalar? = nil) -> Bool {
        guard byte() == UInt8(ascii: sign), next.map({ byte(1) != UInt8(ascii: $0) }) ?? true else { return false }
        place += 1
        skip()
        return true
    }

    mutating func name() -> String? {
        guard Bytes.isNameStart(byte()) else { return nil }
        let start = place
        while Bytes.isName(byte()) { place += 1 }
        let name = String(decoding: bytes[start..<place], as: UTF8.self)
        if byte() != UInt8(ascii: "[") { skip() }
        return name
    }

    /// `[…]`
    mutating func bracketed() -> String? {
        guard byte() == UInt8(ascii: "[") else { return nil }
        var level = 0
        let start = place + 1
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "[") { level += 1 }
            if bytes[place] == UInt8(ascii: "]") { level -= 1 }
            place += 1
            if level == 0 { break }
        }
        if level > 0 { failed = true }
        let text = String(decoding: bytes[start..<max(start, place - 1)], as: UTF8.self)
        skip()
        return text
    }

    /// The operator before `=`, empty where `=` stands alone.
    mutating func assignment() -> String? {
        if byte() == UInt8(ascii: "="), byte(1) != UInt8(ascii: "=") {
            place += 1
            skip()
            return ""
        }
        for sign in ["<<", ">>", "+", "-", "*", "/", "%", "&", "^", "|"] where isAt(sign + "=") {
            place += sign.utf8.count + 1
            skip()
            return sign
        }
        return nil
    }

    private static let operators: [(String, Int)] = [
        ("||", 0), ("&&", 1), ("==", 5), ("!=", 5), ("<<", 7), (">>", 7), ("<=", 6), (">=", 6), ("**", 10), ("|", 2), ("^", 3),
        ("&", 4), ("<", 6), (">", 6), ("+", 8), ("-", 8), ("*", 9), ("/", 9), ("%", 9),
    ]

    mutating func binary(atLeast strength: Int) -> (String, Int)? {
        guard !isAtEnd, !failed else { return nil }
        for (sign, level) in Self.operators where isAt(sign) {
            guard level >= strength else { return nil }
            let next = byte(sign.utf8.count)
            if next == UInt8(ascii: "="), sign != "==", sign != "!=", sign != "<=", sign != ">=" { return nil }
            place += sign.utf8.count
            skip()
            return (sign, level)
        }
        return nil
    }

    /// `10`, `0x1f`, `017`, `2#101`
    mutating func number() -> Int? {
        let start = place
        guard Bytes.isDigit(byte()) else {
            failed = true
            return nil
        }
        while Bytes.isName(byte()) || byte() == UInt8(ascii: "#") || byte() == UInt8(ascii: "@") { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        skip()
        let number: Int?
        if let sign = text.utf8.firstIndex(of: UInt8(ascii: "#")) {
            number = Int(text[..<sign]).flatMap { base in
                2...36 ~= base ? Int(text[text.utf8.index(after: sign)...], radix: base) : nil
            }
        } else if text.hasPrefix("0x") || text.hasPrefix("0X") {
            number = Int(text.dropFirst(2), radix: 16)
        } else if text.utf8.count > 1, text.utf8.first == UInt8(ascii: "0") {
            number = Int(text, radix: 8)
        } else {
            number = Int(text)
        }
        if number == nil { failed = true }
        return number
    }
}
