// SPDX-License-Identifier: Apache-2.0

/// What programs print that do nothing but change text.
enum Filters {
    // MARK: - echo

    static func echo(_ arguments: [Value], _ dialect: Dialect) -> Value {
        var rest = arguments[...]
        var endsLine = true
        var escapes = dialect != .bash
        options: while let option = rest.first?.text, option.utf8.first == UInt8(ascii: "-"), option.utf8.count > 1 {
            guard
                option.utf8.dropFirst().allSatisfy({
                    $0 == UInt8(ascii: "n") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
                })
            else { break }
            if dialect == .posix, option != "-n" { break }
            for letter in option.utf8.dropFirst() {
                switch letter {
                case UInt8(ascii: "n"): endsLine = false
                case UInt8(ascii: "e"): escapes = true
                default: escapes = false
                }
            }
            rest = rest.dropFirst()
            if dialect == .posix { break options }
        }
        var value = Value()
        for (number, argument) in rest.enumerated() {
            if number > 0 { value.append(" ") }
            value.append(argument)
        }
        if escapes {
            var isStopped = false
            value = mapTexts(value) { text in
                if isStopped { return "" }
                return unescaped(text, .echo, &isStopped)
            }
            if isStopped { return value }
        }
        if endsLine { value.append("\n") }
        return value
    }

    static func mapTexts(_ value: Value, _ change: (String) -> String) -> Value {
        var changed = Value()
        changed.taint = value.taint
        for piece in value.pieces {
            if case .text(let text) = piece { changed.append(change(text)) } else { changed.append(piece) }
        }
        return changed
    }

    // MARK: - Escapes

    enum EscapeStyle { case echo, format, argument }

    /// `\n`, `\x41`, `\101`; `\c` stops.
    static func unescaped(_ text: String, _ style: EscapeStyle, _ isStopped: inout Bool) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var place = 0
        func digits(_ radix: Int, _ limit: Int) -> UInt32? {
            var value: UInt32 = 0
            var count = 0
            while place < bytes.count, count < limit, let digit = Encodings.digit(bytes[place]), digit < radix {
                value = value &* UInt32(radix) &+ UInt32(digit)
                place += 1
                count += 1
            }
            return count > 0 ? value : nil
        }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard byte == UInt8(ascii: "\\"), place < bytes.count else {
                output.append(byte)
                continue
            }
            let escape = bytes[place]
            place += 1
            switch escape {
            case UInt8(ascii: "n"): output.append(10)
            case UInt8(ascii: "t"): output.append(9)
            case UInt8(ascii: "r"): output.append(13)
            case UInt8(ascii: "a"): output.append(7)
            case UInt8(ascii: "b"): output.append(8)
            case UInt8(ascii: "e"), UInt8(ascii: "E"): output.append(27)
            case UInt8(ascii: "f"): output.append(12)
            case UInt8(ascii: "v"): output.append(11)
            case UInt8(ascii: "\\"): output.append(escape)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if style == .echo { output.append(byte) }
                output.append(escape)
            case UInt8(ascii: "c") where style != .format:
                isStopped = true
                return String(decoding: output, as: UTF8.self)
            case UInt8(ascii: "x"):
                if let value = digits(16, 2) {
                    output.append(UInt8(truncatingIfNeeded: value))
                } else {
                    output += [byte, escape]
                }
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                if let value = digits(16, escape == UInt8(ascii: "u") ? 4 : 8), let scalar = Unicode.Scalar(value) {
                    output += String(Character(scalar)).utf8
                } else {
                    output += [byte, escape]
                }
            case UInt8(ascii: "0"):
                if style == .format { place -= 1 }
                output.append(UInt8(truncatingIfNeeded: digits(8, 3) ?? 0))
            case UInt8(ascii: "1")...UInt8(ascii: "7") where style != .echo:
                place -= 1
                output.append(UInt8(truncatingIfNeeded: digits(8, 3) ?? 0))
            default: output += [byte, escape]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: - printf

    /// Nothing where the format is not known.
    static func printf(_ arguments: [Value]) -> Value? {
        var rest = arguments[...]
        if rest.first?.text == "--" { rest = rest.dropFirst() }
        guard let first = rest.popFirst(), let format = first.text else { return nil }
        let pieces = Array(format.utf8)
        var value = Value()
        value.taint = first.taint
        var turns = 0
        repeat {
            let before = rest.count
            guard printf(pieces, &rest, &value) else { return value }
            turns += 1
            if rest.count == before { break }
        } while !rest.isEmpty && turns < 4096 && value.size < Budget.bytes
        return value
    }

    /// One turn through the format; false where the output stops.
    private static func printf(_ format: [UInt8], _ arguments: inout ArraySlice<Value>, _ value: inout Value) -> Bool {
        var place = 0
        while place < format.count {
            let start = place
            while place < format.count, format[place] != UInt8(ascii: "%") {
                place += format[place] == UInt8(ascii: "\\") ? 2 : 1
            }
            place = min(place, format.count)
            if place > start {
                var isStopped = false
                value.append(unescaped(String(decoding: format[start..<place], as: UTF8.self), .format, &isStopped))
            }
            guard place < format.count else { break }
            place += 1
            var flags: [UInt8] = []
            while place < format.count,
                [UInt8(ascii: "-"), UInt8(ascii: "0"), UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "#")].contains(
                    format[place]
                )
            {
                flags.append(format[place])
                place += 1
            }
            var width = number(format, &place, &arguments)
            var precision: Int?
            if place < format.count, format[place] == UInt8(ascii: ".") {
                place += 1
                precision = number(format, &place, &arguments) ?? 0
            }
            if let given = width, given < 0 {
                flags.append(UInt8(ascii: "-"))
                width = -given
            }
            while place < format.count,
                [UInt8(ascii: "l"), UInt8(ascii: "h"), UInt8(ascii: "z"), UInt8(ascii: "j"), UInt8(ascii: "q")].contains(
                    format[place]
                ),
                place + 1 < format.count, format[place] != UInt8(ascii: "q") || Bytes.isNameStart(format[place + 1]) && false
            { place += 1 }
            guard place < format.count else {
                value.append("%")
                break
            }
            let letter = format[place]
            place += 1
            if letter == UInt8(ascii: "%") {
                value.append("%")
                continue
            }
            if letter == UInt8(ascii: "(") {
                while place < format.count, format[place] != UInt8(ascii: ")") { place += 1 }
                place += 2
                _ = arguments.popFirst()
                value.append(.unknown(.other))
                continue
            }
            let argument = arguments.popFirst() ?? Value()
            value.taint.formUnion(argument.taint)
            guard let text = argument.text else {
                if letter == UInt8(ascii: "s") || letter == UInt8(ascii: "b"), width == nil, precision == nil {
                    for piece in argument.pieces { value.append(piece) }
                } else {
                    for piece in argument.blurred().pieces { value.append(piece) }
                }
                continue
            }
            var made: String
            switch letter {
            case UInt8(ascii: "s"): made = precision.map { String(decoding: text.utf8.prefix($0), as: UTF8.self) } ?? text
            case UInt8(ascii: "b"):
                var isStopped = false
                made = unescaped(text, .argument, &isStopped)
                if isStopped {
                    value.append(made)
                    return false
                }
            case UInt8(ascii: "q"): made = Quoting.withBackslashes(text)
            case UInt8(ascii: "c"): made = text.unicodeScalars.first.map { String($0) } ?? ""
            case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"):
                made = integer(text, letter, flags, precision)
            default:
                value.append(.unknown(.other))
                continue
            }
            if let width, width > made.utf8.count, width < 65536 {
                let gap = width - made.utf8.count
                if flags.contains(UInt8(ascii: "-")) {
                    made += String(repeating: " ", count: max(0, gap))
                } else if flags.contains(UInt8(ascii: "0")), letter != UInt8(ascii: "s"), precision == nil {
                    let sign = made.hasPrefix("-") || made.hasPrefix("+") ? 1 : 0
                    made = String(made.prefix(sign)) + String(repeating: "0", count: max(0, gap)) + String(made.dropFirst(sign))
                } else {
                    made = String(repeating: " ", count: max(0, gap)) + made
                }
            }
            value.append(made)
        }
        return true
    }

