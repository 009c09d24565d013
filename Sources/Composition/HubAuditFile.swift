// SPDX-License-Identifier: Apache-2.0

internal import AuditLog
internal import Calls
internal import Hub

extension HubAudit {
    /// The hub's audit log in a file, synced with every entry.
    static func file(_ path: String) throws -> HubAudit {
        let log = try AuditLog(path: path, options: .init(synchronizes: true))
        return HubAudit(
            append: { members in
                _ = try log.append(members.sorted { $0.key < $1.key }.map { ($0.key, AuditValue($0.value)) })
            },
            recent: { user, limit in
                var entries: [JSONValue] = []
                for line in AuditFiles.lines(path: path, last: 20 * limit).reversed() where entries.count < limit {
                    guard let entry = try? JSONValue(parsing: line), entry["user_id"]?.stringValue == user else { continue }
                    entries.append(entry)
                }
                return entries
            }
        )
    }
}

extension AuditValue {
    /// The same value; the log holds no fractions, so a number with one is kept as text.
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .string("\(value)")
        case .string(let value): self = .string(value)
        case .array(let elements): self = .array(elements.map(AuditValue.init))
        case .object(let members): self = .object(members.mapValues(AuditValue.init))
        }
    }
}
