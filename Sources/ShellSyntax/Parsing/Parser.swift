// SPDX-License-Identifier: Apache-2.0

/// Reads a script in one pass, byte by byte; its other files hold what it reads.
///
/// Between tokens and in words, `index` is never left at a line continuation: ``after(_:)`` steps over them.
struct Parser {
    /// What comes out beside the tree.
    struct Output {
        struct Note {
            let severity: Diagnostic.Severity
            let message: String
            let span: SourceSpan
        }

        var leaves: [Leaf] = []
        /// Where the last leaf ends.
        var reached: UInt32 = 0
        var hereDocuments: [HereDocument] = []
        var notes: [Note] = []
        /// How many bytes were read again.
        var reread = 0
    }

    /// Where to go back to.
    struct Mark {
        let index: Int
        let leaves: Int
        let reached: UInt32
        let hereDocuments: Int
        let notes: Int
        let pending: [Int]
        let depth: Int
    }

    let bytes: [UInt8]
    /// What is read ends here.
    var end: Int
    var index = 0
    let dialect: Dialect
    /// Where each byte stands in the whole text, if not where it does here: inside backquotes with escapes.
    let places: [UInt32]?
    var output = Output()
    /// The here-documents whose bodies come behind the next line feed.
    var pending: [Int] = []
    var depth = 0
    /// Whether a `)` ends what is read, as in `$(…)`.
    var endsAtParenthesis = false
    /// Where `((` was tried as arithmetic in vain.
    private var notArithmetic: Set<Int> = []
    /// No `[` before here has its `]`.
    var setsFailUntil = 0

    init(_ bytes: [UInt8], _ dialect: Dialect, places: [UInt32]? = nil) {
        self.bytes = bytes
        self.dialect = dialect
        self.places = places
        end = bytes.count
    }

    /// The whole script, as far as it goes.
    @inline(never)
    mutating func script() -> CommandList {
        output.leaves.reserveCapacity(bytes.count / 4 + 4)
        guard bytes.count <= Limits.size else {
            note(.error, "the script is longer than \(Limits.size) bytes", 0, 0)
            index = end
            emit(.unparsed)
            return CommandList(items: [], span: span(0))
        }
        var items: [CommandList.Item] = []
        do throws(Problem) {
            try list(into: &items)
            guard index >= end else { throw unexpected() }
            emit(.continuation)
            endPending()
        } catch {
            note(error)
        }
        index = end
        emit(.unparsed)
        return CommandList(items: items, span: span(0))
    }

    // MARK: - Bytes

    /// The byte at a place; 0 behind the end.
    @inline(__always)
    func byte(_ place: Int) -> UInt8 { place < end ? bytes[place] : 0 }

    /// The byte to be read.
    var current: UInt8 { byte(index) }

    /// The place behind a byte, past line continuations.
    @inline(__always)
    func after(_ place: Int) -> Int {
        var next = place + 1
        while byte(next) == UInt8(ascii: "\\"), byte(next + 1) == 10 { next += 2 }
        return next
    }

    func byte(after place: Int) -> UInt8 { byte(after(place)) }

    mutating func advance() { index = min(after(index), end) }

    mutating func skipContinuations() {
        while current == UInt8(ascii: "\\"), byte(index + 1) == 10 { index += 2 }
    }

