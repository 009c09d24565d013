// SPDX-License-Identifier: Apache-2.0

/// Finds the type of a policy's condition for one kind of request.
struct Typechecker {
    let schema: Schema
    let mode: ValidationMode
    let environment: RequestEnvironment
    let hierarchy: Hierarchy
    var findings: Findings
    /// Whether answers carry what level validation needs.
    var tracksLevels = false

    /// What is known of an expression.
    struct Answer {
        /// Nothing where none could be found; then an error was reported.
        var type: Type?
        /// What is there when the expression is true.
        var capabilities: Capabilities = []
        var level: LevelNode?

        /// Whether no error was found in it.
        var isSound = true

        /// Makes it the answer of an expression in which there is an error: it knows of nothing.
        var unsound: Answer { Answer(type: type, capabilities: [], level: level, isSound: false) }
    }

    /// The answer for all conditions of a policy together. What is never evaluated is not checked.
    mutating func checkConditions(_ policy: Policy) -> Answer {
        var result = Answer(type: .true, level: tracksLevels ? .constant : nil)
        var known: Capabilities = []
        for condition in policy.conditions {
            let body =
                condition.kind == .when ? condition.body : Expr(.not(condition.body), condition.body.span)
            conjoin(&result, body, [], &known)
            if result.type == .false { break }
        }
        return result
    }

    // MARK: Expectations

    /// What an operand must be.
    enum Expectation: String {
        case bool = "Bool"
        case long = "Long"
        case string = "String"
        case entity = "an entity"
        case set = "a set"
        case entityOrRecord = "an entity or a record"
        case entities = "an entity or a set of entities"

        func accepts(_ type: Type) -> Bool {
            switch (self, type) {
            case (_, .never), (.bool, .bool), (.bool, .true), (.bool, .false), (.long, .long), (.string, .string): true
            case (.entity, .entity), (.entity, .anyEntity), (.set, .set): true
            case (.entityOrRecord, .entity), (.entityOrRecord, .anyEntity), (.entityOrRecord, .record): true
            case (.entities, .entity), (.entities, .anyEntity): true
            case (.entities, .set(let element?)): Expectation.entity.accepts(element)
            default: false
            }
        }
    }

    mutating func expect(_ expectation: Expectation, _ expression: Expr, _ prior: Capabilities) -> Answer {
        require(expectation, check(expression, prior), expression)
    }

    /// The answer, if it is of the type; else an error.
    mutating func require(_ expectation: Expectation, _ answer: Answer, _ expression: Expr) -> Answer {
        var answer = answer
        guard let type = answer.type else { return answer.unsound }
        if expectation.accepts(type) { return answer }
        reportUnexpected(type, expectation.rawValue, expression)
        answer.type = nil
        return answer.unsound
    }

    mutating func reportUnexpected(_ type: Type, _ expected: String, _ expression: Expr) {
        findings.report(.unexpectedType, "expected \(expected), found \(type)", expression.span)
    }

    /// The least upper bound, or an error.
    mutating func bound(_ types: [Type], _ what: String, _ span: SourceSpan) -> Type? {
        if let bound = Type.upperBound(of: types, mode) { return bound }
        reportIncompatible(types, what, span)
        return nil
    }

    mutating func reportIncompatible(_ types: [Type], _ what: String, _ span: SourceSpan) {
        let names = Set(types).map { "`\($0)`" }.sorted().joined(separator: ", ")
        findings.report(.incompatibleTypes, "\(what) must have compatible types, not \(names)", span)
    }
}
