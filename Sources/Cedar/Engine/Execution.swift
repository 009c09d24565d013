// SPDX-License-Identifier: Apache-2.0

/// The instructions' meaning: what ``Evaluator`` says of the expressions that they come from.
extension Machine {
    /// Runs a policy from its first instruction.
    mutating func execute(_ start: Int, _ stack: Stack) -> Verdict {
        let program = program
        return program.code.withUnsafeBufferPointer { code in
            execute(start, code, program, stack)
        }
    }

    private mutating func execute(
        _ start: Int,
        _ code: UnsafeBufferPointer<Instruction>,
        _ program: Program,
        _ stack: Stack
    ) -> Verdict {
        var counter = start
        /// The number of cells on the stack.
        var top = 0
        while true {
            let instruction = code[counter]
            switch instruction.operation {
            case .constant:
                stack[top] = program.constants[Int(instruction.b)]
                top &+= 1
            case .variable:
                stack[top] = variable(instruction.a)
                top &+= 1
            case .slot:
                let slot = Int(instruction.a)
                guard resolve(slot) == .present else { return .failed(counter) }
                stack[top] = slotCells[slot]
                top &+= 1

            case .slotHas:
                switch resolve(Int(instruction.a)) {
                case .present: stack[top] = Cell(true)
                case .missing: stack[top] = Cell(false)
                case .broken, .unresolved: return .failed(counter)
                }
                top &+= 1
            case .slotEqual, .slotNotEqual:
                let slot = Int(instruction.a)
                guard resolve(slot) == .present else { return .failed(counter) }
                let isEqual = slotCells[slot] == program.constants[Int(instruction.b)]
                stack[top] = Cell(isEqual == (instruction.operation == .slotEqual))
                top &+= 1
            case .slotLike:
                let slot = Int(instruction.a)
                guard resolve(slot) == .present, slotCells[slot].tag == .string else { return .failed(counter) }
                test(slot)
                stack[top] = Cell(holds(instruction.b))
                top &+= 1

            case .attribute:
                guard case .found(let cell) = lookUp(instruction.b, in: stack[top &- 1]) else { return .failed(counter) }
                stack[top &- 1] = cell
            case .has:
                switch lookUp(instruction.b, in: stack[top &- 1]) {
                case .found: stack[top &- 1] = Cell(true)
                case .missing: stack[top &- 1] = Cell(false)
                case .broken: return .failed(counter)
                }
            case .hasPath:
                guard let has = has(program.paths[Int(instruction.b)], stack[top &- 1]) else { return .failed(counter) }
                stack[top &- 1] = Cell(has)
            case .isType:
                guard stack[top &- 1].tag == .entity else { return .failed(counter) }
                stack[top &- 1] = Cell(type(of: stack[top &- 1].number) == instruction.b)
            case .narrow:
                guard stack[top &- 1].tag == .entity else { return .failed(counter) }
                if type(of: stack[top &- 1].number) == instruction.b {
                    counter &+= 1
                } else {
                    stack[top &- 1] = Cell(false)
                    counter = Int(code[counter &+ 1].b) &- 1
                }
            case .like:
                guard stack[top &- 1].tag == .string else { return .failed(counter) }
                let pattern = program.patterns[Int(instruction.b)]
                stack[top &- 1] = Cell(text(stack[top &- 1].number).withUTF8 { pattern.matches($0) })
            case .not:
                guard stack[top &- 1].tag == .bool else { return .failed(counter) }
                stack[top &- 1] = Cell(!stack[top &- 1].isTrue)
            case .negate:
                guard stack[top &- 1].tag == .long, stack[top &- 1].long != .min else { return .failed(counter) }
                stack[top &- 1] = Cell(-stack[top &- 1].long)
            case .isEmpty:
                guard stack[top &- 1].tag == .set else { return .failed(counter) }
                stack[top &- 1] = Cell(elements(of: stack[top &- 1]).isEmpty)

            case .equal, .notEqual:
                top &-= 1
                let isEqual = areEqual(stack[top &- 1], stack[top])
                stack[top &- 1] = Cell(isEqual == (instruction.operation == .equal))
            case .less, .lessOrEqual, .greater, .greaterOrEqual:
                top &-= 1
                guard let result = compare(instruction.operation, stack[top &- 1], stack[top]) else {
                    return .failed(counter)
                }
                stack[top &- 1] = Cell(result)
            case .add, .subtract, .multiply:
                top &-= 1
                guard let result = calculate(instruction.operation, stack[top &- 1], stack[top]) else {
                    return .failed(counter)
                }
                stack[top &- 1] = Cell(result)
            case .in:
                top &-= 1
                guard let result = isMember(stack[top &- 1], of: stack[top]) else { return .failed(counter) }
                stack[top &- 1] = Cell(result)
            case .contains:
                top &-= 1
                guard stack[top &- 1].tag == .set else { return .failed(counter) }
                stack[top &- 1] = Cell(contains(stack[top &- 1], stack[top]))
            case .containsAll, .containsAny:
                top &-= 1
                guard stack[top &- 1].tag == .set, stack[top].tag == .set else { return .failed(counter) }
                let result =
                    instruction.operation == .containsAll
                    ? containsAll(stack[top &- 1], stack[top]) : containsAny(stack[top &- 1], stack[top])
                stack[top &- 1] = Cell(result)
            case .hasTag:
                top &-= 1
                guard stack[top &- 1].tag == .entity, stack[top].tag == .string else { return .failed(counter) }
                stack[top &- 1] = Cell(tag(stack[top], of: stack[top &- 1]) != nil)
            case .getTag:
                top &-= 1
                guard stack[top &- 1].tag == .entity, stack[top].tag == .string,
                    let cell = tag(stack[top], of: stack[top &- 1])
                else { return .failed(counter) }
                stack[top &- 1] = cell

            case .makeSet:
                top &-= Int(instruction.b)
                stack[top] = makeSet(stack[top..<(top &+ Int(instruction.b))])
                top &+= 1
            case .makeRecord:
                let names = program.paths[Int(instruction.b)]
                top &-= names.count
                stack[top] = makeRecord(names, stack[top..<(top &+ names.count)])
                top &+= 1
            case .call:
                top &-= Int(instruction.b)
                guard let result = call(instruction.a, stack[top..<(top &+ Int(instruction.b))]) else {
                    return .failed(counter)
                }
                stack[top] = result
                top &+= 1

            case .and, .or:
                guard stack[top &- 1].tag == .bool else { return .failed(counter) }
                if stack[top &- 1].isTrue == (instruction.operation == .or) {
                    counter = Int(instruction.b) &- 1
                } else {
                    top &-= 1
                }
            case .bool:
                guard stack[top &- 1].tag == .bool else { return .failed(counter) }
            case .branch:
                top &-= 1
                guard stack[top].tag == .bool else { return .failed(counter) }
                if !stack[top].isTrue { counter = Int(instruction.b) &- 1 }
            case .jump:
                counter = Int(instruction.b) &- 1
            case .raise:
                return .failed(counter)

            case .scopeEqual:
                guard variable(instruction.a).number == instruction.b else { return .unsatisfied }
            case .scopeIn:
                guard isMember(variable(instruction.a).number, of: instruction.b) else { return .unsatisfied }
            case .scopeIs:
                guard type(of: variable(instruction.a).number) == instruction.b else { return .unsatisfied }
            case .scopeInAny:
                let uid = variable(instruction.a).number
                let list = program.entityLists[Int(instruction.b)]
                var isFound = false
                for container in list where isMember(uid, of: container) {
                    isFound = true
                    break
                }
                guard isFound else { return .unsatisfied }
            case .require, .reject:
                top &-= 1
                guard stack[top].tag == .bool else { return .failed(counter) }
                guard stack[top].isTrue == (instruction.operation == .require) else { return .unsatisfied }
            case .end:
                return .satisfied
            }
            counter &+= 1
        }
    }

