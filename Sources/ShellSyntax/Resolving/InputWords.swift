// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// The commands that xargs makes of an argument list and the words of standard input.
    func withInput(_ words: [Field], _ input: Start.InputWords, _ index: Int) -> [[Field]] {
        let span = words.first?.span ?? SourceSpan(0, 0)
        var hole = Field([.unknown(.other)], span: span, isSplit: true)
        var items: [Field]?
        switch state.streams.input {
        case .value(let value):
            let options = resolution.invocations.indices.contains(index) ? resolution.invocations[index].words : []
            let isLines = input != .appended
            if let text = value.text {
                items = Self.items(of: text, options, isLines: isLines)?.map { Field($0, span: span) }
            } else {
                items = names(in: value, isLines: isLines, span)
            }
            hole = Field([.unknown(value.producers.isEmpty ? .other : .output(value.producers))], span: span, isSplit: true)
            hole.taint = value.taint
        case .nothing: items = []
        default: break
        }
        switch input {
        case .appended:
            guard let items, items.count <= 4096 else { return [words + [hole]] }
            return [words + items]
        case .replacing(let sign), .quoted(let sign):
            if case .quoted = input { items = items?.map(\.shellQuoted) }
            // One line at a time; of many what is in its place is not told one by one, nor where one of these starts another.
            let limit = starters.count > 2 ? 1 : 16
            guard let items, !items.isEmpty, items.count <= limit else {
                return [words.map { Self.replacing(sign, in: $0, by: hole) }]
            }
            return items.map { item in words.map { Self.replacing(sign, in: $0, by: item) } }
        }
    }

    private static func replacing(_ sign: String, in field: Field, by item: Field) -> Field {
        guard !sign.isEmpty, field.pieces.contains(where: { if case .text(let text) = $0 { text.contains(sign) } else { false } })
        else { return field }
        var made = Field([], span: field.span)
        made.taint = field.taint.union(item.taint)
        for piece in field.pieces {
            guard case .text(let text) = piece else {
                made.append(piece)
                continue
            }
            var rest = Array(text.utf8)[...]
            let sign = Array(sign.utf8)
            var plain: [UInt8] = []
            while !rest.isEmpty {
                if rest.starts(with: sign) {
                    made.append(.text(String(decoding: plain, as: UTF8.self)))
                    plain = []
                    for piece in item.pieces { made.append(piece) }
                    rest = rest.dropFirst(sign.count)
                } else if let byte = rest.popFirst() {
                    plain.append(byte)
                }
            }
            made.append(.text(String(decoding: plain, as: UTF8.self)))
        }
        return made
    }

    /// The words of a text: by blanks, quotes and backslashes; by lines; or as an option says.
    private static func items(of text: String, _ options: [Field], isLines: Bool) -> [String]? {
        var separator: UInt8? = isLines ? 10 : nil
        for (index, option) in options.enumerated() {
            guard let option = option.text else { continue }
            if option == "-0" || option == "--null" || option == "-0r" || option == "-r0" { separator = 0 }
            if option == "-d" || option == "--delimiter", index + 1 < options.count {
                guard let next = options[index + 1].text else { return nil }
                separator = delimiter(next)
            } else if option.hasPrefix("-d"), option.utf8.count > 2 {
                separator = delimiter(String(option.dropFirst(2)))
            } else if option.hasPrefix("--delimiter=") {
                separator = delimiter(String(option.dropFirst(12)))
            }
        }
        if let separator {
            return text.utf8.split(separator: separator).map { String(Substring($0)) }
        }
        var items: [String] = []
        var item: [UInt8] = []
        var isOpen = false
        var quote: UInt8 = 0
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                item.append(byte)
                isEscaped = false
            } else if quote != 0 {
                if byte == quote { quote = 0 } else { item.append(byte) }
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                isOpen = true
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
                isOpen = true
            } else if byte == 32 || byte == 9 || byte == 10 {
                if isOpen { items.append(String(decoding: item, as: UTF8.self)) }
                item = []
                isOpen = false
            } else {
                item.append(byte)
                isOpen = true
            }
        }
        if isOpen { items.append(String(decoding: item, as: UTF8.self)) }
        return items
    }

    private static func delimiter(_ text: String) -> UInt8 {
        switch text {
        case "\\n": 10
        case "\\0": 0
        case "\\t": 9
        default: text.utf8.first ?? 10
        }
    }
}
