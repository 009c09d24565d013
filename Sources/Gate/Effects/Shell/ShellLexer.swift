// SPDX-License-Identifier: Apache-2.0

/// Why a command line is not understood.
struct ShellProblem: Error {
    let reason: String
}

enum ShellToken {
    case word(ShellWord, raw: ArraySlice<UInt8>)
    case redirection(descriptor: Int?, operator: String)
    /// `;` `&&` `||` `|` `|&` `&` `(` `)` `;;` and a newline as `\n`.
    case op(String)
}

/// Splits a command line into words and operators (POSIX.1-2024 XCU 2.3, and bash's quoting).
struct ShellLexer {
    let bytes: [UInt8]
    var position = 0
    private(set) var tokens: [ShellToken] = []
    /// Here-documents whose body begins after the next newline: token index, delimiter, `<<-`, quoted.
    private var pending: [(token: Int, delimiter: [UInt8], stripsTabs: Bool, isQuoted: Bool)] = []
    private var expectsDelimiter: Bool?

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func run() throws(ShellProblem) -> [ShellToken] {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n"):
                position += 1
                tokens.append(.op("\n"))
                if !pending.isEmpty { try hereDocuments() }
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): position += 2
            case UInt8(ascii: ";"): op(peek(1) == UInt8(ascii: ";") ? ";;" : ";")
            case UInt8(ascii: "("), UInt8(ascii: ")"): op(String(UnicodeScalar(byte)))
            case UInt8(ascii: "|"): op(peek(1) == UInt8(ascii: "|") ? "||" : peek(1) == UInt8(ascii: "&") ? "|&" : "|")
            case UInt8(ascii: "&"):
                if peek(1) == UInt8(ascii: "&") {
                    op("&&")
                } else if peek(1) == UInt8(ascii: ">") {
                    position += peek(2) == UInt8(ascii: ">") ? 3 : 2
                    tokens.append(.redirection(descriptor: nil, operator: "&>"))
                } else {
                    op("&")
                }
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                if peek(1) == UInt8(ascii: "(") { try word() } else { redirection(descriptor: nil) }
            case 48...57:
                let end = bytes[position...].firstIndex { !(48...57).contains($0) } ?? bytes.count
                if end < bytes.count, end - position < 4, bytes[end] == UInt8(ascii: "<") || bytes[end] == UInt8(ascii: ">") {
                    let number = Int(String(decoding: bytes[position..<end], as: UTF8.self))
                    position = end
                    redirection(descriptor: number)
                } else {
                    try word()
                }
            default: try word()
            }
        }
        guard pending.isEmpty else { throw ShellProblem(reason: "a here-document has no end") }
        return tokens
    }

    private func peek(_ offset: Int) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }

    private mutating func op(_ text: String) {
        position += text.utf8.count
        tokens.append(.op(text))
    }

    private mutating func redirection(descriptor: Int?) {
        for candidate in ["<<<", "<<-", "<<", "<>", "<&", ">>", ">|", ">&", "<", ">"]
        where bytes[position...].starts(with: candidate.utf8) {
            position += candidate.utf8.count
            if candidate == "<<" || candidate == "<<-" { expectsDelimiter = candidate == "<<-" }
            tokens.append(.redirection(descriptor: descriptor, operator: candidate))
            return
        }
    }

    private mutating func word() throws(ShellProblem) {
        let start = position
        var reader = WordReader(bytes: bytes, position: position)
        let word = try reader.read()
        position = reader.position
        guard position > start else { throw ShellProblem(reason: "text that no word can begin with") }
        if let stripsTabs = expectsDelimiter {
            expectsDelimiter = nil
            var delimiter: [UInt8] = []
            var isQuoted = false
            for part in word.parts {
                guard case .literal(let text, let quoted) = part else {
                    throw ShellProblem(reason: "a here-document with a computed end")
                }
                delimiter.append(contentsOf: text.utf8)
                isQuoted = isQuoted || quoted
            }
            pending.append((tokens.count, delimiter, stripsTabs, isQuoted))
        }
        tokens.append(.word(word, raw: bytes[start..<position]))
    }

    /// Replaces the delimiters' tokens by the documents.
    private mutating func hereDocuments() throws(ShellProblem) {
        for document in pending {
            var body: [UInt8] = []
            var found = false
            while position < bytes.count, !found {
                let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                var line = bytes[position..<end]
                position = min(end + 1, bytes.count)
                if document.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
                if line.elementsEqual(document.delimiter) { found = true } else { body += line + [UInt8(ascii: "\n")] }
            }
            guard found else { throw ShellProblem(reason: "a here-document has no end") }
            var word = ShellWord.quoted(String(decoding: body, as: UTF8.self))
            if !document.isQuoted {
                // In an unquoted document the shell expands `$` and backticks, as between double quotes.
                var reader = WordReader(bytes: body, position: 0)
                word = try reader.readHereDocument()
            }
            tokens[document.token] = .word(word, raw: [])
        }
        pending = []
    }
}
