// SPDX-License-Identifier: Apache-2.0

/// A name with a value beside it, in whatever notation: `NAME=value`, `"name": "value"`, `name => 'value'`,
/// `<name>value</name>`, `f("NAME", "value")`, `--name value`, `vendor NAME value`.
struct Assignment {
    /// How the value is joined to its name.
    enum Separator {
        /// `=`, `:`, `=>`, `>` and the like.
        case explicit
        /// A comma or a parenthesis: an argument beside another.
        case argument
        /// Nothing but blanks.
        case blank
        /// A hyphen, dot or underscore inside one word.
        case joined
    }

    var name: Range<Int>
    /// What follows the keyword in the name.
    var tail: Range<Int>
    var value: Range<Int>
    var separator: Separator
    /// The quotation mark around the value; 0 where there is none.
    var quote: UInt8 = 0
    /// No blank between name, separator and value.
    var isTight = true
    /// The value is an element's content.
    var isElement = false
    /// The value stands on a later line than the name.
    var isOnNextLine = false
    /// The byte after the value; 0 at the end.
    var after: UInt8 = 0

    private static let quotes = ByteSet("\"'`")
    private static let ends = ByteSet(" \t\r\n\"'`,;&)]}<>|\\\u{0}")
    private static let joints = ByteSet("-._")
    private static let valueLimit = 4096

    /// The last run without an end that was read, so that names inside of it do not lead to reading it again and again.
    struct Run {
        var start = 0
        var end = 0
        var readings = 0
        /// More names than this in one run are nobody's.
        static let limit = 64
    }

    /// Reads the assignment whose name has a keyword at `keyword`.
    static func read(_ text: Bytes, keyword: Range<Int>, _ last: inout Run) -> Assignment? {
        let nameStart = text.start(of: .name, to: keyword.lowerBound, limit: 64)
        let run = text.end(of: .name, from: keyword.upperBound, limit: 256)
        guard run - keyword.upperBound < 256 else { return nil }
        var reader = SeparatorReader(text: text, position: run)
        reader.read()
        let start = reader.position
        if reader.sawExplicit || reader.sawArgument, start < text.count {
            guard run - keyword.upperBound <= 48 else { return nil }
            var assignment = Assignment(
                name: nameStart..<run,
                tail: keyword.upperBound..<run,
                value: start..<start,
                separator: reader.sawExplicit ? .explicit : .argument
            )
            assignment.isTight = !reader.sawBlank
            assignment.isOnNextLine = reader.sawNewline
            assignment.isElement = reader.isElement
            return assignment.readingValue(
                text,
                quote: reader.quote,
                isEscaped: reader.isEscaped,
                isElement: reader.isElement,
                &last
            )
        }
        if let joined = joinedValue(text, keyword, nameStart, run) { return joined }
        // A blank alone: the name ends where its run ends, and the value follows at once.
        guard run - keyword.upperBound <= 48, reader.sawBlank, !reader.sawNewline, start < text.count, start > run,
            ByteSet.blank.contains(text[run])
        else { return nil }
        var assignment = Assignment(
            name: nameStart..<run,
            tail: keyword.upperBound..<run,
            value: start..<start,
            separator: .blank
        )
        assignment.isTight = false
        return assignment.readingValue(text, quote: reader.quote, isEscaped: reader.isEscaped, isElement: false, &last)
    }

    /// `cliengo-SECRET-123e4567-…`: name and value are one run.
    private static func joinedValue(_ text: Bytes, _ keyword: Range<Int>, _ nameStart: Int, _ run: Int) -> Assignment? {
        guard run - keyword.upperBound >= 14 else { return nil }
        var position = keyword.upperBound
        // Letters of the name that follow the keyword.
        while position < run, position - keyword.upperBound < 24, !joints.contains(text[position]) { position += 1 }
        guard position < run, joints.contains(text[position]), run - position > 14 else { return nil }
        for index in keyword.upperBound..<position where ByteSet.digitSet.contains(text[index]) { return nil }
        return Assignment(
            name: nameStart..<position,
            tail: keyword.upperBound..<position,
            value: (position + 1)..<run,
            separator: .joined,
            after: run < text.count ? text[run] : 0
        )
    }