    // MARK: Operators

    @inline(never)
    private mutating func has(_ path: [UInt32], _ cell: Cell) -> Bool? {
        var current = cell
        for name in path {
            switch lookUp(name, in: current) {
            case .found(let cell): current = cell
            case .missing: return false
            case .broken: return nil
            }
        }
        return true
    }

    private func compare(_ operation: Instruction.Operation, _ left: Cell, _ right: Cell) -> Bool? {
        guard left.tag == right.tag else { return nil }
        switch left.tag {
        case .long, .datetime, .duration: break
        default: return nil
        }
        switch operation {
        case .less: return left.long < right.long
        case .lessOrEqual: return left.long <= right.long
        case .greater: return left.long > right.long
        default: return left.long >= right.long
        }
    }

    private func calculate(_ operation: Instruction.Operation, _ left: Cell, _ right: Cell) -> Int64? {
        guard left.tag == .long, right.tag == .long else { return nil }
        let (result, overflow) =
            switch operation {
            case .add: left.long.addingReportingOverflow(right.long)
            case .subtract: left.long.subtractingReportingOverflow(right.long)
            default: left.long.multipliedReportingOverflow(by: right.long)
            }
        return overflow ? nil : result
    }

    private mutating func isMember(_ left: Cell, of right: Cell) -> Bool? {
        guard left.tag == .entity else { return nil }
        switch right.tag {
        case .entity: return isMember(left.number, of: right.number)
        case .set:
            let elements = elements(of: right)
            for element in elements where element.tag != .entity { return nil }
            for element in elements where isMember(left.number, of: element.number) { return true }
            return false
        default: return nil
        }
    }

