// SPDX-License-Identifier: Apache-2.0

/// A stretch of a text in another encoding, decoded, with the way back.
struct DecodedView {
    var bytes: [UInt8] = []
    var encoding: Finding.Encoding
    /// Where the stretch stands.
    var source: Range<Int>
    /// For percent-encoding: where each decoded byte begins; one more for the end.
    var offsets: [Int] = []

    /// The range of the text whose bytes hold `range` of the decoded ones.
    func range(of range: Range<Int>) -> Range<Int> {
        switch encoding {
        case .plain: return range
        case .base64:
            let start = source.lowerBound + range.lowerBound * 8 / 6
            // Nothing but a line's end behind: the last digits and the padding belong to it.
            let rest = bytes[range.upperBound...]
            if rest.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { return start..<source.upperBound }
            return start..<min(source.upperBound, source.lowerBound + (range.upperBound * 8 + 5) / 6)
        case .percent: return offsets[range.lowerBound]..<offsets[range.upperBound]
        case .utf16LittleEndian, .utf16BigEndian:
            return (source.lowerBound + 2 * range.lowerBound)..<(source.lowerBound + 2 * range.upperBound)
        }
    }
}

extension DecodedView {
    /// The longest stretches that are decoded before and after the place where something was seen.
    static let lookBack = 1024
    static let lookAhead = 6 << 10

    /// Base64 around `position`, where a group of four digits begins.
    static func base64(_ text: Bytes, around position: Int) -> DecodedView? {
        func isGroup(_ at: Int) -> Bool {
            at >= 0 && at + 4 <= text.count && (0..<4).allSatisfy { Base64.digit(text[at + $0]) < 64 }
        }
        var start = position
        while position - start < lookBack, isGroup(start - 4) { start -= 4 }
        let limit = min(text.count, position + lookAhead)
        var end = position
        while end < limit, Base64.digit(text[end]) < 64 { end += 1 }
        guard end - start >= 16 else { return nil }
        var view = DecodedView(encoding: .base64, source: start..<end)
        view.bytes.reserveCapacity((end - start) * 3 / 4)
        Base64.decode(text, start..<end, into: &view.bytes)
        while end < text.count, text[end] == UInt8(ascii: "="), end - view.source.upperBound < 2 { end += 1 }
        view.source = start..<end
        return view
    }

    private static let urlBytes = ByteSet(ByteSet.letters + ByteSet.digits + "%._~:/?#[]@!$&()*+,;=-")

    /// Percent-encoding (RFC 3986, 2.1) around `position`.
    static func percent(_ text: Bytes, around position: Int) -> DecodedView? {
        var start = text.start(of: urlBytes, to: position, limit: lookBack)
        // Not from the middle of an escape.
        if position - start == lookBack {
            while start < position, text[start] != UInt8(ascii: "&"), text[start] != UInt8(ascii: "/") { start += 1 }
        }
        let end = text.end(of: urlBytes, from: position, limit: lookAhead)
        var view = DecodedView(encoding: .percent, source: start..<end)
        view.bytes.reserveCapacity(end - start)
        view.offsets.reserveCapacity(end - start + 1)
        var index = start
        while index < end {
            view.offsets.append(index)
            if text[index] == UInt8(ascii: "%"), index + 2 < end, let high = hexadecimal(text[index + 1]),
                let low = hexadecimal(text[index + 2])
            {
                view.bytes.append(high << 4 | low)
                index += 3
            } else {
                view.bytes.append(text[index])
                index += 1
            }
        }
        view.offsets.append(end)
        return view
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// UTF-16 that holds ASCII characters, from the zero byte at `position` on.
    static func utf16(_ text: Bytes, zeroAt position: Int) -> DecodedView? {
        func pairs(from start: Int, character: Int) -> Int {
            guard start >= 0 else { return 0 }
            var index = start
            while index + 1 < text.count, text[index + 1 - character] == 0, text[index + character] != 0,
                text[index + character] < 0x80
            { index += 2 }
            return index - start
        }
        let little = pairs(from: position - 1, character: 0)
        let big = pairs(from: position, character: 1)
        let isLittle = little >= big
        let length = max(little, big)
        guard length >= 16 else { return nil }
        let start = isLittle ? position - 1 : position
        var view = DecodedView(encoding: isLittle ? .utf16LittleEndian : .utf16BigEndian, source: start..<(start + length))
        view.bytes.reserveCapacity(length / 2)
        for index in stride(from: start, to: start + length, by: 2) { view.bytes.append(text[index + (isLittle ? 0 : 1)]) }
        return view
    }
}

extension Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// How `literal` looks inside base64, by its place in a group of three bytes: the digits that it alone decides.
    ///
    /// - Returns: Digits, and the place of the first one in its group of four.
    static func forms(of literal: [UInt8]) -> [(digits: [UInt8], place: Int)] {
        (0..<3).map { phase in
            let bytes = [UInt8](repeating: 0, count: phase) + literal
            let first = (8 * phase + 5) / 6
            let last = 8 * bytes.count / 6
            let digits = (first..<last).map { index in
                var value = 0
                for bit in (index * 6)..<(index * 6 + 6) { value = value << 1 | Int(bytes[bit / 8] >> UInt8(7 - bit % 8) & 1) }
                return alphabet[value]
            }
            return (digits, first % 4)
        }
    }
}
