// SPDX-License-Identifier: Apache-2.0

/// Reads a family's text. See docs/programs.md for the format.
struct ProgramReader {
    private(set) var programs: [Program] = []
    /// What is malformed; the tests want none.
    private(set) var problems: [String] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let depth = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
            if depth == line.utf8.count || line.utf8.dropFirst(depth).first == UInt8(ascii: "#") { continue }
            if depth == 0 {
                programs.append(read(line))
            } else if programs.isEmpty {
                problems.append("a subcommand of nothing: \(line)")
            } else if depth >= 4, !programs[programs.count - 1].subcommands.isEmpty {
                let parent = programs[programs.count - 1].subcommands.count - 1
                programs[programs.count - 1].subcommands[parent].subcommands.append(read(line))
            } else {
                programs[programs.count - 1].subcommands.append(read(line))
            }
        }
    }

    private mutating func read(_ line: Substring) -> Program {
        var program = Program()
        var part = 0
        for word in line.split(separator: " ") {
            if word == "|" {
                part += 1
                continue
            }
            switch part {
            case 0: program.names.append(String(word))
            case 1:
                if let operand = operand(word) {
                    program.operands.append(operand)
                } else {
                    problems.append("no role: \(word) in \(line)")
                }
            default:
                if !add(word, to: &program) { problems.append("not understood: \(word) in \(line)") }
            }
        }
        if program.operands.contains(where: { $0.role == .command || $0.role == .words }) { program.style.insert(.posix) }
        return program
    }

    private func operand(_ word: Substring) -> Program.Operand? {
        switch word.utf8.last {
        case UInt8(ascii: "*"): Role(word.dropLast()).map { .init(role: $0, count: .rest) }
        case UInt8(ascii: "$"): Role(word.dropLast()).map { .init(role: $0, count: .last) }
        default: Role(word).map { .init(role: $0, count: .one) }
        }
    }

    private func add(_ word: Substring, to program: inout Program) -> Bool {
        let rest = word.dropFirst()
        switch word.utf8.first {
        case UInt8(ascii: "%"):
            guard let style = Program.Style.words[String(rest)] else { return false }
            program.style.insert(style)
        case UInt8(ascii: "!"):
            guard let trait = Trait(rawValue: String(rest)) else { return false }
            program.traits.append(trait)
        case UInt8(ascii: "@"):
            guard let special = Special(rawValue: String(rest)) else { return false }
            program.special = special
        case UInt8(ascii: "+"):
            let parts = rest.split(separator: ".", maxSplits: 1)
            guard parts.count == 2, let kind = Use.Kind(word: parts[0]) else { return false }
            program.fixed.append(Program.Fixed(kind: kind, target: String(parts[1])))
        case UInt8(ascii: "-"):
            guard let option = option(word) else { return false }
            program.options.append(option)
        default: return false
        }
        return true
    }

    /// `-o,--output=write:effect!trait~trait`
    private func option(_ word: Substring) -> Program.Option? {
        var option = Program.Option()
        var rest = word
        let names = rest.prefix { !"=?:!~".contains($0) }
        rest = rest.dropFirst(names.count)
        option.names = names.split(separator: ",").map(String.init)
        if option.names.contains(where: { !$0.hasPrefix("-") }) { return nil }
        while let sign = rest.first {
            rest = rest.dropFirst()
            let piece = rest.prefix { !"=?:!~".contains($0) }
            rest = rest.dropFirst(piece.count)
            switch sign {
            case "=", "?":
                option.value = sign == "=" ? .needed : .attached
                if piece.isEmpty { continue }
                guard let role = Role(piece) else { return nil }
                option.role = role
            case ":":
                guard let effect = Program.Effects.words[String(piece)] else { return nil }
                option.effects.insert(effect)
            case "!", "~":
                guard let trait = Trait(rawValue: String(piece)) else { return nil }
                if sign == "!" { option.traits.append(trait) } else { option.removed.append(trait) }
            default: return nil
            }
        }
        return option
    }
}

extension Use.Kind {
    init?(word: Substring) {
        switch word {
        case "read": self = .read
        case "write": self = .write
        case "delete": self = .delete
        case "connect": self = .connect
        case "send": self = .send
        case "configure": self = .configure
        case "persist": self = .persist
        case "spend": self = .spend
        default: return nil
        }
    }
}
