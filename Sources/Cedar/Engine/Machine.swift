// SPDX-License-Identifier: Apache-2.0

/// Decides one request after the other. All that it needs for one lives in arrays that it keeps for the next, so that a
/// typical request allocates nothing; no result is kept.
struct Machine {
    typealias Stack = UnsafeMutableBufferPointer<Cell>

    /// What became of a policy.
    enum Verdict {
        case satisfied, unsatisfied
        /// At an instruction.
        case failed(Int)
    }

    /// What is known of a slot.
    enum SlotState: UInt8 {
        case unresolved, present
        /// A name on the path does not exist: `has` is false, reading is an error.
        case missing
        /// Something on the path has no names: an error either way.
        case broken
    }

    static let principal: UInt16 = 0
    static let action: UInt16 = 1
    static let resource: UInt16 = 2
    static let context: UInt16 = 3

    static func number(of variable: Variable) -> UInt16 {
        switch variable {
        case .principal: principal
        case .action: action
        case .resource: resource
        case .context: context
        }
    }

    let program: Program
    let base: Arena
    var local: Arena
    /// Asked for entities that the base does not have.
    private var store: (any EntityStore)?
    private var record = Record.empty

    private var principalUID: UInt32 = 0
    private var actionUID: UInt32 = 0
    private var resourceUID: UInt32 = 0
    private var contextCell: Cell?

    private var slotStates: [SlotState]
    var slotCells: [Cell]
    /// By slot right below the context: the field of the context, or -1.
    private var contextFields: [Int32]
    /// By slot: whether its atoms are decided.
    private var isTested: [Bool]
    /// By atom: whether it holds; valid for tested slots.
    private var atomBits: [UInt64]
    private var trueAtoms: [UInt32] = []
    private var scratch: PatternAutomaton.Scratch

    /// The policies that came out true, and those that failed with the instruction; in no order, maybe twice.
    private(set) var satisfied: [UInt32] = []
    private(set) var failed: [(policy: UInt32, instruction: Int)] = []

    init(_ program: Program, _ base: Arena) {
        self.program = program
        self.base = base
        local = Arena(above: base)
        slotStates = Array(repeating: .unresolved, count: program.slots.count)
        slotCells = Array(repeating: Cell(false), count: program.slots.count)
        contextFields = Array(repeating: -1, count: program.slots.count)
        isTested = Array(repeating: false, count: program.slots.count)
        atomBits = Array(repeating: 0, count: (program.atoms.count + 63) / 64)
        scratch = PatternAutomaton.Scratch(literals: program.tests.map { $0.automaton?.literalCount ?? 0 }.max() ?? 0)
    }

    /// Evaluates every policy that can match.
    mutating func run(_ request: Request, _ store: (any EntityStore)?) {
        begin(request, store)
        withUnsafeTemporaryAllocation(of: Cell.self, capacity: program.stackDepth + 1) { stack in
            visit(slice: 0, stack)
            if let slice = program.index.slice(equal: actionUID) { visit(slice: slice, stack) }
            guard program.index.hasContainedActions else { return }
            if let slice = program.index.slice(in: actionUID) { visit(slice: slice, stack) }
            forEachAncestor(of: actionUID) { machine, ancestor in
                if let slice = machine.program.index.slice(in: ancestor) { machine.visit(slice: slice, stack) }
            }
        }
    }

    private mutating func begin(_ request: Request, _ store: (any EntityStore)?) {
        self.store = store
        record = request.context
        if !satisfied.isEmpty { satisfied.removeAll(keepingCapacity: true) }
        if !failed.isEmpty { failed.removeAll(keepingCapacity: true) }
        if !trueAtoms.isEmpty {
            for atom in trueAtoms { atomBits[Int(atom >> 6)] = 0 }
            trueAtoms.removeAll(keepingCapacity: true)
        }
        for slot in slotStates.indices {
            slotStates[slot] = .unresolved
            contextFields[slot] = -1
            isTested[slot] = false
        }
        principalUID = local.number(of: request.principal, over: base)
        actionUID = local.number(of: request.action, over: base)
        resourceUID = local.number(of: request.resource, over: base)
        for field in record.fields.indices {
            let digest = record.fields[field].name.digest
            let slot = program.contextSlots.find(digest) { slot in
                base.texts[Int(program.slots[slot].name)] == record.fields[field].name
            }
            if let slot { contextFields[slot] = Int32(field) }
        }
    }

    /// Lets go of the request and of what was loaded for it: a machine that waits holds nobody's data.
    mutating func forget() {
        local.begin(above: base)
        store = nil
        record = .empty
        contextCell = nil
    }

