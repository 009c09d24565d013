// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Finds secrets in bytes, in one pass and in time linear in their number. Can be used from many threads at once.
///
/// If the rules could not be made ready, or Vectorscan fails, a whole text counts as one secret of the rule
/// ``unavailable``: nothing passes unseen.
public struct SecretScanner: Sendable {
    /// Nil stands for the built-in rules, which are made ready when they are first wanted.
    private let own: Engine?
    private var engine: Engine? { own ?? Self.shared }
    /// The rules without their examples; ``SecretRule/builtIn`` has those.
    public var rules: [SecretRule] { engine?.rules ?? [] }

    /// How many bytes before a secret its rule may have to see; whoever scans in pieces keeps as many.
    public static let context = 2048

    /// The rule that stands in findings when there is no scanner.
    public static let unavailable = "scanner-unavailable"

    /// Why rules cannot be made ready.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// The built-in rules; made ready once for the process, when they are first wanted.
    public init() { own = nil }

    /// Makes the built-in rules ready now, so that the first scan need not wait: a few milliseconds with a cache, up to
    /// a second without.
    public static func prepare() { _ = shared }

    /// Rules of one's own, alone or after the built-in ones.
    ///
    /// - Parameter cache: Where the database is kept between starts; without it, making the built-in rules ready takes
    ///   about a second.
    /// - Throws: ``Failure``, which names the rule.
    public init(rules: [SecretRule], cache: DatabaseCache? = nil) throws {
        for rule in rules {
            let text = rule.pattern.isEmpty ? rule.value : rule.pattern
            if text.isEmpty || SecretRule.builtInIDs.contains(rule.id) { continue }
            do {
                try CompiledPattern(text).free()
            } catch {
                throw Failure(
                    "the pattern of the rule \(rule.id) is wrong at its byte \(error.offset) (PCRE2 error \(error.code))"
                )
            }
        }
        own = try Engine.make(rules: rules, cache: cache)
    }

    private static let shared: Engine? = try? Engine.make(
        rules: SecretRule.readBuiltIn(withExamples: false),
        cache: sharedCache.withLock { $0 }
    )

    private static let sharedCache = Mutex<DatabaseCache?>(DatabaseCache.standard)

    /// Where the built-in rules' database is kept, in place of ``DatabaseCache/standard``: to be said before the first scan.
    public static func setCache(_ cache: DatabaseCache?) { sharedCache.withLock { $0 = cache } }

    /// The secrets in a whole text, in order, none overlapping another.
    public func findings(in text: String) -> [Finding] {
        var text = text
        return text.withUTF8 { findings(in: $0) }
    }

    public func findings(in bytes: [UInt8]) -> [Finding] { bytes.withUnsafeBufferPointer { findings(in: $0) } }

    public func findings(in bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        guard let engine, let found = try? engine.findings(in: bytes) else {
            return bytes.isEmpty ? [] : [Finding(rule: Self.unavailable, range: 0..<bytes.count)]
        }
        return found
    }

    /// Whether a byte can end a secret, so that looking again is worth it when it has come.
    public static func mayDecide(_ byte: UInt8) -> Bool { OpenEnd.mayClose(byte) }

    /// Scans a text that may go on.
    ///
    /// - Returns: `findings` that nothing which follows can change, and `openFrom`: from there on text may still
    ///   turn out to be a secret, or to be a longer one. It is `bytes.count` where nothing is open.
    public func scan(_ bytes: [UInt8], isComplete: Bool) -> (findings: [Finding], openFrom: Int) {
        bytes.withUnsafeBufferPointer { scan($0, isComplete: isComplete) }
    }

    public func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        isComplete: Bool
    ) -> (findings: [Finding], openFrom: Int) {
        let found = findings(in: text)
        if isComplete { return (found, text.count) }
        var openFrom = OpenEnd.start(text)
        // What begins before and is not over there waits whole.
        for finding in found where finding.range.upperBound > openFrom { openFrom = min(openFrom, finding.range.lowerBound) }
        return (found.filter { $0.range.upperBound <= openFrom }, openFrom)
    }
}

extension SecretRule {
    static let builtInIDs: Set<String> = Set(readBuiltIn(withExamples: false).map(\.id))
}
