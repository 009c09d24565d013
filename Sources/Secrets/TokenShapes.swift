// SPDX-License-Identifier: Apache-2.0

extension SecretRule.Shape {
    /// The bytes with which a match can begin.
    var firstBytes: Set<UInt8> {
        switch self {
        case .token(let prefixes, _, _, _): Set(prefixes.compactMap(\.utf8.first))
        case .twoPart(let prefix, _, _, _): Set(prefix.utf8.prefix(1))
        case .awsSecretAssignment: Set("sS".utf8)
        case .privateKeyBlock: Set("-".utf8)
        case .jsonWebToken: Set("e".utf8)
        case .authorizationHeader: Set("aA".utf8)
        case .urlPassword: Set(":".utf8)
        }
    }

    func match(_ window: Window, at start: Int) -> Window.Attempt {
        switch self {
        case .token(let prefixes, let body, let count, let mixed):
            Self.token(window, start, prefixes, body, count, mixed)
        case .twoPart(let prefix, let first, let separator, let second):
            Self.twoPart(window, start, prefix, first, separator, second)
        case .awsSecretAssignment: Self.awsSecret(window, start)
        case .privateKeyBlock: Self.privateKey(window, start)
        case .jsonWebToken: Self.jsonWebToken(window, start)
        case .authorizationHeader: Self.authorization(window, start)
        case .urlPassword: Self.urlPassword(window, start)
        }
    }

    private static func token(
        _ window: Window,
        _ start: Int,
        _ prefixes: [String],
        _ body: ByteSet,
        _ count: ClosedRange<Int>,
        _ mixed: Bool
    ) -> Window.Attempt {
        guard window.isBoundary(before: start) else { return .none }
        for prefix in prefixes {
            switch window.literal(prefix, at: start) {
            case .no: continue
            case .partial: return window.isComplete ? .none : .open(from: start)
            case .end(let bodyStart):
                let end = window.endOfRun(body, from: bodyStart, limit: count.upperBound + 1)
                guard end - bodyStart <= count.upperBound else { return .none }
                if window.isOpen(at: end) { return .open(from: start) }
                guard end - bodyStart >= count.lowerBound, !mixed || window.isMixed(bodyStart..<end) else { return .none }
                return .secret(start..<end)
            }
        }
        return .none
    }

    private static func twoPart(
        _ window: Window,
        _ start: Int,
        _ prefix: String,
        _ first: (set: ByteSet, count: ClosedRange<Int>),
        _ separator: String,
        _ second: (set: ByteSet, count: ClosedRange<Int>)
    ) -> Window.Attempt {
        guard window.isBoundary(before: start) else { return .none }
        guard case .end(let firstStart) = window.literal(prefix, at: start) else {
            if case .partial = window.literal(prefix, at: start), !window.isComplete { return .open(from: start) }
            return .none
        }
        let firstEnd = window.endOfRun(first.set, from: firstStart, limit: first.count.upperBound + 1)
        if window.isOpen(at: firstEnd), firstEnd - firstStart <= first.count.upperBound { return .open(from: start) }
        guard first.count.contains(firstEnd - firstStart) else { return .none }
        switch window.literal(separator, at: firstEnd) {
        case .no: return .none
        case .partial: return window.isComplete ? .none : .open(from: start)
        case .end(let secondStart):
            let end = window.endOfRun(second.set, from: secondStart, limit: second.count.upperBound + 1)
            if window.isOpen(at: end), end - secondStart <= second.count.upperBound { return .open(from: start) }
            return second.count.contains(end - secondStart) ? .secret(start..<end) : .none
        }
    }

    /// The longest JOSE header and payload that are looked at, in base64url digits.
    private static let jwtPartLimit = 16 << 10

    private static func jsonWebToken(_ window: Window, _ start: Int) -> Window.Attempt {
        guard window.isBoundary(before: start),
            start == 0 || !ByteSet.base64URL.contains(window.bytes[start - 1]) || window.bytes[start - 1] == UInt8(ascii: "n")
        else { return .none }
        switch window.literal("eyJ", at: start) {
        case .no: return .none
        case .partial: return window.isComplete ? .none : .open(from: start)
        case .end: break
        }
        var ends: [Int] = []
        var position = start
        for part in 0..<3 {
            let end = window.endOfRun(.base64URL, from: position, limit: jwtPartLimit)
            if window.isOpen(at: end) { return .open(from: start) }
            if part < 2 {
                guard end < window.bytes.count, window.bytes[end] == UInt8(ascii: "."), end - position >= 8 else { return .none }
                // Fail early: what is no header need not be followed further.
                if part == 0, !isJOSEHeader(window, start..<end) { return .none }
                if window.isOpen(at: end + 1) { return .open(from: start) }
            }
            ends.append(end)
            position = end + 1
        }
        guard ends[2] - ends[1] > 10 else { return .none }
        return .secret(start..<ends[2])
    }

    private static func isJOSEHeader(_ window: Window, _ range: Range<Int>) -> Bool {
        var decoded: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for position in range.prefix(512) {
            let byte = window.bytes[position]
            let digit: UInt32
            switch byte {
            case 65...90: digit = UInt32(byte) - 65
            case 97...122: digit = UInt32(byte) - 71
            case 48...57: digit = UInt32(byte) + 4
            case UInt8(ascii: "-"): digit = 62
            default: digit = 63
            }
            bits = bits << 6 | digit
            count += 6
            if count >= 8 {
                count -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        let text = String(decoding: decoded, as: UTF8.self)
        return text.hasPrefix("{") && (text.contains("\"alg\"") || text.contains("\"typ\"") || text.contains("\"enc\""))
    }
}