    /// Steps over an operator, if it is there.
    mutating func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: first), byte(after: index) == UInt8(ascii: second) else { return false }
        advance()
        advance()
        return true
    }

    // MARK: - Spans and leaves

    func place(_ offset: Int) -> Int { places.map { Int($0[min(offset, $0.count - 1)]) } ?? offset }
    func span(_ start: Int) -> SourceSpan { span(start, index) }
    func span(_ start: Int, _ end: Int) -> SourceSpan { SourceSpan(place(start), place(max(start, end))) }

    /// All up to here that is no leaf yet becomes one.
    @inline(never)
    mutating func emit(_ kind: Leaf.Kind) {
        let here = UInt32(clamping: place(min(index, end)))
        guard here > output.reached else { return }
        output.leaves.append(Leaf(kind: kind, span: SourceSpan(Int(output.reached), Int(here))))
        output.reached = here
    }

    /// The text between two places without line continuations.
    func text(_ start: Int, _ end: Int) -> String {
        let slice = bytes[start..<max(start, end)]
        guard slice.contains(UInt8(ascii: "\\")) else { return String(decoding: slice, as: UTF8.self) }
        var kept: [UInt8] = []
        var place = start
        while place < end {
            if bytes[place] == UInt8(ascii: "\\"), place + 1 < end {
                if bytes[place + 1] != 10 { kept += bytes[place...(place + 1)] }
                place += 2
            } else {
                kept.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    // MARK: - Problems

    /// Of warnings and of what is found late, the first ones are enough.
    @inline(never)
    mutating func note(_ severity: Diagnostic.Severity, _ message: String, _ start: Int, _ end: Int) {
        guard severity == .error || output.notes.count(where: { $0.severity == severity }) < Limits.notes else { return }
        output.notes.append(Output.Note(severity: severity, message: message, span: span(start, end)))
    }

    @inline(never)
    mutating func note(_ problem: Problem, _ severity: Diagnostic.Severity = .error) {
        note(problem.isLimit ? .error : severity, problem.message, min(problem.offset, end), end)
    }

    func unexpected() -> Problem {
        if index >= end { return Problem(message: "the text ends where more should come", offset: index) }
        if current == 10 { return Problem(message: "the line ends where more should come", offset: index) }
        var stop = index + 1
        while stop < end, stop < index + 24, bytes[stop] >= 0x80 || !Bytes.isMeta(bytes[stop]) { stop += 1 }
        while stop < end, bytes[stop] & 0b1100_0000 == 0b1000_0000 { stop += 1 }
        return Problem(message: "unexpected \(String(decoding: bytes[index..<stop], as: UTF8.self))", offset: index)
    }

    func unclosed(_ what: String, _ offset: Int) -> Problem { Problem(message: "\(what) is not closed", offset: offset) }

    /// One level deeper; every call has its ``leave()``, unless it throws.
    mutating func enter() throws(Problem) {
        guard depth < Limits.nesting else {
            throw Problem(message: "nested more than \(Limits.nesting) deep", offset: index, isLimit: true)
        }
        depth += 1
    }

    mutating func leave() { depth -= 1 }

    // MARK: - Going back

    func mark() -> Mark {
        Mark(
            index: index,
            leaves: output.leaves.count,
            reached: output.reached,
            hereDocuments: output.hereDocuments.count,
            notes: output.notes.count,
            pending: pending,
            depth: depth
        )
    }

    @inline(never)
    mutating func goBack(to mark: Mark) throws(Problem) {
        output.reread += index - mark.index
        guard output.reread <= Limits.reread(of: bytes.count) else {
            throw Problem(message: "too many (( that are not arithmetic", offset: mark.index, isLimit: true)
        }
        index = mark.index
        output.leaves.removeLast(output.leaves.count - mark.leaves)
        output.reached = mark.reached
        output.hereDocuments.removeLast(output.hereDocuments.count - mark.hereDocuments)
        output.notes.removeLast(output.notes.count - mark.notes)
        pending = mark.pending
        depth = mark.depth
    }

    /// What `body` reads, if it can; otherwise nothing was read, and it is not tried here again.
    @inline(never)
    mutating func attempt<Result>(
        _ body: (inout Parser) throws(Problem) -> Result
    ) throws(Problem) -> Result? {
        guard !notArithmetic.contains(index) else { return nil }
        let mark = mark()
        let limit = end
        do throws(Problem) {
            return try body(&self)
        } catch {
            if error.isLimit { throw error }
            end = limit
            try goBack(to: mark)
            notArithmetic.insert(index)
            return nil
        }
    }

    // MARK: - Between tokens

    /// Over blanks, line continuations and a comment.
    @inline(never)
    mutating func skipBlanks() {
        while index < end {
            switch bytes[index] {
            case 32, 9:
                index += 1
                while byte(index) == 32 || byte(index) == 9 { index += 1 }
                emit(.blank)
            case UInt8(ascii: "\\") where byte(index + 1) == 10:
                index += 2
                emit(.continuation)
            case UInt8(ascii: "#"):
                while index < end, bytes[index] != 10 { index += 1 }
                emit(.comment)
            default: return
            }
        }
    }

    @inline(never)
    mutating func skipBlanksAndNewlines() {
        skipBlanks()
        while index < end, bytes[index] == 10 {
            newline()
            skipBlanks()
        }
    }

    /// Over a line feed, and the here-documents behind it.
    @inline(never)
    mutating func newline() {
        index += 1
        emit(.newline)
        if !pending.isEmpty { readHereDocuments() }
    }

    /// The word at hand, if it is reserved, and where it ends.
    func reserved() -> (word: Reserved, end: Int)? {
        var packed: UInt64 = 0
        var length = 0
        var place = index
        while place < end, !Bytes.isMeta(bytes[place]) {
            let byte = bytes[place]
            guard length < 8, byte > 32, byte < 127 else { return nil }
            packed = packed << 8 | UInt64(byte)
            length += 1
            place = after(place)
        }
        guard length > 0, let word = Reserved(packed: packed, dialect) else { return nil }
        return (word, min(place, end))
    }

    func isAt(_ word: Reserved) -> Bool { reserved()?.word == word }

    mutating func accept(_ word: Reserved) -> Bool {
        guard let found = reserved(), found.word == word else { return false }
        index = found.end
        emit(.keyword)
        return true
    }

    @inline(never)
    mutating func expect(_ word: Reserved, _ name: String, for opener: String, _ offset: Int) throws(Problem) {
        guard accept(word) else {
            if index >= end { throw Problem(message: "\(opener) has no \(name)", offset: offset) }
            throw unexpected()
        }
    }
}
