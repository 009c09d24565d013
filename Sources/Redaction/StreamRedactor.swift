// SPDX-License-Identifier: Apache-2.0

import Secrets

/// Redacts a text that comes in pieces, cut anywhere, inside a secret or a UTF-8 sequence too (THREATS 7).
///
/// What cannot be a part of a secret is released at once. What still can is held back until it is decided or the
/// tool ends, however long that takes: no bound in bytes or time lets it out. The bound (``heldBound``, 4 KB) is
/// only where the redactor begins to look again in growing steps instead of at every piece; no rule takes more
/// than 64 KB for one secret, so that what is held is bounded as well.
///
/// Since text is never delayed but for that reason, the 200 ms within which the rest must go out are not a timer here.
public struct StreamRedactor: Sendable {
    /// Held-back bytes above which not every piece leads to a new scan.
    public static let heldBound = 4 << 10

    private let redactor: Redactor
    /// Released text that rules may need to see, then what is held back.
    private var buffer: [UInt8] = []
    private var released = 0
    private var lastScan = 0

    /// How many secrets have been replaced, by rule.
    public private(set) var findings: [String: Int] = [:]

    public init(redactor: Redactor) { self.redactor = redactor }

    /// Bytes that are held back.
    public var held: Int { buffer.count - released }

    /// Takes a piece and returns the text that can go out, which may be empty. What is no UTF-8 becomes U+FFFD.
    public mutating func append(_ piece: some Sequence<UInt8>) -> String {
        String(decoding: append(bytes: piece, keepsCharacters: true), as: UTF8.self)
    }

    /// The tool has ended: the rest, redacted. Afterwards the redactor is as new but for ``findings``.
    public mutating func finish() -> String { String(decoding: finishBytes(), as: UTF8.self) }

    /// ``append(_:)`` for bytes of any kind: what is no secret goes out as it came in.
    public mutating func append(bytes piece: some Sequence<UInt8>) -> [UInt8] { append(bytes: piece, keepsCharacters: false) }

    /// ``finish()`` for bytes of any kind.
    public mutating func finishBytes() -> [UInt8] {
        let bytes = release(isComplete: true, keepsCharacters: false)
        buffer = []
        released = 0
        lastScan = 0
        return bytes
    }

    private mutating func append(bytes piece: some Sequence<UInt8>, keepsCharacters: Bool) -> [UInt8] {
        let before = buffer.count
        buffer.append(contentsOf: piece)
        // A word that goes on decides nothing.
        if held <= Self.heldBound, !buffer[before...].contains(where: SecretScanner.mayDecide) { return [] }
        if held > Self.heldBound, buffer.count - lastScan < held / 8 { return [] }
        return release(isComplete: false, keepsCharacters: keepsCharacters)
    }

    private mutating func release(isComplete: Bool, keepsCharacters: Bool) -> [UInt8] {
        let (found, openFrom) = redactor.scanner.scan(buffer, isComplete: isComplete)
        var end = openFrom
        if !isComplete, keepsCharacters { end = startOfUnfinishedCharacter(before: end) }
        // A finding that is complete but reaches beyond `end` waits with it.
        let news = found.filter { $0.range.lowerBound >= released && $0.range.upperBound <= end }
        for finding in news { findings[finding.rule, default: 0] += 1 }
        let output = end > released ? redactor.replace(news, in: buffer[released..<end]) : []
        released = max(released, end)
        lastScan = buffer.count
        forgetSurplus()
        return output
    }

    /// Keeps what rules may have to see before the next secret, and cuts where UTF-16 is not cut in half.
    private mutating func forgetSurplus() {
        var surplus = released - SecretScanner.context
        guard surplus > SecretScanner.context else { return }
        if surplus < 128 << 10 {
            while surplus > 1, buffer[surplus] == 0 || buffer[surplus - 1] == 0 || buffer[surplus + 1] == 0 { surplus -= 1 }
        }
        buffer.removeFirst(surplus)
        released -= surplus
        lastScan -= surplus
    }

    /// `end`, or where the UTF-8 sequence begins that is cut off at the buffer's end.
    private func startOfUnfinishedCharacter(before end: Int) -> Int {
        guard end == buffer.count else { return end }
        var start = end
        while start > released, end - start < 4 {
            start -= 1
            let byte = buffer[start]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return end - start < length ? start : end
        }
        return end
    }
}
