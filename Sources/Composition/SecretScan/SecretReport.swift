// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Foundation
public import Secrets

/// What a scan says, in the forms that it is asked for.
public enum SecretReport {
    public static func text(_ hit: SecretTree.Hit) -> String {
        "\(hit.path):\(hit.line):\(hit.column): \(hit.severity.rawValue) \(hit.rule): \(hit.excerpt)"
    }

    /// `{"findings": […], "files", "bytes", "skipped", "known"}`.
    public static func json(_ hits: [SecretTree.Hit], _ counts: SecretTree.Counts, known: Int) -> String {
        JSONValue.object([
            "findings": .array(
                hits.map { hit in
                    .object([
                        "rule": .string(hit.rule), "severity": .string(hit.severity.rawValue), "path": .string(hit.path),
                        "line": .int(Int64(hit.line)), "column": .int(Int64(hit.column)), "start": .int(Int64(hit.start)),
                        "end": .int(Int64(hit.end)), "fingerprint": .string(hit.fingerprint), "excerpt": .string(hit.excerpt),
                    ])
                }
            ), "files": .int(Int64(counts.files)), "bytes": .int(Int64(counts.bytes)), "skipped": .int(Int64(counts.skipped)),
            "known": .int(Int64(known)),
        ]).canonical
    }

    /// SARIF 2.1.0 (OASIS).
    public static func sarif(_ hits: [SecretTree.Hit], rules: [SecretRule], version: String) -> String {
        let used = Set(hits.map(\.rule))
        let ids = rules.filter { used.contains($0.id) }
        let places = Dictionary(ids.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let results = hits.map { result($0, index: places[$0.rule]) }
        let driver: JSONValue = .object([
            "name": "drawbridge", "version": .string(version),
            "rules": .array(
                ids.map { rule in
                    .object([
                        "id": .string(rule.id), "name": .string(rule.id),
                        "shortDescription": .object(["text": .string(rule.name)]),
                        "defaultConfiguration": .object(["level": .string(level(rule.severity))]),
                    ])
                }
            ),
        ])
        return JSONValue.object([
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": .array([
                .object([
                    "tool": .object(["driver": driver]), "columnKind": "unicodeCodePoints", "results": .array(results),
                ])
            ]),
        ]).canonical
    }

    private static func level(_ severity: SecretRule.Severity) -> String {
        switch severity {
        case .low: "note"
        case .medium: "warning"
        case .high, .critical: "error"
        }
    }

    private static func result(_ hit: SecretTree.Hit, index: Int?) -> JSONValue {
        let uri = hit.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? hit.path
        return .object(omittingNil: [
            "ruleId": .string(hit.rule), "ruleIndex": index.map { .int(Int64($0)) }, "level": .string(level(hit.severity)),
            "message": .object(["text": .string("A secret of the kind \(hit.rule) stands here.")]),
            "locations": .array([
                .object([
                    "physicalLocation": .object([
                        "artifactLocation": .object(["uri": .string(uri)]),
                        "region": .object([
                            "startLine": .int(Int64(hit.line)), "startColumn": .int(Int64(hit.column)),
                            "endLine": .int(Int64(hit.endLine)),
                            "endColumn": .int(Int64(hit.endColumn)), "byteOffset": .int(Int64(hit.start)),
                            "byteLength": .int(Int64(hit.end - hit.start)),
                        ]),
                    ])
                ])
            ]), "partialFingerprints": .object(["drawbridge/v1": .string(hit.fingerprint)]),
        ])
    }
}

/// Findings that are known and accepted: a JSON file of fingerprints, which say nothing of the secrets.
public struct SecretBaseline: Sendable {
    private let known: Set<String>

    public init() { known = [] }

    /// - Throws: `CocoaError` when the file cannot be read, ``SecretBaseline/Failure`` when it is none.
    public init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let value = try? JSONValue(parsing: Array(data)), let list = value["findings"]?.arrayValue else {
            throw Failure(path: path)
        }
        known = Set(list.compactMap { $0["fingerprint"]?.stringValue })
    }

    public struct Failure: Error, CustomStringConvertible {
        let path: String
        public var description: String { "\(path) is no baseline of `drawbridge secrets scan`" }
    }

    public func contains(_ hit: SecretTree.Hit) -> Bool { known.contains(hit.fingerprint) }

    /// Writes the findings as the new baseline.
    public static func write(_ hits: [SecretTree.Hit], to path: String) throws {
        let value: JSONValue = .object([
            "findings": .array(
                hits.map { hit in
                    .object([
                        "fingerprint": .string(hit.fingerprint), "path": .string(hit.path), "rule": .string(hit.rule),
                        "line": .int(Int64(hit.line)),
                    ])
                }
            )
        ])
        try Data((value.canonical + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