    private static func number(_ format: [UInt8], _ place: inout Int, _ arguments: inout ArraySlice<Value>) -> Int? {
        if place < format.count, format[place] == UInt8(ascii: "*") {
            place += 1
            return arguments.popFirst()?.text.flatMap { Int($0) } ?? 0
        }
        let start = place
        while place < format.count, Bytes.isDigit(format[place]) { place += 1 }
        return Int(String(decoding: format[start..<place], as: UTF8.self))
    }

    private static func integer(_ text: String, _ letter: UInt8, _ flags: [UInt8], _ precision: Int?) -> String {
        let number: Int
        let bytes = Array(text.utf8)
        if let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            number = text.unicodeScalars.dropFirst().first.map { Int($0.value) } ?? 0
        } else {
            var reader = ArithmeticReader(bytes: bytes, span: SourceSpan(0, 0), nesting: 0)
            reader.skip()
            var sign = 1
            if bytes.indices.contains(reader.place), bytes[reader.place] == UInt8(ascii: "-") {
                sign = -1
                reader.place += 1
            } else if bytes.indices.contains(reader.place), bytes[reader.place] == UInt8(ascii: "+") {
                reader.place += 1
            }
            // As far as it is a number.
            let start = reader.place
            let digits =
                reader.isAtEnd
                ? 0 : reader.number() ?? Int(String(decoding: bytes[start...].prefix { Bytes.isDigit($0) }, as: UTF8.self))
            number = sign &* (digits ?? 0)
        }
        var digits: String
        switch letter {
        case UInt8(ascii: "x"): digits = String(UInt(bitPattern: number), radix: 16)
        case UInt8(ascii: "X"): digits = String(UInt(bitPattern: number), radix: 16, uppercase: true)
        case UInt8(ascii: "o"): digits = String(UInt(bitPattern: number), radix: 8)
        case UInt8(ascii: "u"): digits = "\(UInt(bitPattern: number))"
        default: digits = "\(number.magnitude)"
        }
        if let precision, precision > digits.utf8.count, precision < 4096 {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        if flags.contains(UInt8(ascii: "#")), number != 0 {
            if letter == UInt8(ascii: "x") { digits = "0x" + digits }
            if letter == UInt8(ascii: "X") { digits = "0X" + digits }
            if letter == UInt8(ascii: "o") { digits = "0" + digits }
        }
        guard letter == UInt8(ascii: "d") || letter == UInt8(ascii: "i") else { return digits }
        if number < 0 { return "-" + digits }
        if flags.contains(UInt8(ascii: "+")) { return "+" + digits }
        return flags.contains(32) ? " " + digits : digits
    }
}
