// SPDX-License-Identifier: Apache-2.0

/// What cells stand for: texts, entities, sets and records by number.
///
/// Arenas are stacked two high. Below lies the program's, with the constants of the policies and the entities known in
/// advance; it does not change. Above it lies one for the request at hand, whose numbers go on where the lower one's end.
/// A text or an entity has one number in the whole stack, so equality of them is equality of numbers.
struct Arena: Sendable {
    struct Field: Sendable {
        let name: UInt32
        let cell: Cell
    }

    struct Row: Sendable {
        var attributes: Stretch
        var tags: Stretch
        var ancestors: Stretch
    }

    private(set) var texts: [Text] = []
    private(set) var uids: [EntityUID] = []
    /// By entity: the number of its type's name among the texts.
    private(set) var uidTypes: [UInt32] = []
    private(set) var addresses: [Value.IPAddress] = []
    private(set) var sets: [Stretch] = []
    private(set) var elements: [Cell] = []
    private(set) var records: [Stretch] = []
    private(set) var fields: [Field] = []
    private(set) var rows: [Row] = []
    private(set) var ancestors: [UInt32] = []
    /// By the entity's number; of the entities that were loaded into this arena.
    private(set) var rowOfEntity = NumberTable()

    private var textTable = DigestTable()
    private var uidTable = DigestTable()

    /// The numbers at which this arena begins: the counts of the one below.
    private(set) var firstText: UInt32 = 0
    private(set) var firstUID: UInt32 = 0
    private(set) var firstAddress: UInt32 = 0
    private(set) var firstSet: UInt32 = 0
    private(set) var firstRecord: UInt32 = 0

    static let empty = Arena()

    init() {}

    init(above base: Arena) { begin(above: base) }

    /// Forgets everything, keeps the memory, and goes on where `base` ends.
    mutating func begin(above base: Arena) {
        if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
        if !uids.isEmpty {
            uids.removeAll(keepingCapacity: true)
            uidTypes.removeAll(keepingCapacity: true)
        }
        if !addresses.isEmpty { addresses.removeAll(keepingCapacity: true) }
        if !sets.isEmpty {
            sets.removeAll(keepingCapacity: true)
            elements.removeAll(keepingCapacity: true)
        }
        if !records.isEmpty || !rows.isEmpty {
            records.removeAll(keepingCapacity: true)
            fields.removeAll(keepingCapacity: true)
            rows.removeAll(keepingCapacity: true)
            ancestors.removeAll(keepingCapacity: true)
        }
        rowOfEntity.removeAll()
        textTable.removeAll()
        uidTable.removeAll()
        firstText = UInt32(base.texts.count)
        firstUID = UInt32(base.uids.count)
        firstAddress = UInt32(base.addresses.count)
        firstSet = UInt32(base.sets.count)
        firstRecord = UInt32(base.records.count)
    }

    // MARK: Finding

    /// Up to so many are found by looking at each; more are in the table.
    private static let few = 8

    func find(_ text: borrowing Text) -> UInt32? {
        if texts.count <= Arena.few {
            for index in texts.indices where texts[index].digest == text.digest && texts[index] == text {
                return UInt32(index) &+ firstText
            }
            return nil
        }
        guard let index = textTable.find(text.digest, { texts[$0] == text }) else { return nil }
        return UInt32(index) &+ firstText
    }

    func find(_ uid: borrowing EntityUID) -> UInt32? {
        let digest = Arena.digest(uid)
        if uids.count <= Arena.few {
            for index in uids.indices where uids[index].id.digest == uid.id.digest && uids[index] == uid {
                return UInt32(index) &+ firstUID
            }
            return nil
        }
        guard let index = uidTable.find(digest, { uids[$0] == uid }) else { return nil }
        return UInt32(index) &+ firstUID
    }

    private static func digest(_ uid: borrowing EntityUID) -> UInt64 {
        (uid.type.name.digest &* 0x9E37_79B9_7F4A_7C15) ^ uid.id.digest
    }

    // MARK: Adding

