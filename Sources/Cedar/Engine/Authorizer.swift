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

    /// - Parameters:
    ///   - policies: its templates take no part, its links do.
    ///   - entities: those that are known in advance; indexed here, once.
    public init(_ policies: PolicySet, entities: Entities = Entities(), onForbidError: OnForbidError = .ignore) {
        self.init(Program(policies.policies), entities: entities, onForbidError: onForbidError)
    }

    private init(_ program: Program, entities: Entities, onForbidError: OnForbidError) {
        var base = program.arena
        for entity in entities.all {
            base.load(entity, ancestors: entities.ancestors(of: entity.uid), over: .empty)
        }
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
    public func authorize(_ request: Request) -> Response { decide(request, nil) }

    /// Decides by the entities given in advance and, where one is not among them, by the store's.
    public func authorize(_ request: Request, entities: some EntityStore) -> Response { decide(request, entities) }

    private func decide(_ request: Request, _ store: (any EntityStore)?) -> Response {
        pool.withMachine { machine in
            machine.run(request, store)
            return response(of: machine)
        }
    }

    private func response(of machine: borrowing Machine) -> Response {
        var errors: [Response.Failure] = []
        var permits: [UInt32] = []
        var forbids: [UInt32] = []
        for policy in machine.satisfied {
            if program.entries[Int(policy)].isPermit { permits.append(policy) } else { forbids.append(policy) }
        }
        if !machine.failed.isEmpty {
            var last: UInt32?
            for (policy, instruction) in machine.failed.sorted(by: { $0.policy < $1.policy }) where policy != last {
                last = policy
                let entry = program.entries[Int(policy)]
                errors.append(Response.Failure(policy: entry.id, span: program.spans[instruction]))
                if !entry.isPermit, onForbidError == .deny { forbids.append(policy) }
            }
        }
        let isAllowed = forbids.isEmpty && !permits.isEmpty
        return Response(
            decision: isAllowed ? .allow : .deny,
            reasons: ids(isAllowed ? permits : forbids),
            errors: errors
        )
    }

    /// In order, once each.
    private func ids(_ policies: [UInt32]) -> [Text] {
        guard policies.count > 1 else { return policies.map { program.entries[Int($0)].id } }
        var result: [Text] = []
        var last: UInt32?
        for policy in policies.sorted() where policy != last {
            last = policy
            result.append(program.entries[Int(policy)].id)
        }
        return result
    }
}

/// Machines that are not at work.
private final class MachinePool: Sendable {
    private let idle = Mutex<[Machine]>([])
    private let fresh: Machine

    init(_ fresh: Machine) { self.fresh = fresh }

    func withMachine<Result>(_ body: (inout Machine) -> Result) -> Result {
        var machine = idle.withLock { $0.popLast() } ?? fresh
        defer { idle.withLock { $0.append(machine) } }
        return body(&machine)
    }
}
