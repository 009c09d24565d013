// SPDX-License-Identifier: Apache-2.0

public import Calls
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What an owner allowed for good: a narrow rule, to be seen and removed (`drawbridge gate grants`).
///
/// It holds where every rule that asks does so about an effect that the grant names. It lifts no deny, and it never reaches
/// beyond the rule and the kind of effect that the owner was asked about (THREATS 13).
public struct Grant: Sendable, Hashable {
    public let id: String
    public let scope: ApprovalScope
    /// The canonical tool.
    public let tool: String
    public let entries: [Entry]
    /// Milliseconds since 1970.
    public let createdAt: Int64
    public let decidedBy: String?

    /// A rule that asked, about what.
    public struct Entry: Sendable, Hashable {
        public let policy: String
        /// nil: about the call as a whole.
        public let kind: Effect.Kind?
        /// nil: any program.
        public let program: String?
        /// The file or folder with all in it, the host, the recipient; nil for what has none.
        public let target: String?

        func covers(_ asked: Verdict.Asked) -> Bool {
            guard policy == asked.policy, kind == asked.deed?.effect.kind else { return false }
            if let program, program != asked.deed?.program { return false }
            guard let target, let deed = asked.deed else { return true }
            // What is known only when it runs may be anything.
            if deed.effect.isDynamic || deed.isPattern { return false }
            return deed.effect.target == target || target.hasPrefix("/") && PathText.isInside(deed.effect.target, target)
        }

        var json: JSONValue {
            .object(omittingNil: [
                "policy": .string(policy), "kind": kind.map { .string($0.rawValue) }, "program": program.map(JSONValue.string),
                "target": target.map(JSONValue.string),
            ])
        }

        init(policy: String, kind: Effect.Kind?, program: String?, target: String?) {
            self.policy = policy
            self.kind = kind
            self.program = program
            self.target = target
        }

        init?(_ json: JSONValue) {
            guard let policy = json["policy"]?.stringValue else { return nil }
            self.policy = policy
            if let kind = json["kind"]?.stringValue {
                guard let known = Effect.Kind(rawValue: kind) else { return nil }
                self.kind = known
            } else {
                kind = nil
            }
            program = json["program"]?.stringValue
            target = json["target"]?.stringValue
        }
    }

    /// Always for what was asked about alone: the same path and below it, the same host, the same recipient. `tool`: by the
    /// same program, whatever its other words; `domain` and `all`: by any program.
    init(id: String, scope: ApprovalScope, tool: String, asked: [Verdict.Asked], createdAt: Int64, decidedBy: String?) {
        self.id = id
        self.scope = scope
        self.tool = tool
        self.createdAt = createdAt
        self.decidedBy = decidedBy
        var seen: Set<Entry> = []
        entries = asked.compactMap { asked in
            let deed = asked.deed
            let entry = Entry(
                policy: asked.policy,
                kind: deed?.effect.kind,
                program: scope == .tool ? deed?.program : nil,
                target: deed?.effect.target
            )
            return seen.insert(entry).inserted ? entry : nil
        }
    }

    public var json: JSONValue {
        .object(omittingNil: [
            "id": .string(id), "scope": .string(scope.rawValue), "tool": .string(tool),
            "entries": .array(entries.map(\.json)), "created_at": .int(createdAt),
            "decided_by": decidedBy.map(JSONValue.string),
        ])
    }

    init?(_ json: JSONValue) {
        guard let id = json["id"]?.stringValue, let tool = json["tool"]?.stringValue,
            let scope = json["scope"]?.stringValue.flatMap(ApprovalScope.init), let entries = json["entries"]?.arrayValue
        else { return nil }
        let read = entries.compactMap(Entry.init)
        guard read.count == entries.count, !read.isEmpty else { return nil }
        self.id = id
        self.tool = tool
        self.scope = scope
        self.entries = read
        createdAt = json["created_at"]?.intValue ?? 0
        decidedBy = json["decided_by"]?.stringValue
    }
}

/// The grants of a machine, in a file of mode 0600 that is read again when it changes.
public final class GrantStore: Sendable {
    private struct State {
        var grants: [Grant]
        var stamp: FileStamp?
    }

    private let path: String?
    private let state: Mutex<State>

    /// Grants that cannot be read are none: what they allowed is asked about again.
    ///
    /// - Parameter path: nil keeps them in memory alone.
    public init(path: String?) {
        self.path = path
        state = Mutex(State(grants: path.map(Self.read) ?? [], stamp: path.map(FileStamp.init)))
    }

    public var all: [Grant] { withFresh { $0.grants } }

    /// The grant that covers all that is asked about, if there is one.
    func grant(for asked: [Verdict.Asked], tool: String) -> Grant? {
        guard !asked.isEmpty else { return nil }
        return withFresh { state in
            state.grants.first { grant in
                grant.tool == tool && asked.allSatisfy { one in grant.entries.contains { $0.covers(one) } }
            }
        }
    }

    /// - Returns: whether it could be written.
    func add(_ grant: Grant) -> Bool {
        guard !grant.entries.isEmpty else { return false }
        return withFresh { write($0.grants + [grant], &$0) }
    }

    /// - Returns: whether there was one and it is gone.
    public func remove(_ id: String) -> Bool {
        withFresh { state in
            let rest = state.grants.filter { $0.id != id }
            return rest.count < state.grants.count && write(rest, &state)
        }
    }

    private func withFresh<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            if let path {
                let stamp = FileStamp(path)
                if stamp != state.stamp { state = State(grants: Self.read(path), stamp: stamp) }
            }
            return body(&state)
        }
    }

    private static func read(_ path: String) -> [Grant] {
        guard let bytes = RealFileSystem().text(path),
            let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
        else { return [] }
        return json.arrayValue?.compactMap(Grant.init) ?? []
    }

    /// Beside it first, so that a full disk loses nothing.
    private func write(_ grants: [Grant], _ state: inout State) -> Bool {
        if let path {
            let fresh = path + ".new"
            let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { return false }
            let bytes = Array((JSONValue.array(grants.map(\.json)).canonical + "\n").utf8)
            let isWritten = Self.write(bytes, descriptor) && fsync(descriptor) == 0
            close(descriptor)
            guard isWritten, rename(fresh, path) == 0 else { return false }
            state.stamp = FileStamp(path)
        }
        state.grants = grants
        return true
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Self.put(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    private static func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
