// SPDX-License-Identifier: Apache-2.0

internal import CSecretRules

extension SecretRule {
    /// The rules that ship, with their examples, the more specific before the more general.
    public static let builtIn: [SecretRule] = readBuiltIn(withExamples: true)

    // A file that does not read fails `SecretsTests`, never a user's start: what can be read counts.
    static func readBuiltIn(withExamples: Bool) -> [SecretRule] {
        builtInFiles.flatMap { file in
            (try? RuleFile.parse(file.bytes, file: file.name, withExamples: withExamples)) ?? []
        }
    }

    /// The files as they were compiled in.
    static var builtInFiles: [(name: String, bytes: UnsafeBufferPointer<UInt8>)] {
        (0..<drawbridge_rule_file_count()).map { index in
            (
                String(cString: drawbridge_rule_file_name(index)),
                UnsafeBufferPointer(start: drawbridge_rule_file_bytes(index), count: drawbridge_rule_file_size(index))
            )
        }
    }
}
