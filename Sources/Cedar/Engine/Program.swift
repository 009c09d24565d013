// SPDX-License-Identifier: Apache-2.0

/// A policy set, compiled: instructions and tables that never change. Nothing here depends on a request.
final class Program: Sendable {
    struct Entry: Sendable {
        let id: Text
        let isPermit: Bool
        /// Its first instruction.
        let start: UInt32
    }

    /// A path of attributes below a variable, resolved at most once a request.
    struct Slot: Hashable, Sendable {
        let root: Variable
        /// The slot of the path without its last name; nothing right below the variable.
        let parent: UInt16?
        /// The last name, by number.
        let name: UInt32
        /// How many names the path has; at most ``longest``, longer ones are read step by step.
        let length: UInt8

        static let longest = 8
    }

    /// A test of a slot against a constant, shared by all policies that make it.
    struct Atom: Sendable {
        enum Test: Sendable {
            case like(Pattern)
            case equal(Cell)
        }

        let slot: UInt16
        let test: Test
    }

    /// How the atoms of a slot are decided.
    struct SlotTests: Sendable {
        /// Where there are many `like`s.
        var automaton: PatternAutomaton?
        /// The `like`s, where there are few.
        var patterns: [PatternAutomaton.Entry] = []
        /// By the digest of a scalar constant: the atom.
        var constants = DigestTable()
    }

    let entries: [Entry]
    let code: [Instruction]
    /// By instruction: the expression, for errors.
    let spans: [SourceSpan]
    let constants: [Cell]
    let slots: [Slot]
    /// The slots right below `context`, by name.
    let contextSlots: DigestTable
    let patterns: [Pattern]
    let paths: [[UInt32]]
    let entityLists: [[UInt32]]
    let atoms: [Atom]
    /// By slot.
    let tests: [SlotTests]
    let index: PolicyIndex
    /// The constants' texts, entities, sets and records.
    let arena: Arena
    let stackDepth: Int

    init(_ policies: [Policy]) {
        var compiler = Compiler()
        var entries: [Entry] = []
        entries.reserveCapacity(policies.count)
        compiler.reserve(policies.count)
        var index = PolicyIndex.Builder()
        for (number, policy) in policies.enumerated() {
            entries.append(
                Entry(id: policy.id, isPermit: policy.effect == .permit, start: UInt32(compiler.code.count))
            )
            compiler.compile(policy)
            index.add(UInt32(number), policy, &compiler)
        }
        self.entries = entries
        code = compiler.code
        spans = compiler.spans
        constants = compiler.constants
        slots = compiler.slots
        contextSlots = compiler.contextSlots
        patterns = compiler.patterns
        paths = compiler.paths
        entityLists = compiler.entityLists
        atoms = compiler.atoms
        tests = Program.tests(of: compiler.atoms, slots: compiler.slots.count)
        self.index = index.finish()
        arena = compiler.arena
        stackDepth = compiler.deepest
    }

    /// From so many patterns on an automaton is cheaper than trying them in turn.
    private static let automatonThreshold = 4

    private static func tests(of atoms: [Atom], slots: Int) -> [SlotTests] {
        var tests = Array(repeating: SlotTests(), count: slots)
        for (number, atom) in atoms.enumerated() {
            switch atom.test {
            case .like(let pattern):
                tests[Int(atom.slot)].patterns.append(PatternAutomaton.Entry(atom: UInt32(number), pattern: pattern))
            case .equal(let cell):
                tests[Int(atom.slot)].constants.insert(cell.digest, number)
            }
        }
        for slot in tests.indices where tests[slot].patterns.count >= automatonThreshold {
            tests[slot].automaton = PatternAutomaton(tests[slot].patterns)
            tests[slot].patterns = []
        }
        return tests
    }
}
