// SPDX-License-Identifier: Apache-2.0

/// One step of a compiled policy: 8 bytes. Operands come from a stack of cells; `a` and `b` are what the operation says.
struct Instruction: Sendable {
    enum Operation: UInt8, Sendable {
        // Pushing.
        /// `b`: the constant.
        case constant
        /// `a`: the variable, as ``Machine`` numbers them.
        case variable
        /// `a`: the slot.
        case slot

        // Fused with a slot `a`.
        case slotHas
        /// `b`: the constant.
        case slotEqual
        case slotNotEqual
        /// `b`: the atom.
        case slotLike

        // One operand.
        /// `b`: the name.
        case attribute
        case has
        /// `b`: the path.
        case hasPath
        /// `b`: the type's name.
        case isType
        /// As `isType`, but leaves the entity when it is of the type; else leaves false and jumps to `b` of the next one.
        case narrow
        /// `b`: the pattern.
        case like
        case not, negate, isEmpty

        // Two operands.
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case add, subtract, multiply
        case `in`, contains, containsAll, containsAny, hasTag, getTag

        // Several: `b` of them.
        case makeSet
        /// `b`: the shape.
        case makeRecord
        /// `a`: the function, `b`: how many arguments.
        case call

        // Control.
        /// The top must be a boolean; when it is false jumps to `b` and leaves it, else drops it.
        case and
        case or
        /// The top must be a boolean.
        case bool
        /// Drops a boolean; jumps to `b` when it is false.
        case branch
        case jump
        /// Always an error.
        case raise

        // A policy's own: each ends it as not satisfied unless it holds.
        /// `a`: the variable, `b`: the entity or the type's name.
        case scopeEqual, scopeIn, scopeIs
        /// `b`: the list of entities.
        case scopeInAny
        /// Drops a boolean, which must be true.
        case require
        /// Drops a boolean, which must be false.
        case reject
        /// The policy is satisfied.
        case end
    }

    let operation: Operation
    let a: UInt16
    var b: UInt32

    init(_ operation: Operation, a: UInt16 = 0, b: UInt32 = 0) {
        self.operation = operation
        self.a = a
        self.b = b
    }
}
