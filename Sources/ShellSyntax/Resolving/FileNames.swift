// SPDX-License-Identifier: Apache-2.0

/// Names of files on their way from the programs that print them to those that take them. In a value a name stands for any
/// number of files where a pattern is in it.
extension Walker {
    /// What a program prints that lists names.
    func namesOfFiles(_ names: [Field]) -> Value {
        var value = Value()
        for name in names {
            for piece in name.pieces { value.append(piece) }
            value.append("\n")
            value.taint.formUnion(name.taint)
        }
        value.taint.formUnion([.output, .local, .names])
        return value
    }

    /// The single names in a value; nil where it holds none, or more than names.
    func names(in value: Value, isLines: Bool, _ span: SourceSpan) -> [Field]? {
        guard value.holdsNames else { return nil }
        var names: [Field] = []
        var name = Field([], span: span)
        name.taint = value.taint
        let empty = name
        for piece in value.pieces {
            guard case .text(let text) = piece else {
                name.append(piece)
                continue
            }
            var rest = text.utf8[...]
            while let end = rest.firstIndex(where: { $0 == 10 || $0 == 0 || !isLines && ($0 == 32 || $0 == 9) }) {
                name.append(.text(String(Substring(rest[..<end]))))
                if !name.pieces.isEmpty { names.append(name) }
                name = empty
                rest = rest[rest.index(after: end)...]
            }
            name.append(.text(String(Substring(rest))))
        }
        if !name.pieces.isEmpty { names.append(name) }
        return names
    }

    /// What `read` may find in names that are printed.
    func linesOfNames(_ descriptor: Int) -> [Value]? {
        guard case .value(let value) = state.streams[descriptor]?.source ?? .unknown,
            let names = names(in: value, isLines: true, SourceSpan(0, 0)), !names.isEmpty, names.count <= 8
        else { return nil }
        return names.map { Value($0) }
    }

    /// `basename` and `dirname` of a pattern.
    func namePart(_ name: String, _ field: Field) -> Value? {
        guard !field.isDynamic else { return nil }
        let path = field.pattern
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.utf8.startIndex else {
            var value = name == "basename" ? Value(field) : Value(".")
            value.append("\n")
            return value
        }
        let part = name == "basename" ? path[path.index(after: slash)...] : path[..<slash]
        var value = Value(pieces: Pattern.pieces(of: String(part)), taint: field.taint)
        value.append("\n")
        return value
    }

    /// What a filter lets through of names that it reads, if it changes none of them.
    func keptNames(_ name: String, _ arguments: ArraySlice<Field>) -> Value? {
        guard case .value(var value) = state.streams.input, value.holdsNames else { return nil }
        var operands: [String] = []
        var options: [String] = []
        for argument in arguments {
            guard let text = argument.text else { return nil }
            if text.utf8.first == UInt8(ascii: "-"), text.utf8.count > 1 { options.append(text) } else { operands.append(text) }
        }
        let letters = options.filter { !$0.hasPrefix("--") }.flatMap { $0.utf8.dropFirst() }
        func has(_ bytes: String) -> Bool { bytes.utf8.contains { letters.contains($0) } }
        let isNumbers = operands.allSatisfy {
            $0.utf8.allSatisfy { $0 != UInt8(ascii: "/") && ($0 < 65 || $0 == UInt8(ascii: "n")) }
        }
        switch name {
        case "tee": return value
        case "sort", "tac", "cat", "gsort":
            return isNumbers && !has("nbET") || name == "sort" && isNumbers ? value : nil
        case "uniq", "shuf", "head", "tail", "ghead", "gtail":
            guard isNumbers, !(name == "uniq" && has("c")), !(name != "shuf" && name != "uniq" && has("c")) else { return nil }
        case "grep", "egrep", "fgrep", "ggrep":
            guard operands.count <= 1, !has("oclnLfbrR") else { return nil }
        case "sed", "gsed":
            // Addresses with `p` or `d` alone.
            guard operands.count == 1, let script = operands.first, Self.selectsLines(script) else { return nil }
        case "awk", "gawk", "mawk", "nawk":
            guard operands.count == 1, options.isEmpty, let script = operands.first else { return nil }
            let brace = script.utf8.firstIndex(of: UInt8(ascii: "{"))
            let action = String(decoding: script.utf8[(brace ?? script.utf8.endIndex)...].filter { $0 != 32 }, as: UTF8.self)
            guard ["", "{print}", "{print$0}", "{print;}", "{print$0;}"].contains(action),
                !script.utf8.contains(UInt8(ascii: "|"))
            else { return nil }
        case "tr", "gtr":
            guard options.isEmpty, operands.count == 2, ["\\n", "\\012", "\n"].contains(operands[0]),
                ["\\0", "\\000", " ", "\\n"].contains(operands[1])
            else { return nil }
            return value
        default: return nil
        }
        value.taint.insert(.selected)
        return value
    }

    /// `5d`, `$d`, `1,3p`, `/text/d`
    private static func selectsLines(_ script: String) -> Bool {
        var bytes = script.utf8[...]
        guard let last = bytes.popLast(), last == UInt8(ascii: "d") || last == UInt8(ascii: "p") else { return false }
        if bytes.last == UInt8(ascii: "!") { bytes.removeLast() }
        if bytes.first == UInt8(ascii: "/"), bytes.last == UInt8(ascii: "/"), bytes.count > 2 {
            return !bytes.dropFirst().dropLast().contains(UInt8(ascii: "/"))
        }
        return bytes.allSatisfy { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: ",") || ($0 >= 48 && $0 < 58) }
    }

    /// Says of every use what is known of the names that it takes.
    func addSelection(_ usage: inout Usage) {
        for index in usage.uses.indices where !usage.uses[index].target.taint.isEmpty {
            let taint = usage.uses[index].target.taint
            if taint.contains(.selected) { usage.uses[index].traits.insert(.filtered) }
            // A file has nothing below it, whatever `-r` says.
            if taint.contains(.plainFiles) { usage.uses[index].isRecursive = false }
        }
    }
}

extension Value {
    /// Whether it is made of names, known ones or patterns, and of nothing else.
    var holdsNames: Bool {
        !pieces.isEmpty && (taint.contains(.names) || text == nil)
            && pieces.allSatisfy { if case .unknown = $0 { false } else { true } }
    }
}

extension Pattern {
    /// A text taken apart into what stands for itself and what is a pattern.
    static func pieces(of text: String) -> [Field.Piece] {
        var pieces: [Field.Piece] = []
        var rest = text.utf8[...]
        while let first = rest.first {
            let wild = isWild(first)
            let end = rest.firstIndex { isWild($0) != wild } ?? rest.endIndex
            let part = String(Substring(rest[..<end]))
            pieces.append(wild ? .glob(part) : .text(part))
            rest = rest[end...]
        }
        return pieces
    }

    private static func isWild(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }
}