    private func readingValue(
        _ text: Bytes,
        quote: UInt8,
        isEscaped: Bool,
        isElement: Bool,
        _ last: inout Run
    ) -> Assignment? {
        var assignment = self
        var start = value.lowerBound
        var end = start
        let limit = min(text.count, start + Self.valueLimit)
        if quote != 0 {
            while end < limit, text[end] != quote, text[end] != 0x0A {
                // A backslash takes the next byte along, but for the one that closes an escaped quotation.
                if text[end] == UInt8(ascii: "\\"), end + 1 < limit {
                    if isEscaped, text[end + 1] == quote { break }
                    end += 1
                }
                end += 1
            }
            end = min(end, limit)
            if end < limit, text[end] != 0x0A {
                assignment.quote = quote
            } else {
                end = start
            }
        }
        let isUnclosed = quote != 0 && end == start
        if end == start {
            assignment.quote = 0
            if isElement {
                while end < limit, text[end] != UInt8(ascii: "<"), text[end] > 0x20 { end += 1 }
            } else if start >= last.start, start < last.end {
                last.readings += 1
                guard last.readings <= Run.limit, last.end - start < Self.valueLimit else { return nil }
                end = last.end
            } else {
                // To its very end, once.
                while end < text.count, !Self.ends.contains(text[end]) { end += 1 }
                last = Run(start: start, end: end)
                guard end - start < Self.valueLimit else { return nil }
            }
        }
        // A quotation mark that its line never closes belongs to no value but one that goes up to the line's end.
        if isUnclosed, end < text.count, text[end] != 0x0A, text[end] != 0x0D { return nil }
        // The words before a credential in a header's value are none of it.
        for scheme in Self.schemes where text.hasFolded(scheme, at: start) {
            let next = start + scheme.utf8CodeUnitCount
            if next < end || assignment.quote == 0 {
                start = text.end(of: .blank, from: next, limit: 4)
                if assignment.quote == 0 {
                    end = start
                    while end < limit, !Self.ends.contains(text[end]) { end += 1 }
                }
            }
            break
        }
        guard end > start, end - start < Self.valueLimit else { return nil }
        assignment.value = start..<end
        assignment.after = end < text.count ? text[end] : 0
        return assignment
    }

    private static let schemes: [StaticString] = ["bearer ", "basic ", "token ", "apikey ", "ssws ", "key "]
}

/// Reads what stands between a name and its value.
private struct SeparatorReader {
    let text: Bytes
    var position: Int
    var sawExplicit = false
    var sawArgument = false
    var sawBlank = false
    var sawNewline = false
    var sawBrace = false
    var isElement = false
    var isEscaped = false
    var quote: UInt8 = 0

    init(text: Bytes, position: Int) {
        self.text = text
        self.position = position
    }

    mutating func read() {
        for _ in 0..<4 {
            separators()
            if !word() { return }
        }
    }

