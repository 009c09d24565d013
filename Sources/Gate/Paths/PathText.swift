// SPDX-License-Identifier: Apache-2.0

/// Path arithmetic on text alone; nothing here looks at the disk.
enum PathText {
    /// An absolute path without `.`, `..`, `//` and a trailing slash. `/proc/self/root` and its like fold to `/`.
    ///
    /// - Parameters:
    ///   - path: Absolute, or relative to `base`, or beginning with `~`.
    static func absolute(_ path: String, base: String, home: String) -> String {
        var text = path
        if text.utf8.first == UInt8(ascii: "~") {
            if text == "~" || text.hasPrefix("~/") {
                text = home + text.dropFirst()
            } else {
                // Another user's home. Where it lies is a guess that errs on the side of "outside".
                let user = text.dropFirst().prefix { $0 != "/" }
                text = (user == "root" ? "/root" : "/home/\(user)") + text.dropFirst(1 + user.count)
            }
        } else if text.utf8.first != UInt8(ascii: "/") {
            text = base + "/" + text
        }
        return folded(text)
    }

    static func folded(_ path: String) -> String {
        var needsWork = path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/")
        // A part that is empty, `.` or `..`. (Longer ones that begin with two dots are rare enough to be looked at closely.)
        var slash = false
        var dots = 0
        for byte in path.utf8 {
            if byte == UInt8(ascii: "/") {
                if slash { needsWork = true }
                slash = true
                dots = 0
            } else if slash, byte == UInt8(ascii: ".") {
                dots += 1
            } else {
                slash = false
                dots = 0
            }
        }
        if slash, dots > 0 { needsWork = true }
        if !needsWork, !path.hasPrefix("/proc/") { return path }
        var parts: [Substring.UTF8View] = []
        for part in path[...].utf8.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) {
                _ = parts.popLast()
                continue
            }
            parts.append(part)
            // /proc/<pid>/root is `/`, /proc/<pid>/cwd unknown but never a way out of judging what follows it.
            if parts.count == 3, parts[0].elementsEqual("proc".utf8), parts[2].elementsEqual("root".utf8) { parts.removeAll() }
        }
        if parts.count >= 5, parts[0].elementsEqual("proc".utf8), parts[2].elementsEqual("task".utf8),
            parts[4].elementsEqual("root".utf8)
        {
            parts.removeFirst(5)
        }
        return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// Whether `path` is `folder` or lies in it. Both absolute and folded.
    static func isInside(_ path: String, _ folder: String) -> Bool {
        if folder == "/" { return true }
        guard path.hasPrefix(folder) else { return false }
        return path.utf8.count == folder.utf8.count || path.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
    }

    static func lastComponent(_ path: String) -> Substring {
        path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    }

    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    static func isPattern(_ path: String) -> Bool {
        path.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
    }

    /// Whether a shell pattern could name `path` or something below or above it, component by component. Behind `**` it is the
    /// last component that tells: a name that is neither a part of the path nor open to anything is not in it.
    static func pattern(_ pattern: String, couldTouch path: String) -> Bool {
        let patterns = pattern.split(separator: "/")
        let parts = path.split(separator: "/")
        for (index, (pattern, part)) in zip(patterns, parts).enumerated() {
            if pattern == "**" {
                guard let last = patterns.last else { return true }
                let isOpen = last.utf8.allSatisfy {
                    $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ".")
                }
                return isOpen || parts[index...].contains { matches(Array($0.utf8), Array(last.utf8)) }
            }
            if !matches(Array(part.utf8), Array(pattern.utf8)) { return false }
        }
        return true
    }

    /// `fnmatch` on one component: `*`, `?`, `[…]`; in time linear for one `*`, quadratic at worst.
    static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var n = 0
        var p = 0
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count {
                switch pattern[p] {
                case UInt8(ascii: "*"):
                    star = (p, n)
                    p += 1
                    continue
                case UInt8(ascii: "?"):
                    n += 1
                    p += 1
                    continue
                case UInt8(ascii: "["):
                    if let (isMatch, end) = bracket(name[n], pattern, p) {
                        if isMatch {
                            n += 1
                            p = end
                            continue
                        }
                    } else if name[n] == UInt8(ascii: "[") {
                        n += 1
                        p += 1
                        continue
                    }
                default:
                    if pattern[p] == name[n] {
                        n += 1
                        p += 1
                        continue
                    }
                }
            }
            guard let last = star else { return false }
            star = (last.pattern, last.name + 1)
            p = last.pattern + 1
            n = last.name + 1
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func bracket(_ byte: UInt8, _ pattern: [UInt8], _ start: Int) -> (Bool, Int)? {
        var position = start + 1
        var negated = false
        if position < pattern.count, pattern[position] == UInt8(ascii: "!") || pattern[position] == UInt8(ascii: "^") {
            negated = true
            position += 1
        }
        var found = false
        var isFirst = true
        while position < pattern.count, isFirst || pattern[position] != UInt8(ascii: "]") {
            isFirst = false
            if pattern[position] == UInt8(ascii: "["), position + 1 < pattern.count, pattern[position + 1] == UInt8(ascii: ":") {
                // A class such as [:alpha:] could be anything that it names: taken as a match.
                return (
                    true,
                    pattern[position...].firstIndex(of: UInt8(ascii: "]")).map { min($0 + 2, pattern.count) } ?? pattern.count
                )
            }
            if position + 2 < pattern.count, pattern[position + 1] == UInt8(ascii: "-"),
                pattern[position + 2] != UInt8(ascii: "]")
            {
                if pattern[position] <= byte, byte <= pattern[position + 2] { found = true }
                position += 3
            } else {
                if pattern[position] == byte { found = true }
                position += 1
            }
        }
        guard position < pattern.count else { return nil }
        return (found != negated, position + 1)
    }
}
