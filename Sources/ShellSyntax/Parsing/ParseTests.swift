// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// What stands between `[[` and `]]`, and the `]]`.
    @inline(never)
    mutating func test(_ start: Int) throws(Problem) -> TestExpression {
        let expression = try testAny(start)
        guard accept(.closeTest) else { throw index >= end ? unclosed("[[", start) : unexpected() }
        return expression
    }

    @inline(never)
    private mutating func testAny(_ start: Int) throws(Problem) -> TestExpression {
        var terms = [try testAll(start)]
        while skip("|", "|") {
            emit(.operator)
            terms.append(try testAll(start))
        }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    @inline(never)
    private mutating func testAll(_ start: Int) throws(Problem) -> TestExpression {
        var terms = [try testTerm(start)]
        while skip("&", "&") {
            emit(.operator)
            terms.append(try testTerm(start))
        }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    @inline(never)
    private mutating func testTerm(_ start: Int) throws(Problem) -> TestExpression {
        skipBlanksAndNewlines()
        var isNegated = false
        while accept(.bang) {
            isNegated.toggle()
            skipBlanksAndNewlines()
        }
        guard index < end else { throw unclosed("[[", start) }
        if isAt(.closeTest) { throw unexpected() }
        let term: TestExpression
        if current == UInt8(ascii: "(") {
            try enter()
            defer { leave() }
            advance()
            emit(.operator)
            term = try testAny(start)
            guard current == UInt8(ascii: ")"), index < end else { throw unexpected() }
            advance()
            emit(.operator)
            skipBlanksAndNewlines()
        } else {
            term = try primary(start)
        }
        return isNegated ? .not(term) : term
    }

    @inline(never)
    private mutating func primary(_ start: Int) throws(Problem) -> TestExpression {
        let left = try word(.plain)
        skipBlanks()
        if let name = Self.unaryOperator(left) {
            if isAt(.closeTest) { throw unexpected() }
            let operand = try word(.plain)
            skipBlanksAndNewlines()
            return .unary(operator: name, operand)
        }
        guard let (kind, stop) = binaryOperator() else {
            if current == 10, index < end { throw unexpected() }
            return .word(left)
        }
        let from = index
        index = stop
        emit(.operator)
        let name = Text(text: text(from, stop), span: span(from))
        skipBlanks()
        let right = try word(kind)
        skipBlanksAndNewlines()
        return .binary(operator: name, left, right)
    }

    private static func unaryOperator(_ word: Word) -> Text? {
        guard word.parts.count == 1, case .literal(let literal) = word.parts[0] else { return nil }
        let bytes = literal.text.utf8
        guard bytes.count == 2, bytes.first == UInt8(ascii: "-"), let letter = bytes.last,
            "abcdefghknoprstuvwxzGLNORS".utf8.contains(letter)
        else { return nil }
        return literal
    }

    /// The binary operator at hand: how its right side is read, and where it ends.
    private func binaryOperator() -> (WordMode, Int)? {
        if current == UInt8(ascii: "<") || current == UInt8(ascii: ">") {
            let next = after(index)
            return byte(next) == UInt8(ascii: "(") ? nil : (.plain, next)
        }
        var stop = index
        while stop < end, !Bytes.isMeta(bytes[stop]), stop < index + 8 { stop = after(stop) }
        switch text(index, min(stop, end)) {
        case "=", "==", "!=": return (.testPattern, stop)
        case "=~": return (.regex, stop)
        case "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef": return (.plain, stop)
        default: return nil
        }
    }
}
