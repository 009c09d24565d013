// SPDX-License-Identifier: Apache-2.0

/// Which policies can match a request, without looking at the others.
///
/// Policies are sliced by their action scope. In a slice each stands in one place: under the entity or type that its
/// principal or resource scope names, under the atoms that its conditions hang on (``Trigger``), or among those that must
/// always be looked at. A policy that stands under several keys may be found twice.
struct PolicyIndex: Sendable {
    /// What a slice's policies stand under.
    enum Dimension: UInt64, Sendable {
        case principalEqual, resourceEqual, principalIn, resourceIn, principalIs, resourceIs
        case atom
    }

    struct Slice: Sendable {
        var always: Stretch = .none
        /// By ``Dimension/rawValue``: whether anything stands under it.
        var dimensions: UInt8 = 0
        var groups: Stretch = .none
    }

    /// Policies of one slice whose triggers have the same requirements.
    struct Group: Sendable {
        let requirements: [Trigger.Requirement]
        /// The slots whose atoms they hang on.
        let slots: [UInt16]
        /// All of them, for when the requirements do not hold.
        let all: Stretch
        /// What its atoms stand under.
        let number: Int
    }

    /// Slice 0 is that of all actions.
    let slices: [Slice]
    let groups: [Group]
    private let lists: [UInt32]
    private let stretches: [Stretch]
    private let keys: NumberTable
    private let equalActions: NumberTable
    private let containedActions: NumberTable

    func policies(_ stretch: Stretch) -> ArraySlice<UInt32> { lists[stretch.range] }

    @inline(__always)
    func slice(equal action: UInt32) -> Int? { equalActions[UInt64(action)].map { Int($0) } }

    @inline(__always)
    func slice(in action: UInt32) -> Int? { containedActions[UInt64(action)].map { Int($0) } }

    var hasContainedActions: Bool { containedActions.count > 0 }

    @inline(__always)
    func stretch(_ slice: Int, _ dimension: Dimension, _ value: UInt32) -> Stretch? {
        keys[Builder.key(slice, dimension, value)].map { stretches[Int($0)] }
    }
}

extension PolicyIndex.Slice {
    @inline(__always)
    func has(_ dimension: PolicyIndex.Dimension) -> Bool { dimensions & (1 << UInt8(dimension.rawValue)) != 0 }
}

extension PolicyIndex {
    struct Builder {
        private struct Draft {
            var always: [UInt32] = []
            var dimensions: UInt8 = 0
            var groups: [Int] = []
        }

        private struct GroupDraft {
            let requirements: [Trigger.Requirement]
            var slots: [UInt16] = []
            var policies: [UInt32] = []
        }

        private struct Entry {
            let key: UInt64
            let policy: UInt32
        }

        private var drafts = [Draft()]
        private var groups: [GroupDraft] = []
        /// By slice and requirements.
        private var groupTable = DigestTable()
        private var keyed: [Entry] = []
        private var equalActions = NumberTable()
        private var containedActions = NumberTable()

        /// Atoms stand under the number of their group, everything else under that of the slice.
        static func key(_ slice: Int, _ dimension: Dimension, _ value: UInt32) -> UInt64 {
            dimension.rawValue << 60 | UInt64(slice) << 32 | UInt64(value)
        }

        mutating func add(_ number: UInt32, _ policy: Policy, _ compiler: inout Compiler) {
            var placement: Placement?
            for slice in slices(of: policy.action, &compiler) {
                let place = placement ?? Placement(policy, &compiler)
                placement = place
                add(number, to: slice, place, compiler.atoms)
            }
        }

        private mutating func add(_ number: UInt32, to slice: Int, _ place: Placement, _ atoms: [Program.Atom]) {
            switch place {
            case .always:
                drafts[slice].always.append(number)
            case .under(let dimension, let value):
                drafts[slice].dimensions |= 1 << UInt8(dimension.rawValue)
                keyed.append(Entry(key: Builder.key(slice, dimension, value), policy: number))
            case .triggered(let trigger):
                let group = group(of: slice, trigger.requirements)
                groups[group].policies.append(number)
                for atom in trigger.atoms {
                    let slot = atoms[Int(atom)].slot
                    if !groups[group].slots.contains(slot) { groups[group].slots.append(slot) }
                    keyed.append(Entry(key: Builder.key(group, .atom, atom), policy: number))
                }
            }
        }

