// SPDX-License-Identifier: Apache-2.0

/// Finds, in one pass over a text, which of many `like` patterns can match it: an Aho-Corasick automaton over one literal of
/// each pattern, the one that the fewest others share. What it finds is then checked against the whole pattern.
final class PatternAutomaton: Sendable {
    /// An atom and the pattern that decides it.
    struct Entry: Sendable {
        let atom: UInt32
        let pattern: Pattern.ByteBuffer
    }

    /// Longer literals are cut to their last bytes: enough to tell them apart.
    private static let longestLiteral = 8
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
    /// By literal: its entries.
    private let entriesOfLiteral: [[UInt32]]

    init(_ entries: [Entry]) {
        var unfiltered: [UInt32] = []
        var entriesOfLiteral: [[UInt32]] = []
        var literals: [[UInt8]] = []
        var numbers: [[UInt8]: Int] = [:]
        for (index, literal) in PatternAutomaton.chosenLiterals(entries).enumerated() {
            guard let literal else {
                unfiltered.append(UInt32(index))
                continue
            }
            if let number = numbers[literal] {
                entriesOfLiteral[number].append(UInt32(index))
            } else {
                numbers[literal] = literals.count
                literals.append(literal)
                entriesOfLiteral.append([UInt32(index)])
            }
        }
        let builder = Builder(literals)
        self.entries = entries
        self.unfiltered = unfiltered
        self.entriesOfLiteral = entriesOfLiteral
        classes = builder.classes
        classCount = builder.classCount
        transitions = builder.transitions
        literalOfState = builder.literalOfState
        outputLink = builder.outputLink
    }

    private static func chosenLiterals(_ entries: [Entry]) -> [[UInt8]?] {
        var shared: [ArraySlice<UInt8>: Int] = [:]
        for entry in entries {
            for segment in entry.pattern.segments where !segment.isEmpty {
                shared[segment.suffix(longestLiteral), default: 0] += 1
            }
        }
        return entries.map { entry in
            entry.pattern.segments.map { $0.suffix(longestLiteral) }.filter { !$0.isEmpty }
                .min { (shared[$0] ?? 0, -$0.count) < (shared[$1] ?? 0, -$1.count) }
                .map { Array($0) }
        }
    }

    var literalCount: Int { entriesOfLiteral.count }

    /// Appends the atom of every pattern that matches the text, once each.
    ///
    /// - Parameter marks: a bit for each of ``literalCount``, all clear before and after.
    func scan(_ text: UnsafeBufferPointer<UInt8>, _ marks: inout [UInt64], _ found: inout [UInt32]) {
        for entry in unfiltered where entries[Int(entry)].pattern.matches(text) {
            found.append(entries[Int(entry)].atom)
        }
        var seen: [UInt32] = []
        var state: UInt32 = 0
        for byte in text {
            state = transitions[Int(state & ~PatternAutomaton.hasOutput) &+ Int(classes[Int(byte)])]
            if state & PatternAutomaton.hasOutput != 0 { collect(state & ~PatternAutomaton.hasOutput, &marks, &seen) }
        }
        for literal in seen {
            marks[Int(literal >> 6)] = 0
            for entry in entriesOfLiteral[Int(literal)] where entries[Int(entry)].pattern.matches(text) {
                found.append(entries[Int(entry)].atom)
            }
        }
    }

    /// Notes the literals that end at a state.
    private func collect(_ offset: UInt32, _ marks: inout [UInt64], _ seen: inout [UInt32]) {
        var state = Int(offset) / classCount
        while true {
            if literalOfState[state] != 0 {
                let literal = literalOfState[state] &- 1
                let bit: UInt64 = 1 << UInt64(literal & 63)
                if marks[Int(literal >> 6)] & bit == 0 {
                    marks[Int(literal >> 6)] |= bit
                    seen.append(literal)
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

        init(_ literals: [[UInt8]]) {
            for literal in literals {
                for byte in literal where classes[Int(byte)] == 0 {
                    // The 256th class would not fit; it never comes: UTF-8 uses fewer bytes.
                    classes[Int(byte)] = UInt8(classCount)
                    classCount += 1
                }
            }
            addState()
            for (number, literal) in literals.enumerated() {
                var state = 0
                for byte in literal {
                    let place = state * classCount + Int(classes[Int(byte)])
                    if transitions[place] == 0 {
                        transitions[place] = UInt32(literalOfState.count)
                        addState()
                    }
                    state = Int(transitions[place])
                }
                literalOfState[state] = UInt32(number + 1)
            }
            link()
        }

        private mutating func addState() {
            transitions.append(contentsOf: repeatElement(0, count: classCount))
            literalOfState.append(0)
            outputLink.append(0)
        }

        /// Completes the transitions breadth first: where a state has none of its own, it does what its longest proper suffix does.
        private mutating func link() {
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
