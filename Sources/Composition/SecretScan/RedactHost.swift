// SPDX-License-Identifier: Apache-2.0

internal import Calls
internal import Foundation
public import Redaction
public import Secrets

/// What `drawbridge redact` and `drawbridge secrets` are made of: rules, key, cache.
public enum RedactHost {
    /// The built-in rules, followed by those of a file.
    ///
    /// - Throws: `RuleFile.Failure` or `SecretScanner.Failure`, which say where the file is wrong.
    public static func scanner(folder: DataFolder, rules path: String?) throws -> SecretScanner {
        let cache = DatabaseCache(folder: folder.path + "/cache")
        SecretScanner.setCache(cache)
        guard let path else { return SecretScanner() }
        guard let data = FileManager.default.contents(atPath: path) else { throw Unreadable(path: path) }
        let own = try RuleFile.parse(data, file: path)
        let ids = Set(own.map(\.id))
        // A rule of one's own takes the place of the built-in one with its id.
        return try SecretScanner(rules: SecretRule.builtIn.filter { !ids.contains($0.id) } + own, cache: cache)
    }

    public struct Unreadable: Error, CustomStringConvertible {
        let path: String
        public var description: String { "\(path) cannot be read" }
    }

    /// A redactor with this installation's key, so that tags are the same as the gate's. Where no key can be kept,
    /// one of this run takes its place.
    public static func redactor(folder: DataFolder, rules path: String? = nil) throws -> Redactor {
        let scanner = try scanner(folder: folder, rules: path)
        try? folder.prepare()
        var generator = SystemRandomNumberGenerator()
        let key =
            (try? RedactionKey.loadOrMake(folder.redactionKey))
            ?? (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Redactor(placeholders: PlaceholderMaker(key: key), scanner: scanner)
    }

    /// One line of the batch form: `{"text"}` gives `{"text", "findings": [{"rule", "start", "end"}]}`.
    public static func answer(_ line: String, _ redactor: Redactor) -> String {
        guard let value = try? JSONValue(parsing: line), let text = value["text"]?.stringValue else {
            return JSONValue.object(["error": .object(["message": "each line is a JSON object with a string \"text\""])])
                .canonical
        }
        let result = redactor.redact(text)
        return JSONValue.object([
            "text": .string(result.text),
            "findings": .array(
                result.findings.map {
                    .object([
                        "rule": .string($0.rule), "start": .int(Int64($0.range.lowerBound)),
                        "end": .int(Int64($0.range.upperBound)),
                    ])
                }
            ),
        ]).canonical
    }
}
