// SPDX-License-Identifier: Apache-2.0

import Synchronization

public enum Decision: String, Sendable {
    case allow, deny
}

/// What an ``Authorizer`` says of a request.
public struct Response: Sendable {
    public let decision: Decision
    /// The ids of the policies that made the decision: of an allow the permits, of a deny the forbids that were satisfied;
    /// none when nothing permitted. In the policies' order.
    public let reasons: [Text]
    /// The policies that could not be evaluated, whatever the decision.
    public let errors: [Failure]

    public struct Failure: Sendable {
        public let policy: Text
        /// The expression that has no value; ``Explanation`` says why.
        public let span: SourceSpan
    }
}

/// Decides requests by a set of policies, compiled once. Safe to use from many threads at a time.
///
/// The semantics are the specification's (`Authorizer.lean`): a request is allowed when a permit is satisfied and no forbid
/// is. A policy that fails counts as not satisfied, unless ``OnForbidError/deny`` says otherwise of forbids.
public struct Authorizer: Sendable {
    /// What a forbid that cannot be evaluated does.
    public enum OnForbidError: Sendable {
        /// Nothing, as in the specification.
        case ignore
        /// It denies: what a gate wants, where a rule that cannot be checked must not let anything through.
        case deny
    }

    let program: Program
    private let base: Arena
    private let onForbidError: OnForbidError
    private let pool: MachinePool
    /// The entities, where their ancestors are too many to be indexed: then some are looked up when they are needed.
    private let rest: Entities?

    /// - Parameters:
    ///   - policies: its templates take no part, its links do.
    ///   - entities: those that are known in advance; indexed here, once.
    public init(_ policies: PolicySet, entities: Entities = Entities(), onForbidError: OnForbidError = .ignore) {
        self.init(Program(policies.policies), entities: entities, onForbidError: onForbidError)
    }

    /// - Parameter mostAncestors: how many are indexed; a chain of n entities has n²/2.
    init(
        _ program: Program,
        entities: Entities,
        onForbidError: OnForbidError = .ignore,
        mostAncestors: Int = 4_000_000
    ) {
        var base = program.arena
        var isWhole = true
        for entity in entities.all {
            base.load(entity, ancestors: entities.ancestors(of: entity.uid), over: .empty)
            isWhole = base.ancestors.count <= mostAncestors
            if !isWhole { break }
        }
        rest = isWhole ? nil : entities
        self.program = program
        self.base = base
        self.onForbidError = onForbidError
        pool = MachinePool(Machine(program, base))
    }

    /// The same policies over other entities; nothing is compiled again.
    public func with(_ entities: Entities) -> Authorizer {
        Authorizer(program, entities: entities, onForbidError: onForbidError)
    }

    /// Decides by the entities that were given in advance.
    public func authorize(_ request: Request) -> Response { decide(request, rest) }

    /// Decides by the entities given in advance and, where one is not among them, by the store's.
    public func authorize(_ request: Request, entities: some EntityStore) -> Response {
        decide(request, rest.map { EntityStores(first: $0, second: entities) } ?? entities)
    }

    private func decide(_ request: Request, _ store: (any EntityStore)?) -> Response {
        pool.withMachine { machine in
            machine.run(request, store)
            defer { machine.forget() }
            return response(of: &machine)
        }
    }

    private func response(of machine: inout Machine) -> Response {
        var errors: [Response.Failure] = []
        var failedForbids: [UInt32] = []
        if !machine.failed.isEmpty {
            var last: UInt32?
            for (policy, instruction) in machine.failed.sorted(by: { $0.policy < $1.policy }) where policy != last {
                last = policy
                let entry = program.entries[Int(policy)]
                errors.append(Response.Failure(policy: entry.id, span: program.spans[instruction]))
                if !entry.isPermit, onForbidError == .deny { failedForbids.append(policy) }
            }
        }
        var hasPermit = false
        var hasForbid = !failedForbids.isEmpty
        for policy in machine.satisfied {
            if program.entries[Int(policy)].isPermit { hasPermit = true } else { hasForbid = true }
        }
        let isAllowed = hasPermit && !hasForbid
        let reasons = reasons(machine.satisfied, failedForbids, isPermit: isAllowed)
        return Response(decision: isAllowed ? .allow : .deny, reasons: reasons, errors: errors)
    }

    /// The ids of the policies of one effect, in order, once each.
    private func reasons(_ satisfied: [UInt32], _ failed: [UInt32], isPermit: Bool) -> [Text] {
        guard satisfied.count + failed.count > 1 else {
            guard let policy = satisfied.first ?? failed.first, program.entries[Int(policy)].isPermit == isPermit else {
                return []
            }
            return [program.entries[Int(policy)].id]
        }
        var result: [Text] = []
        var last: UInt32?
        for policy in (satisfied + failed).sorted() where policy != last && program.entries[Int(policy)].isPermit == isPermit {
            last = policy
            result.append(program.entries[Int(policy)].id)
        }
        return result
    }
}

/// One store, and another for what it does not have.
private struct EntityStores: EntityStore {
    let first: Entities
    let second: any EntityStore

    func entity(_ uid: EntityUID) -> Entity? { first[uid] ?? second.entity(uid) }

    func ancestors(of uid: EntityUID) -> Set<EntityUID> {
        first[uid] == nil ? second.ancestors(of: uid) : first.ancestors(of: uid)
    }
}

/// Machines that are not at work.
private final class MachinePool: Sendable {
    /// Referred to, so that nothing is copied on the way in and out.
    ///
    /// Unchecked, since it goes from thread to thread, but only through the lock of ``idle``: a box is either in there or with the
    /// one caller of ``withMachine(_:)`` that took it out or made it, so that no two threads ever hold the same.
    final class Box: @unchecked Sendable {
        var machine: Machine

        init(_ machine: Machine) { self.machine = machine }
    }

    private let idle = Mutex<[Box]>([])
    private let fresh: Machine

    init(_ fresh: Machine) { self.fresh = fresh }

    func withMachine<Result>(_ body: (inout Machine) -> Result) -> Result {
        let box = idle.withLock { $0.popLast() } ?? Box(fresh)
        defer { idle.withLock { $0.append(box) } }
        return body(&box.machine)
    }
}
