// SPDX-License-Identifier: Apache-2.0

import Calls

/// What the demonstration understands of a message.
enum DemoCommand: Equatable {
    case run(String)
    case read(String)
    case write(path: String, text: String)
    case fetch(String)
    case help
    /// Anything else.
    case unknown

    init(_ message: String) {
        let text = message.drop { $0.isWhitespace }
        let verb = text.prefix { !$0.isWhitespace }
        let rest = text.dropFirst(verb.count).drop { $0 == " " || $0 == "\t" || $0.isNewline }
        var trimmed = rest
        while let last = trimmed.last, last.isWhitespace { trimmed = trimmed.dropLast() }
        switch verb.lowercased() {
        case "run" where !trimmed.isEmpty: self = .run(String(trimmed))
        case "read" where !trimmed.isEmpty: self = .read(String(trimmed))
        case "fetch" where !trimmed.isEmpty: self = .fetch(String(trimmed))
        case "write" where !trimmed.isEmpty:
            let path = rest.prefix { !$0.isWhitespace }
            let content = rest.dropFirst(path.count)
            self = .write(path: String(path), text: String(content.first?.isWhitespace == true ? content.dropFirst() : content))
        case "help", "?": self = .help
        default: self = .unknown
        }
    }

    static let helpText = """
        I am Drawbridge's demonstration: an agent without a model. I understand:

        - `run <command>` runs a shell command in my workspace
        - `read <path>` shows a file
        - `write <path> <text>` writes a file
        - `fetch <url>` gets a web page
        - `help` shows this

        The gate judges each of them before it runs. Try `run ls -la`, then `run rm -rf ~/keep`, then `run sudo id`.
        """

    static let unknownText = "I do not understand that: I am a demonstration without a model.\n\n" + helpText
}