    private mutating func separators() {
        let limit = min(text.count, position + 80)
        while position < limit {
            let byte = text[position]
            switch byte {
            case 0x20, 0x09:
                if quote != 0, position > 0, text[position - 1] == quote, sawExplicit || sawArgument { return }
                sawBlank = true
                // A blank inside what was a closing quotation mark's aftermath is one between the two.
                if quote != 0, !(sawExplicit || sawArgument) { quote = 0 }
            case 0x0D, 0x0A:
                guard sawExplicit || sawBrace, !sawNewline || byte == 0x0A && text[position - 1] == 0x0D else { return }
                sawNewline = true
                quote = 0
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                if quote != 0, sawExplicit || sawArgument, text[position - 1] == quote || isEscaped {
                    // An empty value: nothing there. Two different marks ('"x"') nest.
                    if byte == quote { return }
                }
                isEscaped = position > 0 && text[position - 1] == UInt8(ascii: "\\")
                quote = byte
            case UInt8(ascii: "\\"):
                guard position + 1 < limit, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(text[position + 1]) else { return }
            case UInt8(ascii: "="), UInt8(ascii: ":"):
                // == compares.
                if byte == UInt8(ascii: "="), position + 1 < limit, text[position + 1] == byte { return stop() }
                if byte == UInt8(ascii: "="), position > 0, text[position - 1] == UInt8(ascii: "!") { return stop() }
                if quote != 0, sawExplicit, text[position - 1] == quote { return }
                // :: is a path in a program.
                if byte == UInt8(ascii: ":"), position + 1 < limit, text[position + 1] == byte { return stop() }
                sawExplicit = true
                quote = 0
            case UInt8(ascii: ">"):
                // <name>value; => and -> too.
                isElement = !sawExplicit
                sawExplicit = true
                quote = 0
            case UInt8(ascii: "<"):
                guard position + 1 < limit, text[position + 1] == UInt8(ascii: "-") else { return }
                position += 1
                sawExplicit = true
            case UInt8(ascii: ","):
                if sawExplicit { return }
                sawArgument = true
                quote = 0
            case UInt8(ascii: "("), UInt8(ascii: "["):
                if !sawExplicit { sawArgument = true }
                quote = 0
            case UInt8(ascii: "{"):
                sawBrace = true
                quote = 0
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "?"), UInt8(ascii: "@"):
                if byte != UInt8(ascii: "]"), byte != UInt8(ascii: "@"), sawExplicit || sawArgument { return }
                quote = 0
            case UInt8(ascii: "|"):
                // A table's cells; || gives another value.
                guard sawBlank || sawExplicit else { return }
                quote = 0
            default: return
            }
            position += 1
        }
    }

    /// Marks that there is no value here.
    private mutating func stop() {
        sawExplicit = false
        sawArgument = false
        sawBlank = false
    }

    /// Past a word that stands between name and value: a type, `value=`, `default:`, a string prefix, a constructor.
    private mutating func word() -> Bool {
        let start = position
        guard start < text.count, ByteSet.word.contains(text[start]), !ByteSet.digitSet.contains(text[start]) else {
            return false
        }
        var end = text.end(of: .word, from: start, limit: 40)
        guard end < text.count, end - start < 40 else { return false }
        for name in Self.valueNames where end - start == name.utf8CodeUnitCount && text.hasFolded(name, at: start) {
            // `"value": "…"`, ` value="…"`, `default = "…"`: the value comes behind.
            var next = end
            if quote != 0, next < text.count, text[next] == quote { next += 1 }
            next = text.end(of: .blank, from: next, limit: 4)
            guard next < text.count, text[next] == UInt8(ascii: "=") || text[next] == UInt8(ascii: ":") else { return false }
            position = next
            quote = 0
            sawExplicit = true
            return true
        }
        guard quote == 0 || text[start - 1] != quote else { return false }
        // b"…", u'…', L"…": a prefix of the string.
        if end - start <= 2, text[end] == UInt8(ascii: "\"") || text[end] == UInt8(ascii: "'") {
            position = end
            return sawExplicit || sawArgument
        }
        guard sawExplicit else { return false }
        // A constructor around the string: String("…"), Buffer.from('…').
        end = text.end(of: .name, from: start, limit: 40)
        if end + 1 < text.count, text[end] == UInt8(ascii: "("),
            text[end + 1] == UInt8(ascii: "\"") || text[end + 1] == UInt8(ascii: "'")
        {
            for name in Self.lookups where text.containsFolded(name, in: start..<end) { return false }
            position = end + 1
            return true
        }
        // A type between colon and equals sign: `name: String = "…"`, `name: Option<&str> = …`.
        let typeEnd = text.end(of: Self.typeBytes, from: start, limit: 40)
        var next = typeEnd
        while next > start, text[next - 1] == 0x20 { next -= 1 }
        next = text.end(of: .blank, from: next, limit: 4)
        if next + 1 < text.count, text[next] == UInt8(ascii: "="), text[next + 1] != UInt8(ascii: "="),
            text[start - 1] != UInt8(ascii: "=")
        {
            guard isTypeName(start..<typeEnd) else { return false }
            position = next
            return true
        }
        return false
    }

    private func isTypeName(_ range: Range<Int>) -> Bool {
        for name in Self.types where text.hasFolded(name, at: range.lowerBound) { return true }
        return false
    }

    private static let typeBytes = ByteSet(ByteSet.letters + "0123456789_<>?&.[]* ")
    private static let types: [StaticString] = [
        "str", "&", "option", "text", "char", "const", "bytes", "varchar", "secret", "any",
    ]
    private static let valueNames: [StaticString] = ["value", "default", "content", "val", "data", "secretvalue", "defaultvalue"]
    private static let lookups: [StaticString] = [
        "env", "get", "fetch", "input", "prompt", "i18n", "lookup", "read", "require", "find",
    ]
}

extension ByteSet {
    static let digitSet = ByteSet(ByteSet.digits)
    static let letterSet = ByteSet(ByteSet.letters)
}
