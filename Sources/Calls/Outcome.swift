// SPDX-License-Identifier: Apache-2.0

/// What the gate says to a tool call. Ordered by strictness: `allow < confirm < deny`.
public enum Outcome: String, Sendable, Codable, CaseIterable, Comparable {
    case allow
    case confirm
    case deny

    private var rank: Int {
        switch self {
        case .allow: 0
        case .confirm: 1
        case .deny: 2
        }
    }

    public static func < (left: Outcome, right: Outcome) -> Bool { left.rank < right.rank }
}

/// How bad it would be. Ordered: `low < medium < high < critical`.
public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case low
    case medium
    case high
    case critical

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
