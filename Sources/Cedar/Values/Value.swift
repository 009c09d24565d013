// SPDX-License-Identifier: Apache-2.0

/// A Cedar value (language 4.5). Equality is Cedar's `==`: total, deep, never across types; sets ignore order and
/// repetition, and an address is not equal to the same address with another prefix.
public enum Value: Hashable, Sendable {
    case bool(Bool)
    case long(Int64)
    case string(Text)
    case entity(EntityUID)
    case set(ValueSet)
    case record(Record)
    case decimal(Decimal)
    case ip(IPAddress)
    case datetime(Datetime)
    case duration(Duration)
}

/// A finite set of values, of any mixture of types. Kept sorted and without repetition.
public struct ValueSet: Hashable, Sendable {
    public let elements: [Value]

    public init(_ elements: some Sequence<Value>) {
        let sorted = elements.sorted()
        var unique: [Value] = []
        unique.reserveCapacity(sorted.count)
        for element in sorted where unique.last != element { unique.append(element) }
        self.elements = unique
    }
}

/// Named values; a name occurs once. Kept sorted by name.
public struct Record: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: Text
        public let value: Value

        public init(_ name: Text, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    public let fields: [Field]

    public static let empty = Record([Field]())

    /// Of two fields of one name the last is kept.
    public init(_ fields: some Sequence<Field>) {
        var sorted = Array(fields)
        if sorted.count > 1 {
            let order = sorted.indices.sorted {
                sorted[$0].name == sorted[$1].name ? $0 < $1 : sorted[$0].name < sorted[$1].name
            }
            var unique: [Field] = []
            unique.reserveCapacity(sorted.count)
            for index in order {
                if unique.last?.name == sorted[index].name { unique.removeLast() }
                unique.append(sorted[index])
            }
            sorted = unique
        }
        self.fields = sorted
    }

    public subscript(name: Text) -> Value? {
        fields.first { $0.name == name }?.value
    }
}

extension Record: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (Text, Value)...) {
        self.init(elements.map { Field($0.0, $0.1) })
    }
}

extension Value: Comparable {
    /// An order of all values, for canonical sets; policies cannot see it.
    public static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): !left && right
        case (.long(let left), .long(let right)): left < right
        case (.string(let left), .string(let right)): left < right
        case (.entity(let left), .entity(let right)): left < right
        case (.set(let left), .set(let right)): left.elements.lexicographicallyPrecedes(right.elements)
        case (.record(let left), .record(let right)):
            left.fields.lexicographicallyPrecedes(right.fields) {
                $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name
            }
        case (.decimal(let left), .decimal(let right)): left.scaled < right.scaled
        case (.ip(let left), .ip(let right)): left.orderingKey < right.orderingKey
        case (.datetime(let left), .datetime(let right)): left.milliseconds < right.milliseconds
        case (.duration(let left), .duration(let right)): left.milliseconds < right.milliseconds
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .bool: 0
        case .long: 1
        case .string: 2
        case .entity: 3
        case .set: 4
        case .record: 5
        case .decimal: 6
        case .ip: 7
        case .datetime: 8
        case .duration: 9
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral string: String) { self = .string(Text(string)) }
    public init(integerLiteral number: Int64) { self = .long(number) }
    public init(booleanLiteral bool: Bool) { self = .bool(bool) }
}
