// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The rules, made ready: Vectorscan finds where one of them may hold, and each place is then looked at.
///
/// Work is bounded for every place, so that time is linear in the text whatever stands in it.
final class Engine: Sendable {
    let rules: [SecretRule]
    private let database: Database
    /// By the number of Vectorscan's expression.
    private let triggers: [Trigger]
    /// Rules by their words, for the words of a name.
    private let words: [UInt64: [Int]]
    private let shapes: [SecretRule.Shape: Int]
    /// Least lengths of named rules' values.
    private let leastValues: [Int]
    private let mustBeNamed: [Bool]
    private let state: Mutex<State>

    private struct State {
        var idle: [Workspace] = []
        var patterns: [CompiledPattern?]
    }

    /// What a place that Vectorscan names is.
    enum Trigger: Sendable {
        case token(Int)
        /// The start of the match is `to` less `count`; `extra` bytes of it stand behind the keyword.
        case keyword(AssignedRules.Kind, count: Int, extra: Int)
        case provider(Int, count: Int)
        case base64(count: Int, place: Int)
        case percent
        /// `ACCESS` or `PRIVATE` with a value behind.
        case access
        case privateKey
        case url
        case authorization
        case bearer
        case command(Int)
    }

    init(rules: [SecretRule], database: Database, triggers: [Trigger]) {
        self.rules = rules
        self.database = database
        self.triggers = triggers
        var words: [UInt64: [Int]] = [:]
        var shapes: [SecretRule.Shape: Int] = [:]
        for (index, rule) in rules.enumerated() {
            for keyword in rule.keywords where !rule.value.isEmpty {
                words[Self.hash(keyword.utf8), default: []].append(index)
            }
            if let shape = rule.shape, shapes[shape] == nil { shapes[shape] = index }
        }
        leastValues = rules.map { $0.value.isEmpty ? 0 : ScanPattern.leastWidth($0.value) }
        mustBeNamed = rules.map(\.needsWord)
        self.words = words
        self.shapes = shapes
        state = Mutex(State(patterns: Array(repeating: nil, count: rules.count)))
    }

    deinit {
        database.free()
        state.withLock { state in
            for pattern in state.patterns { pattern?.free() }
        }
    }

    // MARK: - Scanning

    /// A secret that a rule sees, before overlaps are settled.
    struct Candidate {
        var rule: Int
        var range: Range<Int>
        /// Of two that overlap the higher stays.
        var rank: Int
        var encoding = Finding.Encoding.plain
    }

    /// Vectorscan is given so many bytes at a time, so that what it reports fits in the cache.
    private static let segment = 256 << 10
    /// And as many of those before again: no expression is longer.
    private static let overlap = 512
    /// No secret but a key block is longer.
    static let secretLimit = 16 << 10

    struct Unavailable: Error {}

    /// The secrets of `text`, in order, none overlapping another.
    func findings(in text: Bytes) throws(Unavailable) -> [Finding] {
        let candidates = try candidates(in: text, isDecoded: false)
        return settle(candidates).map { Finding(rule: rules[$0.rule].id, range: $0.range, encoding: $0.encoding) }
    }

    private func candidates(in text: Bytes, isDecoded: Bool) throws(Unavailable) -> [Candidate] {
        guard text.count >= 4 else { return [] }
        guard let workspace = take() else { throw Unavailable() }
        defer { give(workspace) }
        var scan = Scan(text: text, isDecoded: isDecoded)
        defer { workspace.base += text.count + 1 }
        var start = 0
        while start < text.count {
            let end = min(text.count, start + Self.segment)
            let first = max(0, start - Self.overlap)
            guard workspace.find(database, text, first..<end) else { throw Unavailable() }
            for hit in workspace.hits {
                let hit = Hit(expression: hit.expression, from: hit.from + first, to: hit.to + first)
                // What ends in the overlap was seen before.
                if hit.to <= start, start > 0 { continue }
                try look(at: hit, &scan, workspace)
            }
            start = end
        }
        if !isDecoded { try lookAtUTF16(&scan) }
        return scan.candidates
    }

    /// What one scan remembers.
    private struct Scan {
        let text: Bytes
        let isDecoded: Bool
        var candidates: [Candidate] = []
        /// Up to where key blocks, base64 and percent-encoded stretches were looked at.
        var keyEnd = 0
        var base64End = [0, 0, 0, 0]
        var percentEnd = 0
        var lastAccess = -1
        var run = Assignment.Run()
        /// Up to where each program's command line was read.
        var commandEnds = [Int](repeating: 0, count: CommandPassword.programs.count)
    }

