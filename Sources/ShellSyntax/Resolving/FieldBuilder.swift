// SPDX-License-Identifier: Apache-2.0

/// Puts the fields together that a word expands to: splits at IFS, keeps what was quoted whole.
struct FieldBuilder {
    enum Mode {
        /// Words of a command.
        case fields
        /// One text: assignments, here-documents, redirections.
        case single
        /// A pattern: what is quoted stands behind backslashes.
        case pattern
    }

    let mode: Mode
    let span: SourceSpan
    /// What divides words; nil where that is not known.
    let separators: [UInt8]?
    /// Whether unquoted expansions are split: not in zsh.
    let splits: Bool
    /// Whether patterns mean files.
    let globs: Bool
    private(set) var fields: [Field] = []
    private var current: Field
    /// Whether there is a word, if only quotes.
    private var isOpen = false
    /// Whether blanks just ended a word, so that one more separator among them ends none.
    private var isBehindBlank = false

    init(_ mode: Mode, _ span: SourceSpan, separators: [UInt8]?, splits: Bool, globs: Bool) {
        self.mode = mode
        self.span = span
        self.separators = separators
        self.splits = splits
        self.globs = globs
        current = Field([], span: span)
    }

    /// Text that stands for itself.
    mutating func add(_ text: String) {
        isOpen = true
        isBehindBlank = false
        current.append(.text(mode == .pattern ? Pattern.quoted(text) : text))
    }

    /// Unquoted text of a pattern, as it stands.
    mutating func addRaw(_ text: String) {
        isOpen = true
        isBehindBlank = false
        current.append(.text(text))
    }

    mutating func addGlob(_ text: String) {
        isOpen = true
        isBehindBlank = false
        current.append(mode == .fields && globs ? .glob(text) : .text(text))
    }

    /// Quotes with nothing in them are a word all the same.
    mutating func open() {
        isOpen = true
        isBehindBlank = false
    }

    mutating func taint(_ taint: Taint) { current.taint.formUnion(taint) }

    /// A quoted expansion.
    mutating func add(quoted value: Value) {
        open()
        current.taint.formUnion(value.taint)
        for piece in value.pieces {
            if case .text(let text) = piece { add(text) } else { current.append(piece) }
        }
    }

    /// An unquoted expansion.
    mutating func add(unquoted value: Value) {
        if mode != .fields || !splits {
            if value.isEmpty { return }
            guard mode == .fields || mode == .pattern else {
                add(quoted: value)
                return
            }
            isOpen = true
            current.taint.formUnion(value.taint)
            for piece in value.pieces {
                if case .unknown = piece, mode == .fields { current.isSplit = true }
                if case .text(let text) = piece { addRaw(text) } else { current.append(piece) }
            }
            return
        }
        for piece in value.pieces {
            switch piece {
            case .text(let text): split(text, value.taint)
            case .glob, .unknown:
                open()
                current.append(piece)
                if case .unknown = piece { current.isSplit = true }
                current.taint.formUnion(value.taint)
            }
        }
    }

    /// Splits text at separators; patterns in it mean files.
    mutating func split(_ text: String, _ taint: Taint = []) {
        guard let separators else {
            open()
            current.isSplit = true
            current.taint.formUnion(taint)
            addPatterns(text)
            return
        }
        let bytes = text.utf8
        var start = bytes.startIndex
        var place = start
        while place < bytes.endIndex {
            let byte = bytes[place]
            guard separators.contains(byte) else {
                place = bytes.index(after: place)
                continue
            }
            if place > start {
                current.taint.formUnion(taint)
                addPatterns(String(text[start..<place]))
            }
            if byte == 32 || byte == 9 || byte == 10 {
                if isOpen {
                    close()
                    isBehindBlank = true
                }
            } else {
                if !isBehindBlank { isOpen = true }
                close()
                isBehindBlank = false
            }
            place = bytes.index(after: place)
            start = place
        }
        if start < bytes.endIndex {
            current.taint.formUnion(taint)
            addPatterns(String(text[start...]))
        }
    }

    private mutating func addPatterns(_ text: String) {
        isOpen = true
        isBehindBlank = false
        guard globs, text.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") })
        else {
            current.append(.text(text))
            return
        }
        var plain: [UInt8] = []
        let bytes = Array(text.utf8)
        var place = 0
        func flushed(_ bytes: [UInt8]) -> Field.Piece { .text(String(decoding: bytes, as: UTF8.self)) }
        while place < bytes.count {
            var stop = place
            switch bytes[place] {
            case UInt8(ascii: "*"), UInt8(ascii: "?"): stop = place + 1
            case UInt8(ascii: "["):
                if let close = bytes[(place + 1)...].firstIndex(of: UInt8(ascii: "]")), close > place + 1 { stop = close + 1 }
            default: break
            }
            if stop > place {
                current.append(flushed(plain))
                plain = []
                current.append(.glob(String(decoding: bytes[place..<stop], as: UTF8.self)))
                place = stop
            } else {
                plain.append(bytes[place])
                place += 1
            }
        }
        current.append(flushed(plain))
    }

    /// Ends the word at hand, if there is one.
    mutating func close() {
        guard isOpen else { return }
        isOpen = false
        fields.append(current)
        current = Field([], span: span)
    }

    /// Between the elements of a list: `$@`, `${a[@]}`.
    mutating func divide(joining separator: String) {
        if mode == .fields { close() } else { addRaw(separator) }
    }

    mutating func finish() -> [Field] {
        close()
        return fields
    }

    /// All in one, for the modes in which it is.
    mutating func single() -> Value { Value(current) }
}
