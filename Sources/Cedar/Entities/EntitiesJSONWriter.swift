// SPDX-License-Identifier: Apache-2.0

extension Entities {
    /// The entities in JSON, sorted by identity.
    public func json(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.beginArray()
        for entity in all.sorted(by: { $0.uid < $1.uid }) { writer.entity(entity) }
        writer.endArray()
        return writer.text
    }
}

extension Value {
    /// The value in JSON, with `__entity` and `__extn`.
    public func json(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.value(self)
        return writer.text
    }
}

extension Record {
    /// The record in JSON, with `__entity` and `__extn`.
    public func json(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.record(self)
        return writer.text
    }
}

extension JSONWriter {
    mutating func entity(_ entity: Entity) {
        beginObject()
        key("uid")
        uid(entity.uid)
        key("attrs")
        record(entity.attributes)
        key("parents")
        beginArray()
        for parent in entity.parents { uid(parent) }
        endArray()
        if !entity.tags.fields.isEmpty {
            key("tags")
            record(entity.tags)
        }
        endObject()
    }

    mutating func uid(_ uid: EntityUID) {
        beginObject()
        key("type")
        string(uid.type.name)
        key("id")
        string(uid.id)
        endObject()
    }

    mutating func record(_ record: Record) {
        beginObject()
        for field in record.fields {
            key(field.name)
            value(field.value)
        }
        endObject()
    }

    /// A value that a reader without a schema understands.
    mutating func value(_ value: Value) {
        switch value {
        case .bool(let bool): self.bool(bool)
        case .long(let long): integer(long)
        case .string(let text): string(text)
        case .entity(let uid):
            beginObject()
            key("__entity")
            self.uid(uid)
            endObject()
        case .set(let set):
            beginArray()
            for element in set.elements { self.value(element) }
            endArray()
        case .record(let record): self.record(record)
        case .decimal(let decimal): call(.decimal) { $0.string(decimal.description) }
        case .ip(let address): call(.ip) { $0.string(address.description) }
        case .duration(let duration): call(.duration) { $0.string(duration.description) }
        case .datetime(let moment): datetime(moment)
        }
    }

    private mutating func call(_ function: ExtensionFunction, _ argument: (inout JSONWriter) -> Void) {
        beginObject()
        key("__extn")
        beginObject()
        key("fn")
        string(function.rawValue)
        key("arg")
        argument(&self)
        endObject()
        endObject()
    }

    /// Where the constructor cannot reach, as an offset.
    private mutating func datetime(_ moment: Value.Datetime) {
        if let written = moment.written {
            call(.datetime) { $0.string(written) }
            return
        }
        beginObject()
        key("__extn")
        beginObject()
        key("fn")
        string(ExtensionFunction.offset.rawValue)
        key("args")
        beginArray()
        call(.datetime) { $0.string("1970-01-01") }
        call(.duration) { $0.string("\(moment.milliseconds)ms") }
        endArray()
        endObject()
        endObject()
    }
}
