// SPDX-License-Identifier: Apache-2.0

import Calls

/// A call's parameters under the names that runtimes give them.
struct Parameters {
    let values: [String: JSONValue]

    private func first(_ names: [String]) -> JSONValue? {
        for name in names { if let value = values[name], value != .null { return value } }
        return nil
    }

    /// The command line. An argument list is what `execve` gets, so that its words are quoted here and not split again.
    var command: String? {
        switch first(["command", "cmd", "script", "input"]) {
        case .string(let command): return command
        case .array(let words):
            let strings = words.compactMap(\.stringValue)
            return strings.count == words.count ? strings.map(Self.quoted).joined(separator: " ") : nil
        default: return nil
        }
    }

    private static func quoted(_ word: String) -> String {
        var text = "'"
        for byte in word.unicodeScalars { text += byte == "'" ? "'\\''" : String(byte) }
        return text + "'"
    }

    private static let pathNames = [
        "path", "file_path", "filePath", "file", "filename", "absolute_path", "notebook_path", "target_file", "directory",
        "dir",
    ]

    var path: String? { first(Self.pathNames)?.stringValue }

    /// Several tools take one path or many.
    var paths: [String] {
        (Self.pathNames + ["paths", "files", "file_paths", "filePaths"]).flatMap { texts(values[$0]) }
    }

    /// Files that go out with a message.
    var attachments: [String] {
        ["media", "mediaUrl", "attachment", "attachments", "filePath", "file_path", "file", "files", "path"]
            .flatMap { texts(values[$0]) }
            .filter { !$0.contains("://") || $0.hasPrefix("file://") }
    }

    private func texts(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements):
            elements.flatMap { element in element.stringValue.map { [$0] } ?? texts(element["path"] ?? element["file_path"]) }
        default: []
        }
    }

    var pattern: String? { first(["pattern", "query", "glob", "regex"])?.stringValue }
    var url: String? { first(["url", "uri", "href", "targetUrl", "target_url"])?.stringValue }
    var workingDirectory: String? { first(["cwd", "workdir", "working_directory", "workingDirectory"])?.stringValue }
    var patch: String? { first(["input", "patch", "diff"])?.stringValue }
    var action: String? { first(["action", "operation", "op"])?.stringValue }
    var channel: String? { first(["channel", "provider", "service"])?.stringValue }
    /// Whom a message goes to.
    var recipients: [String] {
        ["to", "target", "recipient", "recipients", "targets", "chat_id", "chatId", "address", "phone", "number"]
            .flatMap { texts(values[$0]) }
    }

    /// Milliseconds, 0 where none is given. Runtimes that count in seconds say so in the name.
    var timeout: Int64 {
        if let seconds = first(["timeout_seconds", "timeoutSeconds", "timeout_s"])?.intValue { return seconds * 1000 }
        return first(["timeout", "timeout_ms", "timeoutMs"])?.intValue ?? 0
    }

    var text: String? { first(["text", "message", "body", "content", "caption"])?.stringValue }

    /// Every text that the tool would put somewhere: what the write guard looks at.
    func forEachText(_ body: (String) -> Void) {
        func walk(_ value: JSONValue) {
            switch value {
            case .string(let text): body(text)
            case .array(let elements): elements.forEach(walk)
            case .object(let members): members.values.forEach(walk)
            default: break
            }
        }
        values.values.forEach(walk)
    }
}