        private mutating func group(of slice: Int, _ requirements: [Trigger.Requirement]) -> Int {
            let digest = requirements.reduce(UInt64(slice) &* 0x9E37_79B9_7F4A_7C15) {
                ($0 ^ $1.key) &* 0xD6E8_FEB8_6659_FD93
            }
            let known = groupTable.find(digest) { groups[$0].requirements == requirements && drafts[slice].groups.contains($0) }
            if let known { return known }
            groupTable.insert(digest, groups.count)
            drafts[slice].groups.append(groups.count)
            groups.append(GroupDraft(requirements: requirements))
            return groups.count - 1
        }

        private mutating func slices(of scope: ActionScope, _ compiler: inout Compiler) -> [Int] {
            switch scope {
            case .any: [0]
            case .equal(let uid): [slice(compiler.number(of: uid), \.equalActions)]
            case .in(let uid): [slice(compiler.number(of: uid), \.containedActions)]
            case .inAny(let uids): Set(uids).map { slice(compiler.number(of: $0), \.containedActions) }
            }
        }

        private mutating func slice(_ action: UInt32, _ table: WritableKeyPath<Builder, NumberTable>) -> Int {
            if let known = self[keyPath: table][UInt64(action)] { return Int(known) }
            self[keyPath: table].insert(UInt64(action), UInt32(drafts.count))
            drafts.append(Draft())
            return drafts.count - 1
        }

        mutating func finish() -> PolicyIndex {
            var lists: [UInt32] = []
            var stretches: [Stretch] = []
            func list(_ policies: [UInt32]) -> Stretch {
                defer { lists.append(contentsOf: policies) }
                return Stretch(start: UInt32(lists.count), count: UInt32(policies.count))
            }
            var keys = NumberTable()
            keyed.sort { ($0.key, $0.policy) < ($1.key, $1.policy) }
            for (index, entry) in keyed.enumerated() {
                if index == 0 || keyed[index - 1].key != entry.key {
                    keys.insert(entry.key, UInt32(stretches.count))
                    stretches.append(Stretch(start: UInt32(lists.count), count: 0))
                }
                lists.append(entry.policy)
                stretches[stretches.count - 1].count += 1
            }
            var slices: [Slice] = []
            var finished: [Group] = []
            for draft in drafts {
                let first = finished.count
                for group in draft.groups {
                    finished.append(
                        Group(
                            requirements: groups[group].requirements,
                            slots: groups[group].slots,
                            all: list(groups[group].policies),
                            number: group
                        )
                    )
                }
                slices.append(
                    Slice(
                        always: list(draft.always),
                        dimensions: draft.dimensions,
                        groups: Stretch(start: UInt32(first), count: UInt32(finished.count - first))
                    )
                )
            }
            return PolicyIndex(
                slices: slices,
                groups: finished,
                lists: lists,
                stretches: stretches,
                keys: keys,
                equalActions: equalActions,
                containedActions: containedActions
            )
        }
    }

    /// Where in its slices a policy stands: under the key that the fewest requests share.
    private enum Placement {
        case always
        case under(Dimension, UInt32)
        case triggered(Trigger)

        init(_ policy: Policy, _ compiler: inout Compiler) {
            if case .equal(.entity(let uid)) = policy.principal {
                self = .under(.principalEqual, compiler.number(of: uid))
            } else if case .equal(.entity(let uid)) = policy.resource {
                self = .under(.resourceEqual, compiler.number(of: uid))
            } else if let trigger = ConditionAnalysis.trigger(of: policy, &compiler) {
                self = .triggered(trigger)
            } else if let uid = policy.principal.container {
                self = .under(.principalIn, compiler.number(of: uid))
            } else if let uid = policy.resource.container {
                self = .under(.resourceIn, compiler.number(of: uid))
            } else if case .is(let type) = policy.principal {
                self = .under(.principalIs, compiler.number(of: type.name))
            } else if case .is(let type) = policy.resource {
                self = .under(.resourceIs, compiler.number(of: type.name))
            } else {
                self = .always
            }
        }
    }
}

extension EntityScope {
    fileprivate var container: EntityUID? {
        switch self {
        case .in(.entity(let uid)), .isIn(_, .entity(let uid)): uid
        default: nil
        }
    }
}
