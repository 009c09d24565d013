// SPDX-License-Identifier: Apache-2.0

/// Shapes that are recognised by what stands before them.
extension SecretRule.Shape {
    private static let assignmentSeparators = ByteSet(" \t\r\n\"'`\\:=><(,[]")
    private static let wordSeparators = ByteSet("_-. ")

    static func awsSecret(_ window: Window, _ start: Int) -> Window.Attempt {
        guard case .end(var position) = window.literal("secret", at: start, ignoringCase: true) else { return .none }
        func skipSeparator() {
            if position < window.bytes.count, wordSeparators.contains(window.bytes[position]) { position += 1 }
        }
        skipSeparator()
        var isNamed = false
        if case .end(let next) = window.literal("access", at: position, ignoringCase: true) {
            isNamed = true
            position = next
            skipSeparator()
        }
        if case .end(let next) = window.literal("key", at: position, ignoringCase: true) {
            position = next
        } else if isNamed {
            return .none
        }
        guard isNamed || mentionsAWS(window, before: start) else { return .none }
        let valueStart = window.endOfRun(assignmentSeparators, from: position, limit: 32)
        guard valueStart > position else { return .none }
        let end = window.endOfRun(.base64, from: valueStart, limit: 41)
        if window.isOpen(at: end), end - valueStart <= 40 { return end > valueStart ? .open(from: valueStart) : .none }
        guard end - valueStart == 40, distinctBytes(window, valueStart..<end) >= 12, window.isMixed(valueStart..<end) else {
            return .none
        }
        return .secret(valueStart..<end)
    }

    private static func mentionsAWS(_ window: Window, before start: Int) -> Bool {
        for position in max(0, start - 24)..<max(0, start - 2) {
            if case .end(let end) = window.literal("aws", at: position, ignoringCase: true), end <= start { return true }
        }
        return false
    }

    private static func distinctBytes(_ window: Window, _ range: Range<Int>) -> Int {
        Set(range.lazy.map { window.bytes[$0] }).count
    }

    private static let headerSeparators = ByteSet(" \t\"'`\\:=,>")
    private static let schemes = ["bearer", "token", "basic", "apikey"]

    static func authorization(_ window: Window, _ start: Int) -> Window.Attempt {
        guard case .end(let nameEnd) = window.literal("authorization", at: start, ignoringCase: true) else { return .none }
        let schemeStart = window.endOfRun(headerSeparators, from: nameEnd, limit: 16)
        guard schemeStart > nameEnd else { return .none }
        for scheme in schemes {
            guard case .end(let schemeEnd) = window.literal(scheme, at: schemeStart, ignoringCase: true) else { continue }
            let valueStart = window.endOfRun(ByteSet(" \t"), from: schemeEnd, limit: 8)
            guard valueStart > schemeEnd else { return .none }
            let end = window.endOfRun(.token68, from: valueStart, limit: 8 << 10)
            if window.isOpen(at: end) { return end > valueStart ? .open(from: valueStart) : .none }
            guard end - valueStart >= 8, window.isMixed(valueStart..<end) || scheme == "basic" else { return .none }
            return .secret(valueStart..<end)
        }
        return .none
    }

    private static let schemeBytes = ByteSet(ByteSet.digits + ByteSet.letters + "+.-")
    private static let endsUserInfo = ByteSet(" \t\r\n\"'`<>\\(){}/@?#,;")
    private static let placeholderStarts = ByteSet("$<{*%[")

