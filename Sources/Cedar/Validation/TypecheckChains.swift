// SPDX-License-Identifier: Apache-2.0

/// `&&` and `||`: operand by operand, without recursion along the chain.
extension Typechecker {
    mutating func conjunction(_ operands: [Expr], _ prior: Capabilities) -> Answer {
        var known = prior
        var result = expect(.bool, operands[0], known)
        known.formUnion(result.capabilities)
        for operand in operands.dropFirst() {
            if result.type == .false { break }
            conjoin(&result, operand, prior, &known)
        }
        if result.type == .false { result.capabilities = [] }
        return result
    }

    /// Makes `left && right` of `left`. `known` is what is known when `left` is true, and then when both are; after an error
    /// it is what was known before.
    mutating func conjoin(_ left: inout Answer, _ right: Expr, _ prior: Capabilities, _ known: inout Capabilities) {
        if left.type == .false { return }
        conjoin(&left, expect(.bool, right, known), prior, &known)
    }

    /// The same, of a right operand that was checked with what was known.
    func conjoin(_ left: inout Answer, _ answer: Answer, _ prior: Capabilities, _ known: inout Capabilities) {
        let isSound = left.isSound && answer.isSound
        if let level = answer.level { left.level?.join(level) }
        if left.type == nil || answer.type == nil {
            left.type = .bool
        } else if answer.type == .false {
            left.type = .false
        } else if answer.type == .true {
            // The type is the left one.
        } else if left.type == .true {
            left.type = answer.type
        } else {
            left.type = .bool
        }
        left.isSound = isSound
        if left.type == .false || !isSound {
            left.capabilities = []
        } else {
            left.capabilities.formUnion(answer.capabilities)
        }
        if isSound { known.formUnion(answer.capabilities) } else { known = prior }
    }

    mutating func disjunction(_ operands: [Expr], _ prior: Capabilities) -> Answer {
        var result = expect(.bool, operands[0], prior)
        for operand in operands.dropFirst() {
            if result.type == .true { break }
            let answer = expect(.bool, operand, prior)
            let isSound = result.isSound && answer.isSound
            if let level = answer.level { result.level?.join(level) }
            if result.type == nil || answer.type == nil {
                result.type = .bool
                result.capabilities = []
            } else if answer.type == .true {
                result.type = .true
                result.capabilities = answer.capabilities
            } else if answer.type == .false {
                // The left one decides.
            } else if result.type == .false {
                result.type = answer.type
                result.capabilities = answer.capabilities
            } else {
                result.type = .bool
                result.capabilities.formIntersection(answer.capabilities)
            }
            result.isSound = isSound
            if !isSound { result.capabilities = [] }
        }
        return result
    }
}
