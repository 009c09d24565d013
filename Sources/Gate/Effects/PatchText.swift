// SPDX-License-Identifier: Apache-2.0

/// The files that a patch names, in both forms that agents write: `*** Begin Patch` and unified or git diffs.
enum PatchText {
    struct Change: Equatable {
        enum Kind { case write, delete, read }
        let kind: Kind
        let path: String
    }

    /// - Returns: nothing where no file is named.
    static func changes(in text: String) -> [Change] {
        var changes: [Change] = []
        func add(_ kind: Change.Kind, _ path: Substring) {
            let change = Change(kind: kind, path: String(path))
            if !path.isEmpty, !changes.contains(change) { changes.append(change) }
        }
        // The old side of a unified diff, until the new side says what becomes of it.
        var old: Substring?
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true).lazy.map(Substring.init) {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            if let path = value(line, "*** Update File: ") ?? value(line, "*** Add File: ") ?? value(line, "*** Move to: ") {
                add(.write, path)
            } else if let path = value(line, "*** Delete File: ") {
                add(.delete, path)
            } else if let path = value(line, "rename from ") {
                add(.delete, unquoted(path))
            } else if let path = value(line, "rename to ") ?? value(line, "copy to ") {
                add(.write, unquoted(path))
            } else if let path = value(line, "copy from ") {
                add(.read, unquoted(path))
            } else if let path = value(line, "--- ") {
                old = name(path)
            } else if let path = value(line, "+++ "), let before = old {
                let after = name(path)
                if after == "/dev/null" { add(.delete, before) } else { add(.write, after) }
                old = nil
            }
        }
        return changes
    }

    private static func value(_ line: Substring, _ prefix: String) -> Substring? {
        line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : nil
    }

    /// Without the time behind a tab, quotes and git's `a/`, `b/`.
    private static func name(_ text: Substring) -> Substring {
        let path = unquoted(text.prefix { $0 != "\t" })
        return path.hasPrefix("a/") || path.hasPrefix("b/") ? path.dropFirst(2) : path
    }

    /// A name as git writes it where it holds unusual bytes: in quotes, with C's escapes.
    private static func unquoted(_ text: Substring) -> Substring {
        guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var bytes: [UInt8] = []
        var rest = text.dropFirst().dropLast().utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if (48...55).contains(escape) {
                var value = UInt32(escape) - 48
                while let digit = rest.first, (48...55).contains(digit), value < 64 {
                    value = value * 8 + UInt32(digit) - 48
                    rest.removeFirst()
                }
                bytes.append(UInt8(truncatingIfNeeded: value))
            } else {
                bytes.append(escapes[escape] ?? escape)
            }
        }
        return Substring(String(decoding: bytes, as: UTF8.self))
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
        UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
    ]
}
