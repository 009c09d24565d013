// SPDX-License-Identifier: Apache-2.0

import CPolicyPacks

/// A set of Cedar policies that ships (packs/).
public enum Pack: String, Sendable, CaseIterable, Codable {
    /// Dangerous commands, sensitive files, the network, secrets in results: on unless switched off.
    case base
    /// The files by which an agent and its machine are steered.
    case system
    /// The OWASP Top 10 for Agentic Applications.
    case owasp

    /// Its Cedar text.
    public var text: String { Self.file("\(rawValue).cedar") }

    /// The schema that all policies of the gate are validated against, in Cedar's syntax.
    public static var schemaText: String { file("gate.cedarschema") }

    private static func file(_ name: String) -> String {
        for index in 0..<drawbridge_pack_file_count() where String(cString: drawbridge_pack_file_name(index)) == name {
            let bytes = UnsafeBufferPointer(
                start: drawbridge_pack_file_bytes(index),
                count: drawbridge_pack_file_size(index)
            )
            return String(decoding: bytes, as: UTF8.self)
        }
        return ""
    }
}