    private func look(at hit: Hit, _ scan: inout Scan, _ workspace: Workspace) throws(Unavailable) {
        let text = scan.text
        switch triggers[Int(hit.expression)] {
        case .token(let rule):
            guard workspace.tried[rule] < workspace.base + hit.from, isTokenStart(text, hit.from) else { return }
            workspace.tried[rule] = workspace.base + hit.from
            guard let range = match(rule, text, at: hit.from, workspace), !isFiller(text, range) else { return }
            scan.candidates.append(Candidate(rule: rule, range: range, rank: 5))
        case .keyword(let kind, let count, let extra):
            lookAtKeyword(kind, (hit.to - count)..<(hit.to - extra), &scan, workspace)
        case .access:
            let length = text[hit.from] | 0x20 == UInt8(ascii: "a") ? 6 : 7
            guard scan.lastAccess < hit.from else { return }
            scan.lastAccess = hit.from
            lookAtKeyword(.access, hit.from..<(hit.from + length), &scan, workspace)
        case .provider(let rule, let count):
            let start = hit.to - count
            guard isWordStart(text, start), workspace.tried[rule] < workspace.base + start else { return }
            workspace.tried[rule] = workspace.base + start
            if let range = namedValue(rule, text, word: start..<hit.to, workspace) {
                scan.candidates.append(Candidate(rule: rule, range: range, rank: 4))
            }
        case .base64(let count, let place):
            guard !scan.isDecoded else { return }
            let group = hit.to - count - place
            guard group >= 0, group >= scan.base64End[group & 3], let view = DecodedView.base64(text, around: group) else {
                return
            }
            scan.base64End[group & 3] = view.source.upperBound
            try look(into: view, &scan)
        case .percent:
            guard !scan.isDecoded, hit.to > scan.percentEnd, let view = DecodedView.percent(text, around: hit.to - 3) else {
                return
            }
            scan.percentEnd = view.source.upperBound
            try look(into: view, &scan)
        case .privateKey:
            let start = hit.to - 11
            guard let rule = shapes[.privateKey], start >= scan.keyEnd else { return }
            var range: Range<Int>?
            switch PrivateKeyBlock.read(text, at: start) {
            case .none: break
            case .secret(let found): range = found
            case .open: range = PrivateKeyBlock.unfinished(text, at: start)
            }
            guard let range else { return }
            scan.keyEnd = range.upperBound
            scan.candidates.append(Candidate(rule: rule, range: range, rank: 6))
        case .url:
            guard let rule = shapes[.urlPassword], let range = URLPassword.read(text, at: hit.to - 3) else { return }
            scan.candidates.append(Candidate(rule: rule, range: range, rank: 3))
        case .authorization:
            guard let rule = shapes[.authorization] else { return }
            if let range = AuthorizationValue.read(text, afterHeader: hit.to) {
                scan.candidates.append(Candidate(rule: rule, range: range, rank: 2))
            }
        case .bearer:
            guard let rule = shapes[.authorization], isWordStart(text, hit.to - 6) else { return }
            if let range = AuthorizationValue.read(text, afterScheme: hit.to, isBasic: false, isSure: false) {
                scan.candidates.append(Candidate(rule: rule, range: range, rank: 2))
            }
        case .command(let index):
            guard let rule = shapes[.commandPassword] else { return }
            let program = CommandPassword.programs[index]
            if let range = CommandPassword.read(text, program, from: hit.to, &scan.commandEnds[index]) {
                scan.candidates.append(Candidate(rule: rule, range: range, rank: 3))
            }
        }
    }

    // MARK: - Names and values

    private func lookAtKeyword(_ kind: AssignedRules.Kind, _ keyword: Range<Int>, _ scan: inout Scan, _ workspace: Workspace) {
        let text = scan.text
        guard let assignment = Assignment.read(text, keyword: keyword, &scan.run) else { return }
        // The name of a provider in the name, or just before it.
        if !words.isEmpty, kind != .authorization, assignment.value.count >= 8, mayBeDrawn(text, assignment.value),
            let found = providerValue(text, assignment, keyword, workspace)
        {
            scan.candidates.append(Candidate(rule: found.rule, range: found.range, rank: 4))
            return
        }
        guard AssignedRules.judge(text, assignment, keyword: keyword, kind: kind) else { return }
        let shape: SecretRule.Shape
        if case .password = kind { shape = .assignedPassword } else { shape = .assignedSecret }
        guard let rule = shapes[shape] else { return }
        scan.candidates.append(Candidate(rule: rule, range: assignment.value, rank: 1))
    }

