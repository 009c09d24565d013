// SPDX-License-Identifier: Apache-2.0

public import Secrets

/// Replaces the secrets in a text, and nothing else of it.
public struct Redactor: Sendable {
    public let scanner: SecretScanner
    public let placeholders: PlaceholderMaker

    public init(placeholders: PlaceholderMaker, scanner: SecretScanner = SecretScanner()) {
        self.placeholders = placeholders
        self.scanner = scanner
    }

    public struct Result: Sendable, Equatable {
        public var text: String
        /// In bytes of the original text.
        public var findings: [Finding]
    }

    public func redact(_ text: String) -> Result {
        let bytes = Array(text.utf8)
        let findings = scanner.findings(in: bytes)
        guard !findings.isEmpty else { return Result(text: text, findings: []) }
        return Result(text: String(decoding: replace(findings, in: bytes[...]), as: UTF8.self), findings: findings)
    }

    /// `bytes` with a placeholder for each finding; their ranges are indices of `bytes`.
    func replace(_ findings: [Finding], in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        for finding in findings where finding.range.lowerBound >= position && finding.range.upperBound <= bytes.endIndex {
            output.append(contentsOf: bytes[position..<finding.range.lowerBound])
            output.append(contentsOf: placeholders.placeholder(rule: finding.rule, secret: bytes[finding.range]).utf8)
            position = finding.range.upperBound
        }
        output.append(contentsOf: bytes[position...])
        return output
    }
}
