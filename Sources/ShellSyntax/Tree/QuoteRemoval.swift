// SPDX-License-Identifier: Apache-2.0

extension Word {
    /// What the word stands for, if no expansion, brace or pattern is in it: quotes are removed.
    public var literalBytes: [UInt8]? { Self.bytes(of: parts) }

    /// ``literalBytes`` as text; what is not UTF-8 is replaced.
    public var literalText: String? { literalBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The text of a word in which nothing is quoted: only such words name aliases and reserved words.
    public var unquotedText: String? {
        guard parts.count == 1, case .literal(let text) = parts[0] else { return nil }
        return text.text
    }

    /// Whether a part of it may become the names of files.
    public var hasPattern: Bool {
        parts.contains { part in
            switch part {
            case .glob, .extendedGlob: true
            default: false
            }
        }
    }

    private static func bytes(of parts: [WordPart]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let text), .escaped(let text), .singleQuoted(let text): bytes += text.text.utf8
            case .ansiQuoted(let text): bytes += text.value
            case .doubleQuoted(let text):
                guard let inner = self.bytes(of: text.parts) else { return nil }
                bytes += inner
            default: return nil
            }
        }
        return bytes
    }
}
