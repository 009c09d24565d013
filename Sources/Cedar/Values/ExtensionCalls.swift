// SPDX-License-Identifier: Apache-2.0

/// Why an extension function has no result.
enum ExtensionError: Error, Hashable, Sendable {
    case arity(ExtensionFunction, given: Int)
    /// The argument (from 0) is of another type than the function takes.
    case type(ExtensionFunction, argument: Int)
    /// The constructor does not read this text.
    case format(ExtensionFunction, Text)
    /// The result is beyond the range of its type.
    case overflow(ExtensionFunction)
}

extension ExtensionFunction {
    /// The result of the function for these arguments; of a method the receiver comes first.
    func apply(to arguments: [Value]) throws(ExtensionError) -> Value {
        guard arguments.count == arity else { throw .arity(self, given: arguments.count) }
        switch self {
        case .decimal, .ip, .datetime, .duration:
            return try construct(arguments[0])
        case .lessThan, .lessThanOrEqual, .greaterThan, .greaterThanOrEqual:
            return .bool(try compare(arguments))
        case .isIpv4, .isIpv6, .isLoopback, .isMulticast, .isInRange:
            return .bool(try inspectAddress(arguments))
        case .offset, .durationSince, .toDate, .toTime:
            return try moveDatetime(arguments)
        case .toMilliseconds, .toSeconds, .toMinutes, .toHours, .toDays:
            guard case .duration(let duration) = arguments[0] else { throw .type(self, argument: 0) }
            return .long(duration.milliseconds / millisecondsPerUnit)
        }
    }

    private func construct(_ argument: Value) throws(ExtensionError) -> Value {
        guard case .string(let text) = argument else { throw .type(self, argument: 0) }
        guard let value = construct(text) else { throw .format(self, text) }
        return value
    }

    /// What a constructor makes of a text; nothing where it cannot read it, or is no constructor.
    func construct(_ text: Text) -> Value? {
        switch self {
        case .decimal: Value.Decimal(parsing: text).map(Value.decimal)
        case .ip: Value.IPAddress(parsing: text).map(Value.ip)
        case .datetime: Value.Datetime(parsing: text).map(Value.datetime)
        case .duration: Value.Duration(parsing: text).map(Value.duration)
        default: nil
        }
    }

    private func compare(_ arguments: [Value]) throws(ExtensionError) -> Bool {
        guard case .decimal(let left) = arguments[0] else { throw .type(self, argument: 0) }
        guard case .decimal(let right) = arguments[1] else { throw .type(self, argument: 1) }
        switch self {
        case .lessThan: return left.scaled < right.scaled
        case .lessThanOrEqual: return left.scaled <= right.scaled
        case .greaterThan: return left.scaled > right.scaled
        default: return left.scaled >= right.scaled
        }
    }

    private func inspectAddress(_ arguments: [Value]) throws(ExtensionError) -> Bool {
        guard case .ip(let address) = arguments[0] else { throw .type(self, argument: 0) }
        switch self {
        case .isIpv4: return !address.isIPv6
        case .isIpv6: return address.isIPv6
        case .isLoopback: return address.isLoopback
        case .isMulticast: return address.isMulticast
        default:
            guard case .ip(let range) = arguments[1] else { throw .type(self, argument: 1) }
            return address.isInRange(range)
        }
    }

    private func moveDatetime(_ arguments: [Value]) throws(ExtensionError) -> Value {
        guard case .datetime(let moment) = arguments[0] else { throw .type(self, argument: 0) }
        switch self {
        case .offset:
            guard case .duration(let duration) = arguments[1] else { throw .type(self, argument: 1) }
            guard let sum = moment.offset(duration) else { throw .overflow(self) }
            return .datetime(sum)
        case .durationSince:
            guard case .datetime(let start) = arguments[1] else { throw .type(self, argument: 1) }
            guard let difference = moment.since(start) else { throw .overflow(self) }
            return .duration(difference)
        case .toDate:
            guard let date = moment.date else { throw .overflow(self) }
            return .datetime(date)
        default:
            return .duration(moment.time)
        }
    }

    private var millisecondsPerUnit: Int64 {
        switch self {
        case .toSeconds: 1000
        case .toMinutes: 60_000
        case .toHours: 3_600_000
        case .toDays: 86_400_000
        default: 1
        }
    }
}

extension ExtensionError: CustomStringConvertible {
    var description: String {
        switch self {
        case .arity(let function, let given):
            "\(function.rawValue) takes \(function.arity) argument\(function.arity == 1 ? "" : "s"), not \(given)"
        case .type(let function, let argument):
            "argument \(argument + 1) of \(function.rawValue) is of the wrong type"
        case .format(let function, let text):
            "\(function.rawValue) cannot read \(Escapes.quoted(text))"
        case .overflow(let function):
            "the result of \(function.rawValue) is out of range"
        }
    }
}
