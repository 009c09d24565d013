// SPDX-License-Identifier: Apache-2.0

import Calls

/// A rule of the first form: data, and a predicate.
struct Rule: Sendable {
    let id: String
    let title: String
    let severity: Severity
    let outcome: Outcome
    let instead: String
    /// The reason if it matches.
    let match: @Sendable (RuleContext) -> String?

    init(
        _ id: String,
        _ title: String,
        _ outcome: Outcome,
        _ severity: Severity,
        instead: String,
        match: @escaping @Sendable (RuleContext) -> String?
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.outcome = outcome
        self.instead = instead
        self.match = match
    }
}

/// What rules see.
struct RuleContext: Sendable {
    let analysis: Analysis
    let home: String
    let workspace: String
    let temporary: [String]
    let protection: Protection

    /// The first effect of a kind that satisfies a predicate, as the reason of a match.
    func first(_ kind: Effect.Kind, _ reason: String, where predicate: (Deed) -> Bool) -> String? {
        for deed in analysis.deeds where deed.effect.kind == kind && predicate(deed) { return "\(reason) \(deed.effect.target)" }
        return nil
    }

    func first<Value>(_ extract: (Note) -> Value?) -> Value? {
        for note in analysis.notes { if let value = extract(note) { return value } }
        return nil
    }

    func isInWorkspace(_ path: String) -> Bool { PathText.isInside(path, workspace) }
    /// Whether a path lies in a temporary folder. A home or a workspace that lies in one too is no scratch for that.
    func isScratch(_ path: String) -> Bool {
        let isTemporary = temporary.contains { PathText.isInside(path, $0) && path != $0 }
        return isTemporary && !PathText.isInside(path, home) && !PathText.isInside(home, path)
            && !PathText.isInside(workspace, path)
    }
}

/// What belongs to Drawbridge itself.
struct Protection: Sendable {
    /// Folders and files, absolute and resolved.
    var paths: [String]
    /// `host:port` of its own listeners, loopback hosts written as `localhost`.
    var endpoints: Set<String>
    var processes: Set<String>

    /// What usually lies in the data folder.
    private static let names = ["audit.log", "gate.sock", "drawbridge.db", "hub.db", "token", "vault.key", "drawbridge.json"]

    /// Whether an effect on `path` would reach one of them: the thing itself, what lies in it, or with `above`
    /// a folder that contains it.
    func covers(_ path: String, above: Bool, isPattern: Bool) -> Bool {
        for own in paths {
            if PathText.isInside(path, own) { return true }
            if above, PathText.isInside(own, path) { return true }
            if isPattern, PathText.isPattern(path) {
                let parts = path.split(separator: "/")
                let ownParts = own.split(separator: "/")
                // `find` with a name: only things of that name.
                if let deep = parts.firstIndex(of: "**"), let last = parts.last, last != "*", last != "**" {
                    let names = Self.names + ownParts.dropFirst(deep).map(String.init)
                    if names.contains(where: { PathText.matches(Array($0.utf8), Array(last.utf8)) }),
                        PathText.pattern(path, couldTouch: own)
                    {
                        return true
                    }
                    continue
                }
                let isDeepEnough = parts.count >= ownParts.count || above
                if isDeepEnough, PathText.pattern(path, couldTouch: own) { return true }
            }
        }
        return false
    }
}
