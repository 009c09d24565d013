// SPDX-License-Identifier: Apache-2.0

/// `sed` with plain `s/a/b/g`, `y/ab/cd/`, and nothing else.
enum Sed {
    static func edited(_ text: String, _ arguments: [String]) -> String? {
        var scripts: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            switch argument {
            case "-e", "--expression":
                guard index < arguments.count else { return nil }
                scripts.append(arguments[index])
                index += 1
            case "-E", "-r", "-u": break
            default:
                guard scripts.isEmpty, argument.utf8.first != UInt8(ascii: "-") else { return nil }
                scripts.append(argument)
            }
        }
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
        for script in scripts {
            for command in commands(script) {
                guard let change = change(command) else { return nil }
                for number in lines.indices where number + 1 < lines.count || !lines[number].isEmpty {
                    lines[number] = change(lines[number])
                }
            }
        }
        return scripts.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// Cuts a script at `;` and line feeds that stand behind a whole command.
    private static func commands(_ script: String) -> [[UInt8]] {
        let bytes = Array(script.utf8)
        var commands: [[UInt8]] = []
        var command: [UInt8] = []
        var delimiters = 0
        var isEscaped = false
        for byte in bytes {
            if command.isEmpty, byte == 32 || byte == 9 || byte == UInt8(ascii: ";") || byte == 10 { continue }
            if delimiters >= 3, byte == UInt8(ascii: ";") || byte == 10 {
                commands.append(command)
                command = []
                delimiters = 0
                continue
            }
            command.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if command.count > 1, byte == command[1] {
                delimiters += 1
            }
        }
        if !command.isEmpty { commands.append(command) }
        return commands
    }

    private static func change(_ command: [UInt8]) -> ((String) -> String)? {
        guard command.count > 4, command[0] == UInt8(ascii: "s") || command[0] == UInt8(ascii: "y") else { return nil }
        let delimiter = command[1]
        var parts: [[UInt8]] = [[]]
        var place = 2
        while place < command.count {
            let byte = command[place]
            if byte == UInt8(ascii: "\\"), place + 1 < command.count {
                let next = command[place + 1]
                if next == delimiter { parts[parts.count - 1].append(next) } else { parts[parts.count - 1] += [byte, next] }
                place += 2
            } else if byte == delimiter, parts.count < 3 {
                parts.append([])
                place += 1
            } else {
                parts[parts.count - 1].append(byte)
                place += 1
            }
        }
        guard parts.count == 3 else { return nil }
        if command[0] == UInt8(ascii: "y") {
            guard parts[0].count == parts[1].count, parts[2].isEmpty, !parts[0].contains(UInt8(ascii: "\\")) else { return nil }
            let (from, to) = (parts[0], parts[1])
            return { line in
                String(decoding: line.utf8.map { byte in from.firstIndex(of: byte).map { to[$0] } ?? byte }, as: UTF8.self)
            }
        }
        guard let (plain, anchor) = literal(parts[0]), let replacement = replacement(parts[1]) else { return nil }
        let flags = parts[2].filter { $0 != 32 }
        guard flags.isEmpty || flags == [UInt8(ascii: "g")] else { return nil }
        return { line in
            if anchor == .start { return line.hasPrefix(plain) ? replacement + line.dropFirst(plain.count) : line }
            if anchor == .end { return line.hasSuffix(plain) ? line.dropLast(plain.count) + replacement : line }
            return Pattern(Pattern.quoted(plain))?.replaced(line, flags.isEmpty ? .first : .all, with: replacement) ?? line
        }
    }

    private enum Anchor { case none, start, end }

    /// A regular expression that is a plain text, perhaps at an end.
    private static func literal(_ bytes: [UInt8]) -> (String, Anchor)? {
        var rest = bytes[...]
        var anchor = Anchor.none
        if rest.first == UInt8(ascii: "^") {
            anchor = .start
            rest = rest.dropFirst()
        } else if rest.last == UInt8(ascii: "$") {
            anchor = .end
            rest = rest.dropLast()
        }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in rest {
            if isEscaped {
                guard !Bytes.isName(byte), byte != UInt8(ascii: "("), byte != UInt8(ascii: ")"), byte != UInt8(ascii: "{"),
                    byte != UInt8(ascii: "}"), byte != UInt8(ascii: "|"), byte != UInt8(ascii: "+"), byte != UInt8(ascii: "?"),
                    byte != UInt8(ascii: "<"), byte != UInt8(ascii: ">")
                else { return nil }
                plain.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                switch byte {
                case UInt8(ascii: "*"), UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "^"),
                    UInt8(ascii: "$"),
                    UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"),
                    UInt8(ascii: "}"),
                    UInt8(ascii: "|"):
                    return nil
                default: plain.append(byte)
                }
            }
        }
        if plain.isEmpty, anchor == .none { return nil }
        return (String(decoding: plain, as: UTF8.self), anchor)
    }

    private static func replacement(_ bytes: [UInt8]) -> String? {
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                guard !Bytes.isName(byte) || byte == UInt8(ascii: "n") || byte == UInt8(ascii: "t") else { return nil }
                plain.append(byte == UInt8(ascii: "n") ? 10 : byte == UInt8(ascii: "t") ? 9 : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "&") {
                return nil
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
