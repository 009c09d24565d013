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

    /// Whose secrets rules find: the provider by the rule's id, where there is one.
    public var providers: [String: String] {
        let pairs = scanner.rules.filter { !$0.provider.isEmpty }.map { ($0.id, $0.provider) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
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

    /// The same for bytes of any kind: what is no secret stays as it is, be it UTF-8 or not.
    public func redact(bytes: [UInt8]) -> (bytes: [UInt8], findings: [Finding]) {
        let findings = scanner.findings(in: bytes)
        return (findings.isEmpty ? bytes : replace(findings, in: bytes[...]), findings)
    }

    /// `bytes` with a placeholder for each finding; their ranges are indices of `bytes`.
    func replace(_ findings: [Finding], in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        for finding in findings where finding.range.lowerBound >= position && finding.range.upperBound <= bytes.endIndex {
            output.append(contentsOf: bytes[position..<finding.range.lowerBound])
            let placeholder = placeholders.placeholder(rule: finding.rule, secret: bytes[finding.range])
            switch finding.encoding {
            case .plain, .base64, .percent: output.append(contentsOf: placeholder.utf8)
            case .utf16LittleEndian: for unit in placeholder.utf16 { output += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
            case .utf16BigEndian: for unit in placeholder.utf16 { output += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
            }
            position = finding.range.upperBound
        }
        output.append(contentsOf: bytes[position...])
        return output
    }
}
