// SPDX-License-Identifier: Apache-2.0

import Foundation
import Redaction
import Secrets
import Testing

/// Numbers from a seed, the same each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// A text in pieces gives what the whole text gives (THREATS 7).
struct StreamTests {
    let redactor = Redactor(placeholders: PlaceholderMaker(key: Array(0..<32)))
    static let examples = SecretRule.builtIn.filter { $0.shape != nil || $0.provider != "" }.flatMap(\.examples)

    func inPieces(_ bytes: [UInt8], _ sizes: () -> Int) -> [UInt8] {
        var stream = StreamRedactor(redactor: redactor)
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + max(1, sizes()))
            output += stream.append(bytes: bytes[position..<end])
            position = end
        }
        return output + stream.finishBytes()
    }

    @Test(arguments: 0..<8)
    func examplesInPiecesOfAnySize(part: Int) {
        var generator = SeededGenerator(state: UInt64(part))
        for (index, example) in Self.examples.enumerated() where index % 8 == part {
            let bytes = Array("größe 🔑 \(example.text) und Ende\n".utf8)
            let whole = redactor.redact(bytes: bytes).bytes
            for size in [1, 40] { #expect(inPieces(bytes) { size } == whole, "\(example.text) by \(size)") }
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            var sizes = [cut, bytes.count].makeIterator()
            #expect(inPieces(bytes) { sizes.next() ?? 1 } == whole, "\(example.text) cut at \(cut)")
        }
    }

    /// Long texts of examples, words, punctuation, line ends, encodings and chance, cut by chance.
    @Test(arguments: 0..<StreamTests.rounds)
    func mixturesInPiecesOfAnySize(seed: Int) {
        var generator = SeededGenerator(state: 1000 + UInt64(seed))
        let bytes = Self.mixture(&generator, count: 2_500)
        let whole = redactor.redact(bytes: bytes).bytes
        let largest = [1, 3, 40, 500, 5_000][seed % 5]
        let pieces = inPieces(bytes) { Int.random(in: 1...largest, using: &generator) }
        #expect(pieces == whole, "seed \(seed): \(Self.firstDifference(pieces, whole))")
    }

    /// Outside the spans every byte is as it was, whatever the bytes are, and spans are in order.
    @Test(arguments: 0..<StreamTests.rounds)
    func nothingElseChanges(seed: Int) {
        var generator = SeededGenerator(state: 5000 + UInt64(seed))
        let bytes = Self.mixture(&generator, count: 4_000)
        let result = redactor.redact(bytes: bytes)
        var expected: [UInt8] = []
        var position = 0
        var output = result.bytes[...]
        for finding in result.findings {
            #expect(finding.range.lowerBound >= position && finding.range.upperBound <= bytes.count && !finding.range.isEmpty)
            expected = Array(bytes[position..<finding.range.lowerBound])
            #expect(output.starts(with: expected))
            output = output.dropFirst(expected.count)
            let mark = redactor.placeholders.placeholder(rule: finding.rule, secret: bytes[finding.range])
            let wide = finding.encoding == .utf16LittleEndian || finding.encoding == .utf16BigEndian
            output = output.dropFirst(mark.utf8.count * (wide ? 2 : 1))
            position = finding.range.upperBound
        }
        #expect(Array(output) == Array(bytes[position...]))
    }

    @Test func allowsNoBoundToLetASecretOut() {
        // A token that goes on and on, behind a name: nothing of it comes out while it may still be one.
        var stream = StreamRedactor(redactor: redactor)
        var output = stream.append("x api_key=".utf8)
        let piece = "q7Zk2Vd9Xw4Rb8Tn3Hy6Jm5Lc1Pf0GsA"
        for _ in 0..<30 { output += stream.append(piece.utf8) }
        #expect(output == "x ")
        output += stream.append("\nnext line\n".utf8) + stream.finish()
        #expect(!output.contains(piece) && output.hasSuffix("\nnext line\n"))
    }

    static let rounds = ProcessInfo.processInfo.environment["DRAWBRIDGE_FUZZ_ROUNDS"].flatMap(Int.init) ?? 24

    static let words = [
        "password", "token", " = ", ": ", "\"", "'", "\n", " ", "\t", "{", "}", ",", ";", "://", "@", "user", "=", "secret",
        "key", "%3D", "%2F", "<", ">",
        "-----BEGIN ", "-----", "\\n", "eyJ", "curl -u a:", "Bearer ", "\\\"", "hunter2", "AKIA", "ghp_", "sk-ant-", "value",
        "export ", "é", "\u{0}", "login ",
    ]

    static func mixture(_ generator: inout SeededGenerator, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0, 1: bytes += (examples.randomElement(using: &generator)?.text ?? "").utf8
            case 2:
                bytes += (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
            case 3:
                bytes += (0..<Int.random(in: 1...90, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? 0
                }
            case 4:
                for unit in (examples.randomElement(using: &generator)?.text ?? "").utf8 { bytes += [unit, 0] }
            case 5: bytes += base64(Array((examples.randomElement(using: &generator)?.text ?? "").utf8))
            default:
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    bytes += (words.randomElement(using: &generator) ?? "").utf8
                }
            }
            if Bool.random(using: &generator) { bytes.append(Bool.random(using: &generator) ? 0x0A : 0x20) }
        }
        return bytes
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value: UInt32 = 0
            for byte in group { value = value << 8 | UInt32(byte) }
            value <<= UInt32(8 * (3 - group.count))
            for index in 0..<(group.count + 1) { output.append(alphabet[Int(value >> UInt32(18 - 6 * index) & 63)]) }
        }
        return output
    }

    static func firstDifference(_ left: [UInt8], _ right: [UInt8]) -> String {
        let place = zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(left.count, right.count)
        func around(_ bytes: [UInt8]) -> String {
            String(decoding: bytes[max(0, place - 60)..<min(bytes.count, place + 80)], as: UTF8.self)
        }
        return "at \(place): pieces \(around(left).debugDescription), whole \(around(right).debugDescription)"
    }
}
