// SPDX-License-Identifier: Apache-2.0

/// Finds, in one pass over a text, which of many `like` patterns can match it: an Aho-Corasick automaton over one literal of
/// each pattern, the one that the fewest others share. What it finds is then checked against the whole pattern.
final class PatternAutomaton: Sendable {
    /// An atom and the pattern that decides it.
    struct Entry: Sendable {
        let atom: UInt32
        let pattern: Pattern
    }

    private static let hasOutput: UInt32 = 1 << 31

    let entries: [Entry]
    /// The entries whose patterns have no literal.
    private let unfiltered: [UInt32]
    private let classes: [UInt8]
    private let classCount: Int
    /// By state times ``classCount`` plus class: the next state times ``classCount``, with ``hasOutput`` where it has some.
    private let transitions: [UInt32]
    /// By state: the literal that ends here, and the next state on the failure path at which one ends; plus one, zero for none.
    private let literalOfState: [UInt32]
    private let outputLink: [UInt32]
    /// By literal: its first entry; by entry: the next one of the same literal; plus one, zero for none.
    private let firstEntry: [UInt32]
    private let nextEntry: [UInt32]

    init(_ entries: [Entry]) {
        var unfiltered: [UInt32] = []
        var builder = Builder(entries)
        let rarity = PatternAutomaton.sharers(entries)
        for (index, entry) in entries.enumerated() {
            if let literal = entry.pattern.rarestLiteral(rarity) {
                builder.add(literal, of: entry.pattern, entry: index)
            } else {
                unfiltered.append(UInt32(index))
            }
        }
        builder.link()
        self.entries = entries
        self.unfiltered = unfiltered
        firstEntry = builder.firstEntry
        nextEntry = builder.nextEntry
        classes = builder.classes
        classCount = builder.classCount
        transitions = builder.transitions
        literalOfState = builder.literalOfState
        outputLink = builder.outputLink
    }

    /// By the digest of a literal's end: in how many patterns it stands.
    private static func sharers(_ entries: [Entry]) -> NumberTable {
        var sharers = NumberTable()
        for entry in entries {
            entry.pattern.forEachLiteral { _, digest in sharers.increment(digest) }
        }
        return sharers
    }

    var literalCount: Int { firstEntry.count }

    /// What a scan notes on its way: the literals that it met, in a row and as bits.
    struct Scratch: Sendable {
        fileprivate var seen: [UInt32] = []
        fileprivate var marks: [UInt64]

        init(literals: Int) { marks = Array(repeating: 0, count: literals / 64 + 1) }
    }

    /// Appends the atom of every pattern that matches the text, once each.
    ///
    /// - Parameter scratch: with room for ``literalCount``; as it was, afterwards.
    func scan(_ text: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch, _ found: inout [UInt32]) {
        for entry in unfiltered where entries[Int(entry)].pattern.matches(text) {
            found.append(entries[Int(entry)].atom)
        }
        var state: UInt32 = 0
        for byte in text {
            state = transitions[Int(state & ~PatternAutomaton.hasOutput) &+ Int(classes[Int(byte)])]
            if state & PatternAutomaton.hasOutput != 0 { collect(state & ~PatternAutomaton.hasOutput, &scratch) }
        }
        if scratch.seen.isEmpty { return }
        for literal in scratch.seen {
            scratch.marks[Int(literal >> 6)] = 0
            var next = firstEntry[Int(literal)]
            while next != 0 {
                let entry = Int(next &- 1)
                if entries[entry].pattern.matches(text) { found.append(entries[entry].atom) }
                next = nextEntry[entry]
            }
        }
        scratch.seen.removeAll(keepingCapacity: true)
    }

    /// Notes the literals that end at a state.
    private func collect(_ offset: UInt32, _ scratch: inout Scratch) {
        var state = Int(offset) / classCount
        while true {
            if literalOfState[state] != 0 {
                let literal = literalOfState[state] &- 1
                let bit: UInt64 = 1 << UInt64(literal & 63)
                if scratch.marks[Int(literal >> 6)] & bit == 0 {
                    scratch.marks[Int(literal >> 6)] |= bit
                    scratch.seen.append(literal)
                }
            }
            guard outputLink[state] != 0 else { return }
            state = Int(outputLink[state] &- 1)
        }
    }
}

