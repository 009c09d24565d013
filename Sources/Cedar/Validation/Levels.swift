// SPDX-License-Identifier: Apache-2.0

/// What level validation (RFC 76) looks at in an expression that has a type; what is never evaluated is not there.
indirect enum LevelNode: Sendable {
    case constant
    case variable
    /// An entity as written.
    case entity(EntityUID)
    case conditional(LevelNode, LevelNode, LevelNode)
    /// A conditional of which only one branch is ever taken.
    case branch(LevelNode, LevelNode)
    case attribute(LevelNode, Text, ofEntity: Bool, SourceSpan)
    case hasAttribute(LevelNode, ofEntity: Bool, SourceSpan)
    case getTag(LevelNode, LevelNode, SourceSpan)
    /// `in` and `hasTag`: the left one is dereferenced.
    case dereference(LevelNode, LevelNode, SourceSpan)
    case record([(Text, LevelNode)])
    case all([LevelNode])

    /// Adds another; chains stay flat.
    mutating func join(_ other: LevelNode) {
        guard case .all(var nodes) = self else {
            self = .all([self, other])
            return
        }
        // Lets go of the array, so that it grows in place.
        self = .constant
        nodes.append(other)
        self = .all(nodes)
    }
}

/// Counts how many entities are dereferenced in a row.
struct LevelChecker {
    /// The action of the requests; it may be dereferenced by its name.
    let action: EntityUID
    let limit: Int
    var findings: Findings

    mutating func check(_ node: LevelNode) {
        switch node {
        case .constant, .variable, .entity: break
        case .conditional(let test, let yes, let no):
            check(test)
            check(yes)
            check(no)
        case .branch(let test, let taken):
            check(test)
            check(taken)
        case .attribute(let target, _, let ofEntity, let span), .hasAttribute(let target, let ofEntity, let span):
            if ofEntity { dereference(target, span) } else { check(record: target) }
        case .getTag(let target, let tag, let span), .dereference(let target, let tag, let span):
            dereference(target, span)
            check(tag)
        case .record(let fields): for (_, node) in fields { check(node) }
        case .all(let nodes): for node in nodes { check(node) }
        }
    }

    /// What attributes are read of, down to the first entity or what is no attribute.
    private mutating func check(record node: LevelNode) {
        var node = node
        while case .attribute(let target, _, ofEntity: false, _) = node { node = target }
        check(node)
    }

    private mutating func dereference(_ target: LevelNode, _ span: SourceSpan) {
        let depth = depth(of: target, [], span)
        guard depth >= limit else { return }
        findings.report(
            .levelExceeded,
            "this needs level \(depth + 1): it goes through \(depth + 1) entities in a row; the limit is \(limit)",
            span
        )
    }

    /// How many entities lie behind an entity expression; member chains cost no stack.
    private mutating func depth(of node: LevelNode, _ path: [Text], _ span: SourceSpan) -> Int {
        var node = node
        var path = path
        var span = span
        var count = 0
        while true {
            switch node {
            case .attribute(let target, let name, let ofEntity, let place):
                if ofEntity { count += 1 } else { path.append(name) }
                (node, span) = (target, place)
            case .getTag(let target, let tag, let place):
                check(tag)
                count += 1
                (node, span) = (target, place)
            case .branch(let test, let taken):
                check(test)
                node = taken
            default: return count + depth(ofWhole: node, path, span)
            }
        }
    }

    /// `path` are the attributes that are read of the node, last first.
    private mutating func depth(ofWhole node: LevelNode, _ path: [Text], _ span: SourceSpan) -> Int {
        switch node {
        case .entity(let uid):
            if uid != action {
                findings.report(
                    .literalDereferenced,
                    "`\(uid)` is written in the policy and cannot be dereferenced under level validation",
                    span
                )
            }
            return 0
        case .conditional(let test, let yes, let no):
            check(test)
            return max(depth(of: yes, path, span), depth(of: no, path, span))
        case .record(let fields):
            let name = path.last
            var result = 0
            for (field, node) in fields {
                if field == name { result = depth(of: node, Array(path.dropLast()), span) } else { check(node) }
            }
            return result
        default: return 0
        }
    }
}
