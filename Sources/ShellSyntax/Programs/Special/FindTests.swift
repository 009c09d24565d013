// SPDX-License-Identifier: Apache-2.0

/// What the tests of a `find` expression let through, as far as they have been read.
struct FindTests {
    /// What passes.
    struct Selection {
        /// Patterns of the last part of its path, or of all of it where they begin with `/` or `./`; nil where any may pass.
        var names: [Field]?
        /// Whether a test picks some of many. One that only leaves some out, `! -name x`, picks nothing.
        var isNarrow = false
        var isPlainFiles = false
        var isDeep = true

        /// Whether nothing below the start is safe from it.
        var isAll: Bool { names == nil && !isNarrow }

        /// Both hold.
        mutating func narrow(by other: Selection) {
            names = other.names ?? names
            isNarrow = isNarrow || other.isNarrow
            isPlainFiles = isPlainFiles || other.isPlainFiles
        }

        /// One of them holds.
        mutating func widen(by other: Selection) {
            if let mine = names, let others = other.names, mine.count + others.count <= 16 {
                names = mine + others
            } else {
                names = nil
            }
            isNarrow = isNarrow && other.isNarrow
            isPlainFiles = isPlainFiles && other.isPlainFiles
        }
    }

    /// What stands in parentheses, or in none.
    private struct Group {
        /// The alternatives before the last `-o`.
        var before: Selection?
        var last = Selection()
        /// Whether `!` stands before what comes next.
        var isNegated = false
        /// Whether `!` stands before the parenthesis.
        var negates = false

        var whole: Selection {
            guard var all = before else { return last }
            all.widen(by: last)
            return all
        }
    }

    private var groups = [Group()]
    private let isDeep: Bool

    init(depth words: ArraySlice<Field>) {
        let limit = words.firstIndex { $0.text == "-maxdepth" }
        isDeep = limit.map { words.index(after: $0) < words.endIndex && words[words.index(after: $0)].text == "1" } != true
    }

    /// What comes to an action that stands here.
    var selection: Selection {
        var all = Selection()
        for group in groups { all.narrow(by: group.last) }
        all.isDeep = isDeep
        return all
    }

    /// Reads a test or an operator.
    mutating func take(_ word: String, _ value: Field?) {
        switch word {
        case "(", "\\(": groups.append(Group(negates: takeNegation()))
        case ")", "\\)":
            guard groups.count > 1, let group = groups.popLast() else { return }
            pass(group.negates ? Selection() : group.whole)
        case "!", "\\!", "-not": groups[groups.count - 1].isNegated.toggle()
        case "-o", "-or":
            let whole = groups[groups.count - 1].whole
            groups[groups.count - 1].before = whole
            groups[groups.count - 1].last = Selection()
        case ",":
            groups[groups.count - 1].before = nil
            groups[groups.count - 1].last = Selection()
        case "-name", "-iname":
            guard let value else { return }
            pass(Self.named(value))
        case "-path", "-ipath", "-wholename", "-iwholename":
            guard let value else { return }
            pass(Self.lying(at: value))
        case "-type", "-xtype":
            var selection = Selection()
            selection.isPlainFiles = value?.text == "f"
            selection.isNarrow = value?.text != "f" && value?.text != "d"
            pass(selection)
        case _ where Self.isNoTest(word): break
        default:
            var selection = Selection()
            selection.isNarrow = true
            pass(selection)
        }
    }

    private mutating func takeNegation() -> Bool {
        let isNegated = groups[groups.count - 1].isNegated
        groups[groups.count - 1].isNegated = false
        return isNegated
    }

    private mutating func pass(_ selection: Selection) {
        if takeNegation() { return }
        groups[groups.count - 1].last.narrow(by: selection)
    }

    /// A quoted pattern is one to `find`.
    private static func pattern(_ field: Field) -> Field {
        var pattern = Field([], span: field.span)
        pattern.taint = field.taint
        for piece in field.pieces {
            guard case .text(let text) = piece else {
                pattern.append(piece)
                continue
            }
            for piece in Pattern.pieces(of: text) { pattern.append(piece) }
        }
        return pattern
    }

    /// `*` and `*.*` name everything.
    private static func namesAll(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } || text == "*.*"
    }

    private static func named(_ value: Field) -> Selection {
        var selection = Selection()
        if value.text.map(namesAll) == true || value.startsWithHole && value.pieces.count == 1 { return selection }
        selection.names = [pattern(value)]
        selection.isNarrow = true
        return selection
    }

    private static func lying(at value: Field) -> Selection {
        var selection = Selection()
        selection.isNarrow = true
        guard let text = value.text, !text.isEmpty else { return selection }
        if namesAll(text) { return Selection() }
        if text.hasPrefix("/") || text.hasPrefix("./") {
            selection.names = [pattern(value)]
        } else if text.hasPrefix("*/"), text != "*/*" {
            selection.names = [pattern(value.saying(String(text.dropFirst(2))))]
        }
        return selection
    }

    static func takesValue(_ word: String) -> Bool { values.contains(word) || word.hasPrefix("-newer") }

    private static func isNoTest(_ word: String) -> Bool {
        switch word {
        case "-maxdepth", "-mindepth", "-depth", "-d", "-xdev", "-mount", "-follow", "-regextype", "-daystart", "-prune", "-quit",
            "-noleaf", "-ignore_readdir_race", "-noignore_readdir_race", "-true", "-warn", "-nowarn", "-a", "-and", "-readable",
            "-writable":
            true
        default: word.utf8.first != UInt8(ascii: "-")
        }
    }

    private static let values: Set<String> = [
        "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-regex", "-iregex", "-regextype", "-type", "-xtype",
        "-size", "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin", "-maxdepth", "-mindepth", "-user", "-group", "-uid",
        "-gid", "-perm", "-links", "-inum", "-fstype", "-lname", "-ilname", "-used", "-context", "-flags", "-Bmin", "-Btime",
        "-depth-n", "-anewer", "-cnewer", "-samefile",
    ]
}
