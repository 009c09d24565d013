// SPDX-License-Identifier: Apache-2.0

import AuditLog
import Calls

extension AuditValue {
    /// The same value; fractions, which no log of ours has, become texts.
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .string("")
        case .bool(let bool): self = .bool(bool)
        case .int(let number): self = .int(number)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map(AuditValue.init))
        case .object(let members): self = .object(members.mapValues(AuditValue.init))
        default: self = .string(json.canonical)
        }
    }
}
