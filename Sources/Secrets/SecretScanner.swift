// SPDX-License-Identifier: Apache-2.0

/// Finds secrets in bytes, in one pass and in time linear in their number.
///
/// This engine is hand-written for a dozen rules; another takes its place when there are hundreds.
public struct SecretScanner: Sendable {
    public let rules: [SecretRule]
    /// For each first byte, the rules to try there.
    private let starts: [[UInt8]]

    /// How many bytes before a secret its rule may have to see; whoever scans in pieces keeps as many.
    public static let context = 512

    public init(rules: [SecretRule] = SecretRule.builtIn) {
        self.rules = rules
        var starts = [[UInt8]](repeating: [], count: 256)
        for (index, rule) in rules.enumerated() {
            for byte in rule.shape.firstBytes where !starts[Int(byte)].contains(UInt8(index)) {
                starts[Int(byte)].append(UInt8(index))
            }
        }
        self.starts = starts
    }

    /// The secrets in a whole text, in order, none overlapping another.
    public func findings(in text: String) -> [Finding] { findings(in: Array(text.utf8)) }

    public func findings(in bytes: [UInt8]) -> [Finding] { scan(bytes, isComplete: true).findings }

    /// Scans a text that may go on.
    ///
    /// - Returns: `findings` that nothing which follows can change, and `openFrom`: from there on text may still
    ///   turn out to be a secret, or to be a longer one. It is `bytes.count` where nothing is open.
    public func scan(_ bytes: [UInt8], isComplete: Bool) -> (findings: [Finding], openFrom: Int) {
        var found: [(rule: Int, range: Range<Int>)] = []
        var openFrom = bytes.count
        bytes.withUnsafeBufferPointer { buffer in
            let window = Window(bytes: buffer, isComplete: isComplete)
            // A rule does not look for another secret inside one that it has found.
            var next = [Int](repeating: 0, count: rules.count)
            for position in 0..<buffer.count {
                let candidates = starts[Int(buffer[position])]
                if candidates.isEmpty { continue }
                for index in candidates where next[Int(index)] <= position {
                    switch rules[Int(index)].shape.match(window, at: position) {
                    case .none: break
                    case .open(let from): openFrom = min(openFrom, from)
                    case .secret(let range):
                        found.append((Int(index), range))
                        next[Int(index)] = range.upperBound
                    }
                }
            }
        }
        return (merge(found).filter { $0.range.upperBound <= openFrom }, openFrom)
    }

    /// Of overlapping findings the earlier, then the longer, then the more specific stays, and covers all of them.
    private func merge(_ found: [(rule: Int, range: Range<Int>)]) -> [Finding] {
        let sorted = found.sorted {
            ($0.range.lowerBound, -$0.range.upperBound, $0.rule) < ($1.range.lowerBound, -$1.range.upperBound, $1.rule)
        }
        var findings: [Finding] = []
        for (rule, range) in sorted {
            if let last = findings.last, range.lowerBound < last.range.upperBound {
                let end = max(last.range.upperBound, range.upperBound)
                findings[findings.count - 1].range = last.range.lowerBound..<end
            } else {
                findings.append(Finding(rule: rules[rule].id, range: range))
            }
        }
        return findings
    }
}

/// The text as a rule sees it.
struct Window {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether nothing comes after the last byte.
    let isComplete: Bool

    enum Attempt {
        case none
        /// Here a secret may be beginning of which too little is there.
        case open(from: Int)
        case secret(Range<Int>)
    }

    enum Prefix {
        case no
        case partial
        case end(Int)
    }

    @inline(__always)
    func literal(_ text: String, at start: Int, ignoringCase: Bool = false) -> Prefix {
        var position = start
        for byte in text.utf8 {
            guard position < bytes.count else { return .partial }
            let own = bytes[position]
            guard own == byte || (ignoringCase && (own | 0x20) == byte && ByteSet.alphanumeric.contains(own)) else { return .no }
            position += 1
        }
        return .end(position)
    }

    /// Where the run of `set` that begins at `start` ends, at most `limit` bytes on.
    @inline(__always)
    func endOfRun(_ set: ByteSet, from start: Int, limit: Int) -> Int {
        var position = start
        let end = min(bytes.count, start + limit)
        while position < end, set.contains(bytes[position]) { position += 1 }
        return position
    }

    /// Whether a word can begin here: nothing before it, no letter or digit, or the letter of an escape such as `\n`.
    func isBoundary(before position: Int) -> Bool {
        guard position > 0, ByteSet.alphanumeric.contains(bytes[position - 1]) else { return true }
        guard position > 1, bytes[position - 2] == UInt8(ascii: "\\") else { return false }
        return [UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t")].contains(bytes[position - 1])
    }

    /// Whether the text could go on at `position`.
    func isOpen(at position: Int) -> Bool { position >= bytes.count && !isComplete }

    func isMixed(_ range: Range<Int>) -> Bool {
        var hasDigit = false
        var hasLetter = false
        for position in range {
            if (48...57).contains(bytes[position]) { hasDigit = true } else if bytes[position] >= 65 { hasLetter = true }
        }
        return hasDigit && hasLetter
    }
}
