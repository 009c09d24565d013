// SPDX-License-Identifier: Apache-2.0

import ShellSyntax

/// A usage in one line, for tables: `read:a write:b +forced => rm -r x`.
///
/// `**` marks whole folders, `^` data that goes out, `@x` the folder a path starts at; `=>` stands in front of what starts.
func outline(_ usage: Usage) -> String {
    var parts: [String] = usage.isKnown ? [] : ["?"]
    if let doubt = usage.doubt { parts.append("doubt(\(doubt))") }
    for use in usage.uses {
        var text = "\(use.kind):\(show(use.target))"
        if use.isRecursive { text += "**" }
        if use.sendsData { text += "^" }
        if let base = use.base { text += "@\(show(base))" }
        if !parts.contains(text) { parts.append(text) }
    }
    parts += usage.traits.sorted().map { "+\($0.rawValue)" }
    parts += usage.starts.map { "=> " + outline($0) }
    return parts.joined(separator: " ")
}

private func outline(_ start: Start) -> String {
    var text = ""
    if start.clearsEnvironment { text += "clean " }
    for change in start.environment { text += "\(change.name)=\(change.value.map(show) ?? "-") " }
    switch start.what {
    case .command(let words, let input):
        text += words.map(show).joined(separator: " ")
        switch input {
        case nil: break
        case .appended: text += " <..."
        case .replacing(let mark), .quoted(let mark): text += " <\(mark)"
        }
    case .script(let script, let dialect, _):
        text += "\(dialect == .zsh ? "zsh" : dialect == .posix ? "dash" : "sh"){\(show(script))}"
    case .file(let file, let language, let arguments):
        text += "\(language):\(show(file))" + arguments.map { " " + show($0) }.joined()
    case .input(let language): text += "\(language):-"
    case .interactiveShell: text += "interactive"
    }
    switch start.place {
    case .here: break
    case .host(let host): text += " on(\(host))"
    case .container(let name, let mounts):
        text += " in(\(([name] + mounts.map { "\($0.outside):\($0.inside)" }).joined(separator: " ")))"
    case .root(let root): text += " under(\(root))"
    }
    if let folder = start.directory { text += " at(\(show(folder)))" }
    return text
}

private func show(_ field: Field) -> String {
    field.pieces.map {
        switch $0 {
        case .text(let text), .glob(let text): text
        case .unknown: "…"
        }
    }.joined()
}

/// Words with quotes and backslashes; `$X` is a hole that may be several words, `"$X"` one; `*` alone is a pattern.
func words(_ line: String) -> [Field] {
    var fields: [Field] = []
    var current: Field?
    var text = ""
    var quote: Character?
    var rest = line[...]
    func piece(_ piece: Field.Piece?, split: Bool = false) {
        var field = current ?? Field("")
        field.append(.text(text))
        text = ""
        if let piece { field.append(piece) }
        if split { field.isSplit = true }
        current = field
    }
    while let next = rest.popFirst() {
        switch next {
        case "'" where quote == nil, "\"" where quote == nil:
            piece(nil)
            quote = next
        case _ where next == quote: quote = nil
        case "\\" where quote != "'":
            if let literal = rest.popFirst() { text.append(literal) }
        case "$" where quote != "'" && rest.first?.isUppercase == true:
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            piece(.unknown(.parameter(String(name))), split: quote == nil)
        case "*" where quote == nil, "?" where quote == nil: piece(.glob(String(next)))
        case " " where quote == nil, "\n" where quote == nil:
            if current != nil || !text.isEmpty {
                piece(nil)
                if let current { fields.append(current) }
                current = nil
            }
        default: text.append(next)
        }
    }
    if current != nil || !text.isEmpty {
        piece(nil)
        if let current { fields.append(current) }
    }
    return fields
}

/// What a line would do in `/work`, by the words in it.
func usage(_ line: String, files: [String: String] = [:]) -> Usage {
    Programs.usage(
        of: words(line),
        in: Programs.Surroundings(home: "/home/u", directory: "/work", readFile: { files[$0].map { Array($0.utf8) } })
    )
}
