// SPDX-License-Identifier: Apache-2.0

/// Builtins that read standard input.
extension Walker {
    /// `read`: a line of known input, split as IFS says.
    mutating func read(_ fields: [Field], _ span: SourceSpan) {
        var names: [String] = []
        var array: String?
        var isRaw = false
        var delimiter: UInt8 = 10
        var count: Int?
        var isOdd = false
        var descriptor = 0
        var index = 1
        while index < fields.count {
            guard let text = fields[index].text else {
                isOdd = true
                index += 1
                continue
            }
            index += 1
            guard names.isEmpty, text.utf8.first == UInt8(ascii: "-"), text.utf8.count > 1 else {
                names.append(text)
                continue
            }
            let letters = Array(text.utf8.dropFirst())
            var place = 0
            while place < letters.count {
                let letter = letters[place]
                place += 1
                if letter == UInt8(ascii: "r") { isRaw = true }
                if letter == UInt8(ascii: "-") { break }
                guard
                    [
                        UInt8(ascii: "a"), UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "N"),
                        UInt8(ascii: "p"),
                        UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "A"),
                    ].contains(letter)
                else { continue }
                var argument: String?
                if place < letters.count {
                    argument = String(decoding: letters[place...], as: UTF8.self)
                    place = letters.count
                } else if index < fields.count {
                    argument = fields[index].text
                    index += 1
                }
                switch letter {
                case UInt8(ascii: "a"), UInt8(ascii: "A"): array = argument
                case UInt8(ascii: "d"): delimiter = argument?.utf8.first ?? 0
                case UInt8(ascii: "n"), UInt8(ascii: "N"): count = argument.flatMap { Int($0) }
                case UInt8(ascii: "u"): descriptor = argument.flatMap { Int($0) } ?? 0
                case UInt8(ascii: "t"): isOdd = isOdd || argument == "0"
                default: break
                }
            }
        }
        emit(fields, Usage(), span)
        if let lines = linesOfNames(descriptor), array == nil, names.count <= 1 {
            // Any number of them: the names stay where they are for the next turn.
            let name = names.first ?? "REPLY"
            state.variables[name] = Variable(lines.count == 1 ? .scalar(lines[0]) : .choice(lines))
            if lines.count > 1 { state.choices.insert(name) } else { state.choices.remove(name) }
            state.status = nil
            return
        }
        let line = isOdd || count != nil ? nil : takeLine(descriptor, delimiter, isRaw)
        guard let line else {
            let origin = inputOrigin(descriptor)
            if let array { state.variables[array] = Variable(.unknown(origin.taint)) }
            for name in names.isEmpty && array == nil ? ["REPLY"] : names {
                assign(to: name, origin.pieces.isEmpty ? Value(unknown: .parameter(name), taint: origin.taint) : origin, span)
            }
            state.status = nil
            return
        }
        state.status = line.isEnded ? 0 : 1
        let separators = self.separators ?? [32, 9, 10]
        if let array {
            let words = Self.split(line.bytes, separators, isRaw, limit: nil)
            state.variables[array] = Variable(
                .indexed(
                    Dictionary(uniqueKeysWithValues: words.enumerated().map { ($0.offset, Value($0.element, taint: line.taint)) })
                )
            )
            return
        }
        guard !names.isEmpty else {
            let text = Self.split(line.bytes, [], isRaw, limit: 1).first ?? ""
            set("REPLY", Value(text, taint: line.taint))
            return
        }
        let words = Self.split(line.bytes, separators, isRaw, limit: names.count)
        for (number, name) in names.enumerated() {
            assign(to: name, Value(number < words.count ? words[number] : "", taint: line.taint), span)
        }
    }

    private func source(_ descriptor: Int) -> Streams.Source { state.streams[descriptor]?.source ?? .unknown }

    private func inputOrigin(_ descriptor: Int) -> Value {
        switch source(descriptor) {
        case .value(let value):
            let producers = value.producers
            return producers.isEmpty
                ? Value(pieces: [], taint: value.taint) : Value(unknown: .output(producers), taint: value.taint)
        case .file: return Value(pieces: [], taint: [.local, .output])
        case .connection: return Value(pieces: [], taint: [.download, .output])
        default: return Value()
        }
    }

    /// Takes the next line of known input away.
    private mutating func takeLine(_ descriptor: Int, _ delimiter: UInt8, _ isRaw: Bool) -> (
        bytes: [UInt8], isEnded: Bool, taint: Taint
    )? {
        let from = source(descriptor)
        guard case .value(let value) = from else {
            return from == .nothing ? ([], false, []) : nil
        }
        let (text, isWhole) = value.prefix
        let bytes = Array(text.utf8)
        var end = 0
        var line: [UInt8] = []
        while end < bytes.count, bytes[end] != delimiter {
            if !isRaw, bytes[end] == UInt8(ascii: "\\"), end + 1 < bytes.count {
                // Kept for the splitting to see; a line feed behind it is taken away with it.
                if bytes[end + 1] != 10 { line += bytes[end...(end + 1)] }
                end += 2
            } else {
                line.append(bytes[end])
                end += 1
            }
        }
        let isEnded = end < bytes.count
        guard isEnded || isWhole else { return nil }
        var rest = Value(String(decoding: bytes.dropFirst(end + 1), as: UTF8.self), taint: value.taint)
        for piece in value.pieces.dropFirst() { rest.append(piece) }
        budget.steps += bytes.count / 256
        var held = state.streams[descriptor]
        held?.source = .value(rest)
        state.streams[descriptor] = held
        return (line, isEnded, value.taint)
    }

    /// Words as `read` divides them; the last one takes the rest.
    private static func split(_ bytes: [UInt8], _ separators: [UInt8], _ isRaw: Bool, limit: Int?) -> [String] {
        func isBlank(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9 || byte == 10) && separators.contains(byte) }
        var words: [String] = []
        var place = 0
        while place < bytes.count, isBlank(bytes[place]) { place += 1 }
        while place < bytes.count {
            let isLast = limit.map { words.count == $0 - 1 } ?? false
            var word: [UInt8] = []
            let start = place
            while place < bytes.count {
                if !isRaw, bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count {
                    word.append(bytes[place + 1])
                    place += 2
                    continue
                }
                if !isLast, separators.contains(bytes[place]) { break }
                word.append(bytes[place])
                place += 1
            }
            if isLast {
                // Blanks at the end go, and one other separator if no other stands in the rest.
                let raw = bytes[start...]
                while let byte = word.last, isBlank(byte), raw.last == byte { word.removeLast() }
                let others = word.indices.filter { separators.contains(word[$0]) && !isBlank(word[$0]) }
                if others.count == 1, others[0] == word.count - 1 {
                    word.removeLast()
                    while let byte = word.last, isBlank(byte) { word.removeLast() }
                }
            }
            words.append(String(decoding: word, as: UTF8.self))
            if place >= bytes.count { break }
            // Blanks, one other separator, blanks.
            while place < bytes.count, isBlank(bytes[place]) { place += 1 }
            if place < bytes.count, separators.contains(bytes[place]), !isBlank(bytes[place]) { place += 1 }
            while place < bytes.count, isBlank(bytes[place]) { place += 1 }
        }
        return words
    }

    /// `mapfile`
    mutating func readLines(_ fields: [Field], _ span: SourceSpan) {
        emit(fields, Usage(), span)
        state.status = 0
        var trims = false
        var name = "MAPFILE"
        var isOdd = false
        var skipsNext = false
        var callback: Field?
        var takesCallback = false
        for field in fields.dropFirst() {
            guard let text = field.text else {
                isOdd = true
                continue
            }
            if takesCallback {
                callback = field
                takesCallback = false
            } else if skipsNext {
                skipsNext = false
            } else if text == "-t" {
                trims = true
            } else if text == "-C" {
                takesCallback = true
            } else if text.utf8.first == UInt8(ascii: "-") {
                isOdd = true
                skipsNext = text.utf8.count == 2
            } else {
                name = text
            }
        }
        // A command that it runs for every few lines.
        if let callback { runText(Value(callback), context.dialect, span, inShell: true) }
        guard !isOdd, case .value(let value) = state.streams.input, let text = value.text else {
            state.variables[name] = Variable(.unknown(inputOrigin(0).taint))
            return
        }
        var lines: [Int: Value] = [:]
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 10 }
            rest = rest.dropFirst(line.count)
            let isEnded = !rest.isEmpty
            rest = rest.dropFirst()
            lines[lines.count] = Value(String(Substring(line)) + (isEnded && !trims ? "\n" : ""), taint: value.taint)
        }
        state.variables[name] = Variable(.indexed(lines))
        state.streams.input = .nothing
    }
}