    /// Digits, or too long for a word.
    private func mayBeDrawn(_ text: Bytes, _ value: Range<Int>) -> Bool {
        value.count >= 20 || value.contains { ByteSet.digitSet.contains(text[$0]) }
    }

    private func providerValue(
        _ text: Bytes,
        _ assignment: Assignment,
        _ keyword: Range<Int>,
        _ workspace: Workspace
    ) -> (rule: Int, range: Range<Int>)? {
        // The name's words and the two before it, as far as they stand on its line.
        let from = text.start(of: Self.line, to: assignment.name.lowerBound, limit: 32)
        var position = from
        let end = assignment.tail.upperBound
        while position < end {
            guard ByteSet.alphanumeric.contains(text[position]) else {
                position += 1
                continue
            }
            var stop = position + 1
            while stop < end, ByteSet.alphanumeric.contains(text[stop]), !isCaseChange(text, stop) { stop += 1 }
            if stop - position >= 2, stop - position <= 20, let candidates = words[Self.hash(text[position..<stop])] {
                for rule in candidates {
                    if let range = valueMatch(rule, text, assignment.value, workspace) { return (rule, range) }
                }
            }
            position = stop
        }
        return nil
    }

    private func isCaseChange(_ text: Bytes, _ position: Int) -> Bool {
        let byte = text[position]
        guard byte >= 65, byte <= 90 else { return false }
        let previous = text[position - 1]
        return previous >= 97 && previous <= 122
    }

