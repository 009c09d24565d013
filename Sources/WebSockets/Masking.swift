// SPDX-License-Identifier: Apache-2.0

/// The mask of client frames (RFC 6455, 5.3): byte i of the payload is combined with byte i mod 4 of the key.
enum Masking {
    /// Masks or unmasks in place, eight bytes at a time. `offset` is the place of the first byte in the frame's payload.
    static func apply(_ key: UInt32, offset: Int, to bytes: UnsafeMutableRawBufferPointer) {
        let shift = UInt32(offset & 3) * 8
        let turned = shift == 0 ? key : (key >> shift) | (key << (32 - shift))
        let wide = (UInt64(turned) << 32 | UInt64(turned)).littleEndian
        let count = bytes.count
        var index = 0
        while index + 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        // index is a multiple of eight here, so the turned key starts anew.
        var rest = turned
        while index < count {
            bytes[index] ^= UInt8(truncatingIfNeeded: rest)
            rest >>= 8
            if index & 3 == 3 { rest = turned }
            index += 1
        }
    }
}