    private mutating func tag(_ name: Cell, of entity: Cell) -> Cell? {
        guard let (row, isLocal) = row(of: entity.number) else { return nil }
        return field(name.number, in: row.tags, isLocal: isLocal)
    }

    @inline(never)
    private mutating func call(_ function: UInt16, _ arguments: Slice<Stack>) -> Cell? {
        let function = ExtensionFunction.allCases[Int(function)]
        guard let result = try? function.apply(to: arguments.map { value(of: $0) }) else { return nil }
        return local.cell(of: result, over: base)
    }

    // MARK: Sets and records

    private func elements(of set: Cell) -> ArraySlice<Cell> {
        set.number < local.firstSet
            ? base.elements[base.sets[Int(set.number)].range]
            : local.elements[local.sets[Int(set.number &- local.firstSet)].range]
    }

    private func fields(of record: Cell) -> ArraySlice<Arena.Field> {
        record.number < local.firstRecord
            ? base.fields[base.records[Int(record.number)].range]
            : local.fields[local.records[Int(record.number &- local.firstRecord)].range]
    }

    private func address(_ cell: Cell) -> Value.IPAddress {
        cell.number < local.firstAddress
            ? base.addresses[Int(cell.number)] : local.addresses[Int(cell.number &- local.firstAddress)]
    }

    @inline(__always)
    private func areEqual(_ left: Cell, _ right: Cell) -> Bool {
        guard left.tag == right.tag else { return false }
        return left.isScalar ? left.bits == right.bits : haveEqualParts(left, right)
    }

    /// Of two sets, two records or two addresses. Without closures: one that captures a machine would copy it.
    @inline(never)
    private func haveEqualParts(_ left: Cell, _ right: Cell) -> Bool {
        switch left.tag {
        case .set:
            // Both are in the same order and without repetition.
            let (lefts, rights) = (elements(of: left), elements(of: right))
            guard lefts.count == rights.count else { return false }
            for (left, right) in zip(lefts, rights) where !areEqual(left, right) { return false }
            return true
        case .record:
            let (lefts, rights) = (fields(of: left), fields(of: right))
            guard lefts.count == rights.count else { return false }
            for (left, right) in zip(lefts, rights) where left.name != right.name || !areEqual(left.cell, right.cell) {
                return false
            }
            return true
        case .ip: return address(left) == address(right)
        default: return left.bits == right.bits
        }
    }

    private func contains(_ set: Cell, _ element: Cell) -> Bool {
        for candidate in elements(of: set) where areEqual(candidate, element) { return true }
        return false
    }

    /// From so many comparisons on a table costs less.
    private static let manyComparisons = 1024

    @inline(never)
    private func containsAll(_ set: Cell, _ wanted: Cell) -> Bool {
        let wantedElements = elements(of: wanted)
        if elements(of: set).count * wantedElements.count > Machine.manyComparisons {
            let all = values(of: set)
            for element in wantedElements where !all.contains(value(of: element)) { return false }
            return true
        }
        for element in wantedElements where !contains(set, element) { return false }
        return true
    }

    @inline(never)
    private func containsAny(_ set: Cell, _ wanted: Cell) -> Bool {
        let wantedElements = elements(of: wanted)
        if elements(of: set).count * wantedElements.count > Machine.manyComparisons {
            let all = values(of: set)
            for element in wantedElements where all.contains(value(of: element)) { return true }
            return false
        }
        for element in wantedElements where contains(set, element) { return true }
        return false
    }

    private func values(of set: Cell) -> Set<Value> { Set(elements(of: set).map { value(of: $0) }) }

    @inline(never)
    private mutating func makeSet(_ cells: Slice<Stack>) -> Cell {
        local.cell(of: .set(ValueSet(cells.map { value(of: $0) })), over: base)
    }

    @inline(never)
    private mutating func makeRecord(_ names: [UInt32], _ cells: Slice<Stack>) -> Cell {
        let record = Record(zip(names, cells).map { Record.Field(text($0), value(of: $1)) })
        return local.cell(of: .record(record), over: base)
    }

    /// The value that a cell stands for.
    @inline(never)
    private func value(of cell: Cell) -> Value {
        switch cell.tag {
        case .bool: .bool(cell.isTrue)
        case .long: .long(cell.long)
        case .string: .string(text(cell.number))
        case .entity: .entity(uid(cell.number))
        case .set: .set(ValueSet(elements(of: cell).map { value(of: $0) }))
        case .record: .record(Record(fields(of: cell).map { Record.Field(text($0.name), value(of: $0.cell)) }))
        case .decimal: .decimal(Value.Decimal(scaled: cell.long))
        case .ip: .ip(address(cell))
        case .datetime: .datetime(Value.Datetime(milliseconds: cell.long))
        case .duration: .duration(Value.Duration(milliseconds: cell.long))
        }
    }
}
