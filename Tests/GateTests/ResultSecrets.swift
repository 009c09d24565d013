// SPDX-License-Identifier: Apache-2.0

import Redaction
import Secrets

/// The rules and providers of the secrets in a text, as the gate tells them to policies.
enum ResultSecrets {
    private static let redactor = Redactor(placeholders: PlaceholderMaker(key: Array(0..<32)))
    private static let providers = redactor.providers

    static func found(in text: String) -> Set<String> {
        let rules = redactor.redact(text).findings.map(\.rule)
        return Set(rules).union(rules.compactMap { providers[$0] })
    }
}
