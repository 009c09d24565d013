// SPDX-License-Identifier: Apache-2.0

/// Values in JSON. What a value is expected to be lets its author leave out `__entity` and `__extn`.
struct ValueJSONReader {
    /// How many arrays and objects may nest inside of a value.
    private var room: Int

    /// - Parameter depth: how many arrays and objects are around the values.
    init(depth: Int) { room = Limits.dataNesting - depth }

    /// A value; `expected` is how it is read, not checked.
    mutating func value(_ node: JSONNode, as expected: Type? = nil) throws(Diagnostic) -> Value {
        switch expected {
        case .entity?, .anyEntity?: return .entity(try entityUID(node))
        case .extension(let type)?: return try extensionValue(node, type)
        case .set(let element)? where node.kind == .array:
            return .set(ValueSet(try elements(node, as: element)))
        case .record(let record)? where node.kind == .object:
            return .record(try fields(node, as: record))
        case .set?, .record?: throw node.problem("expected \(expected?.description ?? ""), found \(node.kindName)")
        default: return try untyped(node)
        }
    }

    private mutating func untyped(_ node: JSONNode) throws(Diagnostic) -> Value {
        switch node.kind {
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .null: throw node.problem("null is not a value")
        case .string: return .string(try text(node))
        case .number:
            guard let number = node.int64 else { throw node.problem("not an integer of 64 bits") }
            return .long(number)
        case .array: return .set(ValueSet(try elements(node, as: nil)))
        case .object:
            if let value = try escape(node) { return value }
            return .record(try fields(node, as: nil))
        }
    }

    /// Goes into an array or object.
    private mutating func nested<Result>(
        _ node: JSONNode,
        _ body: (inout ValueJSONReader) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        guard room > 0 else { throw node.problem("JSON nests deeper than \(Limits.dataNesting) levels") }
        room -= 1
        defer { room += 1 }
        return try body(&self)
    }

    private mutating func elements(_ node: JSONNode, as type: Type?) throws(Diagnostic) -> [Value] {
        try nested(node) { (reader) throws(Diagnostic) in
            var values: [Value] = []
            values.reserveCapacity(node.count)
            for element in node.elements { values.append(try reader.value(element, as: type)) }
            return values
        }
    }

    /// The members of a record; with a type, exactly those that it has.
    mutating func fields(_ node: JSONNode, as type: RecordType?) throws(Diagnostic) -> Record {
        try nested(node) { (reader) throws(Diagnostic) in
            var fields: [Record.Field] = []
            fields.reserveCapacity(node.count)
            for (key, value) in try ValueJSONReader.members(node) {
                let attribute = type?[key]
                if type != nil, attribute == nil { throw value.problem("there is no attribute `\(key)`") }
                fields.append(Record.Field(key, try reader.value(value, as: attribute?.type)))
            }
            let record = Record(fields)
            if let missing = type?.firstMissing(in: record) { throw node.problem("the attribute `\(missing)` is missing") }
            return record
        }
    }

    /// The members of an object; an error where a key repeats.
    static func members(_ node: JSONNode) throws(Diagnostic) -> [(key: Text, value: JSONNode)] {
        if let key = node.firstRepeatedKey { throw key.problem("`\(key.text ?? "")` stands twice") }
        let members = node.members
        guard members.count == node.count || node.kind != .object else { throw node.problem("a key with a lone surrogate") }
        return members
    }

    private func text(_ node: JSONNode) throws(Diagnostic) -> Text {
        guard let text = node.text else {
            throw node.problem(
                node.kind == .string ? "a string with a lone surrogate" : "expected a string, found \(node.kindName)"
            )
        }
        return text
    }

    // MARK: Entities

    /// `{"type", "id"}` or `{"__entity": {"type", "id"}}`.
    mutating func entityUID(_ node: JSONNode) throws(Diagnostic) -> EntityUID {
        if node.kind == .object {
            _ = try ValueJSONReader.members(node)
            try refuseExpression(node)
            if let inner = node["__entity"], let (type, id) = ValueJSONReader.typeAndID(inner) {
                _ = try ValueJSONReader.members(inner)
                return try nested(node) { (reader) throws(Diagnostic) in
                    try reader.nested(inner) { (_) throws(Diagnostic) in try ValueJSONReader.uid(type, id) }
                }
            }
        }
        guard let (type, id) = ValueJSONReader.typeAndID(node) else {
            throw node.problem("expected an entity's `type` and `id`, found \(node.kindName)")
        }
        return try nested(node) { (_) throws(Diagnostic) in try ValueJSONReader.uid(type, id) }
    }

    /// The two strings of `{"type", "id"}`, or of an array of them, which the official reader takes too.
    private static func typeAndID(_ node: JSONNode) -> (JSONNode, JSONNode)? {
        if node.kind == .array, node.count == 2 {
            let elements = node.elements
            return elements.allSatisfy { $0.kind == .string } ? (elements[0], elements[1]) : nil
        }
        guard let type = node["type"], type.kind == .string, let id = node["id"], id.kind == .string else { return nil }
        return (type, id)
    }

