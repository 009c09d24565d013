// SPDX-License-Identifier: Apache-2.0

extension Walker {
    /// `name=value` and its kin.
    mutating func assign(_ assignment: Assignment) {
        guard spend(1, assignment.span) else { return }
        let name = assignment.name
        if assignment.value.parts.count == 1, case .array(let array) = assignment.value.parts[0] {
            assign(array, to: name, appends: assignment.appends)
            return
        }
        let value = value(of: assignment.value)
        set(name, value, at: assignment.subscript, appends: assignment.appends)
    }

    mutating func set(_ name: String, _ value: Value, at subscript: Word?, appends: Bool = false) {
        guard let `subscript` else {
            set(name, value, appends: appends)
            return
        }
        if case .associative(var values)? = state.variables[name]?.content {
            guard let key = self.value(of: `subscript`).text else {
                let taint = value.taint.union(state.variables[name]?.taint ?? [])
                state.variables[name]?.content = .unknown(taint)
                return
            }
            values[key] = appends ? joined(values[key], value) : value
            state.variables[name]?.content = .associative(values)
            return
        }
        guard let index = evaluate(`subscript`.parts, `subscript`.span) else {
            state.variables[name] = Variable(.unknown(value.taint), state.variables[name]?.attributes ?? [])
            return
        }
        set(name, value, index: context.dialect == .zsh ? index - 1 : index, appends: appends)
    }

    private func joined(_ before: Value?, _ value: Value) -> Value {
        var all = before ?? Value()
        all.append(value)
        return all
    }

    mutating func set(_ name: String, _ value: Value, appends: Bool = false) {
        var name = name
        if let variable = state.variables[name], variable.attributes.contains(.reference),
            let target = variable.scalar(name)?.text
        {
            name = target
        }
        var attributes = state.variables[name]?.attributes ?? []
        if attributes.contains(.readonly) { return }
        var value = value
        if attributes.contains(.integer) {
            let number = value.text.flatMap { evaluate($0, SourceSpan(0, 0), depth: 0) }
            if appends {
                let before = self.value(named: name)?.text.flatMap { evaluate($0, SourceSpan(0, 0), depth: 0) } ?? 0
                value = number.map { Value("\(before &+ $0)") } ?? value.blurred(.parameter(name))
            } else {
                value = number.map { Value("\($0)") } ?? value.blurred(.parameter(name))
            }
        } else if appends {
            if case .indexed(var values)? = state.variables[name]?.content {
                values[0] = joined(values[0], value)
                state.variables[name]?.content = .indexed(values)
                return
            }
            value = joined(self.value(named: name), value)
        }
        if attributes.contains(.lowercase) { value = value.map { $0.lowercased() } }
        if attributes.contains(.uppercase) { value = value.map { $0.uppercased() } }
        keep(&value)
        // A whole array stays one: its first element changes.
        if case .indexed(var values)? = state.variables[name]?.content, !appends {
            values[0] = value
            state.variables[name]?.content = .indexed(values)
            return
        }
        if case .associative(var values)? = state.variables[name]?.content, !appends {
            values["0"] = value
            state.variables[name]?.content = .associative(values)
            return
        }
        if state.variables[name] == nil, settings.environment?[name] != nil { attributes.insert(.exported) }
        if state.choices.contains(name) { state.choices.remove(name) }
        state.variables[name] = Variable(.scalar(value), attributes)
    }

    mutating func set(_ name: String, _ value: Value, index: Int, appends: Bool = false) {
        var values: [Int: Value] = [:]
        switch state.variables[name]?.content {
        case .indexed(let held): values = held
        case .scalar(let held): values = [0: held]
        case .unknown, .choice:
            let taint = value.taint.union(state.variables[name]?.taint ?? [])
            state.variables[name]?.content = .unknown(taint)
            return
        default: break
        }
        var index = index
        if index < 0 { index += (values.keys.max() ?? -1) + 1 }
        guard index >= 0 else { return }
        var value = appends ? joined(values[index], value) : value
        if state.variables[name]?.attributes.contains(.integer) == true {
            value = value.text.flatMap { evaluate($0, SourceSpan(0, 0), depth: 0) }.map { Value("\($0)") } ?? value.blurred()
        }
        keep(&value)
        values[index] = value
        state.variables[name] = Variable(.indexed(values), state.variables[name]?.attributes ?? [])
    }

    /// `name=(…)`
    mutating func assign(_ array: ArrayLiteral, to name: String, appends: Bool, isAssociative: Bool = false) {
        let attributes = state.variables[name]?.attributes ?? []
        if attributes.contains(.readonly) { return }
        var isKeyed = isAssociative
        if case .associative? = state.variables[name]?.content { isKeyed = true }
        if isKeyed {
            var values: [String: Value] = [:]
            if appends, case .associative(let held)? = state.variables[name]?.content { values = held }
            var pending: String?
            for element in array.elements {
                if let subscriptWord = element.subscript {
                    let value = value(of: element.value)
                    guard let key = self.value(of: subscriptWord).text else {
                        state.variables[name] = Variable(.unknown(value.taint), attributes)
                        return
                    }
                    values[key] = element.appends ? joined(values[key], value) : value
                } else if let key = pending {
                    values[key] = value(of: element.value)
                    pending = nil
                } else {
                    pending = value(of: element.value).text
                }
            }
            state.variables[name] = Variable(.associative(values), attributes)
            return
        }
        var values: [Int: Value] = [:]
        if appends {
            switch state.variables[name]?.content {
            case .indexed(let held): values = held
            case .scalar(let held): values = [0: held]
            default: break
            }
        }
        var next = (values.keys.max() ?? -1) + 1
        var isUnknown = false
        var taint: Taint = []
        for element in array.elements {
            guard spend(1, array.span) else { return }
            if let subscriptWord = element.subscript {
                let value = value(of: element.value)
                guard let index = evaluate(subscriptWord.parts, subscriptWord.span), index >= 0 else {
                    isUnknown = true
                    continue
                }
                values[index] = element.appends ? joined(values[index], value) : value
                next = index + 1
            } else {
                var fields: [Field] = []
                expand(element.value, into: &fields)
                for field in fields {
                    isUnknown = isUnknown || field.isSplit
                    taint.formUnion(field.taint)
                    values[next] = Value(field)
                    next += 1
                }
            }
        }
        if isUnknown, values.count > 1 {
            state.variables[name] = Variable(.unknown(values.values.reduce(into: taint) { $0.formUnion($1.taint) }), attributes)
        } else {
            state.variables[name] = Variable(.indexed(values), attributes)
        }
    }

    /// Counts what is kept; what is too much becomes a hole.
    mutating func keep(_ value: inout Value) {
        let size = value.size
        guard size > 256 else { return }
        budget.bytesKept += size
        guard budget.bytesKept > 16 * Budget.bytes || size > Budget.bytes else { return }
        if !budget.hasForgotten {
            budget.hasForgotten = true
            note(.limit("known text"), context.span ?? SourceSpan(0, 0))
        }
        value = value.blurred()
    }
}