    // MARK: Which policies

    private mutating func visit(slice number: Int, _ stack: Stack) {
        let program = program
        let slice = program.index.slices[number]
        evaluate(slice.always, stack)
        if slice.has(.principalEqual) { evaluate(number, .principalEqual, principalUID, stack) }
        if slice.has(.resourceEqual) { evaluate(number, .resourceEqual, resourceUID, stack) }
        if slice.has(.principalIn) { visit(number, .principalIn, principalUID, stack) }
        if slice.has(.resourceIn) { visit(number, .resourceIn, resourceUID, stack) }
        if slice.has(.principalIs) { evaluate(number, .principalIs, type(of: principalUID), stack) }
        if slice.has(.resourceIs) { evaluate(number, .resourceIs, type(of: resourceUID), stack) }
        for group in slice.groups.range { visit(program.index.groups[group], stack) }
    }

    /// The entity's and its ancestors' policies.
    private mutating func visit(_ slice: Int, _ dimension: PolicyIndex.Dimension, _ uid: UInt32, _ stack: Stack) {
        evaluate(slice, dimension, uid, stack)
        forEachAncestor(of: uid) { machine, ancestor in machine.evaluate(slice, dimension, ancestor, stack) }
    }

    private mutating func visit(_ group: PolicyIndex.Group, _ stack: Stack) {
        for requirement in group.requirements where !holds(requirement) {
            evaluate(group.all, stack)
            return
        }
        for slot in group.slots { test(Int(slot)) }
        var index = 0
        while index < trueAtoms.count {
            evaluate(group.number, .atom, trueAtoms[index], stack)
            index += 1
        }
    }

    private mutating func holds(_ requirement: Trigger.Requirement) -> Bool {
        let slot = Int(requirement.slot)
        switch resolve(slot) {
        case .present: return requirement.tag == nil || requirement.tag == slotCells[slot].tag
        case .missing: return requirement.mayBeMissing
        case .broken, .unresolved: return false
        }
    }

    private mutating func evaluate(_ slice: Int, _ dimension: PolicyIndex.Dimension, _ value: UInt32, _ stack: Stack) {
        if let stretch = program.index.stretch(slice, dimension, value) { evaluate(stretch, stack) }
    }

    private mutating func evaluate(_ stretch: Stretch, _ stack: Stack) {
        guard stretch.count > 0 else { return }
        let program = program
        for policy in program.index.policies(stretch) {
            switch execute(Int(program.entries[Int(policy)].start), stack) {
            case .satisfied: satisfied.append(policy)
            case .unsatisfied: break
            case .failed(let instruction): failed.append((policy, instruction))
            }
        }
    }

    private mutating func forEachAncestor(of uid: UInt32, _ body: (inout Machine, UInt32) -> Void) {
        guard let (row, isLocal) = row(of: uid) else { return }
        for index in row.ancestors.range {
            body(&self, isLocal ? local.ancestors[index] : base.ancestors[index])
        }
    }

    // MARK: Entities and records

    func type(of uid: UInt32) -> UInt32 {
        uid < local.firstUID ? base.uidTypes[Int(uid)] : local.uidTypes[Int(uid &- local.firstUID)]
    }

    func uid(_ number: UInt32) -> EntityUID {
        number < local.firstUID ? base.uids[Int(number)] : local.uids[Int(number &- local.firstUID)]
    }

    func text(_ number: UInt32) -> Text {
        number < local.firstText ? base.texts[Int(number)] : local.texts[Int(number &- local.firstText)]
    }

    /// What is known of an entity; asks the store the first time.
    mutating func row(of number: UInt32) -> (Arena.Row, isLocal: Bool)? {
        if let row = base.rowOfEntity[UInt64(number)] { return (base.rows[Int(row)], false) }
        guard let store else { return nil }
        if let row = local.rowOfEntity[UInt64(number)] { return row == .max ? nil : (local.rows[Int(row)], true) }
        let uid = uid(number)
        guard let entity = store.entity(uid) else {
            local.loadMissing(number)
            return nil
        }
        local.load(entity, ancestors: store.ancestors(of: uid), over: base)
        return local.rows.last.map { ($0, true) }
    }

    func field(_ name: UInt32, in stretch: Stretch, isLocal: Bool) -> Cell? {
        isLocal ? Machine.field(name, in: stretch, of: local.fields) : Machine.field(name, in: stretch, of: base.fields)
    }