extension PatternAutomaton {
    /// The tables, while they grow.
    private struct Builder {
        var classes = [UInt8](repeating: 0, count: 256)
        var classCount = 1
        var transitions: [UInt32] = []
        var literalOfState: [UInt32] = []
        var outputLink: [UInt32] = []
        var firstEntry: [UInt32] = []
        var nextEntry: [UInt32]

        init(_ entries: [Entry]) {
            nextEntry = Array(repeating: 0, count: entries.count)
            for entry in entries {
                for byte in entry.pattern.bytes where classes[Int(byte)] == 0 {
                    // A 256th class would not fit; it never comes: UTF-8 uses fewer bytes.
                    classes[Int(byte)] = UInt8(classCount)
                    classCount += 1
                }
            }
            addState()
        }

        mutating func add(_ literal: Range<Int>, of pattern: Pattern, entry: Int) {
            var state = 0
            for byte in pattern.bytes[literal] {
                let place = state * classCount + Int(classes[Int(byte)])
                if transitions[place] == 0 {
                    transitions[place] = UInt32(literalOfState.count)
                    addState()
                }
                state = Int(transitions[place])
            }
            if literalOfState[state] == 0 {
                firstEntry.append(0)
                literalOfState[state] = UInt32(firstEntry.count)
            }
            let number = Int(literalOfState[state] - 1)
            nextEntry[entry] = firstEntry[number]
            firstEntry[number] = UInt32(entry + 1)
        }

        private mutating func addState() {
            transitions.append(contentsOf: repeatElement(0, count: classCount))
            literalOfState.append(0)
            outputLink.append(0)
        }

        /// Completes the transitions breadth first: where a state has none of its own, it does what its longest proper suffix does.
        mutating func link() {
            var failure = [UInt32](repeating: 0, count: literalOfState.count)
            var queue: [UInt32] = transitions[0..<classCount].filter { $0 != 0 }
            var next = 0
            while next < queue.count {
                let state = Int(queue[next])
                next += 1
                let suffix = Int(failure[state])
                outputLink[state] = literalOfState[suffix] != 0 ? UInt32(suffix + 1) : outputLink[suffix]
                for symbol in 0..<classCount {
                    let place = state * classCount + symbol
                    let inherited = transitions[suffix * classCount + symbol]
                    if transitions[place] == 0 {
                        transitions[place] = inherited
                    } else {
                        failure[Int(transitions[place])] = inherited
                        queue.append(transitions[place])
                    }
                }
            }
            for place in transitions.indices {
                let state = Int(transitions[place])
                let speaks = literalOfState[state] != 0 || outputLink[state] != 0
                transitions[place] = UInt32(state * classCount) | (speaks ? PatternAutomaton.hasOutput : 0)
            }
        }
    }
}

extension Pattern {
    /// Literals are told apart by so many of their last bytes.
    private static let longestLiteral = 8

    /// The end of each literal, with its digest.
    fileprivate func forEachLiteral(_ body: (Range<Int>, UInt64) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            for index in ends.indices {
                let whole = segment(index)
                if whole.isEmpty { continue }
                let range = max(whole.lowerBound, whole.upperBound - Pattern.longestLiteral)..<whole.upperBound
                body(range, Text.digest(UnsafeBufferPointer(rebasing: bytes[range])))
            }
        }
    }

    /// The literal that the fewest patterns share; of several the longest.
    fileprivate func rarestLiteral(_ sharers: NumberTable) -> Range<Int>? {
        var best: (range: Range<Int>, sharers: UInt32)?
        forEachLiteral { range, digest in
            let count = sharers[digest] ?? 0
            if let known = best, (known.sharers, -known.range.count) <= (count, -range.count) { return }
            best = (range, count)
        }
        return best?.range
    }
}