    mutating func number(of text: Text, over base: Arena) -> UInt32 {
        if let number = base.find(text) ?? find(text) { return number }
        texts.append(text)
        if texts.count > Arena.few {
            // With the first that is too many the others move in.
            for index in (texts.count == Arena.few + 1 ? 0 : texts.count - 1)..<texts.count {
                textTable.insert(texts[index].digest, index)
            }
        }
        return firstText &+ UInt32(texts.count &- 1)
    }

    mutating func number(of uid: EntityUID, over base: Arena) -> UInt32 {
        if let number = base.find(uid) ?? find(uid) { return number }
        let type = number(of: uid.type.name, over: base)
        uids.append(uid)
        uidTypes.append(type)
        if uids.count > Arena.few {
            for index in (uids.count == Arena.few + 1 ? 0 : uids.count - 1)..<uids.count {
                uidTable.insert(Arena.digest(uids[index]), index)
            }
        }
        return firstUID &+ UInt32(uids.count &- 1)
    }

    mutating func cell(of value: Value, over base: Arena) -> Cell {
        switch value {
        case .bool(let bool): Cell(bool)
        case .long(let long): Cell(long)
        case .string(let text): Cell(.string, number(of: text, over: base))
        case .entity(let uid): Cell(.entity, number(of: uid, over: base))
        case .decimal(let decimal): Cell(.decimal, UInt64(bitPattern: decimal.scaled))
        case .datetime(let datetime): Cell(.datetime, UInt64(bitPattern: datetime.milliseconds))
        case .duration(let duration): Cell(.duration, UInt64(bitPattern: duration.milliseconds))
        case .ip(let address): cell(of: address)
        case .set(let set): cell(ofSet: set.elements.map { cell(of: $0, over: base) })
        case .record(let record): cell(ofRecord: fields(of: record, over: base))
        }
    }

    private mutating func cell(of address: Value.IPAddress) -> Cell {
        addresses.append(address)
        return Cell(.ip, firstAddress &+ UInt32(addresses.count &- 1))
    }

    /// The elements are in ``Value``'s order and without repetition.
    private mutating func cell(ofSet cells: [Cell]) -> Cell {
        sets.append(Stretch(start: UInt32(elements.count), count: UInt32(cells.count)))
        elements.append(contentsOf: cells)
        return Cell(.set, firstSet &+ UInt32(sets.count &- 1))
    }

    private mutating func cell(ofRecord fields: [Field]) -> Cell {
        records.append(append(fields))
        return Cell(.record, firstRecord &+ UInt32(records.count &- 1))
    }

    /// Sorted by number.
    private mutating func fields(of record: Record, over base: Arena) -> [Field] {
        var result: [Field] = []
        result.reserveCapacity(record.fields.count)
        for field in record.fields {
            result.append(Field(name: number(of: field.name, over: base), cell: cell(of: field.value, over: base)))
        }
        result.sort { $0.name < $1.name }
        return result
    }

    private mutating func append(_ new: [Field]) -> Stretch {
        defer { fields.append(contentsOf: new) }
        return Stretch(start: UInt32(fields.count), count: UInt32(new.count))
    }

    /// Adds what is known of an entity.
    mutating func load(_ entity: Entity, ancestors above: Set<EntityUID>, over base: Arena) {
        let number = number(of: entity.uid, over: base)
        let attributes = fields(of: entity.attributes, over: base)
        let tags = fields(of: entity.tags, over: base)
        let start = ancestors.count
        for uid in above { ancestors.append(self.number(of: uid, over: base)) }
        ancestors[start...].sort()
        rowOfEntity.insert(UInt64(number), UInt32(rows.count))
        let stretch = Stretch(start: UInt32(start), count: UInt32(ancestors.count - start))
        rows.append(Row(attributes: append(attributes), tags: append(tags), ancestors: stretch))
    }

    /// Notes that an entity does not exist, so that the store is asked once.
    mutating func loadMissing(_ number: UInt32) { rowOfEntity.insert(UInt64(number), .max) }
}
