// SPDX-License-Identifier: Apache-2.0

public import Calls
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The policies of a file, read again when it changes. A file that cannot be used leaves the last good policies in place
/// and says so.
public final class LivePolicies: Evaluator {
    private struct State {
        var evaluator: CedarEvaluator
        var stamp: FileStamp
        /// Monotonic nanoseconds of the last look at the file.
        var looked: UInt64
    }

    private let path: String
    private let own: OwnRules
    private let files: any FileSystemView
    private let base: PolicySettings
    private let report: @Sendable (String) -> Void
    private let state: Mutex<State>

    private let interval: UInt64

    /// - Parameters:
    ///   - path: Of the file; where there is none, `base` holds.
    ///   - interval: Nanoseconds between looks at the file.
    ///   - report: Is told of each change, and why one was not taken.
    /// - Throws: what is wrong with a file that is there.
    public init(
        path: String,
        base: PolicySettings,
        own: OwnRules,
        files: any FileSystemView,
        interval: UInt64 = 250_000_000,
        report: @escaping @Sendable (String) -> Void
    ) throws {
        self.path = path
        self.base = base
        self.own = own
        self.files = files
        self.report = report
        self.interval = interval
        let stamp = FileStamp(path)
        let evaluator = CedarEvaluator(try Self.bundle(path, base), protection: own, files: files)
        state = Mutex(State(evaluator: evaluator, stamp: stamp, looked: monotonicNanoseconds()))
    }

    public func verdict(for call: ToolCall, analysis: Analysis) throws -> Verdict {
        try current.verdict(for: call, analysis: analysis)
    }

    public var judgesOutput: Bool { current.judgesOutput }
    public var needsSizes: Bool { current.needsSizes }

    public func rules(forResultOf tool: String, output: String, secrets: Set<String>) -> [ResultRule] {
        current.rules(forResultOf: tool, output: output, secrets: secrets)
    }

    private var current: CedarEvaluator {
        let now = monotonicNanoseconds()
        let (evaluator, before) = state.withLock { state -> (CedarEvaluator, FileStamp?) in
            guard now - state.looked > interval else { return (state.evaluator, nil) }
            state.looked = now
            return (state.evaluator, state.stamp)
        }
        guard let before else { return evaluator }
        let stamp = FileStamp(path)
        guard stamp != before else { return evaluator }
        do {
            let fresh = CedarEvaluator(try Self.bundle(path, base), protection: own, files: files)
            state.withLock { state in
                state.evaluator = fresh
                state.stamp = stamp
            }
            report("the policies of \(path) are in force")
            return fresh
        } catch {
            state.withLock { $0.stamp = stamp }
            report("\(path) cannot be used, the policies before it stay in force: \(error)")
            return evaluator
        }
    }

    private static func bundle(_ path: String, _ base: PolicySettings) throws -> PolicyBundle {
        guard access(path, F_OK) == 0 else { return try PolicyBundle(base) }
        let disk = RealFileSystem()
        guard let bytes = disk.text(path) else {
            throw PolicyFile.Failure("", "it is no file of at most 256 KiB that can be read")
        }
        let json = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
        let settings = try PolicyFile.settings(json) { disk.text($0).map { String(decoding: $0, as: UTF8.self) } }
        return try PolicyBundle(settings)
    }
}
