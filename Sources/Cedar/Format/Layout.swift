// SPDX-License-Identifier: Apache-2.0

/// Lines of formatted policies, growing.
struct Layout {
    private let width: Int
    private let indent: Int
    private var comments: Comments
    private var lines: [String] = []
    /// The line that is being written.
    private var line = ""
    /// Whether that line ends in a comment, behind which nothing can stand.
    private var endsInComment = false

    init(width: Int, indent: Int, comments: Comments) {
        self.width = width
        self.indent = indent
        self.comments = comments
    }

    var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    // MARK: Lines

    private mutating func newLine(_ level: Int = 0) {
        if !line.allSatisfy({ $0 == " " }) { lines.append(line) }
        line = String(repeating: " ", count: level * indent)
        endsInComment = false
    }

    mutating func blankLine() {
        newLine()
        lines.append("")
    }

    private mutating func write(_ text: String) {
        if endsInComment { newLine(line.prefix { $0 == " " }.count / max(indent, 1)) }
        line += text
    }

    private func fits(_ text: String) -> Bool { line.count + text.count <= width }

    /// The comments that stand before a place, each on its own line.
    private mutating func commentsBefore(_ offset: UInt32, _ level: Int) {
        while let comment = comments.next(before: Int(offset)) {
            write(comment)
            endsInComment = true
            newLine(level)
        }
    }

    /// A comment behind a place, on the line that ends there.
    private mutating func commentBehind(_ offset: UInt32) {
        guard let comment = comments.next(onLineOf: Int(offset)) else { return }
        write(" \(comment)")
        endsInComment = true
    }

    mutating func remainingComments() {
        newLine()
        while let comment = comments.next() {
            write(comment)
            newLine()
        }
    }

    // MARK: Policies

    mutating func policy(_ policy: Policy) {
        // Comments before its first word: the annotations and the head have no places of their own.
        let head = policy.conditions.first?.body.span.start ?? policy.span.end
        commentsBefore(policy.span.start, 0)
        for annotation in policy.annotations {
            write("@\(annotation.key)\(annotation.value.map { "(\(Escapes.quoted($0)))" } ?? "")")
            newLine()
        }
        self.head(policy)
        commentsOfHead(policy, upTo: head)
        for condition in policy.conditions { self.condition(condition) }
        write(";")
        commentBehind(policy.span.end)
        newLine()
    }

    private mutating func head(_ policy: Policy) {
        let parts = [
            policy.principal.text(.principal), policy.action.text, policy.resource.text(.resource),
        ]
        let short = "\(policy.effect.rawValue) (\(parts.joined(separator: ", ")))"
        if fits(short) {
            write(short)
            return
        }
        write("\(policy.effect.rawValue) (")
        for (index, part) in parts.enumerated() {
            newLine(1)
            write(part + (index + 1 < parts.count ? "," : ""))
        }
        newLine()
        write(")")
    }

    /// Comments among the annotations and in the head follow it.
    private mutating func commentsOfHead(_ policy: Policy, upTo offset: UInt32) {
        guard !policy.conditions.isEmpty else {
            while let comment = comments.next(before: Int(policy.span.end)) {
                newLine()
                write(comment)
                newLine()
            }
            return
        }
        while let comment = comments.next(before: Int(offset)) {
            newLine()
            write(comment)
            endsInComment = true
        }
    }

    private mutating func condition(_ condition: Condition) {
        newLine()
        let short = "\(condition.kind.rawValue) { \(condition.body) }"
        if fits(short + ";"), !hasComments(in: condition.body.span) {
            write(short)
            return
        }
        write(condition.kind.rawValue)
        newLine()
        write("{")
        newLine(1)
        expression(condition.body, 1, .conditional)
        commentBehind(condition.body.span.end)
        newLine()
        write("}")
    }

    private func hasComments(in span: SourceSpan) -> Bool {
        var copy = comments
        return copy.next(before: Int(span.end)) != nil
    }

    // MARK: Expressions

    private mutating func expression(_ expr: Expr, _ level: Int, _ place: Precedence) {
        let short = ExprPrinter.text(of: expr, in: place)
        if fits(short), !hasComments(in: expr.span) {
            write(short)
            return
        }
        let isWrapped = expr.precedence < place
        if isWrapped { write("(") }
        let level = isWrapped ? level + 1 : level
        switch expr.node {
        case .and(let operands): chain(operands, " &&", .relation, level)
        case .or(let operands): chain(operands, " ||", .and, level)
        case .conditional(let condition, let yes, let no): conditional(condition, yes, no, level)
        case .set(let elements): bracketed("[", elements, "]", level)
        case .binary(let binary, let left, let right) where binary.isMethod:
            expression(left, level, .member)
            write(".\(binary.rawValue)(")
            expression(right, level + 1, .conditional)
            write(")")
        case .binary(let binary, let left, let right):
            expression(left, level, .sum)
            write(" \(binary.rawValue) ")
            expression(right, level, .sum)
        case .not(let operand):
            write("!")
            expression(operand, level, .member)
        default:
            commentsBefore(expr.span.end, level)
            write(ExprPrinter.text(of: expr))
        }
        if isWrapped { write(")") }
    }

    private mutating func chain(_ operands: [Expr], _ separator: String, _ place: Precedence, _ level: Int) {
        for (index, operand) in operands.enumerated() {
            commentsBefore(operand.span.start, level)
            expression(operand, level, place)
            guard index + 1 < operands.count else { return }
            write(separator)
            commentBehind(operand.span.end)
            newLine(level)
        }
    }

    private mutating func conditional(_ condition: Expr, _ yes: Expr, _ no: Expr, _ level: Int) {
        for (word, part) in [("if ", condition), ("then ", yes), ("else ", no)] {
            if word != "if " { newLine(level) }
            commentsBefore(part.span.start, level)
            write(word)
            expression(part, level + 1, .conditional)
            commentBehind(part.span.end)
        }
    }

    private mutating func bracketed(_ open: String, _ elements: [Expr], _ close: String, _ level: Int) {
        write(open)
        for (index, element) in elements.enumerated() {
            newLine(level + 1)
            commentsBefore(element.span.start, level + 1)
            expression(element, level + 1, .conditional)
            if index + 1 < elements.count { write(",") }
            commentBehind(element.span.end)
        }
        newLine(level)
        write(close)
    }
}

extension EntityScope {
    func text(_ slot: Slot) -> String {
        let variable = slot == .principal ? "principal" : "resource"
        func text(_ reference: Reference) -> String {
            switch reference {
            case .slot: slot.rawValue
            case .entity(let uid): uid.description
            }
        }
        return switch self {
        case .any: variable
        case .equal(let reference): "\(variable) == \(text(reference))"
        case .in(let reference): "\(variable) in \(text(reference))"
        case .is(let type): "\(variable) is \(type)"
        case .isIn(let type, let reference): "\(variable) is \(type) in \(text(reference))"
        }
    }
}

extension ActionScope {
    var text: String {
        switch self {
        case .any: "action"
        case .equal(let uid): "action == \(uid)"
        case .in(let uid): "action in \(uid)"
        case .inAny(let uids): "action in [\(uids.map(\.description).joined(separator: ", "))]"
        }
    }
}

extension Policy: CustomStringConvertible {
    /// The policy in Cedar's syntax, laid out by ``Formatter``.
    public var description: String { Formatter().format([self]) }
}
