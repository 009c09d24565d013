// SPDX-License-Identifier: Apache-2.0

/// The attributes of a record or of an entity. Shared, so that a type that is mentioned often stays one object, and
/// comparing it with itself costs nothing.
final class RecordType: Sendable {
    struct Attribute: Hashable, Sendable {
        let name: Text
        let type: Type
        let isRequired: Bool
    }

    /// Sorted by name; a name occurs once.
    let attributes: [Attribute]
    /// Whether there may be attributes that are not listed: upper bounds of the permissive mode.
    let isOpen: Bool
    private let digest: Int

    static let empty = RecordType([])
    /// Of every record.
    static let any = RecordType([], isOpen: true)

    /// The attributes must be sorted.
    init(_ attributes: [Attribute], isOpen: Bool = false) {
        self.attributes = attributes
        self.isOpen = isOpen
        var hasher = Hasher()
        hasher.combine(attributes)
        digest = hasher.finalize()
    }

    subscript(name: Text) -> Attribute? {
        var (low, high) = (0, attributes.count)
        if high <= 8 { return attributes.first { $0.name == name } }
        while low < high {
            let middle = (low + high) / 2
            if attributes[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < attributes.count && attributes[low].name == name ? attributes[low] : nil
    }

    /// The first required attribute that the record does not have; both are sorted.
    func firstMissing(in record: Record) -> Text? {
        var fields = record.fields[...]
        for attribute in attributes {
            while let field = fields.first, field.name < attribute.name { fields.removeFirst() }
            if attribute.isRequired, fields.first?.name != attribute.name { return attribute.name }
        }
        return nil
    }

    func hasSameNames(as other: RecordType) -> Bool {
        attributes.count == other.attributes.count && zip(attributes, other.attributes).allSatisfy { $0.name == $1.name }
    }
}

extension RecordType: Hashable {
    static func == (left: RecordType, right: RecordType) -> Bool {
        left === right
            || left.digest == right.digest && left.isOpen == right.isOpen && left.attributes == right.attributes
    }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
