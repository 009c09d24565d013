// SPDX-License-Identifier: Apache-2.0

/// What may be a name.
enum Identifiers {
    /// The identifiers that policies cannot use as names; quoted, they are attributes like any other.
    static let reserved: Set<String> = ["true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar"]

    @inline(__always)
    static func isStart(_ byte: UInt8) -> Bool {
        byte | 0x20 >= 97 && byte | 0x20 <= 122 || byte == 95
    }

    @inline(__always)
    static func isPart(_ byte: UInt8) -> Bool { isStart(byte) || byte &- 48 < 10 }

    /// `[_a-zA-Z][_a-zA-Z0-9]*`, reserved or not.
    static func isIdentifier(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, isStart(first) else { return false }
        return text.utf8.allSatisfy { isPart($0) }
    }

    /// An identifier that is not reserved: usable behind a point and as a record key without quotes.
    static func isName(_ text: some StringProtocol) -> Bool {
        isIdentifier(text) && !reserved.contains(String(text))
    }

    /// Names joined by `::`, nothing else between them.
    static func isPath(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            guard isName(String(decoding: rest[..<end], as: UTF8.self)) else { return false }
            if end == rest.endIndex { return true }
            guard rest[end...].starts(with: "::".utf8) else { return false }
            rest = rest[(end + 2)...]
        }
    }
}