    private static func uid(_ type: JSONNode, _ id: JSONNode) throws(Diagnostic) -> EntityUID {
        guard let name = type.text, let entityType = EntityType(parsing: name.string) else {
            throw type.problem("not the name of an entity type")
        }
        guard let text = id.text else { throw id.problem("a string with a lone surrogate") }
        return EntityUID(type: entityType, id: text)
    }

    private func refuseExpression(_ node: JSONNode) throws(Diagnostic) {
        if node["__expr"]?.kind == .string { throw node.problem("`__expr` is not supported any more") }
    }

    // MARK: Escapes

    /// `{"__entity": …}` or `{"__extn": …}`, without other members and well formed; what is not is a record like any other.
    private mutating func escape(_ node: JSONNode) throws(Diagnostic) -> Value? {
        guard node.count == 1, let key = node.keys.first?.text, let inner = node[key] else { return nil }
        switch key {
        case "__entity":
            guard ValueJSONReader.typeAndID(inner) != nil else { return nil }
            return .entity(try entityUID(node))
        case "__extn":
            guard ValueJSONReader.isCall(inner) else { return nil }
            return try nested(node) { (reader) throws(Diagnostic) in try reader.call(inner, isTyped: false) }
        default:
            try refuseExpression(node)
            return nil
        }
    }

    private static func isCall(_ node: JSONNode) -> Bool {
        node["fn"]?.kind == .string && (node["arg"] != nil || node["args"]?.kind == .array)
    }

    /// `{"__extn": call}`, a call, or what the type's constructor takes.
    private mutating func extensionValue(_ node: JSONNode, _ type: Type.ExtensionType) throws(Diagnostic) -> Value {
        if node.kind == .object {
            _ = try ValueJSONReader.members(node)
            try refuseExpression(node)
            if let inner = node["__extn"], ValueJSONReader.isCall(inner) {
                return try nested(node) { (reader) throws(Diagnostic) in try reader.call(inner, isTyped: true) }
            }
            return try call(node, isTyped: true)
        }
        guard node.kind == .string else { throw node.problem("expected \(type.rawValue), found \(node.kindName)") }
        let text = try text(node)
        guard let value = type.constructor.construct(text) else {
            throw node.problem("\(type.rawValue) cannot read \(Escapes.quoted(text))")
        }
        return value
    }

    /// `{"fn": name, "arg": value}` or `{"fn": name, "args": [values]}`: any extension function, with its value.
    private mutating func call(_ node: JSONNode, isTyped: Bool) throws(Diagnostic) -> Value {
        guard node.kind == .object else { throw node.problem("expected `fn` and `arg` or `args`, found \(node.kindName)") }
        let members = try ValueJSONReader.members(node)
        guard let name = members.first(where: { $0.key == "fn" })?.value else { throw node.problem("`fn` is missing") }
        guard let function = ExtensionFunction(rawValue: try text(name).string) else {
            throw name.problem("there is no such extension function")
        }
        var nodes: [JSONNode]
        var isList = false
        if let argument = members.first(where: { $0.key == "arg" })?.value {
            nodes = [argument]
        } else if let list = members.first(where: { $0.key == "args" })?.value, list.kind == .array {
            nodes = list.elements
            isList = true
        } else {
            throw node.problem("`arg` or `args` is missing")
        }
        guard nodes.count == function.arity else {
            throw node.problem("\(ExtensionError.arity(function, given: nodes.count))")
        }
        let types = isTyped ? function.signature.arguments.map(Optional.some) : Array(repeating: nil, count: nodes.count)
        let arguments = try nested(node) { (reader) throws(Diagnostic) in
            guard reader.room > 0 || !isList else { throw node.problem("JSON nests too deep") }
            var arguments: [Value] = []
            for (node, type) in zip(nodes, types) { arguments.append(try reader.value(node, as: type)) }
            return arguments
        }
        do {
            return try function.apply(to: arguments)
        } catch {
            throw node.problem("\(error)")
        }
    }
}

extension Type.ExtensionType {
    /// The function that makes values of this type of strings.
    var constructor: ExtensionFunction {
        switch self {
        case .decimal: .decimal
        case .ipaddr: .ip
        case .datetime: .datetime
        case .duration: .duration
        }
    }
}

extension ExtensionFunction {
    /// What it takes, the receiver of a method included, and what it gives.
    var signature: (arguments: [Type], result: Type) {
        let (decimal, ip) = (Type.extension(.decimal), Type.extension(.ipaddr))
        let (datetime, duration) = (Type.extension(.datetime), Type.extension(.duration))
        return switch self {
        case .decimal: ([.string], decimal)
        case .ip: ([.string], ip)
        case .datetime: ([.string], datetime)
        case .duration: ([.string], duration)
        case .lessThan, .lessThanOrEqual, .greaterThan, .greaterThanOrEqual: ([decimal, decimal], .bool)
        case .isIpv4, .isIpv6, .isLoopback, .isMulticast: ([ip], .bool)
        case .isInRange: ([ip, ip], .bool)
        case .offset: ([datetime, duration], datetime)
        case .durationSince: ([datetime, datetime], duration)
        case .toDate: ([datetime], datetime)
        case .toTime: ([datetime], duration)
        case .toMilliseconds, .toSeconds, .toMinutes, .toHours, .toDays: ([duration], .long)
        }
    }
}
