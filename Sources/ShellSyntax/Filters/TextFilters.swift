// SPDX-License-Identifier: Apache-2.0

/// Programs that change lines. Nothing comes of options that are not understood.
extension Filters {
    /// A text's lines and whether the last one is ended.
    private static func lines(_ text: String) -> (lines: [Substring], isEnded: Bool) {
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
        let isEnded = lines.last?.isEmpty == true
        if isEnded { lines.removeLast() }
        return (lines, isEnded)
    }

    private static func joined(_ lines: some Sequence<some StringProtocol>) -> String {
        var text = ""
        for line in lines {
            text += line
            text += "\n"
        }
        return text
    }

    /// What a filter makes of known text.
    /// - Parameter arguments: Without files, which the caller takes away.
    static func filtered(_ name: String, _ arguments: [String], _ text: String) -> String? {
        switch name {
        case "cat", "tee": return arguments.allSatisfy { $0 == "-" || $0 == "-u" || name == "tee" } ? text : nil
        case "rev":
            let (lines, isEnded) = lines(text)
            let turned = lines.map { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) }
            return turned.joined(separator: "\n") + (isEnded ? "\n" : "")
        case "tac":
            return arguments.isEmpty ? joined(lines(text).lines.reversed()) : nil
        case "tr": return translated(text, arguments)
        case "head", "tail": return ends(name, arguments, text)
        case "cut": return cut(arguments, text)
        case "sort": return sorted(arguments, text)
        case "uniq":
            guard arguments.isEmpty else { return nil }
            var kept: [Substring] = []
            for line in lines(text).lines where kept.last != line { kept.append(line) }
            return joined(kept)
        case "wc":
            guard arguments.count == 1 else { return nil }
            switch arguments[0] {
            case "-l": return "\(text.utf8.count { $0 == 10 })\n"
            case "-c": return "\(text.utf8.count)\n"
            case "-m": return "\(text.unicodeScalars.count)\n"
            case "-w": return "\(text.utf8.split { $0 == 32 || $0 == 9 || $0 == 10 }.count)\n"
            default: return nil
            }
        case "base64", "gbase64", "base32": return base(name, arguments, text)
        case "xxd": return hex(arguments, text)
        case "openssl": return openssl(arguments, text)
        case "sed", "gsed": return Sed.edited(text, arguments)
        case "awk", "gawk", "mawk", "nawk": return awk(arguments, text)
        case "grep", "fgrep", "egrep": return grep(arguments, text)
        case "paste":
            if arguments == ["-sd", ""] || arguments == ["-sd", "\\0"] || arguments == ["-s", "-d", ""] {
                return lines(text).lines.joined() + "\n"
            }
            return nil
        case "fold", "column", "nl": return nil
        default: return nil
        }
    }

    // MARK: - Lines and columns

    private static func ends(_ name: String, _ arguments: [String], _ text: String) -> String? {
        var count = 10
        var isBytes = false
        var isFromStart = false
        var index = 0
        while index < arguments.count {
            var argument = arguments[index]
            index += 1
            guard argument.utf8.first == UInt8(ascii: "-") || argument.utf8.first == UInt8(ascii: "+") && name == "tail" else {
                return nil
            }
            if argument.hasPrefix("--lines=") { argument = "-n" + argument.dropFirst(8) }
            if argument.hasPrefix("--bytes=") { argument = "-c" + argument.dropFirst(8) }
            let letter = argument.utf8.dropFirst().first ?? 0
            var number: String
            if letter == UInt8(ascii: "n") || letter == UInt8(ascii: "c") {
                isBytes = letter == UInt8(ascii: "c")
                number = String(argument.dropFirst(2))
                if number.isEmpty {
                    guard index < arguments.count else { return nil }
                    number = arguments[index]
                    index += 1
                }
            } else if Bytes.isDigit(letter) {
                number = String(argument.dropFirst(argument.hasPrefix("+") ? 0 : 1))
            } else if argument == "-q" {
                continue
            } else {
                return nil
            }
            isFromStart = number.hasPrefix("+")
            if isFromStart, name == "head" { return nil }
            guard let value = Int(number) else { return nil }
            count = value
        }
        if isBytes {
            let bytes = Array(text.utf8)
            let kept: ArraySlice<UInt8>
            if name == "head" {
                kept = count < 0 ? bytes.dropLast(-max(count, -bytes.count)) : bytes.prefix(count)
            } else {
                kept = isFromStart ? bytes.dropFirst(max(0, count - 1)) : bytes.suffix(abs(max(count, -bytes.count)))
            }
            return String(decoding: kept, as: UTF8.self)
        }
        let (lines, isEnded) = lines(text)
        let kept: ArraySlice<Substring>
        if name == "head" {
            kept = count < 0 ? lines.dropLast(-max(count, -lines.count)) : lines.prefix(count)
        } else {
            kept = isFromStart ? lines.dropFirst(max(0, count - 1)) : lines.suffix(abs(max(count, -lines.count)))
        }
        if !isEnded, kept.endIndex == lines.endIndex, !kept.isEmpty { return kept.joined(separator: "\n") }
        return joined(kept)
    }

    private static func cut(_ arguments: [String], _ text: String) -> String? {
        var delimiter: UInt8 = 9
        var list: String?
        var isFields = true
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            guard argument.utf8.count >= 2 else { return nil }
            let letter = Array(argument.utf8)[1]
            var value = String(argument.dropFirst(2))
            if value.isEmpty, letter != UInt8(ascii: "s") {
                guard index < arguments.count else { return nil }
                value = arguments[index]
                index += 1
            }
            switch letter {
            case UInt8(ascii: "d"):
                guard value.utf8.count == 1, let byte = value.utf8.first else { return nil }
                delimiter = byte
            case UInt8(ascii: "f"): list = value
            case UInt8(ascii: "c"), UInt8(ascii: "b"):
                list = value
                isFields = false
            default: return nil
            }
        }
        guard let list else { return nil }
        var ranges: [ClosedRange<Int>] = []
        for item in list.utf8.split(separator: UInt8(ascii: ",")) {
            let ends = item.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { String(Substring($0)) }
            guard let first = ends.first else { return nil }
            let from = first.isEmpty ? 1 : Int(first)
            let to = ends.count == 1 ? from : ends[1].isEmpty ? Int.max : Int(ends[1])
            guard let from, let to, from >= 1, to >= from, ends.count <= 2 else { return nil }
            ranges.append(from...to)
        }
        let all = lines(text).lines.map { line -> String in
            if !isFields {
                let bytes = Array(line.utf8)
                return String(
                    decoding: bytes.enumerated().filter { offset, _ in ranges.contains { $0.contains(offset + 1) } }.map(
                        \.element
                    ),
                    as: UTF8.self
                )
            }
            let fields = line.utf8.split(separator: delimiter, omittingEmptySubsequences: false).map { String(Substring($0)) }
            if fields.count == 1 { return String(line) }
            return fields.enumerated().filter { offset, _ in ranges.contains { $0.contains(offset + 1) } }.map(\.element)
                .joined(separator: String(UnicodeScalar(delimiter)))
        }
        return joined(all)
    }

    private static func sorted(_ arguments: [String], _ text: String) -> String? {
        guard arguments.allSatisfy({ ["-u", "-r", "-n", "-nr", "-rn", "-ru", "-ur"].contains($0) }) else { return nil }
        let options = arguments.joined()
        var all = lines(text).lines.map(String.init)
        if options.contains("n") {
            func number(_ line: String) -> Int {
                let digits = line.utf8.drop { $0 == 32 }
                return Int(String(decoding: digits.prefix { Bytes.isDigit($0) || $0 == UInt8(ascii: "-") }, as: UTF8.self)) ?? 0
            }
            all.sort {
                number($0) != number($1) ? number($0) < number($1) : Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
            }
        } else {
            all.sort { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        }
        if options.contains("u") {
            var kept: [String] = []
            for line in all where kept.last != line { kept.append(line) }
            all = kept
        }
        return joined(options.contains("r") ? all.reversed() : all)
    }

    /// Plain words only; a regular expression is not looked into.
    private static func grep(_ arguments: [String], _ text: String) -> String? {
        var rest = arguments[...]
        var isInverted = false
        if rest.first == "-v" {
            isInverted = true
            rest = rest.dropFirst()
        }
        guard rest.count == 1, let pattern = rest.first,
            pattern.utf8.allSatisfy({ Bytes.isName($0) || $0 == 32 || $0 == UInt8(ascii: "/") })
        else { return nil }
        return joined(lines(text).lines.filter { $0.contains(pattern) != isInverted })
    }

    private static func awk(_ arguments: [String], _ text: String) -> String? {
        var rest = arguments[...]
        var separator: UInt8?
        if let option = rest.first, option.hasPrefix("-F") {
            rest = rest.dropFirst()
            let value = option.utf8.count > 2 ? String(option.dropFirst(2)) : rest.popFirst() ?? ""
            guard value.utf8.count == 1 else { return nil }
            separator = value.utf8.first
        }
        guard rest.count == 1, let program = rest.first else { return nil }
        let words = program.utf8.filter { $0 != 32 && $0 != UInt8(ascii: ";") }
        let plain = String(decoding: words, as: UTF8.self)
        if plain.hasPrefix("BEGIN{print\""), plain.hasSuffix("\"}"), let open = program.utf8.firstIndex(of: UInt8(ascii: "\"")),
            let close = program.utf8.lastIndex(of: UInt8(ascii: "\"")), open < close
        {
            let body = String(program[program.utf8.index(after: open)..<close])
            guard !body.utf8.contains(UInt8(ascii: "\"")) else { return nil }
            var isStopped = false
            return unescaped(body, .format, &isStopped) + "\n"
        }
        guard plain.hasPrefix("{print"), plain.hasSuffix("}") else { return nil }
        let list = String(plain.dropFirst(6).dropLast())
        let columns: [Int?] =
            list.isEmpty
            ? [0]
            : list.utf8.split(separator: UInt8(ascii: ",")).map { part in
                part.first == UInt8(ascii: "$") ? Int(String(Substring(part.dropFirst()))) : nil
            }
        guard !columns.contains(nil) else { return nil }
        let all = lines(text).lines.map { line -> String in
            let fields =
                separator.map { one in
                    line.utf8.split(separator: one, omittingEmptySubsequences: false).map { String(Substring($0)) }
                }
                ?? line.utf8.split { $0 == 32 || $0 == 9 }.map { String(Substring($0)) }
            return columns.map { column in
                guard let column, column > 0 else { return String(line) }
                return column <= fields.count ? fields[column - 1] : ""
            }
            .joined(separator: " ")
        }
        return joined(all)
    }

    // MARK: - Codes

    private static func base(_ name: String, _ arguments: [String], _ text: String) -> String? {
        var decodes = false
        var width = 76
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            switch argument {
            case "-d", "-D", "--decode", "-di", "-id", "--d", "--dec": decodes = true
            case "-i", "--ignore-garbage", "-": break
            case "-w", "-b", "--wrap":
                guard index < arguments.count, let number = Int(arguments[index]) else { return nil }
                width = number
                index += 1
            case "-w0", "--wrap=0": width = 0
            default:
                // --decode may be cut short.
                guard argument.hasPrefix("--d"), "--decode".hasPrefix(argument) else { return nil }
                decodes = true
            }
        }
        if decodes {
            return String(
                decoding: name == "base32" ? Encodings.fromBase32(text.utf8) : Encodings.fromBase64(text.utf8),
                as: UTF8.self
            )
        }
        let bytes = Array(text.utf8)
        return name == "base32" ? Encodings.toBase32(bytes, lineLength: width) : Encodings.toBase64(bytes, lineLength: width)
    }

    private static func hex(_ arguments: [String], _ text: String) -> String? {
        let letters = Set(arguments.flatMap { $0.utf8.dropFirst() })
        guard arguments.allSatisfy({ $0.utf8.first == UInt8(ascii: "-") }),
            letters.contains(UInt8(ascii: "p")) || arguments.contains("-plain")
        else { return nil }
        if letters.contains(UInt8(ascii: "r")) { return String(decoding: Encodings.fromHex(text.utf8), as: UTF8.self) }
        return letters == [UInt8(ascii: "p")] ? Encodings.toHex(Array(text.utf8), lineLength: 60) : nil
    }

    private static func openssl(_ arguments: [String], _ text: String) -> String? {
        guard let command = arguments.first else { return nil }
        let options = Set(arguments.dropFirst())
        let isBase = command == "base64" || command == "enc" && (options.contains("-base64") || options.contains("-a"))
        guard isBase, options.isSubset(of: ["-d", "-base64", "-a", "-A", "-e"]) else { return nil }
        if options.contains("-d") { return String(decoding: Encodings.fromBase64(text.utf8), as: UTF8.self) }
        return Encodings.toBase64(Array(text.utf8), lineLength: options.contains("-A") ? 0 : 64)
    }
}
