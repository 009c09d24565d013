// SPDX-License-Identifier: Apache-2.0

/// Finds the index of something by its digest; the things themselves lie elsewhere. Open addressing, linear probing.
struct DigestTable: Sendable {
    private struct Slot {
        var digest: UInt32
        /// The index plus one; zero is free.
        var entry: UInt32
    }

    private var slots: [Slot] = []
    private var count = 0

    private static func short(_ digest: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: digest >> 32) }

    /// The index with this digest for which `matches` holds.
    @inline(__always)
    func find(_ digest: UInt64, _ matches: (Int) -> Bool) -> Int? {
        guard count > 0 else { return nil }
        let short = DigestTable.short(digest)
        let mask = slots.count &- 1
        var position = Int(short) & mask
        while true {
            let slot = slots[position]
            if slot.entry == 0 { return nil }
            if slot.digest == short, matches(Int(slot.entry &- 1)) { return Int(slot.entry &- 1) }
            position = (position &+ 1) & mask
        }
    }

    mutating func insert(_ digest: UInt64, _ index: Int) {
        if count * 2 >= slots.count { grow() }
        place(Slot(digest: DigestTable.short(digest), entry: UInt32(index + 1)))
        count += 1
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        for index in slots.indices { slots[index].entry = 0 }
        count = 0
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(digest: 0, entry: 0), count: max(16, old.count * 2))
        for slot in old where slot.entry != 0 { place(slot) }
    }

    private mutating func place(_ slot: Slot) {
        let mask = slots.count - 1
        var position = Int(slot.digest) & mask
        while slots[position].entry != 0 { position = (position + 1) & mask }
        slots[position] = slot
    }
}

/// Numbers by numbers. Open addressing, linear probing.
struct NumberTable: Sendable {
    private var keys: [UInt64] = []
    private var values: [UInt32] = []
    private(set) var count = 0

    private static let free = UInt64.max

    @inline(__always)
    private static func hash(_ key: UInt64) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }

    @inline(__always)
    subscript(key: UInt64) -> UInt32? {
        guard count > 0 else { return nil }
        let mask = keys.count &- 1
        var position = NumberTable.hash(key) & mask
        while true {
            let found = keys[position]
            if found == key { return values[position] }
            if found == NumberTable.free { return nil }
            position = (position &+ 1) & mask
        }
    }

    /// Counts how often it was called for a key.
    mutating func increment(_ key: UInt64) {
        guard count > 0, let position = position(of: key) else {
            insert(key, 1)
            return
        }
        values[position] += 1
    }

    private func position(of key: UInt64) -> Int? {
        let mask = keys.count - 1
        var position = NumberTable.hash(key) & mask
        while keys[position] != key {
            if keys[position] == NumberTable.free { return nil }
            position = (position + 1) & mask
        }
        return position
    }

    /// Adds a key that is not there yet.
    mutating func insert(_ key: UInt64, _ value: UInt32) {
        if count * 2 >= keys.count { grow() }
        place(key, value)
        count += 1
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        for index in keys.indices { keys[index] = NumberTable.free }
        count = 0
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        let capacity = max(16, oldKeys.count * 2)
        keys = Array(repeating: NumberTable.free, count: capacity)
        values = Array(repeating: 0, count: capacity)
        for (key, value) in zip(oldKeys, oldValues) where key != NumberTable.free { place(key, value) }
    }

    private mutating func place(_ key: UInt64, _ value: UInt32) {
        let mask = keys.count - 1
        var position = NumberTable.hash(key) & mask
        while keys[position] != NumberTable.free { position = (position + 1) & mask }
        keys[position] = key
        values[position] = value
    }
}