    /// FNV-1a over a word in lower case; of a collision only a rule's value pattern would suffer.
    private static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte >= 65 && byte <= 90 ? byte | 0x20 : byte)) &* 0x100_0000_01B3 }
        return hash
    }

    /// A word begins here: no letter before, or a lower-case one before an upper-case one.
    private func isWordStart(_ text: Bytes, _ position: Int) -> Bool {
        guard position > 0 else { return position == 0 }
        let previous = text[position - 1]
        guard ByteSet.letterSet.contains(previous) else { return true }
        if previous >= 97, text[position] <= 90 { return true }
        // -Dsonar.login=…
        if previous == UInt8(ascii: "D"), position > 1, text[position - 2] == UInt8(ascii: "-") { return true }
        return position > 1 && text[position - 2] == UInt8(ascii: "\\")
    }

    /// `ghp_xxxxxxxx…`: half of it one character.
    private func isFiller(_ text: Bytes, _ range: Range<Int>) -> Bool {
        guard range.count <= 128 else { return false }
        var run = 0
        var longest = 0
        for position in range.dropFirst() {
            run = text[position] == text[position - 1] ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest >= 8 && longest * 2 >= range.count - 4
    }

    /// No letter or digit stands before one, but for that of an escape such as `\n`.
    private func isTokenStart(_ text: Bytes, _ position: Int) -> Bool {
        guard position > 0, ByteSet.alphanumeric.contains(text[position - 1]), ByteSet.alphanumeric.contains(text[position])
        else { return true }
        let previous = text[position - 1]
        return position > 1 && text[position - 2] == UInt8(ascii: "\\")
            && (previous == UInt8(ascii: "n") || previous == UInt8(ascii: "r") || previous == UInt8(ascii: "t"))
    }

    private static let delimiters = ByteSet(" \t\r\n\"'`,;()[]{}<>|&\\\u{0}")
    private static let inner = ByteSet("=:-_./")

    /// The value of a named rule whose word stands at `word`.
    private func namedValue(_ rule: Int, _ text: Bytes, word: Range<Int>, _ workspace: Workspace) -> Range<Int>? {
        let limit = min(text.count, word.upperBound + 96)
        var position = word.upperBound
        var tokens = 0
        var lines = 0
        while position < limit, tokens < 6 {
            if Self.delimiters.contains(text[position]) {
                if text[position] == 0x0A {
                    lines += 1
                    if lines > 1 { return nil }
                }
                position += 1
                continue
            }
            var end = position
            while end < text.count, end - position < Self.secretLimit, !Self.delimiters.contains(text[end]) { end += 1 }
            tokens += 1
            if let range = valueMatch(rule, text, position..<end, workspace) {
                if !mustBeNamed[rule] || mentionsSecret(text, max(0, word.lowerBound - 16)..<range.lowerBound, word.upperBound) {
                    return range
                }
                return stands(text, range, besideWord: word) ? range : nil
            }
            position = end
        }
        return nil
    }

    /// A value so plainly drawn by chance, and so close to the word, that no other word is wanted.
    private func stands(_ text: Bytes, _ range: Range<Int>, besideWord word: Range<Int>) -> Bool {
        guard range.lowerBound - word.upperBound <= 6, range.lowerBound > word.upperBound else { return false }
        for position in word.upperBound..<range.lowerBound where !Self.joints.contains(text[position]) { return false }
        if word.lowerBound > 0 {
            let previous = text[word.lowerBound - 1]
            if Self.pathMarks.contains(previous) || ByteSet.alphanumeric.contains(previous) { return false }
        }
        let shape = ValueShape(text, range)
        return range.count >= 20 && shape.isRandom && shape.isMixed && shape.dots + shape.slashes <= 1
    }

    private static let pathMarks = ByteSet("/@.#+")
    private static let line = ByteSet("\n", inverted: true)
    private static let joints = ByteSet(" =:\"'-_")

    private func mentionsSecret(_ text: Bytes, _ range: Range<Int>, _ joint: Int) -> Bool {
        for word in ["token", "secret", "private", "access", "password", "passwd", "apikey", "credential"] as [StaticString]
        where text.containsFolded(word, in: range) { return true }
        for word in ["key", "api", "pat", "pwd", "pass", "id", "sid", "login"] as [StaticString] {
            let length = word.utf8CodeUnitCount
            guard range.count >= length else { continue }
            for position in range.lowerBound...(range.upperBound - length) where text.hasFolded(word, at: position) {
                let begins =
                    position == range.lowerBound || position == joint || !ByteSet.letterSet.contains(text[position - 1])
                    || isCaseChange(text, position)
                let next = position + length
                let ends = next >= text.count || !ByteSet.letterSet.contains(text[next]) || isCaseChange(text, next)
                if begins, ends { return true }
            }
        }
        return false
    }

    /// The rule's value in `token`: all of it, or what follows a name and a separator in it.
    private func valueMatch(_ rule: Int, _ text: Bytes, _ token: Range<Int>, _ workspace: Workspace) -> Range<Int>? {
        let least = leastValues[rule]
        var start = behindName(text, token, least)
        var attempts = 0
        while token.upperBound - start >= least, attempts < 8 {
            attempts += 1
            let next = nextPart(text, start, token.upperBound)
            if !isNamePart(text, start..<next) || next >= token.upperBound {
                if let range = match(rule, text, at: start, end: token.upperBound, workspace),
                    !Stand.isIn(text, range, isQuoted: true)
                {
                    return range
                }
                // Trailing punctuation is none of it.
                if let last = token.last, Self.trailing.contains(text[last]), token.upperBound - 1 - start >= least,
                    let range = match(rule, text, at: start, end: token.upperBound - 1, workspace)
                {
                    return range
                }
            }
            // What is left out must look like a name, not like the secret's beginning.
            guard next < token.upperBound, next - start <= 32, isName(text, start..<next) else { return nil }
            start = next
        }
        return nil
    }

    /// Behind `NAME=` or `name:` at the beginning of a token.
    private func behindName(_ text: Bytes, _ token: Range<Int>, _ least: Int) -> Int {
        var start = token.lowerBound
        while start < token.upperBound, Self.inner.contains(text[start]) { start += 1 }
        var position = start
        while position < token.upperBound, position - start < 40 {
            let byte = text[position]
            if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
                guard token.upperBound - position - 1 >= least, isName(text, start..<position) else { return start }
                return position + 1
            }
            guard ByteSet.name.contains(byte) else { return start }
            position += 1
        }
        return start
    }

    private static let trailing = ByteSet(".:;/")

    private func nextPart(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
        var next = start
        repeat { next += 1 } while next < end && !Self.inner.contains(text[next - 1])
        return next
    }

    private func isName(_ text: Bytes, _ range: Range<Int>) -> Bool {
        range.reduce(0) { $0 + (ByteSet.digitSet.contains(text[$1]) ? 1 : 0) } <= 2
    }

    /// `secretkey-`, `token=`: a name that the value follows.
    private func isNamePart(_ text: Bytes, _ range: Range<Int>) -> Bool {
        guard range.count >= 6, range.count <= 24, let last = range.last, Self.inner.contains(text[last]),
            text[last] != UInt8(ascii: "_")
        else { return false }
        for position in range.dropLast() where !ByteSet.letterSet.contains(text[position]) && text[position] != UInt8(ascii: "_")
        { return false }
        for word in ["key", "token", "secret", "private", "access"] as [StaticString] where text.containsFolded(word, in: range) {
            return true
        }
        return false
    }

    // MARK: - Patterns

    private func match(_ rule: Int, _ text: Bytes, at position: Int, _ workspace: Workspace) -> Range<Int>? {
        let window = max(0, position - 64)..<min(text.count, position + Self.secretLimit)
        guard let range = pattern(rule, workspace)?.match(text, at: position, in: window, workspace.matchData) else { return nil }
        return holds(rule, text, range) ? range : nil
    }

    private func match(_ rule: Int, _ text: Bytes, at position: Int, end: Int, _ workspace: Workspace) -> Range<Int>? {
        guard let range = pattern(rule, workspace)?.match(text, at: position, in: position..<end, workspace.matchData) else {
            return nil
        }
        return holds(rule, text, range) ? range : nil
    }

    private func holds(_ rule: Int, _ text: Bytes, _ range: Range<Int>) -> Bool {
        let rule = rules[rule]
        for check in rule.checks where !Checks.holds(check, text, range) { return false }
        return rule.entropy == 0 || Checks.entropy(text, range) >= rule.entropy
    }

    /// The rule's pattern: compiled when it is first wanted, then kept by the workspace.
    private func pattern(_ rule: Int, _ workspace: Workspace) -> CompiledPattern? {
        if let pattern = workspace.patterns[rule] { return pattern }
        let pattern = state.withLock { state -> CompiledPattern? in
            if let pattern = state.patterns[rule] { return pattern }
            let text = rules[rule].pattern.isEmpty ? rules[rule].value : rules[rule].pattern
            let pattern = try? CompiledPattern(text, whole: rules[rule].pattern.isEmpty)
            state.patterns[rule] = pattern
            return pattern
        }
        workspace.patterns[rule] = pattern
        return pattern
    }

    // MARK: - Other encodings

    private func look(into view: DecodedView, _ scan: inout Scan) throws(Unavailable) {
        var inner: [Candidate] = []
        var failure: Unavailable?
        view.bytes.withUnsafeBufferPointer { bytes in
            do throws(Unavailable) {
                inner = settle(try candidates(in: bytes, isDecoded: true))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        for candidate in inner {
            let range = view.range(of: candidate.range)
            // A percent-encoded stretch's plain parts are found without it.
            if view.encoding == .percent, range.count == candidate.range.count, candidate.rank > 3 { continue }
            scan.candidates.append(
                Candidate(rule: candidate.rule, range: range, rank: candidate.rank, encoding: view.encoding)
            )
        }
    }

    private func lookAtUTF16(_ scan: inout Scan) throws(Unavailable) {
        var position = 0
        while let zero = firstZero(scan.text, from: position) {
            if let view = DecodedView.utf16(scan.text, zeroAt: zero) {
                try look(into: view, &scan)
                position = view.source.upperBound
            } else {
                position = zero + 1
            }
        }
    }

    // MARK: - Overlaps

    /// Of overlapping candidates the one with the higher rank stays, then the earlier, then the longer, then the first rule.
    private func settle(_ candidates: [Candidate]) -> [Candidate] {
        guard candidates.count > 1 else { return candidates }
        let sorted = candidates.sorted {
            ($0.range.lowerBound, -$0.rank, -$0.range.upperBound, $0.rule) < (
                $1.range.lowerBound, -$1.rank, -$1.range.upperBound, $1.rule
            )
        }
        var settled: [Candidate] = []
        for candidate in sorted {
            while let last = settled.last, last.range.upperBound > candidate.range.lowerBound, candidate.rank > last.rank {
                settled.removeLast()
            }
            if let last = settled.last, last.range.upperBound > candidate.range.lowerBound { continue }
            settled.append(candidate)
        }
        return settled
    }

    // MARK: - Workspaces

    private func take() -> Workspace? {
        if let workspace = state.withLock({ $0.idle.popLast() }) { return workspace }
        return Workspace(database: database, rules: rules.count)
    }

    private func give(_ workspace: Workspace) {
        state.withLock { state in
            if state.idle.count < 16 { state.idle.append(workspace) }
        }
    }
}
