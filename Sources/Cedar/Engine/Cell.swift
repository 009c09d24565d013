// SPDX-License-Identifier: Apache-2.0

/// A value inside the engine: 16 bytes without references. What does not fit lies in an ``Arena`` under a number.
struct Cell: Hashable, Sendable {
    /// In the order of ``Value``'s own order.
    enum Tag: UInt8, Sendable {
        case bool, long, string, entity, set, record, decimal, ip, datetime, duration
    }

    let tag: Tag
    let bits: UInt64

    @inline(__always)
    init(_ tag: Tag, _ bits: UInt64) {
        self.tag = tag
        self.bits = bits
    }

    @inline(__always)
    init(_ bool: Bool) { self.init(.bool, UInt64(bool ? 1 : 0)) }

    @inline(__always)
    init(_ long: Int64) { self.init(.long, UInt64(bitPattern: long)) }

    @inline(__always)
    init(_ tag: Tag, _ number: UInt32) { self.init(tag, UInt64(number)) }

    @inline(__always)
    var isTrue: Bool { bits != 0 }

    @inline(__always)
    var long: Int64 { Int64(bitPattern: bits) }

    @inline(__always)
    var number: UInt32 { UInt32(truncatingIfNeeded: bits) }

    /// Whether two cells of this tag are equal only when their bits are.
    @inline(__always)
    var isScalar: Bool {
        switch tag {
        case .set, .record, .ip: false
        default: true
        }
    }

    /// Of a scalar, for tables; others may share it.
    var digest: UInt64 {
        let product = (bits ^ UInt64(tag.rawValue) << 59).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}

/// A stretch of an array.
struct Stretch: Sendable {
    var start: UInt32
    var count: UInt32

    static let none = Stretch(start: 0, count: 0)

    @inline(__always)
    var range: Range<Int> { Int(start)..<Int(start &+ count) }
}
