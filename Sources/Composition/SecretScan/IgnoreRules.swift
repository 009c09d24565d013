// SPDX-License-Identifier: Apache-2.0

/// The patterns of one `.gitignore` (gitignore(5)), for paths below its folder.
struct IgnoreRules: Sendable {
    private struct Rule: Sendable {
        var pattern: [UInt8]
        var isNegated: Bool
        var isForFolders: Bool
        /// It has a slash, so that it is matched against the whole path and not a name.
        var isAnchored: Bool
    }

    private var rules: [Rule] = []

    init(_ text: some Sequence<UInt8>) {
        for line in Array(text).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if let rule = Self.rule(line) { rules.append(rule) }
        }
    }

    private static func rule(_ line: ArraySlice<UInt8>) -> Rule? {
        var line = line
        if line.first == UInt8(ascii: "#") { return nil }
        // Blanks at the end count only behind a backslash.
        while line.last == 0x20, line.dropLast().last != UInt8(ascii: "\\") { line = line.dropLast() }
        var rule = Rule(pattern: [], isNegated: false, isForFolders: false, isAnchored: false)
        if line.first == UInt8(ascii: "!") {
            rule.isNegated = true
            line = line.dropFirst()
        }
        if line.last == UInt8(ascii: "/") {
            rule.isForFolders = true
            line = line.dropLast()
        }
        rule.isAnchored = line.contains(UInt8(ascii: "/"))
        if line.first == UInt8(ascii: "/") { line = line.dropFirst() }
        guard !line.isEmpty else { return nil }
        rule.pattern = Array(line)
        return rule
    }

    /// Whether `path`, relative to the rules' folder, is ignored; nil where no rule speaks of it.
    func ignores(_ path: String, isFolder: Bool) -> Bool? {
        let bytes = Array(path.utf8)
        let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(bytes[($0 + 1)...]) } ?? bytes
        for rule in rules.reversed() where !rule.isForFolders || isFolder {
            if Self.matches(rule.pattern[...], (rule.isAnchored ? bytes : name)[...]) { return !rule.isNegated }
        }
        return nil
    }

    /// `*` and `?` stop at slashes, `**` does not; `[a-z]` and `\x` as in the shell.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var pattern = pattern
        var text = text
        while let byte = pattern.first {
            switch byte {
            case UInt8(ascii: "*"):
                var rest = pattern.dropFirst()
                guard rest.first == UInt8(ascii: "*") else {
                    while true {
                        if matches(rest, text) { return true }
                        guard let next = text.first, next != UInt8(ascii: "/") else { return false }
                        text = text.dropFirst()
                    }
                }
                rest = rest.dropFirst()
                if rest.isEmpty { return true }
                if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
                while true {
                    if matches(rest, text) { return true }
                    guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return false }
                    text = text[(slash + 1)...]
                }
            case UInt8(ascii: "?"):
                guard let next = text.first, next != UInt8(ascii: "/") else { return false }
                pattern = pattern.dropFirst()
                text = text.dropFirst()
            case UInt8(ascii: "["):
                guard let next = text.first, let (isIn, rest) = inClass(pattern.dropFirst(), next) else { return false }
                guard isIn, next != UInt8(ascii: "/") else { return false }
                pattern = rest
                text = text.dropFirst()
            default:
                var literal = byte
                var rest = pattern.dropFirst()
                if byte == UInt8(ascii: "\\"), let next = rest.first {
                    literal = next
                    rest = rest.dropFirst()
                }
                guard text.first == literal else { return false }
                pattern = rest
                text = text.dropFirst()
            }
        }
        return text.isEmpty
    }

    private static func inClass(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> (Bool, ArraySlice<UInt8>)? {
        var pattern = pattern
        var isNegated = false
        if pattern.first == UInt8(ascii: "!") || pattern.first == UInt8(ascii: "^") {
            isNegated = true
            pattern = pattern.dropFirst()
        }
        var isIn = false
        var isFirst = true
        while let low = pattern.first {
            if low == UInt8(ascii: "]"), !isFirst { return (isIn != isNegated, pattern.dropFirst()) }
            isFirst = false
            pattern = pattern.dropFirst()
            if pattern.first == UInt8(ascii: "-"), let high = pattern.dropFirst().first, high != UInt8(ascii: "]") {
                if low <= byte, byte <= high { isIn = true }
                pattern = pattern.dropFirst(2)
            } else if low == byte {
                isIn = true
            }
        }
        return nil
    }
}