    private static func field(_ name: UInt32, in stretch: Stretch, of fields: [Arena.Field]) -> Cell? {
        var (low, high) = (Int(stretch.start), Int(stretch.start &+ stretch.count))
        while high &- low > 8 {
            let middle = (low &+ high) / 2
            if fields[middle].name <= name { low = middle } else { high = middle }
        }
        while low < high {
            if fields[low].name == name { return fields[low].cell }
            low &+= 1
        }
        return nil
    }

    enum Lookup {
        case found(Cell)
        case missing
        case broken
    }

    mutating func lookUp(_ name: UInt32, in cell: Cell) -> Lookup {
        let found: Cell?
        switch cell.tag {
        case .record:
            let isLocal = cell.number >= local.firstRecord
            let stretch = isLocal ? local.records[Int(cell.number &- local.firstRecord)] : base.records[Int(cell.number)]
            found = field(name, in: stretch, isLocal: isLocal)
        case .entity:
            guard let (row, isLocal) = row(of: cell.number) else { return .missing }
            found = field(name, in: row.attributes, isLocal: isLocal)
        default: return .broken
        }
        return found.map { .found($0) } ?? .missing
    }

    mutating func isMember(_ uid: UInt32, of container: UInt32) -> Bool {
        if uid == container { return true }
        guard let (row, isLocal) = row(of: uid) else { return false }
        return Machine.contains(container, row.ancestors, isLocal ? local.ancestors : base.ancestors)
    }

    private static func contains(_ uid: UInt32, _ stretch: Stretch, _ ancestors: [UInt32]) -> Bool {
        var (low, high) = (Int(stretch.start), Int(stretch.start &+ stretch.count))
        while high &- low > 8 {
            let middle = (low &+ high) / 2
            if ancestors[middle] <= uid { low = middle } else { high = middle }
        }
        while low < high {
            if ancestors[low] == uid { return true }
            low &+= 1
        }
        return false
    }

    // MARK: Slots and atoms

    mutating func resolve(_ slot: Int) -> SlotState {
        let known = slotStates[slot]
        return known == .unresolved ? resolveNow(slot) : known
    }

    private mutating func resolveNow(_ slot: Int) -> SlotState {
        let info = program.slots[slot]
        let lookup: Lookup
        if let parent = info.parent {
            switch resolve(Int(parent)) {
            case .present: lookup = lookUp(info.name, in: slotCells[Int(parent)])
            case .missing: lookup = .missing
            case .broken, .unresolved: lookup = .broken
            }
        } else if info.root == .context {
            let field = Int(contextFields[slot])
            lookup = field < 0 ? .missing : .found(local.cell(of: record.fields[field].value, over: base))
        } else {
            lookup = lookUp(info.name, in: variable(Machine.number(of: info.root)))
        }
        switch lookup {
        case .found(let cell):
            slotCells[slot] = cell
            slotStates[slot] = .present
        case .missing: slotStates[slot] = .missing
        case .broken: slotStates[slot] = .broken
        }
        return slotStates[slot]
    }

    mutating func variable(_ number: UInt16) -> Cell {
        switch number {
        case Machine.principal: return Cell(.entity, principalUID)
        case Machine.action: return Cell(.entity, actionUID)
        case Machine.resource: return Cell(.entity, resourceUID)
        default:
            if let contextCell { return contextCell }
            let cell = local.cell(of: .record(record), over: base)
            contextCell = cell
            return cell
        }
    }

    /// Decides the atoms of a slot. Those of a slot that has no value are left alone: nobody asks.
    mutating func test(_ slot: Int) {
        if isTested[slot] { return }
        isTested[slot] = true
        guard resolve(slot) == .present else { return }
        let program = program
        let cell = slotCells[slot]
        if cell.isScalar {
            let atom = program.tests[slot].constants.find(cell.digest) { atom in
                if case .equal(let constant) = program.atoms[atom].test { constant == cell } else { false }
            }
            if let atom { trueAtoms.append(UInt32(atom)) }
        }
        guard cell.tag == .string else { return }
        if program.tests[slot].automaton == nil, program.tests[slot].patterns.isEmpty { return }
        let first = trueAtoms.count
        text(cell.number).withUTF8 { bytes in
            if let automaton = program.tests[slot].automaton {
                automaton.scan(bytes, &scratch, &trueAtoms)
            } else {
                for entry in program.tests[slot].patterns where entry.pattern.matches(bytes) { trueAtoms.append(entry.atom) }
            }
        }
        for atom in trueAtoms[first...] { atomBits[Int(atom >> 6)] |= 1 << UInt64(atom & 63) }
    }

    func holds(_ atom: UInt32) -> Bool { atomBits[Int(atom >> 6)] & 1 << UInt64(atom & 63) != 0 }
}
