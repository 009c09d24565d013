// SPDX-License-Identifier: Apache-2.0

/// Reads a family's text. See docs/programs.md for the format.
///
/// It works on bytes, since the first command of a run waits for it: comparing Substrings took fifteen times as long.
struct ProgramReader {
    private(set) var programs: [Program] = []
    /// What is malformed; the tests want none.
    private(set) var problems: [String] = []

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    init(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
                line(Bytes(rebasing: bytes[start..<end]))
                start = end + 1
            }
        }
    }

    private mutating func line(_ bytes: Bytes) {
        var depth = 0
        while depth < bytes.count, bytes[depth] == UInt8(ascii: " ") { depth += 1 }
        if depth == bytes.count || bytes[depth] == UInt8(ascii: "#") { return }
        let program = read(bytes, from: depth)
        guard depth > 0 else {
            programs.append(program)
            return
        }
        guard let last = programs.indices.last else {
            problems.append("a subcommand of nothing: \(String(decoding: bytes, as: UTF8.self))")
            return
        }
        if depth >= 4, let parent = programs[last].subcommands.indices.last {
            programs[last].subcommands[parent].subcommands.append(program)
        } else {
            programs[last].subcommands.append(program)
        }
    }

    private mutating func read(_ bytes: Bytes, from start: Int) -> Program {
        var program = Program()
        var part = 0
        var index = start
        while index < bytes.count {
            let from = index
            while index < bytes.count, bytes[index] != UInt8(ascii: " ") { index += 1 }
            let word = Bytes(rebasing: bytes[from..<index])
            index += 1
            if word.isEmpty { continue }
            if word.count == 1, word[0] == UInt8(ascii: "|") {
                part += 1
                continue
            }
            switch part {
            case 0: program.names.append(Self.string(word[...]))
            case 1: if !add(operand: word, to: &program) { complain(word, in: program) }
            default: if !add(word, to: &program) { complain(word, in: program) }
            }
        }
        if program.operands.contains(where: { $0.role == .command || $0.role == .words }) { program.style.insert(.posix) }
        return program
    }

    private mutating func complain(_ word: Bytes, in program: Program) {
        problems.append("\(program.names.first ?? ""): \(Self.string(word[...]))")
    }

    private static func string(_ bytes: Slice<Bytes>) -> String { String(decoding: bytes, as: UTF8.self) }

    private func add(operand word: Bytes, to program: inout Program) -> Bool {
        var count = Program.Operand.Count.one
        var role = word[...]
        switch word.last {
        case UInt8(ascii: "*"):
            count = .rest
            role = role.dropLast()
        case UInt8(ascii: "$"):
            count = .last
            role = role.dropLast()
        default: break
        }
        guard let role = Role.named[Self.string(role)] else { return false }
        program.operands.append(Program.Operand(role: role, count: count))
        return true
    }

    private func add(_ word: Bytes, to program: inout Program) -> Bool {
        let rest = word.dropFirst()
        switch word[0] {
        case UInt8(ascii: "%"):
            guard let style = Program.Style.words[Self.string(rest)] else { return false }
            program.style.insert(style)
        case UInt8(ascii: "!"):
            guard let trait = Trait.words[Self.string(rest)] else { return false }
            program.traits.append(trait)
        case UInt8(ascii: "@"):
            guard let special = Special.words[Self.string(rest)] else { return false }
            program.special = special
        case UInt8(ascii: "+"):
            guard let dot = rest.firstIndex(of: UInt8(ascii: ".")), let kind = Use.Kind(word: Self.string(rest[..<dot])) else {
                return false
            }
            program.fixed.append(Program.Fixed(kind: kind, target: Self.string(rest[(dot + 1)...])))
        case UInt8(ascii: "-"):
            guard let option = option(word) else { return false }
            program.options.append(option)
        default: return false
        }
        return true
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// `-o,--output=write:effect!trait~trait`
    private func option(_ word: Bytes) -> Program.Option? {
        var option = Program.Option()
        var index = 0
        while index < word.count, !Self.isSign(word[index]) {
            let start = index
            while index < word.count, word[index] != UInt8(ascii: ","), !Self.isSign(word[index]) { index += 1 }
            if word[start] != UInt8(ascii: "-") { return nil }
            option.names.append(Self.string(word[start..<index]))
            if index < word.count, word[index] == UInt8(ascii: ",") { index += 1 }
        }
        while index < word.count {
            let sign = word[index]
            let start = index + 1
            index = start
            while index < word.count, !Self.isSign(word[index]) { index += 1 }
            let piece = Self.string(word[start..<index])
            switch sign {
            case UInt8(ascii: "="), UInt8(ascii: "?"):
                option.value = sign == UInt8(ascii: "=") ? .needed : .attached
                if piece.isEmpty { continue }
                guard let role = Role.named[piece] else { return nil }
                option.role = role
            case UInt8(ascii: ":"):
                guard let effect = Program.Effects.words[piece] else { return nil }
                option.effects.insert(effect)
            default:
                guard let trait = Trait.words[piece] else { return nil }
                if sign == UInt8(ascii: "!") { option.traits.append(trait) } else { option.removed.append(trait) }
            }
        }
        return option
    }
}

extension Trait {
    /// By their raw values: a dictionary, since finding an enum's case by its text tries one after the other.
    static let words: [String: Trait] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

extension Special {
    static let words: [String: Special] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

extension Use.Kind {
    init?(word: String) {
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
