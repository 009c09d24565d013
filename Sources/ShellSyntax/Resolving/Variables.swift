// SPDX-License-Identifier: Apache-2.0

/// A shell variable.
struct Variable: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case unset
        case scalar(Value)
        case indexed([Int: Value])
        case associative([String: Value])
        /// One of these, or more than that is not known.
        case choice([Value])
        /// An array of which nothing is known.
        case unknown(Taint)
    }

    struct Attributes: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let exported = Attributes(rawValue: 1)
        static let readonly = Attributes(rawValue: 2)
        static let integer = Attributes(rawValue: 4)
        static let lowercase = Attributes(rawValue: 8)
        static let uppercase = Attributes(rawValue: 16)
        /// `declare -n`: its value is the name of another.
        static let reference = Attributes(rawValue: 32)
    }

    var content: Content
    var attributes: Attributes = []

    init(_ content: Content, _ attributes: Attributes = []) {
        self.content = content
        self.attributes = attributes
    }

    /// What `$name` stands for; nil where that is unset.
    func scalar(_ name: String) -> Value? {
        switch content {
        case .unset: nil
        case .scalar(let value): value
        case .indexed(let values): values[0]
        case .associative(let values): values["0"]
        case .choice(let values):
            Value(
                unknown: Value.origin(of: values.flatMap(\.pieces), otherwise: .parameter(name)),
                taint: values.reduce(into: []) { $0.formUnion($1.taint) }
            )
        case .unknown(let taint): Value(unknown: .parameter(name), taint: taint)
        }
    }

    /// What `${name[@]}` stands for; nil where that is not known.
    var elements: [Value]? {
        switch content {
        case .unset: []
        case .scalar(let value): [value]
        case .indexed(let values): values.keys.sorted().compactMap { values[$0] }
        case .associative(let values): values.count <= 1 ? Array(values.values) : nil
        case .choice, .unknown: nil
        }
    }

    var taint: Taint {
        switch content {
        case .unset: []
        case .scalar(let value): value.taint
        case .indexed(let values): values.values.reduce(into: []) { $0.formUnion($1.taint) }
        case .associative(let values): values.values.reduce(into: []) { $0.formUnion($1.taint) }
        case .choice(let values): values.reduce(into: []) { $0.formUnion($1.taint) }
        case .unknown(let taint): taint
        }
    }

    /// How many values a variable keeps where branches meet.
    static let choices = 8

    /// What it may be where two ways meet.
    static func join(_ left: Variable?, _ right: Variable?, _ name: String) -> Variable {
        let attributes = (left?.attributes ?? []).union(right?.attributes ?? [])
        guard let left, let right else {
            // On one of the ways it was never touched: what the environment says.
            let known = left ?? right
            return Variable(.unknown(known?.taint ?? []), attributes)
        }
        if left.content == right.content { return Variable(left.content, attributes) }
        if var values = left.alternatives, let more = right.alternatives {
            for value in more where !values.contains(value) { values.append(value) }
            if values.count <= choices { return Variable(.choice(values), attributes) }
        }
        return Variable(.unknown(left.taint.union(right.taint)), attributes)
    }

    private var alternatives: [Value]? {
        switch content {
        case .unset: [Value()]
        case .scalar(let value): [value]
        case .choice(let values): values
        default: nil
        }
    }
}
