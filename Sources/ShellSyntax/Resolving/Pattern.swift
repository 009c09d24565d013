// SPDX-License-Identifier: Apache-2.0

/// A pattern of the shell: `*`, `?`, `[…]`, `@(…)` and most of its kin.
struct Pattern {
    private enum Matcher: Hashable {
        case any
        case scalar(Unicode.Scalar)
        case set([ClosedRange<UInt32>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .any: true
            case .scalar(let one): one == scalar
            case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
            }
        }
    }

    /// One character, or any number of them.
    private struct Node: Hashable {
        let matcher: Matcher
        let repeats: Bool
    }

    /// Any of these.
    private var ways: [[Node]] = [[]]

    /// Text as a pattern that matches it alone.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isSpecial(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "|"), UInt8(ascii: "!"), UInt8(ascii: "-"), UInt8(ascii: "^"):
            true
        default: false
        }
    }

    /// - Parameter text: With what is quoted behind backslashes. Nothing comes of `!(…)` and of what repeats more than a
    ///   character.
    init?(_ text: String) {
        var scalars = Array(text.unicodeScalars)[...]
        guard let ways = Self.ways(&scalars, depth: 0) else { return nil }
        self.ways = ways
    }

    private static func ways(_ text: inout ArraySlice<Unicode.Scalar>, depth: Int) -> [[Node]]? {
        var done: [[Node]] = []
        var ways: [[Node]] = [[]]
        func append(_ node: Node) { for index in ways.indices { ways[index].append(node) } }
        while let scalar = text.first {
            if depth > 0, scalar == ")" { break }
            text.removeFirst()
            if depth > 0, scalar == "|" {
                done += ways
                ways = [[]]
                continue
            }
            let isOperator = scalar == "@" || scalar == "?" || scalar == "*" || scalar == "+" || scalar == "!"
            if isOperator, text.first == "(", depth < 8 {
                text.removeFirst()
                guard let inner = Self.ways(&text, depth: depth + 1), text.popFirst() == ")", scalar != "!" else { return nil }
                if scalar == "@" || scalar == "?" {
                    guard ways.count * (inner.count + 1) <= 64 else { return nil }
                    let all = scalar == "?" ? inner + [[]] : inner
                    ways = ways.flatMap { way in all.map { way + $0 } }
                } else {
                    // What repeats is one character, or one of some.
                    guard let set = union(inner) else { return nil }
                    if scalar == "+" { append(Node(matcher: set, repeats: false)) }
                    append(Node(matcher: set, repeats: true))
                }
                continue
            }
            switch scalar {
            case "*": append(Node(matcher: .any, repeats: true))
            case "?": append(Node(matcher: .any, repeats: false))
            case "[":
                if let set = set(&text) {
                    append(Node(matcher: set, repeats: false))
                } else {
                    append(Node(matcher: .scalar(scalar), repeats: false))
                }
            case "\\": append(Node(matcher: .scalar(text.popFirst() ?? scalar), repeats: false))
            default: append(Node(matcher: .scalar(scalar), repeats: false))
            }
        }
        return done + ways
    }

    private static func union(_ ways: [[Node]]) -> Matcher? {
        var ranges: [ClosedRange<UInt32>] = []
        for way in ways {
            guard way.count == 1, !way[0].repeats else { return nil }
            switch way[0].matcher {
            case .any: return .any
            case .scalar(let scalar): ranges.append(scalar.value...scalar.value)
            case .set(let more, false): ranges += more
            case .set(_, true):
                guard ways.count == 1 else { return nil }
                return way[0].matcher
            }
        }
        return .set(ranges, isNegated: false)
    }

    /// What stands behind a `[`; nothing, and nothing read, where it is not closed.
    private static func set(_ text: inout ArraySlice<Unicode.Scalar>) -> Matcher? {
        var rest = text
        var isNegated = false
        if rest.first == "!" || rest.first == "^" {
            isNegated = true
            rest.removeFirst()
        }
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while var scalar = rest.popFirst() {
            if scalar == "]", !isFirst {
                text = rest
                return .set(ranges, isNegated: isNegated)
            }
            isFirst = false
            if scalar == "[", rest.first == ":", let close = rest.dropFirst().firstIndex(of: ":"),
                rest[close...].dropFirst().first == "]"
            {
                let name = String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<close]))
                if let known = Self.class(name) {
                    ranges += known
                    rest = rest[(close + 2)...]
                    continue
                }
            }
            if scalar == "\\" { scalar = rest.popFirst() ?? scalar }
            var last = scalar
            if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
                rest.removeFirst(2)
                last = end == "\\" ? rest.popFirst() ?? end : end
            }
            if scalar.value <= last.value { ranges.append(scalar.value...last.value) }
        }
        return nil
    }

    static func `class`(_ name: String) -> [ClosedRange<UInt32>]? {
        switch name {
        case "digit": [48...57]
        case "lower": [97...122]
        case "upper": [65...90]
        case "alpha": [65...90, 97...122]
        case "alnum": [48...57, 65...90, 97...122]
        case "word": [48...57, 65...90, 95...95, 97...122]
        case "xdigit": [48...57, 65...70, 97...102]
        case "space": [9...13, 32...32]
        case "blank": [9...9, 32...32]
        case "punct": [33...47, 58...64, 91...96, 123...126]
        case "cntrl": [0...31, 127...127]
        case "print": [32...126]
        case "graph": [33...126]
        default: nil
        }
    }

    /// `*`
    var matchesAll: Bool { ways.contains { $0.count == 1 && $0[0].repeats && $0[0].matcher == .any } }

    /// The only text that it matches, if there is but one.
    var literal: String? {
        guard ways.count == 1 else { return nil }
        var text = String.UnicodeScalarView()
        for node in ways[0] {
            guard case .scalar(let scalar) = node.matcher, !node.repeats else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    // MARK: - Matching

    /// Nothing where the pattern is too long for that.
    func matches(_ text: String) -> Bool? { matches(Array(text.unicodeScalars)) }

    func matches(_ scalars: [Unicode.Scalar]) -> Bool? {
        for way in ways {
            guard let found = Self.ends(way, in: scalars[...], stopsAtFirst: false) else { return nil }
            if found.longest == scalars.count { return true }
        }
        return false
    }

    /// Where a match that begins at the start may end, counted from there, and how much was read: all places of the pattern
    /// are tried at once, one bit for each. Nothing where there are too many.
    private static func ends(
        _ nodes: [Node],
        in text: ArraySlice<Unicode.Scalar>,
        stopsAtFirst: Bool
    ) -> (shortest: Int?, longest: Int?, count: Int)? {
        guard nodes.count < 64 else {
            return nodes.count < 4096 && !nodes.contains(where: \.repeats) ? plainEnd(nodes, in: text) : nil
        }
        let last: UInt64 = 1 << UInt64(nodes.count)
        var states = skipping(1, nodes)
        var shortest: Int?
        var longest: Int?
        var count = 0
        if states & last != 0 {
            (shortest, longest) = (0, 0)
            if stopsAtFirst { return (0, 0, 0) }
        }
        for scalar in text {
            var next: UInt64 = 0
            var open = states & ~last
            while open != 0 {
                let index = open.trailingZeroBitCount
                open &= open - 1
                let node = nodes[index]
                if node.matcher.matches(scalar) { next |= 1 << UInt64(node.repeats ? index : index + 1) }
            }
            count += 1
            guard next != 0 else { break }
            states = skipping(next, nodes)
            if states & last != 0 {
                shortest = shortest ?? count
                longest = count
                if stopsAtFirst { break }
            }
        }
        return (shortest, longest, count)
    }

    /// Of a long pattern in which nothing repeats.
    private static func plainEnd(
        _ nodes: [Node],
        in text: ArraySlice<Unicode.Scalar>
    ) -> (shortest: Int?, longest: Int?, count: Int) {
        let fits = text.count >= nodes.count && zip(nodes, text).allSatisfy { $0.matcher.matches($1) }
        return fits ? (nodes.count, nodes.count, nodes.count) : (nil, nil, nodes.count)
    }

    private static func skipping(_ states: UInt64, _ nodes: [Node]) -> UInt64 {
        var states = states
        var open = states
        while open != 0 {
            let index = open.trailingZeroBitCount
            open &= open - 1
            guard index < nodes.count, nodes[index].repeats else { continue }
            let next: UInt64 = 1 << UInt64(index + 1)
            if states & next == 0 {
                states |= next
                open |= next
            }
        }
        return states
    }

    private enum End {
        case none
        case at(Int)
        case unknown
    }

    private func end(in text: ArraySlice<Unicode.Scalar>, longest: Bool, reversed: Bool = false, work: inout Int) -> End {
        var best: Int?
        for way in ways {
            let nodes = reversed ? way.reversed() : way
            guard let found = Self.ends(nodes, in: text, stopsAtFirst: !longest) else { return .unknown }
            work += found.count + 1
            guard let end = longest ? found.longest : found.shortest else { continue }
            best = best.map { longest ? max($0, end) : min($0, end) } ?? end
        }
        return best.map { .at($0) } ?? .none
    }

    func withoutPrefix(_ text: String, longest: Bool) -> String? {
        let scalars = Array(text.unicodeScalars)
        var work = 0
        switch end(in: scalars[...], longest: longest, work: &work) {
        case .none: return text
        case .at(let end): return String(String.UnicodeScalarView(scalars[end...]))
        case .unknown: return nil
        }
    }

    func withoutSuffix(_ text: String, longest: Bool) -> String? {
        let scalars: [Unicode.Scalar] = text.unicodeScalars.reversed()
        var work = 0
        switch end(in: scalars[...], longest: longest, reversed: true, work: &work) {
        case .none: return text
        case .at(let end): return String(String.UnicodeScalarView(scalars[end...].reversed()))
        case .unknown: return nil
        }
    }

    /// How many characters may be looked at to replace.
    private static let work = 1 << 17

    /// Nothing where that would take too long.
    func replaced(_ text: String, _ kind: ParameterExpansion.Replacement, with replacement: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let with = replacement.unicodeScalars
        var work = 0
        switch kind {
        case .atStart:
            switch end(in: scalars[...], longest: true, work: &work) {
            case .none: return text
            case .at(let end): return replacement + String(String.UnicodeScalarView(scalars[end...]))
            case .unknown: return nil
            }
        case .atEnd:
            let reversed: [Unicode.Scalar] = scalars.reversed()
            switch end(in: reversed[...], longest: true, reversed: true, work: &work) {
            case .none: return text
            case .at(let end): return String(String.UnicodeScalarView(scalars[..<(scalars.count - end)])) + replacement
            case .unknown: return nil
            }
        case .first, .all:
            guard !ways.allSatisfy(\.isEmpty) else { return text }
            var result = String.UnicodeScalarView()
            var place = 0
            while place < scalars.count {
                guard work <= Self.work else { return nil }
                let found = end(in: scalars[place...], longest: true, work: &work)
                if case .unknown = found { return nil }
                guard case .at(let end) = found, end > 0 else {
                    result.append(scalars[place])
                    place += 1
                    continue
                }
                result += with
                place += end
                guard result.count <= Budget.bytes || result.count <= scalars.count else { return nil }
                if kind == .first { break }
            }
            result += scalars[place...]
            if scalars.isEmpty, matches("") == true { result += with }
            return String(result)
        }
    }
}
