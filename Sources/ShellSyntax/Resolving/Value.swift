// SPDX-License-Identifier: Apache-2.0

/// Where a text came from, whether it is known or not.
struct Taint: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// Something that a program prints.
    static let output = Taint(rawValue: 1)
    /// It was decoded on the way.
    static let decoded = Taint(rawValue: 2)
    /// From the network.
    static let download = Taint(rawValue: 4)
    /// From files or the environment of this machine.
    static let local = Taint(rawValue: 8)
    /// Names of files that a program prints: words, no commands.
    static let names = Taint(rawValue: 16)
    /// Not all such names, but those that pass a test.
    static let selected = Taint(rawValue: 32)
    /// Names of files that are no folders.
    static let plainFiles = Taint(rawValue: 64)
}

/// A text with holes: what a variable holds, what a command prints.
struct Value: Hashable, Sendable {
    /// A pattern among them is the name of a file that matches it.
    private(set) var pieces: [Field.Piece] = []
    var taint: Taint = []

    init() {}

    init(_ text: String, taint: Taint = []) {
        if !text.isEmpty { pieces = [.text(text)] }
        self.taint = taint
    }

    init(_ field: Field) {
        pieces = field.pieces
        taint = field.taint
    }

    init(pieces: [Field.Piece], taint: Taint) {
        self.taint = taint
        for piece in pieces { append(piece) }
    }

    init(unknown origin: Field.Origin, taint: Taint = []) {
        pieces = [.unknown(origin)]
        self.taint = taint
    }

    /// The text, if all of it is known.
    var text: String? {
        if pieces.isEmpty { return "" }
        if pieces.count == 1, case .text(let text) = pieces[0] { return text }
        return nil
    }

    var isEmpty: Bool { pieces.isEmpty }

    /// The text up to the first hole, and whether that is all.
    var prefix: (text: String, isWhole: Bool) {
        guard let first = pieces.first else { return ("", true) }
        guard case .text(let text) = first else { return ("", false) }
        return (text, pieces.count == 1)
    }

    mutating func append(_ piece: Field.Piece) {
        if case .text(let text) = piece { append(text) } else { pieces.append(piece) }
    }

    mutating func append(_ text: String) {
        if text.isEmpty { return }
        if case .text(var before)? = pieces.last {
            // Taken out first, so that the text grows in place.
            pieces.removeLast()
            before += text
            pieces.append(.text(before))
        } else {
            pieces.append(.text(text))
        }
    }

    mutating func append(_ value: Value) {
        for piece in value.pieces { append(piece) }
        taint.formUnion(value.taint)
    }

    /// One hole in its place, of the same origin.
    func blurred(_ origin: Field.Origin = .other) -> Value {
        Value(unknown: Self.origin(of: pieces, otherwise: origin), taint: taint)
    }

    /// The one origin of all the holes: outputs before parameters.
    static func origin(of pieces: [Field.Piece], otherwise: Field.Origin) -> Field.Origin {
        var outputs: [Int] = []
        var found = otherwise
        for case .unknown(let origin) in pieces {
            if case .output(let indices) = origin {
                for index in indices where !outputs.contains(index) { outputs.append(index) }
            } else {
                found = origin
            }
        }
        return outputs.isEmpty ? found : .output(outputs)
    }

    /// The invocations whose output is in it.
    var producers: [Int] {
        if case .output(let indices) = Self.origin(of: pieces, otherwise: .other) { return indices }
        return []
    }

    func map(_ change: (String) -> String?) -> Value {
        guard let text, let changed = change(text) else { return blurred() }
        return Value(changed, taint: taint)
    }

    /// How much memory it takes, roughly.
    var size: Int {
        var size = 0
        for piece in pieces {
            switch piece {
            case .text(let text), .glob(let text): size += text.utf8.count
            case .unknown: size += 16
            }
        }
        return size
    }
}

extension Field {
    init(_ value: Value, span: SourceSpan, isSplit: Bool = false) {
        self.init(value.pieces, span: span, isSplit: isSplit)
        taint = value.taint
    }
}
