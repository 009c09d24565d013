// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// The delimiter behind `<<`; the body comes behind the next line feed.
    @inline(never)
    mutating func hereDocument(stripsTabs: Bool) throws(Problem) -> Int {
        let start = index
        let word = try word(.plain)
        var isQuoted = false
        var delimiter: [UInt8] = []
        for part in word.parts {
            switch part {
            case .literal(let text), .glob(let text): delimiter += text.text.utf8
            case .escaped(let text), .singleQuoted(let text):
                isQuoted = true
                delimiter += text.text.utf8
            case .ansiQuoted(let text):
                isQuoted = true
                delimiter += text.value
            case .doubleQuoted(let text):
                isQuoted = true
                delimiter += text.parts.isEmpty ? [] : plain(text.parts)
            default: delimiter += raw(part.span)
            }
        }
        if word.parts.isEmpty { throw unexpected() }
        output.hereDocuments.append(
            HereDocument(
                delimiter: String(decoding: delimiter, as: UTF8.self),
                isQuoted: isQuoted,
                stripsTabs: stripsTabs,
                body: [],
                span: span(start, start),
                isTerminated: false
            )
        )
        pending.append(output.hereDocuments.count - 1)
        return output.hereDocuments.count - 1
    }

    private func plain(_ parts: [WordPart]) -> [UInt8] {
        parts.flatMap { part -> [UInt8] in
            switch part {
            case .literal(let text), .escaped(let text): Array(text.text.utf8)
            default: raw(part.span)
            }
        }
    }

    private func raw(_ span: SourceSpan) -> [UInt8] {
        places == nil ? Array(bytes[min(Int(span.start), bytes.count)..<min(Int(span.end), bytes.count)]) : []
    }

    /// The bodies that were announced on the line before.
    @inline(never)
    mutating func readHereDocuments() {
        let numbers = pending
        pending = []
        for number in numbers { readBody(number) }
    }

    /// What was announced, where no line follows.
    @inline(never)
    mutating func endPending() {
        for number in pending {
            output.hereDocuments[number].span = span(index, index)
            note(.warning, "the here-document has no body", index, index)
        }
        pending = []
    }

    @inline(never)
    private mutating func readBody(_ number: Int) {
        let document = output.hereDocuments[number]
        let delimiter = Array(document.delimiter.utf8)
        let start = index
        var line = index
        var close: Int?
        while line < end {
            if let stop = delimiterEnd(line, delimiter, document) {
                close = stop
                break
            }
            line = nextLine(line, joins: !document.isQuoted)
        }
        let stop = min(line, end)
        let limit = end
        end = stop
        var parts: [WordPart] = []
        if document.isQuoted {
            index = start
            while index < end {
                var from = index
                if document.stripsTabs {
                    while current == 9 { index += 1 }
                    emit(.blank)
                    from = index
                }
                while index < end, bytes[index] != 10 || !document.stripsTabs { index += 1 }
                if index < end { index += 1 }
                emit(.text)
                if index > from {
                    let text = String(decoding: bytes[from..<index], as: UTF8.self)
                    parts.append(.literal(Text(text: text, span: span(from))))
                }
            }
        } else {
            let level = depth
            let (outer, inside) = (pending, endsAtParenthesis)
            do throws(Problem) {
                parts = try quoted(until: .end, stripsTabs: document.stripsTabs)
            } catch {
                note(error, .deferred)
                index = stop
                emit(.unparsed)
                depth = level
                end = stop
            }
            (pending, endsAtParenthesis) = (outer, inside)
        }
        index = stop
        emit(.text)
        end = limit
        output.hereDocuments[number].body = parts
        output.hereDocuments[number].span = span(start, stop)
        output.hereDocuments[number].isTerminated = close != nil
        if let close {
            index = close
            emit(.delimiter)
            skipContinuations()
        } else {
            note(.warning, "the here-document has no line \(document.delimiter)", start, stop)
        }
    }

    /// Where the delimiter's line ends, if one stands here.
    private func delimiterEnd(_ line: Int, _ delimiter: [UInt8], _ document: HereDocument) -> Int? {
        var place = line
        if document.stripsTabs { while byte(place) == 9, place < end { place += 1 } }
        for expected in delimiter {
            if !document.isQuoted { while byte(place) == UInt8(ascii: "\\"), byte(place + 1) == 10 { place += 2 } }
            guard place < end, bytes[place] == expected else { return nil }
            place += 1
        }
        if place >= end { return end }
        if bytes[place] == 10 { return place + 1 }
        guard endsAtParenthesis else { return nil }
        // bash takes `EOF)` for the end where `)` ends a substitution.
        return bytes[place] == UInt8(ascii: ")") ? place : nil
    }

    private func nextLine(_ line: Int, joins: Bool) -> Int {
        var place = line
        while place < end, bytes[place] != 10 {
            if joins, bytes[place] == UInt8(ascii: "\\"), place + 1 < end { place += 1 }
            place += 1
        }
        return min(place + 1, end)
    }
}