    static func urlPassword(_ window: Window, _ start: Int) -> Window.Attempt {
        guard start > 0, schemeBytes.contains(window.bytes[start - 1]),
            case .end(let userStart) = window.literal("://", at: start)
        else {
            return .none
        }
        var position = userStart
        while position < window.bytes.count, position - userStart < 128, window.bytes[position] != UInt8(ascii: ":") {
            if endsUserInfo.contains(window.bytes[position]) { return .none }
            position += 1
        }
        guard position < window.bytes.count, window.bytes[position] == UInt8(ascii: ":") else { return .none }
        let passwordStart = position + 1
        position = passwordStart
        while position < window.bytes.count, position - passwordStart <= 256, !endsUserInfo.contains(window.bytes[position]) {
            position += 1
        }
        if window.isOpen(at: position) { return position > passwordStart ? .open(from: passwordStart) : .none }
        guard position < window.bytes.count, window.bytes[position] == UInt8(ascii: "@"), position > passwordStart,
            position - passwordStart <= 256, !placeholderStarts.contains(window.bytes[passwordStart])
        else { return .none }
        if window.isOpen(at: position + 1) { return .open(from: passwordStart) }
        guard position + 1 < window.bytes.count, !endsUserInfo.contains(window.bytes[position + 1]) else { return .none }
        return .secret(passwordStart..<position)
    }

    // MARK: - Private keys

    /// The longest block that is taken for one key.
    private static let keyLimit = 64 << 10
    private static let labelBytes = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
    private static let keyWhitespace = ByteSet(" \t\r\n\"'`\\+,")

    static func privateKey(_ window: Window, _ start: Int) -> Window.Attempt {
        switch window.literal("-----BEGIN ", at: start) {
        case .no: return .none
        case .partial: return window.isComplete ? .none : .open(from: start)
        case .end(let labelStart):
            let labelEnd = window.endOfRun(labelBytes, from: labelStart, limit: 48)
            if window.isOpen(at: labelEnd) { return .open(from: start) }
            guard contains("PRIVATE KEY", window, labelStart..<labelEnd) else { return .none }
            guard case .end(let bodyStart) = window.literal("-----", at: labelEnd) else {
                if case .partial = window.literal("-----", at: labelEnd), !window.isComplete { return .open(from: start) }
                return .none
            }
            return keyBody(window, start, bodyStart)
        }
    }

    private static func keyBody(_ window: Window, _ start: Int, _ bodyStart: Int) -> Window.Attempt {
        let limit = min(window.bytes.count, bodyStart + keyLimit)
        var position = bodyStart
        while position < limit {
            guard window.bytes[position] == UInt8(ascii: "-") else {
                position += 1
                continue
            }
            if case .end = window.literal("-----BEGIN ", at: position) { return truncatedKey(window, start, bodyStart, position) }
            if case .end(let labelStart) = window.literal("-----END ", at: position) {
                let labelEnd = window.endOfRun(labelBytes, from: labelStart, limit: 48)
                let end = window.endOfRun(ByteSet("-"), from: labelEnd, limit: 5)
                if window.isOpen(at: end), end - labelEnd < 5 { return .open(from: start) }
                return .secret(start..<end)
            }
            position += 1
        }
        if limit == window.bytes.count, !window.isComplete { return .open(from: start) }
        return truncatedKey(window, start, bodyStart, limit)
    }

    /// A key without its end line: as far as its lines are long runs of base64.
    private static func truncatedKey(_ window: Window, _ start: Int, _ bodyStart: Int, _ limit: Int) -> Window.Attempt {
        var end = bodyStart
        var position = bodyStart
        while position < limit {
            var next = window.endOfRun(keyWhitespace, from: position, limit: limit - position)
            // `\n` written out.
            if next > position, window.bytes[next - 1] == UInt8(ascii: "\\"), next < limit,
                [UInt8(ascii: "n"), UInt8(ascii: "r")].contains(window.bytes[next])
            {
                next += 1
                if next < limit, keyWhitespace.contains(window.bytes[next]) {
                    position = next
                    continue
                }
            }
            let lineEnd = window.endOfRun(.base64, from: next, limit: limit - next)
            guard lineEnd - next >= 20 else { break }
            end = lineEnd
            position = lineEnd
        }
        return end > bodyStart ? .secret(start..<end) : .none
    }

    private static func contains(_ text: String, _ window: Window, _ range: Range<Int>) -> Bool {
        guard range.count >= text.utf8.count else { return false }
        for position in range.lowerBound...(range.upperBound - text.utf8.count) {
            if case .end = window.literal(text, at: position) { return true }
        }
        return false
    }
}
