// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Where a log ends: the number and the hash of its last entry. `seq` 0 and 64 zeros: it is empty.
public struct AuditHead: Sendable, Hashable {
    public var seq: Int64
    /// 64 lower-case hexadecimal digits.
    public var hash: String

    public init(seq: Int64, hash: String) {
        self.seq = seq
        self.hash = hash
    }

    public static let empty = AuditHead(seq: 0, hash: String(repeating: "0", count: 64))
}

/// A line of the log, taken apart just far enough to check the chain: its top-level members as they stand.
struct AuditEntry {
    /// Names and the JSON texts of their values, in the line's order.
    var members: [(name: String, json: ArraySlice<UInt8>)]

    /// - Returns: nil if the line is not one JSON object on which this log's writer and its readers agree:
    ///   no white space between tokens, plain member names, none of them twice.
    init?(line: ArraySlice<UInt8>) {
        var scanner = MemberScanner(line: line)
        guard let members = scanner.members(), Set(members.map(\.name)).count == members.count else { return nil }
        self.members = members
    }

    func json(_ name: String) -> ArraySlice<UInt8>? { members.first { $0.name == name }?.json }

    func string(_ name: String) -> String? {
        guard let json = json(name), json.count >= 2, json.first == UInt8(ascii: "\"") else { return nil }
        return String(decoding: json.dropFirst().dropLast(), as: UTF8.self)
    }

    func integer(_ name: String) -> Int64? { json(name).flatMap { Int64(String(decoding: $0, as: UTF8.self)) } }

    /// SHA-256 over the canonical object without `hash`.
    var computedHash: String { Self.hash(of: members.filter { $0.name != "hash" }) }

    static func hash(of members: [(name: String, json: ArraySlice<UInt8>)]) -> String {
        var canonical: [UInt8] = [UInt8(ascii: "{")]
        for (index, member) in members.sorted(by: { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }).enumerated() {
            if index > 0 { canonical.append(UInt8(ascii: ",")) }
            AuditValue.write(member.name, to: &canonical)
            canonical.append(UInt8(ascii: ":"))
            canonical.append(contentsOf: member.json)
        }
        canonical.append(UInt8(ascii: "}"))
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in SHA256.hash(data: canonical) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Splits `{"a":1,"b":[…]}` at its top level.
private struct MemberScanner {
    let line: ArraySlice<UInt8>
    var position: Int

    init(line: ArraySlice<UInt8>) {
        self.line = line
        position = line.startIndex
    }

    mutating func members() -> [(name: String, json: ArraySlice<UInt8>)]? {
        var members: [(name: String, json: ArraySlice<UInt8>)] = []
        guard take(UInt8(ascii: "{")) else { return nil }
        if take(UInt8(ascii: "}")) { return position == line.endIndex ? members : nil }
        repeat {
            guard let name = string(), !name.contains(UInt8(ascii: "\\")), take(UInt8(ascii: ":")), let value = value() else {
                return nil
            }
            members.append((String(decoding: name.dropFirst().dropLast(), as: UTF8.self), value))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), position == line.endIndex else { return nil }
        return members
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < line.endIndex, line[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func string() -> ArraySlice<UInt8>? {
        let start = position
        guard take(UInt8(ascii: "\"")) else { return nil }
        while position < line.endIndex {
            switch line[position] {
            case UInt8(ascii: "\\"): position += 2
            case UInt8(ascii: "\""):
                position += 1
                return line[start..<position]
            case 0..<0x20: return nil
            default: position += 1
            }
        }
        return nil
    }

    /// One value: the chain covers its bytes, so brackets need only to balance.
    private mutating func value() -> ArraySlice<UInt8>? {
        let start = position
        var depth = 0
        while position < line.endIndex {
            switch line[position] {
            case UInt8(ascii: "\""): guard string() != nil else { return nil }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return position > start ? line[start..<position] : nil }
                depth -= 1
                position += 1
            case UInt8(ascii: ","):
                if depth == 0 { return position > start ? line[start..<position] : nil }
                position += 1
            case 0...0x20: return nil
            default: position += 1
            }
        }
        return nil
    }
}
